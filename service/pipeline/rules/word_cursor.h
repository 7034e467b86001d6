// A place in a clause and the words around it. Small helper of the clause
// rules: copyable, no ownership; text, words and opaque ranges must outlive it.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_WORD_CURSOR_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_WORD_CURSOR_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/rules/clauses.h"
#include "service/pipeline/rules/lexicon.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {

class WordCursor {
 public:
  WordCursor(std::string_view text, const Clause& clause, const std::vector<Word>& words,
             const std::vector<ByteRange>& opaque)
      : text_(text),
        words_(&words),
        opaque_(&opaque),
        at_(clause.range.start),
        end_(clause.range.end),
        index_(clause.first_word),
        last_(clause.first_word + clause.word_count) {}

  uint32_t at() const { return at_; }
  uint32_t end() const { return end_; }
  bool AtEnd() const { return at_ >= end_; }
  std::string_view text() const { return text_; }
  std::string_view Rest() const { return text_.substr(at_, end_ - at_); }
  std::string_view Text(ByteRange range) const { return text_.substr(range.start, range.size()); }

  // Index of the first word that begins at or behind the place; the words of
  // the clause end before last().
  uint32_t index() const { return index_; }
  uint32_t last() const { return last_; }
  const Word& word(uint32_t index) const { return (*words_)[index]; }

  // The word behind the one at `index`; nullptr at the last.
  const Word* WordAfter(uint32_t index) const {
    return index + 1 < last_ ? &(*words_)[index + 1] : nullptr;
  }

  // The word that begins exactly here; an empty one when there is none.
  Word Here() const {
    return index_ < last_ && (*words_)[index_].start == at_ ? (*words_)[index_] : Word{at_, at_, 0};
  }
  // The word that begins exactly at `at`.
  Word WordAt(uint32_t at) const {
    const uint32_t i = IndexAt(at);
    return i < last_ && (*words_)[i].start == at ? (*words_)[i] : Word{at, at, 0};
  }
  // Index of the first word that begins at or behind `at`.
  uint32_t IndexAt(uint32_t at) const {
    uint32_t i = index_;
    while (i < last_ && (*words_)[i].start < at) ++i;
    return i;
  }

  // End of the quotation, title or bracket that begins here; at() when none.
  uint32_t OpaqueEnd() const { return OpaqueEndAt(at_); }
  uint32_t OpaqueEndAt(uint32_t at) const {
    const auto found = std::lower_bound(
        opaque_->begin(), opaque_->end(), at,
        [](const ByteRange& range, uint32_t start) { return range.start < start; });
    return found != opaque_->end() && found->start == at ? std::min(found->end, end_) : at;
  }

  void MoveTo(uint32_t at) {
    at_ = std::min(at, end_);
    while (index_ < last_ && (*words_)[index_].start < at_) ++index_;
  }

  bool Take(std::string_view word) {
    if (!StartsWith(Rest(), word)) return false;
    MoveTo(at_ + static_cast<uint32_t>(word.size()));
    return true;
  }

 private:
  std::string_view text_;
  const std::vector<Word>* words_;
  const std::vector<ByteRange>* opaque_;
  uint32_t at_;
  uint32_t end_;
  uint32_t index_;
  uint32_t last_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_WORD_CURSOR_H_
