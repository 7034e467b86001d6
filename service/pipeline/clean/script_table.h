// Traditional → simplified characters, from flat tables that the build makes
// out of OpenCC's dictionaries. Pure, thread-safe after the first call.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_SCRIPT_TABLE_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_SCRIPT_TABLE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {

class ScriptTable {
 public:
  // The one table of the process.
  static const ScriptTable& Get();

  // The simplified form of a character; itself when it has none of its own.
  char32_t Simplify(char32_t c) const {
    if (c < kBasicPlane && basic_[c] != kBeyond) return basic_[c] == 0 ? c : basic_[c];
    const auto it = beyond_.find(c);
    return it == beyond_.end() ? c : it->second;
  }

  // True for characters that stand in traditional text only.
  bool IsTraditional(char32_t c) const { return Simplify(c) != c; }
  // True for characters that were made for simplified text: a traditional one
  // becomes them, and Big5 does not have them.
  bool IsSimplifiedOnly(char32_t c) const {
    return c < kBasicPlane && (flags_[c] & kSimplifiedOnly) != 0;
  }

  // The simplified form of the longest phrase at `at` of `text` in which a
  // character has another form than alone (乾 in 乾隆). It has as many
  // characters and bytes as its key; empty when there is no such phrase.
  std::string_view PhraseAt(std::string_view text, size_t at) const;

 private:
  static constexpr char32_t kBasicPlane = 0x10000;
  static constexpr char16_t kBeyond = 0xFFFF;  // one of the two forms is beyond the basic plane
  enum Flag : uint8_t { kSimplifiedOnly = 1, kBeginsPhrase = 2 };
  struct Phrase {
    std::string_view from;
    std::string_view to;
  };

  ScriptTable();
  void AddCharacters();
  void AddPhrases();

  std::array<char16_t, kBasicPlane> basic_{};  // 0: no other form
  std::array<uint8_t, kBasicPlane> flags_{};
  std::unordered_map<char32_t, char32_t> beyond_;
  std::unordered_map<char32_t, std::vector<Phrase>> phrases_;  // by first character, longest first
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_SCRIPT_TABLE_H_
