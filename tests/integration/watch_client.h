// A watch as a test sees it: reads message by message, may be cut and go on.
// Not thread-safe.
#ifndef PLEDGE_TESTS_INTEGRATION_WATCH_CLIENT_H_
#define PLEDGE_TESTS_INTEGRATION_WATCH_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pledge/v1/watch_service.grpc.pb.h"
#include "tests/integration/letters.h"

namespace pledge::testing {

inline v1::WatchChangesRequest WatchRequest(v1::WatchTarget target, const std::string& parent) {
  v1::WatchChangesRequest request;
  request.set_target(target);
  request.mutable_selector()->add_parents(parent);
  request.mutable_checkpoint_interval()->set_nanos(200'000'000);
  return request;
}

class WatchClient {
 public:
  WatchClient(const std::shared_ptr<grpc::Channel>& channel, v1::WatchChangesRequest request)
      : request_(std::move(request)) {
    Connect(channel);
  }
  ~WatchClient() { Cut(); }

  // Opens the stream again, from the last token.
  void Connect(const std::shared_ptr<grpc::Channel>& channel) {
    Cut();
    stub_ = v1::WatchService::NewStub(channel);
    context_ = std::make_unique<grpc::ClientContext>();
    SetDeadline(context_.get(), 120);
    stream_ = stub_->WatchChanges(context_.get(), request_);
  }
  // Goes away as a client that dies does.
  void Cut() {
    if (stream_ == nullptr) return;
    context_->TryCancel();
    stream_->Finish();
    stream_.reset();
  }

  // The next message; false when the stream has ended.
  bool Read(v1::WatchChangesResponse* message) {
    if (!stream_->Read(message)) return false;
    if (!message->resume_token().empty()) request_.set_resume_token(message->resume_token());
    return true;
  }
  // Reads whole messages until `done` says so of the last one. The messages.
  std::vector<v1::WatchChangesResponse> ReadUntil(
      const std::function<bool(const v1::WatchChangesResponse&)>& done) {
    std::vector<v1::WatchChangesResponse> out;
    v1::WatchChangesResponse message;
    while (Read(&message)) {
      out.push_back(message);
      if (done(message)) break;
    }
    return out;
  }
  // Reads until everything up to this commit was sent. The changes.
  std::vector<v1::Change> ReadThrough(int64_t commit) {
    std::vector<v1::Change> out;
    for (const auto& message : ReadUntil([commit](const auto& one) {
           return one.has_through() && one.through().commit_number() >= commit;
         })) {
      out.insert(out.end(), message.changes().begin(), message.changes().end());
    }
    return out;
  }
  grpc::Status Finish() {
    const grpc::Status status = stream_->Finish();
    stream_.reset();
    return status;
  }
  const std::string& token() const { return request_.resume_token(); }

 private:
  v1::WatchChangesRequest request_;
  std::unique_ptr<v1::WatchService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchChangesResponse>> stream_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_WATCH_CLIENT_H_
