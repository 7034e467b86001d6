// reanalyze, jobs, job and cancel-job.
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/channel.h"
#include "client/cpp/job_stream.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/command_jobs.h"
#include "client/cpp/pledgectl/interrupt.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/queries.h"
#include "client/cpp/pledgectl/record_output.h"
#include "client/cpp/pledgectl/render_job.h"
#include "client/cpp/pledgectl/table.h"
#include "client/cpp/status.h"
#include "pledge/v1/document_service.grpc.pb.h"
#include "pledge/v1/job_service.grpc.pb.h"

namespace pledge::cli {
namespace {

constexpr int kPageSize = 100;
// How often a line tells how a job goes, where it cannot be redrawn.
constexpr absl::Duration kLineInterval = absl::Seconds(10);

std::unique_ptr<grpc::ClientContext> Context(const Arguments& arguments) {
  return client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
}

// How a job goes, on standard error.
class JobProgress {
 public:
  explicit JobProgress(Console& console)
      : console_(console), is_redrawn_(console.error_is_terminal() && !console.error_is_dumb()) {}
  ~JobProgress() {
    if (is_shown_) console_.Note("\r\033[K");
  }

  void Show(const v1::Job& job) {
    if (is_redrawn_) {
      console_.Note(absl::StrCat("\r\033[K", ProgressText(job)));
      is_shown_ = true;
    } else if (absl::Now() >= next_line_) {
      console_.Note(ProgressText(job) + "\n");
      next_line_ = absl::Now() + kLineInterval;
    }
  }

 private:
  Console& console_;
  const bool is_redrawn_;
  bool is_shown_ = false;
  absl::Time next_line_ = absl::InfinitePast();
};

void PrintJob(const v1::Job& job, Console& console) {
  if (console.format() == Format::kJson) {
    console.Print(ToJson(job) + "\n");
  } else if (console.format() == Format::kJsonLines) {
    console.Print(Tagged("job", ToJson(job)) + "\n");
  } else {
    const FactList facts = FactsOf(job);
    console.Print(console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts));
  }
  console.Flush();
}

ExitCode ExitCodeOf(const v1::Job& job) {
  if (job.state() == v1::JOB_STATE_FAILED) return ExitCodeFor(client::FromProto(job.error()));
  if (job.state() == v1::JOB_STATE_CANCELLED) return kExitFailed;
  return job.failed() > 0 ? kExitIncomplete : kExitDone;
}

ExitCode Follow(const std::string& name, const Arguments& arguments, Console& console) {
  client::JobStream stream(client::Connect(arguments.common.server, arguments.common.tls), name);
  std::optional<v1::Job> last;
  absl::Status status;
  {
    JobProgress progress(console);
    const Interrupt interrupt([&stream] { stream.Stop(); });
    status = stream.Run([&](const v1::Job& job) {
      last = job;
      if (console.format() == Format::kJsonLines) PrintJob(job, console);
      progress.Show(job);
    });
  }
  if (!status.ok()) return console.Fail(status);
  if (!last || !HasEnded(*last)) {
    console.Note(absl::StrCat("the job goes on; pledgectl job ", client::LastId(name),
                              " --follow shows it\n"));
    return kExitInterrupted;
  }
  if (console.format() != Format::kJsonLines) PrintJob(*last, console);
  return ExitCodeOf(*last);
}

}  // namespace

ExitCode ShowStarted(const v1::Job& job, const Arguments& arguments, Console& console) {
  if (arguments.jobs.wait) return Follow(job.name(), arguments, console);
  PrintJob(job, console);
  return kExitDone;
}

ExitCode RunReanalyze(const Arguments& arguments, Console& console) {
  const auto names = ParseNames(arguments.operands);
  if (!names.ok()) return console.Fail(names.status());
  if (arguments.jobs.wait) BlockSignals();
  v1::ReanalyzeDocumentsRequest request;
  request.set_job_id(arguments.jobs.job_id);
  request.set_dry_run(arguments.jobs.dry_run);
  for (const client::ResourceName& name : *names) request.add_parents(name.Full());
  const auto stub =
      v1::DocumentService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::ReanalyzeDocumentsResponse response;
  const absl::Status status =
      client::FromGrpc(stub->ReanalyzeDocuments(Context(arguments).get(), request, &response));
  if (!status.ok()) return console.Fail(WithName(status, *names));
  return ShowStarted(response.job(), arguments, console);
}

ExitCode RunJobs(const Arguments& arguments, Console& console) {
  const auto stub =
      v1::JobService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  const int64_t limit = arguments.read.limit;
  v1::ListJobsRequest request;
  request.set_page_size(kPageSize);
  v1::ListJobsResponse whole;
  do {
    v1::ListJobsResponse page;
    const absl::Status status =
        client::FromGrpc(stub->ListJobs(Context(arguments).get(), request, &page));
    if (!status.ok()) return console.Fail(status);
    for (v1::Job& job : *page.mutable_jobs()) {
      if (limit > 0 && whole.jobs_size() == limit) break;
      if (console.format() == Format::kJsonLines) {
        console.Print(Tagged("job", ToJson(job)) + "\n");
      }
      *whole.add_jobs() = std::move(job);
    }
    *whole.mutable_read_info() = page.read_info();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (limit == 0 || whole.jobs_size() < limit));

  if (console.format() == Format::kJson) console.Print(ToJson(whole) + "\n");
  if (console.format() == Format::kJsonLines) {
    console.Print(
        absl::StrCat("{\"readInfo\":", ToJson(whole.read_info()), ",\"complete\":true}\n"));
  }
  if (console.format() == Format::kText) {
    std::vector<Row> rows;
    for (const v1::Job& job : whole.jobs()) rows.push_back(JobRow(job));
    if (!console.laid_out()) {
      for (const Row& row : rows) console.Print(TabLine(row));
    } else if (rows.empty()) {
      console.Note("nothing found\n");
    } else {
      console.Print(RenderTable(JobHeadings(), rows, console.layout()));
    }
  }
  NoteReadInfo(whole.read_info(), console);
  return kExitDone;
}

ExitCode RunJob(const Arguments& arguments, Console& console) {
  const std::string name = JobName(arguments.operands.front());
  if (arguments.jobs.wait) {
    BlockSignals();
    return Follow(name, arguments, console);
  }
  const auto stub =
      v1::JobService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::GetJobRequest request;
  request.set_name(name);
  v1::GetJobResponse response;
  const absl::Status status =
      client::FromGrpc(stub->GetJob(Context(arguments).get(), request, &response));
  if (!status.ok()) return console.Fail(status);
  PrintJob(response.job(), console);
  NoteReadInfo(response.read_info(), console);
  return kExitDone;
}

ExitCode RunCancelJob(const Arguments& arguments, Console& console) {
  const auto stub =
      v1::JobService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  v1::CancelJobRequest request;
  request.set_name(JobName(arguments.operands.front()));
  v1::CancelJobResponse response;
  const absl::Status status =
      client::FromGrpc(stub->CancelJob(Context(arguments).get(), request, &response));
  if (!status.ok()) return console.Fail(status);
  PrintJob(response.job(), console);
  return kExitDone;
}

}  // namespace pledge::cli
