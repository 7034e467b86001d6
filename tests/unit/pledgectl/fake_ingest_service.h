// An ingest service in this process: keeps sessions and documents in memory
// across restarts of its server, and misbehaves where a test says so.
#ifndef PLEDGE_TESTS_UNIT_PLEDGECTL_FAKE_INGEST_SERVICE_H_
#define PLEDGE_TESTS_UNIT_PLEDGECTL_FAKE_INGEST_SERVICE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/grpcpp.h"
#include "pledge/v1/ingest_service.grpc.pb.h"
#include "tests/unit/pledgectl/temp_dir.h"

namespace pledge::testing {

// A status with ErrorInfo, as the server sends it.
grpc::Status ErrorWithReason(grpc::StatusCode code, const std::string& reason,
                             const std::string& message);

class FakeIngestService final : public v1::IngestService::Service {
 public:
  // What becomes of an item that has come.
  enum class Action {
    kStore,        // stored and acknowledged
    kStoreAndCut,  // stored; the stream breaks before the ack is sent
    kCut,          // the stream breaks
    kRetry,        // turned away
    kDrain,        // stored and acknowledged; the server then drains
    kFence,        // another stream has taken the session over
    kIgnore,       // no answer, to this or to any later message of the stream
  };

  // Decides by sequence. Set it before the first call.
  std::function<Action(int64_t sequence)> on_item = [](int64_t) { return Action::kStore; };
  // Called before a stream attaches to the session.
  std::function<void(const std::string& session)> on_open = [](const std::string&) {};
  // Not OK: every stream ends with it.
  grpc::Status stream_status;
  int32_t max_items = 16;
  int64_t max_document_bytes = 1000;

  // Stored documents: id → bytes of each revision.
  std::map<std::string, std::vector<std::string>> documents() const;
  int64_t durable_sequence(const std::string& session) const;
  int streams() const;
  int64_t items_received() const;
  void Forget(const std::string& session, int64_t durable_sequence);
  void Expire(const std::string& session);
  // What another client would have sent.
  void StoreFor(const std::string& session, int64_t sequence, const std::string& document_id,
                const std::string& data);

  grpc::Status CreateIngestSession(grpc::ServerContext* context,
                                   const v1::CreateIngestSessionRequest* request,
                                   v1::CreateIngestSessionResponse* response) override;
  grpc::Status GetIngestSession(grpc::ServerContext* context,
                                const v1::GetIngestSessionRequest* request,
                                v1::GetIngestSessionResponse* response) override;
  grpc::Status StreamIngest(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::StreamIngestResponse, v1::StreamIngestRequest>* stream) override;

 private:
  struct Session {
    v1::IngestSession message;
    std::vector<v1::IngestResult> results;  // of the sequences from 1
  };
  using Stream = grpc::ServerReaderWriter<v1::StreamIngestResponse, v1::StreamIngestRequest>;

  grpc::Status Open(const std::string& name, Stream* stream);
  grpc::Status HandleItem(const std::string& name, const v1::IngestItem& item, Stream* stream);
  v1::IngestResult Store(Session& session, const v1::IngestItem& item)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  v1::IngestResult Judge(const v1::IngestItem& item) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::map<std::string, Session> sessions_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<std::string>> documents_ ABSL_GUARDED_BY(mutex_);
  int64_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
  int streams_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t items_received_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Serves services on a socket of its own; may be stopped and started again.
class FakeServer {
 public:
  explicit FakeServer(std::vector<grpc::Service*> services) : services_(std::move(services)) {
    Start();
  }
  ~FakeServer() { Stop(); }

  std::string address() const { return "unix:" + dir_.path() + "/socket"; }

  void Start() {
    if (server_ != nullptr) return;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address(), grpc::InsecureServerCredentials());
    for (grpc::Service* service : services_) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
  }

  // Cuts all streams.
  void Stop() {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_.reset();
  }

 private:
  const TempDir dir_;
  const std::vector<grpc::Service*> services_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_UNIT_PLEDGECTL_FAKE_INGEST_SERVICE_H_
