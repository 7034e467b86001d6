// What is no promise: guide section 2.2 and the decisions of section 7 about
// forecasts, quotations and third parties. All sentences are made up.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

using testing::IsEmpty;

void ExpectNone(SectionKind kind, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    EXPECT_THAT(Spans(text, RecordsOf(kind, text).commitments), IsEmpty()) << text;
  }
}

TEST(NoPromise, Achievements) {
  ExpectNone(SectionKind::kProgress,
             {"全市已建成社区公园38个。", "出台《城市更新办法》。", "我局成功举办技能大赛。",
              "正在开展管网普查。", "连续三年组织义诊。", "我区更换了破损护栏。"});
}

TEST(NoPromise, QuotationsOfOthers) {
  ExpectNone(SectionKind::kPlan,
             {"《交通规划》提出，到2027年建成地铁3条。", "总书记强调，要保护好生态环境。",
              "国家有关部门要求，加强源头管控。", "《条例》规定，企业应当安装净化设施。"});
}

TEST(NoPromise, Exhortations) {
  ExpectNone(SectionKind::kClosing,
             {"希望您继续关注我们的工作。", "欢迎提出宝贵意见。", "请市民理解支持。",
              "感谢您对水务工作的支持，希望今后多提建议。"});
}

TEST(NoPromise, ThirdParties) {
  ExpectNone(SectionKind::kProgress,
             {"该公司计划投资3亿元建设二期厂房。", "开发商将于年底前交房。", "国家将出台补贴政策。",
              "业主拟更换物业公司。", "物业公司承诺，将加强保洁。", "用人单位应当缴纳保险。"});
}

TEST(NoPromise, Forecasts) {
  ExpectNone(SectionKind::kProgress, {"这些措施将方便群众办事。", "项目必将产生良好效益。",
                                      "大桥建成后，将缓解拥堵，提升城市形象。",
                                      "该工程的实施将提高供水能力。", "这样做将增加管理难度。"});
}

TEST(NoPromise, FormulasAndLeadIns) {
  ExpectNone(SectionKind::kPlan,
             {"重点抓好以下工作：", "我们将从三个方面持续用力：", "特此函复。", "现答复如下："});
}

TEST(NoPromise, Headlines) {
  const std::string_view text = "一是加强组织领导。成立专班。二是强化要素保障。安排资金。";

  EXPECT_THAT(Spans(text, PlanRecordsOf(text).commitments),
              testing::ElementsAre("成立专班", "安排资金"));
}

TEST(NoPromise, DescriptionsAmongPlans) {
  ExpectNone(SectionKind::kPlan, {"站牌信息由车站核定。", "该路段属于城市主干道。",
                                  "安装监控设备的问题，正在研究。", "26路公交线为快线。"});
}

TEST(NoPromise, QuotedWordsAndTitles) {
  ExpectNone(SectionKind::kPlan,
             {"关于“将推动学校建设，力争增加学位”。", "《大力推进乡村振兴，加快建设公路》。"});
}

TEST(NoPromise, WhatTheProposerSaid) {
  ExpectNone(SectionKind::kPlan, {"您提出的加大投入的建议很有针对性。", "您建议加快建设停车场。",
                                  "如您还有疑问，可致电咨询。"});
}

TEST(NoPromise, MissingInformationIsNoRefusal) {
  ExpectNone(SectionKind::kExplanation,
             {"由于您未留联系方式，我局无法与您联系。", "因信息不全，我中心无法核实具体情况。"});
}

}  // namespace
}  // namespace pledge::pipeline
