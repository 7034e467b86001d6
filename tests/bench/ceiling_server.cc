// A server that does nothing but gRPC: the ceiling for pledged. Callback API and
// jemalloc, as pledged has them.
//   ceiling_server HOST:PORT
#include <cstdio>
#include <memory>
#include <string>

#include "grpcpp/grpcpp.h"
#include "tests/bench/ceiling.grpc.pb.h"

namespace pledge::bench {
namespace {

class Sender final : public grpc::ServerWriteReactor<ceiling::Payload> {
 public:
  explicit Sender(const ceiling::SendRequest& request) : sizes_(request.message_bytes()) { Next(); }

  void OnWriteDone(bool ok) override {
    if (ok) {
      Next();
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnDone() override { delete this; }

 private:
  void Next() {
    if (next_ == sizes_.size()) return Finish(grpc::Status::OK);
    payload_.mutable_data()->resize(static_cast<size_t>(sizes_[next_++]));
    StartWrite(&payload_);
  }

  const google::protobuf::RepeatedField<int32_t> sizes_;
  int next_ = 0;
  ceiling::Payload payload_;
};

class Taker final : public grpc::ServerReadReactor<ceiling::Payload> {
 public:
  explicit Taker(ceiling::Count* count) : count_(count) { StartRead(&payload_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    count_->set_bytes(count_->bytes() + static_cast<int64_t>(payload_.data().size()));
    StartRead(&payload_);
  }
  void OnDone() override { delete this; }

 private:
  ceiling::Count* const count_;
  ceiling::Payload payload_;
};

class Acknowledger final : public grpc::ServerBidiReactor<ceiling::Payload, ceiling::Count> {
 public:
  Acknowledger() { StartRead(&payload_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    count_.set_bytes(static_cast<int64_t>(payload_.data().size()));
    StartWrite(&count_);
  }
  void OnWriteDone(bool ok) override {
    if (ok) {
      StartRead(&payload_);
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnDone() override { delete this; }

 private:
  ceiling::Payload payload_;
  ceiling::Count count_;
};

class CeilingService final : public ceiling::Ceiling::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const ceiling::EchoRequest* request,
                                 ceiling::Payload* reply) override {
    reply->mutable_data()->resize(static_cast<size_t>(request->reply_bytes()));
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  grpc::ServerWriteReactor<ceiling::Payload>* Send(grpc::CallbackServerContext*,
                                                   const ceiling::SendRequest* request) override {
    return new Sender(*request);
  }
  grpc::ServerReadReactor<ceiling::Payload>* Take(grpc::CallbackServerContext*,
                                                  ceiling::Count* count) override {
    return new Taker(count);
  }
  grpc::ServerBidiReactor<ceiling::Payload, ceiling::Count>* Acknowledge(
      grpc::CallbackServerContext*) override {
    return new Acknowledger;
  }
};

int Main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: ceiling_server HOST:PORT\n");
    return 2;
  }
  CeilingService service;
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(-1);
  builder.AddListeningPort(argv[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  server->Wait();
  return 0;
}

}  // namespace
}  // namespace pledge::bench

int main(int argc, char** argv) { return pledge::bench::Main(argc, argv); }
