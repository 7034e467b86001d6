// An ingest session as it stood at an earlier commit. Its row is written again
// and again, its results are not: what came later is taken off. Blocks on disk.
#ifndef PLEDGE_STORAGE_EXPORT_SESSION_H_
#define PLEDGE_STORAGE_EXPORT_SESSION_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/engine.h"

namespace pledge::storage {

// `row`, which was created at or before commit `at`, whose time is `time_us`. The
// epoch stays, for a later one only fences off more.
absl::StatusOr<v1::SessionRow> SessionAt(View& view, uint32_t collection,
                                         std::string_view session_id, const v1::SessionRow& row,
                                         uint64_t at, int64_t time_us);

// Leaves only results that were durable at commit `at`.
void CutRun(v1::ResultRun& run, uint64_t at);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_EXPORT_SESSION_H_
