// Which clauses are promises and where their spans begin and end: guide sections
// 2.1, 3.1 and 13.1–13.8. All sentences are made up.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

struct Case {
  SectionKind kind;
  std::string_view text;
  std::vector<std::string> spans;
};

void ExpectSpans(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(Spans(c.text, RecordsOf(c.kind, c.text).commitments), c.spans) << c.text;
  }
}

constexpr SectionKind kPlanKind = SectionKind::kPlan;
constexpr SectionKind kProgressKind = SectionKind::kProgress;
constexpr SectionKind kExplanationKind = SectionKind::kExplanation;

TEST(Spans, OneForEachPredicate) {
  ExpectSpans({
      {kPlanKind,
       "修订管理办法，新建泵站，更换老旧管道。",
       {"修订管理办法", "新建泵站", "更换老旧管道"}},
      {kPlanKind, "支持和推动社区食堂建设。", {"支持和推动社区食堂建设"}},
      {kPlanKind, "改造学校、医院和养老院的供暖管网。", {"改造学校、医院和养老院的供暖管网"}},
      {kPlanKind, "组织专家评估桥梁安全。", {"组织专家评估桥梁安全"}},
      {kPlanKind, "“一户一策”开展危房改造。", {"“一户一策”开展危房改造"}},
      {kPlanKind, "健全联席会议制度；定期通报进展。", {"健全联席会议制度", "定期通报进展"}},
      {kPlanKind, "新建公厕6座、改造公厕9座。", {"新建公厕6座、改造公厕9座"}},
  });
}

TEST(Spans, LeaveOpenersConnectivesSubjectsAndModalsOutside) {
  ExpectSpans({
      {kPlanKind, "下一步，我局将修订管理办法。", {"修订管理办法"}},
      {kPlanKind, "下一步我局将修订管理办法。", {"修订管理办法"}},
      {kPlanKind, "我局下一步将修订管理办法。", {"修订管理办法"}},
      {kPlanKind, "今后，市水务局还将更换老旧管道。", {"更换老旧管道"}},
      {kPlanKind, "同时，加强巡查，并完善应急预案。", {"加强巡查", "完善应急预案"}},
      {kPlanKind, "在今后的工作中，我们将加强巡查。", {"加强巡查"}},
      {kPlanKind, "一是修订管理办法；二是新建泵站。", {"修订管理办法", "新建泵站"}},
      {kPlanKind, "我市要加快轨道交通建设。", {"加快轨道交通建设"}},
      {kPlanKind, "县交通运输局会加密公交班次。", {"加密公交班次"}},
  });
}

TEST(Spans, KeepPlansAndEffortsInside) {
  ExpectSpans({
      {kProgressKind, "我局拟修订管理办法。", {"拟修订管理办法"}},
      {kProgressKind, "区城管局计划新建公厕6座。", {"计划新建公厕6座"}},
      {kProgressKind, "正在开展招标，力争年底前开工。", {"力争年底前开工"}},
      {kPlanKind, "确保供水管网漏损率控制在9%以内。", {"确保供水管网漏损率控制在9%以内"}},
  });
}

TEST(Spans, JoinWhatBelongsToOneClauseOnly) {
  ExpectSpans({
      {kPlanKind, "我局将会同市气象局，建设山洪预警平台。", {"会同市气象局，建设山洪预警平台"}},
      {kPlanKind, "待施工图审定后，我局将组织招标。", {"待施工图审定后，我局将组织招标"}},
      {kPlanKind, "到2026年底，建成社区公园5个。", {"到2026年底，建成社区公园5个"}},
      {kPlanKind, "对于占道经营问题，我局将加强巡查。", {"对于占道经营问题，我局将加强巡查"}},
      {kPlanKind, "一经发现，依法查处。", {"一经发现，依法查处"}},
      {kPlanKind, "对逾期不整改的企业，予以通报。", {"对逾期不整改的企业，予以通报"}},
      {kPlanKind, "下半年将启动管网改造。", {"下半年将启动管网改造"}},
  });
}

TEST(Spans, LeaveOutsideWhatSeveralClausesShare) {
  ExpectSpans({
      {kPlanKind,
       "到2026年底，建成社区公园5个，改造农贸市场8个。",
       {"建成社区公园5个", "改造农贸市场8个"}},
      {kPlanKind,
       "今年底前，一是修订管理办法；二是完成系统升级。",
       {"修订管理办法", "完成系统升级"}},
      {kPlanKind, "将由市水务局牵头，制定排水规划，改造易涝点。", {"制定排水规划", "改造易涝点"}},
      {kPlanKind,
       "我局将会同市财政局，修订管理办法，简化审批流程。",
       {"会同市财政局，修订管理办法", "简化审批流程"}},
  });
}

TEST(Spans, LeaveMeansWithTheirOwnVerbOutside) {
  ExpectSpans({
      {kPlanKind, "围绕群众出行需求，优化公交线路。", {"优化公交线路"}},
      {kPlanKind, "以重点项目为抓手，提升服务能力。", {"提升服务能力"}},
      {kPlanKind, "按照《城市绿地规划》要求，新建口袋公园。", {"新建口袋公园"}},
      {kPlanKind, "依托数字平台，开展智能巡检。", {"开展智能巡检"}},
      {kPlanKind, "充分发挥平台优势，组织供需对接活动。", {"组织供需对接活动"}},
      {kPlanKind, "立足本地实际，发挥资源优势，发展特色养殖。", {"发展特色养殖"}},
      {kPlanKind, "以“以奖代补”等方式支持农户改厕。", {"以“以奖代补”等方式支持农户改厕"}},
      {kPlanKind, "通过政府购买服务引进专业机构。", {"通过政府购买服务引进专业机构"}},
      {kPlanKind, "完善热线平台，以便群众反映诉求。", {"完善热线平台"}},
  });
}

TEST(Spans, TellFutureFromObjectMarker) {
  ExpectSpans({
      {kPlanKind, "将农村公路养护纳入县级财政预算。", {"将农村公路养护纳入县级财政预算"}},
      {kPlanKind, "将修剪工作列入月度考核。", {"将修剪工作列入月度考核"}},
      {kPlanKind, "我局将把投诉办理情况向社会公布。", {"把投诉办理情况向社会公布"}},
      {kProgressKind, "我局将该问题转交区住建局办理。", {}},
      {kProgressKind, "我局将组织专家对方案进行评审。", {"组织专家对方案进行评审"}},
      {kProgressKind, "我局将投入200万元改造路灯。", {"投入200万元改造路灯"}},
      {kProgressKind, "市教育局将全部学校食堂接入监管平台。", {}},
  });
}

TEST(Tense, SectionDecidesAndTheClauseOverrides) {
  ExpectSpans({
      {kPlanKind, "推动校企合作。", {"推动校企合作"}},
      {kProgressKind, "推动校企合作。", {}},
      {kProgressKind, "近年来，我局推动校企合作，下半年将新建实训基地。", {"下半年将新建实训基地"}},
      {kPlanKind, "我局已修订管理办法，新建泵站。", {"新建泵站"}},
      {kPlanKind, "目前正在编制规划。", {}},
      {kPlanKind, "2022年改造管道30公里。", {}},
      {kProgressKind, "泵站2026年建成。", {"泵站2026年建成"}},
      {kExplanationKind, "我们将加强巡查。", {"加强巡查"}},
  });
}

TEST(Tense, ScopeRunsToTheEndOfTheSentenceOrParagraph) {
  ExpectSpans({
      {kProgressKind,
       "我局将加强巡查，更换护栏；粉刷标线。更换路灯。",
       {"加强巡查", "更换护栏", "粉刷标线"}},
      {kProgressKind, "下一步，我局将加强巡查。更换护栏。", {"加强巡查", "更换护栏"}},
      {kProgressKind, "下一步，我局将加强巡查。近年来，更换护栏300米。", {"加强巡查"}},
      {kProgressKind, "我局将做好两项工作。一是更换护栏。二是粉刷标线。", {"更换护栏", "粉刷标线"}},
      {kExplanationKind, "我局将加强巡查，因此请市民放心。", {"加强巡查"}},
  });
}

TEST(Tense, NominalPlansAndDemandsAreNoCues) {
  ExpectSpans({
      {kProgressKind, "落实三年行动计划任务。", {}},
      {kProgressKind, "我局拟定了实施方案。", {}},
      {kProgressKind, "将军路改造进入收尾阶段。", {}},
      {kProgressKind, "主要任务和重要指标基本完成。", {}},
      {kProgressKind, "积极争取项目落地。", {}},
      {kProgressKind, "积极争取年内开工建设。", {"积极争取年内开工建设"}},
      {kExplanationKind, "幼儿园要遵守收费规定。", {}},
      {kExplanationKind, "我们要加强监管。", {"加强监管"}},
  });
}

}  // namespace
}  // namespace pledge::pipeline
