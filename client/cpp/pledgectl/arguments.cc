#include "client/cpp/pledgectl/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pledge::cli {
namespace {

constexpr char kSummary[] =
    "pledgectl asks a Pledge server what government reply letters promise.\n"
    "Names are short or full: COLLECTION, COLLECTION/DOCUMENT, COLLECTION/DOCUMENT@REVISION.";

constexpr char kExitCodes[] =
    "Exit codes: 0 done; 1 failed; 2 wrong use; 3 done, but items were refused or an analysis is\n"
    "partial; 4 not allowed; 5 not found; 6 conflict; 7 passing, the same command may be "
    "repeated;\n"
    "8 data loss; 100 diff --exit-code found differences; 130 interrupted.\n"
    "Text is laid out on a terminal, or for --width; elsewhere it is TAB-separated lines.\n";

constexpr char kAnalyzeExamples[] =
    "Examples:\n"
    "  pledgectl analyze letter.txt\n"
    "  pledgectl analyze page.html -o json\n"
    "  pledgectl analyze letters/*.txt -o jsonl > found.jsonl\n"
    "  curl -s https://example.org/reply.html | pledgectl analyze -\n";
constexpr char kExplainExamples[] =
    "Examples:\n"
    "  pledgectl explain letter.txt\n"
    "  pledgectl explain letter.txt --lang zh\n"
    "  pledgectl explain sichuan/reply-12@1          a stored letter, where no file has this name\n"
    "  pledgectl explain page.html -o html > explained.html\n"
    "  curl -s https://example.org/reply.html | pledgectl explain -\n";
constexpr char kIngestExamples[] =
    "Examples:\n"
    "  pledgectl ingest letters/ --collection sichuan\n"
    "  find letters -name '*.html' | pledgectl ingest --files-from - --collection sichuan\n"
    "  pledgectl ingest letters/ --collection sichuan -o jsonl > results.jsonl\n"
    "The same command goes on where it was cut. Ctrl-C waits for what is on its way; a second\n"
    "one does not.\n";
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
constexpr char kSourceExamples[] =
    "Examples:\n"
    "  pledgectl source sichuan/reply-12 --output-file reply.html\n"
    "  pledgectl source sichuan/reply-12@1 --range 8006:8094\n"
    "A read that was cut goes on where it was; what came is checked against its SHA-256.\n";
constexpr char kTextExamples[] =
    "Examples:\n"
    "  pledgectl text sichuan/reply-12 > reply.txt\n"
    "  pledgectl text sichuan/reply-12@1 --personal-data\n";
constexpr char kRepairsExamples[] =
    "Examples:\n"
    "  pledgectl repairs sichuan/reply-12\n"
    "  pledgectl repairs sichuan/reply-12 --unit points -o jsonl\n"
    "Between two repairs the text is the decoded source, character for character.\n";
constexpr char kUpdateExamples[] =
    "Examples:\n"
    "  pledgectl update sichuan/reply-12 --label batch=2026 --comment \"sorted\"\n"
    "  pledgectl update sichuan/reply-12 --file corrected.html --dry-run\n";

std::string CheckLabel(const std::string& text) {
  const size_t equals = text.find('=');
  const bool valid = equals != std::string::npos && equals > 0;
  return valid ? "" : "\"" + text + "\" is no label; write KEY=VALUE";
}
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
constexpr char kAdminExamples[] =
    "Where pledged has --operator-listen, --server is that address.\n";

std::string CheckDuration(const std::string& text) {
  absl::Duration duration;
  const bool valid = absl::ParseDuration(text, &duration) && duration > absl::ZeroDuration();
  return valid ? "" : "\"" + text + "\" is no duration; write 30s, 5m or 1h30m";
}

// A word out of a table becomes the number of its value, which is what CLI11
// reads into an enum.
template <typename Value>
CLI::Validator OneOf(const std::map<std::string, Value>& values) {
  return CLI::Validator(
      [values](std::string& word) {
        const auto found = values.find(word);
        if (found != values.end()) {
          word = absl::StrCat(static_cast<int>(found->second));
          return std::string();
        }
        const std::string known = absl::StrJoin(
            values, ", ", [](std::string* out, const auto& entry) { out->append(entry.first); });
        return absl::StrCat("\"", word, "\" is none of ", known);
      },
      "");
}

// What CLI11 writes into; durations stay texts until all is read.
struct Draft {
  Arguments arguments;
  std::string timeout;
  std::string give_up_after;
  std::string purge_after;
  std::vector<std::string> labels;
  std::string drain_grace;
};

void AddCommonFlags(CLI::App* app, Draft* draft) {
  CommonFlags& flags = draft->arguments.common;
  const std::string group = "Everywhere";
  app->add_option("--server", flags.server, "HOST:PORT or unix:PATH of the server (PLEDGE_SERVER)")
      ->group(group)
      ->type_name("ADDR")
      ->capture_default_str();
  app->add_option("-o,--output", flags.format, "Form of the output: text, json or jsonl")
      ->group(group)
      ->type_name("FORM")
      ->transform(OneOf<Format>(
          {{"text", Format::kText}, {"json", Format::kJson}, {"jsonl", Format::kJsonLines}}));
  app->add_option("--color", flags.color, "Colours: auto, always or never")
      ->group(group)
      ->type_name("WHEN")
      ->transform(OneOf<ColorChoice>({{"auto", ColorChoice::kAuto},
                                      {"always", ColorChoice::kAlways},
                                      {"never", ColorChoice::kNever}}));
  app->add_flag("--ascii", flags.ascii, "No sign of our own outside ASCII")->group(group);
  app->add_option("--width", flags.width, "Lay text out for so many columns")
      ->group(group)
      ->type_name("N")
      ->check(CLI::Range(40, 1000).description(""));
  app->add_option("--timeout", draft->timeout,
                  "Longest wait: 30s for a single answer, none for a stream, unless given")
      ->group(group)
      ->type_name("TIME")
      ->check(CheckDuration);
  app->add_flag("-q,--quiet", flags.quiet, "No progress and no hints")->group(group);
  app->add_flag("-v,--verbose", flags.verbose, "Say more: tokens, error metadata")->group(group);
}

CLI::App* AddCommand(CLI::App* app, const std::string& name, const std::string& summary,
                     const std::string& footer, Command command, Draft* draft) {
  CLI::App* sub = app->add_subcommand(name, summary);
  sub->footer(footer);
  sub->callback([draft, command] { draft->arguments.command = command; });
  AddCommonFlags(sub, draft);
  return sub;
}

void AddOperands(CLI::App* sub, const std::string& word, const std::string& help, bool required,
                 Draft* draft) {
  CLI::Option* option = sub->add_option(word, draft->arguments.operands, help)->type_name("");
  if (required) option->required();
}

void AddAt(CLI::App* sub, ReadFlags* flags) {
  sub->add_option("--at", flags->at, "Read the state of this token (-v prints one)")
      ->type_name("TOKEN");
}

void AddAnalyze(CLI::App* app, Draft* draft) {
  CLI::App* sub = AddCommand(app, "analyze", "Show what a letter holds, without storing it",
                             kAnalyzeExamples, Command::kAnalyze, draft);
  AddOperands(sub, "FILE", "Files; - is standard input", true, draft);
  sub->add_flag("--all-types", draft->arguments.read.all_types, "Also stances");
  sub->add_flag("--wide", draft->arguments.read.wide, "More columns");
}

void AddExplain(CLI::App* app, Draft* draft) {
  ExplainFlags& flags = draft->arguments.explain;
  CLI::App* sub =
      AddCommand(app, "explain", "Show why each sentence of a letter gave the records it gave",
                 kExplainExamples, Command::kExplain, draft);
  AddOperands(sub, "FILE", "Files, documents or revisions; - is standard input; html takes one",
              true, draft);
  // A page is text as far as the console is concerned.
  sub->get_option("--output")
      ->description("Form of the output: text, json, jsonl or html (a page)")
      ->transform(CLI::Validator(
          [&flags](std::string& word) {
            flags.page = word == "html";
            if (flags.page) word = "text";
            return std::string();
          },
          ""));
  sub->add_option("--lang", flags.language, "Language of labels and rules: zh, en")
      ->type_name("LANG")
      ->transform(OneOf<Language>({{"zh", Language::kChinese}, {"en", Language::kEnglish}}));
}

void AddIngest(CLI::App* app, Draft* draft) {
  IngestFlags& flags = draft->arguments.ingest;
  CLI::App* sub = AddCommand(app, "ingest", "Store letters, each exactly once", kIngestExamples,
                             Command::kIngest, draft);
  AddOperands(sub, "PATH", "Files and folders; - is a list of files on standard input", false,
              draft);
  sub->add_option("--collection", flags.collection, "Where the letters go")
      ->type_name("ID")
      ->capture_default_str();
  sub->add_option("--files-from", flags.files_from,
                  "Read more paths, one a line; - is standard input")
      ->type_name("FILE");
  sub->add_option("--session", flags.session, "Name the ingest session; else made from the files")
      ->type_name("ID");
  sub->add_option("--progress", flags.progress, "auto, plain (a line every ten seconds) or none")
      ->type_name("HOW")
      ->transform(OneOf<ProgressChoice>({{"auto", ProgressChoice::kAuto},
                                         {"plain", ProgressChoice::kPlain},
                                         {"none", ProgressChoice::kNone}}));
  sub->add_option("--give-up-after", draft->give_up_after,
                  "Stop trying when nothing went on for so long (2m)")
      ->type_name("TIME")
      ->check(CheckDuration);
}

void AddReads(CLI::App* app, Draft* draft) {
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
  sub->add_option("--target", flags.target, "What is watched: commitments or documents")
      ->type_name("WHAT")
      ->transform(OneOf<v1::WatchTarget>({{"commitments", v1::WATCH_TARGET_COMMITMENTS},
                                          {"documents", v1::WATCH_TARGET_DOCUMENTS}}));
  sub->add_flag("-f,--follow", flags.follow, "Go on; else stop when all has been told");
  sub->add_option("--from", flags.from, "Begin after the state of this token, not now")
      ->type_name("TOKEN");
  sub->add_flag("--initial", flags.initial, "First tell what there is now");
  sub->add_option("--filter", flags.filter, "Only what matches, before or after a change")
      ->type_name("FILTER");
  sub->add_flag("--deleted", flags.with_deleted, "Also soft-deleted documents");
  sub->add_flag("--all-types", draft->arguments.read.all_types, "Also stances");
}

void AddEtag(CLI::App* sub, DocumentFlags* flags) {
  sub->add_option("--etag", flags->etag, "Only if the document still has this etag")
      ->type_name("ETAG");
}

CLI::App* AddOneName(CLI::App* app, const std::string& name, const std::string& summary,
                     const std::string& operand, const std::string& footer, Command command,
                     Draft* draft) {
  CLI::App* sub = AddCommand(app, name, summary, footer, command, draft);
  AddOperands(sub, "NAME", operand, true, draft);
  sub->get_option("NAME")->expected(1);
  return sub;
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

void AddSource(CLI::App* app, Draft* draft) {
  SourceFlags& flags = draft->arguments.source;
  const std::string operand = "A document or a revision";
  CLI::App* source = AddOneName(app, "source", "Give the bytes of a letter as they were stored",
                                operand, kSourceExamples, Command::kSource, draft);
  AddByteFlags(source, &flags);
  CLI::App* text = AddOneName(app, "text", "Give the cleaned text of a letter", operand,
                              kTextExamples, Command::kText, draft);
  AddByteFlags(text, &flags);
  AddPersonalDataFlag(text, &flags);
  CLI::App* repairs =
      AddOneName(app, "repairs", "Show what was undone between the bytes and the text", operand,
                 kRepairsExamples, Command::kRepairs, draft);
  AddUnitFlag(repairs, &flags);
}

void AddUpdate(CLI::App* app, Draft* draft) {
  DocumentFlags& flags = draft->arguments.documents;
  CLI::App* sub = AddOneName(app, "update", "Change what is said about a document, or its bytes",
                             "A document", kUpdateExamples, Command::kUpdate, draft);
  AddEtag(sub, &flags);
  sub->add_option("--label", draft->labels, "Set a label; may be repeated")
      ->type_name("KEY=VALUE")
      ->check(CheckLabel);
  sub->add_option("--no-label", flags.no_labels, "Take a label away; may be repeated")
      ->type_name("KEY");
  sub->add_option("--source-uri", flags.source_uri, "Where the bytes came from")->type_name("URI");
  sub->add_option("--media-type", flags.media_type, "Media type of the bytes")->type_name("TYPE");
  sub->add_option("--file", flags.file, "New bytes; - is standard input")->type_name("FILE");
  sub->add_option("--charset", flags.charset, "Charset of the file, instead of detecting it")
      ->type_name("NAME");
  sub->add_option("--comment", flags.comment, "Kept on the revision")->type_name("TEXT");
  sub->add_flag("--create", flags.allow_missing, "Create the document when it is not there");
  sub->add_flag("--dry-run", flags.dry_run, "Change nothing, say what would change");
}

void AddChanges(CLI::App* app, Draft* draft) {
  DocumentFlags& flags = draft->arguments.documents;
  CLI::App* remove = AddOneName(app, "delete", "Delete a document; it can be restored for a while",
                                "A document", "", Command::kDelete, draft);
  remove->add_flag("--allow-missing", flags.allow_missing,
                   "Fine when it is missing or deleted already");
  remove
      ->add_option("--purge-after", draft->purge_after,
                   "Restorable for so long, such as 720h; then it is erased (720h)")
      ->type_name("TIME")
      ->check(CheckDuration);
  CLI::App* undelete = AddOneName(app, "undelete", "Restore a deleted document", "A document", "",
                                  Command::kUndelete, draft);
  CLI::App* rollback =
      AddOneName(app, "rollback", "Make an older revision the newest again",
                 "A revision, such as sichuan/reply-12@1", "", Command::kRollback, draft);
  rollback->add_option("--comment", flags.comment, "Kept on the revision")->type_name("TEXT");
  CLI::App* purge = AddOneName(app, "purge", "Erase a deleted document for good", "A document", "",
                               Command::kPurge, draft);
  purge->add_flag("--yes", flags.yes, "Without --etag: erase whatever is there");
  for (CLI::App* sub : {remove, undelete, rollback, purge}) AddEtag(sub, &flags);
}

void AddSessions(CLI::App* app, Draft* draft) {
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

void AddJobs(CLI::App* app, Draft* draft) {
  JobFlags& flags = draft->arguments.jobs;
  CLI::App* reanalyze = AddCommand(app, "reanalyze", "Analyse stored letters again, as a job",
                                   kReanalyzeExamples, Command::kReanalyze, draft);
  AddOperands(reanalyze, "NAME", "Collections and documents; - is everything", true, draft);
  AddStartFlags(reanalyze, &flags);
  CLI::App* jobs =
      AddCommand(app, "jobs", "List jobs, newest first", kJobExamples, Command::kJobs, draft);
  jobs->add_option("--limit", draft->arguments.read.limit, "Stop after so many")
      ->type_name("N")
      ->check(CLI::Range(int64_t{1}, int64_t{1} << 62).description(""));
  AddFollowFlag(AddOneName(app, "job", "Show a job", "A job", kJobExamples, Command::kJob, draft),
                &flags);
  AddOneName(app, "cancel-job", "Stop a job; what it has done stays", "A job", kJobExamples,
             Command::kCancelJob, draft);
}

void AddAdmin(CLI::App* app, Draft* draft) {
  AddCommand(app, "info", "Show limits, features and version of the server", kAdminExamples,
             Command::kInfo, draft);
  AddCommand(app, "status", "Show how the store stands", kAdminExamples, Command::kStatus, draft);
  CLI::App* backup = AddCommand(app, "backup", "Copy the store while it is in use", kBackupExamples,
                                Command::kBackup, draft);
  AddOperands(backup, "ID", "Name of the backup, and of its folder", true, draft);
  backup->get_option("ID")->expected(1);
  CLI::App* verify = AddCommand(app, "verify", "Check every byte of a backup", kBackupExamples,
                                Command::kVerify, draft);
  CLI::App* restore = AddCommand(app, "restore", "Make a store folder of a backup", kBackupExamples,
                                 Command::kRestore, draft);
  restore->add_option("--to", draft->arguments.restore_to, "Folder of the new store")
      ->type_name("DIR")
      ->required();
  for (CLI::App* sub : {verify, restore}) {
    AddOperands(sub, "FOLDER", "Folder of the backup", true, draft);
    sub->get_option("FOLDER")->expected(1);
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

// The form in which a complaint is wanted, though the rest could not be read.
Format GuessFormat(const std::vector<std::string>& words) {
  Format format = Format::kText;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool alone = (words[i] == "-o" || words[i] == "--output") && i + 1 < words.size();
    const std::string& word = alone ? words[i + 1] : words[i];
    if (!alone && word.rfind("-o", 0) != 0 && word.rfind("--output=", 0) != 0) continue;
    if (word.find("jsonl") != std::string::npos)
      format = Format::kJsonLines;
    else if (word.find("json") != std::string::npos)
      format = Format::kJson;
  }
  return format;
}

// CLI11 says of a command that it does not know only that one is missing.
std::string Complaint(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> rest = app.remaining();
  const bool unknown = app.get_subcommands().empty() && !rest.empty();
  return unknown ? "no such command: " + rest.front() : std::string(error.what());
}

ParsedArguments Finish(Draft* draft) {
  // All were checked while they were read.
  absl::Duration duration;
  if (absl::ParseDuration(draft->timeout, &duration)) draft->arguments.common.timeout = duration;
  if (absl::ParseDuration(draft->give_up_after, &duration)) {
    draft->arguments.ingest.give_up_after = duration;
  }
  if (absl::ParseDuration(draft->purge_after, &duration)) {
    draft->arguments.documents.purge_after = duration;
  }
  for (const std::string& label : draft->labels) {
    const size_t equals = label.find('=');
    draft->arguments.documents.labels.emplace_back(label.substr(0, equals),
                                                   label.substr(equals + 1));
  }
  if (absl::ParseDuration(draft->drain_grace, &duration)) draft->arguments.drain_grace = duration;
  ParsedArguments out;
  out.format = draft->arguments.common.format;
  out.arguments = std::move(draft->arguments);
  return out;
}

}  // namespace

ParsedArguments ParseArguments(const std::vector<std::string>& words, const std::string& server) {
  Draft draft;
  draft.arguments.common.server = server;
  CLI::App app(kSummary, "pledgectl");
  app.footer(kExitCodes);
  app.set_version_flag("--version", VersionText());
  app.require_subcommand(1);
  AddCommonFlags(&app, &draft);
  AddAnalyze(&app, &draft);
  AddExplain(&app, &draft);
  AddIngest(&app, &draft);
  AddReads(&app, &draft);
  AddDiff(&app, &draft);
  AddWatch(&app, &draft);
  AddLists(&app, &draft);
  AddSource(&app, &draft);
  AddUpdate(&app, &draft);
  AddChanges(&app, &draft);
  AddSessions(&app, &draft);
  AddJobs(&app, &draft);
  AddAdmin(&app, &draft);
  AddCommand(&app, "version", "Show the version", "", Command::kVersion, &draft);

  std::vector<std::string> reversed(words.rbegin(), words.rend());
  ParsedArguments out;
  out.format = GuessFormat(words);
  if (words.empty()) {
    out.text = app.help();
    out.is_help = true;
    out.exit_code = kExitUsage;
    return out;
  }
  try {
    app.parse(reversed);
    return Finish(&draft);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    out.text = chosen.empty() ? app.help() : chosen[0]->help("pledgectl");
    out.is_help = true;
  } catch (const CLI::CallForVersion&) {
    out.text = VersionText() + "\n";
    out.is_help = true;
  } catch (const CLI::ParseError& error) {
    out.text = Complaint(app, error);
    out.exit_code = kExitUsage;
  }
  return out;
}

std::string VersionText() { return absl::StrCat("pledgectl ", PLEDGE_VERSION); }

}  // namespace pledge::cli
