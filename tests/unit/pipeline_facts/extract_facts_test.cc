#include "service/pipeline/facts/extract_facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Letter {
  CleanText clean;
  LetterFacts facts;

  explicit Letter(std::string_view text) {
    clean.text = text;
    facts = ExtractFacts(clean, Segment(clean));
  }

  std::string Value(const std::optional<Argument>& fact) const {
    if (!fact) return "-";
    return fact->value.empty() ? Words(*fact) : fact->value;
  }
  std::string Words(const Argument& fact) const {
    return clean.text.substr(fact.range.start, fact.range.size());
  }
  std::vector<std::string> Values(const std::vector<Argument>& facts) const {
    std::vector<std::string> out;
    for (const Argument& fact : facts) out.push_back(Value(fact));
    return out;
  }
};

constexpr std::string_view kFullLetter =
    "B类\n公开属性：主动公开\n签发人：周望野\n"
    "示例市水务局关于政协示例市第五届委员会\n第二次会议第0617号提案的复函\n"
    "示水函[2024]第 12 号\n"
    "林知远、何竹溪委员：\n"
    "你们提出的《疏浚河道》收悉。我局作为主办单位，会同市财政局研究，现答复如下：\n"
    "近年来，我局疏浚河道80公里，印发《办法》（示水发〔2020〕3号）。\n"
    "感谢你们的关心。\n"
    "附件：河道清单\n"
    "示例市水务局\n二〇二四年六月十二日\n"
    "联系人：唐予安　　联系电话：0000-1234567\n"
    "抄送：市政协提案委员会，市政府督查室。";

TEST(ExtractFactsTest, ReadsEveryFactOfAFullLetter) {
  const Letter letter(kFullLetter);
  const LetterFacts& facts = letter.facts;

  EXPECT_EQ(facts.kind, DocumentKind::kReplyLetter);
  EXPECT_EQ(letter.Value(facts.title),
            "示例市水务局关于政协示例市第五届委员会第二次会议第0617号提案的复函");
  EXPECT_EQ(letter.Value(facts.document_number), "示水函〔2024〕12号");
  EXPECT_EQ(letter.Words(*facts.document_number), "示水函[2024]第 12 号");
  EXPECT_EQ(letter.Value(facts.issuer), "示例市水务局");
  EXPECT_EQ(letter.Value(facts.issue_date), "2024-06-12");
  EXPECT_THAT(letter.Values(facts.addressees), ElementsAre("林知远", "何竹溪"));
  EXPECT_EQ(letter.Value(facts.session), "政协示例市第五届委员会第二次会议");
  EXPECT_EQ(letter.Value(facts.proposal_number), "0617");
  EXPECT_EQ(letter.Value(facts.proposal_title), "疏浚河道");
  EXPECT_EQ(letter.Value(facts.result_category), "B类");
  EXPECT_EQ(letter.Value(facts.disclosure), "主动公开");
  EXPECT_EQ(letter.Value(facts.handling_role), "主办");
  EXPECT_EQ(letter.Value(facts.signatory), "周望野");
  EXPECT_EQ(letter.Value(facts.contact_person), "唐予安");
  EXPECT_EQ(letter.Value(facts.contact_phone), "0000-1234567");
  EXPECT_THAT(letter.Values(facts.cc), ElementsAre("市政协提案委员会", "市政府督查室"));
  EXPECT_THAT(letter.Values(facts.attachments), ElementsAre("河道清单"));
}

TEST(ExtractFactsTest, InventsNothing) {
  const Letter letter(
      "网友“LL01”您好！您的留言已收悉，现将有关情况回复如下：根据《办法》（示水发〔2020〕3号），"
      "该河道2023年5月1日已疏浚，联系电话：0000-1234567。感谢您的监督！");
  const LetterFacts& facts = letter.facts;

  EXPECT_EQ(facts.kind, DocumentKind::kBoardReply);
  EXPECT_FALSE(facts.title.has_value());
  EXPECT_FALSE(facts.document_number.has_value());
  EXPECT_FALSE(facts.issuer.has_value());
  EXPECT_FALSE(facts.issue_date.has_value());
  EXPECT_THAT(facts.addressees, IsEmpty());
  EXPECT_FALSE(facts.session.has_value());
  EXPECT_FALSE(facts.proposal_number.has_value());
  EXPECT_FALSE(facts.proposal_title.has_value());
  EXPECT_FALSE(facts.result_category.has_value());
  EXPECT_FALSE(facts.disclosure.has_value());
  EXPECT_FALSE(facts.handling_role.has_value());
  EXPECT_FALSE(facts.signatory.has_value());
  EXPECT_FALSE(facts.contact_person.has_value());
  EXPECT_FALSE(facts.contact_phone.has_value());
  EXPECT_THAT(facts.cc, IsEmpty());
  EXPECT_THAT(facts.attachments, IsEmpty());
  EXPECT_FALSE(facts.region.has_value());
}

TEST(ExtractFactsTest, HasNoFactsOfAnEmptyText) {
  const Letter letter("");

  EXPECT_EQ(letter.facts.kind, DocumentKind::kOther);
  EXPECT_FALSE(letter.facts.title.has_value());
}

TEST(ExtractFactsTest, TakesTheIssuerFromTheSignOffWhenTheTitleNamesNone) {
  const Letter letter(
      "关于第12号提案的答复\n林知远委员：\n提案收悉，现答复如下：\n河道已疏浚。\n示例县水务局\n2024"
      "年6月12日");

  EXPECT_EQ(letter.Value(letter.facts.issuer), "示例县水务局");
}

TEST(ExtractFactsTest, TakesTheDateOfSignatureNotTheOneInTheHead) {
  const Letter letter(
      "关于第12号提案的答复\n（2024年7月1日）\n林知远委员：\n提案收悉，现答复如下：\n河道已疏浚。\n"
      "示例县水务局\n2024年6月12日");

  EXPECT_EQ(letter.Value(letter.facts.issue_date), "2024-06-12");
}

TEST(ExtractFactsTest, TakesTheDateInTheHeadWhenThereIsNoOther) {
  const Letter letter(
      "关于第12号提案的答复\n（2024年7月1日）\n林知远委员：\n提案收悉，现答复如下：\n河道已疏浚，堤"
      "坝已加固。");

  EXPECT_EQ(letter.Value(letter.facts.issue_date), "2024-07-01");
}

TEST(ExtractFactsTest, ReadsTheSalutationInsideTheOpening) {
  const Letter letter(
      "示例县人民政府：你县关于建桥的请示收悉。现函复如下：同意建桥。示例市人民政府2024年6月12日");

  EXPECT_THAT(letter.Values(letter.facts.addressees), ElementsAre("示例县人民政府"));
  EXPECT_EQ(letter.Value(letter.facts.issuer), "示例市人民政府");
  EXPECT_EQ(letter.Value(letter.facts.issue_date), "2024-06-12");
}

TEST(ExtractFactsTest, DoesNotTakeAQuotedNumberForTheLettersOwn) {
  const Letter letter(
      "示例县人民政府：\n《关于建桥的请示》（示政呈〔2024〕9号）收悉。现函复如下：\n同意建桥，请抓"
      "紧施工。");

  EXPECT_FALSE(letter.facts.document_number.has_value());
  EXPECT_FALSE(letter.facts.proposal_number.has_value());
}

TEST(ExtractFactsTest, TakesNoMessageOfAReaderForAProposal) {
  const Letter letter(
      "网友“LL01”：\n您提出的《关于疏浚河道的建议》收悉，现将有关情况回复如下：\n河道已疏浚。");

  EXPECT_EQ(letter.facts.kind, DocumentKind::kBoardReply);
  EXPECT_FALSE(letter.facts.proposal_title.has_value());
}

TEST(ExtractFactsTest, KnowsTheRegionOfTheIssuer) {
  const Letter letter(
      "四川省水利厅关于第12号提案的答复\n林知远委员：\n提案收悉，现答复如下：\n河道已疏浚。");

  EXPECT_EQ(letter.Value(letter.facts.region), "510000");
  EXPECT_EQ(letter.Words(*letter.facts.region), "四川省");
}

TEST(ExtractFactsTest, ReadsThePolicyNotTheDocumentBehindIt) {
  const Letter letter(
      "示例省人民政府办公厅关于印发示例省防汛方案的通知\n示政办发〔2024〕7号\n各市人民政府：\n"
      "《示例省防汛方案》已经省政府同意，现印发给你们，请认真执行。\n示例省人民政府办公厅\n2024年3"
      "月15日\n"
      "示例省防汛方案\n为做好防汛工作，制定本方案。\n一、总体要求\n坚持预防为主，科学调度各类水库，"
      "保障人民群众生命财产安全，最大限度减少洪涝灾害损失。\n二、重点任务\n每年汛前完成水库检查，"
      "六月底前完成险工险段加固，建立省市县三级会商机制，及时发布预警信息。");

  EXPECT_EQ(letter.facts.kind, DocumentKind::kPolicy);
  EXPECT_EQ(letter.Value(letter.facts.title), "示例省人民政府办公厅关于印发示例省防汛方案的通知");
  EXPECT_EQ(letter.Value(letter.facts.issuer), "示例省人民政府办公厅");
  EXPECT_EQ(letter.Value(letter.facts.issue_date), "2024-03-15");
}

}  // namespace
}  // namespace pledge::pipeline
