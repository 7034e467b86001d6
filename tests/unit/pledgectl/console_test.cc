#include "client/cpp/pledgectl/console.h"

#include "client/cpp/pledgectl/progress.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/captured_console.h"

namespace pledge::cli {
namespace {

using testing::CapturedConsole;

bool Colors(ColorChoice choice, bool terminal, const std::string& no_color, const std::string& term,
            const std::string& force) {
  Surroundings surroundings;
  surroundings.no_color = no_color;
  surroundings.term = term;
  surroundings.clicolor_force = force;
  return UseColor(choice, terminal, surroundings);
}

TEST(Color, IsUsedOnATerminalOnly) {
  EXPECT_TRUE(Colors(ColorChoice::kAuto, true, "", "xterm", ""));
  EXPECT_FALSE(Colors(ColorChoice::kAuto, false, "", "xterm", ""));
}

TEST(Color, FollowsTheVariables) {
  EXPECT_FALSE(Colors(ColorChoice::kAuto, true, "1", "xterm", ""));
  EXPECT_FALSE(Colors(ColorChoice::kAuto, true, "1", "xterm", "1"));
  EXPECT_FALSE(Colors(ColorChoice::kAuto, true, "", "dumb", ""));
  EXPECT_TRUE(Colors(ColorChoice::kAuto, false, "", "dumb", "1"));
  EXPECT_FALSE(Colors(ColorChoice::kAuto, false, "", "xterm", "0"));
}

TEST(Color, FollowsTheFlagFirst) {
  EXPECT_TRUE(Colors(ColorChoice::kAlways, false, "1", "dumb", ""));
  EXPECT_FALSE(Colors(ColorChoice::kNever, true, "", "xterm", "1"));
}

TEST(Console, LaysTextOutOnATerminalOrForAWidth) {
  Surroundings terminal;
  terminal.out_is_terminal = true;
  terminal.out_width = 132;
  CommonFlags wide;
  wide.width = 100;

  EXPECT_FALSE(CapturedConsole().console().laid_out());
  EXPECT_TRUE(CapturedConsole({}, terminal).console().laid_out());
  EXPECT_EQ(CapturedConsole({}, terminal).console().layout().width, 132);
  EXPECT_TRUE(CapturedConsole(wide).console().laid_out());
  EXPECT_EQ(CapturedConsole(wide).console().layout().width, 100);
}

TEST(Console, KeepsAnswersAndNotesApart) {
  CapturedConsole captured;

  captured.console().Print("answer\n");
  captured.console().Note("note\n");

  EXPECT_EQ(captured.out(), "answer\n");
  EXPECT_EQ(captured.err(), "note\n");
}

TEST(Console, IsSilentWhenQuietButForFailures) {
  CommonFlags flags;
  flags.quiet = true;
  CapturedConsole captured(flags);

  captured.console().Note("note\n");
  const ExitCode code = captured.console().Fail(absl::NotFoundError("gone"));

  EXPECT_EQ(code, kExitNotFound);
  EXPECT_EQ(captured.err(), "error: gone\n  code NOT_FOUND\n");
}

TEST(Console, FailsInJsonWhenJsonWasAskedFor) {
  for (const Format format : {Format::kJson, Format::kJsonLines}) {
    CommonFlags flags;
    flags.format = format;
    CapturedConsole captured(flags);

    captured.console().Fail(absl::NotFoundError("gone"));

    EXPECT_EQ(captured.err(),
              R"({"error":{"code":"NOT_FOUND","reason":"","message":"gone","metadata":{}}})"
              "\n");
  }
}

TEST(Console, SaysWhenTheOutputCouldNotBeWritten) {
  std::FILE* full = std::fopen("/dev/full", "w");
  if (full == nullptr) GTEST_SKIP() << "no /dev/full here";
  testing::MemoryStream err;
  Surroundings surroundings;
  surroundings.out = full;
  surroundings.err = err.file();
  Console console({}, surroundings);

  console.Print("answer\n");

  EXPECT_EQ(console.Close(kExitDone), kExitFailed);
  EXPECT_NE(err.text().find("OUTPUT_FAILED"), std::string::npos);
  std::fclose(full);
}

TEST(ProgressKind, DependsOnTheTerminal) {
  const auto kind = [](ProgressChoice choice, bool terminal, const std::string& term, bool quiet) {
    Surroundings surroundings;
    surroundings.err_is_terminal = terminal;
    surroundings.term = term;
    CommonFlags flags;
    flags.quiet = quiet;
    CapturedConsole captured(flags, surroundings);
    return KindFor(choice, captured.console());
  };

  EXPECT_EQ(kind(ProgressChoice::kAuto, true, "xterm", false), ProgressKind::kBar);
  EXPECT_EQ(kind(ProgressChoice::kAuto, true, "dumb", false), ProgressKind::kLines);
  EXPECT_EQ(kind(ProgressChoice::kAuto, false, "xterm", false), ProgressKind::kNone);
  EXPECT_EQ(kind(ProgressChoice::kPlain, false, "xterm", false), ProgressKind::kLines);
  EXPECT_EQ(kind(ProgressChoice::kNone, true, "xterm", false), ProgressKind::kNone);
  EXPECT_EQ(kind(ProgressChoice::kPlain, true, "xterm", true), ProgressKind::kNone);
}

TEST(Progress, SaysLinesAlsoWithoutABar) {
  CapturedConsole captured;
  {
    Progress progress(captured.console(), ProgressKind::kNone, IngestTally{});
    progress.Say("one\n");
    progress.Update(IngestTally{});
    progress.Say("two\n");
  }

  EXPECT_EQ(captured.err(), "one\ntwo\n");
}

}  // namespace
}  // namespace pledge::cli
