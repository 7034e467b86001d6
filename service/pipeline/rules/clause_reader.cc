#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/modal.h"
#include "service/pipeline/rules/phrases.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/whole_form.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {
namespace {

// No clause of prose is longer; what is longer is a table or a list of names.
// Reading is not linear within a clause, so the limit keeps it linear over all.
constexpr uint32_t kLongestClause = 900;  // bytes, 300 characters

class ClauseReader {
 public:
  ClauseReader(WordCursor cursor, ClauseReading& reading)
      : cursor_(cursor), reading_(reading), first_word_(cursor.index()) {}

  void Run() {
    StripLead();
    reading_.core = {cursor_.at(), cursor_.end()};
    if (cursor_.AtEnd()) {
      reading_.form = reading_.opening.IsSet() ? ClauseForm::kOpening : ClauseForm::kNominal;
      return;
    }
    if (ReadWholeForm(cursor_, reading_)) return;
    while (!cursor_.AtEnd() && Step()) {
    }
    if (reading_.form == ClauseForm::kNominal) reading_.form = FormWithoutVerb();
    FindDone();
  }

 private:
  // 作了规定, 收到了回复: 了 behind whatever verb.
  void FindDone() {
    if (reading_.perfect.IsSet() || reading_.form != ClauseForm::kPredicate) return;
    for (uint32_t i = first_word_; i < cursor_.last(); ++i) {
      const Word& word = cursor_.word(i);
      if (word.Is(kDone)) reading_.perfect = {{word.start, word.end}, word.classes};
    }
  }

  // Connectives and openers are never part of a span.
  void StripLead() {
    for (;;) {
      if (cursor_.Take(" ") || cursor_.Take("\u3000") || cursor_.Take("、")) continue;
      const Word here = cursor_.Here();
      if (here.Is(kConnective) && !here.Is(kVerb)) {
        cursor_.MoveTo(here.end);
      } else if (!StripOpening()) {
        return;
      }
    }
  }

  bool StripOpening() {
    WordCursor probe = cursor_;
    if (probe.Take("在")) probe.Take("我局");
    const Word word = probe.Here();
    if (!word.Is(kOpening)) return false;
    probe.MoveTo(word.end);
    const bool has_tail = TakeOpeningTail(probe);
    const bool is_vague = IsVague(cursor_.Text({word.start, word.end}));
    const Word next = probe.Here();
    const bool opens = has_tail || probe.AtEnd() || !is_vague ||
                       next.Is(kFuture | kPlan | kSelf | kBodyEnd | kAreaEnd | kAdverb | kStrive);
    if (!opens) return false;
    reading_.opening = {{word.start, word.end}, word.classes};
    cursor_ = probe;
    return true;
  }

  static bool TakeOpeningTail(WordCursor& cursor) {
    static constexpr std::string_view kTails[] = {"的工作当中", "的工作中", "工作当中", "的工作里",
                                                  "工作中",     "的工作",   "工作",     "阶段",
                                                  "一段时间",   "时期",     "当中",     "中"};
    for (const std::string_view tail : kTails) {
      if (cursor.Take(tail)) return true;
    }
    return false;
  }

  // 未来产业 and 后续服务 are names; alone these words open nothing.
  static bool IsVague(std::string_view word) {
    static constexpr std::string_view kVague[] = {"未来", "后续", "后期", "将来",
                                                  "以后", "日后", "往后", "工作中"};
    for (const std::string_view vague : kVague) {
      if (word == vague) return true;
    }
    return false;
  }

  // Understands what stands at the cursor and moves on; false at the main verb
  // and where nothing more can be understood.
  bool Step() {
    const Word here = cursor_.Here();
    if (here.Is(kConnective) && cursor_.at() == reading_.core.start) return StripHere(here);
    if (SkipTime()) return true;
    if (SkipEvent()) return true;
    if (const uint32_t end = cursor_.OpaqueEnd(); end > cursor_.at()) return StepOverQuote(end);
    if (here.Is(kOpening) && cursor_.at() == reading_.core.start) {
      reading_.opening = {{here.start, here.end}, here.classes};
      return StripHere(here);
    }
    if (here.Is(kRefusal)) return TakeRefusal(here);
    if (here.Is(kPerfect | kPresent | kNegation) || IsProgressive(here)) return TakePerfect(here);
    if (here.Is(kFuture | kPlan | kStrive | kEnsure)) {
      if (TakeModal(here)) return true;
    }
    if (!has_subject_ && TakeSubject()) return true;
    if (here.Is(kWith) && ReadPhrase(cursor_, reading_)) {
      is_lead_kept_ = true;
      return reading_.form == ClauseForm::kNominal;
    }
    if (IsAdverbAt(here)) return TakeAdverb(here);
    if (here.Is(kModal)) return TakeWeakModal(here);
    if (has_subject_ && StatesValue(here)) return FinishCopula(here);
    if (here.Is(kBy) || (here.Is(kPreposition) && !here.Is(kVerb))) {
      if (ReadPhrase(cursor_, reading_)) {
        is_lead_kept_ = true;
        return reading_.form == ClauseForm::kNominal;
      }
    }
    if (here.Is(kVerb | kEffect) && !StartsName(here) && !StartsAttribute(here)) return Finish();
    if (here.Is(kCopula)) return FinishCopula(here);
    if (TakeUnknownVerb()) return false;
    return TakeNounSubject();
  }

  bool StripHere(const Word& word) {
    cursor_.MoveTo(word.end);
    reading_.core.start = cursor_.at();
    return true;
  }

  bool SkipTime() {
    for (const TimeExpression& time : reading_.times) {
      uint32_t start = cursor_.at();
      const std::string_view rest = cursor_.Rest();
      if (rest.starts_with("于") || rest.starts_with("在")) start += 3;
      if (time.range.start != start && time.range.start != cursor_.at()) continue;
      cursor_.MoveTo(time.range.end);
      is_lead_kept_ = true;
      return true;
    }
    if (cursor_.Here().Is(kTimeWord) && !cursor_.Here().Is(kVerb)) {
      cursor_.MoveTo(cursor_.Here().end);
      is_lead_kept_ = true;
      return true;
    }
    return false;
  }

  // 待标准出台后我局将修订, 建设完成后移交: the event before the act, without a
  // comma between.
  bool SkipEvent() {
    if (has_event_) return false;
    has_event_ = true;
    const uint32_t end = EventEnd(cursor_);
    if (end == 0) return false;
    reading_.condition = {cursor_.at(), end};
    reading_.condition_kind = cursor_.Here().Is(kIf) ? ConditionKind::kIf : ConditionKind::kWhen;
    cursor_.MoveTo(end);
    is_lead_kept_ = true;
    return true;
  }

  // “一链一策”开展…: a quotation before the verb tells the manner. A title in
  // the place of the subject is a thing.
  bool StepOverQuote(uint32_t end) {
    const Word next = cursor_.WordAt(end);
    const bool is_manner =
        cursor_.Rest().starts_with("“") && next.Is(kVerb | kAdverb) && !has_subject_;
    if (!is_manner) return TakeNounSubject();
    reading_.manner = {cursor_.at(), end};
    is_lead_kept_ = true;
    cursor_.MoveTo(end);
    return true;
  }

  bool TakeRefusal(const Word& here) {
    reading_.refusal = {{here.start, here.end}, here.classes};
    cursor_.MoveTo(here.end);
    expects_verb_ = true;
    return true;
  }

  // 在 directly before a verb, after 目前 or 仍: the act goes on.
  bool IsProgressive(const Word& here) const {
    if (!reading_.perfect.IsSet() || cursor_.Text({here.start, here.end}) != "在") return false;
    return cursor_.WordAt(here.end).Is(kVerb);
  }

  bool TakePerfect(const Word& here) {
    if (!reading_.perfect.IsSet()) reading_.perfect = {{here.start, here.end}, here.classes};
    cursor_.MoveTo(here.end);
    expects_verb_ = true;
    return true;
  }

  bool TakeModal(const Word& here) {
    if (here.Is(kFuture) && IsObjectMarker(cursor_, reading_.times)) {
      reading_.is_object_marker = true;
      ReadFrontedObject(cursor_, reading_);
      is_lead_kept_ = true;
      has_subject_ = true;
      return true;
    }
    if (!IsModalHere(cursor_)) return false;
    const bool is_first = !reading_.modal.IsSet();
    if (is_first || here.Is(kPlan | kStrive))
      reading_.modal = {{here.start, here.end}, here.classes};
    Weaken({here.start, here.end}, here.classes & (kPlan | kStrive), reading_);
    cursor_.MoveTo(here.end);
    if (here.Is(kFuture) && !is_lead_kept_ && here.start == reading_.core.start) {
      reading_.core.start = here.end;
    }
    is_lead_kept_ = is_lead_kept_ || !here.Is(kFuture);
    expects_verb_ = true;
    return true;
  }

  bool TakeSubject() {
    const Subject subject = MatchSubject(cursor_);
    if (subject.kind == SubjectKind::kNone) return false;
    const bool is_extent =
        subject.kind == SubjectKind::kArea && cursor_.Text(subject.range).starts_with("全");
    SetSubject(subject, !is_extent);
    return true;
  }

  void SetSubject(const Subject& subject, bool strip) {
    has_subject_ = true;
    reading_.subject = IsOwnInstrument(subject) ? SubjectKind::kThing : subject.kind;
    reading_.subject_range = subject.range;
    const bool is_lead = subject.range.start == reading_.core.start && !is_lead_kept_;
    cursor_.MoveTo(subject.range.end);
    if (strip && is_lead && IsStripped(reading_.subject)) {
      reading_.core.start = subject.range.end;
    } else {
      is_lead_kept_ = true;
    }
  }

  // 该办法将…: what was just said to be in the making is the writer's own.
  bool IsOwnInstrument(const Subject& subject) const {
    if (subject.kind != SubjectKind::kSuperior) return false;
    const std::string_view name = cursor_.Text(subject.range);
    return name.starts_with("该") && cursor_.WordAt(subject.range.end).Is(kFuture);
  }

  static bool IsStripped(SubjectKind kind) {
    return kind == SubjectKind::kSelf || kind == SubjectKind::kBody || kind == SubjectKind::kArea ||
           kind == SubjectKind::kSuperior;
  }

  bool IsAdverbAt(const Word& here) const {
    return here.classes != 0 && IsAdverbHere(cursor_, cursor_.index());
  }

  bool TakeAdverb(const Word& here) {
    Weaken({here.start, here.end}, here.classes & kAdverb ? here.classes & kAdverb : kDegree,
           reading_);
    if (IsEffort(here)) reading_.has_effort = true;
    cursor_.MoveTo(here.end);
    expects_verb_ = true;
    return true;
  }

  bool IsEffort(const Word& here) const {
    const std::string_view word = cursor_.Text({here.start, here.end});
    return word == "加快" || word == "进一步" || word == "抓紧" || word == "加紧";
  }

  bool TakeWeakModal(const Word& here) {
    reading_.weak_modal = {{here.start, here.end}, here.classes};
    cursor_.MoveTo(here.end);
    return true;
  }

  // 服务水平不断提升: a verb that opens a longer noun with a predicate behind it.
  bool StartsName(const Word& here) const {
    if (has_subject_ || !here.Is(kNominal)) return false;
    const uint32_t next = FindPredicate(cursor_, cursor_.index() + 1);
    if (next == kNoWord) return false;
    const Word& word = cursor_.word(next);
    if (word.start == here.end) return false;
    const bool reaches_figure =
        word.Is(kOutcome) && word.end < cursor_.end() && IsDigit(cursor_.text()[word.end]);
    return reaches_figure || word.Is(kFuture | kPlan | kPerfect | kStrive | kCopula | kPresent) ||
           (word.Is(kIntentAdverb) && next + 1 < cursor_.last() &&
            cursor_.word(next + 1).end == cursor_.end());
  }

  // 规划选址的学校: a noun-like verb in an attribute.
  bool StartsAttribute(const Word& here) const {
    if (!here.Is(kNominal)) return false;
    const Word next = cursor_.WordAt(here.end);
    if (next.Is(kOf)) return true;
    return next.Is(kNominal) && cursor_.WordAt(next.end).Is(kOf);
  }

  // 及时响应诉求, 将致力于培训: what stands right behind an adverb or a modal is
  // a verb, known or not; nearly all of them have two characters.
  bool TakeUnknownVerb() {
    if (!expects_verb_ || cursor_.Here().classes != 0) return false;
    const uint32_t at = cursor_.at();
    const std::string_view rest = cursor_.Rest();
    if (rest.size() < 6 || !IsHan(CodePointAt(rest, 0)) || !IsHan(CodePointAt(rest, 3)))
      return false;
    if (FindPredicate(cursor_, cursor_.index()) != kNoWord) return false;
    reading_.form = ClauseForm::kPredicate;
    reading_.action = {at, at + 6};
    reading_.action_classes = reading_.last_classes = kTelic;
    reading_.object = {at + 6, cursor_.end()};
    return true;
  }

  bool Finish() {
    ReadPredicate(cursor_, reading_);
    reading_.form = ClauseForm::kPredicate;
    return false;
  }

  // 期限为2027年6月底: before a date or a figure 为 is a verb.
  bool StatesValue(const Word& here) const {
    return cursor_.Text({here.start, here.end}) == "为" && here.end < cursor_.end() &&
           IsDigit(cursor_.text()[here.end]);
  }

  // 完成期限为2027年6月底; without a subject 为 and 是 make no predicate.
  bool FinishCopula(const Word& here) {
    if (!has_subject_ && here.start != reading_.core.start) return TakeNounSubject();
    reading_.form = ClauseForm::kPredicate;
    reading_.action = {here.start, here.end};
    reading_.action_classes = reading_.last_classes = here.classes;
    reading_.object = {here.end, cursor_.end()};
    if (reading_.object.empty()) reading_.form = ClauseForm::kNominal;
    return false;
  }

  // A noun that no list of names knows, up to the predicate.
  bool TakeNounSubject() {
    if (has_subject_) return SkipToPredicate();
    const uint32_t next =
        FindPredicate(cursor_, cursor_.index() + (cursor_.Here().classes != 0 ? 1 : 0));
    if (next == kNoWord || cursor_.word(next).start <= cursor_.at()) return false;
    Subject subject{SubjectKind::kThing, {cursor_.at(), cursor_.word(next).start}};
    // Two unknown characters before a verb are an adverb rather than a subject.
    if (cursor_.Here().classes == 0 && subject.range.size() <= 6 &&
        cursor_.OpaqueEnd() == cursor_.at()) {
      cursor_.MoveTo(subject.range.end);
      is_lead_kept_ = true;
      return true;
    }
    for (uint32_t i = cursor_.index(); i < next; ++i) {
      const Word& word = cursor_.word(i);
      if (word.end != subject.range.end) continue;
      const SubjectKind kind = KindOf(word);
      if (kind != SubjectKind::kNone) subject.kind = kind;
    }
    std::string_view noun = cursor_.Text(subject.range);
    noun = noun.substr(0, std::min(noun.find("较"), noun.find("比")));
    const bool is_indicator = NamesIndicator(noun);
    if (is_indicator) subject.kind = SubjectKind::kThing;
    if (!is_indicator && cursor_.Here().Is(kThird | kYou) && !cursor_.Here().Is(kBodyEnd))
      subject.kind = SubjectKind::kThird;
    if (cursor_.Text(subject.range).ends_with("》")) subject.kind = SubjectKind::kSuperior;
    SetSubject(subject, true);
    return true;
  }

  // 居民满意度, 物业服务覆盖率: whoever it is of, an indicator is a thing.
  static bool NamesIndicator(std::string_view noun) {
    for (const std::string_view end :
         {"率",   "度",   "量",   "值",   "额",   "数",   "比例", "水平", "面积", "规模", "能力",
          "质量", "时间", "周期", "期限", "环境", "秩序", "占比", "比重", "指数", "强度"}) {
      if (noun.ends_with(end)) return true;
    }
    return false;
  }

  bool SkipToPredicate() {
    const uint32_t next =
        FindPredicate(cursor_, cursor_.index() + (cursor_.Here().classes != 0 ? 1 : 0));
    if (next == kNoWord || cursor_.word(next).start <= cursor_.at()) return false;
    cursor_.MoveTo(cursor_.word(next).start);
    is_lead_kept_ = true;
    return true;
  }

  ClauseForm FormWithoutVerb() const {
    if (reading_.refusal.IsSet()) return ClauseForm::kPredicate;
    const bool is_time = !reading_.times.empty() && cursor_.AtEnd();
    if (is_time) return ClauseForm::kTime;
    if (has_subject_) return ClauseForm::kSubject;
    if (!reading_.bodies.empty()) return ClauseForm::kCooperator;
    return ClauseForm::kNominal;
  }

  WordCursor cursor_;
  ClauseReading& reading_;
  const uint32_t first_word_;
  bool has_subject_ = false;
  bool has_event_ = false;
  bool expects_verb_ = false;  // an adverb or a modal stands before the cursor
  bool is_lead_kept_ = false;  // something that belongs to the span stands before the cursor
};

}  // namespace

ClauseReading ReadClause(std::string_view text, const Clause& clause,
                         const std::vector<Word>& words, const std::vector<ByteRange>& opaque,
                         const ReferenceDate& reference) {
  ClauseReading reading;
  reading.range = reading.core = clause.range;
  if (clause.range.size() > kLongestClause) return reading;
  reading.times = FindTimes(text, clause.range, reference);
  ClauseReader(WordCursor(text, clause, words, opaque), reading).Run();
  return reading;
}

}  // namespace pledge::pipeline
