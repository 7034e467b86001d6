// A document that is too large for one message, cut into an announcement and
// pieces. A value type; pure.
#ifndef PLEDGE_CLIENT_CPP_DOCUMENT_PIECES_H_
#define PLEDGE_CLIENT_CPP_DOCUMENT_PIECES_H_

#include <cstdint>
#include <string>

#include "pledge/v1/ingest_service.pb.h"

namespace pledge::client {

// Largest document that goes out in one message.
inline constexpr int64_t kMaxContentBytes = int64_t{4} << 20;

class DocumentPieces {
 public:
  // Nothing to send.
  DocumentPieces() = default;

  // Takes the bytes out of `item`, which becomes their announcement. Pieces
  // have at most `max_piece_bytes`. A document of more than `max_document_bytes`
  // is only announced: the server refuses it by its size.
  static DocumentPieces Cut(int64_t max_piece_bytes, int64_t max_document_bytes,
                            v1::IngestItem* item);

  int64_t sequence() const { return sequence_; }
  bool empty() const { return offset_ >= static_cast<int64_t>(bytes_.size()); }
  // The next piece. Requires !empty().
  v1::IngestChunk Next();

 private:
  std::string bytes_;
  int64_t sequence_ = 0;
  int64_t offset_ = 0;
  int64_t max_piece_bytes_ = 1;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_DOCUMENT_PIECES_H_
