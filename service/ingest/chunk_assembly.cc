#include "service/ingest/chunk_assembly.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::ingest {

absl::Status CheckAnnouncement(std::string_view field, const v1::ChunkedContent& chunked) {
  if (chunked.total_size() < 1)
    return FieldError(absl::StrCat(std::string(field), ".total_size"), "must be 1 or more");
  if (chunked.sha256().size() != 32)
    return FieldError(absl::StrCat(std::string(field), ".sha256"), "must be 32 bytes");
  if (chunked.total_size() <= static_cast<int64_t>(kMaxDocumentBytes)) return absl::OkStatus();
  return MakeError(ErrorReason::kDocumentTooLarge,
                   absl::StrCat(std::string(field), ".total_size: ", chunked.total_size(),
                                " bytes; the limit is ", kMaxDocumentBytes),
                   {{"size_bytes", absl::StrCat(chunked.total_size())},
                    {"limit_bytes", absl::StrCat(kMaxDocumentBytes)}});
}

void ChunkAssembly::Begin(std::shared_ptr<v1::IngestItem> item, bool is_dropped) {
  item_ = std::move(item);
  received_bytes_ = 0;
  is_dropped_ = is_dropped;
}

absl::Status ChunkAssembly::Add(const v1::IngestChunk& chunk) {
  if (!is_open()) return FieldError("chunk", "no item before it announces pieces");
  if (chunk.sequence() != item_->sequence()) {
    return FieldError("chunk.sequence", absl::StrCat("must be ", item_->sequence()));
  }
  if (chunk.offset() != received_bytes_) {
    return FieldError("chunk.offset", absl::StrCat("must be ", received_bytes_));
  }
  const auto size = static_cast<int64_t>(chunk.data().size());
  if (size == 0 || size > static_cast<int64_t>(kMaxChunkBytes)) {
    return FieldError("chunk.data", absl::StrCat("1 to ", kMaxChunkBytes, " bytes"));
  }
  if (size > item_->chunked().total_size() - received_bytes_) {
    return FieldError("chunk.data", "goes beyond the announced size");
  }
  received_bytes_ += size;
  if (!is_dropped_) item_->mutable_content()->mutable_data()->append(chunk.data());
  return absl::OkStatus();
}

int64_t ChunkAssembly::reserved_bytes() const {
  return needs_pieces() ? item_->chunked().total_size() : 0;
}

std::shared_ptr<v1::IngestItem> ChunkAssembly::Take() {
  std::shared_ptr<v1::IngestItem> item = std::move(item_);
  item_ = nullptr;
  if (is_dropped_) return nullptr;
  item->mutable_content()->set_charset(item->chunked().charset());
  item->mutable_content()->set_expected_sha256(item->chunked().sha256());
  return item;
}

void ChunkAssembly::Abandon() { item_ = nullptr; }

}  // namespace pledge::ingest
