// Reads the records of one query from one state, piece by piece, with a token to
// go on after each: what streams and pages are made of. One user at a time;
// blocks on disk.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_READER_H_
#define PLEDGE_SERVICE_QUERY_RECORD_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "pledge/v1/query_service.pb.h"
#include "service/query/record_source.h"
#include "service/query/record_writer.h"
#include "service/query/selection.h"
#include "storage/record_store.h"

namespace pledge::query {

// A query without the way in which its records are sent.
struct ReaderQuery {
  storage::RecordKind kind = storage::RecordKind::kSections;
  v1::RecordSelector selector;
  SelectionFields fields;
  std::string order_by;  // empty, or "deadline"
  std::optional<v1::ReadPoint> read_point;
  google::protobuf::FieldMask read_mask;
  v1::OffsetUnit offset_unit = v1::OFFSET_UNIT_UNSPECIFIED;
  std::string token;             // to go on; excludes read_point
  std::string_view token_field;  // of the request, for errors
  std::string_view purpose;      // which kind of tokens are taken and made
};

class RecordReader {
 public:
  // Checks the query and fixes the state that is read. FIELD_INVALID,
  // FILTER_SYNTAX, TOKEN_MALFORMED, MASK_UNKNOWN_PATH, HISTORY_TRIMMED. `store`
  // must outlive the reader.
  static absl::StatusOr<std::unique_ptr<RecordReader>> Create(storage::RecordStore& store,
                                                              const ReaderQuery& query);

  // Appends the next records as elements of field 1. DOCUMENT_NOT_FOUND,
  // REVISION_NOT_FOUND, CHECKSUM_FAILED.
  absl::StatusOr<Piece> Pull(const PieceLimits& limits, std::string* records);
  // Nothing is left.
  bool complete() const { return complete_; }
  // To go on after what was given.
  std::string MakeToken() const;
  v1::ReadInfo MakeInfo() const;

 private:
  RecordReader(storage::RecordStore& store, const ReaderQuery& query, Selection selection,
               RecordWriter writer);

  absl::Status SetPoint(const ReaderQuery& query);
  absl::Status Restore(const ReaderQuery& query);

  storage::RecordStore& store_;
  const std::string purpose_;
  const std::string digest_;  // binds tokens to the query
  Selection selection_;
  const RecordWriter writer_;
  storage::CommitPoint point_;
  std::unique_ptr<RecordSource> source_;
  bool complete_ = false;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_READER_H_
