// The completion of pledgectl, as bash runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What bash offers for the last of the words.
std::vector<std::string> Complete(const std::vector<std::string>& words,
                                  const std::string& folder = "/") {
  std::string script = "cd " + folder + " && source <(" + testing::ProgramPath("pledgectl") +
                       " completion bash) && COMP_WORDS=(";
  for (const std::string& word : words) script += "\"" + word + "\" ";
  script += ") && COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) && _pledgectl && " +
            std::string("printf \"%s\\n\" \"${COMPREPLY[@]}\"");
  const auto result = testing::RunCommand("bash -c '" + script + "'");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  std::vector<std::string> offered;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) offered.push_back(line);
  }
  return offered;
}

TEST(Completion, OffersCommands) {
  EXPECT_THAT(Complete({"pledgectl", "comm"}), ElementsAre("commitments"));
  EXPECT_THAT(Complete({"pledgectl", ""}),
              AllOf(Contains("export"), Contains("copy"), Contains("version")));
  EXPECT_THAT(Complete({"pledgectl", "--server", "here:1", "comm"}), ElementsAre("commitments"));
  EXPECT_THAT(Complete({"pledgectl", "nothing", ""}), IsEmpty());
}

TEST(Completion, OffersTheFlagsOfTheCommand) {
  EXPECT_THAT(Complete({"pledgectl", "copy", "--"}),
              AllOf(Contains("--from"), Contains("--to"), Contains("--server"),
                    Contains("--give-up-after"), Not(Contains("--etag"))));
  EXPECT_THAT(Complete({"pledgectl", "delete", "water/a", "--req"}), ElementsAre("--request-id"));
}

TEST(Completion, OffersTheWordsOfAFlag) {
  EXPECT_THAT(Complete({"pledgectl", "list", "-o", ""}), ElementsAre("json", "jsonl", "text"));
  EXPECT_THAT(Complete({"pledgectl", "list", "--output", "=", "jsonl"}), ElementsAre("jsonl"));
  EXPECT_THAT(Complete({"pledgectl", "explain", "--output", "h"}), ElementsAre("html"));
  EXPECT_THAT(Complete({"pledgectl", "completion", ""}), ElementsAre("bash", "fish", "zsh"));
  EXPECT_THAT(Complete({"pledgectl", "list", "--server", ""}), IsEmpty());
}

TEST(Completion, OffersFilesWhereFilesAreMeant) {
  testing::TempDir dir;
  std::ofstream(dir.path() + "/a letter.txt") << "x";

  EXPECT_THAT(Complete({"pledgectl", "analyze", "a"}, dir.path()), ElementsAre("a letter.txt"));
  EXPECT_THAT(Complete({"pledgectl", "update", "--file", ""}, dir.path()),
              ElementsAre("a letter.txt"));
  EXPECT_THAT(Complete({"pledgectl", "restore", "--to", ""}, dir.path()), IsEmpty());
  EXPECT_THAT(Complete({"pledgectl", "get", "a"}, dir.path()), IsEmpty());
}

// Every command and flag of the help is in the scripts of the others as well.
TEST(Completion, OtherShellsKnowTheSameTable) {
  const std::string pledgectl = testing::ProgramPath("pledgectl");
  const auto zsh = testing::RunCommand(pledgectl + " completion zsh");
  const auto fish = testing::RunCommand(pledgectl + " completion fish");
  const auto wrong = testing::RunCommand(pledgectl + " completion csh");

  EXPECT_EQ(zsh.exit_code, 0);
  EXPECT_EQ(fish.exit_code, 0);
  EXPECT_EQ(wrong.exit_code, 2);
  for (const std::string& command : Complete({"pledgectl", ""})) {
    EXPECT_THAT(zsh.output, HasSubstr("\n    " + command + ")\n"));
    EXPECT_THAT(fish.output, HasSubstr(" -a " + command + " -d "));
    for (const std::string& flag : Complete({"pledgectl", command, "--"})) {
      EXPECT_THAT(zsh.output, HasSubstr("*" + flag + "["));
      EXPECT_THAT(fish.output, HasSubstr(" -l " + flag.substr(2) + " "));
    }
  }
}

}  // namespace
}  // namespace pledge
