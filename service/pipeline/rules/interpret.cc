#include "service/pipeline/rules/interpret.h"

#include <algorithm>
#include <optional>

#include "service/pipeline/rules/headline.h"
#include "service/pipeline/rules/joins.h"
#include "service/pipeline/rules/reading_window.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/scope.h"
#include "service/pipeline/rules/tense.h"
#include "service/pipeline/rules/undertaking.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// How many clauses ahead another predicate is looked for.
constexpr size_t kFarthestShare = 12;
static_assert(kFarthestShare < ReadingWindow::kReach && kMostPending < ReadingWindow::kReach);

// The words of the passage outside opaque ranges.
std::vector<Word> WordsOutside(const std::vector<Word>& words, ByteRange range,
                               const std::vector<ByteRange>& opaque) {
  std::vector<Word> outside;
  size_t next = 0;
  auto word = std::lower_bound(words.begin(), words.end(), range.start,
                               [](const Word& w, uint32_t start) { return w.start < start; });
  for (; word != words.end() && word->start < range.end; ++word) {
    while (next < opaque.size() && opaque[next].end <= word->start) ++next;
    const bool is_inside = next < opaque.size() && word->start >= opaque[next].start;
    if (!is_inside) outside.push_back(*word);
  }
  return outside;
}

bool IsFirstLabel(std::string_view label) {
  return label.find("一") != label.npos || label.find('1') != label.npos || label == "①";
}

// In a plan or an opinion every clause under an operative heading binds.
bool BindsAsPolicy(const Passage& passage, const InterpretOptions& options) {
  return options.is_policy && passage.kind != SectionKind::kOpening &&
         passage.kind != SectionKind::kBackground;
}

class Interpreter {
 public:
  Interpreter(const ScannedText& scanned, const Passage& passage, const InterpretOptions& options,
              LetterState& state, FindingSink sink)
      : text_(scanned.text),
        passage_(passage),
        options_(options),
        state_(state),
        sink_(sink),
        opaque_(OpaqueRanges(text_, passage.range)),
        words_(WordsOutside(scanned.words, passage.range, opaque_)),
        clauses_(SplitClauses(text_, passage.range, opaque_, words_)),
        headlines_(FindHeadlines(text_, clauses_)),
        readings_(text_, clauses_, words_, opaque_, options.reference) {}

  void Run() {
    scope_.is_open = passage_.is_plan || BindsAsPolicy(passage_, options_);
    for (size_t i = 0; i < clauses_.size(); ++i) Visit(i);
    Flush();
  }

 private:
  std::string_view Text(ByteRange range) const { return text_.substr(range.start, range.size()); }

  void Visit(size_t i) {
    const Clause& clause = clauses_[i];
    const ClauseReading& reading = readings_[i];
    if (clause.starts_sentence) EnterSentence(i);
    if (!clause.label.empty()) BeginItem(IsFirstLabel(Text(clause.label)), scope_);
    // 因此… tells what followed, not what will.
    if (StartsConsequence(Text(clause.range))) scope_.is_sentence_future = false;
    if (reading.opening.IsSet()) OpenPlan(reading.opening, scope_);
    if (headlines_[i]) return scope_.pending.clear();
    TrackSubject(reading, options_, scope_);
    if (IsDemand(text_, reading, options_, scope_)) scope_.is_third = true;
    if (!reading.informant.empty()) state_.informant = reading.informant;
    VisitForm(i, IsMeansClause(i) ? ClauseForm::kMeans : reading.form);
    if (clause.mark == ClauseMark::kSemicolon) EndSeries(scope_);
  }

  static bool StartsConsequence(std::string_view clause) {
    return clause.starts_with("因此") || clause.starts_with("所以") || clause.starts_with("因而");
  }

  void EnterSentence(size_t i) {
    const bool is_topic =
        readings_[i].form == ClauseForm::kTarget && clauses_[i].mark == ClauseMark::kStop;
    const bool is_list =
        scope_.is_sentence_future && i > 0 && IsFirstLabel(Text(clauses_[i].label));
    BeginSentence(text_.substr(clauses_[i].range.start), is_topic, is_list, scope_);
  }

  void VisitForm(size_t i, ClauseForm form) {
    const ClauseReading& reading = readings_[i];
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
        break;
      case ClauseForm::kReport:
        scope_.is_quoted = true;
        break;
      case ClauseForm::kExhortation:
        scope_.is_exhorting = true;
        break;
      case ClauseForm::kSubject:
        if (reading.modal.IsSet()) StartFuture(reading, scope_);
        break;
      default:
        break;
    }
    scope_.pending.clear();
  }

  void VisitAdverbial(size_t i, ClauseForm form) {
    const ClauseReading& reading = readings_[i];
    if (reading.modal.IsSet()) StartFuture(reading, scope_);
    if (!reading.condition.empty()) {
      scope_.condition = InheritedCondition{reading.condition, reading.condition_kind};
    }
    if (form == ClauseForm::kTime && !TakeTime(reading)) return;
    // Means count only between other adverbials, or as the lead of a thing.
    if (form == ClauseForm::kMeans && scope_.pending.empty() && !LeadsIn(reading)) return;
    AddPending(i, scope_);
  }

  // False for a time that has gone by: what follows is a report.
  bool TakeTime(const ClauseReading& reading) {
    if (reading.times.empty()) return false;
    if (reading.times.back().is_past) {
      scope_.is_past = true;
      return false;
    }
    scope_.time = reading.times.back();
    return true;
  }

  // 发挥平台优势，: a means with a verb of its own, set off from the act.
  bool IsMeansClause(size_t i) {
    const ClauseReading& reading = readings_[i];
    if (reading.form != ClauseForm::kPredicate || !(reading.last_classes & kMeans)) return false;
    if (clauses_[i].mark != ClauseMark::kComma || !ActFollows(i)) return false;
    return EndsWithAny(Text(reading.object),
                       {"优势", "作用", "方式", "手段", "措施", "机遇", "契机", "职能", "途径",
                        "渠道", "形式", "模式", "方法", "潜力"});
  }

  // A predicate follows in the sentence behind at most a few adverbials.
  bool ActFollows(size_t i) {
    for (size_t k = i + 1; k < clauses_.size() && k <= i + 3; ++k) {
      if (clauses_[k].starts_sentence || !clauses_[k].label.empty()) return false;
      if (readings_[k].form == ClauseForm::kPredicate) return true;
      if (readings_[k].form != ClauseForm::kMeans) return false;
    }
    return false;
  }

  // Another predicate follows in the sentence that the same phrase governs.
  bool IsShared(size_t i) {
    if (clauses_[i].mark == ClauseMark::kSemicolon) return false;
    for (size_t k = i + 1; k < clauses_.size() && k <= i + kFarthestShare; ++k) {
      if (clauses_[k].starts_sentence || !clauses_[k].label.empty()) return false;
      if (readings_[k].form == ClauseForm::kPredicate) return true;
      if (clauses_[k].mark == ClauseMark::kSemicolon) return false;
    }
    return false;
  }

  // --- One clause with a verb -------------------------------------------------

  void Judge(size_t i) {
    const ClauseReading& reading = readings_[i];
    if (PassesWordOn(reading) || Completes(i)) return;
    const char* rule = FutureRule(text_, reading, options_, scope_);
    if (rule != nullptr && IsUndertaking(reading)) {
      Promise(i, rule);
    } else if (IsReported(reading)) {
      Report(i);
    }
  }

  // 《规划》提出, 省财政厅表示, 将由市水务局牵头: the clause itself says nothing, but
  // changes what the next ones mean.
  bool PassesWordOn(const ClauseReading& reading) {
    if ((reading.last_classes & kReport) && reading.subject == SubjectKind::kSuperior &&
        !options_.is_state_council) {
      scope_.is_quoted = true;
      return true;
    }
    if (!reading.object.empty()) return false;
    if ((reading.last_classes & kReport) && !(reading.last_classes & (kGuide | kReferral))) {
      if (scope_.is_third) scope_.is_quoted = true;
      return true;
    }
    const std::string_view verb = Text(reading.action);
    const bool leads = verb == "牵头" || verb == "负责" || verb == "主导";
    if (!reading.has_agent || !leads) return false;
    if (reading.modal.IsSet()) StartFuture(reading, scope_);
    return true;
  }

  bool IsUndertaking(const ClauseReading& reading) const {
    if (scope_.is_third || scope_.is_quoted || scope_.is_exhorting) return false;
    if (IsForecastOfEvent(text_, reading, scope_)) return false;
    if (reading.refusal.IsSet() && !IsOwnPolicy(reading)) {
      return IsRefusal(text_, reading, scope_.has_reason || scope_.is_open, passage_.kind);
    }
    if (scope_.is_guiding && (reading.action_classes & kEffect)) return true;
    return HasContent(text_, reading);
  }

  // 不再新批 among plans stops something of one's own; only what was proposed can
  // be refused.
  bool IsOwnPolicy(const ClauseReading& reading) const {
    return Text(reading.refusal.range) == "不再" && scope_.is_open && !scope_.has_reason;
  }

  bool IsReported(const ClauseReading& reading) const {
    if (scope_.is_third || scope_.is_quoted || scope_.is_exhorting) return false;
    return IsAchievement(text_, reading, passage_.kind, scope_.is_told);
  }

  void Promise(size_t i, const char* rule) {
    Finding finding;
    finding.verdict = Verdict::kCommitment;
    finding.reading = readings_[i];
    finding.span = finding.reading.core;
    finding.rule_ids.push_back(rule);
    if (IsOwnPolicy(finding.reading)) finding.reading.refusal = {};
    AddContext(finding);
    AddResponsible(finding);
    AddGuidance(finding);
    if (!scope_.pending.empty()) {
      const bool is_shared = IsShared(i);
      for (size_t k = scope_.pending.size(); k-- > 0;) {
        JoinToCommitment(readings_[scope_.pending[k]], is_shared, finding);
      }
    }
    Emit(i, std::move(finding));
  }

  void Report(size_t i) {
    Finding finding;
    finding.verdict = Verdict::kAchievement;
    finding.reading = readings_[i];
    finding.actor = scope_.actor;
    const ClauseReading& reading = finding.reading;
    finding.span = reading.core;
    // A named subject is part of what is reported.
    const bool is_named =
        reading.subject != SubjectKind::kNone && reading.subject != SubjectKind::kSelf;
    if (is_named && !reading.has_agent) {
      finding.span.start = std::min(finding.span.start, reading.subject_range.start);
    }
    if (!scope_.pending.empty()) JoinToReport(readings_[scope_.pending.back()], finding);
    finding.rule_ids.push_back(reading.perfect.IsSet() ? kRulePerfect : kRuleReported);
    if (reading.perfect.Is(kPerfect)) scope_.is_told = true;
    Emit(i, std::move(finding));
  }

  void AddContext(Finding& finding) {
    const ClauseReading& reading = finding.reading;
    finding.actor = scope_.actor;
    finding.informant = state_.informant;
    finding.has_thing_subject = scope_.is_thing;
    finding.is_capped = scope_.is_capped && !reading.modal.Is(kPlan);
    finding.future_cue = reading.modal.IsSet()       ? reading.modal
                         : scope_.is_sentence_future ? scope_.sentence_cue
                                                     : scope_.open_cue;
    AddTime(finding);
    AddCondition(finding);
  }

  // （责任单位：省文化厅） behind the clauses of a policy names who acts.
  void AddResponsible(Finding& finding) const {
    finding.is_goal = passage_.is_goal;
    if (!options_.is_policy) return;
    for (const ByteRange& bracket : opaque_) {
      if (bracket.start < finding.span.end) continue;
      const ByteRange body = ResponsibleBody(text_, bracket);
      if (body.empty()) continue;
      finding.actor = {SubjectKind::kBody, body, false};
      return;
    }
  }

  void AddTime(Finding& finding) {
    if (!finding.reading.times.empty()) {
      scope_.time = finding.reading.times.front();
    } else if (scope_.time && finding.reading.condition.empty()) {
      finding.inherited_time = scope_.time;
    }
  }

  void AddCondition(Finding& finding) {
    const ClauseReading& reading = finding.reading;
    finding.condition = scope_.condition;
    if (!reading.condition.empty()) {
      finding.condition = InheritedCondition{reading.condition, reading.condition_kind};
      // Only a condition at the head, before the subject, holds for later clauses.
      const bool is_head =
          reading.subject_range.empty() || reading.subject_range.start >= reading.condition.end;
      if (is_head) scope_.condition = finding.condition;
    }
    if (reading.refusal.IsSet() && scope_.has_reason) {
      finding.condition = InheritedCondition{scope_.reason, ConditionKind::kReason};
    }
  }

  // 督促 and 指导 govern the clauses that go on after a comma.
  void AddGuidance(Finding& finding) {
    const ClauseReading& reading = finding.reading;
    const bool stands_alone = !reading.times.empty() || reading.is_object_marker ||
                              reading.modal.IsSet() || HasFigure(Text(reading.core));
    if (stands_alone) scope_.is_guiding = false;
    if (scope_.is_guiding) {
      finding.is_guided = true;
      finding.guided_bodies = scope_.guided;
    }
    if (IsGuidance(text_, reading)) {
      scope_.is_guiding = true;
      scope_.guided = GuidedBodies(text_, reading);
    }
  }

  // --- Handing out ------------------------------------------------------------

  void Emit(size_t i, Finding finding) {
    if (finding.span.empty()) return;
    Flush();
    const bool may_go_on = clauses_[i].mark == ClauseMark::kComma;
    if (may_go_on && LacksComplement(text_, finding.reading)) incomplete_ = i;
    last_ = std::move(finding);
    has_last_ = true;
  }

  // 支持企业从三个方面，改造工艺: the second clause is what 支持 governs.
  bool Completes(size_t i) {
    const bool completes = incomplete_ && *incomplete_ + 1 == i && !clauses_[i].starts_sentence &&
                           readings_[i].subject == SubjectKind::kNone && has_last_;
    incomplete_.reset();
    if (!completes) return false;
    last_.span.end = last_.reading.object.end = readings_[i].core.end;
    return true;
  }

  void Flush() {
    if (has_last_) sink_(last_);
    has_last_ = false;
  }

  const std::string_view text_;
  const Passage& passage_;
  const InterpretOptions& options_;
  LetterState& state_;
  FindingSink sink_;
  const std::vector<ByteRange> opaque_;
  const std::vector<Word> words_;
  const std::vector<Clause> clauses_;
  const std::vector<bool> headlines_;
  ReadingWindow readings_;
  Scope scope_;
  Finding last_;  // may still grow
  bool has_last_ = false;
  std::optional<size_t> incomplete_;  // clause of 支持 + body that still lacks its act
};

}  // namespace

void Interpret(const ScannedText& scanned, const Passage& passage, const InterpretOptions& options,
               LetterState& state, FindingSink sink) {
  Interpreter(scanned, passage, options, state, sink).Run();
}

}  // namespace pledge::pipeline
