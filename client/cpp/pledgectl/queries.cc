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

template <typename Request>
Request Queries::MakeRequest(const Selection& selection) const {
  Request request;
  for (const ResourceName& parent : selection.parents) {
    request.mutable_selector()->add_parents(parent.Full());
  }
  request.mutable_selector()->set_include_furniture(selection.furniture);
  request.mutable_selector()->set_include_stances(selection.stances);
  request.mutable_options()->set_limit(selection.limit);
  const std::string& token = arguments_.read.at;
  if (!token.empty()) request.mutable_read_point()->set_exactly(token);
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
