#include "service/pipeline/rules/predicate.h"

#include <algorithm>
#include <optional>

#include "service/pipeline/rules/numbers.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// Complements that stand between a verb and its object.
constexpr std::string_view kComplements[] = {"了", "到位", "到", "至", "在"};
// V + these binds no more than an effort: 管好, 筑牢.
constexpr std::string_view kResults[] = {"好", "强", "牢"};

template <size_t n>
uint32_t PrefixSize(std::string_view text, const std::string_view (&words)[n]) {
  for (const std::string_view word : words) {
    if (StartsWith(text, word)) return static_cast<uint32_t>(word.size());
  }
  return 0;
}

class PredicateReader {
 public:
  PredicateReader(WordCursor cursor, ClauseReading& reading) : cursor_(cursor), reading_(reading) {}

  void Run() {
    head_ = cursor_.index();
    SkipMeans();
    TakeVerb(cursor_.word(head_));
    ExtendChain();
    TakeResult();
    TakeObject();
    NoteOpenEnd();
    TakeSecondPredicate();
  }

 private:
  // 组织专家开展评估: the first verb only brings in the means; the later one is
  // the act.
  void SkipMeans() {
    const Word& head = cursor_.word(head_);
    if (!head.Is(kMeans)) return;
    // 组织一次业务指导: what is counted is an object.
    if (const std::optional<Number> number = ReadNumber(cursor_.text().substr(head.end)))
      if (number->size > 0 && cursor_.text().substr(head.end + number->size).starts_with("次"))
        return;
    uint32_t found = kNoWord;
    for (uint32_t i = head_ + 1; i < cursor_.last(); ++i) {
      const Word& word = cursor_.word(i);
      if (word.Is(kOf) && found != kNoWord && word.start == cursor_.word(found).end)
        found = kNoWord;
      if (found != kNoWord || !IsStrongVerb(word)) continue;
      // 安排资金不少于500万元: only how much.
      if (cursor_.Text({word.start, word.end}).starts_with("不")) continue;
      // 运用资助、奖励等方式: a verb in a list is what is made use of.
      if (StandsInList(word)) continue;
      // 采取采样的方式, 组织开展: directly behind the first verb both make one.
      if (word.start == head.end) return;
      if (word.end < cursor_.end() || !word.Is(kNominal)) found = i;
    }
    if (found == kNoWord || AttributeFollows(found)) return;
    TakeMeans(head.start, cursor_.word(found).start);
    head_ = found;
    while (IsAdverbHere(cursor_, head_) && head_ + 1 < cursor_.last()) {
      Weaken({cursor_.word(head_).start, cursor_.word(head_).end}, cursor_.word(head_).classes,
             reading_);
      ++head_;
    }
  }

  bool StandsInList(const Word& word) const {
    const std::string_view rest = cursor_.text().substr(word.end, cursor_.end() - word.end);
    return rest.starts_with("、") || rest.starts_with("等") ||
           cursor_.text().substr(0, word.start).ends_with("、");
  }

  // 组织专家对方案进行评审: the experts are the means, the plan is the object.
  void TakeMeans(uint32_t start, uint32_t end) {
    uint32_t stop = end;
    for (uint32_t i = head_ + 1; i < cursor_.last() && cursor_.word(i).start < end; ++i) {
      const Word& word = cursor_.word(i);
      if (!word.Is(kToward) || reading_.is_fronted) continue;
      reading_.object = {word.end, end};
      reading_.is_fronted = reading_.is_toward = true;
      stop = word.start;
    }
    if (reading_.manner.empty()) reading_.manner = {start, stop};
  }

  // A 的 behind the verb with nothing but a noun after it: 采取限制排放的措施.
  bool AttributeFollows(uint32_t i) const {
    for (uint32_t j = i + 1; j < cursor_.last(); ++j) {
      if (!cursor_.word(j).Is(kOf)) continue;
      const Word* next = cursor_.WordAfter(j);
      return next == nullptr || next->Is(kCloser) || next->Is(kFixture);
    }
    return false;
  }

  void TakeVerb(const Word& verb) {
    if (reading_.action.empty()) reading_.action.start = verb.start + NewSize(verb);
    reading_.action.end = verb.end - DirectionSize(verb);
    reading_.action_classes |= verb.classes;
    reading_.last_classes = verb.classes;
    // 在三市试点: as a verb it only tries (guide section 6).
    const bool tries = cursor_.Text({verb.start, verb.end}) == "试点";
    Weaken({verb.start, verb.end}, tries ? verb.classes | kExplore : verb.classes, reading_);
    cursor_.MoveTo(verb.end);
  }

  // 开发 in 新开发, 支持 in 重点支持; 新建 is a verb of its own.
  uint32_t NewSize(const Word& verb) const {
    const std::string_view text = cursor_.Text({verb.start, verb.end});
    if (IsOneOf<"重点支持", "倾斜支持", "统筹考虑", "综合考虑">(text)) return 6;
    return text.size() == 9 && text.starts_with("新") ? 3 : 0;
  }

  // The action is the bare verb: 提高 in 提高到 (guide section 14.12).
  uint32_t DirectionSize(const Word& verb) const {
    if (!verb.Is(kPlacing) || verb.end - verb.start < 9) return 0;
    const std::string_view text = cursor_.Text({verb.start, verb.end});
    static constexpr std::string_view kDirections[] = {"成为", "到", "至", "在", "为", "成", "给"};
    for (const std::string_view tail : kDirections) {
      if (EndsWith(text, tail)) return static_cast<uint32_t>(tail.size());
    }
    return 0;
  }

  // 研究制定, 建立健全, 支持和推动: several verbs with one object.
  void ExtendChain() {
    while (!cursor_.AtEnd()) {
      const Word here = cursor_.Here();
      const bool is_link = here.Is(kAnd) || cursor_.Text({here.start, here.end}) == "并";
      if (is_link && JoinsVerb()) {
        const Word next = cursor_.WordAt(here.end);
        is_series_ = is_series_ || cursor_.WordAt(next.end).Is(kAnd);
        TakeVerb(next);
        continue;
      }
      if (!here.Is(kVerb) || !Chains(here)) return;
      TakeVerb(here);
    }
  }

  bool JoinsVerb() const {
    const Word here = cursor_.Here();
    const Word next = cursor_.WordAt(here.end);
    if (!next.Is(kVerb) || next.end >= cursor_.end()) return false;
    const Word after = cursor_.WordAt(next.end);
    // 吸纳、整合和利用外部资源: three verbs with one object.
    const bool goes_on = after.Is(kAnd) && cursor_.WordAt(after.end).Is(kVerb) &&
                         cursor_.WordAt(after.end).end < cursor_.end();
    // 开展并推广: behind 并 a word that may be a noun is a verb.
    const bool may_be_noun =
        next.Is(kNominal) && !is_series_ && cursor_.Text({here.start, here.end}) != "并";
    return !after.Is(kOf) && !may_be_noun && (!after.Is(kAnd) || goes_on);
  }

  bool Chains(const Word& next) const {
    const bool is_last = next.end >= cursor_.end();
    if (cursor_.Text({next.start, next.end}) == "到位") return false;
    // 完成核实工作: the second verb names the work.
    if (StartsWithAny<"工作", "作用">(cursor_.text().substr(next.end))) return false;
    const WordMask head = reading_.last_classes;
    if (head & kExplore) {
      return !(next.Is(kNominal) && is_last);
    }
    if (is_last && next.Is(kNominal | kAffair)) return false;
    const Word after = cursor_.WordAt(next.end);
    if (after.Is(kOf)) return false;  // 实施选定的方案
    if (head & (kLight | kStance)) return false;
    if (next.Is(kGuide | kEffect)) return false;
    // 推动建立机制 is one act; 支持建设公园 is help with another's.
    if (head & kGuide) return (head & kDegree) && next.Is(kDeliver) && !next.Is(kNominal);
    if (head & kDeliver) return next.Is(kDeliver) ? !next.Is(kNominal) : PutsIntoForce(next);
    // 举办成惠民学校: behind a verb with a direction the object begins.
    if (reading_.action.end < cursor_.at()) return false;
    if (after.Is(kFixture) && after.end == cursor_.end() && !next.Is(kDeliver)) return false;
    if (head & kDegree) {
      // 推动建立机制, 优化调整线路; but 加强管理.
      return !next.Is(kNominal) && ((next.classes & kDegree) || next.Is(kDeliver));
    }
    if (!next.Is(kNominal)) return true;
    // 改造提升文化站, 排查整治隐患: two noun-like verbs with an object.
    return (head & kNominal) && !is_last && !after.Is(kOf | kCloser | kFixture | kThing | kAnd);
  }

  // 印发实施, 修订推行.
  bool PutsIntoForce(const Word& next) const {
    const std::string_view verb = cursor_.Text({next.start, next.end});
    static constexpr std::string_view kForces[] = {"实施", "执行", "推行", "落实",
                                                   "运行", "使用", "完成"};
    for (const std::string_view force : kForces) {
      if (verb == force) return true;
    }
    return false;
  }

  // 建设好, 管好: the complement belongs to the action and weakens it.
  void TakeResult() {
    const Word here = cursor_.Here();
    const uint32_t size =
        here.classes == 0 || !here.Is(kVerb) ? PrefixSize(cursor_.Rest(), kResults) : 0;
    const bool is_slogan = reading_.last_classes & kStance;  // 坚持强强联合
    if (size > 0 && !is_slogan && here.end <= cursor_.at() + size &&
        cursor_.at() + size < cursor_.end()) {
      const ByteRange whole = {reading_.action.start, cursor_.at() + size};
      reading_.action.end = whole.end;
      reading_.action_classes |= kDegree;
      reading_.last_classes |= kDegree;
      Weaken(whole, kDegree, reading_);
      cursor_.MoveTo(whole.end);
      return;
    }
    if (here.Is(kDone) && !reading_.perfect.IsSet())
      reading_.perfect = {{here.start, here.end}, here.classes};
    const uint32_t complement = PrefixSize(cursor_.Rest(), kComplements);
    const bool is_own_word = here.end > cursor_.at() + complement;
    if (complement > 0 && !is_own_word) cursor_.MoveTo(cursor_.at() + complement);
  }

  void TakeObject() {
    if ((reading_.last_classes & kLight) != 0) TakeAffair();
    while (cursor_.Take(" ")) {
    }
    // 对项目实行责任制: an object behind the verb wins over the one behind 对.
    const bool has_own = reading_.is_toward && !(reading_.last_classes & kLight) &&
                         !(reading_.action_classes & kAffair);
    if (!cursor_.AtEnd() && (!reading_.is_fronted || has_own))
      reading_.object = {TimesEnd(), ObjectEnd()};
    if (IsBareQuantity(cursor_.Text(reading_.object))) reading_.object = {};
    // 调查核实并依法处理: another predicate and no object.
    if (cursor_.Text(reading_.object).starts_with("并") && !cursor_.Here().Is(kVerb))
      reading_.object = {};
    for (uint32_t i = cursor_.index(); i < cursor_.last(); ++i) {
      reading_.object_classes |= cursor_.word(i).classes;
    }
  }

  // 公布一次进度: how often is no part of the object.
  uint32_t TimesEnd() const {
    const std::optional<Number> number = ReadNumber(cursor_.Rest());
    if (!number || !cursor_.Rest().substr(number->size).starts_with("次")) return cursor_.at();
    // 开展一次督查 counts the object itself.
    const std::string_view verb = cursor_.Text(reading_.action);
    static constexpr std::string_view kHolders[] = {"开展", "组织", "举办", "召开", "进行", "举行"};
    for (const std::string_view holds : kHolders) {
      if (EndsWith(verb, holds)) return cursor_.at();
    }
    const uint32_t end = cursor_.at() + number->size + 3;
    return end < cursor_.end() ? end : cursor_.at();
  }

  // 新建学校5所、新增学位600个: the second verb has its own object.
  uint32_t ObjectEnd() const {
    for (uint32_t i = cursor_.index(); i + 1 < cursor_.last(); ++i) {
      const Word& word = cursor_.word(i);
      const Word& next = cursor_.word(i + 1);
      if (cursor_.Text({word.start, word.end}) != "、" || next.start != word.end ||
          !IsStrongVerb(next))
        continue;
      const std::string_view before =
          cursor_.text().substr(cursor_.at(), word.start - cursor_.at());
      if (std::any_of(before.begin(), before.end(), IsDigit)) return word.start;
    }
    return cursor_.end();
  }

  // 再建12个, 达到98%以上: what is counted is the subject or was named before.
  static bool IsBareQuantity(std::string_view object) {
    static constexpr std::string_view kFloors[] = {"不少于", "不低于", "不超过", "超过",
                                                   "约",     "近",     "超"};
    for (const std::string_view floor : kFloors) {
      if (StartsWith(object, floor)) object.remove_prefix(floor.size());
    }
    if (object.empty() || !IsDigit(object[0])) return false;
    const std::optional<Number> number = ReadNumber(object);
    object.remove_prefix(number->size);
    static constexpr std::string_view kCounted[] = {
        "个百分点", "个",   "%",  "％", "所", "家", "条", "公里", "处", "座",
        "万元",     "亿元", "元", "倍", "户", "人", "项", "台",   "辆"};
    for (const std::string_view unit : kCounted) {
      if (!StartsWith(object, unit)) continue;
      object.remove_prefix(unit.size());
      break;
    }
    return object.empty() || object == "以上" || object == "左右" || object == "以内";
  }

  // 予以补贴: the noun is the act when it stands alone (guide section 14.13).
  void TakeAffair() {
    uint32_t at = cursor_.at();
    WordMask classes = 0;
    for (Word word = cursor_.WordAt(at); word.Is(kAdverb) && word.end < cursor_.end();
         word = cursor_.WordAt(at)) {
      Weaken({word.start, word.end}, word.classes, reading_);
      at = word.end;
    }
    const uint32_t begin = at;
    for (Word word = cursor_.WordAt(at);
         (word.Is(kAffair | kVerb | kAnd) || cursor_.Text({word.start, word.end}) == "并") &&
         word.end <= cursor_.end();
         word = cursor_.WordAt(at)) {
      classes |= word.classes;
      at = word.end;
      if (at >= cursor_.end()) break;
    }
    if (at == begin || at < cursor_.end()) return;
    reading_.action = {begin, at};
    reading_.action_classes = reading_.last_classes = classes;
    Weaken(reading_.action, classes, reading_);
    cursor_.MoveTo(at);
  }

  // 进一步完善机制并适时修订目录: without a comma the weakest cue decides.
  // 再决定是否推广: may come to nothing.
  void NoteOpenEnd() {
    const std::string_view object = cursor_.Text(reading_.object);
    const size_t whether = FindWord(object, "是否");
    if (whether == object.npos) return;
    const uint32_t start = reading_.object.start + static_cast<uint32_t>(whether);
    Weaken({start, start + 6}, kExploreAdverb, reading_);
  }

  void TakeSecondPredicate() {
    bool after_and = false;
    for (uint32_t i = cursor_.index(); i < cursor_.last(); ++i) {
      const Word& word = cursor_.word(i);
      const bool is_link = cursor_.Text({word.start, word.end}) == "并";
      if (after_and && word.Is(kExploreAdverb | kExplore)) {
        Weaken({word.start, word.end}, word.classes, reading_);
      }
      after_and = is_link || (after_and && word.Is(kAdverb));
    }
  }

  WordCursor cursor_;
  ClauseReading& reading_;
  uint32_t head_ = 0;
  bool is_series_ = false;  // three verbs or more share the object
};

}  // namespace

void ReadPredicate(WordCursor cursor, ClauseReading& reading) {
  PredicateReader(cursor, reading).Run();
}

}  // namespace pledge::pipeline
