// The readings of a passage's clauses, made when they are first asked for and
// kept only near the clause at hand, so that a passage of any length needs little
// memory. Several are made at a time: the code that reads a clause is large, and
// stays in the processor's cache for all of them. Not thread-safe; text, clauses, words and opaque
// ranges must outlive it.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_READING_WINDOW_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_READING_WINDOW_H_

#include <algorithm>
#include <string_view>
#include <vector>

#include "service/pipeline/rules/clause_reading.h"

namespace pledge::pipeline {

class ReadingWindow {
 public:
  // How far ahead and behind of the clause at hand may be asked for. Most passages have fewer
  // clauses than fit in the window.
  static constexpr size_t kReach = 16;

  ReadingWindow(std::string_view text, const std::vector<Clause>& clauses,
                const std::vector<Word>& words, const std::vector<ByteRange>& opaque,
                const ReferenceDate& reference)
      : text_(text),
        clauses_(clauses),
        words_(words),
        opaque_(opaque),
        reference_(reference),
        ring_(std::min(2 * kReach + kBatch, clauses.size())) {}

  const ClauseReading& operator[](size_t i) {
    if (i >= next_) ReadUntil(std::min(i + kBatch, clauses_.size()));
    return ring_[i % ring_.size()];
  }

 private:
  static constexpr size_t kBatch = 16;

  void ReadUntil(size_t end) {
    for (; next_ < end; ++next_) {
      ring_[next_ % ring_.size()] = ReadClause(text_, clauses_[next_], words_, opaque_, reference_);
    }
  }

  const std::string_view text_;
  const std::vector<Clause>& clauses_;
  const std::vector<Word>& words_;
  const std::vector<ByteRange>& opaque_;
  const ReferenceDate& reference_;
  std::vector<ClauseReading> ring_;
  size_t next_ = 0;  // first clause not yet read
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_READING_WINDOW_H_
