// explain against a server in this process.
#include "client/cpp/pledgectl/command.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/captured_console.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"
#include "tests/unit/pledgectl/fake_read_services.h"
#include "tests/unit/pledgectl/server_at.h"
#include "tests/unit/pledgectl/temp_dir.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

class ExplainCommandTest : public ::testing::Test {
 protected:
  Outcome Run(const std::vector<std::string>& words) {
    ParsedArguments parsed = ParseArguments(words, ServerAt(server_.address()));
    EXPECT_TRUE(parsed.arguments.has_value()) << parsed.text;
    if (!parsed.arguments.has_value()) return {};
    testing::CapturedConsole captured(parsed.arguments->common);
    const ExitCode code = RunCommand(*parsed.arguments, captured.console());
    return {captured.console().Close(code), captured.out(), captured.err()};
  }

  testing::FakeDocumentService documents_;
  testing::FakeQueryService query_;
  testing::FakeServer server_{{&documents_, &query_}};
  testing::TempDir dir_;
  const std::string good_ = dir_.Write("good.txt", "a letter");
  const std::string bad_ = dir_.Write("bad.txt", "bad bytes");
};

TEST_F(ExplainCommandTest, IsLaidOutForAWidth) {
  const Outcome outcome = Run({"explain", good_, "--width", "80"});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, StartsWith(good_ + "  示例市城市管理局  3 commitments, "));
  EXPECT_THAT(outcome.out, HasSubstr("c01  #### firm     更换灯具\n"));
  EXPECT_THAT(outcome.out, HasSubstr("tense.opener: An opener makes it prospective.\n"));
  EXPECT_THAT(outcome.out, HasSubstr("gate.third-party: A third party acts.\n"));
}

TEST_F(ExplainCommandTest, TakesALanguage) {
  EXPECT_THAT(Run({"explain", good_, "--width", "80", "--lang", "zh"}).out,
              HasSubstr("gate.third-party: 主体是第三方。\n"));
  EXPECT_FALSE(
      ParseArguments({"explain", good_, "--lang", "fr"}, ServerAt("x")).arguments.has_value());
}

TEST_F(ExplainCommandTest, IsLinesInAPipe) {
  EXPECT_THAT(Run({"explain", good_}).out,
              HasSubstr(good_ + "\tCOMMITMENT\tc01\t2.1\t120-132\ttense.opener,type.action\t更换\t"
                                "更换灯具\n"));
}

TEST_F(ExplainCommandTest, IsOneObjectAFileWithTheRulesThatItNames) {
  const Outcome outcome = Run({"explain", good_, bad_, "-o", "jsonl"});

  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.out, StartsWith("{\"file\":\"" + good_ + "\",\"response\":{\"cleanText\":"));
  EXPECT_THAT(outcome.out, HasSubstr("\"verdict\":\"CLAUSE_VERDICT_COMMITMENT\""));
  EXPECT_THAT(outcome.out, HasSubstr(",\"rules\":[{\"ruleId\":\"gate.frame\""));
  EXPECT_THAT(outcome.out, HasSubstr("\"error\":{\"code\":\"INVALID_ARGUMENT\""));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 2);
  EXPECT_THAT(Run({"explain", good_, "-o", "json"}).out, StartsWith("{\"results\":[{\"file\":"));
}

TEST_F(ExplainCommandTest, IsAPage) {
  const Outcome outcome = Run({"explain", good_, "-o", "html"});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, StartsWith("<!doctype html>\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\"gate.third-party\":{\"zh\":\"主体是第三方。\""));
  EXPECT_THAT(outcome.out, ::testing::EndsWith("</html>\n"));
  EXPECT_EQ(outcome.err, "");
}

TEST_F(ExplainCommandTest, APageShowsOneLetter) {
  const Outcome outcome = Run({"explain", good_, bad_, "-o", "html"});

  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("error: html shows one letter"));
}

TEST_F(ExplainCommandTest, FailsWithTheExitCodeOfTheCause) {
  const Outcome outcome = Run({"explain", bad_, "-o", "html"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, StartsWith("error: " + bad_ + ": not text in any charset\n"));

  EXPECT_EQ(Run({"explain", dir_.path() + "/none"}).exit_code, 5);
  EXPECT_EQ(Run({"explain", dir_.Write("p.txt", "partial letter")}).exit_code, 3);
  server_.Stop();
  EXPECT_EQ(Run({"explain", good_}).exit_code, 7);
}

TEST_F(ExplainCommandTest, OnlyExplainMakesPages) {
  EXPECT_FALSE(
      ParseArguments({"analyze", good_, "-o", "html"}, ServerAt("x")).arguments.has_value());
}

}  // namespace
}  // namespace pledge::cli
