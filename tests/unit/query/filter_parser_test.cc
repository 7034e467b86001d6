// The grammar of filters: what it takes, and where it says a mistake is.
#include "service/query/filter_parser.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "pledge/v1/commitment.pb.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::query {
namespace {

FilterNode MustParse(std::string_view filter, FilterTarget target = FilterTarget::kCommitments) {
  auto node = ParseFilter("filter", filter, target);
  EXPECT_TRUE(node.ok()) << node.status();
  return node.ok() ? *node : FilterNode();
}

// "offset+size: message" of a filter that does not parse.
std::string Mistake(std::string_view filter, FilterTarget target = FilterTarget::kCommitments) {
  const auto node = ParseFilter("selector.filter", filter, target);
  if (node.ok()) return "none";
  EXPECT_EQ(ReasonOf(node.status()), ErrorReason::kFilterSyntax);
  const ErrorMetadata metadata = MetadataOf(node.status());
  EXPECT_EQ(metadata.at("field"), "selector.filter");
  return absl::StrCat(metadata.at("offset"), "+", metadata.at("size"));
}

std::string MessageOf(std::string_view filter) {
  return std::string(ParseFilter("filter", filter, FilterTarget::kCommitments).status().message());
}

TEST(FilterParser, ReadsOneComparison) {
  const FilterNode node = MustParse("strength >= INTENT");

  EXPECT_EQ(node.kind, FilterNode::Kind::kTest);
  EXPECT_EQ(node.test.field, FilterField::kStrength);
  EXPECT_EQ(node.test.op, FilterOp::kGreaterOrEqual);
  EXPECT_EQ(node.test.range.first, v1::STRENGTH_INTENT);
}

TEST(FilterParser, TakesEnumsShortAndInFull) {
  EXPECT_EQ(MustParse("strength=FIRM").test.range.first, v1::STRENGTH_FIRM);
  EXPECT_EQ(MustParse("strength = STRENGTH_FIRM").test.range.first, v1::STRENGTH_FIRM);
  EXPECT_EQ(MustParse("strength:\"FIRM\"").test.range.first, v1::STRENGTH_FIRM);
}

TEST(FilterParser, OrBindsTighterThanAnd) {
  const FilterNode node = MustParse("type = ACTION AND type = OUTCOME OR strength = FIRM");

  ASSERT_EQ(node.kind, FilterNode::Kind::kAnd);
  ASSERT_EQ(node.children.size(), 2u);
  EXPECT_EQ(node.children[0].kind, FilterNode::Kind::kTest);
  EXPECT_EQ(node.children[1].kind, FilterNode::Kind::kOr);
}

TEST(FilterParser, BracketsAndNotNest) {
  const FilterNode node = MustParse("NOT (type = ACTION AND -condition:*) OR targets:*");

  ASSERT_EQ(node.kind, FilterNode::Kind::kOr);
  ASSERT_EQ(node.children[0].kind, FilterNode::Kind::kNot);
  const FilterNode& inside = node.children[0].children[0];
  ASSERT_EQ(inside.kind, FilterNode::Kind::kAnd);
  EXPECT_EQ(inside.children[1].kind, FilterNode::Kind::kNot);
  EXPECT_TRUE(node.children[1].test.is_presence);
}

TEST(FilterParser, DatesAreAllTheirDays) {
  const FilterRange day = MustParse("deadline.end_date < \"1970-01-02\"").test.range;
  const FilterRange month = MustParse("deadline.end_date < 1970-02").test.range;
  const FilterRange year = MustParse("deadline.end_date < 1972").test.range;

  EXPECT_EQ(day.first, 1);
  EXPECT_EQ(day.last, 1);
  EXPECT_EQ(month.first, 31);
  EXPECT_EQ(month.last, 58);
  EXPECT_EQ(year.last - year.first + 1, 366);
}

TEST(FilterParser, TextKeepsWhatStandsInQuotes) {
  const FilterTest both = MustParse(R"(issuer = "*a \"b\" \\ \*")").test;
  const FilterTest bare = MustParse("issuer = 临澜市*").test;

  EXPECT_EQ(both.text, R"(a "b" \ *)");
  EXPECT_TRUE(both.open_start);
  EXPECT_FALSE(both.open_end);
  EXPECT_EQ(bare.text, "临澜市");
  EXPECT_TRUE(bare.open_end);
  EXPECT_EQ(MustParse("issuer = 'x (y)'").test.text, "x (y)");
}

TEST(FilterParser, LabelsAreNamedByTheirKey) {
  const FilterTest equal = MustParse("labels.batch-1.b = x").test;
  const FilterTest has = MustParse("labels:batch").test;

  EXPECT_EQ(equal.key, "batch-1.b");
  EXPECT_EQ(equal.text, "x");
  EXPECT_EQ(has.key, "batch");
  EXPECT_TRUE(has.is_presence);
}

TEST(FilterParser, TellsWhereTheMistakeIs) {
  EXPECT_EQ(Mistake("strenght >= INTENT"), "0+8");
  EXPECT_EQ(Mistake("type = ACTION AND"), "17+0");
  EXPECT_EQ(Mistake("type = ACTION type = OUTCOME"), "14+4");
  EXPECT_EQ(Mistake("type = ACTING"), "7+6");
  EXPECT_EQ(Mistake("type < ACTION"), "5+1");
  EXPECT_EQ(Mistake("(type = ACTION"), "0+1");
  EXPECT_EQ(Mistake("type = ACTION)"), "13+1");
  EXPECT_EQ(Mistake("issuer = \"x"), "9+2");
  EXPECT_EQ(Mistake("issuer ! x"), "7+1");
  EXPECT_EQ(Mistake("issuer = x & y"), "11+1");
  EXPECT_EQ(Mistake("deadline.end_date < \"2026-13\""), "20+9");
  EXPECT_EQ(Mistake("deadline.end_date < \"2026-02-30\""), "20+12");
  EXPECT_EQ(Mistake("deadline = \"2026\""), "9+1");
  EXPECT_EQ(Mistake("recurring = yes"), "12+3");
  EXPECT_EQ(Mistake("type"), "4+0");
  EXPECT_EQ(Mistake("type ="), "6+0");
  EXPECT_EQ(Mistake("= ACTION"), "0+1");
  EXPECT_EQ(Mistake("type = UNSPECIFIED"), "7+11");
  EXPECT_EQ(Mistake("labels. = x"), "0+7");
}

TEST(FilterParser, SuggestsWhatWasMeant) {
  EXPECT_NE(MessageOf("strenght >= INTENT").find("did you mean \"strength\"?"), std::string::npos);
  EXPECT_NE(MessageOf("strength >= intent").find("did you mean \"INTENT\"?"), std::string::npos);
  EXPECT_NE(MessageOf("polarity = MAYBE").find("one of AFFIRM, REFUSE"), std::string::npos);
}

TEST(FilterParser, EachTargetHasItsFields) {
  EXPECT_EQ(Mistake("strength = FIRM", FilterTarget::kSections), "0+8");
  EXPECT_EQ(Mistake("kind = PLAN AND level <= 2", FilterTarget::kSections), "none");
  EXPECT_EQ(Mistake("status = COMPLETED", FilterTarget::kAchievements), "none");
  EXPECT_EQ(Mistake("facts.title:水 AND create_time > \"2026-05-31T08:00:00+08:00\"",
                    FilterTarget::kDocuments),
            "none");
  EXPECT_EQ(Mistake("facts.contact_phone:*", FilterTarget::kDocuments), "0+19");
}

TEST(FilterParser, CostIsBounded) {
  const std::string deep(kMaxFilterDepth, '(');
  std::string wide = "targets:*";
  for (size_t i = 1; i < kMaxFilterTests; ++i) wide += " OR targets:*";

  EXPECT_EQ(Mistake(wide), "none");
  EXPECT_NE(Mistake(wide + " OR targets:*"), "none");
  EXPECT_EQ(Mistake(deep + "targets:*"), absl::StrCat(kMaxFilterDepth, "+7"));
  EXPECT_EQ(Mistake(std::string(kMaxFilterBytes + 1, 'x')), absl::StrCat(kMaxFilterBytes, "+1"));
}

}  // namespace
}  // namespace pledge::query
