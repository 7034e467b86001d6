#include "service/rpc/item_intake.h"

#include <utility>

#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {

ItemIntake::~ItemIntake() { Release(assembly_.reserved_bytes()); }

bool ItemIntake::is_memory_short() const {
  return total_bytes_.load(std::memory_order_relaxed) >= kIngestTotalBytes;
}

// A document in pieces gets its memory at once or not at all: two that wait for
// each other's would never end.
bool ItemIntake::Reserve(int64_t size_bytes) {
  int64_t total = total_bytes_.load(std::memory_order_relaxed);
  do {
    if (total + size_bytes > kIngestTotalBytes) return false;
  } while (!total_bytes_.compare_exchange_weak(total, total + size_bytes));
  return true;
}

ItemIntake::Ready ItemIntake::MakeReady(std::shared_ptr<v1::IngestItem> item,
                                        absl::Status turned_away) {
  const auto size_bytes = static_cast<int64_t>(item->ByteSizeLong());
  total_bytes_.fetch_add(size_bytes, std::memory_order_relaxed);
  return {std::move(item), size_bytes, std::move(turned_away)};
}

absl::StatusOr<std::optional<ItemIntake::Ready>> ItemIntake::TakeItem(
    std::shared_ptr<v1::IngestItem> item) {
  if (item->sequence() < 1) return FieldError("item.sequence", "must be 1 or more");
  if (assembly_.needs_pieces()) {
    return FieldError("item", "pieces of the item before it are missing");
  }
  assembly_.Abandon();
  if (!item->has_chunked()) {
    absl::Status admitted = admission_(item->content().data().size());
    return MakeReady(std::move(item), std::move(admitted));
  }
  if (item->has_content()) return FieldError("item.chunked", "stands beside content");
  const absl::Status checked = ingest::CheckAnnouncement("item.chunked", item->chunked());
  // A document that is too large is a result of the item, which the lane finds
  // again; its pieces may be on their way already.
  bool is_dropped = ReasonOf(checked) == ErrorReason::kDocumentTooLarge;
  if (!checked.ok() && !is_dropped) return checked;
  absl::Status turned_away;
  if (!is_dropped) {
    turned_away = admission_(static_cast<size_t>(item->chunked().total_size()));
    is_dropped = !turned_away.ok();
  }
  if (!is_dropped && !Reserve(item->chunked().total_size())) {
    is_dropped = true;
    turned_away = MakeError(ErrorReason::kServerBusy, "too many bytes are on their way");
  }
  assembly_.Begin(item, is_dropped);
  if (!is_dropped) return std::nullopt;
  return MakeReady(std::move(item), std::move(turned_away));
}

absl::StatusOr<std::optional<ItemIntake::Ready>> ItemIntake::TakeChunk(
    const v1::IngestChunk& chunk) {
  if (absl::Status added = assembly_.Add(chunk); !added.ok()) return added;
  if (!assembly_.is_complete()) return std::nullopt;
  const int64_t reserved_bytes = assembly_.reserved_bytes();
  std::shared_ptr<v1::IngestItem> item = assembly_.Take();
  if (item == nullptr) return std::nullopt;
  Ready ready = MakeReady(std::move(item), absl::OkStatus());
  Release(reserved_bytes);
  return ready;
}

}  // namespace pledge::rpc
