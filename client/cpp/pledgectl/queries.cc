#include "client/cpp/pledgectl/queries.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/record_stream.h"
#include "client/cpp/status.h"
#include "pledge/v1/document_service.grpc.pb.h"
#include "pledge/v1/query_service.grpc.pb.h"

namespace pledge::cli {

using client::ResourceName;

absl::StatusOr<std::vector<ResourceName>> ParseNames(const std::vector<std::string>& texts) {
  std::vector<ResourceName> names;
  for (const std::string& text : texts) {
    absl::StatusOr<ResourceName> name = client::ParseName(text);
    if (!name.ok()) return name.status();
    names.push_back(*std::move(name));
  }
  return names;
}

absl::Status WithName(const absl::Status& status, const std::vector<ResourceName>& names) {
  std::string name = client::ShortName(client::DetailsOf(status).resource);
  const bool is_missing = status.code() == absl::StatusCode::kNotFound;
  if (name.empty() && is_missing && names.size() == 1) name = names.front().Short();
  if (name.empty() || absl::StrContains(status.message(), name)) return status;
  return client::WithMessage(status, absl::StrCat(status.message(), ": ", name));
}

Queries::Queries(std::shared_ptr<grpc::Channel> channel, const Arguments& arguments)
    : channel_(std::move(channel)), arguments_(arguments) {}

absl::Status CheckFields(const Arguments& arguments) {
  if (arguments.read.query.fields.empty() || arguments.common.format != Format::kText) {
    return absl::OkStatus();
  }
  return client::MakeStatus(absl::StatusCode::kInvalidArgument, "USAGE",
                            "--fields needs -o json or -o jsonl", {});
}

v1::RecordSelector Queries::MakeSelector(const Selection& selection) const {
  v1::RecordSelector selector;
  for (const ResourceName& parent : selection.parents) selector.add_parents(parent.Full());
  selector.set_include_furniture(selection.furniture);
  selector.set_include_stances(selection.stances);
  if (selection.flags != nullptr) FillSelector(*selection.flags, &selector);
  return selector;
}

std::optional<v1::ReadPoint> Queries::MakeReadPoint() const {
  v1::ReadPoint point;
  if (!arguments_.read.at.empty()) {
    point.set_exactly(arguments_.read.at);
    return point;
  }
  const auto time = ParseAsOf(arguments_.read.query.as_of);
  if (!time) return std::nullopt;
  const int64_t micros = absl::ToUnixMicros(*time);
  point.mutable_as_of_time()->set_seconds(micros / 1'000'000);
  point.mutable_as_of_time()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return point;
}

template <typename Request>
Request Queries::MakeRequest(const Selection& selection) const {
  Request request;
  *request.mutable_selector() = MakeSelector(selection);
  request.mutable_options()->set_limit(selection.limit);
  if (selection.flags != nullptr) {
    request.mutable_options()->set_order_by(selection.flags->order_by);
    for (const std::string& path : selection.flags->fields) {
      request.mutable_read_mask()->add_paths(path);
    }
  }
  if (const auto point = MakeReadPoint()) *request.mutable_read_point() = *point;
  return request;
}

absl::Status Queries::StreamSections(const Selection& selection,
                                     const OnSections& on_message) const {
  const auto stub = v1::QueryService::NewStub(channel_);
  return client::ReadRecords<v1::StreamSectionsRequest, v1::StreamSectionsResponse>(
      [&](grpc::ClientContext* context, const v1::StreamSectionsRequest& request) {
        return stub->StreamSections(context, request);
      },
      MakeRequest<v1::StreamSectionsRequest>(selection), arguments_.common.timeout, on_message);
}

absl::Status Queries::StreamCommitments(const Selection& selection,
                                        const OnCommitments& on_message) const {
  const auto stub = v1::QueryService::NewStub(channel_);
  return client::ReadRecords<v1::StreamCommitmentsRequest, v1::StreamCommitmentsResponse>(
      [&](grpc::ClientContext* context, const v1::StreamCommitmentsRequest& request) {
        return stub->StreamCommitments(context, request);
      },
      MakeRequest<v1::StreamCommitmentsRequest>(selection), arguments_.common.timeout, on_message);
}

absl::Status Queries::StreamAchievements(const Selection& selection,
                                         const OnAchievements& on_message) const {
  const auto stub = v1::QueryService::NewStub(channel_);
  return client::ReadRecords<v1::StreamAchievementsRequest, v1::StreamAchievementsResponse>(
      [&](grpc::ClientContext* context, const v1::StreamAchievementsRequest& request) {
        return stub->StreamAchievements(context, request);
      },
      MakeRequest<v1::StreamAchievementsRequest>(selection), arguments_.common.timeout, on_message);
}

absl::StatusOr<v1::AggregateCommitmentsResponse> Queries::Count(const Selection& selection) const {
  v1::AggregateCommitmentsRequest request;
  *request.mutable_selector() = MakeSelector(selection);
  for (const std::string& field : selection.flags->by) request.add_group_by(field);
  request.set_max_groups(selection.flags->max_groups);
  if (const auto point = MakeReadPoint()) *request.mutable_read_point() = *point;
  v1::AggregateCommitmentsResponse response;
  const auto context =
      client::MakeContext(arguments_.common.timeout.value_or(client::kDefaultTimeout));
  const absl::Status status = client::FromGrpc(
      v1::QueryService::NewStub(channel_)->AggregateCommitments(context.get(), request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<LetterHead> Queries::ReadHead(const ResourceName& name) const {
  ResourceName revision = name;
  if (!revision.is_revision()) revision.revision = "latest";
  v1::GetDocumentRevisionRequest request;
  request.set_name(revision.Full());
  v1::GetDocumentRevisionResponse response;
  const auto context =
      client::MakeContext(arguments_.common.timeout.value_or(client::kDefaultTimeout));
  const absl::Status status =
      client::FromGrpc(v1::DocumentService::NewStub(channel_)->GetDocumentRevision(
          context.get(), request, &response));
  if (!status.ok()) return status;
  return HeadOf(client::ShortName(response.revision().name()),
                response.revision().snapshot().facts());
}

}  // namespace pledge::cli
