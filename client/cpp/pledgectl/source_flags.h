// The flags of the commands that read a letter's bytes, cleaned text and repairs.
// A value type and functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_SOURCE_FLAGS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_SOURCE_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "pledge/v1/common.pb.h"

namespace CLI {
class App;
}

namespace pledge::cli {

struct SourceFlags {
  std::string range;        // "A:B" in bytes; empty: everything
  std::string output_file;  // empty: standard output
  bool personal_data = false;
  v1::OffsetUnit unit = v1::OFFSET_UNIT_UTF8_BYTE;
};

// Adds --range and --output-file.
void AddByteFlags(CLI::App* sub, SourceFlags* flags);
// Adds --personal-data.
void AddPersonalDataFlag(CLI::App* sub, SourceFlags* flags);
// Adds --unit.
void AddUnitFlag(CLI::App* sub, SourceFlags* flags);

// "A:B" with 0 <= A <= B; nullopt for anything else.
std::optional<std::pair<int64_t, int64_t>> ParseRange(const std::string& text);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_SOURCE_FLAGS_H_
