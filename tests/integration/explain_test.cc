// What the real server says about sentences and about rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::InfoOf;
using testing::Letter;

class ExplainTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    documents_ = v1::DocumentService::NewStub(server_.NewChannel());
    queries_ = v1::QueryService::NewStub(server_.NewChannel());
  }

  v1::AnalyzeDocumentResponse Analyze(bool explain, v1::OffsetUnit unit) {
    v1::AnalyzeDocumentRequest request;
    request.mutable_content()->set_data(Letter(7));
    request.set_explain(explain);
    request.set_offset_unit(unit);
    v1::AnalyzeDocumentResponse response;
    const grpc::Status status =
        CallUnary(*documents_, &v1::DocumentService::Stub::AnalyzeDocument, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::Status Describe(const std::vector<std::string>& ids, v1::DescribeRulesResponse* response) {
    v1::DescribeRulesRequest request;
    request.mutable_rule_ids()->Assign(ids.begin(), ids.end());
    return CallUnary(*queries_, &v1::QueryService::Stub::DescribeRules, request, response);
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::QueryService::Stub> queries_;
};

TEST_F(ExplainTest, SentencesComeOnlyWhenAskedFor) {
  const auto plain = Analyze(false, v1::OFFSET_UNIT_UTF8_BYTE);
  auto explained = Analyze(true, v1::OFFSET_UNIT_UTF8_BYTE);

  EXPECT_EQ(plain.sentences_size(), 0);
  EXPECT_GT(explained.sentences_size(), 8);
  explained.clear_sentences();
  EXPECT_EQ(explained.SerializeAsString(), plain.SerializeAsString());
}

TEST_F(ExplainTest, EveryRecordHasItsClauseAndEveryOtherClauseItsGate) {
  const auto response = Analyze(true, v1::OFFSET_UNIT_UTF8_BYTE);

  std::set<std::string> sections;
  for (const auto& section : response.sections()) sections.insert(section.name());
  std::set<std::string> records;
  for (const auto& sentence : response.sentences()) {
    EXPECT_EQ(sections.count(sentence.section()), 1u) << sentence.text();
    for (const auto& clause : sentence.clauses()) {
      const auto& range = clause.provenance().text_range();
      EXPECT_EQ(response.clean_text().substr(range.start(), range.end() - range.start()),
                clause.text());
      EXPECT_EQ(clause.record().empty(), clause.verdict() == v1::CLAUSE_VERDICT_NONE);
      EXPECT_EQ(clause.rule_ids().empty(), clause.verdict() == v1::CLAUSE_VERDICT_PART);
      if (!clause.record().empty()) records.insert(clause.record());
    }
  }
  EXPECT_EQ(static_cast<int>(records.size()),
            response.commitments_size() + response.achievements_size());
}

TEST_F(ExplainTest, OffsetsFollowTheUnit) {
  const auto response = Analyze(true, v1::OFFSET_UNIT_CODE_POINT);

  const auto& last = *response.sentences().rbegin();
  EXPECT_EQ(last.text(), "2024年6月12日");
  EXPECT_EQ(last.provenance().text_range().end() - last.provenance().text_range().start(), 10);
}

TEST_F(ExplainTest, EveryIdOfAnAnswerIsDescribed) {
  const auto response = Analyze(true, v1::OFFSET_UNIT_UTF8_BYTE);
  std::set<std::string> ids;
  for (const auto& sentence : response.sentences()) {
    for (const auto& clause : sentence.clauses()) {
      ids.insert(clause.rule_ids().begin(), clause.rule_ids().end());
    }
  }
  v1::DescribeRulesResponse described;

  ASSERT_TRUE(Describe({ids.begin(), ids.end()}, &described).ok());

  ASSERT_EQ(described.rules_size(), static_cast<int>(ids.size()));
  auto id = ids.begin();
  for (const auto& rule : described.rules()) {
    EXPECT_EQ(rule.rule_id(), *id++);
    EXPECT_FALSE(rule.text_zh().empty() || rule.text_en().empty()) << rule.rule_id();
  }
}

TEST_F(ExplainTest, AllRulesComeById) {
  v1::DescribeRulesResponse all;
  ASSERT_TRUE(Describe({}, &all).ok());

  std::vector<std::string> ids;
  for (const auto& rule : all.rules()) ids.push_back(rule.rule_id());
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_THAT(ids, ::testing::IsSupersetOf({"tense.opener", "type.refusal", "gate.third-party"}));
}

TEST_F(ExplainTest, UnknownRulesAndTooManyAreRefused) {
  v1::DescribeRulesResponse response;

  const grpc::Status unknown = Describe({"tense.opener", "tense.从不"}, &response);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(InfoOf(unknown).reason(), "RULE_NOT_FOUND");
  EXPECT_EQ(InfoOf(unknown).metadata().at("resource"), "tense.从不");
  EXPECT_EQ(InfoOf(Describe({std::string(100000, 'x')}, &response)).reason(), "RULE_NOT_FOUND");

  const grpc::Status many = Describe(std::vector<std::string>(1001, "tense.opener"), &response);
  EXPECT_EQ(many.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(InfoOf(many).reason(), "FIELD_INVALID");
}

}  // namespace
}  // namespace pledge
