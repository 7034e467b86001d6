// One stream attached to an ingest session, from Open to its end. Used by
// IngestClient alone, on one thread; what must survive the stream lies in an
// IngestState that the client owns.
#ifndef PLEDGE_CLIENT_CPP_INGEST_ATTACHMENT_H_
#define PLEDGE_CLIENT_CPP_INGEST_ATTACHMENT_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/backoff.h"
#include "client/cpp/document_pieces.h"
#include "client/cpp/ingest.h"
#include "client/cpp/ingest_stream.h"
#include "client/cpp/ingest_window.h"
#include "client/cpp/waker.h"
#include "pledge/v1/ingest_service.grpc.pb.h"

namespace pledge::client {

// What a run knows across its streams.
struct IngestState {
  explicit IngestState(int64_t item_count) : window(item_count) {}

  IngestWindow window;
  v1::IngestSession session;
  int64_t commit_number = 0;
  int64_t final_results = 0;
  absl::Time last_progress = absl::Now();  // last final result
};

// What an attachment works with; all of it outlives the attachment.
struct IngestParts {
  v1::IngestService::StubInterface* stub;
  std::shared_ptr<Waker> waker;
  const std::atomic<bool>* stopping;
  const IngestOptions* options;
  ItemSource* source;
  IngestObserver* observer;
};

class IngestAttachment {
 public:
  IngestAttachment(const IngestParts& parts, IngestState* state);

  // Attaches to the session and sends until the stream is over. OK when every
  // item has its result, or when the run is stopping and nothing is in flight.
  // Otherwise why the stream ended. Blocks.
  absl::Status Run();

 private:
  absl::Status Handle(const v1::StreamIngestResponse& message);
  absl::Status HandleOpened(const v1::StreamIngestResponse::Opened& opened);
  void HandleAck(const v1::StreamIngestResponse::Ack& ack);
  void HandleResult(const v1::IngestResult& result);
  void HandleRetry(const v1::IngestResult& result);
  void SendOpen();
  void SendNext();
  void SendItem(int64_t sequence);
  void SendPiece();
  void SendFlush();
  void Close();
  bool IsDone() const;
  bool IsWaiting() const;
  absl::Time NextLook() const;
  absl::Status CheckTime() const;
  absl::Status AfterEnd(const absl::Status& end) const;

  const IngestParts parts_;
  IngestState* const state_;
  IngestStream stream_;
  Backoff retry_backoff_;
  absl::Status retry_cause_;  // of the newest item that was turned away
  absl::Time last_message_;
  int64_t max_document_bytes_ = int64_t{4} << 20;  // what the API promises
  int64_t max_piece_bytes_ = 0;                    // 0: the server takes none
  DocumentPieces pieces_;                          // of the item that went out last
  bool opened_ = false;
  bool draining_ = false;
  bool flushed_ = false;  // since the last item
  bool closed_ = false;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_INGEST_ATTACHMENT_H_
