#include "service/pipeline/text/phrase_table.h"

#include <algorithm>

namespace pledge::pipeline {
namespace {

// Phrases are short: comparing in place beats a call to memcmp.
bool SameHead(const char* a, const char* b) { return a[0] == b[0] && a[1] == b[1] && a[2] == b[2]; }

bool SameTail(const char* text, std::string_view words) {
  for (size_t i = 3; i < words.size(); ++i) {
    if (text[i] != words[i]) return false;
  }
  return true;
}

}  // namespace

PhraseTable::PhraseTable(std::span<const Phrase> phrases)
    : phrases_(phrases.begin(), phrases.end()), first_(1 << 16, 0), pairs_(1 << 10, 0) {
  std::sort(phrases_.begin(), phrases_.end(), [](const Phrase& a, const Phrase& b) {
    const std::string_view head_a = a.words.substr(0, 3);
    const std::string_view head_b = b.words.substr(0, 3);
    if (head_a != head_b) return head_a < head_b;
    if (a.words.size() != b.words.size()) return a.words.size() > b.words.size();
    return a.words < b.words;
  });
  for (size_t i = phrases_.size(); i-- > 0;) {
    const std::string_view words = phrases_[i].words;
    uint16_t& bucket = first_[Character(words, 0)];
    bucket = static_cast<uint16_t>((bucket & kAlone) | (i + 1));
    if (words.size() == 3) {
      bucket |= kAlone;
    } else {
      const uint16_t pair = Pair(Character(words, 0), Character(words, 3));
      pairs_[pair >> 6] |= uint64_t{1} << (pair & 63);
    }
  }
}

const Phrase* PhraseTable::Search(std::string_view text, size_t at, size_t index) const {
  const std::string_view rest = text.substr(at);
  const char* head = rest.data();
  for (; index < phrases_.size(); ++index) {
    const std::string_view words = phrases_[index].words;
    if (!SameHead(head, words.data())) return nullptr;
    if (words.size() <= rest.size() && SameTail(head, words)) return &phrases_[index];
  }
  return nullptr;
}

}  // namespace pledge::pipeline
