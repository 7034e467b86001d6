// The commands of pledgectl: each does what its arguments say, writes to the
// console and gives the exit code. They block; one at a time.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_COMMAND_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_COMMAND_H_

#include "client/cpp/pledgectl/arguments.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/pledgectl/exit_code.h"

namespace pledge::cli {

ExitCode RunAnalyze(const Arguments& arguments, Console& console);
ExitCode RunExplain(const Arguments& arguments, Console& console);
ExitCode RunIngest(const Arguments& arguments, Console& console);
ExitCode RunGet(const Arguments& arguments, Console& console);
ExitCode RunSections(const Arguments& arguments, Console& console);
ExitCode RunCommitments(const Arguments& arguments, Console& console);
ExitCode RunDiff(const Arguments& arguments, Console& console);
ExitCode RunWatch(const Arguments& arguments, Console& console);
ExitCode RunAchievements(const Arguments& arguments, Console& console);
ExitCode RunCount(const Arguments& arguments, Console& console);
ExitCode RunCollections(const Arguments& arguments, Console& console);
ExitCode RunList(const Arguments& arguments, Console& console);
ExitCode RunRevisions(const Arguments& arguments, Console& console);
ExitCode RunSource(const Arguments& arguments, Console& console);
ExitCode RunText(const Arguments& arguments, Console& console);
ExitCode RunRepairs(const Arguments& arguments, Console& console);
ExitCode RunUpdate(const Arguments& arguments, Console& console);
ExitCode RunDelete(const Arguments& arguments, Console& console);
ExitCode RunUndelete(const Arguments& arguments, Console& console);
ExitCode RunRollback(const Arguments& arguments, Console& console);
ExitCode RunPurge(const Arguments& arguments, Console& console);
ExitCode RunSessions(const Arguments& arguments, Console& console);
ExitCode RunResults(const Arguments& arguments, Console& console);
ExitCode RunFinish(const Arguments& arguments, Console& console);
ExitCode RunReanalyze(const Arguments& arguments, Console& console);
ExitCode RunJobs(const Arguments& arguments, Console& console);
ExitCode RunJob(const Arguments& arguments, Console& console);
ExitCode RunCancelJob(const Arguments& arguments, Console& console);
ExitCode RunInfo(const Arguments& arguments, Console& console);
ExitCode RunStatus(const Arguments& arguments, Console& console);
ExitCode RunTop(const Arguments& arguments, Console& console);
ExitCode RunBackup(const Arguments& arguments, Console& console);
ExitCode RunVerify(const Arguments& arguments, Console& console);
ExitCode RunRestore(const Arguments& arguments, Console& console);
ExitCode RunTrim(const Arguments& arguments, Console& console);
ExitCode RunCheck(const Arguments& arguments, Console& console);
ExitCode RunExport(const Arguments& arguments, Console& console);
ExitCode RunImport(const Arguments& arguments, Console& console);
ExitCode RunCopy(const Arguments& arguments, Console& console);
ExitCode RunDrain(const Arguments& arguments, Console& console);
ExitCode RunVersion(const Arguments& arguments, Console& console);

// The one that was asked for.
ExitCode RunCommand(const Arguments& arguments, Console& console);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_COMMAND_H_
