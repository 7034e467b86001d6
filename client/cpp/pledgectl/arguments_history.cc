// diff, watch, collections, list and revisions.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

constexpr char kDiffExamples[] =
    "Examples:\n"
    "  pledgectl diff sichuan/reply-12              the two newest revisions\n"
    "  pledgectl diff sichuan/reply-12 @1 @3\n"
    "  pledgectl diff sichuan/reply-12@1 @latest -o jsonl\n"
    "  pledgectl diff sichuan/reply-12 --exit-code > /dev/null || echo changed\n";
constexpr char kWatchExamples[] =
    "Examples:\n"
    "  pledgectl watch sichuan --follow\n"
    "  pledgectl watch sichuan --initial -o jsonl    what there is now, and stop\n"
    "  pledgectl watch sichuan --from TOKEN          what came since, and stop\n"
    "  pledgectl watch sichuan sichuan/reply-12 --target documents --follow\n"
    "A stream that breaks is taken up again where it was; nothing comes twice.\n";
constexpr char kListExamples[] =
    "Examples:\n"
    "  pledgectl list sichuan\n"
    "  pledgectl list - --deleted -o jsonl\n";

void AddDiff(CLI::App* app, Draft* draft) {
  CLI::App* sub = AddCommand(app, "diff", "Show what became of the promises of a letter",
                             kDiffExamples, Command::kDiff, draft);
  AddOperands(sub, "NAME", "A document, and two of its revisions; @2 is short for one", true,
              draft);
  sub->get_option("NAME")->expected(1, 3);
  sub->add_flag("--exit-code", draft->arguments.diff.exit_code,
                "End with 100 when something differs");
}

void AddWatch(CLI::App* app, Draft* draft) {
  WatchFlags& flags = draft->arguments.watch;
  CLI::App* sub = AddCommand(app, "watch", "Show changes as they are stored", kWatchExamples,
                             Command::kWatch, draft);
  AddOperands(sub, "NAME", "Collections and documents", true, draft);
  TakeOneOf<v1::WatchTarget>(
      sub->add_option("--target", flags.target, "What is watched: commitments or documents")
          ->type_name("WHAT"),
      {{"commitments", v1::WATCH_TARGET_COMMITMENTS}, {"documents", v1::WATCH_TARGET_DOCUMENTS}},
      draft);
  sub->add_flag("-f,--follow", flags.follow, "Go on; else stop when all has been told");
  sub->add_option("--from", flags.from, "Begin after the state of this token, not now")
      ->type_name("TOKEN");
  sub->add_flag("--initial", flags.initial, "First tell what there is now");
  sub->add_option("--filter", flags.filter, "Only what matches, before or after a change")
      ->type_name("FILTER");
  sub->add_flag("--deleted", flags.with_deleted, "Also soft-deleted documents");
  sub->add_flag("--all-types", draft->arguments.read.all_types, "Also stances");
}

void AddLists(CLI::App* app, Draft* draft) {
  ReadFlags& flags = draft->arguments.read;
  CLI::App* collections =
      AddCommand(app, "collections", "List the collections", "", Command::kCollections, draft);
  CLI::App* list =
      AddOneName(app, "list", "List the documents of a collection",
                 "A collection; - is all of them", kListExamples, Command::kList, draft);
  list->add_flag("--deleted", draft->arguments.documents.deleted, "Also deleted ones");
  list->add_option("--filter", draft->arguments.documents.filter,
                   "Only what matches, such as 'facts.kind = REPLY_LETTER AND issue_date >= 2024'")
      ->type_name("FILTER");
  AddAt(list, &flags);
  CLI::App* revisions = AddOneName(app, "revisions", "List what became of a document", "A document",
                                   "", Command::kRevisions, draft);
  for (CLI::App* sub : {collections, list, revisions}) {
    sub->add_option("--limit", flags.limit, "Stop after so many")
        ->type_name("N")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 62).description(""));
  }
}

}  // namespace

void AddHistoryCommands(CLI::App* app, Draft* draft) {
  AddDiff(app, draft);
  AddWatch(app, draft);
  AddLists(app, draft);
}

}  // namespace pledge::cli
