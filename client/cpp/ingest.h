// Bulk ingest through a durable session: every item of a source is stored or
// refused exactly once, through cut streams, restarts of the server and, when
// Run() is called again with the same session and items, restarts of the
// client. An IngestClient serves one Run() at a time; Stop() is for any thread.
#ifndef PLEDGE_CLIENT_CPP_INGEST_H_
#define PLEDGE_CLIENT_CPP_INGEST_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cpp/waker.h"
#include "grpcpp/channel.h"
#include "pledge/v1/ingest_service.grpc.pb.h"

namespace pledge::client {

struct IngestState;

// What is to be ingested: items with the sequences 1 … count().
class ItemSource {
 public:
  virtual ~ItemSource() = default;

  virtual int64_t count() const = 0;

  // Fills all of `item` but its sequence. Asked again for a sequence that must
  // be sent again, also by a later run: it must then give the same item, or the
  // server refuses it. Documents larger than `max_document_bytes` are refused
  // by the server. Runs on the thread of Run().
  virtual void Load(int64_t sequence, int64_t max_document_bytes, v1::IngestItem* item) = 0;
};

// Told what happens, on the thread of Run(), one call at a time.
class IngestObserver {
 public:
  virtual ~IngestObserver() = default;

  // A stream has attached; items after session.durable_sequence come next.
  virtual void OnAttached(const v1::IngestSession& session) = 0;
  // The final result of an item, once for each item that this run has sent.
  virtual void OnResult(const v1::IngestResult& result) = 0;
  // An item was turned away for a passing cause and will be sent again.
  virtual void OnRetry(const v1::IngestResult& result) = 0;
  // Called after each ack: items up to here are durable, so many are underway.
  virtual void OnAck(int64_t durable_sequence, int64_t in_flight) = 0;
  // The stream was cut; the next attempt is made after `delay`.
  virtual void OnCut(const absl::Status& cause, int64_t durable_sequence, absl::Duration delay) = 0;
};

struct IngestOptions {
  std::string collection;
  std::string session_id;
  // A stream that owes answers and is silent for so long counts as cut.
  absl::Duration stall_timeout = absl::Seconds(60);
  // Without progress for so long, Run() gives up; a later one may go on.
  absl::Duration give_up_after = absl::Minutes(2);
  // Longest wait for the answer of a single call, such as opening the session.
  absl::Duration call_timeout = absl::Seconds(30);
  // Delays between attempts to attach.
  absl::Duration first_delay = absl::Milliseconds(250);
  absl::Duration longest_delay = absl::Seconds(5);
};

struct IngestReport {
  // OK: every item has its durable result, or Stop() was called. Otherwise why
  // it ended: SESSION_FENCED when another process took the session over, the
  // last cause of a cut when it was given up, or the refusal of the session.
  absl::Status status;
  bool stopped = false;       // Stop() came before the end
  v1::IngestSession session;  // as last known; counts cover earlier runs too
  int64_t commit_number = 0;  // newest state that was acknowledged
  int64_t sent_items = 0;     // with a result in this run
};

class IngestClient {
 public:
  IngestClient(std::shared_ptr<grpc::Channel> channel, IngestOptions options);
  ~IngestClient();

  // Creates the session, or takes it up where it stands. An expired session is
  // FAILED_PRECONDITION with SESSION_EXPIRED. Blocks.
  absl::StatusOr<v1::IngestSession> OpenSession();

  // Sends what the session does not hold yet. Blocks until every item has its
  // result, the run is stopped, or it fails. Requires OpenSession().
  IngestReport Run(ItemSource& source, IngestObserver& observer);

  // Makes Run() send nothing more, wait for what is in flight, and return. Does
  // not block.
  void Stop();

 private:
  absl::Status RunUntilDone(ItemSource& source, IngestObserver& observer, IngestState* state);
  void Sleep(absl::Duration delay);
  void RefreshSession(v1::IngestSession* session);

  const IngestOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::IngestService::Stub> stub_;
  const std::shared_ptr<Waker> waker_;
  std::atomic<bool> stopping_ = false;
  v1::IngestSession session_;
  int64_t opened_commit_ = 0;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_INGEST_H_
