#include "client/cpp/pledgectl/arguments.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/server_at.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ParsedArguments Parse(const std::vector<std::string>& words) {
  return ParseArguments(words, ServerAt("here:1"));
}

TEST(Arguments, ReadsACommandWithItsOperands) {
  const auto parsed = Parse({"commitments", "city/a", "city/b@2"});

  ASSERT_TRUE(parsed.arguments.has_value()) << parsed.text;
  EXPECT_EQ(parsed.arguments->command, Command::kCommitments);
  EXPECT_THAT(parsed.arguments->operands, ElementsAre("city/a", "city/b@2"));
  EXPECT_EQ(parsed.arguments->common.server, "here:1");
  EXPECT_EQ(parsed.arguments->common.format, Format::kText);
}

TEST(Arguments, KnowsAllCommands) {
  const std::pair<std::vector<std::string>, Command> cases[] = {
      {{"analyze", "a.txt"}, Command::kAnalyze}, {{"ingest", "a.txt"}, Command::kIngest},
      {{"get", "c/a"}, Command::kGet},           {{"sections", "c/a"}, Command::kSections},
      {{"source", "c/a"}, Command::kSource},     {{"text", "c/a@1"}, Command::kText},
      {{"repairs", "c/a"}, Command::kRepairs},   {{"version"}, Command::kVersion},
  };
  for (const auto& [words, command] : cases) {
    const auto parsed = Parse(words);
    ASSERT_TRUE(parsed.arguments.has_value()) << words[0] << ": " << parsed.text;
    EXPECT_EQ(parsed.arguments->command, command) << words[0];
  }
}

TEST(Arguments, ReadsTheFlagsOfJobs) {
  const auto start = Parse({"reanalyze", "city", "city/a", "--dry-run", "--job-id", "j"});
  const auto follow = Parse({"job", "j", "-f"});
  const auto cancel = Parse({"cancel-job", "j"});
  const auto list = Parse({"jobs", "--limit", "3"});

  ASSERT_TRUE(start.arguments && follow.arguments && cancel.arguments && list.arguments);
  EXPECT_EQ(start.arguments->command, Command::kReanalyze);
  EXPECT_THAT(start.arguments->operands, ElementsAre("city", "city/a"));
  EXPECT_TRUE(start.arguments->jobs.dry_run);
  EXPECT_FALSE(start.arguments->jobs.wait);
  EXPECT_EQ(start.arguments->jobs.job_id, "j");
  EXPECT_EQ(follow.arguments->command, Command::kJob);
  EXPECT_TRUE(follow.arguments->jobs.wait);
  EXPECT_EQ(cancel.arguments->command, Command::kCancelJob);
  EXPECT_EQ(list.arguments->command, Command::kJobs);
  EXPECT_EQ(list.arguments->read.limit, 3);
  EXPECT_EQ(Parse({"job"}).exit_code, kExitUsage);
  EXPECT_EQ(Parse({"reanalyze"}).exit_code, kExitUsage);
}

TEST(Arguments, ReadsRangesOfBytes) {
  const auto parsed = Parse({"source", "c/a", "--range", "8006:8094", "--output-file", "f"});

  ASSERT_TRUE(parsed.arguments.has_value()) << parsed.text;
  EXPECT_EQ(parsed.arguments->source.range, "8006:8094");
  EXPECT_EQ(parsed.arguments->source.output_file, "f");
  EXPECT_EQ(ParseRange("8006:8094"), std::make_pair(int64_t{8006}, int64_t{8094}));
  EXPECT_EQ(ParseRange("0:0"), std::make_pair(int64_t{0}, int64_t{0}));
  for (const char* bad : {"", "5", "5:", ":5", "5:4", "-1:4", "1:2:3", "a:b"}) {
    EXPECT_FALSE(ParseRange(bad)) << bad;
    EXPECT_FALSE(Parse({"source", "c/a", std::string("--range=") + bad}).arguments.has_value());
  }
}

TEST(Arguments, TakesCommonFlagsBeforeAndBehindTheCommand) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--server", "unix:/run/p", "-o", "jsonl", "--ascii", "get", "c/a"},
           {"get", "c/a", "--server=unix:/run/p", "--output=jsonl", "--ascii"}}) {
    const auto parsed = Parse(words);

    ASSERT_TRUE(parsed.arguments.has_value()) << parsed.text;
    EXPECT_EQ(parsed.arguments->common.server, "unix:/run/p");
    EXPECT_EQ(parsed.arguments->common.format, Format::kJsonLines);
    EXPECT_TRUE(parsed.arguments->common.ascii);
  }
}

TEST(Arguments, ReadsFlagsOfReading) {
  const auto parsed =
      Parse({"commitments", "c", "--all-types", "--wide", "--limit", "5", "--at", "Cg", "--width",
             "120", "--color", "never", "-q", "-v", "--timeout", "1m30s"});

  ASSERT_TRUE(parsed.arguments.has_value()) << parsed.text;
  EXPECT_TRUE(parsed.arguments->read.all_types);
  EXPECT_TRUE(parsed.arguments->read.wide);
  EXPECT_EQ(parsed.arguments->read.limit, 5);
  EXPECT_EQ(parsed.arguments->read.at, "Cg");
  EXPECT_EQ(parsed.arguments->common.width, 120);
  EXPECT_EQ(parsed.arguments->common.color, ColorChoice::kNever);
  EXPECT_TRUE(parsed.arguments->common.quiet);
  EXPECT_TRUE(parsed.arguments->common.verbose);
  EXPECT_EQ(parsed.arguments->common.timeout, absl::Seconds(90));
}

TEST(Arguments, ReadsFlagsOfIngest) {
  const auto parsed = Parse({"ingest", "--files-from", "-", "--collection", "city", "--session",
                             "s1", "--progress", "plain", "--give-up-after", "30s"});

  ASSERT_TRUE(parsed.arguments.has_value()) << parsed.text;
  EXPECT_EQ(parsed.arguments->ingest.files_from, "-");
  EXPECT_EQ(parsed.arguments->ingest.collection, "city");
  EXPECT_EQ(parsed.arguments->ingest.session, "s1");
  EXPECT_EQ(parsed.arguments->ingest.progress, ProgressChoice::kPlain);
  EXPECT_EQ(parsed.arguments->ingest.give_up_after, absl::Seconds(30));
}

TEST(Arguments, TakesADashForStandardInput) {
  const auto parsed = Parse({"analyze", "-"});

  ASSERT_TRUE(parsed.arguments.has_value()) << parsed.text;
  EXPECT_THAT(parsed.arguments->operands, ElementsAre("-"));
}

TEST(Arguments, RefusesWrongUse) {
  const std::vector<std::vector<std::string>> cases = {
      {"frobnicate"},
      {"get"},
      {"get", "c/a", "c/b"},
      {"get", "c/a", "--wide"},
      {"commitments", "c", "-o", "xml"},
      {"commitments", "c", "-o", "2"},
      {"commitments", "c", "--limit", "0"},
      {"commitments", "c", "--width", "7"},
      {"commitments", "c", "--timeout", "30"},
      {"commitments", "c", "--timeout", "-3s"},
      {"commitments", "c", "--color", "blue"},
      {"ingest", "a", "--progress", "bar"},
      {"--quiet"},
  };
  for (const auto& words : cases) {
    const auto parsed = Parse(words);
    EXPECT_FALSE(parsed.arguments.has_value()) << words[0];
    EXPECT_FALSE(parsed.is_help);
    EXPECT_EQ(parsed.exit_code, kExitUsage);
    EXPECT_FALSE(parsed.text.empty());
  }
}

TEST(Arguments, NamesTheCommandThatItDoesNotKnow) {
  EXPECT_EQ(Parse({"frobnicate"}).text, "no such command: frobnicate");
}

TEST(Arguments, ComplainsInTheFormThatWasAskedFor) {
  EXPECT_EQ(Parse({"frobnicate"}).format, Format::kText);
  EXPECT_EQ(Parse({"frobnicate", "-o", "json"}).format, Format::kJson);
  EXPECT_EQ(Parse({"frobnicate", "--output=jsonl"}).format, Format::kJsonLines);
}

TEST(Arguments, ShowsHelpWithExamples) {
  for (const char* command : {"analyze", "ingest", "get", "sections", "commitments"}) {
    for (const char* flag : {"-h", "--help"}) {
      const auto parsed = Parse({command, flag});
      EXPECT_TRUE(parsed.is_help);
      EXPECT_EQ(parsed.exit_code, kExitDone);
      EXPECT_THAT(parsed.text, HasSubstr(std::string("Usage: pledgectl ") + command));
      EXPECT_THAT(parsed.text, HasSubstr("Examples:\n  pledgectl "));
      EXPECT_THAT(parsed.text, HasSubstr("PLEDGE_SERVER"));
    }
  }
}

TEST(Arguments, ShowsCommandsAndExitCodes) {
  const auto parsed = Parse({"--help"});

  EXPECT_EQ(parsed.exit_code, kExitDone);
  EXPECT_THAT(parsed.text, HasSubstr("commitments"));
  EXPECT_THAT(parsed.text, HasSubstr("Exit codes: 0 done"));
}

TEST(Arguments, ShowsHelpButFailsWithoutAnyWord) {
  const auto parsed = Parse({});

  EXPECT_TRUE(parsed.is_help);
  EXPECT_EQ(parsed.exit_code, kExitUsage);
}

TEST(Arguments, ShowsTheVersion) {
  const auto parsed = Parse({"--version"});

  EXPECT_EQ(parsed.exit_code, kExitDone);
  EXPECT_THAT(parsed.text, ::testing::MatchesRegex("pledgectl [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
}  // namespace pledge::cli
