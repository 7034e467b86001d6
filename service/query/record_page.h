// One page of records, for clients without streams. Functions over a thread-safe
// store; they block on disk, for about a second at most.
#ifndef PLEDGE_SERVICE_QUERY_RECORD_PAGE_H_
#define PLEDGE_SERVICE_QUERY_RECORD_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "pledge/v1/query_service.pb.h"
#include "storage/record_store.h"

namespace pledge::query {

// The parts that all list requests have in common.
struct PageQuery {
  storage::RecordKind kind = storage::RecordKind::kSections;
  std::string parent;
  int32_t page_size = 0;
  std::string page_token;
  std::string filter;
  google::protobuf::FieldMask read_mask;
  std::optional<v1::ReadPoint> read_point;
  v1::OffsetUnit offset_unit = v1::OFFSET_UNIT_UNSPECIFIED;
};

struct RecordPage {
  std::string records;          // elements of field 1, serialised
  std::string next_page_token;  // empty on the last page
  v1::ReadInfo read_info;
};

// A page may be short, or empty, and still not the last. FIELD_INVALID,
// FILTER_SYNTAX, TOKEN_MALFORMED, MASK_UNKNOWN_PATH, HISTORY_TRIMMED,
// DOCUMENT_NOT_FOUND, REVISION_NOT_FOUND.
absl::StatusOr<RecordPage> ReadPage(storage::RecordStore& store, const PageQuery& query);

// The page size to use for the one that was asked for. FIELD_INVALID when it is
// negative.
absl::StatusOr<int> CheckPageSize(int32_t page_size);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_RECORD_PAGE_H_
