// reanalyze, jobs, job and cancel-job.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {

void AddJobCommands(CLI::App* app, Draft* draft) {
  JobFlags& flags = draft->arguments.jobs;
  CLI::App* reanalyze = AddCommand(app, "reanalyze", "Analyse stored letters again, as a job",
                                   kReanalyzeExamples, Command::kReanalyze, draft);
  AddOperands(reanalyze, "NAME", "Collections and documents; - is everything", true, draft);
  AddStartFlags(reanalyze, &flags);
  CLI::App* jobs =
      AddCommand(app, "jobs", "List jobs, newest first", kJobExamples, Command::kJobs, draft);
  jobs->add_option("--limit", draft->arguments.read.limit, "Stop after so many")
      ->type_name("N")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 62).description(""));
  AddFollowFlag(AddOneName(app, "job", "Show a job", "A job", kJobExamples, Command::kJob, draft),
                &flags);
  AddOneName(app, "cancel-job", "Stop a job; what it has done stays", "A job", kJobExamples,
             Command::kCancelJob, draft);
}

}  // namespace pledge::cli
