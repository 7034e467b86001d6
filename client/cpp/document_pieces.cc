#include "client/cpp/document_pieces.h"

#include <algorithm>
#include <utility>

#include "client/cpp/sha256.h"

namespace pledge::client {

DocumentPieces DocumentPieces::Cut(int64_t max_piece_bytes, int64_t max_document_bytes,
                                   v1::IngestItem* item) {
  v1::DocumentContent content;
  content.Swap(item->mutable_content());
  item->clear_content();
  const auto size = static_cast<int64_t>(content.data().size());
  v1::ChunkedContent* chunked = item->mutable_chunked();
  chunked->set_total_size(size);
  chunked->set_charset(content.charset());
  chunked->set_sha256(content.expected_sha256().empty() ? Sha256(content.data())
                                                        : content.expected_sha256());
  DocumentPieces pieces;
  pieces.sequence_ = item->sequence();
  pieces.max_piece_bytes_ = std::max<int64_t>(1, max_piece_bytes);
  if (size <= max_document_bytes) pieces.bytes_ = std::move(*content.mutable_data());
  return pieces;
}

v1::IngestChunk DocumentPieces::Next() {
  v1::IngestChunk chunk;
  chunk.set_sequence(sequence_);
  chunk.set_offset(offset_);
  chunk.set_data(
      bytes_.substr(static_cast<size_t>(offset_), static_cast<size_t>(max_piece_bytes_)));
  offset_ += static_cast<int64_t>(chunk.data().size());
  return chunk;
}

}  // namespace pledge::client
