// Numbers as letters write them: 1,200, 3.2亿, 一百二十, 两, 1700多万.
// Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_NUMBERS_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_NUMBERS_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace pledge::pipeline {

struct Number {
  double value = 0;          // 万 and 亿 multiplied out
  uint32_t size = 0;         // bytes read
  bool is_written = false;   // in Chinese numerals
  bool is_more = false;      // 余, 多 or 几 stands in it: somewhat more than the value
  uint32_t digit_count = 0;  // Arabic digits before a point
};

// The number at the head of `text`; nullopt when there is none. Ordinals
// (第三), and numerals that are part of a word, are for the caller to rule out.
std::optional<Number> ReadNumber(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_NUMBERS_H_
