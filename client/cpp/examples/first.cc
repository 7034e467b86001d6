// Takes in one letter and prints what it promises.
//
// usage: first HOST:PORT LETTER
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "client/cpp/channel.h"
#include "client/cpp/ingest.h"
#include "client/cpp/record_stream.h"
#include "pledge/v1/query_service.grpc.pb.h"

namespace {

namespace client = pledge::client;
namespace v1 = pledge::v1;

// A source of one item.
class OneLetter : public client::ItemSource {
 public:
  explicit OneLetter(const std::string& path) : path_(path) {}

  int64_t count() const override { return 1; }
  void Load(int64_t, int64_t, v1::IngestItem* item) override {
    std::ifstream file(path_, std::ios::binary);
    item->set_document_id("first");
    item->mutable_content()->mutable_data()->assign(std::istreambuf_iterator<char>(file), {});
  }

 private:
  const std::string path_;
};

class Printer : public client::IngestObserver {
 public:
  void OnAttached(const v1::IngestSession&) override {}
  void OnResult(const v1::IngestResult& result) override {
    std::cout << v1::IngestOutcome_Name(result.outcome()) << " " << result.revision() << "\n";
  }
  void OnRetry(const v1::IngestResult&) override {}
  void OnAck(int64_t, int64_t) override {}
  void OnCut(const absl::Status&, int64_t, absl::Duration) override {}
};

absl::Status Ingest(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) {
  const auto written = std::filesystem::last_write_time(path).time_since_epoch().count();
  client::IngestClient ingest(
      channel, {.collection = "examples", .session_id = "first-" + std::to_string(written)});
  const auto session = ingest.OpenSession();
  if (!session.ok()) return session.status();
  OneLetter letter(path);
  Printer printer;
  return ingest.Run(letter, printer).status;
}

absl::Status PrintCommitments(const std::shared_ptr<grpc::Channel>& channel) {
  const auto queries = v1::QueryService::NewStub(channel);
  v1::StreamCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/examples/documents/first");
  return client::ReadRecords<v1::StreamCommitmentsRequest, v1::StreamCommitmentsResponse>(
      [&queries](grpc::ClientContext* context, const v1::StreamCommitmentsRequest& one) {
        return queries->StreamCommitments(context, one);
      },
      request, absl::Seconds(30),
      [](const v1::StreamCommitmentsResponse& message) {
        for (const auto& commitment : message.commitments()) std::cout << commitment.text() << "\n";
      });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto channel = client::Connect(argv[1]);
  absl::Status status = Ingest(channel, argv[2]);
  if (status.ok()) status = PrintCommitments(channel);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
