#include "service/pipeline/clean/script_table.h"

#include <algorithm>

#include "service/pipeline/tables/script_table_data.h"

namespace pledge::pipeline {
namespace {

// Phrases that are right in traditional literature and wrong in a letter that
// was simplified to begin with: names with 於, and 覆 for 复 where 覆盖 follows.
bool IsLiterary(std::string_view from, std::string_view to) {
  return to.find("於") != std::string_view::npos || from.starts_with("覆");
}

bool Covers(std::string_view text, size_t at) {
  const std::string_view next = text.substr(std::min(at, text.size()));
  return next.starts_with("蓋") || next.starts_with("盖") || next.starts_with("沒") ||
         next.starts_with("没");
}

}  // namespace

const ScriptTable& ScriptTable::Get() {
  static const auto* const table = new ScriptTable();
  return *table;
}

ScriptTable::ScriptTable() {
  AddCharacters();
  AddPhrases();
}

void ScriptTable::AddCharacters() {
  for (const tables::ScriptPair& pair : tables::kScriptCharacters) {
    const char32_t from = CharacterAt(pair.from, 0).value;
    const char32_t to = CharacterAt(pair.to, 0).value;
    if (from < kBasicPlane && to < kBasicPlane) {
      basic_[from] = static_cast<char16_t>(to);
    } else {
      beyond_[from] = to;
      if (from < kBasicPlane) basic_[from] = kBeyond;
    }
  }
  for (const char* form : tables::kSimplifiedOnlyForms) {
    const char32_t c = CharacterAt(form, 0).value;
    if (c < kBasicPlane) flags_[c] |= kSimplifiedOnly;
  }
}

void ScriptTable::AddPhrases() {
  for (const tables::ScriptPair& pair : tables::kScriptPhrases) {
    const std::string_view from = pair.from;
    const std::string_view to = pair.to;
    if (from.size() != to.size() || IsLiterary(from, to)) continue;
    const char32_t first = CharacterAt(from, 0).value;
    phrases_[first].push_back({from, to});
    if (first < kBasicPlane) flags_[first] |= kBeginsPhrase;
  }
  for (auto& [first, phrases] : phrases_) {
    std::stable_sort(phrases.begin(), phrases.end(), [](const Phrase& a, const Phrase& b) {
      return a.from.size() > b.from.size();
    });
  }
}

std::string_view ScriptTable::PhraseAt(std::string_view text, size_t at) const {
  const char32_t first = CharacterAt(text, at).value;
  if (first >= kBasicPlane || (flags_[first] & kBeginsPhrase) == 0) return {};
  for (const Phrase& phrase : phrases_.at(first)) {
    if (text.compare(at, phrase.from.size(), phrase.from) != 0) continue;
    if (phrase.from.ends_with("覆") && Covers(text, at + phrase.from.size())) continue;
    return phrase.to;
  }
  return {};
}

}  // namespace pledge::pipeline
