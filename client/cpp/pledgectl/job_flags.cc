#include "client/cpp/pledgectl/job_flags.h"

#include <CLI/CLI.hpp>

namespace pledge::cli {

void AddStartFlags(CLI::App* sub, JobFlags* flags) {
  sub->add_option("--job-id", flags->job_id, "Name the job, so that the command may be repeated")
      ->type_name("ID");
  sub->add_flag("--dry-run", flags->dry_run, "Change nothing, count what would change");
  sub->add_flag("--wait", flags->wait, "Show how it goes and end with it");
}

void AddFollowFlag(CLI::App* sub, JobFlags* flags) {
  sub->add_flag("-f,--follow", flags->wait, "Show how it goes and end with it");
}

}  // namespace pledge::cli
