// Puts a document that comes in pieces together: announced with its size and
// digest, then piece after piece without gaps. Pure; used by one thread at a
// time. The digest is checked later, with everything else about the document.
#ifndef PLEDGE_SERVICE_INGEST_CHUNK_ASSEMBLY_H_
#define PLEDGE_SERVICE_INGEST_CHUNK_ASSEMBLY_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "pledge/v1/ingest_service.pb.h"

namespace pledge::ingest {

// Whether a document may come in pieces as it is announced. `field` is the path
// of the announcement. FIELD_INVALID, DOCUMENT_TOO_LARGE.
absl::Status CheckAnnouncement(std::string_view field, const v1::ChunkedContent& chunked);

class ChunkAssembly {
 public:
  // Begins the document of `item`, in place of one that was begun before. With
  // `is_dropped` its pieces are checked and thrown away.
  void Begin(std::shared_ptr<v1::IngestItem> item, bool is_dropped);

  // Adds the next piece. FIELD_INVALID when it is of another item, not the next
  // one, empty, over kMaxChunkBytes or beyond the announced size; the assembly
  // is then as before.
  absl::Status Add(const v1::IngestChunk& chunk);

  // Pieces of a document are expected; of a dropped one they may be left out.
  bool is_open() const { return item_ != nullptr; }
  bool needs_pieces() const { return is_open() && !is_dropped_; }
  // Of the document that is being put together; 0 when it is dropped.
  int64_t reserved_bytes() const;
  // All pieces have come.
  bool is_complete() const { return is_open() && received_bytes_ == item_->chunked().total_size(); }

  // Ends a complete document: the item with its content, or null when it was
  // dropped.
  std::shared_ptr<v1::IngestItem> Take();
  // Throws away what has come.
  void Abandon();

 private:
  std::shared_ptr<v1::IngestItem> item_;
  int64_t received_bytes_ = 0;
  bool is_dropped_ = false;
};

}  // namespace pledge::ingest

#endif  // PLEDGE_SERVICE_INGEST_CHUNK_ASSEMBLY_H_
