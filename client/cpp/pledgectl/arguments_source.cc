// source, text and repairs: what stands behind the records of a letter.
#include "client/cpp/pledgectl/argument_parts.h"

namespace pledge::cli {
namespace {

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

}  // namespace

void AddSourceCommands(CLI::App* app, Draft* draft) {
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
  draft->choices[repairs->get_option("--unit")] = {"bytes", "points", "utf16"};
  for (CLI::App* sub : {source, text}) {
    draft->words[sub->get_option("--output-file")] = WordKind::kFile;
  }
}

}  // namespace pledge::cli
