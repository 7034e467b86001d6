// What approvals and policies say otherwise than letters: terms, grants, creeds, accounts,
// goals. All sentences are made up.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> InPlan(std::string_view text) {
  return Spans(text, PlanRecordsOf(text).commitments);
}

struct GenreCase {
  bool is_approval;
  DocumentKind kind;
  std::string_view heading;
};

ExtractedRecords RecordsUnder(const GenreCase& genre, std::string_view text) {
  const std::string whole = std::string(genre.heading) + "\n" + std::string(text);
  SectionTree tree;
  Section topic;
  topic.kind = SectionKind::kTopic;
  topic.text = {0, static_cast<uint32_t>(whole.size())};
  topic.heading = {0, static_cast<uint32_t>(genre.heading.size())};
  tree.sections.push_back(topic);
  LetterContext context;
  context.reference.date = {2024, 6, 12};
  context.kind = genre.kind;
  context.is_approval = genre.is_approval;
  return ExtractRecords(whole, tree, context);
}

std::vector<std::string> SpansUnder(const GenreCase& genre, std::string_view text) {
  const std::string whole = std::string(genre.heading) + "\n" + std::string(text);
  return Spans(whole, RecordsUnder(genre, text).commitments);
}

// --- Approvals -------------------------------------------------------------

TEST(Genres, YearsInATitleAreNoDates) {
  const GenreCase approval = {true, DocumentKind::kReplyLetter, "一、总的意见"};

  EXPECT_THAT(SpansUnder(approval, "原则同意修改后的《水环境治理规划（2031—2035年）》。"),
              IsEmpty());
}

TEST(Genres, TermsOfAnApprovalFollowAnEvent) {
  const GenreCase approval = {true, DocumentKind::kReplyLetter, "一、收费站"};
  const GenreCase letter = {false, DocumentKind::kReplyLetter, "一、收费站"};
  const std::string_view text = "同意增设城东收费站，新站启用后撤销城南匝道站。";

  EXPECT_THAT(SpansUnder(approval, text), ElementsAre("新站启用后撤销城南匝道站"));
  EXPECT_THAT(SpansUnder(letter, text), IsEmpty());
}

TEST(Genres, WhatIsGrantedIsNotPromised) {
  const GenreCase approval = {true, DocumentKind::kReplyLetter, "一、收费站"};

  EXPECT_THAT(SpansUnder(approval, "省政府同意该高速建成后，设置匝道收费站2处。"), IsEmpty());
}

TEST(Genres, DashesOpenItemsWithHeadlines) {
  EXPECT_THAT(InPlan("——加快成果涌现。形成一批示范应用。"), ElementsAre("形成一批示范应用"));
}

TEST(Genres, ArticlesOfARegulationPromiseNothing) {
  const std::string_view text = "第一条 为规范管理，制定本办法。第三条 主管部门颁发证书。";
  LetterFacts facts;
  facts.kind = DocumentKind::kPolicy;
  const LetterContext context = ContextFrom(text, facts);
  SectionTree tree;
  Section body;
  body.kind = SectionKind::kTopic;
  body.text = {0, static_cast<uint32_t>(text.size())};
  tree.sections.push_back(body);

  EXPECT_TRUE(context.is_regulation);
  EXPECT_THAT(ExtractRecords(text, tree, context).commitments, IsEmpty());
}

TEST(Genres, SignificanceIsNoPromise) {
  EXPECT_THAT(InPlan("推动场景创新对于促进应用具有重要意义。"), IsEmpty());
}

// --- Policies --------------------------------------------------------------

TEST(Genres, CreedsOfAPolicyAreStances) {
  const GenreCase creed = {false, DocumentKind::kPolicy, "（二）基本原则"};
  const auto commitments = RecordsUnder(creed, "——统筹规划布局。完善分配机制。").commitments;

  ASSERT_FALSE(commitments.empty());
  for (const Commitment& commitment : commitments)
    EXPECT_EQ(commitment.type, CommitmentType::kStance);
  EXPECT_THAT(SpansUnder(creed, "——坚持需求导向。"), ElementsAre("坚持需求导向"));
}

TEST(Genres, AccountsAndPreamblesOfAPolicyPromiseNothing) {
  const GenreCase account = {false, DocumentKind::kPolicy, "一、发展现状"};
  const GenreCase operative = {false, DocumentKind::kPolicy, "一、主要任务"};

  EXPECT_THAT(SpansUnder(account, "建立综合监测系统，完善预警平台。"), IsEmpty());
  EXPECT_THAT(SpansUnder(operative, "建立综合监测系统。"), ElementsAre("建立综合监测系统"));
  EXPECT_THAT(SpansUnder(operative, "为加快转型，激发活力，现提出以下意见。"), IsEmpty());
  EXPECT_THAT(SpansUnder(operative, "推进节水改造是保障用水安全的重要途径。"), IsEmpty());
}

TEST(Genres, GoalsOfAPolicyAreStatesToBeReached) {
  const GenreCase goal = {false, DocumentKind::kPolicy, "（三）主要目标"};

  EXPECT_THAT(SpansUnder(goal, "到2030年，监测数据集全面建成。").size(), 1u);
}

TEST(Genres, MeansInAListAreNoActs) {
  const std::string_view text = "综合运用无偿资助、业务奖励等方式，对孵化器给予补助。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_FALSE(commitments.empty());
  EXPECT_EQ(PredicateOf(text, commitments.back()).substr(0, 6), "补助");
}

}  // namespace
}  // namespace pledge::pipeline
