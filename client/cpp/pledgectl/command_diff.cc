#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_diff.h"
#include "client/cpp/status.h"
#include "pledge/v1/document_service.grpc.pb.h"

namespace pledge::cli {
namespace {

using client::ResourceName;

constexpr int kPageSize = 1000;

absl::Status WrongUse(const std::string& message) {
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID", message, {});
}

struct Sides {
  ResourceName base;
  ResourceName target;
};

class Diff {
 public:
  explicit Diff(const Arguments& arguments)
      : arguments_(arguments),
        stub_(v1::DocumentService::NewStub(
            client::Connect(arguments.common.server, arguments.common.tls))) {}

  // "DOCUMENT", "DOCUMENT @1 @2", "BASE TARGET", of which the second may be
  // written as "@2".
  absl::StatusOr<Sides> FindSides() const {
    const auto first = client::ParseName(arguments_.operands[0]);
    if (!first.ok()) return first.status();
    if (first->is_collection()) return WrongUse("not a document or revision: " + first->Short());
    Sides sides{*first, *first};
    if (arguments_.operands.size() == 1) return TwoNewest(std::move(sides));
    size_t next = 1;
    if (!first->is_revision()) {
      absl::Status status = Read(arguments_.operands[next++], &sides.base);
      if (!status.ok()) return status;
    }
    if (next >= arguments_.operands.size()) return WrongUse("no revision to compare with");
    absl::Status status = Read(arguments_.operands[next++], &sides.target);
    if (!status.ok()) return status;
    if (next < arguments_.operands.size()) return WrongUse("more than two revisions");
    return sides;
  }

  absl::Status Run(const Sides& sides, v1::DiffDocumentRevisionsResponse* whole) const {
    v1::DiffDocumentRevisionsRequest request;
    request.set_base(sides.base.Full());
    request.set_target(sides.target.Full());
    request.set_page_size(kPageSize);
    do {
      v1::DiffDocumentRevisionsResponse page;
      const auto context = MakeContext();
      const absl::Status status =
          client::FromGrpc(stub_->DiffDocumentRevisions(context.get(), request, &page));
      if (!status.ok()) return status;
      request.set_page_token(page.next_page_token());
      for (v1::DiffEntry& entry : *page.mutable_entries()) {
        *whole->add_entries() = std::move(entry);
      }
      page.clear_entries();
      whole->clear_counts();
      whole->MergeFrom(page);
    } while (!request.page_token().empty());
    whole->clear_next_page_token();
    return absl::OkStatus();
  }

 private:
  std::unique_ptr<grpc::ClientContext> MakeContext() const {
    return client::MakeContext(arguments_.common.timeout.value_or(client::kDefaultTimeout));
  }

  // `text` is a revision, or its number behind "@".
  absl::Status Read(const std::string& text, ResourceName* name) const {
    const bool is_number = absl::StartsWith(text, "@");
    const auto parsed = client::ParseName(
        is_number ? absl::StrCat(name->collection, "/", name->document, text) : text);
    if (!parsed.ok()) return parsed.status();
    if (!parsed->is_revision()) return WrongUse("not a revision: " + parsed->Short());
    *name = *parsed;
    return absl::OkStatus();
  }

  absl::StatusOr<Sides> TwoNewest(Sides sides) const {
    if (sides.target.is_revision()) return WrongUse("no revision to compare with");
    v1::GetDocumentRequest request;
    request.set_name(sides.target.Full());
    request.mutable_read_mask()->add_paths("latest_revision");
    v1::GetDocumentResponse response;
    const auto context = MakeContext();
    const absl::Status status =
        client::FromGrpc(stub_->GetDocument(context.get(), request, &response));
    if (!status.ok()) return status;
    int64_t newest = 0;
    if (!absl::SimpleAtoi(client::LastId(response.document().latest_revision()), &newest) ||
        newest < 2) {
      return client::MakeStatus(absl::StatusCode::kFailedPrecondition, "ONE_REVISION",
                                "there is only one revision: " + sides.target.Short(), {});
    }
    sides.base.revision = absl::StrCat(newest - 1);
    sides.target.revision = absl::StrCat(newest);
    return sides;
  }

  const Arguments& arguments_;
  const std::unique_ptr<v1::DocumentService::Stub> stub_;
};

void Print(const v1::DiffDocumentRevisionsResponse& diff, Console& console) {
  if (console.format() == Format::kJson) return console.Print(ToJson(diff) + "\n");
  if (console.format() == Format::kText && console.laid_out()) {
    return console.Print(RenderDiff(diff, console.layout()));
  }
  const bool json = console.format() == Format::kJsonLines;
  for (const v1::DiffEntry& entry : diff.entries()) {
    console.Print(json ? Tagged("entry", ToJson(entry)) + "\n" : DiffLines(entry));
  }
  if (!json) return;
  v1::DiffDocumentRevisionsResponse rest = diff;
  rest.clear_entries();
  std::string last = ToJson(rest);
  last.replace(last.size() - 1, 1, ",\"complete\":true}\n");
  console.Print(last);
}

}  // namespace

ExitCode RunDiff(const Arguments& arguments, Console& console) {
  const Diff diff(arguments);
  const auto sides = diff.FindSides();
  if (!sides.ok()) return console.Fail(sides.status());
  v1::DiffDocumentRevisionsResponse whole;
  const absl::Status status = diff.Run(*sides, &whole);
  if (!status.ok()) return console.Fail(WithName(status, {sides->base}));
  Print(whole, console);
  NoteReadInfo(whole.read_info(), console);
  return arguments.diff.exit_code && whole.entries_size() > 0 ? kExitDiffers : kExitDone;
}

}  // namespace pledge::cli
