#include "service/pipeline/rules/whole_form.h"

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

// 安装信号灯的问题: names the point that the next clause answers.
bool NamesPoint(std::string_view clause) {
  // 您提出的意见建议，我们将研究采纳.
  if (StartsWithAny<"您提出的", "您所提", "你们提出的", "您的意见", "贵单位提出的">(clause) &&
      EndsWithAny<"意见建议", "意见和建议", "建议", "意见", "诉求">(clause))
    return !ContainsAny<"将", "已", "是", "收悉">(clause);
  if (!EndsWithAny<"的问题", "的建议", "的诉求", "的情况", "一事", "的提议", "的措施", "的方案",
                   "的想法", "的设想", "的请求">(clause))
    return false;
  // 我局将根据您的建议: the basis of the act that follows.
  if (ContainsAny<"根据", "按照", "结合", "参照", "通过", "将">(clause)) return false;
  for (const std::string_view verb :
       {"解决", "处理", "研究", "反映", "存在", "破解", "采纳", "吸纳", "考虑", "掌握", "了解",
        "核实", "公布", "通报", "监督", "关注", "杜绝", "是"}) {
    if (Contains(clause, verb)) return false;
  }
  return true;
}

// 关于您建议的合同示范文本，我局将起草: what was proposed, whatever noun it ends with.
bool NamesProposed(std::string_view clause) {
  return StartsWithAny<"关于您建议的", "关于您提出的", "关于您提到的", "关于您反映的",
                       "关于你们建议的", "关于你们提出的", "关于提案建议的", "关于提案提出的",
                       "关于代表建议的", "关于委员建议的", "对您建议的", "对您提到的", "对您关心的",
                       "对你们建议的">(clause) &&
         !ContainsAny<"将", "已", "是", "拟">(clause);
}

// 针对设施老化的突出问题: what the next clause is about.
bool NamesShortcoming(std::string_view clause, const Word& here) {
  return here.Is(kToward) && !ContainsAny<"将", "拟">(clause) &&
         EndsWithAny<"问题", "矛盾", "短板", "不足", "现象", "难题", "困难", "堵点", "痛点",
                     "薄弱环节", "特点", "实际", "现状", "情况">(clause);
}

// 工程完工后, 条件成熟时: a clause that tells when the next one happens.
bool EndsAsEvent(std::string_view clause) {
  if (!EndsWithAny<"后", "时", "条件成熟的情况下">(clause)) return false;
  if (EndsWithAny<"今后", "此后", "以后", "前后", "背后", "售后", "落后", "先后", "随后", "然后",
                  "最后", "善后", "产后", "课后">(clause))
    return false;
  static constexpr std::string_view kOtherTimes[] = {
      "及时", "随时", "同时", "实时", "届时", "按时", "小时", "平时", "临时", "准时",
      "定时", "暂时", "课时", "工时", "学时", "有时", "不时", "当时", "即时", "限时",
      "配时", "计时", "耗时", "用时", "延时", "超时", "错时", "分时"};
  return !EndsWithAny(clause, kOtherTimes);
}

}  // namespace

void SetCondition(ByteRange range, ConditionKind kind, ClauseReading& reading) {
  reading.form = ClauseForm::kCondition;
  reading.condition = range;
  reading.condition_kind = kind;
}

uint32_t EventEnd(const WordCursor& cursor) {
  bool has_verb = cursor.Here().Is(kWhen | kIf);
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    // 如再次发现将严肃查处: 将 begins the act.
    const bool is_act = cursor.Here().Is(kIf) && word.Is(kFuture) && i > cursor.index() + 1 &&
                        cursor.Text({word.start, word.end}).ends_with("将") &&
                        !cursor.word(i - 1).Is(kSelf | kBodyEnd | kThird) &&
                        IsWillBeforeAct(cursor, word);
    if (is_act) return word.start;
    if (word.Is(kFuture | kPlan | kPreposition) && !word.Is(kVerb | kCloser)) {
      if (!has_verb || word.Is(kFuture | kPlan)) return 0;
    }
    const std::string_view text = cursor.Text({word.start, word.end});
    const std::string_view event = cursor.Text({cursor.at(), word.start});
    // 先建后补 orders two acts, and a list is no event.
    if (text == "后" && (Contains(event, "先") || Contains(event, "、"))) return 0;
    // 条件成熟时开展试点: a point in time that ripens.
    const bool goes_on_at_once =
        text == "时" && has_verb && cursor.WordAt(word.end).Is(kAdverb | kFuture);
    const bool ripens = text == "时" && ContainsAny<"成熟", "具备", "允许">(event);
    const bool closes = ripens || goes_on_at_once || text == "后" || text == "之后" ||
                        (text == "时" && cursor.Here().Is(kWhen | kIf));
    if (closes && (has_verb || ripens) && word.end < cursor.end()) {
      const Word next = cursor.WordAt(word.end);
      const bool goes_on =
          (ripens && next.Is(kPreposition)) ||
          next.Is(kSelf | kBodyEnd | kFuture | kVerb | kAdverb | kPlan | kThing | kModal) ||
          next.classes == 0;
      return goes_on ? word.end : 0;
    }
    has_verb = has_verb || word.Is(kVerb);
  }
  return 0;
}

uint32_t CaseEnd(const WordCursor& cursor) {
  const bool is_case =
      cursor.Here().Is(kNegation | kRefusal) ||
      StartsWithAny<"逾期", "拒不", "屡", "违反", "违规", "情节", "造成", "构成", "涉嫌", "不">(
          cursor.Rest());
  if (!is_case) return 0;
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    if (!word.Is(kOf) || word.end >= cursor.end()) continue;
    const Word next = cursor.WordAt(word.end);
    const bool acts = next.Is(kTimeWord | kRefusal | kFuture | kPlace) || IsStrongVerb(next) ||
                      (next.Is(kAdverb) && !next.Is(kVerb)) ||
                      StartsWithAny<"三年", "两年", "一年", "限">(cursor.text().substr(word.end));
    return acts ? word.end : 0;
  }
  return 0;
}

uint32_t DiscoveryEnd(const WordCursor& cursor) {
  if (!cursor.Rest().starts_with("发现")) return 0;
  for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
    const Word& word = cursor.word(i);
    const std::string_view adverb = cursor.Text({word.start, word.end});
    if (word.start < cursor.at() + 12) continue;
    if (IsOneOf<"及时", "立即", "一律", "马上", "第一时间", "立刻", "坚决", "从严">(adverb))
      return word.start;
  }
  return 0;
}

namespace {

// 届时新增车位, not 届时按原则，: an act stands behind the word.
bool ActsAfterThen(const WordCursor& cursor) {
  if (!StartsWithAny<"届时", "到时", "此后", "随后">(cursor.Rest())) return false;
  return !cursor.WordAt(cursor.at() + 6).Is(kBy);
}

// By the first word.
bool ReadLead(const Word& here, ByteRange whole, std::string_view clause, const WordCursor& cursor,
              ClauseReading& reading) {
  if (here.Is(kExhort) && NamesPoint(clause)) {
    reading.form = ClauseForm::kTarget;  // 请民兵参与的设想: what was proposed
    reading.object = whole;
  } else if (here.Is(kExhort)) {
    reading.form = ClauseForm::kExhortation;
  } else if (here.Is(kFormula)) {
    reading.form = ClauseForm::kFormula;
  } else if (here.Is(kReason) && !here.Is(kVerb)) {
    reading.form = ClauseForm::kReason;
  } else if (StartsWithAny<"虽然", "虽", "尽管", "即使", "即便">(clause)) {
    reading.form = ClauseForm::kNominal;  // grants what the next clause sets aside
  } else if (StartsWithAny<"随着", "伴随着">(clause)) {
    reading.form = ClauseForm::kMeans;
  } else if (here.Is(kPurpose) && !here.Is(kVerb)) {
    reading.form = ClauseForm::kPurpose;
  } else if (here.Is(kIf) && EventEnd(cursor) == 0) {
    SetCondition(whole, ConditionKind::kIf, reading);
  } else if (here.Is(kWhen) && !here.Is(kVerb) && EventEnd(cursor) == 0 && !ActsAfterThen(cursor)) {
    SetCondition(whole, ConditionKind::kWhen, reading);
  } else if (clause.starts_with("作为")) {
    reading.form = ClauseForm::kAppositive;
  } else {
    return false;
  }
  return true;
}

void TakeActorOfEvent(const WordCursor& cursor, ByteRange& whole, ClauseReading& reading) {
  const Subject subject = MatchSubject(cursor);
  if (subject.kind != SubjectKind::kSelf && subject.kind != SubjectKind::kBody) return;
  const Word will = cursor.WordAt(subject.range.end);
  if (!will.Is(kFuture) || !cursor.WordAt(will.end).Is(kPlace)) return;
  reading.subject = subject.kind;
  reading.subject_range = subject.range;
  reading.modal = {{will.start, will.end}, will.classes};
  reading.core.start = whole.start = will.end;
}

// Last characters of the clauses that ReadTail knows.
bool MayEndAsForm(std::string_view clause) {
  static const CharSet* const kLast = new CharSet("间中上下题议求况事后时悉的施案法想考");
  return clause.size() >= 3 && kLast->HasFirst(clause.substr(clause.size() - 3));
}

// By the last words.
bool ReadTail(const WordCursor& cursor, ByteRange whole, ClauseReading& reading) {
  const Word here = cursor.Here();
  const std::string_view clause = cursor.Rest();
  if (EndsWithAny<"施工期间", "建设期间", "改造期间", "封闭期间">(clause)) {
    reading.form = ClauseForm::kMeans;  // whatever dates stand in it
  } else if (EndsWithAny<"期间", "过程中", "的基础上", "的前提下", "的情况下">(clause) &&
             reading.times.empty() && !here.Is(kPlace)) {
    reading.form = ClauseForm::kMeans;
  } else if (NamesPoint(clause)) {
    reading.form = ClauseForm::kTarget;
    reading.object = {here.Is(kToward) ? here.end : whole.start, whole.end};
  } else if (clause.ends_with("的") && reading.subject == SubjectKind::kNone &&
             FindWord(clause, "是") == clause.npos) {
    SetCondition(whole, ConditionKind::kIf, reading);  // 逾期不公布的，
  } else if (EndsAsEvent(clause)) {
    if (here.Is(kSuperior) && !here.Is(kThing)) reading.subject = SubjectKind::kSuperior;
    // 某业主承诺领取补偿后: goes on with what somebody says.
    // 我局将在编制预算时，: who acts and 将 stand before the event.
    TakeActorOfEvent(cursor, whole, reading);
    // 在编制预算时: the occasion of the act, and nothing that it hangs on.
    const bool is_occasion = StartsWithAny<"在">(Cut(cursor.text(), whole)) &&
                             clause.ends_with("时") && !ContainsAny<"成熟", "允许", "具备">(clause);
    const bool is_said = here.classes == 0 && ContainsAny<"承诺", "认为", "声称", "表示">(clause);
    if (is_said) reading.subject = SubjectKind::kThird;
    SetCondition(whole, ConditionKind::kWhen, reading);
    if (is_occasion) reading.condition = {};
  } else if (clause.ends_with("如下") || clause.ends_with("收悉") ||
             (clause.starts_with("供") && clause.ends_with("参考"))) {
    reading.form = ClauseForm::kFormula;
  } else {
    return false;
  }
  return true;
}

// 省财政厅的意见是，: whose word it is that follows.
bool ReadOpinion(const WordCursor& cursor, ClauseReading& reading) {
  const std::string_view clause = cursor.Rest();
  for (const std::string_view tail : {"的意见是", "的答复是", "的考虑是", "的想法是", "的反馈是"}) {
    if (!EndsWith(clause, tail)) continue;
    const uint32_t name_end = cursor.end() - static_cast<uint32_t>(tail.size());
    for (uint32_t i = cursor.index(); i < cursor.last(); ++i) {
      const Word& word = cursor.word(i);
      if (word.end != name_end || !word.Is(kSelf | kBodyEnd)) continue;
      reading.form = ClauseForm::kPredicate;
      reading.subject = KindOf(word);
      reading.subject_range = {cursor.at(), name_end};
      reading.action = {cursor.end() - 3, cursor.end()};
      reading.action_classes = reading.last_classes = kReport;
      return true;
    }
  }
  return false;
}

// 请专家和党员代表参加: among plans it is the writer who invites them.
bool ReadRequest(const WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  if (cursor.Text({here.start, here.end}) != "请" || cursor.last() < cursor.index() + 2)
    return false;
  const std::string_view whom = cursor.Rest().substr(3);
  if (ContainsAny<"您", "你", "贵", "各位", "广大", "委员", "社会各界", "大家">(whom)) return false;
  const Word& act = cursor.word(cursor.last() - 1);
  const Word& group = cursor.word(cursor.last() - 2);
  if (!act.Is(kVerb) || !group.Is(kThird | kGroup) || group.end > act.start) return false;
  reading.form = ClauseForm::kPredicate;
  reading.is_request = true;
  reading.action = {here.start, here.end};
  reading.action_classes = reading.last_classes = kTelic;
  reading.object = {here.end, cursor.end()};
  return true;
}

}  // namespace

bool ReadWholeForm(const WordCursor& cursor, ClauseReading& reading) {
  const Word here = cursor.Here();
  const ByteRange whole = {cursor.at(), cursor.end()};
  const std::string_view clause = cursor.Rest();
  if (StartsWithAny<"适应", "顺应">(clause) &&
      EndsWithAny<"趋势", "需要", "需求", "要求", "形势", "变化">(clause)) {
    reading.form = ClauseForm::kMeans;
    return true;
  }
  // 国家政策如有调整: the condition behind what it is about.
  const size_t case_at = std::min(FindWord(clause, "如有"), FindWord(clause, "如遇"));
  if (case_at != clause.npos && case_at > 0 && EventEnd(cursor) == 0 &&
      !ContainsAny<"将", "拟", "例如有">(clause)) {
    SetCondition(whole, ConditionKind::kIf, reading);
    return true;
  }
  if (NamesProposed(clause)) {
    reading.form = ClauseForm::kTarget;
    reading.object = {here.Is(kToward) ? here.end : whole.start, whole.end};
    return true;
  }
  if (NamesShortcoming(clause, here)) {
    // 针对 gives the ground; 对 and 对于 what is acted on.
    const bool is_ground = clause.starts_with("针对") && !ContainsAny<"您", "你", "提出">(clause);
    reading.form = is_ground ? ClauseForm::kMeans : ClauseForm::kTarget;
    reading.object = {here.end, cursor.end()};
    return true;
  }
  if (ReadOpinion(cursor, reading) || ReadRequest(cursor, reading)) return true;
  if (ReadLead(here, whole, clause, cursor, reading)) return true;
  return MayEndAsForm(clause) && ReadTail(cursor, whole, reading);
}

}  // namespace pledge::pipeline
