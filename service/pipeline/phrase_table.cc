#include "service/pipeline/phrase_table.h"

#include <algorithm>

namespace pledge::pipeline {

PhraseTable::PhraseTable(std::span<const Phrase> phrases)
    : phrases_(phrases.begin(), phrases.end()), first_(1 << 16, 0) {
  std::sort(phrases_.begin(), phrases_.end(), [](const Phrase& a, const Phrase& b) {
    const std::string_view head_a = a.words.substr(0, 3);
    const std::string_view head_b = b.words.substr(0, 3);
    if (head_a != head_b) return head_a < head_b;
    if (a.words.size() != b.words.size()) return a.words.size() > b.words.size();
    return a.words < b.words;
  });
  for (size_t i = phrases_.size(); i-- > 0;) {
    first_[Character(phrases_[i].words, 0)] = static_cast<uint16_t>(i + 1);
  }
}

const Phrase* PhraseTable::Search(std::string_view text, size_t at, size_t index) const {
  const std::string_view rest = text.substr(at);
  const std::string_view head = rest.substr(0, 3);
  for (; index < phrases_.size() && phrases_[index].words.starts_with(head); ++index) {
    if (rest.starts_with(phrases_[index].words)) return &phrases_[index];
  }
  return nullptr;
}

}  // namespace pledge::pipeline
