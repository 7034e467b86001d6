#include "service/pipeline/rules/clause_reader.h"

#include <algorithm>

#include "service/pipeline/rules/modal.h"
#include "service/pipeline/rules/phrases.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/whole_form.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {

void ClauseReader::Run() {
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

// 作了规定, 收到了回复: 了 behind whatever verb.
void ClauseReader::FindDone() {
  if (reading_.perfect.IsSet() || reading_.form != ClauseForm::kPredicate) return;
  for (uint32_t i = first_word_; i < cursor_.last(); ++i) {
    const Word& word = cursor_.word(i);
    if (word.Is(kDone)) reading_.perfect = {{word.start, word.end}, word.classes};
  }
}

// Connectives and openers are never part of a span.
void ClauseReader::StripLead() {
  for (;;) {
    if (cursor_.Take(" ") || cursor_.Take("\u3000") || cursor_.Take("、")) continue;
    if (cursor_.Take("—")) continue;  // ——坚持需求导向
    const Word here = cursor_.Here();
    if (here.Is(kConnective) && !here.Is(kVerb)) {
      cursor_.MoveTo(here.end);
    } else if (!StripOpening()) {
      return;
    }
  }
}

bool ClauseReader::StripOpening() {
  WordCursor probe = cursor_;
  if (probe.Take("在")) probe.Take("我局");
  const Word word = probe.Here();
  if (!word.Is(kOpening)) return false;
  // 今后三年: a time that opens a plan as well, and stays.
  for (const TimeExpression& time : reading_.times) {
    if (time.range.start != word.start || time.range.end <= word.end) continue;
    reading_.opening = {{word.start, word.end}, word.classes};
    return false;
  }
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

bool ClauseReader::TakeOpeningTail(WordCursor& cursor) {
  static constexpr std::string_view kTails[] = {"的工作当中", "的工作中", "工作当中", "的工作里",
                                                "工作中",     "的工作",   "工作",     "阶段",
                                                "一段时间",   "时期",     "当中",     "中"};
  for (const std::string_view tail : kTails) {
    if (cursor.Take(tail)) return true;
  }
  return false;
}

// 未来产业 and 后续服务 are names; alone these words open nothing.
bool ClauseReader::IsVague(std::string_view word) {
  static constexpr std::string_view kVague[] = {"未来", "后续", "后期", "将来",
                                                "以后", "日后", "往后", "工作中"};
  for (const std::string_view vague : kVague) {
    if (word == vague) return true;
  }
  return false;
}

bool ClauseReader::Step() {
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
  // 将商市场监管总局研究: together with whom.
  const bool may_counsel = expects_verb_ || cursor_.at() == reading_.core.start;
  if (may_counsel && ReadPartners(cursor_, reading_)) {
    is_lead_kept_ = true;
    return reading_.form == ClauseForm::kNominal;
  }
  if (!has_subject_ && TakeSubject()) return true;
  if (here.Is(kWith) && ReadPhrase(cursor_, reading_)) {
    is_lead_kept_ = true;
    return reading_.form == ClauseForm::kNominal;
  }
  if (IsAdverbAt(here)) return TakeAdverb(here);
  if (here.Is(kModal)) return TakeWeakModal(here);
  if (has_subject_ && StatesValue(here)) return FinishCopula(here);
  // 不予通过: at the end of the clause it is the verb.
  const bool is_verb = expects_verb_ && here.Is(kBy) && here.end == cursor_.end();
  if (is_verb) {
    reading_.form = ClauseForm::kPredicate;
    reading_.action = {here.start, here.end};
    reading_.action_classes = reading_.last_classes = kTelic;
    return false;
  }
  if (here.Is(kBy) || (here.Is(kPreposition) && !here.Is(kVerb))) {
    if (ReadPhrase(cursor_, reading_)) {
      is_lead_kept_ = true;
      return reading_.form == ClauseForm::kNominal;
    }
  }
  const bool is_noun = StartsName(here) || StartsAttribute(here) || ClosesSubject(here);
  // 社区表示将协调物业: what the body says is its promise.
  const bool announces = here.Is(kReport) && has_subject_ && IsStripped(reading_.subject) &&
                         cursor_.at() == reading_.core.start &&
                         cursor_.WordAt(here.end).Is(kFuture);
  if (announces) return StripHere(here);
  if (here.Is(kVerb | kEffect) && !is_noun) {
    const uint32_t later = PredicateBehindAttribute();
    return later == kNoWord ? Finish() : TakeDescribedSubject(later);
  }
  if (here.Is(kCopula)) return FinishCopula(here);
  if (TakeUnknownVerb()) return false;
  return TakeNounSubject();
}

bool ClauseReader::StripHere(const Word& word) {
  cursor_.MoveTo(word.end);
  reading_.core.start = cursor_.at();
  return true;
}

bool ClauseReader::SkipTime() {
  for (const TimeExpression& time : reading_.times) {
    uint32_t start = cursor_.at();
    const std::string_view rest = cursor_.Rest();
    if (rest.starts_with("于") || rest.starts_with("在")) start += 3;
    if (time.range.start != start && time.range.start != cursor_.at()) continue;
    cursor_.MoveTo(time.range.end);
    is_lead_kept_ = true;
    // 9月底前兑付到位: behind the term an act follows, known or not.
    expects_verb_ = expects_verb_ || (time.is_bounded && time.end && time.recurrence[0] == '\0');
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
bool ClauseReader::SkipEvent() {
  if (has_event_) return false;
  has_event_ = true;
  // 届时新增车位: as soon as what was told has come.
  const bool is_then = cursor_.Here().Is(kWhen) && StartsWithAny<"届时", "到时">(cursor_.Rest());
  if (is_then) {
    reading_.condition = {cursor_.at(), cursor_.Here().end};
    reading_.condition_kind = ConditionKind::kWhen;
    cursor_.MoveTo(cursor_.Here().end);
    is_lead_kept_ = true;
    return true;
  }
  if (const uint32_t end = CaseEnd(cursor_); end > 0) {
    reading_.condition = {cursor_.at(), end};
    reading_.condition_kind = ConditionKind::kIf;
    cursor_.MoveTo(end);
    is_lead_kept_ = true;
    return true;
  }
  if (const uint32_t found = DiscoveryEnd(cursor_); found > 0) {
    reading_.condition = {cursor_.at(), found};
    reading_.condition_kind = ConditionKind::kIf;
    cursor_.MoveTo(found);
    is_lead_kept_ = true;
    return true;
  }
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
bool ClauseReader::StepOverQuote(uint32_t end) {
  const Word next = cursor_.WordAt(end);
  const bool is_manner =
      cursor_.Rest().starts_with("“") && next.Is(kVerb | kAdverb) && !has_subject_;
  if (!is_manner) return TakeNounSubject();
  reading_.manner = {cursor_.at(), end};
  is_lead_kept_ = true;
  cursor_.MoveTo(end);
  return true;
}

// 目前不宜: when it is declined, not that something is done.
bool ClauseReader::TakeRefusal(const Word& here) {
  if (reading_.perfect.Is(kPresent)) reading_.perfect = {};
  reading_.refusal = {{here.start, here.end}, here.classes};
  cursor_.MoveTo(here.end);
  expects_verb_ = true;
  // 条件尚不成熟: says itself what is declined.
  if (!EndsWithAny<"成熟", "现实">(cursor_.Text({here.start, here.end}))) return true;
  reading_.form = ClauseForm::kPredicate;
  reading_.action = {here.start, here.end};
  reading_.action_classes = reading_.last_classes = here.classes;
  return false;
}

// 在 directly before a verb, after 目前 or 仍: the act goes on.
bool ClauseReader::IsProgressive(const Word& here) const {
  if (!reading_.perfect.IsSet() || cursor_.Text({here.start, here.end}) != "在") return false;
  return cursor_.WordAt(here.end).Is(kVerb);
}

bool ClauseReader::TakePerfect(const Word& here) {
  if (!reading_.perfect.IsSet()) reading_.perfect = {{here.start, here.end}, here.classes};
  cursor_.MoveTo(here.end);
  expects_verb_ = true;
  return true;
}

bool ClauseReader::TakeModal(const Word& here) {
  if (here.Is(kFuture) && IsObjectMarker(cursor_, reading_.times)) {
    reading_.is_object_marker = true;
    ReadFrontedObject(cursor_, reading_);
    is_lead_kept_ = true;
    has_subject_ = true;
    return true;
  }
  if (!IsModalHere(cursor_) && !OpensUnknownAct(here)) return false;
  const bool is_first = !reading_.modal.IsSet();
  if (is_first || here.Is(kPlan | kStrive)) reading_.modal = {{here.start, here.end}, here.classes};
  Weaken({here.start, here.end}, here.classes & (kPlan | kStrive), reading_);
  cursor_.MoveTo(here.end);
  if (here.Is(kFuture) && !is_lead_kept_ && here.start == reading_.core.start) {
    reading_.core.start = here.end;
  }
  is_lead_kept_ = is_lead_kept_ || !here.Is(kFuture);
  expects_verb_ = true;
  return true;
}

// 计划猎捕野猪5000头: behind 计划 at the head of the clause a verb follows, known or not.
bool ClauseReader::OpensUnknownAct(const Word& here) const {
  constexpr uint32_t kShortest = 12;  // bytes of a verb and an object
  return here.Is(kPlan) && here.start == reading_.core.start &&
         cursor_.WordAt(here.end).classes == 0 && cursor_.end() >= here.end + kShortest &&
         FindPredicate(cursor_, cursor_.index() + 1) == kNoWord && !Contains(cursor_.Rest(), "的");
}

bool ClauseReader::IsAdverbAt(const Word& here) const {
  return here.classes != 0 && IsAdverbHere(cursor_, cursor_.index());
}

bool ClauseReader::TakeAdverb(const Word& here) {
  Weaken({here.start, here.end}, here.classes & kAdverb ? here.classes & kAdverb : kDegree,
         reading_);
  if (IsEffort(here)) reading_.has_effort = true;
  cursor_.MoveTo(here.end);
  cursor_.Take("、");  // 分阶段、分步骤推进
  expects_verb_ = true;
  return true;
}

bool ClauseReader::IsEffort(const Word& here) const {
  const std::string_view word = cursor_.Text({here.start, here.end});
  return word == "加快" || word == "进一步";
}

bool ClauseReader::TakeWeakModal(const Word& here) {
  reading_.weak_modal = {{here.start, here.end}, here.classes};
  cursor_.MoveTo(here.end);
  return true;
}

// 及时响应诉求, 将致力于培训: what stands right behind an adverb or a modal is
// a verb, known or not; nearly all of them have two characters.
bool ClauseReader::TakeUnknownVerb() {
  if (!expects_verb_ || cursor_.Here().classes != 0) return false;
  const uint32_t at = cursor_.at();
  const std::string_view rest = cursor_.Rest();
  if (rest.size() < 6 || !IsHan(CodePointAt(rest, 0)) || !IsHan(CodePointAt(rest, 3))) return false;
  if (FindPredicate(cursor_, cursor_.index()) != kNoWord) return false;
  reading_.form = ClauseForm::kPredicate;
  reading_.action = {at, at + 6};
  reading_.action_classes = reading_.last_classes = kTelic;
  reading_.object = {at + 6, cursor_.end()};
  return true;
}

bool ClauseReader::TakeDescribedSubject(uint32_t predicate) {
  const uint32_t start = has_subject_ ? reading_.subject_range.start : cursor_.at();
  if (has_subject_) reading_.core.start = std::min(reading_.core.start, start);
  has_subject_ = true;
  reading_.subject = SubjectKind::kThing;
  reading_.subject_range = {start, cursor_.word(predicate).start};
  cursor_.MoveTo(cursor_.word(predicate).start);
  is_lead_kept_ = true;
  return true;
}

bool ClauseReader::Finish() {
  ReadPredicate(cursor_, reading_);
  reading_.form = ClauseForm::kPredicate;
  return false;
}

// 期限为2027年6月底: before a date or a figure 为 is a verb.
bool ClauseReader::StatesValue(const Word& here) const {
  return cursor_.Text({here.start, here.end}) == "为" && here.end < cursor_.end() &&
         IsDigit(cursor_.text()[here.end]);
}

// 完成期限为2027年6月底; without a subject 为 and 是 make no predicate.
bool ClauseReader::FinishCopula(const Word& here) {
  if (!has_subject_ && here.start != reading_.core.start) return TakeNounSubject();
  reading_.form = ClauseForm::kPredicate;
  reading_.action = {here.start, here.end};
  reading_.action_classes = reading_.last_classes = here.classes;
  reading_.object = {here.end, cursor_.end()};
  if (reading_.object.empty()) reading_.form = ClauseForm::kNominal;
  return false;
}

ClauseForm ClauseReader::FormWithoutVerb() const {
  if (reading_.refusal.IsSet()) return ClauseForm::kPredicate;
  // 今年把功夫下在前面: an act of whatever verb, and no time.
  const bool is_time = !reading_.times.empty() && cursor_.AtEnd() && !reading_.is_object_marker;
  if (is_time) return ClauseForm::kTime;
  if (has_subject_) return ClauseForm::kSubject;
  if (!reading_.bodies.empty()) return ClauseForm::kCooperator;
  return ClauseForm::kNominal;
}

namespace {

// 《污染防治规划（2031—2035年）》: the years belong to the name.
void DropNames(std::string_view text, const std::vector<ByteRange>& opaque,
               std::vector<TimeExpression>& times) {
  std::erase_if(times, [&](const TimeExpression& time) {
    // 每天6班, 每年1.2万元: how much at a time, no date.
    const bool is_rate =
        time.recurrence[0] != '\0' && time.range.end < text.size() && IsDigit(text[time.range.end]);
    if (is_rate) return true;
    // 压缩至10个工作日以内: how long it takes, not by when.
    const bool is_length =
        time.is_span && EndsWithAny<"至", "到", "为">(text.substr(0, time.range.start));
    if (is_length) return true;
    const auto behind = std::upper_bound(
        opaque.begin(), opaque.end(), time.range.start,
        [](uint32_t start, const ByteRange& range) { return start < range.start; });
    if (behind == opaque.begin()) return false;
    const ByteRange& title = *(behind - 1);
    return time.range.end <= title.end && Cut(text, title).starts_with("《");
  });
}

}  // namespace

ClauseReading ReadClause(std::string_view text, const Clause& clause,
                         const std::vector<Word>& words, const std::vector<ByteRange>& opaque,
                         const ReferenceDate& reference) {
  ClauseReading reading;
  reading.range = reading.core = clause.range;
  if (IsTooLong(clause.range)) return reading;
  reading.times = FindTimes(text, clause.range, reference);
  DropNames(text, opaque, reading.times);
  ClauseReader(WordCursor(text, clause, words, opaque), reading).Run();
  return reading;
}

}  // namespace pledge::pipeline
