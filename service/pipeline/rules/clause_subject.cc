#include "service/pipeline/rules/clause_reader.h"

#include <algorithm>

#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {

bool ClauseReader::TakeSubject() {
  const Subject subject = MatchSubject(cursor_);
  if (subject.kind == SubjectKind::kNone) return false;
  if (subject.kind == SubjectKind::kYou && TakeTopicBefore(cursor_.last())) return true;
  if (IsSoughtFrom(subject)) {
    reading_.bodies.push_back({subject.range, CooperatorRole::kCoordinate});
    has_subject_ = true;
    cursor_.MoveTo(subject.range.end);
    return true;
  }
  const bool is_extent =
      subject.kind == SubjectKind::kArea && cursor_.Text(subject.range).starts_with("全");
  SetSubject(subject, !is_extent);
  return true;
}

// 争取市人才办给予补助: who is asked, and nobody who undertakes.
bool ClauseReader::IsSoughtFrom(const Subject& subject) const {
  return reading_.modal.Is(kStrive) && reading_.modal.range.end == subject.range.start &&
         cursor_.Text(reading_.modal.range).ends_with("争取") &&
         (subject.kind == SubjectKind::kBody || subject.kind == SubjectKind::kThird);
}

void ClauseReader::SetSubject(const Subject& subject, bool strip) {
  has_subject_ = true;
  reading_.subject =
      IsOwnInstrument(subject) || IsDescribed(subject) ? SubjectKind::kThing : subject.kind;
  // 每个乡镇, 86个服务中心: how many there are to be of something, and nobody who acts.
  const std::string_view counted = cursor_.Text(subject.range);
  const bool is_counted = counted.starts_with("每") || IsDigit(counted[0]);
  if (is_counted && reading_.subject != SubjectKind::kSelf) reading_.subject = SubjectKind::kThing;
  // 某连锁企业, 某知名集团: whoever it is, not the writer's side.
  const std::string_view name = cursor_.Text(subject.range);
  if (name.starts_with("某") &&
      EndsWithAny<"集团", "公司", "企业", "机构", "商家", "开发商", "平台">(name))
    reading_.subject = SubjectKind::kThird;
  reading_.subject_range = subject.range;
  const bool is_lead = subject.range.start == reading_.core.start && !is_lead_kept_;
  cursor_.MoveTo(subject.range.end);
  if (strip && is_lead && IsStripped(reading_.subject)) {
    reading_.core.start = subject.range.end;
  } else {
    is_lead_kept_ = true;
  }
}

// 建设单位为某公司: tells who it is, and nobody acts.
bool ClauseReader::IsDescribed(const Subject& subject) const {
  const std::string_view rest =
      cursor_.text().substr(subject.range.end, cursor_.end() - subject.range.end);
  return subject.kind == SubjectKind::kBody && rest.starts_with("为") &&
         EndsWithAny<"单位", "主体", "机构", "部门">(cursor_.Text(subject.range));
}

// 该办法将…: what was just said to be in the making is the writer's own.
bool ClauseReader::IsOwnInstrument(const Subject& subject) const {
  if (subject.kind != SubjectKind::kSuperior) return false;
  const std::string_view name = cursor_.Text(subject.range);
  // 方案正在征求意见: a draft is the writer's own.
  const bool is_draft = EndsWithAny<"方案", "办法", "细则", "规划", "意见", "标准">(name);
  const Word next = cursor_.WordAt(subject.range.end);
  if (is_draft && IsOneOf<"正在", "正", "尚在", "仍在">(cursor_.Text({next.start, next.end})))
    return true;
  return name.starts_with("该") && next.Is(kFuture);
}

bool ClauseReader::IsStripped(SubjectKind kind) {
  return kind == SubjectKind::kSelf || kind == SubjectKind::kBody || kind == SubjectKind::kArea ||
         kind == SubjectKind::kSuperior;
}

// 服务水平不断提升: a verb that opens a longer noun with a predicate behind it.
bool ClauseReader::StartsName(const Word& here) const {
  if (has_subject_ || !here.Is(kNominal)) return false;
  const uint32_t next = FindPredicate(cursor_, cursor_.index() + 1);
  if (next == kNoWord) return false;
  const Word& word = cursor_.word(next);
  if (word.start == here.end) return false;
  const bool reaches_figure =
      word.Is(kOutcome) && word.end < cursor_.end() && IsDigit(cursor_.text()[word.end]) &&
      !cursor_.Text({word.start, word.end}).starts_with("不");  // 组织活动不少于5场
  return reaches_figure || word.Is(kFuture | kPlan | kPerfect | kStrive | kCopula | kPresent) ||
         (word.Is(kIntentAdverb) && next + 1 < cursor_.last() &&
          cursor_.word(next + 1).end == cursor_.end());
}

// 规划选址的学校: a noun-like verb in an attribute.
bool ClauseReader::StartsAttribute(const Word& here) const {
  if (!here.Is(kNominal)) return false;
  const Word next = cursor_.WordAt(here.end);
  if (next.Is(kOf)) return true;
  return next.Is(kNominal) && cursor_.WordAt(next.end).Is(kOf);
}

// 具备条件的村已全部通车, 我局牵头的联盟覆盖全省: a verb in what is said of the
// subject. Returns the word with which the predicate begins; kNoWord when the verb at
// the cursor is the predicate itself.
uint32_t ClauseReader::PredicateBehindAttribute() const {
  const uint32_t first = cursor_.index();
  const Word next = cursor_.WordAt(cursor_.Here().end);
  uint32_t of = first + 1;
  while (of < cursor_.last() && !cursor_.word(of).Is(kOf)) ++of;
  if (of >= cursor_.last()) return kNoWord;
  if (expects_verb_ || reading_.subject == SubjectKind::kYou) return kNoWord;
  const bool is_close = next.Is(kOf) && has_subject_;
  for (uint32_t i = of + 1; i < cursor_.last(); ++i) {
    const Word& word = cursor_.word(i);
    if (word.start <= cursor_.word(of).end) continue;
    if (word.Is(kOf)) return kNoWord;
    const bool is_attribute = cursor_.WordAt(word.end).Is(kOf);  // 现在的
    if (word.Is(kPerfect | kFuture | kPresent | kRefusal) && !word.Is(kVerb) && !is_attribute)
      return i;
    if (is_close && IsStrongVerb(word)) return i;
  }
  return kNoWord;
}

// 子女入学将由…安排: the verb right before 将 is part of the subject.
bool ClauseReader::ClosesSubject(const Word& here) const {
  const Word next = cursor_.WordAt(here.end);
  return next.Is(kFuture) && cursor_.Text({next.start, next.end}).ends_with("将") &&
         IsWillBeforeAct(cursor_, next);
}

// A noun that no list of names knows, up to the predicate.
bool ClauseReader::TakeNounSubject() {
  // 难以一次性解决: what stands behind the refusal tells how.
  const bool is_refused = reading_.refusal.IsSet() && reading_.refusal.range.end == cursor_.at();
  if (has_subject_ || is_refused) return SkipToPredicate();
  uint32_t next = FindPredicate(cursor_, cursor_.index() + (cursor_.Here().classes != 0 ? 1 : 0));
  if (next == kNoWord || cursor_.word(next).start <= cursor_.at()) return false;
  if (TakeTopicBefore(next)) return true;
  const uint32_t predicate = next;
  next = PhraseBefore(predicate);
  Subject subject{SubjectKind::kThing, {cursor_.at(), cursor_.word(next).start}};
  // 每年汛前各开展一次: a time that no list knows.
  std::string_view time = cursor_.Text(subject.range);
  if (time.ends_with("各")) time.remove_suffix(3);
  // 赶场天, 开学日: short and unknown.
  const bool is_day = EndsWithAny<"天", "日">(time) && time.size() <= 12 &&
                      cursor_.Here().classes == 0 && IsHan(CodePointAt(time, 0));
  if (is_day || (EndsWithAny<"前", "期间", "时段", "高峰期", "夜间", "周末", "放假时">(time) &&
                 time.size() <= 36)) {
    cursor_.MoveTo(subject.range.end);
    is_lead_kept_ = true;
    return true;
  }
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
    const bool is_inside = kind == SubjectKind::kSelf && word.start > subject.range.start;
    if (kind != SubjectKind::kNone && !is_inside) subject.kind = kind;
  }
  // 扣除标准由省局核定: who acts stands behind 由.
  if (next != predicate && cursor_.WordAt(subject.range.end).Is(kPlace))
    subject.kind = SubjectKind::kThing;
  std::string_view noun = cursor_.Text(subject.range);
  noun = noun.substr(0, std::min(FindWord(noun, "较"), FindWord(noun, "比")));
  const bool is_counted = StartsWithAny<"不少于", "不低于", "不高于", "不超过">(
      cursor_.text().substr(subject.range.end));
  const bool is_indicator = is_counted || NamesIndicator(noun);
  if (is_indicator) subject.kind = SubjectKind::kThing;
  if (!is_indicator && cursor_.Here().Is(kThird | kYou) && !cursor_.Here().Is(kBodyEnd))
    subject.kind = SubjectKind::kThird;
  if (cursor_.Text(subject.range).ends_with("》")) subject.kind = SubjectKind::kSuperior;
  SetSubject(subject, true);
  return true;
}

// 补助标准由市财政局制定: the phrase of who acts or how ends the subject. Returns the word
// with which the phrase begins; `predicate` when there is none.
uint32_t ClauseReader::PhraseBefore(uint32_t predicate) const {
  uint32_t phrase = predicate;
  for (uint32_t i = cursor_.index() + 1; i < predicate; ++i) {
    const Word& word = cursor_.word(i);
    // What stands before 的 is said of the noun behind it: 由各县负责的项目.
    if (word.Is(kOf)) phrase = predicate;
    if (phrase != predicate || word.start < cursor_.at() + 6) continue;
    // 某集团近期将…: a time ends it as well.
    const bool is_time = word.Is(kTimeWord) && cursor_.Text({word.start, word.end}) == "近期";
    if (is_time || IsOneOf<"由", "改由">(cursor_.Text({word.start, word.end}))) phrase = i;
  }
  return phrase;
}

// 您的建议我们会研究: what is acted on, and then who acts.
bool ClauseReader::TakeTopicBefore(uint32_t predicate) {
  // 建议 in 您的建议 looks like the verb; who acts stands behind it.
  const uint32_t limit = cursor_.Here().Is(kYou) ? cursor_.last() : predicate;
  uint32_t self = cursor_.index() + 1;
  while (self < limit && !cursor_.word(self).Is(kSelf | kFuture | kPerfect)) ++self;
  if (self >= limit || !cursor_.word(self).Is(kSelf)) return false;
  // 您建议我们加强管理: the writer's side stands inside what is suggested.
  const bool is_suggested =
      cursor_.word(self - 1).Is(kReport | kExhort) && !(self > 1 && cursor_.word(self - 2).Is(kOf));
  if (is_suggested) return false;
  const Word& last = cursor_.word(self);
  if (last.start <= cursor_.at() || !CanFollowSubject(cursor_.WordAt(last.end))) return false;
  // 报我厅备案: a verb or preposition, and no matter.
  const std::string_view topic = cursor_.Text({cursor_.at(), last.start});
  if (topic.size() < 9 ||
      EndsWithAny<"报", "向", "由", "给", "请", "与", "和", "对", "经", "被", "送">(topic))
    return false;
  reading_.object = {cursor_.at(), last.start};
  reading_.is_fronted = true;
  is_lead_kept_ = true;
  SetSubject({SubjectKind::kSelf, {last.start, last.end}}, false);
  return true;
}

// 居民满意度, 物业服务覆盖率: whoever it is of, an indicator is a thing.
bool ClauseReader::NamesIndicator(std::string_view noun) {
  static constexpr std::string_view kIndicators[] = {
      "率",   "度",   "量",   "值",   "额",   "数",   "比例", "水平", "面积", "规模", "能力",
      "质量", "时间", "周期", "期限", "环境", "秩序", "占比", "比重", "指数", "强度"};
  return EndsWithAny(noun, kIndicators);
}

bool ClauseReader::SkipToPredicate() {
  const uint32_t next =
      FindPredicate(cursor_, cursor_.index() + (cursor_.Here().classes != 0 ? 1 : 0));
  if (next == kNoWord || cursor_.word(next).start <= cursor_.at()) return false;
  cursor_.MoveTo(cursor_.word(next).start);
  is_lead_kept_ = true;
  return true;
}
}  // namespace pledge::pipeline
