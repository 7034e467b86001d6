// Causes of errors that letters not used while the rules were written have shown. Approvals
// and policies are in genres_test.cc. All sentences are made up.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/pipeline/rules/noun_tail.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Promises(SectionKind kind, std::string_view text) {
  return Spans(text, RecordsOf(kind, text).commitments);
}

std::vector<std::string> InPlan(std::string_view text) {
  return Promises(SectionKind::kPlan, text);
}

std::vector<std::string> InReport(std::string_view text) {
  return Promises(SectionKind::kProgress, text);
}

// --- Words -----------------------------------------------------------------

TEST(NounTail, MakesANounOfAVerb) {
  for (const std::string_view rest :
       {"费给予补助", "单中的意见", "人反映", "方自愿", "率提高", "者"})
    EXPECT_EQ(NounTailSize(rest), 3u) << rest;
  for (const std::string_view rest : {"费用", "方案", "人员", "单位", "地区", "金融", ""})
    EXPECT_EQ(NounTailSize(rest), 0u) << rest;
}

TEST(UnseenLetters, NounsMadeOfVerbsAreNoPredicates) {
  const std::string_view text = "县财政将视情况对评审专家的接待费给予一定补助。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(PredicateOf(text, commitments[0]).substr(0, 6), "补助");
}

TEST(UnseenLetters, PlanBehindAVerbIsANoun) {
  EXPECT_THAT(InReport("各站都有检修计划安排。"), IsEmpty());
  EXPECT_THAT(InReport("虽然已有检修计划，但人手不足。"), IsEmpty());
  EXPECT_THAT(InReport("安平镇政府计划在此处建设文化广场。"),
              ElementsAre("计划在此处建设文化广场"));
}

TEST(UnseenLetters, VerbBeforeWillBelongsToTheSubject) {
  EXPECT_THAT(InReport("南苑小区业主子女入学将统一在实验小学解决。"),
              ElementsAre("南苑小区业主子女入学将统一在实验小学解决"));
}

TEST(UnseenLetters, WillBehindAWholeName) {
  EXPECT_THAT(InReport("南山镇与村委会会积极争取。"), ElementsAre("积极争取"));
  EXPECT_THAT(InReport("我单位会将该建议转达至学校。"), ElementsAre("将该建议转达至学校"));
}

TEST(UnseenLetters, FrontedObjectEndsBeforeTheRecipient) {
  const std::string_view text =
      "城北区规划分局会将公示期间收到的反馈意见一起向市规划局审批科进行反馈。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(Grades(commitments[0]), "referral firm medium");
  EXPECT_EQ(PredicateOf(text, commitments[0]), "反馈 | 公示期间收到的反馈意见");
  EXPECT_EQ(CooperatorsOf(text, commitments[0]), "市规划局审批科/coordinate");
}

TEST(UnseenLetters, ObjectMarkerWithTheVerbAtTheEnd) {
  EXPECT_THAT(InReport("随后将转办单中关于两局的回复意见详细告之。"), IsEmpty());
}

TEST(UnseenLetters, FirmAdverbKeepsAnActFirm) {
  const std::string_view text = "严格控制扬尘污染。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(commitments[0].strength, Strength::kFirm);
}

TEST(UnseenLetters, JoinedVerbsMakeOneAction) {
  const std::string_view text = "积极配合并协调各相关部门给与合理的解决方案。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(PredicateOf(text, commitments[0]).substr(0, 15), "配合并协调");
  const std::string_view three = "吸纳、整合和利用外部资源。";
  const auto listed = PlanRecordsOf(three).commitments;
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(PredicateOf(three, listed[0]), "吸纳、整合和利用 | 外部资源");
}

TEST(UnseenLetters, WorkNamedByAVerbIsTheObject) {
  const std::string_view text = "预计11月底前完成调查核实工作。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(PredicateOf(text, commitments[0]), "完成 | 调查核实工作");
}

// --- Subjects and actors ---------------------------------------------------

TEST(UnseenLetters, TheReaderIsNobodysFirstPart) {
  const std::string_view text = "您所反映的路段确实存在积水。下一步，我局将疏通管网。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(ActorOf(text, commitments[0]), "我局");
}

TEST(UnseenLetters, OnlyDescribedBodiesDoNotAct) {
  const std::string_view text = "现办园单位为某教育科技公司，下一步将通过招标将该园办成公办园。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(ActorOf(text, commitments[0]), "none");
}

TEST(UnseenLetters, OurMatterIsAThing) {
  EXPECT_THAT(InReport("我镇南堤路沿线住户安置问题将参照该方案执行。"),
              ElementsAre("我镇南堤路沿线住户安置问题将参照该方案执行"));
}

TEST(UnseenLetters, PlacesAreNoBodies) {
  const std::string_view text = "由于车流量大，此处不宜设置减速带。";
  const auto commitments = RecordsOf(SectionKind::kExplanation, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(ActorOf(text, commitments[0]), "none");
}

TEST(UnseenLetters, OtherPartiesPromiseNothingForTheWriter) {
  for (const std::string_view text :
       {"承包方自愿将承包地交回。", "售楼部将调整开放时间。", "美国计划升级预警系统。",
        "我局呼吁广大市民共同抵制，将自觉遵守规定。"}) {
    EXPECT_THAT(InReport(text), IsEmpty()) << text;
  }
}

TEST(UnseenLetters, OnlySpeakerFillsMissingActors) {
  const std::string_view one = "将更换护栏。县水务局将疏通河道。";
  const std::string_view two = "将更换护栏。县水务局将疏通河道。县教育局将修订办法。";

  EXPECT_EQ(ActorOf(one, RecordsOf(SectionKind::kPlan, one).commitments[0]), "县水务局");
  EXPECT_EQ(ActorOf(two, RecordsOf(SectionKind::kPlan, two).commitments[0]), "none");
}

TEST(UnseenLetters, GuidedBodyEndsWhereItsActBegins) {
  const std::string_view text = "将督促建设单位组织施工方整改，对存在的问题进行全面清理。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(CooperatorsOf(text, commitments[0]), "建设单位/guide");
  EXPECT_EQ(commitments[1].strength, Strength::kSupport);
}

TEST(UnseenLetters, GuidingABodyIsAPromiseOfItsOwn) {
  EXPECT_THAT(InPlan("指导监督沿江各执法大队，加强对摊贩的日常管理。"),
              ElementsAre("指导监督沿江各执法大队", "加强对摊贩的日常管理"));
}

TEST(UnseenLetters, CoordinatingAMatterHelpsNobody) {
  const std::string_view text = "我社区将继续沟通协调此事。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(commitments[0].strength, Strength::kIntent);
}

// --- Scope, conditions, states ---------------------------------------------

TEST(UnseenLetters, NewSubjectWithAWillEndsTimeAndCap) {
  const std::string_view text =
      "2025年底前学校拟建成开学，到时按就近原则，南苑小区适龄儿童将在该校入学。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(commitments[1].strength, Strength::kFirm);
  EXPECT_EQ(DeadlineOf(commitments[1]), "none");
}

TEST(UnseenLetters, DiscoveryIsACondition) {
  const std::string_view text = "下一步，我局将定期巡查，发现问题及时整改。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(ConditionOf(text, commitments[1]), "if 发现问题");
  EXPECT_EQ(commitments[1].type, CommitmentType::kAction);
}

TEST(UnseenLetters, StatesGoOnWithWhatTheyAreEnsuredBy) {
  EXPECT_THAT(InPlan("确保空气清新，道路整洁。"), ElementsAre("确保空气清新，道路整洁"));
}

TEST(UnseenLetters, StateOfAffairsThatPassesByItself) {
  EXPECT_THAT(InReport("新规施行后，只售不租的情况将会得到纠正。"), IsEmpty());
  EXPECT_THAT(InPlan("蓄水后也有再次滑坡的可能性。"), IsEmpty());
}

TEST(UnseenLetters, LackOfPowerDeclines) {
  const std::string_view text = "由于权限所限，我局无权调整票价。";
  const auto commitments = RecordsOf(SectionKind::kExplanation, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(Grades(commitments[0]).substr(0, 12), "refusal firm");
}

TEST(UnseenLetters, NumberThatCountsTheListedItemsIsNoTarget) {
  const std::string_view text = "撤销东坝、西坝、北坝3座收费站。新建公园3座。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(TargetsOf(commitments[0].targets), "");
  EXPECT_EQ(TargetsOf(commitments[1].targets), "3 座 eq");
}

TEST(UnseenLetters, CountedEquipmentAndNamedCampaignsCanBeFound) {
  for (const std::string_view text : {"增加高空修剪设备。", "开展行道树修剪专项行动。"}) {
    const auto commitments = PlanRecordsOf(text).commitments;
    ASSERT_EQ(commitments.size(), 1u) << text;
    EXPECT_EQ(commitments[0].verifiability, Verifiability::kMedium) << text;
  }
}

TEST(UnseenLetters, AtOnceIsAnAdverb) {
  EXPECT_THAT(InReport("我们将在第一时间进行处理。"), ElementsAre("在第一时间进行处理"));
}

TEST(UnseenLetters, TimingOfLightsIsNoEvent) {
  EXPECT_THAT(InReport("我大队将优化交通组织，调整信号灯配时。"),
              ElementsAre("优化交通组织", "调整信号灯配时"));
}

TEST(UnseenLetters, ListedReasonsPromiseAndDeclineNothing) {
  EXPECT_THAT(InReport("修剪不及时，其原因：一是新树不宜重修；二是设备将陆续到位。"), IsEmpty());
}

TEST(UnseenLetters, OpinionsAndInabilitiesAreNoAnswers) {
  EXPECT_THAT(InPlan("我局认为此举欠妥。"), IsEmpty());
  EXPECT_THAT(Promises(SectionKind::kExplanation, "由于设施滞后，更无法达到批发市场的要求。"),
              IsEmpty());
}

TEST(UnseenLetters, ProposedMeasureIsAFrontedTopic) {
  const std::string_view text = "您提出的禁止左转的措施，考虑到车流量大，暂不宜实施。";

  EXPECT_EQ(Promises(SectionKind::kExplanation, text).size(), 1u);
}

TEST(UnseenLetters, AttributeOfTheObjectIsNoSecondVerb) {
  const std::string_view text = "组织报批和实施选定的通道方案。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(PredicateOf(text, commitments[0]).find("选定 |"), std::string::npos);
}

TEST(UnseenLetters, ActsDoneWithSomebodyAreNotGuided) {
  const std::string_view text = "督促建设单位稳定队伍，并及时与开发商沟通。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(CooperatorsOf(text, commitments[1]), "开发商/coordinate");
}

TEST(UnseenLetters, PeriodsWithoutAYearMakeNoFuture) {
  EXPECT_THAT(Promises(SectionKind::kExplanation, "新落户的毕业生，两年内每年发放补贴1万元。"),
              IsEmpty());
}

TEST(UnseenLetters, EffectsOfAForecastAreForetoldTogether) {
  EXPECT_THAT(InReport("该项目的实施将提高服务能力，进一步完善服务体系。"), IsEmpty());
}

TEST(UnseenLetters, ConditionWithALaterTime) {
  const std::string_view text = "如今后流量发生变化，我们将对信号配置加以调整。";
  const auto commitments = RecordsOf(SectionKind::kProgress, text).commitments;

  ASSERT_EQ(commitments.size(), 1u);
  EXPECT_EQ(ConditionOf(text, commitments[0]), "if 如今后流量发生变化");
}

TEST(UnseenLetters, SecondPredicateIsNoObject) {
  const std::string_view text = "我局将调查核实并依法处理。";
  const std::string_view joined = "我委将开展并推广这一举措。";

  EXPECT_EQ(PredicateOf(text, PlanRecordsOf(text).commitments[0]), "调查核实 | -");
  EXPECT_EQ(PredicateOf(joined, PlanRecordsOf(joined).commitments[0]), "开展并推广 | 这一举措");
}

TEST(UnseenLetters, ThingsTakeTheSubjectOfTheirParagraphOnly) {
  const std::string_view same = "县教育局划分学区。新建的学校计划2026年投入使用。";
  const std::string_view extent = "全市计划建设示范站11座。";

  EXPECT_EQ(ActorOf(same, RecordsOf(SectionKind::kProgress, same).commitments[0]), "县教育局");
  EXPECT_EQ(ActorOf(extent, RecordsOf(SectionKind::kProgress, extent).commitments[0]), "none");
}

TEST(UnseenLetters, WhatSomebodySaysGoesOnBehindAnEvent) {
  EXPECT_THAT(Promises(SectionKind::kExplanation, "金某承诺领取补偿后，不再提出其他要求。"),
              IsEmpty());
}

}  // namespace
}  // namespace pledge::pipeline
