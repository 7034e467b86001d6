// Checks the small rows that belong to no revision, one kind after the other:
// names, sessions and their results, request ids, tasks, and the text index. One
// thread; blocks on disk.
#ifndef PLEDGE_STORAGE_ROW_CHECK_H_
#define PLEDGE_STORAGE_ROW_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/fault_list.h"
#include "storage/key_codec.h"
#include "storage/store_check.h"
#include "storage/text_index_options.h"

namespace pledge::storage {

class RowCheck {
 public:
  // All must outlive the check.
  RowCheck(const TextIndexOptions& index, StoreCheckCounts& counts, FaultList& faults)
      : index_(index), counts_(counts), faults_(faults) {}

  // Reads on in `view`, which may be another one each time. True when all kinds
  // were read. Errors only when the engine cannot read.
  absl::StatusOr<bool> Step(View& view);

 private:
  absl::Status CheckRow(View& view, Tag tag, std::string_view key, std::string_view value);
  absl::Status CheckHeader(std::string_view key, std::string_view value);
  absl::Status CheckName(View& view, std::string_view key, std::string_view value);
  absl::Status CheckSession(View& view, std::string_view key, std::string_view value);
  absl::Status CheckResults(std::string_view key, std::string_view value);
  absl::Status CheckRequest(std::string_view key, std::string_view value);
  absl::Status CheckJob(View& view, std::string_view key, std::string_view value);
  absl::Status CheckJobIsThere(View& view, uint64_t commit);
  absl::Status CheckPurgeDue(View& view, std::string_view key);
  // The documents of some numbers, with all their terms.
  absl::Status CheckSegment(View& view, std::string_view key, std::string_view value);
  absl::Status CheckIndexed(View& view, const SegmentKey& segment, uint32_t generation,
                            uint32_t document);
  void Find(std::string message) { faults_.Add("", std::move(message)); }

  const TextIndexOptions& index_;
  StoreCheckCounts& counts_;
  FaultList& faults_;
  size_t kind_ = 0;   // of the kinds of rows
  std::string next_;  // key to go on with; empty: the first of its kind
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_ROW_CHECK_H_
