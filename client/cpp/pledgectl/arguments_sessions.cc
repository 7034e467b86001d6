// sessions, results and finish.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

constexpr char kSessionsExamples[] =
    "Examples:\n"
    "  pledgectl sessions sichuan\n"
    "  pledgectl sessions sichuan -o jsonl\n";
constexpr char kResultsExamples[] =
    "Examples:\n"
    "  pledgectl results sichuan/20261123-7f3a --refused\n"
    "  pledgectl results sichuan/20261123-7f3a | cut -f 1,2\n";
constexpr char kFinishExamples[] =
    "Examples:\n"
    "  pledgectl finish sichuan/20261123-7f3a --expect 41203\n"
    "A finished session takes no more items; its results stay until it expires.\n";

}  // namespace

void AddSessionCommands(CLI::App* app, Draft* draft) {
  SessionFlags& flags = draft->arguments.session;
  CLI::App* sessions = AddCommand(app, "sessions", "List the ingest sessions of a collection",
                                  kSessionsExamples, Command::kSessions, draft);
  AddOperands(sessions, "COLLECTION", "A collection", true, draft);
  sessions->get_option("COLLECTION")->expected(1);
  CLI::App* results = AddCommand(app, "results", "Show what became of the items of a session",
                                 kResultsExamples, Command::kResults, draft);
  AddOperands(results, "SESSION", "COLLECTION/SESSION", true, draft);
  results->get_option("SESSION")->expected(1);
  results->add_flag("--refused", flags.refused, "Only items that were refused");
  CLI::App* finish = AddCommand(app, "finish", "Close an ingest session for good", kFinishExamples,
                                Command::kFinish, draft);
  AddOperands(finish, "SESSION", "COLLECTION/SESSION", true, draft);
  finish->get_option("SESSION")->expected(1);
  finish->add_option("--expect", flags.expected_count, "Refuse unless it has so many results")
      ->type_name("N")
      ->check(CLI::Range(int64_t{0}, int64_t{1} << 62).description(""));
}

}  // namespace pledge::cli
