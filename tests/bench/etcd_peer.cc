#include <atomic>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/blocking_counter.h"
#include "grpcpp/client_context.h"
#include "tests/bench/etcd.grpc.pb.h"
#include "tests/bench/peer.h"
#include "tests/bench/pledged_server.h"

namespace pledge::bench {
namespace {

constexpr char kProgram[] = "/usr/bin/etcd";

etcdserverpb::TxnRequest ToTxn(const PeerLetter& letter) {
  etcdserverpb::TxnRequest txn;
  const auto put = [&](std::string key, const std::string& value) {
    auto* put = txn.add_success()->mutable_request_put();
    put->set_key(std::move(key));
    put->set_value(value);
  };
  put(absl::StrCat("letter/", letter.id), letter.source);
  for (const IndexRow& row : letter.rows) {
    put(absl::StrFormat("index/%s/%s/%d", row.value, letter.id, row.ordinal), "");
  }
  return txn;
}

// Sends letters one after the other on one slot, until none is left.
class Writer {
 public:
  Writer(etcdserverpb::KV::Stub& stub, const std::vector<PeerLetter>& letters,
         std::atomic<size_t>& next, absl::BlockingCounter& running)
      : stub_(stub), letters_(letters), next_(next), running_(running) {}

  void Next() {
    const size_t index = next_.fetch_add(1);
    if (index >= letters_.size()) {
      running_.DecrementCount();
      return;
    }
    context_.emplace();
    request_ = ToTxn(letters_[index]);
    stub_.async()->Txn(&*context_, &request_, &response_, [this](const grpc::Status& status) {
      if (!status.ok() || !response_.succeeded()) Die("etcd: " + status.error_message());
      Next();
    });
  }

 private:
  etcdserverpb::KV::Stub& stub_;
  const std::vector<PeerLetter>& letters_;
  std::atomic<size_t>& next_;
  absl::BlockingCounter& running_;
  std::optional<grpc::ClientContext> context_;
  etcdserverpb::TxnRequest request_;
  etcdserverpb::TxnResponse response_;
};

class Etcd final : public Peer {
 public:
  explicit Etcd(const std::string& folder)
      : port_(FreePort()),
        process_(Words(folder, port_, FreePort()), folder + "/etcd.log"),
        stub_(etcdserverpb::KV::NewStub(NewChannel(absl::StrCat("127.0.0.1:", port_)))) {
    if (!WaitForPort(process_, port_, absl::Seconds(30))) Die("etcd does not come up");
    // It answers when it has elected itself.
    Store({{"first", "x", {}}}, 1);
  }

  const ChildProcess& process() const override { return process_; }

  void Store(const std::vector<PeerLetter>& letters, int at_a_time) override {
    std::atomic<size_t> next{0};
    absl::BlockingCounter running(at_a_time);
    std::vector<std::unique_ptr<Writer>> writers;
    for (int i = 0; i < at_a_time; ++i) {
      writers.push_back(std::make_unique<Writer>(*stub_, letters, next, running));
      writers.back()->Next();
    }
    running.Wait();
  }

 private:
  static std::vector<std::string> Words(const std::string& folder, int port, int peer_port) {
    const std::string client = absl::StrCat("http://127.0.0.1:", port);
    const std::string peer = absl::StrCat("http://127.0.0.1:", peer_port);
    return {kProgram,
            "--name=bench",
            "--data-dir=" + folder + "/etcd",
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=bench=" + peer,
            "--max-txn-ops=10000",  // a letter may have more rows than the default 128
            "--quota-backend-bytes=8000000000",
            "--log-level=error"};
  }

  const int port_;
  ChildProcess process_;
  const std::unique_ptr<etcdserverpb::KV::Stub> stub_;
};

}  // namespace

std::unique_ptr<Peer> StartEtcd(const std::string& folder) {
  return std::make_unique<Etcd>(folder);
}

}  // namespace pledge::bench
