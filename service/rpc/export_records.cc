#include "service/rpc/export_records.h"

#include <string>
#include <utility>

#include "service/base/error.h"
#include "service/query/read_point.h"

namespace pledge::rpc {
namespace {

constexpr char kPurpose[] = "export";

class ExportSource final : public MessageSource {
 public:
  ExportSource(const Runtime& runtime, storage::ExportPosition position)
      : runtime_(runtime), position_(std::move(position)) {}

  absl::StatusOr<bool> Next(std::string* message) override {
    if (position_.is_complete) return false;
    // The token of the last block goes on at another server's start.
    if (runtime_.streams.draining()) {
      return MakeError(ErrorReason::kDraining, "the server is stopping");
    }
    auto block = runtime_.store.ReadExport(position_);
    if (!block.ok()) return block.status();
    position_ = std::move(block->next);
    v1::ExportRecordsResponse response;
    response.set_block(std::move(block->bytes));
    response.set_resume_token(runtime_.store.Seal(kPurpose, storage::EncodePosition(position_)));
    response.set_document_count(position_.document_count);
    if (is_first_) {
      *response.mutable_read_info() = query::MakeReadInfo(
          runtime_.store, {position_.commit, absl::FromUnixMicros(position_.commit_time_us)});
    }
    is_first_ = false;
    if (position_.is_complete) response.set_digest(position_.digest);
    *message = response.SerializeAsString();
    return true;
  }

 private:
  const Runtime runtime_;
  storage::ExportPosition position_;
  bool is_first_ = true;
};

absl::StatusOr<storage::ExportPosition> FindStart(storage::RecordStore& store,
                                                  const v1::ExportRecordsRequest& request) {
  if (!request.resume_token().empty()) {
    if (request.has_read_point()) {
      return FieldError("read_point", "the state is that of the resume token");
    }
    const auto payload = store.Unseal(kPurpose, request.resume_token());
    if (!payload.ok()) return payload.status();
    return storage::DecodePosition(*payload);
  }
  const auto point = query::ResolveReadPoint(store, request.read_point());
  if (!point.ok()) return point.status();
  storage::ExportPosition position;
  position.commit = point->number;
  position.commit_time_us = absl::ToUnixMicros(point->time);
  return position;
}

}  // namespace

absl::StatusOr<std::unique_ptr<MessageSource>> NewExportSource(
    const Runtime& runtime, const v1::ExportRecordsRequest& request) {
  auto position = FindStart(runtime.store, request);
  if (!position.ok()) return position.status();
  return std::make_unique<ExportSource>(runtime, *std::move(position));
}

}  // namespace pledge::rpc
