// Selected records in one order, piece by piece: by storage or by deadline. One
// user at a time; blocks on disk for one piece.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_SOURCE_H_
#define PLEDGE_SERVICE_QUERY_RECORD_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/query/record_writer.h"
#include "service/query/selection.h"
#include "storage/record_store.h"

namespace pledge::query {

// What one piece may hold and cost. A piece also ends when it has found
// something and its time is over.
struct PieceLimits {
  size_t bytes = 0;
  int64_t records = 0;
  absl::Duration time;
};

struct Piece {
  int64_t records = 0;
  int64_t scanned = 0;
  bool complete = false;  // nothing is left
};

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  // Appends the next records as elements of field 1.
  virtual absl::StatusOr<Piece> Pull(const PieceLimits& limits, std::string* records) = 0;
  // Where the source stands, for Restore. Holds no ';'.
  virtual std::string Position() const = 0;
  // False when `position` is none of this source.
  virtual bool Restore(std::string_view position) = 0;
};

// All must outlive the source; `selection.scan.at` is set.
std::unique_ptr<RecordSource> NewStorageOrder(storage::RecordStore& store,
                                              const Selection& selection,
                                              const RecordWriter& writer);
// Commitments by the last day of their deadline, undated ones last; equal ones by
// storage.
std::unique_ptr<RecordSource> NewDeadlineOrder(storage::RecordStore& store,
                                               const Selection& selection,
                                               const RecordWriter& writer);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_SOURCE_H_
