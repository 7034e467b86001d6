#include "service/pipeline/rules/modal.h"

#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// 将该问题, 将其: only a thing can follow.
bool StartsWithDeterminer(std::string_view text) {
  for (const std::string_view word : {"该", "此", "其", "这", "您", "你", "上述", "《", "所有",
                                      "全部", "有关情况", "相关情况", "他", "它"}) {
    if (StartsWith(text, word)) return true;
  }
  return false;
}

// 修剪工作, 养护经费: a verb before these is part of a noun.
bool NamesWork(std::string_view text) {
  for (const std::string_view word :
       {"工作", "经费", "资金", "情况", "事项", "任务", "项目", "结果", "方案", "问题", "意见"}) {
    if (StartsWith(text, word)) return true;
  }
  return false;
}

// 投入到, 转移至: any verb with a direction goes with 将 = 把.
bool TakesPlace(const WordCursor& cursor, const Word& word) {
  if (!word.Is(kVerb)) return false;
  const std::string_view rest = cursor.text().substr(word.end, cursor.end() - word.end);
  for (const std::string_view tail : {"到", "至", "为", "成", "给", "入"}) {
    if (StartsWith(rest, tail)) return true;
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
      next.Is(kNominal) ||
      (next.Is(kVerb) && NamesWork(cursor.text().substr(next.end, cursor.end() - next.end)));
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

namespace {

// 将意见一起向规划局反馈: the object ends before the phrase that names who gets it.
uint32_t RecipientStart(const WordCursor& cursor, uint32_t verb, uint32_t end) {
  for (uint32_t i = verb; i-- > cursor.index() + 1;) {
    const Word& word = cursor.word(i);
    if (word.start >= end || cursor.Text({word.start, word.end}) != "向") continue;
    const Word& before = cursor.word(i - 1);
    const bool is_adverb = before.end == word.start && before.Is(kAdverb) && !before.Is(kVerb);
    return is_adverb ? before.start : word.start;
  }
  return end;
}

}  // namespace

void ReadFrontedObject(WordCursor& cursor, ClauseReading& reading) {
  const Word marker = cursor.Here();
  uint32_t verb = kNoWord;
  for (uint32_t i = cursor.index() + 1; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.start == marker.end) continue;
    if (word.Is(kOf) && verb != kNoWord && cursor.word(verb).end == word.start) verb = kNoWord;
    const bool places = word.Is(kPlacing | kLight) || TakesPlace(cursor, word);
    if (NamesWork(cursor.text().substr(word.end, cursor.end() - word.end))) continue;
    // 将单中的回复意见详细告知: the verb that closes the clause governs the noun.
    const bool closes = word.end == cursor.end() && IsStrongVerb(word);
    // 将考核结果与资金分配挂钩: a verb that goes with 把 wins over one in the noun.
    const bool is_better =
        verb == kNoWord || ((places || closes) && !cursor.word(verb).Is(kPlacing | kLight) &&
                            !TakesPlace(cursor, cursor.word(verb)));
    // 把授粉作为一项内容予以支持: the light verb and its noun at the end are the act.
    const bool is_light_end = word.Is(kLight) && cursor.WordAt(word.end).Is(kAffair) &&
                              cursor.WordAt(word.end).end == cursor.end();
    if ((is_better || is_light_end) && (places || IsStrongVerb(word))) verb = i;
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
  end = RecipientStart(cursor, verb, end);
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
  if (IsNounPlan(cursor, i)) return false;
  const bool is_before_verb =
      next.Is(kVerb | kAdverb | kPreposition | kTimeWord | kFuture | kStrive) ||
      IsDigit(cursor.text()[here.end]) || cursor.text().substr(here.end).starts_with("“");
  if (here.Is(kFuture)) return is_before_verb || next.Is(kModal | kNegation);
  if (here.Is(kEnsure)) {
    if (next.Is(kVerb | kAdverb) && !next.Is(kNominal)) return true;
    // 确保培训覆盖所有学校: the result has a verb with an object of its own.
    const uint32_t verb = FindPredicate(cursor, i + 1);
    if (verb == kNoWord) return false;
    // 确保6月底前完成: with a date it is the act that is due.
    return IsDigit(cursor.text()[here.end]) || next.Is(kTimeWord) ||
           (cursor.word(verb).Is(kOutcome) && HasObject(cursor, verb));
  }
  if (word == "拟" || word == "力争" || word == "预计" || word == "有望")
    return FindPredicate(cursor, i + 1) != kNoWord || is_before_verb;
  if (here.Is(kStrive)) {
    // 争取国家层面统筹考虑: what the superior is asked for.
    if (word == "争取" && next.Is(kSuperior)) return false;
    // 争取 + noun is the effort itself.
    const uint32_t verb = FindPredicate(cursor, i + 1);
    if (verb == kNoWord || cursor.word(verb).Is(kSupport)) return false;
    // 争取中央投资: the noun that is sought ends like a verb.
    if (word == "争取" && cursor.word(verb).Is(kNominal) && cursor.word(verb).end == cursor.end() &&
        cursor.word(verb).start > here.end)
      return false;
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
