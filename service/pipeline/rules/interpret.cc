#include "service/pipeline/rules/interpret.h"

#include <algorithm>

#include "service/pipeline/rules/headline.h"
#include "service/pipeline/rules/openers.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/rule_table.h"
#include "service/pipeline/rules/undertaking.h"

namespace pledge::pipeline {
namespace {

// What holds from one clause to the next.
struct Scope {
  // To the end of the passage.
  bool is_open = false;  // 下一步 or a plan section
  const char* open_rule = kRulePlanSection;
  Cue open_cue;
  ActorMention actor;
  // To the end of the sentence.
  bool is_sentence_future = false;
  Cue sentence_cue;
  bool is_list_future = false;
  bool is_capped = false;
  bool is_third = false;   // a third party is the subject
  bool is_quoted = false;  // 《规划》提出
  bool is_exhorting = false;
  bool is_thing = false;  // the subject is a project or an indicator
  bool is_past = false;   // the sentence began with 近年来
  bool has_reason = false;
  ByteRange reason;
  bool is_guiding = false;
  std::vector<ByteRange> guided;
  std::optional<TimeExpression> time;
  std::optional<InheritedCondition> condition;
  std::vector<size_t> pending;  // adverbial clauses directly before
};

class Interpreter {
 public:
  Interpreter(const ScannedText& scanned, const Passage& passage, const InterpretOptions& options,
              LetterState& state)
      : scanned_(scanned), passage_(passage), options_(options), state_(state) {}

  std::vector<Finding> Run() {
    const std::vector<ByteRange> opaque = OpaqueRanges(scanned_.text, passage_.range);
    const std::vector<Word> words = WithoutOpaque(opaque);
    clauses_ = SplitClauses(scanned_.text, passage_.range, opaque, words);
    for (const Clause& clause : clauses_) {
      readings_.push_back(ReadClause(scanned_.text, clause, words, opaque, options_.reference));
    }
    headlines_ = FindHeadlines(scanned_.text, clauses_);
    scope_.is_open = passage_.is_plan || BindsAsPolicy();
    for (size_t i = 0; i < clauses_.size(); ++i) Visit(i);
    return std::move(findings_);
  }

 private:
  // In a plan or an opinion every clause under an operative heading binds.
  bool BindsAsPolicy() const {
    const SectionKind kind = passage_.kind;
    return options_.is_policy && kind != SectionKind::kOpening && kind != SectionKind::kBackground;
  }

  std::vector<Word> WithoutOpaque(const std::vector<ByteRange>& opaque) const {
    std::vector<Word> words;
    size_t next = 0;
    auto word = std::lower_bound(scanned_.words.begin(), scanned_.words.end(), passage_.range.start,
                                 [](const Word& w, uint32_t start) { return w.start < start; });
    for (; word != scanned_.words.end() && word->start < passage_.range.end; ++word) {
      while (next < opaque.size() && opaque[next].end <= word->start) ++next;
      const bool is_inside = next < opaque.size() && word->start >= opaque[next].start;
      if (!is_inside) words.push_back(*word);
    }
    return words;
  }

  std::string_view Text(ByteRange range) const {
    return scanned_.text.substr(range.start, range.size());
  }

  void Visit(size_t i) {
    if (clauses_[i].starts_sentence) BeginSentence(i);
    if (!clauses_[i].label.empty()) BeginItem(i);
    if (StartsConsequence(i)) scope_.is_sentence_future = false;
    const ClauseReading& reading = readings_[i];
    if (reading.opening.IsSet()) Open(reading.opening);
    if (headlines_[i]) {
      scope_.pending.clear();
      return;
    }
    TrackSubject(reading);
    if (IsDemand(reading)) scope_.is_third = true;
    if (!reading.informant.empty()) state_.informant = reading.informant;
    switch (IsMeansClause(i) ? ClauseForm::kMeans : reading.form) {
      case ClauseForm::kPredicate:
        Judge(i);
        scope_.pending.clear();
        break;
      case ClauseForm::kTime:
        VisitTime(i);
        break;
      case ClauseForm::kCondition:
        scope_.condition = InheritedCondition{reading.condition, reading.condition_kind};
        scope_.pending.push_back(i);
        break;
      case ClauseForm::kTarget:
        if (!reading.condition.empty())
          scope_.condition = InheritedCondition{reading.condition, reading.condition_kind};
        [[fallthrough]];
      case ClauseForm::kAppositive:
      case ClauseForm::kCooperator:
        if (reading.modal.IsSet()) StartFuture(reading);
        scope_.pending.push_back(i);
        break;
      case ClauseForm::kMeans:
        if (reading.modal.IsSet()) StartFuture(reading);
        if (!scope_.pending.empty() || LeadsIn(reading)) scope_.pending.push_back(i);
        break;
      case ClauseForm::kReason:
        scope_.has_reason = true;
        scope_.reason = reading.core;
        scope_.pending.clear();
        break;
      case ClauseForm::kReport:
        scope_.is_quoted = true;
        break;
      case ClauseForm::kExhortation:
        scope_.is_exhorting = true;
        scope_.pending.clear();
        break;
      case ClauseForm::kSubject:
        if (reading.modal.IsSet()) StartFuture(reading);
        scope_.pending.clear();
        break;
      default:
        scope_.pending.clear();
        break;
    }
    if (clauses_[i].mark == ClauseMark::kSemicolon) EndSeries();
  }

  // 发挥平台优势，: a means with a verb of its own, set off from the act.
  bool IsMeansClause(size_t i) const {
    const ClauseReading& reading = readings_[i];
    if (reading.form != ClauseForm::kPredicate || !(reading.last_classes & kMeans)) return false;
    if (clauses_[i].mark != ClauseMark::kComma || i + 1 >= clauses_.size()) return false;
    if (!ActFollows(i)) return false;
    const std::string_view object = Text(reading.object);
    for (const std::string_view end : {"优势", "作用", "方式", "手段", "措施", "机遇", "契机",
                                       "职能", "途径", "渠道", "形式", "模式", "方法", "潜力"}) {
      if (object.ends_with(end)) return true;
    }
    return false;
  }

  // A predicate follows in the sentence behind at most a few adverbials.
  bool ActFollows(size_t i) const {
    for (size_t k = i + 1; k < clauses_.size() && k <= i + 3; ++k) {
      if (clauses_[k].starts_sentence || !clauses_[k].label.empty()) return false;
      if (readings_[k].form == ClauseForm::kPredicate) return true;
      if (readings_[k].form != ClauseForm::kMeans) return false;
    }
    return false;
  }

  // 该办法将从三个方面，: a thing as subject stays in the span.
  static bool LeadsIn(const ClauseReading& reading) {
    return reading.subject == SubjectKind::kThing && reading.modal.IsSet();
  }

  void BeginSentence(size_t i) {
    const bool was_future = scope_.is_sentence_future;
    const bool continues_list = was_future && i > 0 && IsFirstLabel(Text(clauses_[i].label));
    const Scope last = scope_;
    scope_ = Scope{};
    scope_.is_open = last.is_open || continues_list;
    scope_.open_rule = continues_list && !last.is_open ? kRuleListScope : last.open_rule;
    scope_.open_cue = last.open_cue;
    scope_.actor = last.actor;
    scope_.actor.is_local = false;
    const Opener opener = MatchOpener(scanned_.text.substr(clauses_[i].range.start));
    if (opener.change == ScopeChange::kPast) {
      scope_.is_past = true;
      scope_.is_open = false;
    } else if (StartsTopic(i)) {
      scope_.is_open = false;
    } else if (opener.change == ScopeChange::kAside) {
      scope_.is_open = false;
      scope_.is_exhorting = true;
    }
  }

  // 关于小区停电的问题。: the answer to the next point begins, plans are over.
  bool StartsTopic(size_t i) const {
    return readings_[i].form == ClauseForm::kTarget && clauses_[i].mark == ClauseMark::kStop;
  }

  // The items of a list share the tense of what stands before the list, not of
  // one another.
  void BeginItem(size_t i) {
    if (IsFirstLabel(Text(clauses_[i].label))) {
      scope_.is_list_future = scope_.is_sentence_future;
    } else {
      scope_.is_sentence_future = scope_.is_list_future;
    }
  }

  // 因此… tells what followed, not what will.
  bool StartsConsequence(size_t i) const {
    const std::string_view clause = Text(clauses_[i].range);
    return clause.starts_with("因此") || clause.starts_with("所以") || clause.starts_with("因而");
  }

  static bool IsFirstLabel(std::string_view label) {
    return label.find("一") != label.npos || label.find('1') != label.npos || label == "①";
  }

  void Open(const Cue& opening) {
    scope_.is_open = true;
    scope_.is_past = false;
    scope_.time.reset();
    scope_.open_rule = kRuleOpener;
    scope_.open_cue = opening;
  }

  // A semicolon ends what a series hands on, but not its tense.
  void EndSeries() {
    scope_.time.reset();
    scope_.is_guiding = false;
    scope_.pending.clear();
    scope_.has_reason = false;
  }

  void StartFuture(const ClauseReading& reading) {
    scope_.is_sentence_future = true;
    scope_.sentence_cue = reading.modal;
    if (reading.modal.Is(kPlan)) scope_.is_capped = true;
  }

  void TrackSubject(const ClauseReading& reading) {
    switch (reading.subject) {
      case SubjectKind::kNone:
        scope_.actor.is_local = false;
        return;
      case SubjectKind::kSelf:
      case SubjectKind::kBody:
      case SubjectKind::kArea:
        scope_.actor = {reading.subject, reading.subject_range, true};
        scope_.is_third = scope_.is_thing = scope_.is_exhorting = false;
        scope_.is_quoted = false;
        break;
      case SubjectKind::kThing:
        if (reading.modal.IsSet()) scope_.is_third = false;
        scope_.is_thing = reading.subject_range.start <= reading.core.start;
        scope_.actor.is_local = false;
        break;
      case SubjectKind::kSuperior:
        scope_.is_third = !options_.is_state_council;
        break;
      case SubjectKind::kThird:
      case SubjectKind::kYou:
        scope_.is_third = !options_.is_policy;
        break;
    }
    scope_.is_guiding = false;
  }

  void VisitTime(size_t i) {
    const ClauseReading& reading = readings_[i];
    if (reading.modal.IsSet()) StartFuture(reading);
    if (reading.times.empty()) return;
    if (reading.times.back().is_past) {
      scope_.is_past = true;
      return;
    }
    scope_.time = reading.times.back();
    scope_.pending.push_back(i);
  }

  // --- One clause with a verb -------------------------------------------------

  void Judge(size_t i) {
    const ClauseReading& reading = readings_[i];
    if (StartsReport(reading)) {
      scope_.is_quoted = true;
      return;
    }
    if (AnnouncesWords(reading)) {
      if (scope_.is_third) scope_.is_quoted = true;
      return;
    }
    if (NamesLeader(reading)) {
      if (reading.modal.IsSet()) StartFuture(reading);
      return;
    }
    if (Completes(i)) return;
    const char* rule = FutureRule(i);
    Finding finding;
    finding.reading = reading;
    finding.span = reading.core;
    if (rule != nullptr && IsUndertaking(i)) {
      finding.verdict = Verdict::kCommitment;
      finding.rule_ids.push_back(rule);
      AddContext(i, finding);
      JoinPending(i, finding);
      Emit(i, std::move(finding));
    } else if (IsReported(i)) {
      finding.verdict = Verdict::kAchievement;
      finding.actor = scope_.actor;
      // A named subject is part of what is reported.
      const bool is_named =
          reading.subject != SubjectKind::kNone && reading.subject != SubjectKind::kSelf;
      if (is_named && !reading.has_agent)
        finding.span.start = std::min(finding.span.start, reading.subject_range.start);
      JoinAppositive(finding);
      finding.rule_ids.push_back(reading.perfect.IsSet() ? kRulePerfect : kRuleReported);
      Emit(i, std::move(finding));
    }
  }

  void Emit(size_t i, Finding finding) {
    if (finding.span.empty()) return;
    if (clauses_[i].mark == ClauseMark::kComma && LacksComplement(scanned_.text, finding.reading))
      incomplete_ = i;
    findings_.push_back(std::move(finding));
  }

  // 支持企业从三个方面，改造工艺: the second clause is what 支持 governs.
  bool Completes(size_t i) {
    const bool completes = incomplete_ && *incomplete_ + 1 == i && !clauses_[i].starts_sentence &&
                           readings_[i].subject == SubjectKind::kNone && !findings_.empty();
    incomplete_.reset();
    if (!completes) return false;
    findings_.back().span.end = readings_[i].core.end;
    findings_.back().reading.object.end = readings_[i].core.end;
    return true;
  }

  // 作为首个试点，该平台已…: what the subject is stands before it.
  void JoinAppositive(Finding& finding) const {
    if (scope_.pending.empty()) return;
    const ClauseReading& before = readings_[scope_.pending.back()];
    if (before.form == ClauseForm::kAppositive) finding.span.start = before.core.start;
  }

  // 《规划》提出, 总书记强调: what follows is somebody else's.
  bool StartsReport(const ClauseReading& reading) const {
    if (!(reading.last_classes & kReport)) return false;
    const bool is_others = reading.subject == SubjectKind::kSuperior;
    return is_others && !options_.is_state_council;
  }

  // 将由市水务局牵头，: names the actor of the clauses behind.
  bool NamesLeader(const ClauseReading& reading) const {
    const std::string_view verb = Text(reading.action);
    return reading.has_agent && reading.object.empty() &&
           (verb == "牵头" || verb == "负责" || verb == "主导");
  }

  // 省财政厅表示, 我局认为: the words that follow count, the announcing does not.
  static bool AnnouncesWords(const ClauseReading& reading) {
    return (reading.last_classes & kReport) && !(reading.last_classes & (kGuide | kReferral)) &&
           reading.object.empty();
  }

  // The rule that makes the clause prospective; nullptr when none does.
  const char* FutureRule(size_t i) {
    const ClauseReading& reading = readings_[i];
    // 已计划 promises, 计划了 does not.
    const bool is_planned =
        reading.modal.Is(kPlan) && reading.perfect.range.start < reading.modal.range.start;
    if (reading.perfect.IsSet() && !is_planned) return nullptr;
    if (HasPastDate(reading)) return nullptr;
    if (IsDemand(reading)) return nullptr;
    if (reading.modal.IsSet()) {
      if (reading.modal.Is(kFuture | kPlan)) StartFuture(reading);
      if (reading.modal.Is(kPlan)) return kRulePlanModal;
      return reading.modal.Is(kFuture) ? kRuleFutureModal : kRuleStrive;
    }
    if (reading.refusal.IsSet()) return kRuleTypeRefusal;
    if (scope_.is_past && !scope_.is_sentence_future) return nullptr;
    if (scope_.is_sentence_future) return kRuleSentenceScope;
    if (scope_.is_open && !IsDescription(reading)) return scope_.open_rule;
    if (HasFutureDate(reading)) return kRuleFutureDate;
    const bool after_event = scope_.condition && scope_.condition->kind == ConditionKind::kWhen &&
                             Text(scope_.condition->range).starts_with("待");
    return after_event ? kRuleAfterEvent : nullptr;
  }

  // 要 is a will of one's own only behind 我们 or among plans; elsewhere it asks.
  bool IsDemand(const ClauseReading& reading) const {
    if (options_.is_policy) return false;
    if (!reading.modal.IsSet() || Text(reading.modal.range) != "要") return false;
    return reading.subject != SubjectKind::kSelf && !scope_.is_open && !scope_.is_sentence_future;
  }

  // A thing with a predicate but without a cue or a figure only describes, even
  // among plans: 站牌信息由车站核定.
  bool IsDescription(const ClauseReading& reading) const {
    return reading.subject == SubjectKind::kThing && !HasFigure(Text(reading.core));
  }

  bool HasPastDate(const ClauseReading& reading) const {
    if (reading.modal.IsSet() || reading.times.empty()) return false;
    return std::all_of(reading.times.begin(), reading.times.end(),
                       [](const TimeExpression& t) { return t.is_past; });
  }

  bool HasFutureDate(const ClauseReading& reading) const {
    if (!options_.reference.HasYear()) return false;
    for (const TimeExpression& time : reading.times) {
      if (!time.is_past && !time.is_year_open && time.end && time.recurrence[0] == '\0' &&
          time.end->year > options_.reference.date.year) {
        return true;
      }
    }
    return false;
  }

  bool IsUndertaking(size_t i) const {
    const ClauseReading& reading = readings_[i];
    if (scope_.is_third || scope_.is_quoted || scope_.is_exhorting) return false;
    if (IsForecastOfEvent(reading)) return false;
    if (reading.refusal.IsSet())
      return IsRefusal(scanned_.text, reading, scope_.has_reason || scope_.is_open, passage_.kind);
    if (scope_.is_guiding && (reading.action_classes & kEffect)) return true;
    return HasContent(scanned_.text, reading);
  }

  // 大桥建成后，将缓解拥堵，提升形象: what a finished project will bring about.
  bool IsForecastOfEvent(const ClauseReading& reading) const {
    if (scope_.actor.is_local || !(reading.action_classes & (kOutcome | kEffect)) ||
        !scope_.condition)
      return false;
    if (reading.subject != SubjectKind::kNone && reading.subject != SubjectKind::kThing)
      return false;
    if (scope_.condition->kind != ConditionKind::kWhen || HasFigure(Text(reading.core)))
      return false;
    const std::string_view event = Text(scope_.condition->range);
    for (const std::string_view end : {"建成", "建成之", "建成投用", "完工", "竣工", "投入使用",
                                       "通车", "开通", "投产", "落成", "投入运营", "运营"}) {
      if (event.size() > end.size() + 3 && event.substr(0, event.size() - 3).ends_with(end))
        return true;
    }
    return false;
  }

  bool IsReported(size_t i) const {
    const ClauseReading& reading = readings_[i];
    if (scope_.is_third || scope_.is_quoted || scope_.is_exhorting) return false;
    return IsAchievement(scanned_.text, reading, passage_.kind);
  }

  void AddContext(size_t i, Finding& finding) {
    const ClauseReading& reading = readings_[i];
    finding.actor = scope_.actor;
    finding.informant = state_.informant;
    finding.has_thing_subject = scope_.is_thing;
    finding.is_capped = scope_.is_capped && !reading.modal.Is(kPlan);
    finding.future_cue = reading.modal.IsSet()       ? reading.modal
                         : scope_.is_sentence_future ? scope_.sentence_cue
                                                     : scope_.open_cue;
    if (!reading.times.empty()) {
      scope_.time = reading.times.front();
    } else {
      // What comes again every year is not due with the first of a series.
      if (scope_.time && scope_.time->recurrence[0] == '\0') finding.inherited_time = scope_.time;
    }
    finding.condition = scope_.condition;
    if (!reading.condition.empty()) {
      finding.condition = InheritedCondition{reading.condition, reading.condition_kind};
      scope_.condition = finding.condition;
    }
    if (reading.refusal.IsSet() && scope_.has_reason) {
      finding.condition = InheritedCondition{scope_.reason, ConditionKind::kReason};
    }
    AddGuidance(reading, finding);
  }

  // 督促 and 指导 govern the clauses that go on after a comma.
  void AddGuidance(const ClauseReading& reading, Finding& finding) {
    if (scope_.is_guiding) {
      const bool ends = !reading.times.empty() || reading.is_object_marker ||
                        reading.modal.IsSet() || HasFigure(Text(reading.core));
      if (ends) {
        scope_.is_guiding = false;
      } else {
        finding.is_guided = true;
        finding.guided_bodies = scope_.guided;
      }
    }
    if (IsGuidance(scanned_.text, reading)) {
      scope_.is_guiding = true;
      scope_.guided = GuidedBodies(scanned_.text, reading);
    }
  }

  // Adverbial clauses directly before the clause that belong to its span.
  void JoinPending(size_t i, Finding& finding) {
    const bool is_only = CountFollowing(i) == 0;
    uint32_t start = finding.span.start;
    for (size_t k = scope_.pending.size(); k-- > 0;) {
      const ClauseReading& before = readings_[scope_.pending[k]];
      switch (before.form) {
        case ClauseForm::kCondition:
          start = before.core.start;
          finding.rule_ids.push_back(kRuleJoinCondition);
          break;
        case ClauseForm::kCooperator:
          start = before.core.start;
          finding.joined_bodies.insert(finding.joined_bodies.end(), before.bodies.begin(),
                                       before.bodies.end());
          finding.rule_ids.push_back(kRuleJoinCooperator);
          break;
        case ClauseForm::kTime:
          if (!is_only && !before.modal.Is(kPlan | kStrive)) break;
          start = before.core.start;
          finding.joined_times = before.times;
          finding.inherited_time.reset();
          finding.rule_ids.push_back(kRuleJoinTime);
          break;
        case ClauseForm::kTarget:
          if (!is_only) break;
          start = before.core.start;
          finding.rule_ids.push_back(kRuleJoinTarget);
          break;
        case ClauseForm::kAppositive:
          if (finding.reading.subject == SubjectKind::kSelf) break;
          start = before.core.start;
          break;
        case ClauseForm::kMeans:
          if (!LeadsIn(before)) break;
          start = before.core.start;
          finding.has_thing_subject = true;
          finding.reading.subject = SubjectKind::kThing;
          break;
        default:
          break;
      }
    }
    finding.span.start = start;
  }

  // Predicates behind clause `i` in its sentence that the same phrase governs.
  size_t CountFollowing(size_t i) const {
    size_t count = 0;
    for (size_t k = i; k < clauses_.size(); ++k) {
      if (k > i && (clauses_[k].starts_sentence || !clauses_[k].label.empty())) break;
      if (k > i && readings_[k].form == ClauseForm::kPredicate) ++count;
      if (clauses_[k].mark == ClauseMark::kSemicolon) break;
    }
    return count;
  }

  const ScannedText& scanned_;
  const Passage& passage_;
  const InterpretOptions& options_;
  LetterState& state_;
  std::vector<Clause> clauses_;
  std::vector<ClauseReading> readings_;
  std::vector<bool> headlines_;
  std::vector<Finding> findings_;
  std::optional<size_t> incomplete_;  // clause of 支持 + body that still lacks its act
  Scope scope_;
};

}  // namespace

std::vector<Finding> Interpret(const ScannedText& scanned, const Passage& passage,
                               const InterpretOptions& options, LetterState& state) {
  return Interpreter(scanned, passage, options, state).Run();
}

}  // namespace pledge::pipeline
