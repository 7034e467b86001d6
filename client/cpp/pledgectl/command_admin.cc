// info, status and drain: for operators.
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"
#include "google/protobuf/util/time_util.h"
#include "pledge/v1/admin_service.grpc.pb.h"

namespace pledge::cli {
namespace {

using google::protobuf::util::TimeUtil;

// Asks one method and prints its answer: facts for people, else ProtoJSON.
template <typename Response, typename Call>
absl::StatusOr<Response> Ask(const Arguments& arguments, Call call) {
  const auto stub =
      v1::AdminService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  const auto context =
      client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
  Response response;
  const absl::Status status = client::FromGrpc(call(*stub, context.get(), &response));
  if (!status.ok()) return status;
  return response;
}

ExitCode Print(const google::protobuf::Message& response, const FactList& facts, Console& console) {
  if (console.format() == Format::kJson || console.format() == Format::kJsonLines) {
    console.Print(ToJson(response) + "\n");
  } else {
    console.Print(console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts));
  }
  return kExitDone;
}

std::string ConditionWord(v1::StoreCondition condition) {
  switch (condition) {
    case v1::STORE_CONDITION_READ_WRITE:
      return "reads and writes";
    case v1::STORE_CONDITION_LOW_DISK:
      return "low disk: reads only";
    case v1::STORE_CONDITION_DATA_LOSS:
      return "data loss: reads only";
    case v1::STORE_CONDITION_READ_ONLY:
      return "storage error: reads only";
    case v1::STORE_CONDITION_IMPORTING:
      return "importing: nothing is shown yet";
    case v1::STORE_CONDITION_UNREACHABLE:
      return "the database does not answer";
    default:
      return "unknown";
  }
}

std::string PointText(const v1::ReadInfo& info) {
  if (info.commit_number() == 0) return "0, empty";
  return absl::StrCat(info.commit_number(), ", ", TimeUtil::ToString(info.commit_time()));
}

FactList FactsOf(const v1::GetServerInfoResponse& info) {
  return {{"version", info.version()},
          {"store", info.store_id()},
          {"features", absl::StrJoin(info.features(), " ")},
          {"largest message", SizeText(info.max_message_bytes())},
          {"largest document", SizeText(info.max_document_bytes())},
          {"request ids kept", TimeUtil::ToString(info.request_id_window())}};
}

FactList FactsOf(const v1::GetStoreStatusResponse& status) {
  return {
      {"condition", ConditionWord(status.condition())},
      {"head", PointText(status.head())},
      {"oldest", PointText(status.oldest())},
      {"verified",
       status.has_last_verified_time() ? TimeUtil::ToString(status.last_verified_time()) : "never"},
      {"documents", absl::StrCat(status.document_count())},
      {"store", SizeText(status.store_bytes())},
      {"disk free", SizeText(status.disk_free_bytes())},
      {"disk reserve", SizeText(status.disk_reserve_bytes())},
      {"waiting", absl::StrCat(status.analysis_queue())},
      {"watches", absl::StrCat(status.watch_count())},
      {"watches behind", absl::StrCat(status.watch_max_backlog())}};
}

}  // namespace

ExitCode RunInfo(const Arguments& arguments, Console& console) {
  const auto info = Ask<v1::GetServerInfoResponse>(
      arguments, [](auto& stub, grpc::ClientContext* context, auto* response) {
        return stub.GetServerInfo(context, v1::GetServerInfoRequest(), response);
      });
  return info.ok() ? Print(*info, FactsOf(*info), console) : console.Fail(info.status());
}

ExitCode RunStatus(const Arguments& arguments, Console& console) {
  const auto status = Ask<v1::GetStoreStatusResponse>(
      arguments, [](auto& stub, grpc::ClientContext* context, auto* response) {
        return stub.GetStoreStatus(context, v1::GetStoreStatusRequest(), response);
      });
  if (!status.ok()) return console.Fail(status.status());
  NoteReadInfo(status->head(), console);
  return Print(*status, FactsOf(*status), console);
}

ExitCode RunDrain(const Arguments& arguments, Console& console) {
  v1::DrainServerRequest request;
  if (arguments.drain_grace) {
    request.mutable_grace()->set_seconds(absl::ToInt64Seconds(*arguments.drain_grace));
  }
  const auto drained = Ask<v1::DrainServerResponse>(
      arguments, [&](auto& stub, grpc::ClientContext* context, auto* response) {
        return stub.DrainServer(context, request, response);
      });
  if (!drained.ok()) return console.Fail(drained.status());
  return Print(*drained, {{"open streams", absl::StrCat(drained->open_calls())}}, console);
}

}  // namespace pledge::cli
