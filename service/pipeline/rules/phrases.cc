#include "service/pipeline/rules/phrases.h"

#include <algorithm>

#include "service/pipeline/rules/modal.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/toward_phrase.h"
#include "service/pipeline/rules/whole_form.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// 在…前提下, …的情况下, 条件成熟时, …建成之后.
bool EndsAsCondition(std::string_view clause) {
  return EndsWithAny<"后", "之时", "前提下", "情况下", "条件下", "条件成熟时", "成熟时", "具备时",
                     "时候", "的话", "许可时", "允许时", "之际">(clause);
}

bool EndsAsScope(std::string_view clause) {
  return EndsWithAny<"过程中", "基础上", "中", "方面", "同时", "期间", "框架下", "背景下", "形势下",
                     "领导下", "指导下", "支持下", "统筹下", "引领下", "部署下", "原则", "原则下">(
      clause);
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

// The bodies named from `begin` on.
bool ReadPartnersFrom(uint32_t begin, WordCursor& cursor, ClauseReading& reading) {
  WordCursor probe = cursor;
  probe.MoveTo(begin);
  uint32_t end = 0;
  const std::vector<ByteRange> bodies = MatchBodies(probe, true, &end);
  if (bodies.empty()) return false;
  probe.MoveTo(end);
  TakeTogether(probe);
  for (const ByteRange& body : bodies) reading.bodies.push_back({body, CooperatorRole::kWith});
  if (probe.AtEnd()) reading.form = ClauseForm::kCooperator;
  cursor = probe;
  return true;
}

bool ReadWith(WordCursor& cursor, ClauseReading& reading) {
  return ReadPartnersFrom(cursor.Here().end, cursor, reading) || SkipToPartner(cursor);
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

// 站点依托卫生院设立, 根据财力逐步提高: nothing is governed, and yet it is the act, for it
// has its subject or an adverb of its own.
bool ClosesClause(const WordCursor& cursor, uint32_t i, const ClauseReading& reading) {
  const Word& last = cursor.word(cursor.last() - 1);
  if (last.end != cursor.end()) return false;
  // 按照法定上限处罚: what is done by the rule, noun-like or not.
  const bool applies =
      i + 1 == cursor.last() && StartsWithAny<"按", "依">(cursor.Rest()) &&
      IsOneOf<"处罚", "处理", "处置", "办理", "查处", "解决", "收取", "补偿", "赔偿", "发放",
              "收费", "结算", "执行">(cursor.Text({last.start, last.end}));
  if (applies) return true;
  if (!IsStrongVerb(last)) return false;
  const bool has_adverb = cursor.word(i).Is(kAdverb) && i + 2 == cursor.last();
  const bool has_lead = reading.subject == SubjectKind::kThing || reading.modal.IsSet();
  return has_adverb || (has_lead && i + 1 == cursor.last());
}

// 以示范项目为总牵引: the whole clause is the means.
bool TakesAs(const WordCursor& cursor) {
  if (!cursor.Rest().starts_with("以")) return false;
  const size_t as = cursor.Rest().rfind("为");
  return as != std::string_view::npos && as > 3 && cursor.Rest().size() - as <= 36;
}

// 视测算结果, 视情况: ends with the noun that decides.
uint32_t DependenceEnd(const WordCursor& cursor) {
  for (const std::string_view noun :
       {"结果", "情况", "需要", "效果", "进度", "条件", "进展", "状况"}) {
    const size_t at = FindWord(cursor.Rest(), noun);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = cursor.Rest().substr(at + noun.size());
    const size_t second =
        StartsWithAny<"和", "与", "及">(rest) ? FindWord(rest, "状况") : rest.npos;
    const size_t size = second == rest.npos ? 0 : second + 6;  // 视情况和财力状况
    return cursor.at() + static_cast<uint32_t>(at + noun.size() + size);
  }
  return 0;
}

bool HasDigit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return IsDigit(c); });
}

// 以此次办理为契机: the whole clause is what the next one starts from.
bool IsOccasion(std::string_view clause) {
  return clause.starts_with("以") &&
         EndsWithAny<"为契机", "为抓手", "为重点", "为目标", "为导向", "为牵引", "为引领",
                     "为突破口", "为载体", "为依托", "为主线", "为核心", "为支撑", "为统领">(
             clause);
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

bool ReadBy(WordCursor& cursor, ClauseReading& reading) {
  // 视财力逐步扩大: may come to nothing.
  if (cursor.Rest().starts_with("视"))
    Weaken({cursor.at(), cursor.at() + 3}, kExploreAdverb, reading);
  if (IsOccasion(cursor.Rest())) {
    reading.form = ClauseForm::kMeans;
    cursor.MoveTo(cursor.end());
    return true;
  }
  const Word here = cursor.Here();
  const uint32_t start = cursor.at();
  uint32_t end = cursor.Rest().starts_with("视") ? DependenceEnd(cursor) : MeansEnd(cursor);
  // 用方言讲清政策: the noun at the end belongs to the act.
  if (end >= cursor.end() && cursor.Rest().starts_with("用")) end = 0;
  if (end == 0 && !TakesAs(cursor)) {
    uint32_t next = FindPredicate(cursor, cursor.index() + 1);
    // 拟依托工作室培训骨干50万人次: behind a modal, or with a figure, a noun-like verb is the act.
    const bool must_act = reading.modal.IsSet() || HasDigit(cursor.Rest());
    if (next == kNoWord && must_act) next = FindNominalAct(cursor);
    // A verb right behind the preposition or in a list belongs to the phrase:
    // 以满足需求为重点, 瞄准降本、增效.
    // 按照规划明确的布局: what is followed and no act.
    const bool is_attribute = next != kNoWord && cursor.WordAt(cursor.word(next).end).Is(kOf);
    const bool is_act = next != kNoWord && !is_attribute && cursor.word(next).start > here.end &&
                        !InList(cursor, cursor.word(next)) &&
                        (HasObject(cursor, next) || ClosesClause(cursor, next, reading));
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
    // 上 in 上饶三市 begins a name.
    const bool is_in_name = word.end - word.start == 3 && word.end < cursor.end() &&
                            cursor.WordAt(word.end).classes == 0 &&
                            !IsDigit(cursor.text()[word.end]) &&
                            cursor.OpaqueEndAt(word.end) == word.end;
    if (!closes || is_in_name) continue;
    // 在指标没有下达之前: as long as it has not come.
    const bool is_until = tail.ends_with("前") && ContainsAny(tail, {"没有", "未"});
    if (word.end >= cursor.end()) {
      if (is_until) {
        SetCondition({start, cursor.end()}, ConditionKind::kWhen, reading);
      } else if (EndsAsCondition(tail)) {
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

// 在老旧片区的街巷布点: nothing but the last word can be the act.
uint32_t FindClosingAct(const WordCursor& cursor) {
  const uint32_t i = cursor.last() - 1;
  const Word& last = cursor.word(i);
  if (i == cursor.index()) return kNoWord;
  // 在三市试点: behind the name of a place a noun-like verb is the act as well.
  const bool is_behind_place = cursor.word(i - 1).Is(kAreaEnd | kBodyEnd | kGroup) &&
                               cursor.word(i - 1).end == last.start && last.Is(kVerb);
  return last.end == cursor.end() && (IsStrongVerb(last) || is_behind_place) &&
                 !cursor.word(i - 1).Is(kOf)
             ? i
             : kNoWord;
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
  if ((word == "直至" || word == "直到") && cursor.WordAt(here.end).Is(kVerb)) {
    cursor.MoveTo(here.end);  // 直至暂停资格: the act goes on
    return true;
  }
  if ((word == "由" || word == "改由") && ReadAgent(cursor, reading)) return true;
  if (word == "从" && EndsWithAny<"方面", "角度", "层面", "入手", "着手", "出发">(cursor.Rest())) {
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
  // 为学校更新设备, 在此处建设公园: a noun-like verb with an object is the act.
  if (next == kNoWord) next = FindNominalAct(cursor);
  if (next == kNoWord && word == "在") next = FindClosingAct(cursor);
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

bool ReadPartners(WordCursor& cursor, ClauseReading& reading) {
  return cursor.Rest().starts_with("商") && cursor.Here().classes == 0 &&
         ReadPartnersFrom(cursor.at() + 3, cursor, reading);
}

bool ReadPhrase(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  if (here.Is(kWith) && ReadWith(cursor, reading)) return true;
  if (here.Is(kToward)) return ReadToward(cursor, reading);
  if (here.Is(kBy)) return ReadBy(cursor, reading);
  if (here.Is(kPlace)) return ReadOther(cursor, reading);
  return false;
}

}  // namespace pledge::pipeline
