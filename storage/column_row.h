// The column row of a revision: every field that filters and aggregates may
// name, packed into some 150 bytes, so that neither ever opens a record. The
// layer above fills a ColumnRow with each draft; the store adds state and
// content_commit and writes it beside the revision. Plain values and pure
// functions.
#ifndef PLEDGE_STORAGE_COLUMN_ROW_H_
#define PLEDGE_STORAGE_COLUMN_ROW_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pledge::storage {

// Days since 1970-01-01, up to 2149-06-05.
using DayNumber = uint16_t;
inline constexpr DayNumber kLastDayNumber = 0xfffe;

// The day, or nullopt when it is no calendar day or outside the range.
std::optional<DayNumber> ToDayNumber(int year, int month, int day);

// Closed range of days. A date of which only the month or year is known is
// widened to all its days; a test that falls inside is then undecided and needs
// the record.
struct DayRange {
  DayNumber first = 0;
  DayNumber last = 0;
  bool operator==(const DayRange&) const = default;
};

// What one commitment can be filtered by. Enums as in pledge.v1: type below 8,
// strength below 8, polarity below 4, verifiability below 4.
struct CommitmentColumns {
  uint8_t type = 0;
  uint8_t strength = 0;
  uint8_t polarity = 0;
  uint8_t verifiability = 0;
  bool has_target = false;
  bool has_condition = false;
  bool is_recurring = false;           // the deadline comes back
  bool has_inferred_deadline = false;  // resolved against an inferred date
  // First and last day of the deadline; either may be absent.
  std::optional<DayNumber> deadline_start;
  std::optional<DayNumber> deadline_end;
  // Who undertakes it, by full name; empty means the issuer.
  std::string actor;
  bool operator==(const CommitmentColumns&) const = default;
};

// State of a document. A purged one has no column row any more. On disk, never
// renumber.
enum class DocumentState : uint8_t { kActive = 1, kDeleted = 2, kPurged = 3 };

struct ColumnRow {
  DocumentState state = DocumentState::kActive;  // set by the store
  uint64_t content_commit = 0;                   // set by the store
  std::optional<DayRange> issued;
  std::string issuer;
  std::map<std::string, std::string> labels;
  // In the order of the packed commitments, so that positions agree.
  std::vector<CommitmentColumns> commitments;
  bool operator==(const ColumnRow&) const = default;
};

// The row's value. Values out of their range are cut to it.
std::string EncodeColumnRow(const ColumnRow& row);

// DATA_LOSS with CHECKSUM_FAILED when the bytes do not parse.
absl::StatusOr<ColumnRow> DecodeColumnRow(std::string_view value);
// The same into a row that is used again and again, so that a scan allocates
// little. On an error `row` holds anything.
absl::Status DecodeColumnRow(std::string_view value, ColumnRow* row);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_COLUMN_ROW_H_
