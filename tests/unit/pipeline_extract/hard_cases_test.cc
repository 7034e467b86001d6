// The hard cases of guide section 7 and the decisions of sections 13 and 14, one
// by one. All sentences are made up.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Promises(SectionKind kind, std::string_view text) {
  return Spans(text, RecordsOf(kind, text).commitments);
}

std::vector<std::string> Reports(SectionKind kind, std::string_view text) {
  return Spans(text, RecordsOf(kind, text).achievements);
}

TEST(HardCases, S7_1_PromiseInAProgressSection) {
  const std::string_view text = "积极争取重大项目落地，力争建设区域物流基地。";

  EXPECT_THAT(Promises(SectionKind::kProgress, text), ElementsAre("力争建设区域物流基地"));
  EXPECT_THAT(Reports(SectionKind::kProgress, text), ElementsAre("积极争取重大项目落地"));
}

TEST(HardCases, S7_2_SupportInAProgressSectionIsAnAchievement) {
  const auto records = RecordsOf(SectionKind::kProgress, "支持农户参加技能培训。");

  EXPECT_THAT(records.commitments, IsEmpty());
  ASSERT_EQ(records.achievements.size(), 1u);
  EXPECT_EQ(records.achievements[0].status, AchievementStatus::kOngoing);
}

TEST(HardCases, S7_3_RepeatedTextIsFoundTwice) {
  EXPECT_THAT(Promises(SectionKind::kPlan, "加强巡查。更换护栏。加强巡查。"),
              ElementsAre("加强巡查", "更换护栏", "加强巡查"));
}

TEST(HardCases, S7_4_OwnActOnTheBasisOfAPlan) {
  EXPECT_THAT(Promises(SectionKind::kPlan, "按照《水系规划》要求，到2026年建成水闸10座。"),
              ElementsAre("到2026年建成水闸10座"));
  EXPECT_THAT(Promises(SectionKind::kPlan, "《水系规划》提出，到2026年建成水闸10座。"), IsEmpty());
}

TEST(HardCases, S7_8_SerialTargetsMakeOnePromise) {
  const std::string_view text = "新建学校5所、新增学位6000个。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(TargetsOf(commitments[0].targets), "5 所 eq; 6000 个 delta");
  EXPECT_EQ(Promises(SectionKind::kPlan, "新建学校5所，新增学位6000个。").size(), 2u);
}

TEST(HardCases, S7_9_OngoingWorkWithAFutureDate) {
  const std::string_view text = "目前正在编制防洪规划，预计年底前印发。";

  EXPECT_THAT(Promises(SectionKind::kProgress, text), ElementsAre("预计年底前印发"));
}

TEST(HardCases, S7_10_ConditionalPromiseIsFirm) {
  const auto commitments = PlanRecordsOf("待上级政策明确后，我局将及时制定实施细则。").commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(Grades(commitments[0]), "action firm medium");
}

TEST(HardCases, S7_11_RefusalWithReasonAndCounterOffer) {
  const std::string_view text = "由于道路狭窄，暂不具备设置条件，但我们将加强交通疏导。";
  const auto commitments = RecordsOf(SectionKind::kExplanation, text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(commitments[0].type, CommitmentType::kRefusal);
  EXPECT_EQ(commitments[0].polarity, Polarity::kRefuse);
  EXPECT_EQ(ConditionOf(text, commitments[0]), "reason 由于道路狭窄");
  EXPECT_EQ(commitments[1].polarity, Polarity::kAffirm);
}

TEST(HardCases, S7_12_SomebodyElsesBusinessIsReferred) {
  const std::string_view text = "该事项属省级权限，我们将积极向省厅反映。";
  const auto commitments = RecordsOf(SectionKind::kExplanation, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(Grades(commitments[0]), "referral intent low");
}

TEST(HardCases, S7_14_WordsOfAnotherBodyArePromisesOfIt) {
  const std::string_view text = "省财政厅表示，将统筹资金予以支持。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(ActorOf(text, commitments[0]), "省财政厅");
}

TEST(HardCases, S7_18_YearsInAProgrammeNameAreNoDeadline) {
  EXPECT_EQ(DeadlineOf(PlanRecordsOf("实施污水处理三年行动。").commitments.at(0)), "none");
}

TEST(HardCases, S7_19_APromiseKeptIsAnAchievement) {
  const std::string_view text = "去年答复中承诺新建的2座公厕已全部投入使用。";

  EXPECT_THAT(Promises(SectionKind::kProgress, text), IsEmpty());
}

TEST(HardCases, S7_20_OwnInstrumentAsSubject) {
  const std::string_view text = "目前已起草停车管理办法，该办法将从三个方面，对路内停车进行规范。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(Spans(text, commitments)[0], "该办法将从三个方面，对路内停车进行规范");
  EXPECT_EQ(commitments[0].type, CommitmentType::kOutcome);
  EXPECT_EQ(commitments[0].strength, Strength::kFirm);
}

TEST(HardCases, S7_22_ComplementsOfGuidanceGoOn) {
  const std::string_view text = "我们将督促各街道加强环境整治，及时清运垃圾，方便居民生活。";
  const auto commitments = RecordsOf(SectionKind::kClosing, text).commitments;

  ASSERT_EQ(commitments.size(), 3u);
  for (const Commitment& commitment : commitments) {
    EXPECT_EQ(commitment.strength, Strength::kSupport);
    EXPECT_EQ(CooperatorsOf(text, commitment), "各街道/guide");
  }
}

TEST(HardCases, S7_26_EffortWithANounIsAnAchievement) {
  const std::string_view text = "目前正在与省厅对接，争取资金支持。";

  EXPECT_THAT(Promises(SectionKind::kProgress, text), IsEmpty());
}

TEST(HardCases, S7_27_AlsoAsAnObjectMarker) {
  EXPECT_THAT(Promises(SectionKind::kProgress, "区教育局也将该小学旧址改造为幼儿园。"), IsEmpty());
}

TEST(HardCases, S7_28_TheActorChangesWithTheSubject) {
  const std::string_view text = "教育局拟扩建校舍。卫健局拟新建门诊楼，购置设备。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 3u);
  EXPECT_EQ(ActorOf(text, commitments[0]), "教育局");
  EXPECT_EQ(ActorOf(text, commitments[2]), "卫健局");
}

TEST(HardCases, S7_30_AfterAnEventWithoutAModal) {
  EXPECT_THAT(Promises(SectionKind::kProgress, "已完成测绘，待资金到位后再行招标。"),
              ElementsAre("待资金到位后再行招标"));
}

TEST(HardCases, S7_31_OnePromiseForEachBranch) {
  const std::string_view text = "如符合规划，我局将予以审批，如不符合，将书面告知。";

  EXPECT_THAT(Promises(SectionKind::kPlan, text),
              ElementsAre("如符合规划，我局将予以审批", "如不符合，将书面告知"));
}

TEST(Decisions, S13_5_ModalsAreStripped) {
  EXPECT_THAT(Promises(SectionKind::kProgress, "我们要建立台账。"), ElementsAre("建立台账"));
}

TEST(Decisions, S13_6_CommasInBracketsDoNotCut) {
  EXPECT_THAT(Promises(SectionKind::kPlan, "改造老旧小区（含供水，供电）管网。"),
              ElementsAre("改造老旧小区（含供水，供电）管网"));
}

TEST(Decisions, S13_9_AnOwnConditionEndsTheInheritedDeadline) {
  const auto commitments = PlanRecordsOf("年底前完成整改，对逾期不改的企业予以通报。").commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(DeadlineOf(commitments[1]), "none");
}

TEST(Decisions, S13_12_RefusalsHaveDegrees) {
  const auto strength_of = [](std::string_view text) {
    return RecordsOf(SectionKind::kExplanation, text).commitments.at(0).strength;
  };

  EXPECT_EQ(strength_of("因道路狭窄，不宜设置停车泊位。"), Strength::kIntent);
  EXPECT_EQ(strength_of("因权限所限，我局不能调整收费标准。"), Strength::kFirm);
  EXPECT_EQ(strength_of("因用地紧张，难以新建公园。"), Strength::kIntent);
  EXPECT_EQ(strength_of("因不符合条件，不予审批。"), Strength::kFirm);
}

TEST(Decisions, NoLongerAmongPlansIsNoRefusal) {
  const Commitment commitment = PlanRecordsOf("不再新批高耗能项目。").commitments.at(0);

  EXPECT_EQ(commitment.polarity, Polarity::kAffirm);
  EXPECT_EQ(commitment.strength, Strength::kFirm);
}

TEST(Decisions, S14_6_GuidanceEndsAtAFigureOrATime) {
  const auto commitments = PlanRecordsOf("指导各县排查隐患，每年组织2次演练。").commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(commitments[0].strength, Strength::kSupport);
  EXPECT_EQ(commitments[1].strength, Strength::kFirm);
}

TEST(Decisions, S14_15_ANominalStatementOfTheDate) {
  const std::string_view text = "其余2项任务的完成期限为2027年6月底。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(Grades(commitments[0]), "outcome firm high");
}

TEST(Decisions, S14_18_TheExtentOfAFigureStaysInside) {
  EXPECT_THAT(Promises(SectionKind::kPlan, "到2027年，全市新建公园30个。"),
              ElementsAre("到2027年，全市新建公园30个"));
  EXPECT_THAT(Promises(SectionKind::kPlan, "我市到2027年新建公园30个。"),
              ElementsAre("到2027年新建公园30个"));
}

TEST(Policies, ClausesUnderHeadingsBind) {
  SectionTree tree;
  const std::string_view text = "各县要建立绩效制度。培育文艺团队。（责任单位：省文化厅）";
  Section section;
  section.kind = SectionKind::kTopic;
  section.text = {0, static_cast<uint32_t>(text.size())};
  tree.sections.push_back(section);
  LetterContext context;
  context.kind = DocumentKind::kPolicy;
  context.issuer = "云山省人民政府";

  const auto commitments = ExtractRecords(text, tree, context).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(ActorOf(text, commitments[1]), "省文化厅");
}

}  // namespace
}  // namespace pledge::pipeline
