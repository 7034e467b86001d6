#include "client/cpp/pledgectl/upkeep_flags.h"

#include <CLI/CLI.hpp>

#include "client/cpp/pledgectl/query_flags.h"

namespace pledge::cli {
namespace {

std::string CheckTime(const std::string& text) {
  return ParseAsOf(text) ? "" : "\"" + text + "\" is no time; write 2026-11-23T08:30:00Z or a date";
}

void AddJobFlags(CLI::App* app, UpkeepFlags* flags) {
  app->add_flag("--wait", flags->wait, "Wait until it has come to its end");
  app->add_option("--job", flags->job_id, "Id of the job; the same one again starts nothing new")
      ->type_name("ID");
}

}  // namespace

const char kBackupExamples[] =
    "Examples:\n"
    "  pledgectl backup monday                             on the server's machine\n"
    "  pledgectl verify /var/backups/pledge/monday\n"
    "  pledgectl restore /var/backups/pledge/monday --to /var/lib/pledge\n"
    "verify and restore read files and need no server.\n";
const char kTrimExamples[] =
    "Examples:\n"
    "  pledgectl trim sichuan --keep 5 --dry-run --wait   count, drop nothing\n"
    "  pledgectl trim - --keep 1 --keep-after 2026-01-01\n"
    "A revision goes when neither rule keeps it; the newest one of a document stays. States of\n"
    "the store older than the newest revision superseded cannot be read any more then.\n";
const char kCheckExamples[] =
    "Examples:\n"
    "  pledgectl check --wait                     every row, chain, pointer and checksum\n"
    "  pledgectl check --recompute --wait -o json\n"
    "The server reads its whole store beside its other work. `pledgectl verify` checks the files\n"
    "of a backup. Exit code 8 when faults were found.\n";

void AddTrimFlags(CLI::App* app, UpkeepFlags* flags) {
  app->add_option("--keep", flags->keep, "Newest revisions of each document that stay")
      ->type_name("N")
      ->required()
      ->check(CLI::Range(1, INT32_MAX).description(""));
  app->add_option("--keep-after", flags->keep_after,
                  "Also what was the newest revision at this time or later")
      ->type_name("TIME")
      ->check(CheckTime);
  app->add_flag("--dry-run", flags->dry_run, "Drop nothing, only count");
  AddJobFlags(app, flags);
}

void AddCheckFlags(CLI::App* app, UpkeepFlags* flags) {
  app->add_flag("--recompute", flags->recompute,
                "Also analyse every source again and compare the digests");
  AddJobFlags(app, flags);
}

}  // namespace pledge::cli
