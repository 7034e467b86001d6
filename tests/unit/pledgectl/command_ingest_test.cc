// ingest against a server in this process.
#include <algorithm>

#include "client/cpp/pledgectl/command.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/captured_console.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"
#include "tests/unit/pledgectl/server_at.h"
#include "tests/unit/pledgectl/temp_dir.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;
using testing::FakeIngestService;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using Action = FakeIngestService::Action;

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

class IngestCommandTest : public ::testing::Test {
 protected:
  Outcome Run(const std::vector<std::string>& words, const Surroundings& surroundings = {}) {
    std::vector<std::string> all = {"ingest"};
    all.insert(all.end(), words.begin(), words.end());
    if (std::find(words.begin(), words.end(), "--collection") == words.end()) {
      all.insert(all.end(), {"--collection", "city"});
    }
    ParsedArguments parsed = ParseArguments(all, ServerAt(server_.address()));
    EXPECT_TRUE(parsed.arguments.has_value()) << parsed.text;
    if (!parsed.arguments.has_value()) return {};
    testing::CapturedConsole captured(parsed.arguments->common, surroundings);
    const ExitCode code = RunCommand(*parsed.arguments, captured.console());
    return {captured.console().Close(code), captured.out(), captured.err()};
  }

  FakeIngestService service_;
  testing::FakeServer server_{{&service_}};
  testing::TempDir dir_;
};

TEST_F(IngestCommandTest, StoresFilesUnderTheirNames) {
  dir_.Write("b/two.txt", "second");
  dir_.Write("one.txt", "first");

  const Outcome outcome = Run({dir_.path()});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out,
              MatchesRegex("session=collections/city/ingestSessions/files-[0-9a-f]+ items=2 "
                           "created=2 updated=0 unchanged=0 rejected=0 bytes=0 durable_sequence=2 "
                           "commit=3 seconds=[0-9.]+\n"));
  EXPECT_EQ(outcome.err, "");
  EXPECT_THAT(service_.documents(), UnorderedElementsAre(Pair("b-two", ElementsAre("second")),
                                                         Pair("one", ElementsAre("first"))));
}

TEST_F(IngestCommandTest, SendsNothingTheSecondTime) {
  dir_.Write("one.txt", "first");
  Run({dir_.path()});

  const Outcome again = Run({dir_.path()});

  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(service_.items_received(), 1);
  EXPECT_THAT(again.out, HasSubstr("items=1 created=1 "));
  EXPECT_THAT(again.err, HasSubstr("resuming after item 1 (1 found)"));
  EXPECT_THAT(again.err, HasSubstr("nothing to send"));
}

TEST_F(IngestCommandTest, MakesANewRevisionOfAFileThatWasWrittenAgain) {
  dir_.Write("one.txt", "first");
  Run({dir_.path()});
  dir_.Write("one.txt", "first, corrected");

  const Outcome outcome = Run({dir_.path()});

  EXPECT_THAT(outcome.out, HasSubstr("items=1 created=0 updated=1 "));
  EXPECT_THAT(service_.documents(),
              ElementsAre(Pair("one", ElementsAre("first", "first, corrected"))));
}

TEST_F(IngestCommandTest, TakesAListOfFiles) {
  const std::string one = dir_.Write("one.txt", "first");
  const std::string two = dir_.Write("two.txt", "second");
  const std::string list = dir_.Write("list", two + "\n\n" + one + "\n");

  EXPECT_EQ(Run({"--files-from", list}).exit_code, 0);

  EXPECT_EQ(service_.documents().size(), 2u);
}

TEST_F(IngestCommandTest, ListsWhatIsRefused) {
  dir_.Write("1.txt", "fine");
  dir_.Write("2.txt", "bad bytes");
  dir_.Write("3.txt", std::string(5000, 'x'));

  const Outcome outcome = Run({dir_.path()});

  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("items=3 created=1 updated=0 unchanged=0 rejected=2 "));
  EXPECT_THAT(outcome.err, HasSubstr("refused  #2     CHARSET_UNDECODABLE  " + dir_.path() +
                                     "/2.txt   refused by the fake\n"));
  EXPECT_THAT(outcome.err, HasSubstr("refused  #3     DOCUMENT_TOO_LARGE   " + dir_.path() +
                                     "/3.txt   4.9 KiB; limit 1000 B\n"));
}

TEST_F(IngestCommandTest, StaysIncompleteWhenItIsRunAgain) {
  dir_.Write("2.txt", "bad bytes");
  Run({dir_.path()});

  EXPECT_EQ(Run({dir_.path()}).exit_code, 3);
}

TEST_F(IngestCommandTest, SaysWhenAnAnalysisIsPartial) {
  dir_.Write("1.txt", "partial letter");

  EXPECT_EQ(Run({dir_.path()}).exit_code, 3);
}

TEST_F(IngestCommandTest, GoesOnAfterACutWithAWarning) {
  for (int i = 0; i < 50; ++i) dir_.Write(std::to_string(i) + ".txt", std::to_string(i));
  service_.on_item = [&](int64_t sequence) {
    return sequence == 20 && service_.streams() == 1 ? Action::kCut : Action::kStore;
  };

  const Outcome outcome = Run({dir_.path()});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("items=50 created=50 "));
  EXPECT_THAT(outcome.err, HasSubstr("warning: connection lost after item 19 (UNAVAILABLE); "));
  EXPECT_THAT(outcome.err, HasSubstr("  resuming after item 19\n"));
}

TEST_F(IngestCommandTest, TellsEachResultInJsonLines) {
  const std::string one = dir_.Write("1.txt", "fine");
  const std::string two = dir_.Write("2.txt", "bad bytes");

  const Outcome outcome = Run({dir_.path(), "-o", "jsonl"});

  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.out,
              HasSubstr(R"({"result":{"sequence":"1","outcome":"INGEST_OUTCOME_CREATED")"));
  EXPECT_THAT(outcome.out, HasSubstr("},\"path\":\"" + one + "\"}\n"));
  EXPECT_THAT(outcome.out, HasSubstr("\"reason\":\"CHARSET_UNDECODABLE\""));
  EXPECT_THAT(outcome.out, ::testing::EndsWith(",\"complete\":true}\n"));
}

TEST_F(IngestCommandTest, TellsWhyAFileCouldNotBeSent) {
  dir_.Write("1.txt", std::string(5000, 'x'));

  EXPECT_THAT(Run({dir_.path(), "-o", "jsonl"}).out,
              HasSubstr("1.txt\",\"error\":{\"code\":\"RESOURCE_EXHAUSTED\",\"reason\":"
                        "\"DOCUMENT_TOO_LARGE\",\"message\":"));
}

TEST_F(IngestCommandTest, TellsWhatIsRefusedInJson) {
  dir_.Write("2.txt", "bad bytes");

  EXPECT_THAT(Run({dir_.path(), "-o", "json"}).out,
              HasSubstr(R"("complete":true,"refused":[{"sequence":"1","path":")"));
}

TEST_F(IngestCommandTest, FailsWhenTheSessionIsTakenOver) {
  dir_.Write("1.txt", "fine");
  service_.on_item = [](int64_t) { return Action::kFence; };

  const Outcome outcome = Run({dir_.path()});

  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_THAT(outcome.err, HasSubstr("reason SESSION_FENCED  code ABORTED\n  another process"));
}

TEST_F(IngestCommandTest, CountsWhatAnotherProcessSentUntilItTookOver) {
  dir_.Write("1.txt", "first");
  dir_.Write("2.txt", "second");
  // Between opening the session and attaching to it, the other one sends item 1.
  service_.on_open = [&](const std::string& session) {
    service_.StoreFor(session, 1, "1", "first");
  };

  EXPECT_THAT(Run({dir_.path()}).out, HasSubstr("items=2 created=2 updated=0 "));
}

TEST_F(IngestCommandTest, SaysHowToGoOnWhenItGivesUp) {
  dir_.Write("1.txt", "fine");
  service_.on_item = [](int64_t) { return Action::kRetry; };

  const Outcome outcome = Run({dir_.path(), "--give-up-after", "50ms", "-o", "jsonl"});

  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(outcome.out.find("complete"), std::string::npos);
  EXPECT_THAT(outcome.err, HasSubstr("DISK_RESERVE"));
  EXPECT_THAT(outcome.err, HasSubstr("0 of 1 items are durable; run the same command again"));
}

TEST_F(IngestCommandTest, FollowsAnExpiredSessionWithANewOne) {
  dir_.Write("1.txt", "fine");
  const std::string line = Run({dir_.path()}).out;
  const std::string session = line.substr(8, line.find(' ') - 8);
  service_.Expire(session);

  const Outcome outcome = Run({dir_.path()});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("session=" + session +
                                     "-2 items=1 created=0 updated=0 "
                                     "unchanged=1 "));
}

TEST_F(IngestCommandTest, DoesNotReplaceASessionThatWasNamed) {
  dir_.Write("1.txt", "fine");
  Run({dir_.path(), "--session", "mine"});
  service_.Expire("collections/city/ingestSessions/mine");

  const Outcome outcome = Run({dir_.path(), "--session", "mine"});

  EXPECT_EQ(outcome.exit_code, 6);
  EXPECT_THAT(outcome.err, HasSubstr("SESSION_EXPIRED"));
}

TEST_F(IngestCommandTest, ShowsASummaryOnATerminal) {
  dir_.Write("1.txt", "fine");
  Surroundings terminal;
  terminal.out_is_terminal = true;
  terminal.err_is_terminal = true;

  const Outcome outcome = Run({dir_.path(), "--color", "never", "--progress", "none"}, terminal);

  EXPECT_THAT(outcome.out, MatchesRegex("done  1 item in [^,]+, all durable at commit 2\n"
                                        "      1 new   0 revised   0 same   0 refused   0 B\n"));
  EXPECT_THAT(outcome.err, MatchesRegex("session city/files-[0-9a-f]+ \\(1 found\\)\n"));
}

TEST_F(IngestCommandTest, RefusesWrongUse) {
  EXPECT_EQ(Run({}).exit_code, 2);
  EXPECT_EQ(Run({"--collection", "City", dir_.path()}).exit_code, 2);
  EXPECT_EQ(Run({"--session", "a/b", dir_.path()}).exit_code, 2);
  EXPECT_EQ(Run({dir_.path() + "/none"}).exit_code, 5);
  EXPECT_EQ(Run({"--files-from", dir_.path() + "/none"}).exit_code, 5);
}

TEST_F(IngestCommandTest, HasNothingToDoInAnEmptyFolder) {
  const Outcome outcome = Run({dir_.path()});

  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.err, "no files found\n");
}

TEST_F(IngestCommandTest, FailsWithoutAServer) {
  dir_.Write("1.txt", "fine");
  server_.Stop();

  EXPECT_EQ(Run({dir_.path()}).exit_code, 7);
}

}  // namespace
}  // namespace pledge::cli
