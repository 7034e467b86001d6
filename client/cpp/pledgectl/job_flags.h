// The flags of the commands about jobs. A value type.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_JOB_FLAGS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_JOB_FLAGS_H_

#include <string>

namespace CLI {
class App;
}

namespace pledge::cli {

struct JobFlags {
  std::string job_id;    // of the job to start; empty: the server makes one
  bool dry_run = false;  // only count
  bool wait = false;     // until the job has ended
};

// Adds --job-id, --dry-run and --wait: for commands that start a job.
void AddStartFlags(CLI::App* sub, JobFlags* flags);
// Adds --follow.
void AddFollowFlag(CLI::App* sub, JobFlags* flags);

inline constexpr char kReanalyzeExamples[] =
    "Examples:\n"
    "  pledgectl reanalyze sichuan --dry-run --wait     how much would change\n"
    "  pledgectl reanalyze sichuan policies/plan-7 --wait\n"
    "  pledgectl reanalyze - --job-id engine-7 -o jsonl\n"
    "The job goes on when this command ends, and when the server starts again. With --job-id the\n"
    "same command may be repeated: it finds its job.\n";
inline constexpr char kJobExamples[] =
    "Examples:\n"
    "  pledgectl jobs\n"
    "  pledgectl job engine-7 --follow\n"
    "  pledgectl cancel-job engine-7\n";

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_JOB_FLAGS_H_
