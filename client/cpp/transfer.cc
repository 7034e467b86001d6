#include "client/cpp/transfer.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cpp/channel.h"
#include "client/cpp/status.h"

namespace pledge::client {

absl::Status RunExport(v1::AdminService::Stub& stub, const v1::ExportRecordsRequest& request,
                       const std::function<absl::Status(const v1::ExportRecordsResponse&)>& take) {
  const auto context = MakeContext(std::nullopt);
  const auto reader = stub.ExportRecords(context.get(), request);
  v1::ExportRecordsResponse message;
  absl::Status taken;
  bool has_digest = false;
  while (taken.ok() && reader->Read(&message)) {
    has_digest = !message.digest().empty();
    taken = take(message);
  }
  if (!taken.ok()) context->TryCancel();
  const absl::Status status = FromGrpc(reader->Finish());
  if (!taken.ok()) return taken;
  if (!status.ok() || has_digest) return status;
  return MakeStatus(absl::StatusCode::kUnavailable, "STREAM_CUT",
                    "the export ended before its digest", {});
}

ImportCall::ImportCall(v1::AdminService::Stub& stub)
    : context_(MakeContext(std::nullopt)),
      writer_(stub.ImportRecords(context_.get(), &response_)) {}

ImportCall::~ImportCall() {
  if (ended_) return;
  context_->TryCancel();
  writer_->Finish();
}

absl::Status ImportCall::End() {
  ended_ = true;
  absl::Status status = FromGrpc(writer_->Finish());
  if (!status.ok()) return status;
  return MakeStatus(absl::StatusCode::kUnavailable, "STREAM_CUT", "the import ended too early", {});
}

absl::Status ImportCall::Send(std::string block) {
  v1::ImportRecordsRequest request;
  request.set_block(std::move(block));
  return writer_->Write(request) ? absl::OkStatus() : End();
}

absl::StatusOr<v1::ImportRecordsResponse> ImportCall::Finish(const std::string& digest) {
  v1::ImportRecordsRequest request;
  request.set_digest(digest);
  // When the server does not take it, it has said why.
  writer_->WriteLast(request, grpc::WriteOptions());
  ended_ = true;
  const absl::Status status = FromGrpc(writer_->Finish());
  if (!status.ok()) return status;
  return std::move(response_);
}

bool HasImport(const absl::Status& status) {
  const StatusDetails details = DetailsOf(status);
  return details.reason == "STORE_NOT_EMPTY" && details.metadata.count("imported_digest") > 0;
}

bool IsImported(const absl::Status& status, const std::string& digest) {
  return HasImport(status) &&
         DetailsOf(status).metadata.at("imported_digest") == absl::BytesToHexString(digest);
}

}  // namespace pledge::client
