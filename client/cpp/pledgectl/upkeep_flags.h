// Flags of the commands that start upkeep of the store: trim and check. Functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_UPKEEP_FLAGS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_UPKEEP_FLAGS_H_

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace pledge::cli {

struct UpkeepFlags {
  int32_t keep = 0;        // newest revisions that stay
  std::string keep_after;  // a time or a date; empty: none
  bool dry_run = false;
  bool recompute = false;
  bool wait = false;   // until the job has ended
  std::string job_id;  // empty: the server makes one
};

extern const char kBackupExamples[];
extern const char kTrimExamples[];
extern const char kCheckExamples[];

// --keep, --keep-after, --dry-run, --wait and --job.
void AddTrimFlags(CLI::App* app, UpkeepFlags* flags);
// --recompute, --wait and --job.
void AddCheckFlags(CLI::App* app, UpkeepFlags* flags);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_UPKEEP_FLAGS_H_
