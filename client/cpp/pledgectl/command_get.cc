#include <string>

#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/status.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::cli {
namespace {

// A response in the form asked for. ProtoJSON of a response is a tagged object
// already; as a line it says that it is complete, as the last of any stream.
template <typename Response>
ExitCode PrintResponse(const Response& response, const FactList& facts, Console& console) {
  std::string text;
  switch (console.format()) {
    case Format::kJson:
      text = ToJson(response) + "\n";
      break;
    case Format::kJsonLines:
      text = ToJson(response);
      text.replace(text.size() - 1, 1, ",\"complete\":true}\n");
      break;
    case Format::kText:
      text = console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts);
      break;
  }
  console.Print(text);
  NoteReadInfo(response.read_info(), console);
  return kExitDone;
}

absl::Status NotOneLetter(const client::ResourceName& name) {
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID",
                            "not a document or revision: " + name.Short(), {});
}

}  // namespace

ExitCode RunGet(const Arguments& arguments, Console& console) {
  const auto name = client::ParseName(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  if (name->is_collection()) return console.Fail(NotOneLetter(*name));
  const auto stub =
      v1::DocumentService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  const auto context =
      client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
  if (name->is_revision()) {
    v1::GetDocumentRevisionRequest request;
    request.set_name(name->Full());
    v1::GetDocumentRevisionResponse response;
    const auto status =
        client::FromGrpc(stub->GetDocumentRevision(context.get(), request, &response));
    if (!status.ok()) return console.Fail(WithName(status, {*name}));
    return PrintResponse(response, FactsOf(response.revision()), console);
  }
  v1::GetDocumentRequest request;
  request.set_name(name->Full());
  if (!arguments.read.at.empty()) request.mutable_read_point()->set_exactly(arguments.read.at);
  v1::GetDocumentResponse response;
  const auto status = client::FromGrpc(stub->GetDocument(context.get(), request, &response));
  if (!status.ok()) return console.Fail(WithName(status, {*name}));
  return PrintResponse(response, FactsOf(response.document()), console);
}

}  // namespace pledge::cli
