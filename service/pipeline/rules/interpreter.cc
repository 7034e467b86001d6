#include "service/pipeline/rules/interpreter.h"

#include <algorithm>

#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/headline.h"
#include "service/pipeline/rules/joins.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/tense.h"
#include "service/pipeline/rules/undertaking.h"

namespace pledge::pipeline {
namespace {

// How many clauses ahead another predicate is looked for.
constexpr size_t kFarthestShare = 12;
static_assert(kFarthestShare < ReadingWindow::kReach && kMostPending < ReadingWindow::kReach);

// The words of the passage outside opaque ranges.
std::vector<Word> WordsOutside(const std::vector<Word>& words, ByteRange range,
                               const std::vector<ByteRange>& opaque) {
  const auto is_before = [](const Word& word, uint32_t at) { return word.start < at; };
  auto word = std::lower_bound(words.begin(), words.end(), range.start, is_before);
  const auto end = std::lower_bound(word, words.end(), range.end, is_before);
  std::vector<Word> outside;
  outside.reserve(static_cast<size_t>(end - word));
  size_t next = 0;
  for (; word != end; ++word) {
    while (next < opaque.size() && opaque[next].end <= word->start) ++next;
    const bool is_inside = next < opaque.size() && word->start >= opaque[next].start;
    if (!is_inside) outside.push_back(*word);
  }
  return outside;
}

bool HoldsWord(const std::vector<Word>& words, ByteRange range) {
  const auto first =
      std::lower_bound(words.begin(), words.end(), range.start,
                       [](const Word& word, uint32_t at) { return word.start < at; });
  return first != words.end() && first->start < range.end;
}

bool IsFirstLabel(std::string_view label) {
  return label.find("一") != label.npos || label.find('1') != label.npos || label == "①";
}

// In a plan or an opinion every clause under an operative heading binds.
bool BindsAsPolicy(const Passage& passage, const InterpretOptions& options) {
  return options.is_policy && !options.is_regulation && passage.kind != SectionKind::kOpening &&
         passage.kind != SectionKind::kBackground && !passage.is_account;
}

// The gate of a clause that is no predicate.
const char* FormGate(const ClauseReading& reading, ClauseForm form) {
  switch (form) {
    case ClauseForm::kPredicate:
      return nullptr;
    case ClauseForm::kOpening:
      return kGateOpener;
    case ClauseForm::kTime:
      return kGateTime;
    case ClauseForm::kCondition:
      return kGateCondition;
    case ClauseForm::kCooperator:
      return kGateCooperator;
    case ClauseForm::kTarget:
      return kGateTarget;
    case ClauseForm::kMeans:
      return kGateMeans;
    case ClauseForm::kReason:
      return kGateReason;
    case ClauseForm::kPurpose:
      return kGatePurpose;
    case ClauseForm::kSubject:
      return kGateSubject;
    case ClauseForm::kExhortation:
      return kGateExhortation;
    case ClauseForm::kFormula:
      return kGateFormula;
    case ClauseForm::kAppositive:
      return kGateAppositive;
    case ClauseForm::kNominal:
      break;
  }
  return IsTooLong(reading.range) ? kGateTooLong : kGateNoPredicate;
}

// 其原因：, 主要原因如下：
bool AnnouncesReasons(std::string_view clause) {
  return EndsWithAny<"原因", "原因如下", "原因是", "原因有", "理由如下", "原因为">(clause);
}

bool StartsConsequence(std::string_view clause) {
  return StartsWithAny<"因此", "所以", "因而", "故">(clause);
}

// 近年来每年选派: the rest of the sentence tells the same years.
bool TellsPast(std::string_view cue) { return cue.starts_with("近") || cue.ends_with("以来"); }

}  // namespace

Interpreter::Interpreter(const ScannedText& scanned, const Passage& passage,
                         const InterpretOptions& options, LetterState& state, FindingSink sink,
                         std::vector<ClauseOutcome>* outcomes)
    : text_(scanned.text),
      passage_(passage),
      options_(options),
      state_(state),
      sink_(sink),
      outcomes_(outcomes),
      marks_(MarksIn(scanned.marks, passage.range)),
      opaque_(OpaqueRanges(marks_)),
      words_(WordsOutside(scanned.words, passage.range, opaque_)),
      clauses_(SplitClauses(text_, passage.range, marks_, opaque_, words_)),
      headlines_(FindHeadlines(text_, clauses_)),
      readings_(text_, clauses_, words_, opaque_, options.reference) {}

void Interpreter::Run() {
  scope_.is_open =
      (passage_.is_plan && !options_.is_regulation) || BindsAsPolicy(passage_, options_);
  scope_.is_goal = passage_.is_goal;
  // A paragraph that turns to plans in its middle goes on with the same subject.
  if (state_.end == passage_.range.start) scope_.actor = state_.actor;
  for (size_t i = 0; i < clauses_.size(); ++i) Visit(i);
  Flush();
  state_.actor = scope_.actor;
  state_.end = passage_.range.end;
}

void Interpreter::Visit(size_t i) {
  outcome_ = {};
  Follow(i);
  if (outcomes_ != nullptr) NoteOutcome(i);
}

void Interpreter::NoteOutcome(size_t i) {
  outcome_.range = clauses_[i].range;
  outcome_.label = clauses_[i].label;
  outcome_.predicate = readings_[i].action;
  outcome_.starts_sentence = clauses_[i].starts_sentence || i == 0;
  outcomes_->push_back(std::move(outcome_));
}

void Interpreter::Follow(size_t i) {
  const Clause& clause = clauses_[i];
  const ClauseReading& reading = readings_[i];
  if (clause.starts_sentence) EnterSentence(i);
  if (!clause.label.empty()) BeginItem(IsFirstLabel(Text(clause.label)), scope_);
  // 因此… tells what followed, not what will.
  if (StartsConsequence(Text(clause.range))) {
    scope_.is_sentence_future = false;
    scope_.is_third = false;  // it is the writer who draws it
  }
  ground_ = reading.refusal.IsSet() ? GroundBefore(i) : ByteRange{};
  if (reading.opening.IsSet()) OpenPlan(reading.opening, scope_);
  if (headlines_[i]) {
    outcome_.promise_gate = kGateHeadline;
    return scope_.pending.clear();
  }
  const bool was_third = scope_.is_third;
  TrackSubject(reading, options_, scope_);
  // 国家医保局将…: the State acts, unless it is the State that writes.
  if (reading.subject == SubjectKind::kBody && !options_.is_state_level &&
      Text(reading.subject_range).starts_with("国家"))
    scope_.is_third = true;
  if (TellsPast(Text(reading.perfect.range))) scope_.is_past = true;
  if (StartsAnew(reading)) scope_.time.reset();
  if (IsDemand(text_, reading, options_, scope_)) scope_.is_third = true;
  if (!reading.informant.empty()) state_.informant = reading.informant;
  VisitForm(i, FormInPlace(i));
  // 双方达成共识，力争年内签约: the writer is one of them.
  if (reading.subject == SubjectKind::kThird && Text(reading.subject_range) == "双方")
    scope_.is_third = was_third;
  if (clause.mark == ClauseMark::kSemicolon) EndSeries(scope_);
  if (clause.mark == ClauseMark::kColon && AnnouncesReasons(Text(clause.range)))
    scope_.is_reasoning = true;
}

// The clause before, when it gives the ground of this one without 由于: 财力有限，难以采纳.
ByteRange Interpreter::GroundBefore(size_t i) const {
  constexpr size_t kFarthestGround = 2;  // clauses
  if (i == 0 || clauses_[i].starts_sentence) return {};
  if (StartsConsequence(Text(clauses_[i].range))) return clauses_[i - 1].range;
  for (size_t k = i; k-- > 0 && i - k <= kFarthestGround;) {
    if (ContainsAny<"不足", "有限", "缺乏", "紧张", "受限", "不利于", "尚未", "不符合", "难度大",
                    "滞后", "薄弱", "只有", "仅有", "不符", "已列入", "已纳入", "统一规定",
                    "接近上限">(Text(clauses_[k].range)))
      return clauses_[k].range;
    if (clauses_[k].starts_sentence) break;
  }
  return {};
}

void Interpreter::EnterSentence(size_t i) {
  const bool is_topic =
      readings_[i].form == ClauseForm::kTarget && clauses_[i].mark == ClauseMark::kStop;
  const bool is_list = scope_.is_sentence_future && i > 0 && IsFirstLabel(Text(clauses_[i].label));
  const bool is_reason = scope_.is_reasoning && !clauses_[i].label.empty();
  BeginSentence(text_.substr(clauses_[i].range.start), is_topic, is_list, options_.has_issuer,
                scope_);
  scope_.is_reasoning = is_reason;
  scope_.is_preamble = options_.is_policy && IsPreamble(i);
}

// 为加快转型，激发活力，现提出以下意见: what the document is issued for.
bool Interpreter::IsPreamble(size_t i) {
  if (!Text(clauses_[i].range).starts_with("为")) return false;
  for (size_t k = i; k < clauses_.size() && k <= i + kFarthestShare; ++k) {
    if (k > i && clauses_[k].starts_sentence) return false;
    const std::string_view clause = Text(clauses_[k].range);
    const bool issues =
        ContainsAny<"以下意见", "如下意见", "通知如下", "如下通知", "制定本", "制订本", "特制定",
                    "以下措施", "如下措施", "以下实施意见", "如下实施意见">(clause);
    if (issues) return true;
  }
  return false;
}

void Interpreter::VisitForm(size_t i, ClauseForm form) {
  const ClauseReading& reading = readings_[i];
  outcome_.promise_gate = FormGate(reading, form);
  switch (form) {
    case ClauseForm::kPredicate:
      Judge(i);
      return scope_.pending.clear();
    case ClauseForm::kTime:
    case ClauseForm::kCondition:
    case ClauseForm::kTarget:
    case ClauseForm::kAppositive:
    case ClauseForm::kCooperator:
    case ClauseForm::kMeans:
      return VisitAdverbial(i, form);
    case ClauseForm::kReason:
      scope_.has_reason = true;
      scope_.reason = reading.core;
      scope_.is_third = false;  // it is the writer who gives it
      break;
    case ClauseForm::kExhortation:
      scope_.is_exhorting = true;
      break;
    case ClauseForm::kSubject:
      if (reading.modal.IsSet()) {
        StartFuture(reading, scope_);
      } else {
        ExtendState(i);
      }
      break;
    case ClauseForm::kNominal:
      ExtendState(i);
      break;
    default:
      break;
  }
  scope_.pending.clear();
}

void Interpreter::VisitAdverbial(size_t i, ClauseForm form) {
  const ClauseReading& reading = readings_[i];
  if (reading.modal.IsSet()) StartFuture(reading, scope_);
  if (!reading.condition.empty()) {
    scope_.condition = InheritedCondition{reading.condition, reading.condition_kind};
  }
  if (form == ClauseForm::kTime && !TakeTime(reading)) return;
  // 2023年6月名录调整后: what has happened opens no promise.
  const bool has_happened = form == ClauseForm::kCondition && !reading.times.empty() &&
                            reading.times.back().is_past && !scope_.is_sentence_future;
  if (has_happened) {
    scope_.is_past = true;
    scope_.condition.reset();
    return;
  }
  // Means count only between other adverbials, or as the lead of a thing.
  if (form == ClauseForm::kMeans && scope_.pending.empty() && !LeadsIn(reading)) return;
  AddPending(i, scope_);
}

// False for a time that has gone by: what follows is a report.
bool Interpreter::TakeTime(const ClauseReading& reading) {
  if (reading.times.empty()) return false;
  if (reading.times.back().is_past) {
    scope_.is_past = true;
    return false;
  }
  scope_.time = reading.times.back();
  return true;
}

// A new subject with a 将 of its own ends the time of the clauses before, unless the
// time stands right before it: 2031年底前，市水务局将….
bool Interpreter::StartsAnew(const ClauseReading& reading) {
  if (reading.subject == SubjectKind::kNone || !reading.modal.Is(kFuture)) return false;
  if (reading.subject_range.start > reading.modal.range.start) return false;
  return std::none_of(scope_.pending.begin(), scope_.pending.end(),
                      [&](size_t k) { return readings_[k].form == ClauseForm::kTime; });
}

// What form the clause has among its neighbours.
ClauseForm Interpreter::FormInPlace(size_t i) {
  const ClauseReading& reading = readings_[i];
  const bool is_plan = scope_.is_open || scope_.is_sentence_future;
  if (reading.is_request && (!is_plan || clauses_[i].starts_sentence))
    return ClauseForm::kExhortation;
  return IsMeansClause(i) ? ClauseForm::kMeans : reading.form;
}

// 发挥平台优势，: a means with a verb of its own, set off from the act.
bool Interpreter::IsMeansClause(size_t i) {
  const ClauseReading& reading = readings_[i];
  if (reading.form != ClauseForm::kPredicate || !(reading.last_classes & kMeans)) return false;
  if (reading.is_object_marker) return false;  // 把协会的作用发挥出来: an act of its own
  if (clauses_[i].mark != ClauseMark::kComma || !ActFollows(i)) return false;
  return EndsWithAny<"优势", "作用", "方式", "手段", "措施", "机遇", "契机", "职能", "途径", "渠道",
                     "形式", "模式", "方法", "潜力", "趋势", "新形势">(Text(reading.object));
}

// A predicate follows in the sentence behind at most a few adverbials.
bool Interpreter::ActFollows(size_t i) {
  for (size_t k = i + 1; k < clauses_.size() && k <= i + 3; ++k) {
    if (clauses_[k].starts_sentence || !clauses_[k].label.empty()) return false;
    if (readings_[k].form == ClauseForm::kPredicate) return true;
    if (readings_[k].form != ClauseForm::kMeans) return false;
  }
  return false;
}

// Another predicate follows in the sentence that the same phrase governs.
bool Interpreter::IsShared(size_t i) {
  if (clauses_[i].mark == ClauseMark::kSemicolon) return false;
  for (size_t k = i + 1; k < clauses_.size() && k <= i + kFarthestShare; ++k) {
    if (clauses_[k].starts_sentence || !clauses_[k].label.empty()) return false;
    if (readings_[k].form == ClauseForm::kPredicate) return true;
    if (clauses_[k].mark == ClauseMark::kSemicolon) return false;
  }
  return false;
}

void Interpret(const ScannedText& scanned, const Passage& passage, const InterpretOptions& options,
               LetterState& state, FindingSink sink, std::vector<ClauseOutcome>* outcomes) {
  // A verb is a word of the lexicon, and so is all that a passage hands on.
  if (outcomes == nullptr && !HoldsWord(scanned.words, passage.range)) return;
  Interpreter(scanned, passage, options, state, sink, outcomes).Run();
}

}  // namespace pledge::pipeline
