// Kinds of paragraphs that no opener decides.
#include "service/pipeline/segment/kinds.h"

#include <string_view>

#include "gtest/gtest.h"
#include "service/pipeline/segment/scan.h"

namespace pledge::pipeline {
namespace {

struct KindCase {
  std::string_view text;
  SectionKind kind;
};

class KindTest : public testing::TestWithParam<KindCase> {};

TEST_P(KindTest, FollowsMostClauses) {
  const Scan scan = ScanText(GetParam().text);

  const SectionKind kind =
      KindOf(GetParam().text, scan, 0, static_cast<uint32_t>(scan.clauses.size()));

  EXPECT_EQ(kind, GetParam().kind) << GetParam().text;
}

using K = SectionKind;

INSTANTIATE_TEST_SUITE_P(
    Progress, KindTest,
    testing::Values(
        KindCase{"我局已更换水表300只，改造管网8公里。", K::kProgress},
        KindCase{"我局组织人员清理河道，督促养殖户完善设施。", K::kProgress},
        KindCase{"该小区位于城东，共有住户300户。", K::kProgress},
        KindCase{"执法人员当日到现场检查，责令店主整改。", K::kProgress},
        KindCase{"先后出台办法三项，累计投入资金200万元。", K::kProgress},
        KindCase{"我们坚持以群众需求为导向，持续推进老旧管网改造。", K::kProgress},
        KindCase{"支持农户种植果树，推动合作社扩大规模。", K::kProgress},
        KindCase{"全市建成充电桩900个，新增公交车40台。", K::kProgress},
        // What is said of a suggestion is an account when it tells acts.
        KindCase{"针对您反映的路面破损问题，我局已修补路面三处，更换井盖五个。", K::kProgress},
        KindCase{"关于您提出的“加强巡查”的建议，县城管局迅速进行了调查。", K::kProgress},
        // 按照 alone is no reason.
        KindCase{"学校按照整改要求开展排查，更换灯具20套。", K::kProgress},
        KindCase{"经查，上级主管部门检查时发现该店未亮证，当即责令整改。", K::kProgress}));

INSTANTIATE_TEST_SUITE_P(
    Plan, KindTest,
    testing::Values(KindCase{"我局将更换水表300只，改造管网8公里。", K::kPlan},
                    KindCase{"我们将加强巡查，及时清理河道。", K::kPlan},
                    KindCase{"县水务局拟新建泵站一座，改造管网8公里。", K::kPlan},
                    KindCase{"对于您提出的建议，我们将认真研究，加快推进。", K::kPlan},
                    KindCase{"力争年底前开工，确保明年投用。", K::kPlan},
                    KindCase{"计划新建泵站一座，争取列入项目库。", K::kPlan}));

INSTANTIATE_TEST_SUITE_P(
    Explanation, KindTest,
    testing::Values(
        KindCase{"急救站没有独立编制，我委与编办作了沟通，单列编制难以实现。", K::kExplanation},
        KindCase{"国务院同意建立该联席会议制度。", K::kExplanation},
        KindCase{"经县政府研究，同意撤销城南收费站。", K::kExplanation},
        KindCase{"由于资金紧张，暂不具备建设条件。", K::kExplanation},
        KindCase{"根据条例规定，人行道不得设置摊位。", K::kExplanation},
        KindCase{"该事项不属于我局职权，无法受理。", K::kExplanation},
        KindCase{"关于您提出的增设站点的建议，因道路宽度不足，暂不设置。", K::kExplanation},
        KindCase{"您建议取消收费，该费用由价格主管部门核定。", K::kExplanation},
        KindCase{"管网改造还存在资金缺口，技术力量薄弱。", K::kExplanation},
        KindCase{"请您携带身份证到大厅办理，您可提前预约。", K::kExplanation},
        KindCase{"因客流不足，按照规定不能新增线路。", K::kExplanation},
        KindCase{"经核实，该车位归开发商所有，物业公司按月出租，业主可自行选择。", K::kExplanation},
        KindCase{"据查，该道路并非村级道路，村委会从未收取费用。", K::kExplanation},
        KindCase{"建议你县组织专家核查，做好长期监测。", K::kExplanation},
        KindCase{"目前，少数企业取得了经验。但仍存在问题：成本较高，技术滞后，人才不足。",
                 K::kExplanation}));

INSTANTIATE_TEST_SUITE_P(
    Background, KindTest,
    testing::Values(KindCase{"党中央、国务院一直重视粮食安全。", K::kBackground},
                    KindCase{"随着人口增长，停车需求日益突出。", K::kBackground},
                    KindCase{"河流是城市的血脉，事关千家万户。", K::kBackground}));

INSTANTIATE_TEST_SUITE_P(
    Others, KindTest,
    testing::Values(
        // What others plan and what measures will bring is no plan of the letter.
        KindCase{"某企业计划投资建厂，累计签约三家。", K::kProgress},
        // 将 = 把
        KindCase{"此前已将该路段纳入养护范围，配备了养护工。", K::kProgress},
        // Names with 计划
        KindCase{"我局已印发三年行动计划，落实了资金。", K::kProgress}));

TEST(HeadingKindTest, KnowsHeadingsOfPlans) {
  EXPECT_TRUE(HeadingAnnouncesPlan("下一步工作打算"));
  EXPECT_TRUE(HeadingAnnouncesPlan("有关单位拟采取的办法"));
  EXPECT_TRUE(HeadingAnnouncesPlan("今后的工作安排"));
  EXPECT_FALSE(HeadingAnnouncesPlan("工作开展情况"));
  EXPECT_FALSE(HeadingAnnouncesPlan("关于路灯"));
}

}  // namespace
}  // namespace pledge::pipeline
