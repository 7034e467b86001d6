// Whether a record is selected by filter and text: as far as possible from the
// letter's columns, before the record is opened. One scan at a time.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_MATCH_H_
#define PLEDGE_SERVICE_QUERY_RECORD_MATCH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "service/query/selection.h"
#include "storage/record_store.h"

namespace pledge::query {

class RecordMatch final : public storage::ScanFilter {
 public:
  // `selection` must outlive this.
  explicit RecordMatch(const Selection& selection) : selection_(selection) {}

  // False when every record is selected.
  bool is_needed() const { return selection_.filter.has_value() || selection_.text.has_value(); }

  // As ScanFilter. `columns` must stay good until the next call.
  bool Select(const storage::ColumnRow& columns, std::vector<bool>* wanted) override;

  // After Select, for a commitment that it said was wanted: true when the columns
  // decided, so that Matches need not be asked.
  bool IsDecided(size_t index) const {
    return !selection_.text && (letter_truth_ == Truth::kTrue ||
                                (index < truths_.size() && truths_[index] == Truth::kTrue));
  }

  // Whether a record of the revision that Select was last asked about is
  // selected. CHECKSUM_FAILED when it does not parse.
  absl::StatusOr<bool> Matches(const storage::UnpackedRow& row, size_t index) const;

  // The columns that Select was last asked about.
  const storage::ColumnRow& letter() const { return *letter_; }

 private:
  Truth TruthOf(const storage::UnpackedRow& row, size_t index) const;
  absl::StatusOr<bool> ParseAndTest(const storage::UnpackedRow& row, size_t index) const;

  const Selection& selection_;
  const storage::ColumnRow* letter_ = nullptr;
  Truth letter_truth_ = Truth::kTrue;
  std::vector<Truth> truths_;  // of the commitments; empty when the letter decided
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_MATCH_H_
