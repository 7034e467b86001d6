// collections, list and revisions: tables that are read page by page.
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_diff.h"
#include "client/cpp/pledgectl/table.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::cli {
namespace {

constexpr int kPageSize = 200;

// How the items of one list become output.
template <typename Request, typename Response, typename Item>
struct ListForms {
  std::string tag;  // in JSON lines
  Row headings;
  grpc::Status (v1::DocumentService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                    Response*);
  google::protobuf::RepeatedPtrField<Item>* (Response::*items)();
  std::function<Row(const Item&)> row;
};

// Reads all pages, or `limit` items, and prints them.
template <typename Request, typename Response, typename Item>
absl::Status PrintList(const ListForms<Request, Response, Item>& forms, Request request,
                       const Arguments& arguments, Console& console) {
  const auto stub =
      v1::DocumentService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  const int64_t limit = arguments.read.limit;
  int64_t count = 0;
  Response whole;
  std::vector<Row> rows;
  request.set_page_size(kPageSize);
  do {
    const auto context =
        client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
    Response page;
    const absl::Status status =
        client::FromGrpc((*stub.*forms.method)(context.get(), request, &page));
    if (!status.ok()) return status;
    for (Item& item : *(page.*forms.items)()) {
      if (limit > 0 && count == limit) break;
      ++count;
      if (console.format() == Format::kJsonLines) {
        console.Print(Tagged(forms.tag, ToJson(item)) + "\n");
      } else if (console.format() == Format::kJson) {
        *(whole.*forms.items)()->Add() = std::move(item);
      } else {
        rows.push_back(forms.row(item));
      }
    }
    request.set_page_token(page.next_page_token());
    *whole.mutable_read_info() = page.read_info();
    // Later pages are of the state of the first.
    if constexpr (requires { request.clear_read_point(); }) request.clear_read_point();
  } while (!request.page_token().empty() && (limit == 0 || count < limit));

  if (console.format() == Format::kJson) console.Print(ToJson(whole) + "\n");
  if (console.format() == Format::kJsonLines) {
    console.Print(
        absl::StrCat("{\"readInfo\":", ToJson(whole.read_info()), ",\"complete\":true}\n"));
  }
  if (console.format() == Format::kText) {
    if (console.laid_out()) {
      if (rows.empty()) console.Note("nothing found\n");
      if (!rows.empty()) console.Print(RenderTable(forms.headings, rows, console.layout()));
    } else {
      for (const Row& row : rows) console.Print(TabLine(row));
    }
  }
  NoteReadInfo(whole.read_info(), console);
  return absl::OkStatus();
}

std::string StateText(const v1::Document& document) {
  if (document.state() != v1::DOCUMENT_STATE_DELETED) return "live";
  return absl::StrCat("deleted, purged after ", TimeText(document.purge_time()));
}

Row DocumentRow(const v1::Document& document) {
  return {client::ShortName(document.latest_revision()),
          TimeText(document.update_time()),
          StateText(document),
          absl::StrCat(document.analysis().commitment_count()),
          ValueOf(document.facts().issuer()),
          ValueOf(document.facts().title())};
}

std::string CauseText(const v1::DocumentRevision& revision) {
  if (!revision.restored_from().empty()) {
    return absl::StrCat("rolled back to ", client::LastId(revision.restored_from()));
  }
  return CauseWord(revision.cause());
}

Row RevisionRow(const v1::DocumentRevision& revision) {
  return {client::ShortName(revision.name()), TimeText(revision.create_time()), CauseText(revision),
          SizeText(revision.source_size()),   revision.snapshot().etag(),       revision.comment()};
}

absl::Status NotA(const std::string& what, const client::ResourceName& name) {
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID",
                            absl::StrCat("not a ", what, ": ", name.Short()), {});
}

}  // namespace

ExitCode RunCollections(const Arguments& arguments, Console& console) {
  const ListForms<v1::ListCollectionsRequest, v1::ListCollectionsResponse, v1::Collection> forms = {
      "collection",
      {"collection", "documents", "changed"},
      &v1::DocumentService::Stub::ListCollections,
      &v1::ListCollectionsResponse::mutable_collections,
      [](const v1::Collection& collection) {
        return Row{client::LastId(collection.name()), absl::StrCat(collection.document_count()),
                   TimeText(collection.update_time())};
      }};
  const absl::Status status = PrintList(forms, v1::ListCollectionsRequest(), arguments, console);
  return status.ok() ? kExitDone : console.Fail(status);
}

ExitCode RunList(const Arguments& arguments, Console& console) {
  const ListForms<v1::ListDocumentsRequest, v1::ListDocumentsResponse, v1::Document> forms = {
      "document",
      {"document", "changed", "state", "commitments", "issuer", "title"},
      &v1::DocumentService::Stub::ListDocuments,
      &v1::ListDocumentsResponse::mutable_documents,
      DocumentRow};
  const auto name = client::ParseName(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  if (!name->is_collection()) return console.Fail(NotA("collection", *name));
  v1::ListDocumentsRequest request;
  request.set_parent(name->Full());
  request.set_show_deleted(arguments.documents.deleted);
  request.set_filter(arguments.documents.filter);
  if (!arguments.read.at.empty()) request.mutable_read_point()->set_exactly(arguments.read.at);
  const absl::Status status = PrintList(forms, request, arguments, console);
  return status.ok() ? kExitDone : console.Fail(status);
}

ExitCode RunRevisions(const Arguments& arguments, Console& console) {
  const ListForms<v1::ListDocumentRevisionsRequest, v1::ListDocumentRevisionsResponse,
                  v1::DocumentRevision>
      forms = {"revision",
               {"revision", "made", "why", "source", "etag", "comment"},
               &v1::DocumentService::Stub::ListDocumentRevisions,
               &v1::ListDocumentRevisionsResponse::mutable_revisions,
               RevisionRow};
  const auto name = client::ParseName(arguments.operands.front());
  if (!name.ok()) return console.Fail(name.status());
  if (name->is_collection() || name->is_revision()) return console.Fail(NotA("document", *name));
  v1::ListDocumentRevisionsRequest request;
  request.set_parent(name->Full());
  const absl::Status status = PrintList(forms, request, arguments, console);
  return status.ok() ? kExitDone : console.Fail(WithName(status, {*name}));
}

}  // namespace pledge::cli
