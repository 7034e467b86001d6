#include "service/pipeline/rules/openers.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

struct OpenerCase {
  std::string_view sentence;
  ScopeChange change;
  std::string_view opener;  // the words that size covers
};

class OpenerTest : public testing::TestWithParam<OpenerCase> {};

TEST_P(OpenerTest, FindsChangeAndSize) {
  const OpenerCase& c = GetParam();

  const Opener found = MatchOpener(c.sentence);

  EXPECT_EQ(found.change, c.change) << c.sentence;
  EXPECT_EQ(c.sentence.substr(0, found.size), c.opener) << c.sentence;
}

INSTANTIATE_TEST_SUITE_P(
    Plan, OpenerTest,
    testing::Values(
        OpenerCase{"下一步，我局将加固堤坝。", ScopeChange::kPlan, "下一步，"},
        OpenerCase{"下一步将加固堤坝。", ScopeChange::kPlan, "下一步"},
        OpenerCase{"下步工作中，修订办法。", ScopeChange::kPlan, "下步"},
        OpenerCase{"下阶段，逐村排查。", ScopeChange::kPlan, "下阶段，"},
        OpenerCase{"后阶段，逐村排查。", ScopeChange::kPlan, "后阶段，"},
        OpenerCase{"今后，我们要多下乡。", ScopeChange::kPlan, "今后，"},
        OpenerCase{"在今后的工作中，多下乡。", ScopeChange::kPlan, "在今后"},
        OpenerCase{"接下来，将分批更换水表。", ScopeChange::kPlan, "接下来，"},
        OpenerCase{"未来三年，新建泵站。", ScopeChange::kPlan, "未来三年，"},
        OpenerCase{"未来，我市将新建泵站。", ScopeChange::kPlan, "未来，"},
        OpenerCase{"后期将安装护栏。", ScopeChange::kPlan, "后期"},
        OpenerCase{"后续，我镇将清淤。", ScopeChange::kPlan, "后续，"},
        OpenerCase{"近期将清淤。", ScopeChange::kPlan, "近期将"},
        OpenerCase{"明年，计划清淤。", ScopeChange::kPlan, "明年，"},
        OpenerCase{"2031年，我们将清淤。", ScopeChange::kPlan, "2031年，"},
        OpenerCase{"　　同时，下一步，我局清淤。", ScopeChange::kPlan, "　　同时，下一步，"},
        OpenerCase{"我局下一步将清淤。", ScopeChange::kPlan, "我局下一步"},
        OpenerCase{"云岭县水务局今后将清淤。", ScopeChange::kPlan, "云岭县水务局今后"}));

INSTANTIATE_TEST_SUITE_P(
    Past, OpenerTest,
    testing::Values(OpenerCase{"近年来，我市植树造林。", ScopeChange::kPast, "近年来，"},
                    OpenerCase{"目前已完工。", ScopeChange::kPast, "目前"},
                    OpenerCase{"截至2月，已完工。", ScopeChange::kPast, "截至"},
                    OpenerCase{"去年，我市植树。", ScopeChange::kPast, "去年，"},
                    OpenerCase{"今年以来，我市植树。", ScopeChange::kPast, "今年以来，"},
                    OpenerCase{"近期，我局走访三村。", ScopeChange::kPast, "近期，"},
                    OpenerCase{"自开工以来，进度正常。", ScopeChange::kPast, "自"},
                    OpenerCase{"2019年以来，新增站点。", ScopeChange::kPast, "2019年以来"},
                    OpenerCase{"经核实，该井盖破损。", ScopeChange::kPast, "经核"}));

INSTANTIATE_TEST_SUITE_P(
    Aside, OpenerTest,
    testing::Values(OpenerCase{"感谢您关心水利。", ScopeChange::kAside, "感谢"},
                    OpenerCase{"再次感谢您关心水利。", ScopeChange::kAside, "再次感谢"},
                    OpenerCase{"特此函复。", ScopeChange::kAside, "特此"},
                    OpenerCase{"如您还有疑问，请致电。", ScopeChange::kAside, "如您还有"},
                    OpenerCase{"今后如遇此类情况，请致电。", ScopeChange::kAside, "今后如"}));

INSTANTIATE_TEST_SUITE_P(
    SentencePlan, OpenerTest,
    testing::Values(OpenerCase{"我们将清淤。", ScopeChange::kSentencePlan, "我们将"},
                    OpenerCase{"县住建局拟于年底清淤。", ScopeChange::kSentencePlan, "县住建局拟"},
                    OpenerCase{"同时，我局还将清淤。", ScopeChange::kSentencePlan,
                               "同时，我局还将"}));

INSTANTIATE_TEST_SUITE_P(
    None, OpenerTest,
    testing::Values(OpenerCase{"", ScopeChange::kNone, ""},
                    OpenerCase{"未来科技城已开工。", ScopeChange::kNone, ""},
                    OpenerCase{"后期维修费用由业主承担。", ScopeChange::kNone, ""},
                    OpenerCase{"自来水厂已扩容。", ScopeChange::kNone, ""},
                    OpenerCase{"我局将该问题转交水务站。", ScopeChange::kNone, ""},
                    OpenerCase{"2019年，建成泵站。", ScopeChange::kNone, ""},
                    OpenerCase{"加快清淤。", ScopeChange::kNone, ""}));

TEST(OpenerTest, KnowsAWillWithoutItsSubject) {
  EXPECT_TRUE(StartsWithBareWill("将由县水务局牵头，组织清淤。"));
  EXPECT_TRUE(StartsWithBareWill("同时，将进一步加强巡查。"));
  EXPECT_TRUE(StartsWithBareWill("拟于年底清淤。"));
  EXPECT_FALSE(StartsWithBareWill("将该路段纳入养护。"));
  EXPECT_FALSE(StartsWithBareWill("将路灯纳入养护。"));
  EXPECT_FALSE(StartsWithBareWill("我局将清淤。"));
  EXPECT_FALSE(StartsWithBareWill("计划生育工作有序开展。"));
  EXPECT_FALSE(StartsWithBareWill(""));
}

TEST(OpenerTest, ReadsBrokenBytesWithoutHarm) {
  const std::string cut = std::string("下一步").substr(0, 7);

  EXPECT_EQ(MatchOpener(cut).change, ScopeChange::kNone);
  EXPECT_FALSE(StartsWithOwnWill(std::string(500, '\x80')));
}

}  // namespace
}  // namespace pledge::pipeline
