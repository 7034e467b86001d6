// What is reported: guide section 9.2. All sentences are made up.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Case {
  std::string_view text;
  AchievementStatus status;
};

constexpr Case kStatuses[] = {
    {"出台《城市更新办法》。", AchievementStatus::kCompleted},
    {"我市已建成公园38个。", AchievementStatus::kCompleted},
    {"成功举办马拉松比赛。", AchievementStatus::kCompleted},
    {"搭建政企沟通平台。", AchievementStatus::kCompleted},
    {"持续推进垃圾分类。", AchievementStatus::kOngoing},
    {"支持农户发展大棚种植。", AchievementStatus::kOngoing},
    {"实施饮水安全工程。", AchievementStatus::kOngoing},
    {"正在编制排水规划。", AchievementStatus::kOngoing},
    {"我县是全国产茶大县之一。", AchievementStatus::kState},
    {"服务水平不断提升。", AchievementStatus::kState},
};

TEST(Achievements, HaveAStatus) {
  for (const Case& c : kStatuses) {
    const auto achievements = RecordsOf(SectionKind::kProgress, c.text).achievements;
    ASSERT_EQ(achievements.size(), 1u) << c.text;
    EXPECT_EQ(achievements[0].status, c.status) << c.text;
  }
}

TEST(Achievements, KeepANamedSubjectAndDropTheWriter) {
  const std::string_view text = "我市已建成公园38个。长桥社区等3个社区入选示范名单。";

  EXPECT_THAT(Spans(text, RecordsOf(SectionKind::kProgress, text).achievements),
              ElementsAre("已建成公园38个", "长桥社区等3个社区入选示范名单"));
}

TEST(Achievements, TakeInAnAppositive) {
  const std::string_view text = "作为首个试点平台，云帆平台已投入运行。";

  EXPECT_THAT(Spans(text, RecordsOf(SectionKind::kProgress, text).achievements),
              ElementsAre("作为首个试点平台，云帆平台已投入运行"));
}

TEST(Achievements, HoldFactsAndDocuments) {
  const std::string_view text = "印发《节水规划》，改造管网120公里。";
  const auto achievements = RecordsOf(SectionKind::kProgress, text).achievements;

  ASSERT_EQ(achievements.size(), 2u);
  ASSERT_EQ(achievements[0].named_documents.size(), 1u);
  const ByteRange document = achievements[0].named_documents[0];
  EXPECT_EQ(text.substr(document.start, document.size()), "《节水规划》");
  EXPECT_EQ(TargetsOf(achievements[1].facts), "120 公里 eq");
}

TEST(Achievements, NameTheDateTheySpeakOf) {
  const std::string_view text = "泵站已于2023年9月投入运行。";
  const auto achievements = RecordsOf(SectionKind::kProgress, text).achievements;

  ASSERT_EQ(achievements.size(), 1u);
  EXPECT_EQ(text.substr(achievements[0].date.start, achievements[0].date.size()), "2023年9月");
}

TEST(Achievements, NeedASignInNarrative) {
  EXPECT_THAT(RecordsOf(SectionKind::kBackground, "上世纪建设水库。").achievements, IsEmpty());
  EXPECT_EQ(RecordsOf(SectionKind::kTopic, "街道已清掏管道，更换井盖。").achievements.size(), 2u);
}

TEST(Achievements, ExcludeFramingQuotationsAndHeadlines) {
  for (const std::string_view text : {"认真贯彻党中央决策部署。", "坚持把民生放在首位。",
                                      "省委要求，加强耕地保护。", "重点抓了三件实事："}) {
    EXPECT_THAT(RecordsOf(SectionKind::kProgress, text).achievements, IsEmpty()) << text;
  }
}

TEST(Achievements, NeverOverlapPromises) {
  const std::string_view text = "我局已更换护栏300米，目前正在更换护网，计划年底前再更换200米。";
  const auto records = RecordsOf(SectionKind::kProgress, text);

  for (const Commitment& c : records.commitments) {
    for (const Achievement& a : records.achievements) {
      EXPECT_TRUE(c.range.end <= a.range.start || a.range.end <= c.range.start);
    }
  }
  EXPECT_EQ(records.commitments.size(), 1u);
  EXPECT_EQ(records.achievements.size(), 2u);
}

}  // namespace
}  // namespace pledge::pipeline
