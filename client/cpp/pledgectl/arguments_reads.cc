// get, sections, commitments, achievements and count.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

constexpr char kGetExamples[] =
    "Examples:\n"
    "  pledgectl get sichuan/reply-12\n"
    "  pledgectl get sichuan/reply-12@1 -o json\n";
constexpr char kSectionsExamples[] =
    "Examples:\n"
    "  pledgectl sections sichuan/reply-12\n"
    "  pledgectl sections sichuan/reply-12@1 sichuan/reply-13\n"
    "  pledgectl sections sichuan -o jsonl\n";
constexpr char kCommitmentsExamples[] =
    "Examples:\n"
    "  pledgectl commitments sichuan/reply-12\n"
    "  pledgectl commitments sichuan/reply-12 --wide --all-types\n"
    "  pledgectl commitments sichuan | cut -f 2,7,10\n"
    "  pledgectl commitments sichuan -o jsonl\n"
    "  pledgectl commitments - --filter 'strength = FIRM AND deadline.end_date < 2027' "
    "--order-by deadline\n"
    "Filters are described in proto/FILTER.md.\n";
constexpr char kAchievementsExamples[] =
    "Examples:\n"
    "  pledgectl achievements sichuan/reply-12\n"
    "  pledgectl achievements sichuan --filter 'status = COMPLETED' --contains 学校\n"
    "  pledgectl achievements sichuan -o jsonl --fields name,text,facts\n";
constexpr char kCountExamples[] =
    "Examples:\n"
    "  pledgectl count sichuan --by strength\n"
    "  pledgectl count - --by issuer,deadline_year --filter 'strength = FIRM'\n"
    "  pledgectl count sichuan --by deadline_month --contains 学校 -o jsonl\n";

}  // namespace

void AddReadCommands(CLI::App* app, Draft* draft) {
  ReadFlags& flags = draft->arguments.read;
  CLI::App* get =
      AddCommand(app, "get", "Show the facts about a letter", kGetExamples, Command::kGet, draft);
  AddOperands(get, "NAME", "A document or a revision", true, draft);
  get->get_option("NAME")->expected(1);
  AddAt(get, &flags);
  CLI::App* sections = AddCommand(app, "sections", "Show the section tree of letters",
                                  kSectionsExamples, Command::kSections, draft);
  AddOperands(sections, "NAME", "Collections, documents or revisions", true, draft);
  AddAt(sections, &flags);
  CLI::App* commitments = AddCommand(app, "commitments", "Show what letters promise",
                                     kCommitmentsExamples, Command::kCommitments, draft);
  AddOperands(commitments, "NAME", "Collections, documents or revisions", true, draft);
  AddAt(commitments, &flags);
  commitments->add_flag("--all-types", flags.all_types, "Also stances");
  commitments->add_flag("--wide", flags.wide, "More columns");
  CLI::App* achievements = AddCommand(app, "achievements", "Show what letters report as done",
                                      kAchievementsExamples, Command::kAchievements, draft);
  AddOperands(achievements, "NAME", "Collections, documents or revisions", true, draft);
  AddAt(achievements, &flags);
  for (CLI::App* sub : {sections, commitments, achievements}) {
    AddSelectionFlags(sub, &flags.query);
    AddFieldsFlag(sub, &flags.query);
    sub->add_option("--limit", flags.limit, "Stop after so many records")
        ->type_name("N")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 62).description(""));
  }
  AddOrderFlag(commitments, &flags.query);
  CLI::App* count = AddCommand(app, "count", "Count commitments by fields", kCountExamples,
                               Command::kCount, draft);
  AddOperands(count, "NAME", "Collections, documents or revisions; - is everything", true, draft);
  AddAt(count, &flags);
  AddSelectionFlags(count, &flags.query);
  AddCountFlags(count, &flags.query);
  count->add_flag("--all-types", flags.all_types, "Also stances");
}

}  // namespace pledge::cli
