#include "service/pipeline/extract_records.h"

#include "service/pipeline/extract_achievements.h"
#include "service/pipeline/rules/passages.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

InterpretOptions OptionsFrom(const LetterContext& context) {
  InterpretOptions options;
  options.reference = context.reference;
  options.is_policy = context.kind == DocumentKind::kPolicy;
  options.is_state_council = context.issuer == "国务院" || context.issuer == "国务院办公厅";
  return options;
}

// A letter that prints no issuer still speaks for the body that it names; what
// stands before the first naming is its own as well.
void FillActors(std::vector<Commitment>& commitments) {
  std::optional<Argument> known;
  for (const Commitment& commitment : commitments) {
    if (!known && commitment.actor) known = commitment.actor;
  }
  if (!known) return;
  known->inferred = true;
  for (Commitment& commitment : commitments) {
    if (!commitment.actor) commitment.actor = known;
  }
}

}  // namespace

ExtractedRecords ExtractRecords(std::string_view text, const SectionTree& tree,
                                const LetterContext& context, std::vector<ReadPassage>* passages) {
  const ScannedText scanned{text, WordScanner::Default().Scan(text),
                            FindMarks(text, {0, static_cast<uint32_t>(text.size())})};
  const InterpretOptions options = OptionsFrom(context);
  ExtractedRecords records;
  SectionFinder sections(tree);
  const auto add = [&](const Finding& finding) {
    const int32_t section = sections.Deepest(finding.span);
    if (finding.verdict == Verdict::kCommitment) {
      records.commitments.push_back(MakeCommitment(text, finding, context));
      records.commitments.back().section = section;
    } else {
      records.achievements.push_back(MakeAchievement(text, finding));
      records.achievements.back().section = section;
    }
  };
  LetterState state;
  for (const Passage& passage : CutPassages(text, tree)) {
    std::vector<ClauseOutcome>* outcomes = nullptr;
    if (passages != nullptr)
      outcomes = &passages->emplace_back(ReadPassage{passage.range, {}}).clauses;
    Interpret(scanned, passage, options, state, add, outcomes);
  }
  FillActors(records.commitments);
  return records;
}

}  // namespace pledge::pipeline
