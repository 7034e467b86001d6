// Codes of regions (GB/T 2260) by the name that a body's name begins with:
// provinces and prefectures. Thread-safe: constants.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_REGIONS_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_REGIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pledge::pipeline {

struct RegionMatch {
  std::string code;   // six digits
  uint32_t size = 0;  // bytes of the names that were read
};

// The region of a body, or nullopt when its name does not begin with one that is
// known for certain. Bodies of counties and below have none here: their names do
// not tell their code.
std::optional<RegionMatch> RegionOf(std::string_view body);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_REGIONS_H_
