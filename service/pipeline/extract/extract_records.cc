#include "service/pipeline/extract/extract_records.h"

#include "service/pipeline/extract/achievements.h"
#include "service/pipeline/rules/passages.h"
#include "service/pipeline/rules/word_match.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

bool IsStateLevel(std::string_view issuer) {
  return StartsWithAny(issuer, {"国家", "国务院", "中国", "中华人民共和国", "最高"}) ||
         EndsWithAny(issuer, {"部", "总局", "审计署"});
}

InterpretOptions OptionsFrom(const LetterContext& context) {
  InterpretOptions options;
  options.reference = context.reference;
  options.is_approval = context.is_approval;
  options.is_regulation = context.is_regulation;
  options.is_policy = context.kind == DocumentKind::kPolicy;
  options.is_state_level = IsStateLevel(context.issuer);
  options.is_state_council = context.issuer == "国务院" || context.issuer == "国务院办公厅";
  return options;
}

// Who speaks in a letter that prints no issuer: 我局 where it names itself, else the
// only body that undertakes anything in it.
class Speaker {
 public:
  void Note(std::string_view text, const Finding& finding, const Commitment& commitment) {
    if (!commitment.actor || finding.actor.range.empty()) return;
    const std::string_view name =
        text.substr(finding.actor.range.start, finding.actor.range.size());
    if (finding.actor.kind == SubjectKind::kSelf) {
      if (!self_) self_ = commitment.actor;
    } else if (!other_) {
      other_ = commitment.actor;
      other_name_ = name;
    } else if (name != other_name_) {
      has_several_ = true;
    }
  }

  std::optional<Argument> Get() const {
    if (self_) return self_;
    return has_several_ ? std::nullopt : other_;
  }

 private:
  std::optional<Argument> self_;
  std::optional<Argument> other_;
  std::string_view other_name_;
  bool has_several_ = false;
};

// What has no subject at all is the speaker's own; `needs_actor` are the places of
// such commitments.
void FillActors(const Speaker& speaker, const std::vector<size_t>& needs_actor,
                std::vector<Commitment>& commitments) {
  std::optional<Argument> actor = speaker.Get();
  if (!actor) return;
  actor->inferred = true;
  for (const size_t place : needs_actor) commitments[place].actor = actor;
}

}  // namespace

ExtractedRecords ExtractRecords(std::string_view text, const SectionTree& tree,
                                const LetterContext& context, std::vector<ReadPassage>* passages) {
  const ScannedText scanned{text, WordScanner::Default().Scan(text),
                            FindMarks(text, {0, static_cast<uint32_t>(text.size())})};
  const InterpretOptions options = OptionsFrom(context);
  ExtractedRecords records;
  SectionFinder sections(tree);
  Speaker speaker;
  std::vector<size_t> needs_actor;
  const auto add = [&](const Finding& finding) {
    const int32_t section = sections.Deepest(finding.span);
    if (finding.verdict == Verdict::kCommitment) {
      records.commitments.push_back(MakeCommitment(text, finding, context));
      const Commitment& added = records.commitments.back();
      speaker.Note(text, finding, added);
      const bool is_thing = finding.reading.subject == SubjectKind::kThing;
      if (!added.actor && !is_thing) needs_actor.push_back(records.commitments.size() - 1);
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
  FillActors(speaker, needs_actor, records.commitments);
  return records;
}

}  // namespace pledge::pipeline
