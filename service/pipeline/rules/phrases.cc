#include "service/pipeline/rules/phrases.h"

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/subject.h"

namespace pledge::pipeline {
namespace {

bool EndsWithAny(std::string_view text, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

// 在…前提下, …的情况下, 条件成熟时, …建成之后.
bool EndsAsCondition(std::string_view clause) {
  return EndsWithAny(clause, {"后", "之时", "前提下", "情况下", "条件下", "条件成熟时", "成熟时",
                              "具备时", "时候", "的话", "许可时", "允许时", "之际"});
}

bool EndsAsScope(std::string_view clause) {
  return EndsWithAny(
      clause, {"过程中", "基础上", "中", "方面", "同时", "期间", "框架下", "背景下", "形势下",
               "领导下", "指导下", "支持下", "统筹下", "引领下", "部署下", "原则", "原则下"});
}

// 安装信号灯的问题: names the point that the next clause answers.
bool NamesPoint(std::string_view clause) {
  if (!EndsWithAny(clause, {"的问题", "的建议", "的诉求", "的情况", "一事", "的提议"}))
    return false;
  for (const std::string_view verb :
       {"解决", "处理", "研究", "反映", "存在", "破解", "采纳", "吸纳", "考虑", "掌握", "了解",
        "核实", "公布", "通报", "监督", "关注", "杜绝", "是"}) {
    if (clause.find(verb) != clause.npos) return false;
  }
  return true;
}

// 工程完工后, 条件成熟时: a clause that tells when the next one happens.
bool EndsAsEvent(std::string_view clause) {
  if (EndsWithAny(clause, {"今后", "此后", "以后", "前后", "背后", "售后", "落后", "先后", "随后",
                           "然后", "最后", "善后", "产后", "课后"}))
    return false;
  if (EndsWithAny(clause,
                  {"及时", "随时", "同时", "实时", "届时", "按时", "小时", "平时", "临时", "准时",
                   "定时", "暂时", "课时", "工时", "学时", "有时", "不时", "当时", "即时", "限时"}))
    return false;
  return EndsWithAny(clause, {"后", "时", "条件成熟的情况下"});
}

void SetCondition(ByteRange range, ConditionKind kind, ClauseReading& reading) {
  reading.form = ClauseForm::kCondition;
  reading.condition = range;
  reading.condition_kind = kind;
}

// Moves behind 一起, 共同, 等单位 and the like after a list of bodies.
void TakeTogether(WordCursor& cursor) {
  static constexpr std::string_view kTails[] = {
      "等相关部门", "等有关部门", "等部门", "等单位", "等", "一起", "一道", "共同", "携手"};
  bool moved = true;
  while (moved) {
    moved = false;
    for (const std::string_view tail : kTails) moved = cursor.Take(tail) || moved;
  }
}

// 与出租人联系: whoever the partner is, the last verb is the act.
bool SkipToPartner(WordCursor& cursor) {
  const Word here = cursor.Here();
  if (cursor.Text({here.start, here.end}) != "与") return false;
  for (uint32_t i = cursor.last(); i > cursor.index() + 1; --i) {
    const Word& word = cursor.word(i - 1);
    if (!word.Is(kVerb) || word.start <= here.end) continue;
    cursor.MoveTo(word.start);
    return true;
  }
  return false;
}

bool ReadWith(WordCursor& cursor, ClauseReading& reading) {
  WordCursor probe = cursor;
  probe.MoveTo(cursor.Here().end);
  uint32_t end = 0;
  const std::vector<ByteRange> bodies = MatchBodies(probe, true, &end);
  if (bodies.empty()) return SkipToPartner(cursor);
  probe.MoveTo(end);
  TakeTogether(probe);
  for (const ByteRange& body : bodies) reading.bodies.push_back({body, CooperatorRole::kWith});
  if (probe.AtEnd()) reading.form = ClauseForm::kCooperator;
  cursor = probe;
  return true;
}

// 对工作推进不力的地区: the verb belongs to the noun that ends the clause.
bool IsAttribute(const WordCursor& cursor, uint32_t verb) {
  for (uint32_t i = verb + 1; i < cursor.last(); ++i) {
    if (!cursor.word(i).Is(kOf)) continue;
    const Word& last = cursor.word(cursor.last() - 1);
    return !(last.end == cursor.end() && last.Is(kVerb | kAffair)) ||
           cursor.word(i).end == cursor.end();
  }
  return false;
}

// 对逾期不改的单位: what triggers the act behind (guide section 14.8).
bool NamesBreach(std::string_view phrase) {
  if (phrase.find("的") == phrase.npos) return false;
  for (const std::string_view word :
       {"逾期", "拒不", "不力", "不改", "不到位", "不落实", "不达标", "不合格", "违反", "违规",
        "违法", "失职", "弄虚作假", "拒绝", "未按", "屡教", "不配合", "发现"}) {
    if (phrase.find(word) != phrase.npos) return true;
  }
  return false;
}

// 对…, 对于…, 针对…: what is acted on stands before the verb.
bool ReadToward(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  const uint32_t next = FindPredicate(cursor, cursor.index() + 1);
  if (next == kNoWord || cursor.word(next).start <= here.end || IsAttribute(cursor, next)) {
    reading.form = ClauseForm::kTarget;
    reading.object = {here.end, cursor.end()};
    const bool triggers = NamesBreach(cursor.Rest());
    if (triggers) reading.condition = {cursor.at(), cursor.end()};
    reading.condition_kind = ConditionKind::kIf;
    cursor.MoveTo(cursor.end());
    return true;
  }
  reading.object = {here.end, cursor.word(next).start};
  reading.is_fronted = reading.is_toward = true;
  if (NamesBreach(cursor.Text(reading.object))) {
    reading.condition = {cursor.at(), reading.object.end};
    reading.condition_kind = ConditionKind::kIf;
  }
  for (uint32_t i = cursor.index() + 1; i < next; ++i)
    reading.object_classes |= cursor.word(i).classes;
  cursor.MoveTo(cursor.word(next).start);
  return true;
}

// End of the phrase of means at the cursor: behind the last closer (…等方式) that
// a predicate or the end of the clause follows.
uint32_t MeansEnd(const WordCursor& cursor) {
  uint32_t end = 0;
  for (uint32_t i = cursor.index() + 1; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (!word.Is(kCloser)) continue;
    const bool is_last = word.end >= cursor.end();
    const Word next = cursor.WordAt(word.end);
    if (is_last || next.Is(kVerb | kAdverb | kToward | kFuture) || next.Is(kCloser)) end = word.end;
    if (end != 0 && !next.Is(kCloser)) return end;
  }
  return end;
}

bool InList(const WordCursor& cursor, const Word& word) {
  const std::string_view text = cursor.text();
  return text.substr(0, word.start).ends_with("、") || text.substr(word.end).starts_with("、");
}

// Something other than verbs follows: 结合实际开展培训, not 结合城市更新改造.
bool HasObject(const WordCursor& cursor, uint32_t i) {
  uint32_t end = cursor.word(i).start;
  while (i < cursor.last() && cursor.word(i).start == end && cursor.word(i).Is(kVerb | kAdverb))
    end = cursor.word(i++).end;
  return end < cursor.end() && !cursor.WordAt(end).Is(kAnd);
}

// 以示范项目为总牵引: the whole clause is the means.
bool TakesAs(const WordCursor& cursor) {
  if (!cursor.Rest().starts_with("以")) return false;
  const size_t as = cursor.Rest().rfind("为");
  return as != std::string_view::npos && as > 3 && cursor.Rest().size() - as <= 36;
}

// 视测算结果, 视情况: ends with the noun that decides.
uint32_t DependenceEnd(const WordCursor& cursor) {
  for (const std::string_view noun : {"结果", "情况", "需要", "效果", "进度", "条件", "进展"}) {
    const size_t at = cursor.Rest().find(noun);
    if (at != std::string_view::npos) return cursor.at() + static_cast<uint32_t>(at + noun.size());
  }
  return 0;
}

bool ReadBy(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  const uint32_t start = cursor.at();
  uint32_t end = cursor.Rest().starts_with("视") ? DependenceEnd(cursor) : MeansEnd(cursor);
  if (end == 0 && !TakesAs(cursor)) {
    const uint32_t next = FindPredicate(cursor, cursor.index() + 1);
    // A verb right behind the preposition or in a list belongs to the phrase:
    // 以满足需求为重点, 瞄准降本、增效.
    const bool is_act = next != kNoWord && cursor.word(next).start > here.end &&
                        !InList(cursor, cursor.word(next)) && HasObject(cursor, next);
    if (is_act) end = cursor.word(next).start;
  }
  if (end == 0 || end >= cursor.end()) {
    reading.form = ClauseForm::kMeans;
    cursor.MoveTo(cursor.end());
    return true;
  }
  reading.manner = {start, end};
  cursor.MoveTo(end);
  return true;
}

Word LastWord(const WordCursor& cursor, uint32_t end) {
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    if (cursor.word(i).end == end) return cursor.word(i);
  }
  return {};
}

bool ReadAgent(WordCursor& cursor, ClauseReading& reading) {
  WordCursor probe = cursor;
  probe.MoveTo(cursor.Here().end);
  uint32_t end = 0;
  const std::vector<ByteRange> bodies = MatchBodies(probe, false, &end);
  if (bodies.empty()) return false;
  reading.has_agent = true;
  reading.subject_range = {bodies.front().start, bodies.front().end};
  reading.subject = KindOf(LastWord(cursor, end));
  probe.MoveTo(end);
  TakeTogether(probe);
  cursor = probe;
  return true;
}

bool ReadAt(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  const uint32_t start = cursor.at();
  for (uint32_t i = cursor.index() + 1; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (!word.Is(kCloser)) continue;
    const std::string_view tail = cursor.Text({here.end, word.end});
    const bool closes = EndsAsScope(tail) || EndsAsCondition(tail) || tail.ends_with("上") ||
                        tail.ends_with("内") || tail.ends_with("前") || tail.ends_with("时") ||
                        tail.ends_with("下");
    if (!closes) continue;
    if (word.end >= cursor.end()) {
      if (EndsAsCondition(tail)) {
        SetCondition({start, cursor.end()}, ConditionKind::kSubjectTo, reading);
        if (tail.ends_with("后") || tail.ends_with("时"))
          reading.condition_kind = ConditionKind::kWhen;
      } else {
        reading.form = ClauseForm::kMeans;
      }
      cursor.MoveTo(cursor.end());
      return true;
    }
    if (tail.ends_with("后")) {
      reading.condition = {start, word.end};
      reading.condition_kind = ConditionKind::kWhen;
    } else {
      reading.manner = {start, word.end};
    }
    cursor.MoveTo(word.end);
    return true;
  }
  return false;
}

// The first noun-like verb with an object of its own behind a noun.
uint32_t FindNominalAct(const WordCursor& cursor) {
  for (uint32_t i = cursor.index() + 1; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    const bool is_behind_noun = word.start >= cursor.Here().end + 6;
    const Word after = cursor.WordAt(word.end);
    if (word.Is(kNominal) && is_behind_noun && HasObject(cursor, i) &&
        !after.Is(kOf | kFixture | kCloser))
      return i;
  }
  return kNoWord;
}

// 经市住建局核实, 经我局与街道调查: who answers for what follows.
void TakeInformant(const WordCursor& cursor, ClauseReading& reading) {
  WordCursor probe = cursor;
  probe.MoveTo(cursor.Here().end);
  uint32_t end = 0;
  const std::vector<ByteRange> bodies = MatchBodies(probe, false, &end);
  if (!bodies.empty()) reading.informant = bodies.front();
}

bool ReadOther(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  const std::string_view word = cursor.Text({here.start, here.end});
  if (word == "把") {
    reading.is_object_marker = true;
    ReadFrontedObject(cursor, reading);
    return true;
  }
  if (word == "由" && ReadAgent(cursor, reading)) return true;
  if (word == "从" &&
      EndsWithAny(cursor.Rest(), {"方面", "角度", "层面", "入手", "着手", "出发"})) {
    reading.form = ClauseForm::kMeans;
    cursor.MoveTo(cursor.end());
    return true;
  }
  if (word == "在" && ReadAt(cursor, reading)) return true;
  if (word == "经") TakeInformant(cursor, reading);
  if (word == "向") {
    WordCursor probe = cursor;
    probe.MoveTo(here.end);
    uint32_t end = 0;
    for (const ByteRange& body : MatchBodies(probe, false, &end)) {
      reading.bodies.push_back({body, CooperatorRole::kCoordinate});
    }
  }
  uint32_t next = FindPredicate(cursor, cursor.index() + 1);
  // 为学校更新设备: behind 为 a noun-like verb with an object is the act.
  if (next == kNoWord && word == "为") next = FindNominalAct(cursor);
  if (next == kNoWord || cursor.word(next).start <= here.end) {
    reading.form =
        word == "为" || word == "让" || word == "使" ? ClauseForm::kPurpose : ClauseForm::kMeans;
    cursor.MoveTo(cursor.end());
    return true;
  }
  // 经镇政府核实: tells where the next clauses come from.
  if (word == "经" && cursor.word(next).end == cursor.end()) {
    reading.form = ClauseForm::kMeans;
    cursor.MoveTo(cursor.end());
    return true;
  }
  cursor.MoveTo(cursor.word(next).start);
  return true;
}

}  // namespace

uint32_t EventEnd(const WordCursor& cursor) {
  bool has_verb = cursor.Here().Is(kWhen | kIf);
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.Is(kFuture | kPlan | kPreposition) && !word.Is(kVerb | kCloser)) {
      if (!has_verb || word.Is(kFuture | kPlan)) return 0;
    }
    const std::string_view text = cursor.Text({word.start, word.end});
    const std::string_view event = cursor.Text({cursor.at(), word.start});
    // 先建后补 orders two acts, and a list is no event.
    if (text == "后" && (event.find("先") != event.npos || event.find("、") != event.npos))
      return 0;
    const bool closes =
        text == "后" || text == "之后" || (text == "时" && cursor.Here().Is(kWhen | kIf));
    if (closes && has_verb && word.end < cursor.end()) {
      const Word next = cursor.WordAt(word.end);
      const bool goes_on = next.Is(kSelf | kBodyEnd | kFuture | kVerb | kAdverb | kPlan | kThing) ||
                           next.classes == 0;
      return goes_on ? word.end : 0;
    }
    has_verb = has_verb || word.Is(kVerb);
  }
  return 0;
}

namespace {

// By the first word.
bool ReadLead(const Word& here, ByteRange whole, std::string_view clause, const WordCursor& cursor,
              ClauseReading& reading) {
  if (here.Is(kExhort)) {
    reading.form = ClauseForm::kExhortation;
  } else if (here.Is(kFormula)) {
    reading.form = ClauseForm::kFormula;
  } else if (here.Is(kReason) && !here.Is(kVerb)) {
    reading.form = ClauseForm::kReason;
  } else if (here.Is(kPurpose) && !here.Is(kVerb)) {
    reading.form = ClauseForm::kPurpose;
  } else if (here.Is(kIf) && EventEnd(cursor) == 0) {
    SetCondition(whole, ConditionKind::kIf, reading);
  } else if (here.Is(kWhen) && !here.Is(kVerb) && EventEnd(cursor) == 0 && clause != "届时") {
    SetCondition(whole, ConditionKind::kWhen, reading);
  } else if (clause.starts_with("作为")) {
    reading.form = ClauseForm::kAppositive;
  } else {
    return false;
  }
  return true;
}

// Last characters of the clauses that ReadTail knows.
bool MayEndAsForm(std::string_view clause) {
  static const CharSet* const kLast = new CharSet("间中上下题议求况事后时悉的");
  return clause.size() >= 3 && kLast->HasFirst(clause.substr(clause.size() - 3));
}

// By the last words.
bool ReadTail(const Word& here, ByteRange whole, std::string_view clause, ClauseReading& reading) {
  if (EndsWithAny(clause, {"期间", "过程中", "的基础上", "的前提下", "的情况下"}) &&
      reading.times.empty() && !here.Is(kPlace)) {
    reading.form = ClauseForm::kMeans;
  } else if (NamesPoint(clause)) {
    reading.form = ClauseForm::kTarget;
    reading.object = {here.Is(kToward) ? here.end : whole.start, whole.end};
  } else if (clause.ends_with("的") && reading.subject == SubjectKind::kNone) {
    SetCondition(whole, ConditionKind::kIf, reading);  // 逾期不公布的，
  } else if (EndsAsEvent(clause)) {
    if (here.Is(kSuperior)) reading.subject = SubjectKind::kSuperior;
    SetCondition(whole, ConditionKind::kWhen, reading);
  } else if (clause.ends_with("如下") || clause.ends_with("收悉")) {
    reading.form = ClauseForm::kFormula;
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool ReadWholeForm(const WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  const ByteRange whole = {cursor.at(), cursor.end()};
  const std::string_view clause = cursor.Rest();
  if (ReadLead(here, whole, clause, cursor, reading)) return true;
  return MayEndAsForm(clause) && ReadTail(here, whole, clause, reading);
}

bool ReadPhrase(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  if (here.Is(kWith) && ReadWith(cursor, reading)) return true;
  if (here.Is(kToward)) return ReadToward(cursor, reading);
  if (here.Is(kBy)) return ReadBy(cursor, reading);
  if (here.Is(kPlace)) return ReadOther(cursor, reading);
  return false;
}

namespace {

// 将该问题, 将其: only a thing can follow.
bool StartsWithDeterminer(std::string_view text) {
  for (const std::string_view word : {"该", "此", "其", "这", "您", "你", "上述", "《", "所有",
                                      "全部", "有关情况", "相关情况", "他", "它"}) {
    if (text.starts_with(word)) return true;
  }
  return false;
}

// 修剪工作, 养护经费: a verb before these is part of a noun.
bool NamesWork(std::string_view text) {
  for (const std::string_view word :
       {"工作", "经费", "资金", "情况", "事项", "任务", "项目", "结果", "方案", "问题"}) {
    if (text.starts_with(word)) return true;
  }
  return false;
}

// 投入到, 转移至: any verb with a direction goes with 将 = 把.
bool TakesPlace(const WordCursor& cursor, const Word& word) {
  if (!word.Is(kVerb)) return false;
  const std::string_view rest = cursor.text().substr(word.end, cursor.end() - word.end);
  for (const std::string_view tail : {"到", "至", "为", "成", "给", "入"}) {
    if (rest.starts_with(tail)) return true;
  }
  return false;
}

}  // namespace

bool IsObjectMarker(const WordCursor& cursor, const std::vector<TimeExpression>& times) {
  const Word here = cursor.Here();
  if (!cursor.Text({here.start, here.end}).ends_with("将")) return false;
  if (here.end >= cursor.end()) return false;
  if (StartsWithDeterminer(cursor.text().substr(here.end, cursor.end() - here.end))) return true;
  const Word next = cursor.WordAt(here.end);
  const bool is_verb_like =
      next.Is(kVerb | kAdverb | kPreposition | kFuture | kPlan | kStrive | kEnsure | kModal |
              kTimeWord | kNegation | kRefusal | kEffect | kConnective | kWith);
  const bool is_noun =
      next.Is(kNominal) || NamesWork(cursor.text().substr(next.end, cursor.end() - next.end));
  if (is_verb_like && !is_noun) return false;
  for (const TimeExpression& time : times) {
    if (time.range.start == here.end) return false;
  }
  if (next.Is(kNominal) && next.end < cursor.end() && IsDigit(cursor.text()[next.end]))
    return false;
  bool has_toward = false;
  for (uint32_t i = cursor.IndexAt(here.end) + (next.classes != 0 ? 1 : 0); i < cursor.last();
       ++i) {
    const Word& word = cursor.word(i);
    if (word.start == here.end) continue;
    // 将组织专家对方案进行评审, 将组织编制并纳入考核: a verb of its own comes first.
    if (cursor.Text({word.start, word.end}) == "并") return false;
    has_toward = has_toward || word.Is(kToward);
    if (word.Is(kPlacing) || TakesPlace(cursor, word) || (word.Is(kLight) && !has_toward))
      return true;
    // 将项目谋划好, 将任务落实: any strong verb behind a noun will do unless the noun
    // is itself what a nominal verb governs.
    if (!is_verb_like && IsStrongVerb(word) && word.start > here.end) return true;
  }
  return false;
}

void ReadFrontedObject(WordCursor& cursor, ClauseReading& reading) {
  const Word marker = cursor.Here();
  uint32_t verb = kNoWord;
  for (uint32_t i = cursor.index() + 1; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.start == marker.end) continue;
    if (word.Is(kOf) && verb != kNoWord && cursor.word(verb).end == word.start) verb = kNoWord;
    const bool places = word.Is(kPlacing | kLight) || TakesPlace(cursor, word);
    // 将考核结果与资金分配挂钩: a verb that goes with 把 wins over one in the noun.
    const bool is_better = verb == kNoWord || (places && !cursor.word(verb).Is(kPlacing | kLight) &&
                                               !TakesPlace(cursor, cursor.word(verb)));
    if (is_better && (places || IsStrongVerb(word))) verb = i;
  }
  if (verb == kNoWord) {
    cursor.MoveTo(cursor.end());
    return;
  }
  uint32_t end = cursor.word(verb).start;
  while (verb > cursor.index() + 1 && cursor.word(verb - 1).end == end &&
         IsAdverbHere(cursor, verb - 1)) {
    end = cursor.word(--verb).start;
  }
  reading.object = {marker.end, end};
  reading.is_fronted = true;
  for (uint32_t i = cursor.index() + 1; i < verb; ++i)
    reading.object_classes |= cursor.word(i).classes;
  cursor.MoveTo(end);
}

bool IsModalHere(const WordCursor& cursor) {
  const Word here = cursor.Here();
  const uint32_t i = cursor.index();
  const bool has_next = here.end < cursor.end();
  if (!has_next) return false;
  const Word next = cursor.WordAt(here.end);
  const std::string_view word = cursor.Text({here.start, here.end});
  if (here.Is(kFuture) && word != "会" && word != "要") return true;
  const bool is_before_verb =
      next.Is(kVerb | kAdverb | kPreposition | kTimeWord | kFuture | kStrive) ||
      IsDigit(cursor.text()[here.end]) || cursor.text().substr(here.end).starts_with("“");
  if (here.Is(kFuture)) return is_before_verb || next.Is(kModal | kNegation);
  if (here.Is(kEnsure)) {
    if (next.Is(kVerb | kAdverb) && !next.Is(kNominal)) return true;
    // 确保培训覆盖所有学校: the result has a verb with an object of its own.
    const uint32_t verb = FindPredicate(cursor, i + 1);
    return verb != kNoWord && cursor.word(verb).Is(kOutcome) && HasObject(cursor, verb);
  }
  if (word == "拟" || word == "力争" || word == "预计" || word == "有望")
    return FindPredicate(cursor, i + 1) != kNoWord || is_before_verb;
  if (here.Is(kStrive)) {
    // 争取 + noun is the effort itself.
    const uint32_t verb = FindPredicate(cursor, i + 1);
    if (verb == kNoWord || cursor.word(verb).Is(kSupport)) return false;
    if (cursor.word(verb).Is(kFuture)) return true;  // 争取将项目纳入规划
    // 争取项目落地 is the effort, not the result.
    const std::string_view act = cursor.Text({cursor.word(verb).start, cursor.word(verb).end});
    if (act.starts_with("落地") || act == "落户") return false;
    return cursor.word(verb).Is(kAdverb) ||
           cursor.word(verb).Is(kTelic | kOutcome | kStrive | kDegree);
  }
  return is_before_verb;
}

}  // namespace pledge::pipeline
