#include "service/pipeline/rules/grading.h"

#include <algorithm>

#include "service/pipeline/rules/predicate.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/undertaking.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

bool HasNumber(const Commitment& commitment) {
  return std::any_of(commitment.targets.begin(), commitment.targets.end(),
                     [](const Target& t) { return t.quantity.has_value(); });
}

// Political duty, principle or closing courtesy that nobody could look for.
bool IsStance(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  const std::string_view object = Cut(input.text, reading.object);
  const std::string_view action = Cut(input.text, reading.action);
  const std::string_view clause = Cut(input.text, reading.range);
  if (input.finding.is_creed || (reading.last_classes & kStance)) return true;
  if (action == "承担" && EndsWithAny<"使命", "重任", "责任", "职责">(object)) return true;
  if (action == "提高" && ContainsAny<"站位", "认识">(object)) return true;
  const bool complies = action == "落实" || action == "执行";
  if (complies && EndsWithAny<"决策部署", "精神", "工作要求", "有关要求", "部署要求">(object))
    return true;
  if (action == "维护" &&
      ContainsAny<"权益", "利益", "稳定", "形象", "权利", "正义", "大局", "权威", "团结">(object))
    return true;
  const CharacterFilter filter(clause);
  if (ContainsAny<"为您", "热忱", "竭诚">(clause, filter) &&
      ContainsAny<"服务", "解答", "排忧">(clause, filter))
    return true;
  if (clause.ends_with("贡献")) return true;
  return ContainsAny<"排忧解难", "更好地服务", "满意的答", "一如既往">(clause, filter);
}

// 向规划局反馈: passed on to a named body.
bool ReportsBack(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  return Cut(input.text, reading.action) == "反馈" &&
         std::any_of(reading.bodies.begin(), reading.bodies.end(), [](const NamedBody& body) {
           return body.role == CooperatorRole::kCoordinate;
         });
}

bool IsReferral(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  if (ReportsBack(input)) return true;
  if (!(reading.last_classes & kReferral)) return false;
  const std::string_view action = Cut(input.text, reading.action);
  const std::string_view clause = Cut(input.text, reading.core);
  // 争取双方沟通: what is sought is a result.
  if (reading.modal.Is(kStrive) && reading.bodies.empty() && action != "争取") return false;
  if (action == "争取") {
    return EndsWithAny<"支持", "批准", "同意", "政策", "资金", "倾斜", "指导", "帮助", "认可",
                       "补助", "考虑", "立项", "授权">(clause) &&
           ContainsAny<"上级", "省", "国家", "市", "县", "中央", "部", "委", "厅", "局", "政府",
                       "公司", "银行">(clause);
  }
  return true;
}

bool PromotesState(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  const std::string_view action = Cut(input.text, reading.action);
  if (!EndsWithAny<"促进", "推动", "推进", "助推", "带动">(action)) return false;
  return EndsWithAny<"融合", "提高", "改善", "提升", "增强", "增长", "下降", "优化", "协调发展",
                     "良性循环">(Cut(input.text, reading.object));
}

bool IsRaise(std::string_view action) {
  return EndsWithAny<"提高", "提升", "降低", "压缩", "缩短", "减少", "增加", "扩大">(action);
}

// 提高补助标准: what is raised is in the actor's own hands.
bool SetsMeasure(const GradingInput& input) {
  const std::string_view action = Cut(input.text, input.finding.reading.action);
  return IsRaise(action) &&
         EndsWithAny<"标准", "权重", "补助", "津贴", "待遇", "补贴", "限额", "额度", "频次", "比例",
                     "力度", "报酬", "工资", "费用">(Cut(input.text, input.finding.reading.object));
}

bool IsOutcome(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  if (reading.subject == SubjectKind::kThing) return true;
  if (input.finding.has_thing_subject && reading.object.empty()) return true;
  if (PromotesState(input)) return true;
  if (input.finding.is_goal && HasNumber(input.commitment)) return true;
  if (SetsMeasure(input)) return false;
  const bool is_ability = EndsWithAny<"能力">(Cut(input.text, reading.object)) &&
                          IsRaise(Cut(input.text, reading.action));
  if (is_ability) return true;
  const std::string_view action = Cut(input.text, reading.action);
  if (action == "争取" || action == "确保" || action == "保证") return true;
  // 争取纳入国家试点: somebody else must grant it.
  const bool is_granted =
      Cut(input.text, reading.modal.range) == "争取" &&
      EndsWithAny<"纳入", "列入", "入选", "获批", "获评", "获得", "入围">(action);
  if (is_granted) return true;
  if (reading.modal.Is(kStrive) && reading.is_object_marker) return true;
  return (reading.last_classes & (kOutcome | kEffect)) != 0;
}

// 加快制定: an effort, but a date makes the act due all the same.
bool IsLiftedByDeadline(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  if (!input.commitment.deadline || !reading.has_effort || !reading.weakest.IsSet()) return false;
  const std::string_view cue = Cut(input.text, reading.weakest.range);
  const bool is_effort = cue == "加快" || cue == "进一步";
  return is_effort && (reading.last_classes & kTelic) && !(reading.last_classes & kDegree) &&
         !reading.modal.Is(kPlan | kStrive);
}

// 协调此事 helps nobody else to act; 协调施工单位 does.
bool CoordinatesNobody(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  const std::string_view cue = Cut(input.text, reading.weakest.range);
  if (!cue.ends_with("协调") || reading.weakest.Is(kGuide) || !reading.bodies.empty()) return false;
  return NamesAtHead(input.text, reading.object).empty();
}

Strength RefusalStrength(const GradingInput& input) {
  const std::string_view cue = Cut(input.text, input.finding.reading.refusal.range);
  if (input.finding.reading.modal.Is(kPlan | kStrive)) return Strength::kIntent;  // 拟不再新建
  const bool is_final = StartsWithAny<"不再">(cue) ||
                        IsOneOf<"不予", "不能", "不同意", "不支持", "无权", "不作", "不做">(cue);
  return is_final ? Strength::kFirm : Strength::kIntent;
}

// A thing that can be found afterwards: a named plan, a facility, a mechanism.
bool LeavesDeliverable(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  const std::string_view object = Cut(input.text, reading.object);
  if ((reading.last_classes & kRecord) || ReportsBack(input)) return true;
  // 该办法将规范…: the instrument itself can be found.
  const bool is_instrument =
      reading.subject == SubjectKind::kThing &&
      EndsWithAny<"意见", "指南", "办法", "条例", "方案", "规划", "标准", "细则", "规定", "目录">(
          Cut(input.text, reading.subject_range));
  if (is_instrument) return true;
  const std::string_view action = Cut(input.text, reading.action);
  if (EndsWithAny<"好", "强", "优", "牢", "实">(action)) return false;
  if (Contains(object, "》") && (reading.last_classes & kTelic)) return true;
  const bool is_named = (reading.object_classes & kFixture) != 0;
  if (reading.action_classes & kDeliver) return is_named || !EndsWithAny<"工作", "建设">(object);
  // 开展星级评定, 组织专家评审: the noun is the act on record.
  // 增加监测设备, 开展专项行动: can be counted or has a name.
  if (EndsWithAny<"增加", "补充", "增派">(action) &&
      EndsWithAny<"设备", "设施", "人员", "车辆", "车次", "班次", "警力", "岗位", "路灯", "车位",
                  "学位", "站点">(object))
    return true;
  if (EndsWithAny<"开展", "组织", "实施">(action) &&
      EndsWithAny<"专项行动", "专项整治行动", "专项检查">(object))
    return true;
  const bool performs = EndsWithAny<"开展", "进行", "组织">(action);
  if (performs && EndsWithAny<"评估", "审核", "评定", "验收", "检测", "听证", "普查", "审查",
                              "评审", "鉴定", "测评", "督查", "抽查", "考核">(object))
    return true;
  if (EndsWithAny<"要求", "责令">(action) && (reading.object_classes & (kRecord | kDeliver)))
    return true;
  if (EndsWithAny<"实施", "落实", "执行">(action) &&
      EndsWithAny<"计划", "行动", "方案", "规划", "目录", "清单", "目录清单">(object))
    return true;
  return false;
}

}  // namespace

bool IsLiftedByNumber(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  if (!HasNumber(input.commitment) || !reading.weakest.IsSet()) return false;
  return IsRaise(Cut(input.text, reading.action)) && reading.weakest.range == reading.action;
}

CommitmentType GradeType(const GradingInput& input) {
  if (input.finding.reading.refusal.IsSet()) return CommitmentType::kRefusal;
  if (IsStance(input)) return CommitmentType::kStance;
  if (IsReferral(input)) return CommitmentType::kReferral;
  if (IsOutcome(input)) return CommitmentType::kOutcome;
  return CommitmentType::kAction;
}

Strength GradeStrength(const GradingInput& input) {
  const ClauseReading& reading = input.finding.reading;
  if (reading.refusal.IsSet()) return RefusalStrength(input);
  Strength strength =
      reading.weakest.IsSet() ? StrengthOf(reading.weakest.classes) : Strength::kFirm;
  if (IsLiftedByDeadline(input) || IsLiftedByNumber(input)) strength = Strength::kFirm;
  if (strength == Strength::kSupport && CoordinatesNobody(input)) strength = Strength::kIntent;
  if (input.finding.is_guided) strength = std::min(strength, Strength::kSupport);
  if (input.finding.is_capped) strength = std::min(strength, Strength::kIntent);
  return strength;
}

Verifiability GradeVerifiability(const GradingInput& input) {
  if (input.commitment.type == CommitmentType::kStance) return Verifiability::kLow;
  if (input.commitment.deadline || HasNumber(input.commitment)) return Verifiability::kHigh;
  const ClauseReading& reading = input.finding.reading;
  const bool is_help =
      (StrengthOf(reading.last_classes) == Strength::kSupport) || input.finding.is_guided;
  if (is_help) return Verifiability::kLow;
  const bool has_batch =
      std::any_of(input.commitment.targets.begin(), input.commitment.targets.end(),
                  [](const Target& t) { return t.fuzzy; });
  if (has_batch || LeavesDeliverable(input)) return Verifiability::kMedium;
  return Verifiability::kLow;
}

}  // namespace pledge::pipeline
