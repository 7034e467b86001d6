#include "client/cpp/pledgectl/render_job.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/names.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

constexpr char kPrefix[] = "jobs/";

std::string StateWord(const v1::Job& job) {
  const bool is_stopping = job.cancel_requested() && !HasEnded(job);
  switch (job.state()) {
    case v1::JOB_STATE_PENDING:
      return "waiting";
    case v1::JOB_STATE_RUNNING:
      return is_stopping ? "stopping" : "running";
    case v1::JOB_STATE_SUCCEEDED:
      return "done";
    case v1::JOB_STATE_FAILED:
      return "failed";
    case v1::JOB_STATE_CANCELLED:
      return "cancelled";
    default:
      return absl::StrCat("state ", static_cast<int>(job.state()));
  }
}

std::string DryRun(const char* word, bool is_dry_run) {
  return is_dry_run ? absl::StrCat(word, ", dry run") : word;
}

std::string WorkWord(const v1::Job& job) {
  switch (job.work_case()) {
    case v1::Job::kReanalyze:
      return DryRun("reanalyze", job.reanalyze().dry_run());
    case v1::Job::kVerify:
      return "verify";
    case v1::Job::kTrim:
      return DryRun("trim", job.trim().dry_run());
    case v1::Job::WORK_NOT_SET:
      break;
  }
  return "unknown";
}

void AddParents(const google::protobuf::RepeatedPtrField<std::string>& parents, FactList& facts) {
  facts.emplace_back("of", absl::StrJoin(parents, " ", [](std::string* out, const auto& parent) {
                       out->append(client::ShortName(parent));
                     }));
}

void AddWork(const v1::ReanalyzeWork& work, FactList& facts) {
  AddParents(work.parents(), facts);
  facts.emplace_back("engine", work.engine_version());
  facts.emplace_back("changed letters", absl::StrCat(work.changed_documents()));
  facts.emplace_back("same letters", absl::StrCat(work.unchanged_documents()));
  facts.emplace_back("commitments", absl::StrCat("+", work.added_commitments(), " new, -",
                                                 work.removed_commitments(), " gone, ~",
                                                 work.changed_commitments(), " changed"));
}

void AddWork(const v1::VerifyWork& work, FactList& facts) {
  facts.emplace_back("revisions", absl::StrCat(work.revisions()));
  facts.emplace_back("faults", absl::StrCat(work.fault_count()));
  for (const v1::StoreFault& fault : work.faults()) {
    facts.emplace_back("fault",
                       absl::StrCat(client::ShortName(fault.name()), " ", fault.message()));
  }
}

void AddWork(const v1::TrimWork& work, FactList& facts) {
  AddParents(work.parents(), facts);
  facts.emplace_back("revisions dropped", absl::StrCat(work.trimmed_revisions()));
}

}  // namespace

bool HasEnded(const v1::Job& job) {
  return job.state() == v1::JOB_STATE_SUCCEEDED || job.state() == v1::JOB_STATE_FAILED ||
         job.state() == v1::JOB_STATE_CANCELLED;
}

std::string JobName(const std::string& text) {
  return absl::StartsWith(text, kPrefix) ? text : kPrefix + text;
}

Row JobHeadings() { return {"job", "work", "state", "done", "all", "failed", "made", "ended"}; }

Row JobRow(const v1::Job& job) {
  return {client::LastId(job.name()),
          WorkWord(job),
          StateWord(job),
          absl::StrCat(job.done()),
          absl::StrCat(job.total()),
          absl::StrCat(job.failed()),
          TimeText(job.create_time()),
          TimeText(job.end_time())};
}

FactList FactsOf(const v1::Job& job) {
  FactList facts = {{"job", client::LastId(job.name())},
                    {"work", WorkWord(job)},
                    {"state", StateWord(job)},
                    {"done", absl::StrCat(job.done(), " of ", job.total())},
                    {"failed", absl::StrCat(job.failed())}};
  if (job.has_reanalyze()) AddWork(job.reanalyze(), facts);
  if (job.has_verify()) AddWork(job.verify(), facts);
  if (job.has_trim()) AddWork(job.trim(), facts);
  facts.emplace_back("made", TimeText(job.create_time()));
  if (job.has_end_time()) facts.emplace_back("ended", TimeText(job.end_time()));
  if (job.has_expire_time()) facts.emplace_back("kept until", TimeText(job.expire_time()));
  if (job.has_error()) facts.emplace_back("error", job.error().message());
  return facts;
}

std::string ProgressText(const v1::Job& job) {
  std::string text = absl::StrCat(client::LastId(job.name()), "  ", StateWord(job), "  ",
                                  job.done(), " of ", job.total());
  if (job.failed() > 0) absl::StrAppend(&text, ", ", job.failed(), " failed");
  return text;
}

}  // namespace pledge::cli
