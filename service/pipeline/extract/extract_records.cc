#include "service/pipeline/extract/extract_records.h"

#include <utility>

#include "service/pipeline/extract/achievements.h"
#include "service/pipeline/rules/passages.h"
#include "service/pipeline/rules/word_match.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

bool IsStateLevel(std::string_view issuer) {
  return StartsWithAny<"国家", "国务院", "中国", "中华人民共和国", "最高">(issuer) ||
         EndsWithAny<"部", "总局", "审计署">(issuer);
}

InterpretOptions OptionsFrom(const LetterContext& context) {
  InterpretOptions options;
  options.reference = context.reference;
  options.is_approval = context.is_approval;
  options.is_regulation = context.is_regulation;
  options.is_policy = context.kind == DocumentKind::kPolicy;
  options.has_issuer = !context.issuer.empty();
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

// Makes records of findings, in text order. Several at a time: the code for one is
// large, and stays in the processor's cache for all of them.
class RecordMaker {
 public:
  RecordMaker(std::string_view text, const SectionTree& tree, const LetterContext& context)
      : text_(text), context_(context), sections_(tree) {
    findings_.reserve(kBatch);
  }

  void Take(Finding&& finding) {
    findings_.push_back(std::move(finding));
    if (findings_.size() == kBatch) MakeRecords();
  }

  ExtractedRecords Finish() {
    MakeRecords();
    FillActors(speaker_, needs_actor_, records_.commitments);
    return std::move(records_);
  }

 private:
  static constexpr size_t kBatch = 16;

  void MakeRecords() {
    for (const Finding& finding : findings_) {
      const int32_t section = sections_.Deepest(finding.span);
      if (finding.verdict == Verdict::kCommitment) {
        AddCommitment(finding, section);
      } else {
        records_.achievements.push_back(MakeAchievement(text_, finding));
        records_.achievements.back().section = section;
      }
    }
    findings_.clear();
  }

  void AddCommitment(const Finding& finding, int32_t section) {
    records_.commitments.push_back(MakeCommitment(text_, finding, context_));
    Commitment& added = records_.commitments.back();
    added.section = section;
    speaker_.Note(text_, finding, added);
    const bool is_thing = finding.reading.subject == SubjectKind::kThing;
    if (!added.actor && !is_thing) needs_actor_.push_back(records_.commitments.size() - 1);
  }

  const std::string_view text_;
  const LetterContext& context_;
  SectionFinder sections_;
  Speaker speaker_;
  std::vector<Finding> findings_;  // not yet made into records
  std::vector<size_t> needs_actor_;
  ExtractedRecords records_;
};

}  // namespace

ExtractedRecords ExtractRecords(std::string_view text, const SectionTree& tree,
                                const LetterContext& context, std::vector<ReadPassage>* passages) {
  const ScannedText scanned{text, WordScanner::Default().Scan(text),
                            FindMarks(text, {0, static_cast<uint32_t>(text.size())})};
  const InterpretOptions options = OptionsFrom(context);
  RecordMaker maker(text, tree, context);
  const auto take = [&maker](Finding&& finding) { maker.Take(std::move(finding)); };
  LetterState state;
  for (const Passage& passage : CutPassages(text, tree)) {
    std::vector<ClauseOutcome>* outcomes = nullptr;
    if (passages != nullptr)
      outcomes = &passages->emplace_back(ReadPassage{passage.range, {}}).clauses;
    Interpret(scanned, passage, options, state, take, outcomes);
  }
  return maker.Finish();
}

}  // namespace pledge::pipeline
