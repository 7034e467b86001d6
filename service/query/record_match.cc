#include "service/query/record_match.h"

#include "service/base/error.h"
#include "service/mapping/stored_record.h"

namespace pledge::query {
namespace {

using storage::CommitmentColumns;
using storage::RecordKind;

absl::Status Unparsable() {
  return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
}

}  // namespace

bool RecordMatch::Select(const storage::ColumnRow& columns, std::vector<bool>* wanted) {
  letter_ = &columns;
  truths_.clear();
  letter_truth_ = selection_.filter ? selection_.filter->OnLetter(columns) : Truth::kTrue;
  if (letter_truth_ != Truth::kUnknown) return letter_truth_ == Truth::kTrue;
  if (selection_.scan.kind != RecordKind::kCommitments) return true;
  bool is_any = false;
  truths_.reserve(columns.commitments.size());
  wanted->reserve(columns.commitments.size());
  for (const CommitmentColumns& commitment : columns.commitments) {
    truths_.push_back(selection_.filter->OnCommitment(columns, commitment));
    const bool is_wanted =
        truths_.back() != Truth::kFalse && (selection_.scan.tag_mask >> commitment.type & 1) != 0;
    wanted->push_back(is_wanted);
    is_any = is_any || is_wanted;
  }
  return is_any;
}

Truth RecordMatch::TruthOf(const storage::UnpackedRow& row, size_t index) const {
  if (letter_truth_ != Truth::kUnknown) return letter_truth_;
  if (selection_.scan.kind == RecordKind::kCommitments) return truths_[index];
  return selection_.filter->OnTag(*letter_, row.tag(index));
}

absl::StatusOr<bool> RecordMatch::Matches(const storage::UnpackedRow& row, size_t index) const {
  if (selection_.text) {
    const auto text = mapping::StoredText(selection_.scan.kind, row.record(index));
    if (!text) return Unparsable();
    if (!selection_.text->OccursIn(*text)) return false;
  }
  const Truth truth = TruthOf(row, index);
  if (truth != Truth::kUnknown) return truth == Truth::kTrue;
  return ParseAndTest(row, index);
}

absl::StatusOr<bool> RecordMatch::ParseAndTest(const storage::UnpackedRow& row,
                                               size_t index) const {
  const RecordFilter& filter = *selection_.filter;
  Truth truth = Truth::kFalse;
  switch (selection_.scan.kind) {
    case RecordKind::kCommitments: {
      v1::Commitment commitment;
      if (!mapping::ParseStored("", index, row.record(index), &commitment)) return Unparsable();
      truth = filter.OnRecord(*letter_, letter_->commitments[index], commitment);
      break;
    }
    case RecordKind::kSections: {
      v1::Section section;
      if (!mapping::ParseStored("", index, row.record(index), &section)) return Unparsable();
      truth = filter.OnRecord(*letter_, section);
      break;
    }
    case RecordKind::kAchievements: {
      v1::Achievement achievement;
      if (!mapping::ParseStored("", index, row.record(index), &achievement)) return Unparsable();
      truth = filter.OnRecord(*letter_, achievement);
      break;
    }
  }
  return truth == Truth::kTrue;
}

}  // namespace pledge::query
