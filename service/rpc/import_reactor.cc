#include "service/rpc/import_reactor.h"

#include <utility>

#include "service/base/error.h"
#include "service/query/read_point.h"

namespace pledge::rpc {
namespace {

absl::Status Cancelled() { return MakeError(ErrorReason::kCancelled, "the caller went away"); }
absl::Status Draining() { return MakeError(ErrorReason::kDraining, "the server is stopping"); }

}  // namespace

ImportReactor* ImportReactor::Start(const Runtime& runtime,
                                    const grpc::CallbackServerContext& context,
                                    v1::ImportRecordsResponse* response) {
  auto* reactor = new ImportReactor(runtime, context, response);
  absl::Status entered = reactor->call_.Authorize(reactor->request_);
  if (entered.ok()) entered = reactor->entry_.Enter(runtime, reactor->call_.principal());
  if (entered.ok()) {
    reactor->StartRead(&reactor->request_);
  } else {
    reactor->End(entered);
  }
  return reactor;
}

ImportReactor::ImportReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                             v1::ImportRecordsResponse* response)
    : runtime_(runtime), response_(response), call_(runtime, "ImportRecords", context) {}

void ImportReactor::OnReadDone(bool ok) {
  if (cancelled_.load(std::memory_order_relaxed)) return End(Cancelled());
  if (runtime_.executor.Post([this, ok] { Step(ok); })) return;
  End(Draining());
}

void ImportReactor::Step(bool has_message) {
  if (cancelled_.load(std::memory_order_relaxed)) return End(Cancelled());
  if (runtime_.streams.draining()) return End(Draining());
  if (!has_message) {
    return End(MakeError(ErrorReason::kBlockInvalid, "the stream ended before the digest",
                         {{"problem", "END_MISSING"}}));
  }
  if (absl::Status taken = Take(); !taken.ok()) return End(taken);
  if (!request_.digest().empty()) return End(Complete());
  request_.Clear();
  StartRead(&request_);
}

absl::Status ImportReactor::Take() {
  if (importer_ == nullptr) {
    auto importer = runtime_.store.BeginImport();
    if (!importer.ok()) return importer.status();
    importer_ = *std::move(importer);
  }
  if (request_.block().empty() && request_.digest().empty()) {
    return FieldError("block", "must be set");
  }
  call_.CountMessage(request_.block().size());
  return request_.block().empty() ? absl::OkStatus() : importer_->Take(request_.block());
}

absl::Status ImportReactor::Complete() {
  const auto result = importer_->Finish(request_.digest());
  if (!result.ok()) return result.status();
  response_->set_document_count(result->document_count);
  response_->set_revision_count(result->revision_count);
  *response_->mutable_read_info() = query::MakeReadInfo(
      runtime_.store, {result->commit, absl::FromUnixMicros(result->commit_time_us)});
  return absl::OkStatus();
}

void ImportReactor::OnCancel() { cancelled_.store(true, std::memory_order_relaxed); }

void ImportReactor::OnDone() { delete this; }

void ImportReactor::End(const absl::Status& status) {
  // Before the answer: the next import may come at once.
  importer_.reset();
  Finish(call_.Finish(status));
}

}  // namespace pledge::rpc
