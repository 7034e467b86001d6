// A set of characters with a fast test: the filter before slower readers.
// Immutable after construction; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CHAR_SET_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CHAR_SET_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {

class CharSet {
 public:
  // The characters of `members`; those above U+FFFF are ignored.
  explicit CharSet(std::string_view members) {
    for (uint32_t at = 0; at < members.size(); at += CharSize(members[at])) {
      Add(CodePointAt(members, at));
    }
  }

  // The first characters of the words in a table of rows.
  template <typename Rows, typename WordOf>
  static CharSet FirstOf(const Rows& rows, const WordOf& word_of) {
    CharSet set("");
    for (const auto& row : rows) set.Add(CodePointAt(word_of(row), 0));
    return set;
  }

  bool Has(uint32_t code_point) const {
    return code_point < kSize && (bits_[code_point / 64] >> (code_point % 64) & 1) != 0;
  }
  // The character at the head of `text`, which is not empty.
  bool HasFirst(std::string_view text) const { return Has(CodePointAt(text, 0)); }

  // Where the first member in [at, end) stands; `end` when there is none.
  uint32_t FindIn(std::string_view text, uint32_t at, uint32_t end) const {
    while (at < end && !Has(CodePointAt(text, at))) at += CharSize(text[at]);
    return at < end ? at : end;
  }

 private:
  static constexpr uint32_t kSize = 0x10000;

  void Add(uint32_t code_point) {
    if (code_point < kSize) bits_[code_point / 64] |= uint64_t{1} << (code_point % 64);
  }

  std::array<uint64_t, kSize / 64> bits_{};
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CHAR_SET_H_
