// Which records are the same: equal words, similar words, neither; and the
// bounds on work.
#include "service/lineage/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace pledge::lineage {
namespace {

using ::testing::ElementsAre;
using Match = std::optional<size_t>;

MatchItem Item(const std::string& text, const std::string& action = "",
               const std::string& object = "", const std::string& actor = "") {
  return {text, action, object, actor, 0};
}

struct PairCase {
  const char* what;
  MatchItem before;
  MatchItem after;
  bool is_same;
};

TEST(Similarity, TellsOnePromiseRewordedFromTwo) {
  const PairCase cases[] = {
      {"softened", Item("制定老旧小区改造三年方案", "制定", "老旧小区改造三年方案"),
       Item("研究制定老旧小区改造三年方案", "研究", "老旧小区改造三年方案"), true},
      {"later", Item("2025年底前完成120所学校食堂改造", "完成", "120所学校食堂改造"),
       Item("2026年6月底前完成120所学校食堂改造", "完成", "120所学校食堂改造"), true},
      {"fewer", Item("新建改建幼儿园30所", "新建改建", "幼儿园30所"),
       Item("新建改建幼儿园20所", "新建改建", "幼儿园20所"), true},
      {"with a condition", Item("建设市级充电桩监管平台", "建设", "市级充电桩监管平台"),
       Item("待资金落实后，建设市级充电桩监管平台", "建设", "市级充电桩监管平台"), true},
      {"one frame, two things", Item("加快推进老旧管网改造", "推进", "老旧管网改造"),
       Item("加快推进智慧停车建设", "推进", "智慧停车建设"), false},
      {"one thing, two acts", Item("加强对养老机构的监督检查", "加强", "对养老机构的监督检查"),
       Item("为养老机构提供运营补贴", "提供", "运营补贴"), false},
      {"nothing", Item("修订管网巡检办法"), Item("举办就业招聘会"), false},
  };
  for (const PairCase& one : cases) {
    SCOPED_TRACE(one.what);

    const double similarity = Similarity(one.before, one.after);

    EXPECT_EQ(similarity >= kMinSimilarity, one.is_same) << similarity;
    EXPECT_EQ(similarity, Similarity(one.after, one.before));
  }
}

TEST(Similarity, AnotherActorOrKindLowersIt) {
  const MatchItem item = Item("完成管网改造", "完成", "管网改造", "水务局");
  MatchItem other_kind = item;
  other_kind.kind = 1;

  EXPECT_EQ(Similarity(item, item), 1);
  EXPECT_LT(Similarity(item, Item("完成管网改造", "完成", "管网改造", "住建局")), 1);
  EXPECT_LT(Similarity(item, other_kind), 1);
}

TEST(MatchItems, EqualWordsMatchWhereverTheyStand) {
  const auto matches = MatchItems({Item("甲事"), Item("乙事"), Item("丙事")},
                                  {Item("丙事"), Item("甲事"), Item("乙事")});

  EXPECT_THAT(matches, ElementsAre(Match(2), Match(0), Match(1)));
}

TEST(MatchItems, RepeatedWordsMatchInTheirOrderAndEachOnce) {
  const auto matches = MatchItems({Item("同一句话"), Item("同一句话")},
                                  {Item("同一句话"), Item("同一句话"), Item("同一句话")});

  EXPECT_THAT(matches, ElementsAre(Match(0), Match(1), Match()));
}

TEST(MatchItems, EqualWordsOfTheSameKindComeFirst) {
  MatchItem heading = Item("下一步打算");
  heading.kind = 1;
  MatchItem note = heading;
  note.kind = 2;

  EXPECT_THAT(MatchItems({heading, note}, {note, heading}), ElementsAre(Match(1), Match(0)));
  EXPECT_THAT(MatchItems({heading}, {note}), ElementsAre(Match(0)));
}

TEST(MatchItems, TheMostSimilarPairWinsWhateverTheOrder) {
  const MatchItem near = Item("2025年底前完成管网改造30公里");
  const MatchItem far = Item("2024年底前完成管网维护30公里");
  const MatchItem now = Item("2026年底前完成管网改造30公里");

  EXPECT_THAT(MatchItems({near, far}, {now}), ElementsAre(Match(0)));
  EXPECT_THAT(MatchItems({far, near}, {now}), ElementsAre(Match(1)));
}

TEST(MatchItems, EmptySidesAndEmptyTexts) {
  EXPECT_TRUE(MatchItems({Item("甲")}, {}).empty());
  EXPECT_THAT(MatchItems({}, {Item("甲")}), ElementsAre(Match()));
  EXPECT_THAT(MatchItems({Item("")}, {Item(""), Item("\xff\xe4")}), ElementsAre(Match(0), Match()));
}

// Thousands of records that all share their frame: each still finds its own, by
// the bigrams that are its own.
TEST(MatchItems, ManyRecordsOfOneFrameFindTheirOwn) {
  constexpr int kCount = 3000;
  const auto text = [](int i, const char* year) {
    std::string name;
    for (int digit = i; digit > 0; digit /= 10) {
      constexpr const char* kWords[] = {"东港", "西湖", "南山", "北塔", "中原",
                                        "上庄", "下沙", "左营", "右江", "前海"};
      name += kWords[digit % 10];
    }
    return std::string(year) + "年底前完成" + name + "片区管网改造";
  };
  std::vector<MatchItem> before;
  std::vector<MatchItem> after;
  for (int i = 1; i <= kCount; ++i) before.push_back(Item(text(i, "2025")));
  for (int i = kCount; i >= 1; --i) after.push_back(Item(text(i, "2026")));

  const auto matches = MatchItems(before, after);

  std::vector<bool> taken(kCount, false);
  for (const Match& match : matches) {
    if (!match) continue;
    EXPECT_FALSE(taken[*match]);
    taken[*match] = true;
  }
  const auto found = std::count(taken.begin(), taken.end(), true);
  EXPECT_GT(found, kCount * 9 / 10);
}

}  // namespace
}  // namespace pledge::lineage
