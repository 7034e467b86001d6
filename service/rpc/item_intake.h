// Takes the messages of an ingest stream that carry items, whole or in pieces,
// and gives items that are ready for the lane, with the memory of all streams
// bounded. One for each stream; used by whoever holds its reading side.
#ifndef PLEDGE_SERVICE_RPC_ITEM_INTAKE_H_
#define PLEDGE_SERVICE_RPC_ITEM_INTAKE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "pledge/v1/ingest_service.pb.h"
#include "service/ingest/chunk_assembly.h"

namespace pledge::rpc {

class ItemIntake {
 public:
  // Whether so many bytes of a document may come now; a passing failure if not.
  using Admission = std::function<absl::Status(size_t size_bytes)>;

  // `total_bytes` counts the bytes without result of all streams, and outlives
  // this.
  ItemIntake(std::atomic<int64_t>& total_bytes, Admission admission)
      : total_bytes_(total_bytes), admission_(std::move(admission)) {}
  // Gives back what a document holds that never became complete.
  ~ItemIntake();

  ItemIntake(const ItemIntake&) = delete;
  ItemIntake& operator=(const ItemIntake&) = delete;

  // An item for the lane. Its bytes were added to the total; Release them when
  // it has its result.
  struct Ready {
    std::shared_ptr<v1::IngestItem> item;
    int64_t size_bytes = 0;
    // Not OK: the item is to be given this result without being looked at.
    absl::Status turned_away;
  };

  // An item or its announcement; nullopt while pieces are missing. An error
  // ends the stream: FIELD_INVALID.
  absl::StatusOr<std::optional<Ready>> TakeItem(std::shared_ptr<v1::IngestItem> item);
  absl::StatusOr<std::optional<Ready>> TakeChunk(const v1::IngestChunk& chunk);

  // Pieces are missing.
  bool is_incomplete() const { return assembly_.needs_pieces(); }
  void Release(int64_t size_bytes) {
    total_bytes_.fetch_sub(size_bytes, std::memory_order_relaxed);
  }
  // All streams together hold as much as they may.
  bool is_memory_short() const;

 private:
  Ready MakeReady(std::shared_ptr<v1::IngestItem> item, absl::Status turned_away);
  bool Reserve(int64_t size_bytes);

  std::atomic<int64_t>& total_bytes_;
  const Admission admission_;
  ingest::ChunkAssembly assembly_;
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_ITEM_INTAKE_H_
