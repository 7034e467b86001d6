// analyze, get, sections and commitments against a server in this process.
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

// What a command wrote and how it ended.
struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

class ReadCommandTest : public ::testing::Test {
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
};

TEST_F(ReadCommandTest, CommitmentsAreLinesInAPipe) {
  const Outcome outcome = Run({"commitments", "city/lamps"});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(
      outcome.out,
      "collections/city/documents/lamps/revisions/1/commitments/c01\tFIRM\tACTION\tAFFIRM\t"
      "MEDIUM\t\t\t0\t\t更换灯具\t2.1\t120-132\t\n"
      "collections/city/documents/lamps/revisions/1/commitments/c02\tEXPLORE\tACTION\tAFFIRM\t"
      "MEDIUM\t\t\t0\t\t研究调光办法\t2.1\t120-138\t\n");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(ReadCommandTest, CommitmentsComeWithStancesWhenAsked) {
  EXPECT_THAT(Run({"commitments", "city/lamps", "--all-types"}).out, HasSubstr("/c03\t"));
  EXPECT_TRUE(query_.last_selector.include_stances());
}

TEST_F(ReadCommandTest, CommitmentsAreLaidOutForAWidth) {
  const Outcome outcome = Run({"commitments", "city/empty", "city/lamps", "--width", "80"});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out,
            "city/empty@1  示例市城市管理局  no commitments\n"
            "city/lamps@1  示例市城市管理局  2 of 3; 1 stance hidden\n"
            "id   strength      due         commitment\n"
            "c01  #### firm     -           更换灯具\n"
            "                               at 2.1  bytes 120-132\n"
            "c02  #... explore  -           研究调光办法\n"
            "                               at 2.1  bytes 120-138\n");
}

TEST_F(ReadCommandTest, CommitmentsAreTaggedJsonLines) {
  const Outcome outcome = Run({"commitments", "city/lamps", "-o", "jsonl"});

  EXPECT_THAT(outcome.out,
              StartsWith(R"({"commitment":{"name":"collections/city/documents/lamps)"));
  EXPECT_THAT(outcome.out,
              ::testing::EndsWith(
                  R"({"position":{"resumeToken":"2","readInfo":{"consistencyToken":"token-7",)"
                  R"("commitNumber":"7"},"complete":true}})"
                  "\n"));
}

TEST_F(ReadCommandTest, CommitmentsAreOneJsonDocument) {
  const Outcome outcome = Run({"commitments", "city/lamps", "-o", "json"});

  EXPECT_THAT(outcome.out, StartsWith(R"({"commitments":[{"name":)"));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
  EXPECT_THAT(outcome.out, HasSubstr(R"("complete":true)"));
}

TEST_F(ReadCommandTest, CommitmentsFailForALetterThatIsNotThere) {
  const Outcome outcome = Run({"commitments", "city/nothing"});

  EXPECT_EQ(outcome.exit_code, 5);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "error: document not found: city/nothing\n"
            "  reason DOCUMENT_NOT_FOUND  code NOT_FOUND\n");
}

TEST_F(ReadCommandTest, ACutStreamNeverSaysThatItIsComplete) {
  query_.never_complete = true;

  const Outcome outcome = Run({"commitments", "city/lamps", "-o", "jsonl"});

  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(outcome.out.find("\"complete\":true"), std::string::npos);
  EXPECT_THAT(outcome.err, StartsWith(R"({"error":{"code":"UNAVAILABLE","reason":"STREAM_CUT")"));
}

TEST_F(ReadCommandTest, ACutStreamIsNoJsonDocument) {
  query_.never_complete = true;

  EXPECT_EQ(Run({"commitments", "city/lamps", "-o", "json"}).out, "");
}

TEST_F(ReadCommandTest, VerbosePrintsTheToken) {
  EXPECT_EQ(Run({"commitments", "city/lamps", "-v"}).err, "read at commit 7, token token-7\n");
}

TEST_F(ReadCommandTest, SectionsAreLinesInAPipe) {
  EXPECT_THAT(
      Run({"sections", "city/lamps"}).out,
      StartsWith("collections/city/documents/lamps/revisions/1/sections/1\tTITLE\t1\t\t\t0-9\t"
                 "关于照明提案的复函\n"));
}

TEST_F(ReadCommandTest, SectionsAreATreeForAWidth) {
  const Outcome outcome = Run({"sections", "city", "--width", "80"});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out,
            "city/lamps@1  示例市城市管理局\n"
            "id   kind    n  heading\n"
            "1    title      关于照明提案的复函\n"
            "2    topic   2  一、照明设施\n"
            "2.1    plan  2  下一步更换灯具。\n"
            "city/empty@1  示例市城市管理局\n"
            "id  kind   n  heading\n"
            "1   title     关于绿化提案的复函\n");
}

TEST_F(ReadCommandTest, SectionsAreTaggedJsonLines) {
  const Outcome outcome = Run({"sections", "city/lamps", "-o", "jsonl"});

  EXPECT_THAT(outcome.out, StartsWith(R"({"section":{"name":)"));
  EXPECT_THAT(outcome.out, ::testing::EndsWith("\"complete\":true}}\n"));
}

TEST_F(ReadCommandTest, GetShowsADocumentInEachForm) {
  EXPECT_EQ(Run({"get", "city/lamps"}).out,
            "name\tcollections/city/documents/lamps/revisions/1\nissuer\t示例市城市管理局\n");
  EXPECT_EQ(Run({"get", "city/lamps", "--width", "80"}).out,
            "name          city/lamps@1\nissuer        示例市城市管理局\n");
  EXPECT_THAT(Run({"get", "city/lamps", "-o", "json"}).out, StartsWith(R"({"document":{"name":)"));
  EXPECT_THAT(Run({"get", "city/lamps", "-o", "jsonl"}).out,
              ::testing::EndsWith(R"(,"complete":true})"
                                  "\n"));
}

TEST_F(ReadCommandTest, GetShowsARevision) {
  EXPECT_THAT(Run({"get", "city/lamps@1", "-o", "json"}).out,
              StartsWith(R"({"revision":{"name":"collections/city/documents/lamps/revisions/1")"));
  EXPECT_EQ(Run({"get", "city/lamps@9"}).exit_code, 5);
}

TEST_F(ReadCommandTest, NamesAreCheckedBeforeACall) {
  server_.Stop();

  EXPECT_EQ(Run({"get", "city"}).exit_code, 2);
  EXPECT_EQ(Run({"get", "City/x"}).exit_code, 2);
  EXPECT_EQ(Run({"sections", "a/b/c"}).exit_code, 2);
  EXPECT_EQ(Run({"commitments", ""}).exit_code, 2);
}

TEST_F(ReadCommandTest, EveryReadSaysThatTheServerIsAway) {
  server_.Stop();

  for (const char* command : {"get", "sections", "commitments"}) {
    const Outcome outcome = Run({command, "city/lamps"});
    EXPECT_EQ(outcome.exit_code, 7) << command;
    EXPECT_THAT(outcome.err, StartsWith("error: no connection to unix:")) << command;
  }
}

TEST_F(ReadCommandTest, AnalyzeGivesOneObjectAFile) {
  const std::string good = dir_.Write("good.txt", "a letter");
  const std::string bad = dir_.Write("bad.txt", "bad bytes");

  const Outcome outcome = Run({"analyze", good, bad, "-o", "jsonl"});

  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.out, StartsWith("{\"file\":\"" + good + "\",\"response\":{\"cleanText\":"));
  EXPECT_THAT(outcome.out, HasSubstr("{\"file\":\"" + bad +
                                     "\",\"error\":{\"code\":\"INVALID_ARGUMENT\",\"reason\":"
                                     "\"CHARSET_UNDECODABLE\""));
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 2);
  EXPECT_EQ(outcome.err, "");
}

TEST_F(ReadCommandTest, AnalyzeGivesOneJsonDocument) {
  const std::string good = dir_.Write("good.txt", "a letter");

  EXPECT_THAT(Run({"analyze", good, "-o", "json"}).out,
              StartsWith("{\"results\":[{\"file\":\"" + good + "\",\"response\":"));
}

TEST_F(ReadCommandTest, AnalyzeShowsTreeAndCommitments) {
  const std::string good = dir_.Write("good.txt", "a letter");

  const Outcome outcome = Run({"analyze", good, "--width", "80"});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, StartsWith(good + "  示例市城市管理局\nid   kind    n  heading\n"));
  EXPECT_THAT(outcome.out, HasSubstr("2    topic   2  一、照明设施\n"));
  EXPECT_THAT(outcome.out, HasSubstr("c01  #### firm     -           更换灯具\n"));
}

TEST_F(ReadCommandTest, AnalyzePrintsTaggedLinesInAPipe) {
  const std::string good = dir_.Write("good.txt", "a letter");

  const Outcome outcome = Run({"analyze", good});

  EXPECT_THAT(outcome.out, StartsWith(good + "\tsection\tsections/1\tTITLE\t"));
  EXPECT_THAT(outcome.out, HasSubstr(good + "\tcommitment\tcommitments/c01\tFIRM\t"));
  EXPECT_EQ(outcome.out.find("c03"), std::string::npos);
}

TEST_F(ReadCommandTest, AnalyzeEndsWithTheFailureOfItsOnlyFile) {
  const std::string bad = dir_.Write("bad.txt", "bad bytes");

  const Outcome outcome = Run({"analyze", bad});

  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, StartsWith("error: " + bad + ": not text in any charset\n"));
  EXPECT_EQ(Run({"analyze", dir_.path() + "/none"}).exit_code, 5);
}

TEST_F(ReadCommandTest, AnalyzeSaysWhenAnAnalysisIsPartial) {
  EXPECT_EQ(Run({"analyze", dir_.Write("p.txt", "partial letter")}).exit_code, 3);
}

TEST_F(ReadCommandTest, AnalyzeRefusesWhatIsTooLargeWithoutSendingIt) {
  const std::string large = dir_.Write("large.txt", std::string((4 << 20) + 1, 'x'));

  const Outcome outcome = Run({"analyze", large});

  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("reason DOCUMENT_TOO_LARGE"));
}

TEST_F(ReadCommandTest, AnalyzeStopsWithoutAServer) {
  server_.Stop();
  const std::string good = dir_.Write("good.txt", "a letter");

  const Outcome outcome = Run({"analyze", good, good, "-o", "jsonl"});

  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
}

}  // namespace
}  // namespace pledge::cli
