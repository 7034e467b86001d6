#include "service/pipeline/rules/predicate.h"

namespace pledge::pipeline {
namespace {

constexpr WordMask kStarter = kFuture | kPlan | kStrive | kEnsure | kPerfect | kPresent | kRefusal |
                              kNegation | kModal | kEffect | kCopula;

bool Adjacent(const Word& word, const Word* next) {
  return next != nullptr && next->start == word.end;
}

// A verb that is none of a noun stands behind word `i`.
bool ActsBehind(const WordCursor& cursor, uint32_t i) {
  bool in_noun = false;
  for (; i < cursor.last(); ++i) {
    in_noun = in_noun || cursor.word(i).Is(kOf);
    if (cursor.word(i).Is(kVerb) && !(in_noun && cursor.word(i).end == cursor.end())) return true;
  }
  return false;
}

// A verb that is the last of the clause or followed by 的 is a noun there.
bool IsNounHere(const WordCursor& cursor, uint32_t i) {
  const Word& word = cursor.word(i);
  if (!word.Is(kNominal)) return false;
  return word.end >= cursor.end() ||
         (cursor.WordAfter(i) != nullptr && Adjacent(word, cursor.WordAfter(i)) &&
          cursor.WordAfter(i)->Is(kOf | kAnd | kFixture | kCloser));
}

}  // namespace

Strength StrengthOf(WordMask classes) {
  if (classes & (kExplore | kExploreAdverb)) return Strength::kExplore;
  if (classes & kSupport) return Strength::kSupport;
  if (classes & (kDegree | kIntentAdverb | kPlan | kStrive)) return Strength::kIntent;
  return Strength::kFirm;
}

void Weaken(ByteRange range, WordMask classes, ClauseReading& reading) {
  // 严格控制, 坚决遏制: a firm adverb keeps a verb firm that is also an act.
  const bool is_act_too = (classes & kTelic) && (classes & kDegree) && !(classes & kGuide);
  if (is_act_too && reading.weakest.Is(kFirmAdverb) && reading.weakest.range.end == range.start)
    return;
  const Strength strength = StrengthOf(classes);
  if (strength == Strength::kFirm && !(classes & (kFirmAdverb | kEnsure))) return;
  if (reading.weakest.IsSet() && StrengthOf(reading.weakest.classes) <= strength) return;
  reading.weakest = {range, classes};
}

bool HasObject(const WordCursor& cursor, uint32_t i) {
  uint32_t end = cursor.word(i).start;
  while (i < cursor.last() && cursor.word(i).start == end && cursor.word(i).Is(kVerb | kAdverb))
    end = cursor.word(i++).end;
  return end < cursor.end() && !cursor.WordAt(end).Is(kAnd);
}

bool IsNounPlan(const WordCursor& cursor, uint32_t i) {
  const Word& word = cursor.word(i);
  if (i == 0 || cursor.Text({word.start, word.end}) != "计划") return false;
  const Word& before = cursor.word(i - 1);
  return before.end == word.start && before.Is(kVerb);
}

bool IsWillBeforeAct(const WordCursor& cursor, const Word& will) {
  return cursor.WordAt(will.end).Is(kVerb | kAdverb | kPreposition | kTimeWord | kFuture | kStrive |
                                    kEnsure | kNegation);
}

bool IsStrongVerb(const Word& word) { return word.Is(kVerb) && !word.Is(kNominal); }

bool IsAdverbHere(const WordCursor& cursor, uint32_t i) {
  const Word& word = cursor.word(i);
  const bool is_pure = word.Is(kAdverb) && !word.Is(kVerb);
  if (!word.Is(kAdverb | kAdverbial)) return false;
  if (word.end >= cursor.end()) return false;
  const Word* next = cursor.WordAfter(i);
  const bool has_next = Adjacent(word, next);
  if (is_pure) return true;
  if (!has_next) return false;
  // 突出调查过程, but 突出抓好: before a noun it is the verb.
  const bool is_weak_next = next->Is(kNominal) && cursor.Text({word.start, word.end}) == "突出";
  if (is_weak_next) return false;
  if (next->Is(kAdverb) && !next->Is(kVerb)) return true;
  // 加快与平台的数据对接: before nothing but a noun it is the verb.
  if (word.Is(kAdverbial) && next->Is(kWith) && !ActsBehind(cursor, i + 2)) return false;
  if (!next->Is(kVerb)) return next->Is(kWith | kPlace | kFuture | kBy) && word.Is(kAdverb);
  const bool is_dual_at_end = word.Is(kVerb) && next->end == cursor.end();  // 公开发布
  return !IsNounHere(cursor, i + 1) && !is_dual_at_end;
}

namespace {

bool StandsBeforeVerb(const WordCursor& cursor, uint32_t i) {
  const Word* next = cursor.WordAfter(i);
  return Adjacent(cursor.word(i), next) && next->Is(kVerb | kAdverb | kPreposition | kNegation);
}

// 提供更适合的创业辅导服务: the last verb belongs to the noun, and the one before 的 is
// the act unless 的 stands right behind it.
bool ClosesNoun(const WordCursor& cursor, uint32_t i, uint32_t in_attribute, uint32_t of_end) {
  const Word& word = cursor.word(i);
  const Word& act = cursor.word(in_attribute);
  const bool is_last = word.end < cursor.end() && cursor.end() - word.end <= 6;
  return IsStrongVerb(word) && is_last && IsStrongVerb(act) && act.end + 12 < of_end &&
         cursor.WordAt(word.end).Is(kVerb | kNominal | kFixture);
}

bool IsBeforeWill(const WordCursor& cursor, uint32_t i) {
  const Word* next = cursor.WordAfter(i);
  return Adjacent(cursor.word(i), next) && next->Is(kFuture) &&
         cursor.Text({next->start, next->end}).ends_with("将") && IsWillBeforeAct(cursor, *next);
}

}  // namespace

uint32_t FindPredicate(const WordCursor& cursor, uint32_t from) {
  uint32_t found = kNoWord;
  uint32_t in_attribute = kNoWord;
  uint32_t last_nominal = kNoWord;
  uint32_t last_of = 0;
  for (uint32_t i = from; i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (word.Is(kOf)) {
      last_of = word.end;
      if (found != kNoWord && in_attribute == kNoWord) in_attribute = found;
      found = kNoWord;
      last_nominal = kNoWord;
      continue;
    }
    if (found != kNoWord || (word.Is(kPlan) && IsNounPlan(cursor, i))) continue;
    // 子女入学将由…安排: right before 将 the verb closes the subject.
    const bool closes_subject = word.Is(kVerb) && IsBeforeWill(cursor, i);
    if (closes_subject) continue;
    // 能 inside an unknown word is no modal: one stands before a verb.
    if (word.Is(kModal) && word.end - word.start == 3 && !StandsBeforeVerb(cursor, i)) continue;
    const bool is_adverb = IsAdverbHere(cursor, i) && (word.Is(kAdverb) || word.Is(kAdverbial));
    // 企业的入驻: a verb that closes the noun.
    const bool is_behind_place = i > from && cursor.word(i - 1).end == word.start &&
                                 cursor.word(i - 1).Is(kAreaEnd) && IsStrongVerb(word);
    if (last_of > 0 && word.end == cursor.end() && word.start <= last_of + 6 && word.Is(kVerb) &&
        !is_behind_place)
      continue;
    if (word.Is(kStarter) || is_adverb || IsStrongVerb(word)) {
      if (last_of > 0 && in_attribute != kNoWord && ClosesNoun(cursor, i, in_attribute, last_of))
        continue;
      found = i;
    } else if (word.Is(kVerb) && word.end == cursor.end()) {
      last_nominal = i;
    }
  }
  if (found != kNoWord) return found;
  if (in_attribute != kNoWord) return in_attribute;
  // 村医的简易维修培训: behind 的 it closes the noun; not behind a body: …的车辆报交警部门处理.
  const bool is_act = last_of == 0 || (last_nominal != kNoWord && last_nominal > from &&
                                       cursor.word(last_nominal - 1).Is(kBodyEnd));
  return is_act ? last_nominal : kNoWord;
}

}  // namespace pledge::pipeline
