// Counts over random letters, against a plain loop over the same letters.
#include "service/query/aggregate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "service/base/error.h"
#include "tests/unit/query/query_store.h"

namespace pledge::query {
namespace {

using testing::PlainLetter;
using testing::QueryStore;

v1::AggregateCommitmentsRequest Request(std::vector<std::string> group_by,
                                        const std::string& filter = "") {
  v1::AggregateCommitmentsRequest request;
  request.mutable_selector()->add_parents("collections/-");
  request.mutable_selector()->set_filter(filter);
  for (std::string& field : group_by) request.add_group_by(std::move(field));
  return request;
}

bool Never() { return false; }

class AggregateTest : public ::testing::Test {
 protected:
  AggregateTest() { letters_.AddLetters(150); }

  // Count and documents by strength and issuer, of what `text` occurs in.
  std::map<std::vector<std::string>, std::pair<int64_t, int64_t>> Plain(const std::string& text) {
    static const std::map<v1::Strength, std::string> names = {{v1::STRENGTH_EXPLORE, "EXPLORE"},
                                                              {v1::STRENGTH_SUPPORT, "SUPPORT"},
                                                              {v1::STRENGTH_INTENT, "INTENT"},
                                                              {v1::STRENGTH_FIRM, "FIRM"}};
    std::map<std::vector<std::string>, std::pair<int64_t, int64_t>> counts;
    for (const PlainLetter& letter : letters_.letters()) {
      std::set<std::vector<std::string>> seen;
      for (const v1::Commitment& c : letter.records.commitments) {
        if (c.type() == v1::COMMITMENT_TYPE_STANCE || !absl::StrContains(c.text(), text)) continue;
        const std::vector<std::string> key = {names.at(c.strength()),
                                              letter.records.facts.issuer().value()};
        ++counts[key].first;
        if (seen.insert(key).second) ++counts[key].second;
      }
    }
    return counts;
  }

  void ExpectPlain(const v1::AggregateCommitmentsResponse& response, const std::string& text) {
    const auto expected = Plain(text);
    EXPECT_EQ(response.groups_size(), static_cast<int>(expected.size()));
    int64_t last = std::numeric_limits<int64_t>::max();
    for (const v1::AggregateGroup& group : response.groups()) {
      const auto found = expected.find({group.values().begin(), group.values().end()});
      ASSERT_NE(found, expected.end());
      EXPECT_EQ(group.count(), found->second.first);
      EXPECT_EQ(group.document_count(), found->second.second);
      EXPECT_LE(group.count(), last);
      last = group.count();
    }
  }

  QueryStore letters_{5};
};

TEST_F(AggregateTest, CountsWhatAPlainLoopCounts) {
  const auto response = Aggregate(letters_.store(), Request({"strength", "issuer"}), Never);

  ASSERT_TRUE(response.ok()) << response.status();
  ExpectPlain(*response, "");
  EXPECT_EQ(response->read_info().commit_number(), 150);
}

TEST_F(AggregateTest, TextIsLookedForInTheRecords) {
  auto request = Request({"strength", "issuer"});
  request.mutable_selector()->set_text_contains("水");

  const auto response = Aggregate(letters_.store(), request, Never);

  ASSERT_TRUE(response.ok()) << response.status();
  ExpectPlain(*response, "水");
}

TEST_F(AggregateTest, FiltersApplyWithAndWithoutRecords) {
  const auto total = [&](const std::string& filter) {
    const auto response = Aggregate(letters_.store(), Request({}, filter), Never);
    EXPECT_TRUE(response.ok()) << response.status();
    return response->groups_size() == 0 ? 0 : response->groups(0).count();
  };

  EXPECT_EQ(total("cooperators:*") + total("-cooperators:*"), total(""));
  EXPECT_EQ(total("strength = FIRM") + total("strength < FIRM"), total(""));
  EXPECT_GT(total("cooperators:*"), 0);
}

TEST_F(AggregateTest, RestIsSummedUp) {
  auto request = Request({"strength", "issuer", "deadline_month"});
  const auto whole = Aggregate(letters_.store(), request, Never);
  request.set_max_groups(3);

  const auto top = Aggregate(letters_.store(), request, Never);

  ASSERT_TRUE(top.ok());
  ASSERT_EQ(top->groups_size(), 3);
  int64_t sum = top->other_count();
  for (const auto& group : top->groups()) sum += group.count();
  int64_t all = 0;
  for (const auto& group : whole->groups()) all += group.count();
  EXPECT_EQ(sum, all);
  EXPECT_GT(top->other_count(), 0);
  EXPECT_EQ(whole->other_count(), 0);
}

TEST_F(AggregateTest, CollectionsAreNamed) {
  const auto response = Aggregate(letters_.store(), Request({"collection"}), Never);

  ASSERT_TRUE(response.ok());
  ASSERT_EQ(response->groups_size(), 2);
  EXPECT_EQ(response->groups(0).values(0), "water");
  EXPECT_EQ(response->groups(1).values(0), "schools");
}

TEST_F(AggregateTest, StopsWhenCancelledAndRefusesBadFields) {
  const auto cancelled = Aggregate(letters_.store(), Request({"type"}), [] { return true; });
  auto negative = Request({"type"});
  negative.set_max_groups(-1);

  EXPECT_EQ(ReasonOf(cancelled.status()), ErrorReason::kCancelled);
  EXPECT_EQ(MetadataOf(Aggregate(letters_.store(), negative, Never).status()).at("field"),
            "max_groups");
  EXPECT_EQ(MetadataOf(Aggregate(letters_.store(), Request({"size"}), Never).status()).at("field"),
            "group_by[0]");
}

}  // namespace
}  // namespace pledge::query
