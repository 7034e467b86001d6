// The scorer itself: a scorer that cannot find fault would make every figure worthless.
#include "tests/accuracy/score.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::accuracy {
namespace {

ScoredCommitment Commitment(int start, int end, const std::string& type = "action",
                            bool optional = false) {
  ScoredCommitment c{.span = {start, end}, .optional = optional, .fields = {}};
  for (const char* field : {"strength", "polarity", "verifiability", "action", "object", "actor",
                            "deadline", "targets", "cooperators", "condition"})
    c.fields[field] = "";
  c.fields["type"] = type;
  return c;
}

Count Figure(const Gold& gold, const Found& found, const std::string& name) {
  Score score;
  score.Add(gold, found);
  const auto count = score.counts().find(name);
  EXPECT_NE(count, score.counts().end()) << name;
  return count == score.counts().end() ? Count{} : count->second;
}

TEST(Score, CountsAnExactSpanTwice) {
  Gold gold;
  gold.commitments = {Commitment(10, 20)};
  Found found;
  found.commitments = {Commitment(10, 20)};

  EXPECT_EQ(Figure(gold, found, "commitment exact").true_positive, 1);
  EXPECT_EQ(Figure(gold, found, "commitment overlap").true_positive, 1);
}

TEST(Score, CountsHalfAnOverlapOnlyAsOverlap) {
  Gold gold;
  gold.commitments = {Commitment(0, 10)};
  Found found;
  found.commitments = {Commitment(0, 5)};

  EXPECT_EQ(Figure(gold, found, "commitment exact").Value(), 0);
  EXPECT_EQ(Figure(gold, found, "commitment overlap").Value(), 1);
}

TEST(Score, CountsWhatIsMissedAndWhatIsTooMuch) {
  Gold gold;
  gold.commitments = {Commitment(0, 10), Commitment(20, 30)};
  Found found;
  found.commitments = {Commitment(0, 10), Commitment(40, 50), Commitment(60, 70)};

  const Count count = Figure(gold, found, "commitment overlap");

  EXPECT_EQ(count.true_positive, 1);
  EXPECT_EQ(count.false_negative, 1);
  EXPECT_EQ(count.false_positive, 2);
  EXPECT_NEAR(count.Value(), 0.4, 1e-9);
}

TEST(Score, IsNeutralAboutOptionalRecords) {
  Gold gold;
  gold.commitments = {Commitment(0, 10, "stance", true)};
  Found nothing, something;
  something.commitments = {Commitment(0, 10, "action")};

  EXPECT_EQ(Figure(gold, nothing, "commitment overlap").Value(), 1);
  EXPECT_EQ(Figure(gold, something, "commitment overlap").Value(), 1);
}

TEST(Score, JudgesAFieldOnlyWhereSpansMatch) {
  Gold gold;
  gold.commitments = {Commitment(0, 10), Commitment(20, 30)};
  gold.commitments[0].fields["deadline"] = "2024-01-01..2024-12-31";
  Found found;
  found.commitments = {Commitment(0, 10)};

  EXPECT_EQ(Figure(gold, found, "field deadline").all, 1);
  EXPECT_EQ(Figure(gold, found, "field deadline").right, 0);
  EXPECT_EQ(Figure(gold, found, "field deadline when present").all, 1);
}

TEST(Score, SeesATouchedNegative) {
  Gold gold;
  gold.negatives = {{0, 10}, {20, 30}};
  Found found;
  found.commitments = {Commitment(5, 15)};

  const Count count = Figure(gold, found, "hard negatives left alone");

  EXPECT_EQ(count.all, 2);
  EXPECT_EQ(count.right, 1);
}

TEST(Score, AsksForKindAndSpanOfSections) {
  Gold gold;
  gold.sections = {{"plan", {0, 10}}};
  gold.has_sections = true;
  Found found;
  found.sections = {{"progress", {0, 10}}};

  EXPECT_EQ(Figure(gold, found, "section kind and span").Value(), 0);
  EXPECT_EQ(Figure(gold, found, "section span").Value(), 1);
}

TEST(Score, SeesAnInventedFact) {
  Gold gold;
  gold.has_facts = true;
  gold.facts = {{"title", "甲"}, {"signatory", std::nullopt}};
  Found found;
  found.facts = {{"title", "乙"}, {"signatory", "丙"}};

  EXPECT_EQ(Figure(gold, found, "facts").right, 0);
  EXPECT_EQ(Figure(gold, found, "facts not invented").right, 0);
}

TEST(EditDistance, CountsCharactersAndNotBytes) {
  EXPECT_EQ(EditDistance("云岭省", "云岭省"), 0);
  EXPECT_EQ(EditDistance("云岭省", "云岭"), 1);
  EXPECT_EQ(EditDistance("云岭省", "云领省市"), 2);
  EXPECT_EQ(EditDistance("", "云"), 1);
}

}  // namespace
}  // namespace pledge::accuracy
