// The rows that hold a revision's source bytes and those that hold its cleaned
// text: how they are cut and read. Pure functions; reads block on disk and fail
// with DOCUMENT_NOT_FOUND when the document was purged meanwhile, with
// HISTORY_TRIMMED when the revision was trimmed, with DATA_LOSS when a row is
// missing or damaged.
#ifndef PLEDGE_STORAGE_SOURCE_ROWS_H_
#define PLEDGE_STORAGE_SOURCE_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/record_store.h"

namespace pledge::storage {

// Values of the rows of a source, each packed. CPU heavy for large ones.
std::vector<std::string> PackSource(std::string_view source);

absl::StatusOr<std::string> ReadSourceBytes(View& view, const StoredRevision& revision);
absl::StatusOr<std::string> ReadSourcePiece(View& view, const StoredRevision& revision,
                                            uint32_t piece);
absl::StatusOr<std::string> ReadTextRow(View& view, const StoredRevision& revision, uint32_t row);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_SOURCE_ROWS_H_
