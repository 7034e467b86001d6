// update, delete, undelete, rollback and purge: one document, one answer.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cpp/backoff.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/read_file.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/table.h"
#include "client/cpp/status.h"
#include "client/cpp/uuid.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::cli {
namespace {

using client::ResourceName;

// As the service config does with reads.
constexpr int kMaxAttempts = 3;
// What a server takes in one call; one byte more tells a larger file.
constexpr int64_t kMaxFileBytes = (int64_t{4} << 20) + 1;

absl::Status WrongUse(std::string_view reason, const std::string& message) {
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, reason, message, {});
}

// The one name of a command, of a document or of a revision.
absl::StatusOr<ResourceName> ParseOne(const Arguments& arguments, bool of_revision) {
  auto name = client::ParseName(arguments.operands.front());
  if (!name.ok()) return name;
  if (name->is_collection() || name->is_revision() != of_revision) {
    return WrongUse("NAME_INVALID", absl::StrCat("not a ", of_revision ? "revision" : "document",
                                                 ": ", name->Short()));
  }
  return name;
}

// One change of one document.
class Change {
 public:
  Change(const Arguments& arguments, Console& console, ResourceName name)
      : arguments_(arguments),
        console_(console),
        name_(std::move(name)),
        stub_(v1::DocumentService::NewStub(
            client::Connect(arguments.common.server, arguments.common.tls))) {}

  const ResourceName& name() const { return name_; }
  const DocumentFlags& flags() const { return arguments_.documents; }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (v1::DocumentService::Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                    const Request& request, Response* response) const {
    const auto context =
        client::MakeContext(arguments_.common.timeout.value_or(client::kDefaultTimeout));
    return client::FromGrpc((*stub_.*method)(context.get(), request, response));
  }

  absl::StatusOr<v1::Document> Get() const {
    v1::GetDocumentRequest request;
    request.set_name(name_.Full());
    v1::GetDocumentResponse response;
    absl::Status status = Call(&v1::DocumentService::Stub::GetDocument, request, &response);
    if (!status.ok()) return status;
    return response.document();
  }

  // Calls and prints: the response for programs, else what `say` makes of it. The
  // request gets an id, so that it may be sent again when its answer was lost.
  template <typename Request, typename Response, typename Say>
  ExitCode Run(grpc::Status (v1::DocumentService::Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
               Request request, const Say& say) const {
    const std::string& given = flags().request_id;
    request.set_request_id(given.empty() ? client::NewUuid() : given);
    Response response;
    client::Backoff backoff(absl::Milliseconds(100), absl::Seconds(1));
    absl::Status status = Call(method, request, &response);
    for (int left = kMaxAttempts - 1; left > 0 && absl::IsUnavailable(status); --left) {
      absl::SleepFor(backoff.Next(client::DetailsOf(status).retry_delay));
      status = Call(method, request, &response);
    }
    if (!status.ok()) return console_.Fail(WithName(status, {name_}));
    std::string text = ToJson(response);
    if (console_.format() == Format::kText) {
      text = say(response);
    } else if (console_.format() == Format::kJsonLines) {
      text.replace(text.size() - 1, 1, ",\"complete\":true}");
    }
    console_.Print(text + "\n");
    NoteReadInfo(response.read_info(), console_);
    return kExitDone;
  }

 private:
  const Arguments& arguments_;
  Console& console_;
  const ResourceName name_;
  const std::unique_ptr<v1::DocumentService::Stub> stub_;
};

// Fields of the document that the flags name, into the request. Labels are
// added to those that are there, so the document is read first.
absl::Status FillUpdate(const Change& change, v1::UpdateDocumentRequest* request) {
  const DocumentFlags& flags = change.flags();
  v1::Document* const document = request->mutable_document();
  document->set_name(change.name().Full());
  document->set_etag(flags.etag);
  request->set_comment(flags.comment);
  request->set_allow_missing(flags.allow_missing);
  request->set_validate_only(flags.dry_run);
  if (flags.source_uri) {
    document->set_source_uri(*flags.source_uri);
    request->mutable_update_mask()->add_paths("source_uri");
  }
  if (flags.media_type) {
    document->set_media_type(*flags.media_type);
    request->mutable_update_mask()->add_paths("media_type");
  }
  if (!flags.labels.empty() || !flags.no_labels.empty()) {
    const auto now = change.Get();
    if (now.ok()) {
      *document->mutable_labels() = now->labels();
      // The labels are right for this state only.
      if (flags.etag.empty()) document->set_etag(now->etag());
    } else if (!flags.allow_missing || now.status().code() != absl::StatusCode::kNotFound) {
      return now.status();
    }
    for (const auto& [key, value] : flags.labels) (*document->mutable_labels())[key] = value;
    for (const std::string& key : flags.no_labels) document->mutable_labels()->erase(key);
    request->mutable_update_mask()->add_paths("labels");
  }
  if (!flags.file.empty()) {
    auto file = ReadFile(flags.file, kMaxFileBytes);
    if (!file.ok()) return file.status();
    request->mutable_content()->set_data(std::move(file->data));
    request->mutable_content()->set_charset(flags.charset);
  }
  if (request->update_mask().paths().empty() && !request->has_content()) {
    return WrongUse("USAGE", "nothing to update: give a file, a label or a field");
  }
  return absl::OkStatus();
}

}  // namespace

ExitCode RunUpdate(const Arguments& arguments, Console& console) {
  const auto name = ParseOne(arguments, false);
  if (!name.ok()) return console.Fail(name.status());
  const Change change(arguments, console, *name);
  v1::UpdateDocumentRequest request;
  const absl::Status filled = FillUpdate(change, &request);
  if (!filled.ok()) return console.Fail(filled);
  return change.Run(&v1::DocumentService::Stub::UpdateDocument, request,
                    [&](const v1::UpdateDocumentResponse& response) {
                      const std::string& revision = response.document().latest_revision();
                      if (!response.revision_created())
                        return client::ShortName(revision) + "  unchanged";
                      if (arguments.documents.dry_run) return name->Short() + "  would be updated";
                      return client::ShortName(revision) + "  updated";
                    });
}

ExitCode RunDelete(const Arguments& arguments, Console& console) {
  const auto name = ParseOne(arguments, false);
  if (!name.ok()) return console.Fail(name.status());
  v1::DeleteDocumentRequest request;
  request.set_name(name->Full());
  request.set_etag(arguments.documents.etag);
  request.set_allow_missing(arguments.documents.allow_missing);
  if (arguments.documents.purge_after) {
    request.mutable_purge_after()->set_seconds(
        absl::ToInt64Seconds(*arguments.documents.purge_after));
  }
  return Change(arguments, console, *name)
      .Run(&v1::DocumentService::Stub::DeleteDocument, request,
           [&](const v1::DeleteDocumentResponse& response) {
             if (!response.has_document()) return name->Short() + "  is not there";
             return absl::StrCat(client::ShortName(response.document().latest_revision()),
                                 "  deleted; can be restored until ",
                                 TimeText(response.document().purge_time()));
           });
}

ExitCode RunUndelete(const Arguments& arguments, Console& console) {
  const auto name = ParseOne(arguments, false);
  if (!name.ok()) return console.Fail(name.status());
  v1::UndeleteDocumentRequest request;
  request.set_name(name->Full());
  request.set_etag(arguments.documents.etag);
  return Change(arguments, console, *name)
      .Run(&v1::DocumentService::Stub::UndeleteDocument, request,
           [](const v1::UndeleteDocumentResponse& response) {
             return client::ShortName(response.document().latest_revision()) + "  restored";
           });
}

ExitCode RunRollback(const Arguments& arguments, Console& console) {
  const auto name = ParseOne(arguments, true);
  if (!name.ok()) return console.Fail(name.status());
  v1::RollbackDocumentRequest request;
  request.set_name(name->Full());
  request.set_etag(arguments.documents.etag);
  request.set_comment(arguments.documents.comment);
  return Change(arguments, console, *name)
      .Run(&v1::DocumentService::Stub::RollbackDocument, request,
           [&](const v1::RollbackDocumentResponse& response) {
             return absl::StrCat(client::ShortName(response.revision().name()), "  as revision ",
                                 client::LastId(response.revision().restored_from()));
           });
}

ExitCode RunPurge(const Arguments& arguments, Console& console) {
  const auto name = ParseOne(arguments, false);
  if (!name.ok()) return console.Fail(name.status());
  const Change change(arguments, console, *name);
  v1::PurgeDocumentRequest request;
  request.set_name(name->Full());
  request.set_etag(arguments.documents.etag);
  if (request.etag().empty()) {
    if (!arguments.documents.yes) {
      return console.Fail(
          WrongUse("USAGE", "purge erases a document for good: give its --etag, or --yes"));
    }
    const auto now = change.Get();
    if (!now.ok()) return console.Fail(WithName(now.status(), {*name}));
    request.set_etag(now->etag());
  }
  return change.Run(&v1::DocumentService::Stub::PurgeDocument, request,
                    [&](const v1::PurgeDocumentResponse& response) {
                      return absl::StrCat(name->Short(), "  purged, ", response.revisions_purged(),
                                          " revisions");
                    });
}

}  // namespace pledge::cli
