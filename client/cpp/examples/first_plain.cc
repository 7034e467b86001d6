// The same as first.cc with the stubs alone: what IngestClient does when nothing
// goes wrong.
//
// usage: first_plain HOST:PORT LETTER
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "pledge/v1/ingest_service.grpc.pb.h"
#include "pledge/v1/query_service.grpc.pb.h"

namespace {

namespace v1 = pledge::v1;

std::unique_ptr<grpc::ClientContext> WithinSeconds(int seconds) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(seconds));
  return context;
}

grpc::Status Ingest(v1::IngestService::Stub& ingest, const std::string& path) {
  const auto written = std::filesystem::last_write_time(path).time_since_epoch().count();
  v1::CreateIngestSessionRequest create;
  create.set_parent("collections/examples");
  create.set_ingest_session_id("plain-" + std::to_string(written));
  v1::CreateIngestSessionResponse created;
  const grpc::Status status = ingest.CreateIngestSession(WithinSeconds(30).get(), create, &created);
  if (!status.ok()) return status;

  const auto context = WithinSeconds(60);
  const auto stream = ingest.StreamIngest(context.get());
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session(created.session().name());
  stream->Write(request);
  std::ifstream file(path, std::ios::binary);
  v1::IngestItem& item = *request.mutable_item();
  item.set_sequence(1);
  item.set_document_id("first");
  item.mutable_content()->mutable_data()->assign(std::istreambuf_iterator<char>(file), {});
  stream->Write(request);
  stream->WritesDone();
  for (v1::StreamIngestResponse answer; stream->Read(&answer);) {
    for (const v1::IngestResult& result : answer.ack().results()) {
      std::cout << v1::IngestOutcome_Name(result.outcome()) << " " << result.revision() << "\n";
    }
  }
  return stream->Finish();
}

grpc::Status PrintCommitments(v1::QueryService::Stub& queries) {
  v1::StreamCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/examples/documents/first");
  const auto context = WithinSeconds(30);
  const auto stream = queries.StreamCommitments(context.get(), request);
  for (v1::StreamCommitmentsResponse message; stream->Read(&message);) {
    for (const auto& commitment : message.commitments()) std::cout << commitment.text() << "\n";
  }
  return stream->Finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto channel = grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials());
  grpc::Status status = Ingest(*v1::IngestService::NewStub(channel), argv[2]);
  if (status.ok()) status = PrintCommitments(*v1::QueryService::NewStub(channel));
  if (!status.ok()) std::cerr << status.error_message() << "\n";
  return status.ok() ? 0 : 1;
}
