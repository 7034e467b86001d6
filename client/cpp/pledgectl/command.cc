#include "client/cpp/pledgectl/command.h"

namespace pledge::cli {

ExitCode RunCommand(const Arguments& arguments, Console& console) {
  switch (arguments.command) {
    case Command::kAnalyze:
      return RunAnalyze(arguments, console);
    case Command::kExplain:
      return RunExplain(arguments, console);
    case Command::kIngest:
      return RunIngest(arguments, console);
    case Command::kGet:
      return RunGet(arguments, console);
    case Command::kSections:
      return RunSections(arguments, console);
    case Command::kCommitments:
      return RunCommitments(arguments, console);
    case Command::kDiff:
      return RunDiff(arguments, console);
    case Command::kWatch:
      return RunWatch(arguments, console);
    case Command::kAchievements:
      return RunAchievements(arguments, console);
    case Command::kCount:
      return RunCount(arguments, console);
    case Command::kCollections:
      return RunCollections(arguments, console);
    case Command::kList:
      return RunList(arguments, console);
    case Command::kRevisions:
      return RunRevisions(arguments, console);
    case Command::kSource:
      return RunSource(arguments, console);
    case Command::kText:
      return RunText(arguments, console);
    case Command::kRepairs:
      return RunRepairs(arguments, console);
    case Command::kUpdate:
      return RunUpdate(arguments, console);
    case Command::kDelete:
      return RunDelete(arguments, console);
    case Command::kUndelete:
      return RunUndelete(arguments, console);
    case Command::kRollback:
      return RunRollback(arguments, console);
    case Command::kPurge:
      return RunPurge(arguments, console);
    case Command::kSessions:
      return RunSessions(arguments, console);
    case Command::kResults:
      return RunResults(arguments, console);
    case Command::kFinish:
      return RunFinish(arguments, console);
    case Command::kReanalyze:
      return RunReanalyze(arguments, console);
    case Command::kJobs:
      return RunJobs(arguments, console);
    case Command::kJob:
      return RunJob(arguments, console);
    case Command::kCancelJob:
      return RunCancelJob(arguments, console);
    case Command::kInfo:
      return RunInfo(arguments, console);
    case Command::kStatus:
      return RunStatus(arguments, console);
    case Command::kTop:
      return RunTop(arguments, console);
    case Command::kBackup:
      return RunBackup(arguments, console);
    case Command::kVerify:
      return RunVerify(arguments, console);
    case Command::kRestore:
      return RunRestore(arguments, console);
    case Command::kTrim:
      return RunTrim(arguments, console);
    case Command::kCheck:
      return RunCheck(arguments, console);
    case Command::kExport:
      return RunExport(arguments, console);
    case Command::kImport:
      return RunImport(arguments, console);
    case Command::kCopy:
      return RunCopy(arguments, console);
    case Command::kDrain:
      return RunDrain(arguments, console);
    case Command::kCompletion:
      break;  // the script is printed like help
    case Command::kVersion:
      return RunVersion(arguments, console);
  }
  return kExitFailed;
}

}  // namespace pledge::cli
