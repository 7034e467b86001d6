#include "client/cpp/pledgectl/source_flags.h"

#include <CLI/CLI.hpp>
#include <map>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace pledge::cli {

void AddByteFlags(CLI::App* sub, SourceFlags* flags) {
  sub->add_option("--range", flags->range, "Only the bytes from A up to B, without B")
      ->type_name("A:B")
      ->check([](const std::string& text) {
        return ParseRange(text) ? "" : "\"" + text + "\" is no range; write A:B with A <= B";
      });
  sub->add_option("--output-file", flags->output_file, "Write to this file, whole or not at all")
      ->type_name("FILE");
}

void AddPersonalDataFlag(CLI::App* sub, SourceFlags* flags) {
  sub->add_flag("--personal-data", flags->personal_data,
                "Contact persons and telephone numbers as they stand, not masked");
}

void AddUnitFlag(CLI::App* sub, SourceFlags* flags) {
  const std::map<std::string, v1::OffsetUnit> units = {{"bytes", v1::OFFSET_UNIT_UTF8_BYTE},
                                                       {"points", v1::OFFSET_UNIT_CODE_POINT},
                                                       {"utf16", v1::OFFSET_UNIT_UTF16}};
  sub->add_option("--unit", flags->unit, "Unit of places in the text: bytes, points or utf16")
      ->type_name("UNIT")
      ->transform(CLI::Validator(
          [units](std::string& word) {
            const auto found = units.find(word);
            if (found == units.end()) return "\"" + word + "\" is none of bytes, points, utf16";
            word = std::to_string(static_cast<int>(found->second));
            return std::string();
          },
          ""));
}

std::optional<std::pair<int64_t, int64_t>> ParseRange(const std::string& text) {
  const std::vector<std::string> ends = absl::StrSplit(text, ':');
  std::pair<int64_t, int64_t> range;
  if (ends.size() != 2 || !absl::SimpleAtoi(ends[0], &range.first) ||
      !absl::SimpleAtoi(ends[1], &range.second)) {
    return std::nullopt;
  }
  if (range.first < 0 || range.second < range.first) return std::nullopt;
  return range;
}

}  // namespace pledge::cli
