#include "service/pipeline/rules/toward_phrase.h"

#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

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
  if (!Contains(phrase, "的")) return false;
  if (EndsWithAny<"行为", "现象">(phrase)) return false;
  for (const std::string_view word :
       {"逾期",   "拒不",   "不力",   "不改",     "不到位", "不落实", "不达标",  "不合格", "违反",
        "违规",   "违法",   "失职",   "弄虚作假", "拒绝",   "未按",   "屡教",    "不配合", "发现",
        "不履行", "未履行", "不作为", "未落实",   "未整改", "未完成", "情节严重"}) {
    if (Contains(phrase, word)) return true;
  }
  return false;
}

// 对这类职业我们将探索…: the writer's side and its 将 stand behind what is acted on. Returns
// the word of the writer's side; kNoWord when there is none.
uint32_t FindWriter(const WordCursor& cursor) {
  for (uint32_t i = cursor.index() + 1; i + 1 < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    const bool is_behind = word.start >= cursor.Here().end + 6;
    if (word.Is(kSelf) && is_behind && cursor.WordAt(word.end).Is(kFuture | kPlan)) return i;
  }
  return kNoWord;
}

// 对连续两年不合格的单位: those of many of whom something is true.
bool SelectsCases(std::string_view whom) {
  const size_t of = FindWord(whom, "的");
  if (of == whom.npos || of < 12) return false;
  return !ContainsAny<"您", "你", "提出", "建议", "反映">(whom) &&
         !EndsWithAny<"行为", "现象", "问题", "工作", "情况", "事项">(whom);
}

}  // namespace

bool ReadToward(WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  if (const uint32_t writer = FindWriter(cursor); writer != kNoWord) {
    const Word& we = cursor.word(writer);
    reading.object = {here.end, we.start};
    reading.is_fronted = reading.is_toward = true;
    reading.subject = SubjectKind::kSelf;
    reading.subject_range = {we.start, we.end};
    cursor.MoveTo(we.end);
    return true;
  }
  uint32_t next = FindPredicate(cursor, cursor.index() + 1);
  // 对新建项目给予补助: the verb right behind 对 tells which projects.
  if (next != kNoWord && cursor.word(next).start == here.end) {
    const uint32_t later = FindPredicate(cursor, next + 1);
    if (later != kNoWord) next = later;
  }
  if (next == kNoWord || cursor.word(next).start <= here.end || IsAttribute(cursor, next)) {
    reading.form = ClauseForm::kTarget;
    reading.object = {here.end, cursor.end()};
    const bool triggers = NamesBreach(cursor.Rest());
    reading.selects_cases = SelectsCases(cursor.Rest());
    if (triggers) reading.condition = {cursor.at(), cursor.end()};
    reading.condition_kind = ConditionKind::kIf;
    cursor.MoveTo(cursor.end());
    return true;
  }
  reading.object = {here.end, cursor.word(next).start};
  reading.is_fronted = reading.is_toward = true;
  const std::string_view whom = cursor.Text(reading.object);
  // 对进展滞后的予以约谈: no noun but the case in which it is done.
  const bool is_case =
      whom.ends_with("的") || NamesBreach(whom) ||
      (SelectsCases(whom) && IsAnswerToCase(cursor.Text({reading.object.end, cursor.end()})));
  if (is_case) {
    reading.condition = {cursor.at(), reading.object.end};
    reading.condition_kind = ConditionKind::kIf;
  }
  for (uint32_t i = cursor.index() + 1; i < next; ++i)
    reading.object_classes |= cursor.word(i).classes;
  cursor.MoveTo(cursor.word(next).start);
  return true;
}

bool IsAnswerToCase(std::string_view act) {
  return ContainsAny<"予以", "给予", "约谈", "通报", "处罚", "查处", "追责", "问责", "核减", "扣减",
                     "清退", "取消", "暂停", "移送", "关停", "奖励", "奖补", "表彰", "不再", "不予",
                     "报请">(act);
}

}  // namespace pledge::pipeline
