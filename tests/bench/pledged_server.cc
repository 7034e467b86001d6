#include "tests/bench/pledged_server.h"

#include <signal.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cpp/channel.h"
#include "client/cpp/ingest.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace pledge::bench {
namespace {

constexpr absl::Duration kStartLimit = absl::Minutes(5);

class Source final : public client::ItemSource {
 public:
  Source(int64_t count, const LetterSource& letters) : count_(count), letters_(letters) {}

  int64_t count() const override { return count_; }
  void Load(int64_t sequence, int64_t, v1::IngestItem* item) override {
    item->set_document_id(absl::StrCat("d", sequence));
    item->mutable_content()->set_data(letters_(sequence));
    bytes_ += static_cast<int64_t>(item->content().data().size());
  }
  int64_t bytes() const { return bytes_; }

 private:
  const int64_t count_;
  const LetterSource& letters_;
  int64_t bytes_ = 0;
};

class Observer final : public client::IngestObserver {
 public:
  void OnAttached(const v1::IngestSession&) override {}
  void OnResult(const v1::IngestResult& result) override {
    if (result.outcome() == v1::INGEST_OUTCOME_REJECTED) {
      Die(absl::StrCat("letter ", result.sequence(), " was refused: ", result.status().message()));
    }
  }
  void OnRetry(const v1::IngestResult&) override {}
  void OnAck(int64_t, int64_t) override {}
  void OnCut(const absl::Status&, int64_t, absl::Duration) override {}
};

}  // namespace

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  // Channels of one process would share a connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

PledgedServer::PledgedServer(const std::string& folder, const std::vector<std::string>& flags) {
  const int port = FreePort();
  address_ = absl::StrCat("127.0.0.1:", port);
  std::vector<std::string> words = {absl::StrCat(PLEDGE_BIN_DIR, "/pledged"), "--listen", address_,
                                    "--store", absl::StrCat("rocksdb:", folder, "/store")};
  words.insert(words.end(), flags.begin(), flags.end());
  const std::string log = folder + "/pledged.log";
  const absl::Time start = absl::Now();
  process_ = std::make_unique<ChildProcess>(words, log);
  if (!WaitForPort(*process_, port, kStartLimit)) Die("pledged does not come up; its log: " + log);
  start_time_ = absl::Now() - start;
}

void PledgedServer::Kill() { process_->Stop(SIGKILL); }

void PledgedServer::Terminate() { process_->Stop(SIGTERM); }

IngestSummary Ingest(const std::string& address, const std::string& collection,
                     const std::string& session, int64_t count, const LetterSource& letters) {
  client::IngestOptions options;
  options.collection = collection;
  options.session_id = session;
  client::IngestClient ingest(client::Connect(address), options);
  if (const auto opened = ingest.OpenSession(); !opened.ok()) Die(opened.status().ToString());
  Source source(count, letters);
  Observer observer;
  const client::IngestReport report = ingest.Run(source, observer);
  if (!report.status.ok()) Die(report.status.ToString());
  return {report.sent_items, source.bytes()};
}

}  // namespace pledge::bench
