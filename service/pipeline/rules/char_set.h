// A set of characters with a fast test: the filter before slower readers.
// Immutable after construction; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CHAR_SET_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CHAR_SET_H_

#include <bitset>
#include <cstdint>
#include <string_view>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {

class CharSet {
 public:
  // The characters of `members`; those above U+FFFF are ignored.
  explicit CharSet(std::string_view members) {
    for (uint32_t at = 0; at < members.size(); at += CharSize(members[at])) {
      const uint32_t code_point = CodePointAt(members, at);
      if (code_point < kSize) bits_.set(code_point);
    }
  }

  bool Has(uint32_t code_point) const { return code_point < kSize && bits_[code_point]; }
  // The character at the head of `text`, which is not empty.
  bool HasFirst(std::string_view text) const { return Has(CodePointAt(text, 0)); }

 private:
  static constexpr uint32_t kSize = 0x10000;

  std::bitset<kSize> bits_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CHAR_SET_H_
