// Terms of texts and needles.
#include "service/mapping/text_terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/mapping/stored_record.h"

namespace pledge::mapping {
namespace {

using ::testing::ElementsAre;

std::vector<uint64_t> TermsOf(std::string_view text) {
  std::vector<uint64_t> terms;
  AppendTextTerms(text, &terms);
  return terms;
}

constexpr uint64_t Term(uint64_t first, uint64_t second) { return first << 24 | second; }

TEST(TextTerms, ArePairsOfCharacters) {
  EXPECT_THAT(TermsOf("a水𠮷"),
              ElementsAre(Term('a', 0x6c34), Term(0x6c34, 0x20bb7), Term(0x20bb7, 0)));
  EXPECT_THAT(TermsOf("a"), ElementsAre(Term('a', 0)));
  EXPECT_THAT(TermsOf(""), ElementsAre());
}

TEST(TextTerms, OfARecordAreThoseOfItsText) {
  v1::Commitment commitment;
  commitment.set_lineage_id("zz");
  commitment.set_text("水管");
  std::vector<uint64_t> terms;

  AppendRecordTerms(storage::RecordKind::kCommitments, ToStored(commitment).bytes, &terms);

  EXPECT_EQ(terms, TermsOf("水管"));
}

TEST(TextTerms, OfALetterAreItsIssuerAndLabels) {
  storage::ColumnRow columns;
  columns.issuer = "某局";
  columns.labels = {{"a", "bc"}, {"ab", "c"}};
  std::vector<uint64_t> terms;

  AppendLetterTerms(columns, &terms);

  EXPECT_THAT(terms, ElementsAre(IssuerTerm("某局"), LabelTerm("a", "bc"), LabelTerm("ab", "c")));
  EXPECT_NE(terms[1], terms[2]);
  for (const uint64_t term : terms) {
    EXPECT_GE(term, uint64_t{1} << 47);
    EXPECT_LT(term, uint64_t{1} << 48);
  }
}

// Whatever contains the needle has a term of every range.
TEST(TextTerms, NeedleTermsAreInEveryTextThatContainsIt) {
  const std::vector<std::string> texts = {"水", "管水", "水管网",
                                          "改造水管网学校水管网学校巡检办法"};
  const std::vector<std::string> needles = {"水", "管水", "水管网", "造水管网学校水管网学校巡检"};
  for (const std::string& text : texts) {
    for (const std::string& needle : needles) {
      if (text.find(needle) == std::string::npos) continue;
      const std::vector<uint64_t> terms = TermsOf(text);
      for (const storage::TermRange& range : NeedleTerms(needle)) {
        EXPECT_TRUE(
            std::any_of(terms.begin(), terms.end(),
                        [&](uint64_t term) { return term >= range.first && term <= range.last; }))
            << text << " " << needle;
      }
    }
  }
  EXPECT_EQ(NeedleTerms("造水管网学校巡检办法的规定").size(), 8u);
  EXPECT_EQ(NeedleTerms("水").size(), 1u);
}

}  // namespace
}  // namespace pledge::mapping
