#include "service/pipeline/facts/title.h"

#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

std::string Cut(std::string_view text, const std::optional<ByteRange>& range) {
  return range ? std::string(text.substr(range->start, range->size())) : "-";
}

struct TitleCase {
  std::string_view title;
  std::string_view issuer;
  std::string_view session;
  std::string_view number;
};

class TitleTest : public testing::TestWithParam<TitleCase> {};

TEST_P(TitleTest, IsReadInParts) {
  const TitleCase& c = GetParam();

  const ProposalWords words = FindSessionAndNumber(c.title);

  EXPECT_EQ(Cut(c.title, IssuerInTitle(c.title)), c.issuer) << c.title;
  EXPECT_EQ(Cut(c.title, words.session), c.session) << c.title;
  EXPECT_EQ(Cut(c.title, words.proposal_number), c.number) << c.title;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, TitleTest,
    testing::Values(
        TitleCase{"示例省水利厅关于政协示例省第五届委员会第二次会议第0617号提案的复函",
                  "示例省水利厅", "政协示例省第五届委员会第二次会议", "第0617号"},
        TitleCase{"示例省水利厅对省五届人大二次会议第17号建议的答复", "示例省水利厅",
                  "省五届人大二次会议", "第17号"},
        TitleCase{"示例总局对政协五届全国委员会第三次会议第0903号（政治类067号）提案的答复",
                  "示例总局", "政协五届全国委员会第三次会议", "第0903号"},
        TitleCase{"关于对市政协五届二次会议第 12 号提案的答复", "-", "市政协五届二次会议",
                  "第 12 号"},
        TitleCase{"关于政协五届全国委员会第五次会议第1368号提案答复的函", "-",
                  "政协五届全国委员会第五次会议", "第1368号"},
        TitleCase{"示例市教育局关于市第五届人民代表大会第三次会议第2046号建议的答复",
                  "示例市教育局", "市第五届人民代表大会第三次会议", "第2046号"},
        TitleCase{"示例省人民政府关于五届全国人大四次会议第7755号代表建议答复的函",
                  "示例省人民政府", "五届全国人大四次会议", "第7755号"},
        TitleCase{"示例市水务局关于市政协第20180012号提案的答复", "示例市水务局", "-",
                  "第20180012号"},
        TitleCase{"示例市水务局关于五届人大三次会议第BH035号建议的答复", "示例市水务局",
                  "五届人大三次会议", "第BH035号"},
        TitleCase{"示例省水利厅关于示例市建设水库有关事项的复函", "示例省水利厅", "-", "-"},
        TitleCase{"示例省人民政府令第12号", "-", "-", "-"}, TitleCase{"", "-", "-", "-"}));

struct SubjectCase {
  std::string_view words;
  std::string_view subject;
};

class OpeningSubjectTest : public testing::TestWithParam<SubjectCase> {};

TEST_P(OpeningSubjectTest, IsTheProposal) {
  EXPECT_EQ(Cut(GetParam().words, ProposalTitleInOpening(GetParam().words)), GetParam().subject);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, OpeningSubjectTest,
    testing::Values(
        SubjectCase{"您提出的《疏浚河道》（第12号提案）收悉，现答复如下：", "疏浚河道"},
        SubjectCase{"您提出的《关于疏浚河道的提案》收悉，现答复如下：", "关于疏浚河道的提案"},
        SubjectCase{"您提出的关于疏浚河道的提案收悉，现答复如下：", "疏浚河道"},
        SubjectCase{"你们提出的关于疏浚河道、加固堤坝的建议收悉，现答复如下：",
                    "疏浚河道、加固堤坝"},
        SubjectCase{"您在市政协五届二次会议上提出的“关于疏浚河道的提案”收悉，现答复如下：",
                    "关于疏浚河道的提案"},
        SubjectCase{"您《关于疏浚河道的提案》收悉，现答复如下：", "关于疏浚河道的提案"},
        SubjectCase{"您提出的关于“疏浚河道”的建议收悉，现答复如下：", "疏浚河道"},
        SubjectCase{"你在信箱反映的《河道淤积》的问题已转办，现答复如下：", "-"},
        SubjectCase{"您的来信收悉，现答复如下：", "-"},
        // A request of a lower body is no proposal, nor is a rule that is quoted.
        SubjectCase{"《示例县人民政府关于建桥的请示》（示政呈〔2024〕9号）收悉。现函复如下：", "-"},
        SubjectCase{"你局《关于“九五”规划的请示》和《关于用地的意见》收悉，现函复如下：", "-"},
        SubjectCase{"根据《示例条例》，现答复如下：", "-"}));

TEST(TitleSubjectTest, StandsBetweenAboutAndProposal) {
  const std::string_view title = "示例省水利厅关于疏浚河道建议的复函";

  EXPECT_EQ(Cut(title, ProposalTitleInTitle(title)), "疏浚河道");
}

TEST(TitleSubjectTest, IsAbsentWhenTheTitleCounts) {
  EXPECT_FALSE(ProposalTitleInTitle("示例省水利厅关于第12号提案的复函").has_value());
  EXPECT_FALSE(ProposalTitleInTitle("示例省水利厅关于建桥的批复").has_value());
  EXPECT_FALSE(ProposalTitleInTitle("").has_value());
}

}  // namespace
}  // namespace pledge::pipeline
