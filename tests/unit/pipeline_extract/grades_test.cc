// Type, strength and verifiability: guide sections 4, 5.10, 6, 13 and 14. All
// sentences are made up and stand in a plan.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

struct Case {
  std::string_view text;
  std::string_view grades;  // of the only commitment
};

template <size_t n>
void ExpectGrades(const Case (&cases)[n]) {
  for (const Case& c : cases) {
    const auto commitments = PlanRecordsOf(c.text).commitments;
    ASSERT_EQ(commitments.size(), 1u) << c.text;
    EXPECT_EQ(Grades(commitments[0]), c.grades) << c.text;
  }
}

constexpr Case kFirm[] = {
    {"修订停车管理办法。", "action firm medium"},
    {"出台补贴政策。", "action firm medium"},
    {"建立联席会议制度。", "action firm medium"},
    {"成立工作专班。", "action firm medium"},
    {"新建垃圾中转站。", "action firm medium"},
    {"开展联合执法。", "action firm low"},
    {"组织实施管网改造。", "action firm low"},
    {"深入实施《水污染防治规划》。", "action firm medium"},
    {"约谈施工单位。", "action firm medium"},
    {"拆除违法建筑。", "action firm medium"},
    {"开展安全评估。", "action firm medium"},
    {"定期调度。", "action firm low"},
    {"严格定额管理。", "action firm low"},
    {"形成一批典型案例。", "outcome firm medium"},
    {"打造滨水休闲带。", "outcome firm low"},
    {"解决居民停车难问题。", "outcome firm low"},
    {"要求施工单位安装围挡。", "action firm medium"},
    {"增加巡查频次。", "action firm low"},
    {"聘请第三方机构。", "action firm low"},
    {"会修复破损路面。", "action firm low"},
};

TEST(Grades, BareFinishedActsAreFirm) { ExpectGrades(kFirm); }

constexpr Case kIntent[] = {
    {"加强日常巡查。", "action intent low"},
    {"加大宣传力度。", "action intent low"},
    {"推动产业转型。", "action intent low"},
    {"继续开展联合执法。", "action intent low"},
    {"积极开展联合执法。", "action intent low"},
    {"进一步完善考核机制。", "action intent medium"},
    {"加快形成竞争优势。", "outcome intent low"},
    {"加快制定实施细则。", "action intent medium"},
    {"逐步推行错峰停车。", "action intent low"},
    {"力争创建2个示范社区。", "action intent high"},
    {"争取纳入国家试点。", "outcome intent medium"},
    {"用好公共服务平台。", "action intent low"},
    {"抓好防汛备汛。", "action intent low"},
    {"促进城乡融合。", "outcome intent low"},
    {"推动服务质量提升。", "outcome intent low"},
    {"提高政务服务水平。", "outcome intent low"},
    {"做强县域商业。", "outcome intent low"},
    {"引导企业规范经营。", "action intent low"},
};

TEST(Grades, EffortsAndDirectionsAreIntents) { ExpectGrades(kIntent); }

constexpr Case kSupport[] = {
    {"支持农户发展大棚种植。", "action support low"},
    {"支持企业建设冷库。", "action support low"},
    {"指导各县区排查隐患。", "action support low"},
    {"督促物业公司清理楼道。", "action support low"},
    {"积极督促施工单位整改。", "action support low"},
    {"鼓励社会力量兴办养老机构。", "action support low"},
    {"配合市交警支队设置标线。", "action support low"},
    {"支持和推动老旧电梯更新。", "action support low"},
    {"统筹现有资金给予支持。", "action support low"},
};

TEST(Grades, HelpToOthersIsSupport) { ExpectGrades(kSupport); }

constexpr Case kExplore[] = {
    {"研究制定奖补办法。", "action explore medium"},
    {"积极研究出台扶持政策。", "action explore medium"},
    {"探索建立共享机制。", "action explore medium"},
    {"适时启动改造工程。", "action explore medium"},
    {"予以充分考虑。", "action explore low"},
    {"考虑增设公交站点。", "action explore medium"},
    {"进一步完善标准并适时修订目录。", "action explore medium"},
    {"拟探索制定收费办法。", "action explore medium"},
};

TEST(Grades, WhatMayComeToNothingIsExplore) { ExpectGrades(kExplore); }

constexpr Case kLifted[] = {
    {"2025年6月底前加快建成泵站。", "action firm high"},
    {"年底前进一步完善考核机制。", "action firm high"},
    {"力争2025年6月底前建成泵站。", "action intent high"},
    {"将补助标准提高10%。", "action firm high"},
    {"将候诊时间压缩到20分钟。", "outcome firm high"},
    {"努力将补助标准提高10%。", "action intent high"},
};

TEST(Grades, DatesAndNumbersLiftAnEffort) { ExpectGrades(kLifted); }

constexpr Case kOtherTypes[] = {
    {"暂不增设出入口。", "refusal intent medium"},
    {"积极向省厅反映您的建议。", "referral intent low"},
    {"积极争取上级部门支持。", "referral intent low"},
    {"争取商户支持。", "outcome intent low"},
    {"坚决扛牢粮食安全责任。", "stance firm low"},
    {"坚持绿色发展理念。", "stance firm low"},
    {"积极承担社会责任。", "stance intent low"},
    {"提高政治站位。", "stance intent low"},
    {"认真落实上级决策部署。", "stance firm low"},
    {"竭诚为您服务。", "stance support low"},
    {"为全市发展作出新的更大贡献。", "stance firm low"},
};

TEST(Grades, RefusalsReferralsAndStances) { ExpectGrades(kOtherTypes); }

TEST(Grades, APlanAtTheHeadCapsItsSeries) {
  const auto commitments =
      PlanRecordsOf("我局拟修订管理办法，新建泵站；要求施工单位安装围挡。").commitments;

  ASSERT_EQ(commitments.size(), 3u);
  for (const Commitment& commitment : commitments) {
    EXPECT_EQ(commitment.strength, Strength::kIntent);
  }
}

TEST(Grades, AnEffortGovernsItsOwnClauseOnly) {
  const auto commitments = PlanRecordsOf("争取早日开工，新建泵站。").commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(commitments[0].strength, Strength::kIntent);
  EXPECT_EQ(commitments[1].strength, Strength::kFirm);
}

TEST(Grades, ATrialAsANounDoesNotWeaken) {
  EXPECT_EQ(Grades(PlanRecordsOf("开展学校食堂托管试点。").commitments.at(0)), "action firm low");
}

TEST(Grades, NameTheCueThatDecided) {
  const std::string_view text = "将积极研究出台扶持政策。";
  const Commitment commitment = PlanRecordsOf(text).commitments.at(0);

  ASSERT_TRUE(commitment.strength_cue.has_value());
  const ByteRange cue = commitment.strength_cue->range;
  EXPECT_EQ(text.substr(cue.start, cue.size()), "研究");
  EXPECT_FALSE(PlanRecordsOf("出台扶持政策。").commitments.at(0).strength_cue.has_value());
}

}  // namespace
}  // namespace pledge::pipeline
