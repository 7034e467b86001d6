#include "service/pipeline/rules/undertaking.h"

#include <algorithm>

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/gate_table.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_match.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

// 做好两项工作: only counts what the next clauses tell.
bool CountsWork(std::string_view clause) {
  static const CharSet* const kCounts = new CharSet("两二三四五六七八九十几");
  static constexpr std::string_view kWork[] = {"项工作", "方面工作", "方面的工作", "件事",
                                               "项重点工作"};
  for (const std::string_view noun : kWork) {
    if (clause.size() < noun.size() + 3 || !EndsWith(clause, noun)) continue;
    return kCounts->HasFirst(clause.substr(clause.size() - noun.size() - 3));
  }
  return false;
}

// 重点抓好以下几项工作: announces a list and promises nothing itself.
bool IsLeadIn(std::string_view clause) {
  static const CharSet* const kLast = new CharSet("作面施项见容点务力手事实强进展");
  if (clause.size() < 3 || !kLast->HasFirst(clause.substr(clause.size() - 3))) return false;
  if (clause.ends_with("件实事") || clause.ends_with("件大事") || CountsWork(clause)) return true;
  return ContainsAny<"以下", "下列", "如下", "几个方面", "几方面", "三个方面", "四个方面",
                     "五个方面", "两个方面", "六个方面">(clause) &&
         ContainsAny<"工作", "方面", "措施", "事项", "意见", "内容", "几点", "任务", "用力", "发力",
                     "努力", "着力", "入手", "着手">(clause);
}

// 增加管理难度, 将能得到改善: nobody undertakes a difficulty or what merely can be.
bool TellsEffect(std::string_view clause, const ClauseReading& reading) {
  if (reading.weak_modal.IsSet() && reading.modal.Is(kFuture) &&
      ContainsAny<"将能", "将可">(clause))
    return true;
  if (reading.action.empty()) return false;
  if (EndsWithAny<"意义", "作用">(clause) && ContainsAny<"具有", "有着", "起着">(clause))
    return true;
  return EndsWithAny<"难度", "压力增大", "负面影响", "可能性", "的可能">(clause);
}

// 该方案会吸引客流: 会 with a thing tells what may come of it, and no will.
bool MayComeAbout(std::string_view text, const ClauseReading& reading) {
  return reading.subject == SubjectKind::kThing && Cut(text, reading.modal.range) == "会";
}

// The subject is something that is done rather than something that is measured.
bool IsMeasure(std::string_view subject) {
  static constexpr std::string_view kEvents[] = {"的实施", "的建设", "的建成", "的开通",
                                                 "的出台", "的推行", "措施",   "举措"};
  return EndsWithAny(subject, kEvents);
}

// 只租不售的情况将得到纠正: nobody says by whom.
bool PassesByItself(std::string_view text, const ClauseReading& reading) {
  return reading.subject == SubjectKind::kThing && reading.modal.IsSet() &&
         EndsWithAny<"情况", "现象", "局面", "状况">(Cut(text, reading.subject_range)) &&
         ContainsAny<"得到">(Cut(text, reading.core));
}

// 推进改革是增强活力的重要途径: the clause says what something is.
bool StatesWhatIs(std::string_view text, const ClauseReading& reading) {
  const std::string_view object = Cut(text, reading.object);
  if (reading.modal.IsSet() || reading.is_fronted) return false;
  const size_t is = FindWord(object, "是");
  if (is == object.npos || is + 9 > object.size()) return false;
  const std::string_view before = object.substr(0, is);
  const std::string_view after = object.substr(is + 3);
  if (EndsWithAny<"于", "但", "只", "凡", "还", "别", "其", "或", "都", "正", "“", "不", "要",
                  "实事求">(before))
    return false;
  return !after.starts_with("否") && !after.starts_with("非");
}

// 本办法由市水务局负责解释, 本方案自发布之日起施行: about the paper itself.
bool SpeaksOfItself(std::string_view text, const ClauseReading& reading) {
  const std::string_view clause = Cut(text, reading.range);
  return StartsWithAny<"本办法", "本方案", "本意见", "本规定", "本细则", "本通知", "本措施",
                       "本规划", "本批复", "以上意见", "本政策">(clause) &&
         ContainsAny<"施行", "执行", "解释", "实施", "有效期">(clause);
}

// 该件由我委主办，市财政局会办: how the proposal itself is handled.
bool TellsWhoHandles(std::string_view text, const ClauseReading& reading) {
  return reading.object.empty() &&
         IsOneOf<"主办", "会办", "分办", "协办", "承办">(Cut(text, reading.action));
}

// 提案建议建设平台: what the members propose.
bool IsSuggested(std::string_view text, const ClauseReading& reading) {
  const std::string_view clause = Cut(text, reading.range);
  return StartsWithAny<"提案建议", "提案提出", "建议提出", "提案中建议", "提案中提出", "代表建议",
                       "委员建议", "代表提出", "委员提出", "来信建议", "来信提出", "您建议",
                       "您提出", "你们建议", "你们提出">(clause) &&
         !reading.modal.IsSet() && !reading.is_fronted;
}

// 呼吁广大市民拒乘: asks others.
bool CallsOnOthers(std::string_view text, const ClauseReading& reading) {
  return EndsWithAny<"呼吁", "倡议", "号召">(Cut(text, reading.action)) &&
         ContainsAny<"市民", "网友", "居民", "群众", "业主", "家长", "大家", "朋友", "村民", "司机",
                     "游客">(Cut(text, reading.object));
}

// 必将产生效益, 将有利于…: the subject is a measure and the verb an effect.
bool IsForecast(std::string_view clause, const ClauseReading& reading) {
  const bool is_thing = reading.subject == SubjectKind::kThing;
  if (reading.action_classes & kEffect) return is_thing || reading.subject == SubjectKind::kNone;
  const bool has_actor = reading.subject != SubjectKind::kNone && !is_thing;
  if (ContainsAny<"必将", "势必">(clause) && !has_actor) return true;
  return is_thing && (reading.action_classes & kOutcome) &&
         IsMeasure(clause.substr(0, reading.subject_range.end - reading.range.start));
}

bool IsHardRefusal(std::string_view cue) {
  static constexpr std::string_view kHard[] = {
      "暂不",     "不予",     "不再",     "不宜",   "暂缓",     "暂无法",   "暂不能",
      "暂难以",   "暂不宜",   "不支持",   "不同意", "不考虑",   "暂不考虑", "暂时不",
      "暂时无法", "暂时不能", "目前暂不", "尚不能", "暂不具备", "尚不具备", "不适宜",
      "不适合",   "不新增",   "不再新增", "不单独", "不另行",   "暂不予",   "可不",
      "尚不宜",   "不具备",   "无权",     "无力",   "暂无力",   "暂时无力", "尚不成熟",
      "还不成熟", "不够成熟", "尚不现实", "不作",   "不做"};
  return std::find(std::begin(kHard), std::end(kHard), cue) != std::end(kHard);
}

// 此条建议无法采纳: what was asked for is the subject.
bool NamesProposal(std::string_view subject) {
  return EndsWithAny<"建议", "提议", "提案", "诉求", "请求", "此条", "该条", "这条">(subject);
}

// 暂不宜, 目前不宜: nobody says so but to answer a proposal.
bool IsAnswerByItself(std::string_view cue) {
  return IsOneOf<"暂不宜", "尚不宜", "暂不考虑", "暂不予", "不宜">(cue);
}

// 我局不予安排: who declines says so himself. 我局不再受理 may be a rule of his own.
bool DeclinesItself(std::string_view cue, const ClauseReading& reading) {
  return reading.subject == SubjectKind::kSelf &&
         IsOneOf<"不予", "不宜", "不支持", "不同意", "不考虑", "暂缓">(cue);
}

// 无法核实, 无法与您联系: the writer does not know; nothing is declined.
bool LacksInformation(std::string_view action) {
  return ContainsAny<"核实", "判断", "联系", "核对", "答复", "了解", "核查", "确认", "查询", "认定",
                     "明确", "取得", "查证", "得知", "满足", "达到", "适应", "进入", "预测", "预判",
                     "估计", "估算", "判定", "预料">(action);
}

bool ReportsAchievements(SectionKind kind) {
  return kind == SectionKind::kProgress || kind == SectionKind::kOverview ||
         kind == SectionKind::kTopic || kind == SectionKind::kPlan ||
         kind == SectionKind::kBackground || kind == SectionKind::kInlineItem ||
         kind == SectionKind::kExplanation;
}

// Complying with a superior without an object of its own (guide section 2.2).
bool IsFraming(std::string_view clause, std::string_view verb, const ClauseReading& reading) {
  if (!(reading.action_classes & (kStance | kTelic))) return false;
  return ContainsAny<"贯彻", "落实", "坚持", "遵循">(verb) &&
         ContainsAny<"决策部署", "有关要求", "重要讲话", "重要指示", "精神", "党中央", "重要抓手",
                     "部署要求", "工作要求", "重要论述", "方针政策">(clause);
}

}  // namespace

const char* ContentGate(std::string_view text, const ClauseReading& reading) {
  if (reading.form != ClauseForm::kPredicate || reading.action.empty()) return kGateNoPredicate;
  if (reading.weak_modal.IsSet() && reading.subject != SubjectKind::kSelf) return kGateWeakModal;
  const std::string_view clause = Cut(text, reading.range);
  // 其余任务的完成期限为2031年6月: only a date or a figure makes 是 and 为 a promise.
  const bool is_copula =
      (reading.action_classes & kCopula) != 0 && !(reading.action_classes & kVerb);
  if (is_copula && (reading.subject != SubjectKind::kThing || reading.times.empty()))
    return kGateCopula;
  if (Cut(text, reading.action) == "属") return kGateCopula;  // 情况属实
  // 我局认为此举欠妥: an opinion.
  if (IsOneOf<"认为", "表明", "显示", "指出", "规定", "约定", "注明">(Cut(text, reading.action)))
    return kGatePassesWord;
  // 按此模式每年需补贴60万元: what it would cost.
  if (ContainsAny<"每年需", "共需", "约需", "需投入", "需补贴", "需增加", "需资金">(
          Cut(text, reading.object)))
    return kGateWeakModal;
  // 该房屋租赁人表示将整改: what somebody else says.
  const std::string_view subject = Cut(text, reading.subject_range);
  if (reading.subject == SubjectKind::kThing &&
      EndsWithAny<"表示", "承诺", "答应", "声称">(subject))
    return kGatePassesWord;
  if (SpeaksOfItself(text, reading) || TellsWhoHandles(text, reading)) return kGateFormula;
  // 补贴问题建议由省民政厅统筹考虑: asks another body.
  if (ContainsAny<"建议由", "建议你", "建议贵", "请你", "请贵", "请各", "请有关", "请市", "请省",
                  "请县", "请区">(clause))
    return kGateExhortation;
  // 与现行政策不符: what something is like.
  if (EndsWithAny<"不符", "不一致", "不相符", "相悖", "相抵触", "不匹配", "不相适应">(clause))
    return kGateCopula;
  if (IsSuggested(text, reading)) return kGateQuoted;
  // 托管2031年9月到期: ends by itself.
  if (EndsWithAny<"到期", "期满", "届满", "为止">(clause)) return kGateCopula;
  // 有效期自2031年4月到2034年3月: for how long something holds.
  if (ContainsAny<"有效期", "托管期", "租赁期", "合同期", "聘期">(clause) && !reading.modal.IsSet())
    return kGateCopula;
  if (StatesWhatIs(text, reading)) return kGateCopula;
  if (CallsOnOthers(text, reading)) return kGateExhortation;
  if (PassesByItself(text, reading) || MayComeAbout(text, reading)) return kGateForecast;
  if (IsLeadIn(clause)) return kGateLeadIn;
  if (IsForecast(clause, reading)) return kGateForecast;
  return TellsEffect(clause, reading) ? kGateEffect : nullptr;
}

const char* RefusalGate(std::string_view text, const ClauseReading& reading, bool is_expected,
                        SectionKind kind) {
  if (kind == SectionKind::kOpening || reading.form != ClauseForm::kPredicate)
    return kGateRefusalPlace;
  // 野猪不再列入名录: told as the state of affairs.
  const std::string_view cue = Cut(text, reading.refusal.range);
  if (kind == SectionKind::kBackground && !reading.modal.IsSet() && !is_expected &&
      !IsAnswerByItself(cue) && !DeclinesItself(cue, reading))
    return kGateRefusalPlace;
  if (reading.action.empty() || reading.subject == SubjectKind::kThird) return kGateRefusalPlace;
  const bool is_hard = IsHardRefusal(cue);
  if (!is_hard && LacksInformation(Cut(text, reading.action))) return kGateLacksInformation;
  const bool is_proposal = NamesProposal(Cut(text, reading.subject_range));
  if (!is_hard && reading.subject == SubjectKind::kThing && !is_proposal) return kGateRefusalThing;
  if (reading.modal.IsSet()) return nullptr;
  const bool is_answer = is_expected || is_proposal || IsAnswerByItself(cue) ||
                         DeclinesItself(cue, reading) ||
                         (kind == SectionKind::kExplanation && is_hard);
  return is_answer ? nullptr : kGateRefusalUnasked;
}

const char* AchievementGate(std::string_view text, const ClauseReading& reading, SectionKind kind,
                            bool is_told) {
  if (!ReportsAchievements(kind)) return kGateSection;
  if (reading.form != ClauseForm::kPredicate) return kGateNoPredicate;
  if (reading.perfect.Is(kNegation) || reading.refusal.IsSet() || reading.weak_modal.IsSet())
    return kGateNegated;
  const bool is_narrative = kind == SectionKind::kBackground || kind == SectionKind::kExplanation ||
                            kind == SectionKind::kTopic;
  const bool is_copula = (reading.action_classes & kCopula) != 0;
  const bool needs_sign = (is_narrative && !is_told) || is_copula;
  const bool is_reached = !needs_sign || reading.perfect.IsSet() ||
                          ContainsAny<"现有", "共有", "设有", "初步", "基本", "之一", "领先",
                                      "首个", "首批", "第一", "唯一">(Cut(text, reading.core));
  if (!is_reached) return is_copula ? kGateCopula : kGateNoSign;
  if (reading.subject == SubjectKind::kSuperior) return kGateSuperior;
  const std::string_view clause = Cut(text, reading.range);
  if (IsLeadIn(clause)) return kGateLeadIn;
  const std::string_view verb = Cut(text, reading.action);
  return verb.starts_with("坚持") || IsFraming(clause, verb, reading) ? kGateFraming : nullptr;
}

bool LacksComplement(std::string_view text, const ClauseReading& reading) {
  const std::vector<ByteRange> bodies = GuidedBodies(text, reading);
  if (bodies.empty() || bodies.front().start != reading.object.start) return false;
  const ByteRange rest = {bodies.back().end, reading.object.end};
  if (StartsWithAny<"把", "将">(Cut(text, rest))) return false;  // 指导各县把岗位作为重点
  const std::vector<Word> words = WordScanner::Default().Scan(Cut(text, rest));
  const auto is_act = [](const Word& word) { return word.Is(kVerb) && !word.Is(kCloser); };
  // 指导监督各大队 is whole; 督促施工单位 lacks what they are to do.
  if (rest.empty()) return !ContainsAny<"指导", "监督", "督导">(Cut(text, reading.action));
  // 指导企业从三个方面: only where and how, not yet what.
  return (words.empty() || words.front().Is(kPlace | kBy)) &&
         (words.empty() || words.back().Is(kCloser)) &&
         std::none_of(words.begin(), words.end(),
                      [&](const Word& w) { return is_act(w) && !words.back().Is(kCloser); });
}

bool IsGuidance(std::string_view text, const ClauseReading& reading) {
  if (!(reading.last_classes & kSupport) || !(reading.last_classes & kGuide)) return false;
  const std::string_view verb = Cut(text, reading.action);
  return ContainsAny<"督促", "指导", "督导", "敦促", "监督">(verb) &&
         !GuidedBodies(text, reading).empty();
}

std::vector<ByteRange> GuidedBodies(std::string_view text, const ClauseReading& reading) {
  if (!(reading.last_classes & kGuide) || reading.object.empty() || reading.is_fronted) return {};
  return NamesAtHead(text, reading.object);
}

ByteRange ResponsibleBody(std::string_view text, ByteRange bracket) {
  if (bracket.size() < 12 || !Cut(text, bracket).starts_with("（")) return {};
  ByteRange inside = {bracket.start + 3, bracket.end - 3};
  const std::string_view words = Cut(text, inside);
  const size_t colon = FindWord(words, "：");
  const bool names =
      ContainsAny<"责任单位", "牵头单位", "责任部门", "牵头部门", "责任处室", "责任科室">(words) &&
      colon != words.npos;
  if (names) {
    inside.start += static_cast<uint32_t>(colon + 3);
  } else if (!ContainsAny<"负责", "牵头">(words)) {
    return {};
  }
  std::string_view name = Cut(text, inside);
  for (const std::string_view end : {"、", "，", "；", "牵头", "负责", "等", "按职责"}) {
    name = name.substr(0, FindWord(name, end));
  }
  inside.end = inside.start + static_cast<uint32_t>(name.size());
  return inside;
}

bool HasFigure(std::string_view clause) {
  return std::any_of(clause.begin(), clause.end(), [](char c) { return IsDigit(c); });
}

}  // namespace pledge::pipeline
