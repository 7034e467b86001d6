// analyze, explain and ingest: what takes files.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

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

void AddAnalyze(CLI::App* app, Draft* draft) {
  CLI::App* sub = AddCommand(app, "analyze", "Show what a letter holds, without storing it",
                             kAnalyzeExamples, Command::kAnalyze, draft);
  draft->words[AddOperands(sub, "FILE", "Files; - is standard input", true, draft)] =
      WordKind::kFile;
  sub->add_flag("--all-types", draft->arguments.read.all_types, "Also stances");
  sub->add_flag("--wide", draft->arguments.read.wide, "More columns");
}

void AddExplain(CLI::App* app, Draft* draft) {
  ExplainFlags& flags = draft->arguments.explain;
  CLI::App* sub =
      AddCommand(app, "explain", "Show why each sentence of a letter gave the records it gave",
                 kExplainExamples, Command::kExplain, draft);
  draft->words[AddOperands(sub, "FILE",
                           "Files, documents or revisions; - is standard input; html takes one",
                           true, draft)] = WordKind::kFile;
  // A page is text as far as the console is concerned.
  CLI::Option* const output = sub->get_option("--output");
  draft->choices[output].push_back("html");
  output->description("Form of the output: text, json, jsonl or html (a page)")
      ->transform(CLI::Validator(
          [&flags](std::string& word) {
            flags.page = word == "html";
            if (flags.page) word = "text";
            return std::string();
          },
          ""));
  TakeOneOf<Language>(
      sub->add_option("--lang", flags.language, "Language of labels and rules: zh, en")
          ->type_name("LANG"),
      {{"zh", Language::kChinese}, {"en", Language::kEnglish}}, draft);
}

void AddIngest(CLI::App* app, Draft* draft) {
  IngestFlags& flags = draft->arguments.ingest;
  CLI::App* sub = AddCommand(app, "ingest", "Store letters, each exactly once", kIngestExamples,
                             Command::kIngest, draft);
  draft->words[AddOperands(sub, "PATH", "Files and folders; - is a list of files on standard input",
                           false, draft)] = WordKind::kFile;
  sub->add_option("--collection", flags.collection, "Where the letters go")
      ->type_name("ID")
      ->capture_default_str();
  CLI::Option* const files_from =
      sub->add_option("--files-from", flags.files_from,
                      "Read more paths, one a line; - is standard input")
          ->type_name("FILE");
  draft->words[files_from] = WordKind::kFile;
  sub->add_option("--session", flags.session, "Name the ingest session; else made from the files")
      ->type_name("ID");
  AddProgressFlag(sub, draft);
  AddGiveUpFlag(sub, draft);
}

}  // namespace

void AddLetterCommands(CLI::App* app, Draft* draft) {
  AddAnalyze(app, draft);
  AddExplain(app, draft);
  AddIngest(app, draft);
}

}  // namespace pledge::cli
