// trim and check: jobs that keep the store in order.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cpp/channel.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/job_wait.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"
#include "google/protobuf/util/time_util.h"
#include "pledge/v1/admin_service.grpc.pb.h"

namespace pledge::cli {
namespace {

using google::protobuf::util::TimeUtil;

std::string StateWord(const v1::Job& job) {
  switch (job.state()) {
    case v1::JOB_STATE_PENDING:
      return "waiting";
    case v1::JOB_STATE_RUNNING:
      return job.cancel_requested() ? "stopping" : "running";
    case v1::JOB_STATE_SUCCEEDED:
      return "done";
    case v1::JOB_STATE_FAILED:
      return "failed";
    case v1::JOB_STATE_CANCELLED:
      return "cancelled";
    default:
      return "unknown";
  }
}

FactList FactsOfJob(const v1::Job& job) {
  FactList facts = {{"job", job.name()},
                    {"state", StateWord(job)},
                    {"documents", absl::StrCat(job.done(), " of ", job.total())}};
  if (job.failed() > 0) facts.emplace_back("left as they are", absl::StrCat(job.failed()));
  if (job.has_trim()) {
    facts.emplace_back(job.trim().dry_run() ? "would go" : "dropped",
                       absl::StrCat(job.trim().trimmed_revisions(), " revisions, ",
                                    SizeText(job.trim().trimmed_bytes())));
  }
  if (job.has_verify()) {
    facts.emplace_back("revisions", absl::StrCat(job.verify().revisions()));
    facts.emplace_back("read", SizeText(job.verify().bytes()));
    facts.emplace_back("faults", absl::StrCat(job.verify().fault_count()));
    for (const v1::StoreFault& fault : job.verify().faults()) {
      facts.emplace_back(fault.name().empty() ? "store" : client::ShortName(fault.name()),
                         fault.message());
    }
  }
  if (job.has_error()) facts.emplace_back("error", job.error().message());
  return facts;
}

ExitCode CodeOf(const v1::Job& job) {
  if (job.state() == v1::JOB_STATE_FAILED) return kExitFailed;
  if (job.state() == v1::JOB_STATE_CANCELLED) return kExitIncomplete;
  if (job.verify().fault_count() > 0) return kExitDataLoss;
  return job.failed() > 0 ? kExitIncomplete : kExitDone;
}

// Prints the job, once it has ended if that is wanted.
ExitCode Show(v1::Job job, const std::shared_ptr<grpc::Channel>& channel,
              const Arguments& arguments, Console& console) {
  if (arguments.upkeep.wait) {
    std::string last;
    auto ended = AwaitJob(channel, job.name(), arguments.common.timeout, [&](const v1::Job& now) {
      std::string line = absl::StrCat(StateWord(now), " ", now.done(), " of ", now.total(), "\n");
      if (console.verbose() && line != last) console.Note(line);
      last = std::move(line);
    });
    if (!ended.ok()) return console.Fail(ended.status());
    job = *std::move(ended);
  }
  if (console.format() == Format::kJson || console.format() == Format::kJsonLines) {
    console.Print(ToJson(job) + "\n");
  } else {
    const FactList facts = FactsOfJob(job);
    console.Print(console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts));
  }
  return CodeOf(job);
}

}  // namespace

ExitCode RunTrim(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  v1::TrimRevisionsRequest request;
  for (const client::ResourceName& name : *names) request.add_parents(name.Full());
  request.set_job_id(arguments.upkeep.job_id);
  request.set_keep_revisions(arguments.upkeep.keep);
  request.set_dry_run(arguments.upkeep.dry_run);
  if (!arguments.upkeep.keep_after.empty()) {
    *request.mutable_keep_after() = TimeUtil::MicrosecondsToTimestamp(
        absl::ToUnixMicros(*ParseAsOf(arguments.upkeep.keep_after)));
  }
  const auto channel = client::Connect(arguments.common.server, arguments.common.tls);
  const auto context =
      client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
  v1::TrimRevisionsResponse response;
  const absl::Status status = client::FromGrpc(
      v1::AdminService::NewStub(channel)->TrimRevisions(context.get(), request, &response));
  if (!status.ok()) return console.Fail(status);
  return Show(std::move(*response.mutable_job()), channel, arguments, console);
}

ExitCode RunCheck(const Arguments& arguments, Console& console) {
  v1::VerifyStoreRequest request;
  request.set_job_id(arguments.upkeep.job_id);
  request.set_recompute(arguments.upkeep.recompute);
  const auto channel = client::Connect(arguments.common.server, arguments.common.tls);
  const auto context =
      client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
  v1::VerifyStoreResponse response;
  const absl::Status status = client::FromGrpc(
      v1::AdminService::NewStub(channel)->VerifyStore(context.get(), request, &response));
  if (!status.ok()) return console.Fail(status);
  return Show(std::move(*response.mutable_job()), channel, arguments, console);
}

}  // namespace pledge::cli
