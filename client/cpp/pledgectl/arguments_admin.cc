// info, status, top, backup, verify, restore, trim, check and drain.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

constexpr char kAdminExamples[] =
    "Where pledged has --operator-listen, --server is that address.\n";

constexpr char kTopExamples[] =
    "  pledgectl top\n"
    "  pledgectl top --interval 5s -o jsonl > figures.jsonl\n"
    "  pledgectl top --once | grep ^writes\n"
    "Rates, queues, store and streams; latencies of methods are over the interval, and p99\n"
    "is the least bound that 99 of 100 calls keep. Ctrl-C ends it. All figures:\n"
    "/metrics of --admin-listen.\n";

}  // namespace

void AddAdminCommands(CLI::App* app, Draft* draft) {
  AddCommand(app, "info", "Show limits, features and version of the server", kAdminExamples,
             Command::kInfo, draft);
  AddCommand(app, "status", "Show how the store stands", kAdminExamples, Command::kStatus, draft);
  CLI::App* top = AddCommand(app, "top", "Show what the server does, again and again", kTopExamples,
                             Command::kTop, draft);
  top->add_flag("--once", draft->arguments.top.once, "One look, then the end; for scripts");
  top->add_option("--interval", draft->interval, "Between two looks (1s); rates are over it")
      ->type_name("TIME")
      ->check(CheckDuration);
  CLI::App* backup = AddCommand(app, "backup", "Copy the store while it is in use", kBackupExamples,
                                Command::kBackup, draft);
  AddOperands(backup, "ID", "Name of the backup, and of its folder", true, draft);
  backup->get_option("ID")->expected(1);
  CLI::App* verify = AddCommand(app, "verify", "Check every byte of a backup", kBackupExamples,
                                Command::kVerify, draft);
  CLI::App* restore = AddCommand(app, "restore", "Make a store folder of a backup", kBackupExamples,
                                 Command::kRestore, draft);
  CLI::Option* const to =
      restore->add_option("--to", draft->arguments.restore_to, "Folder of the new store")
          ->type_name("DIR")
          ->required();
  draft->words[to] = WordKind::kFolder;
  for (CLI::App* sub : {verify, restore}) {
    CLI::Option* const folder = AddOperands(sub, "FOLDER", "Folder of the backup", true, draft);
    folder->expected(1);
    draft->words[folder] = WordKind::kFolder;
  }
  CLI::App* trim =
      AddCommand(app, "trim", "Drop old revisions by rule", kTrimExamples, Command::kTrim, draft);
  AddOperands(trim, "PARENT", "Collections or documents; - alone is everything", true, draft);
  AddTrimFlags(trim, &draft->arguments.upkeep);
  CLI::App* check = AddCommand(app, "check", "Have the server check its whole store",
                               kCheckExamples, Command::kCheck, draft);
  AddCheckFlags(check, &draft->arguments.upkeep);
  CLI::App* drain =
      AddCommand(app, "drain", "End the server in order", kAdminExamples, Command::kDrain, draft);
  drain->add_option("--grace", draft->drain_grace, "Cut streams that are still open after this")
      ->type_name("TIME")
      ->check(CheckDuration);
}

}  // namespace pledge::cli
