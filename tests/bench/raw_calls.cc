#include "tests/bench/raw_calls.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/support/client_callback.h"
#include "grpcpp/support/slice.h"
#include "tests/bench/child_process.h"

namespace pledge::bench {
namespace {

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

std::vector<std::unique_ptr<grpc::GenericStub>> StubsOn(
    const std::vector<std::shared_ptr<grpc::Channel>>& channels) {
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (const auto& channel : channels)
    stubs.push_back(std::make_unique<grpc::GenericStub>(channel));
  return stubs;
}

// One stream; deletes itself at its end.
class StreamReader final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  using OnMessage = std::function<void(const grpc::ByteBuffer&)>;

  StreamReader(grpc::GenericStub& stub, const std::string& method, const grpc::ByteBuffer& request,
               OnMessage on_message, Done done)
      : request_(request), on_message_(std::move(on_message)), done_(std::move(done)) {
    stub.PrepareBidiStreamingCall(&context_, method, {}, this);
    StartWriteLast(&request_, {});
    StartRead(&message_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    ++ended_.units;
    ended_.bytes += static_cast<int64_t>(message_.Length());
    if (on_message_) on_message_(message_);
    message_.Clear();
    StartRead(&message_);
  }

  void OnDone(const grpc::Status& status) override {
    ended_.ok = status.ok();
    const Done done = std::move(done_);
    const Ended ended = ended_;
    delete this;
    done(ended);
  }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  const OnMessage on_message_;
  Done done_;
  Ended ended_{.ok = false, .units = 0, .bytes = 0};
};

}  // namespace

grpc::ByteBuffer ToBuffer(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return {&slice, 1};
}

UnaryCalls::UnaryCalls(std::string method, std::vector<grpc::ByteBuffer> requests,
                       const std::vector<std::shared_ptr<grpc::Channel>>& channels, int slots)
    : method_(std::move(method)),
      requests_(std::move(requests)),
      stubs_(StubsOn(channels)),
      calls_(slots) {}

void UnaryCalls::Begin(int slot, int64_t number, Done done) {
  Call& call = calls_[slot];
  call.context.emplace();
  call.reply.Clear();
  stubs_[static_cast<size_t>(slot) % stubs_.size()]->UnaryCall(
      &*call.context, method_, {}, &requests_[static_cast<size_t>(number) % requests_.size()],
      &call.reply, [&call, done = std::move(done)](const grpc::Status& status) {
        done({status.ok(), 1, static_cast<int64_t>(call.reply.Length())});
      });
}

std::string UnaryCalls::CallOnce(int64_t number) {
  absl::Notification ended;
  bool ok = false;
  Begin(0, number, [&](const Ended& end) {
    ok = end.ok;
    ended.Notify();
  });
  ended.WaitForNotification();
  if (!ok) Die(absl::StrCat(method_, " failed"));
  return ToString(calls_[0].reply);
}

StreamReads::StreamReads(std::string method, grpc::ByteBuffer request,
                         const std::vector<std::shared_ptr<grpc::Channel>>& channels)
    : method_(std::move(method)), request_(std::move(request)), stubs_(StubsOn(channels)) {}

void StreamReads::Begin(int slot, int64_t, Done done) {
  new StreamReader(*stubs_[static_cast<size_t>(slot) % stubs_.size()], method_, request_, nullptr,
                   std::move(done));
}

std::vector<std::string> StreamReads::ReadOnce() {
  absl::Notification ended;
  bool ok = false;
  std::vector<std::string> messages;
  new StreamReader(
      *stubs_[0], method_, request_,
      [&](const grpc::ByteBuffer& message) { messages.push_back(ToString(message)); },
      [&](const Ended& end) {
        ok = end.ok;
        ended.Notify();
      });
  ended.WaitForNotification();
  if (!ok) Die(absl::StrCat(method_, " failed"));
  return messages;
}

}  // namespace pledge::bench
