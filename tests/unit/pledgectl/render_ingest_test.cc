#include "client/cpp/pledgectl/render_ingest.h"

#include "absl/strings/str_split.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;

IngestTally SampleTally() {
  IngestTally tally;
  tally.items = 400;
  tally.created = 90;
  tally.updated = 6;
  tally.unchanged = 3;
  tally.rejected = 1;
  tally.sent_before = 20;
  tally.durable_sequence = 100;
  tally.in_flight = 64;
  tally.elapsed = absl::Seconds(8);
  return tally;
}

IngestSummary SampleSummary() {
  IngestSummary summary;
  summary.session = "collections/city/ingestSessions/s1";
  summary.tally = SampleTally();
  summary.tally.items = 100;
  summary.stored_bytes = 126250321;
  summary.commit_number = 77;
  summary.refusals.push_back(
      {12, "letters/b.txt",
       client::MakeStatus(absl::StatusCode::kResourceExhausted, "DOCUMENT_TOO_LARGE",
                          "letters/b.txt: 9.1 MiB; limit 4.0 MiB", {})});
  return summary;
}

TEST(RenderProgress, ShowsBarRateAndOutcomes) {
  Layout layout;
  layout.width = 60;

  EXPECT_EQ(RenderProgress(SampleTally(), layout),
            "  25% [######....................]  100/400  10/s  eta 0:30\n"
            " new 90  revised 6  same 3  refused 1  in flight 64");
}

TEST(RenderProgress, SaysWhyItIsSlow) {
  IngestTally tally = SampleTally();
  tally.slow = "SERVER_BUSY";

  EXPECT_THAT(RenderProgress(tally, Layout{}), HasSubstr("in flight 64  slow: SERVER_BUSY"));
}

TEST(RenderProgress, GuessesNothingBeforeTheFirstResult) {
  IngestTally tally;
  tally.items = 10;

  EXPECT_THAT(RenderProgress(tally, Layout{}), HasSubstr("0/10  0/s  eta -:--"));
}

TEST(RenderProgress, FitsTheWidth) {
  for (int width = 40; width < 200; ++width) {
    Layout layout;
    layout.width = width;
    const std::string first =
        std::vector<std::string>(absl::StrSplit(RenderProgress(SampleTally(), layout), '\n'))[0];
    EXPECT_LT(CellWidth(first), width);
  }
}

TEST(RenderSummary, SaysWhatWasDoneAndRefused) {
  EXPECT_EQ(RenderSummary(SampleSummary(), Layout{}),
            "done  100 items in 8s, all durable at commit 77\n"
            "      90 new   6 revised   3 same   1 refused   120.4 MiB\n"
            "1 refused:\n"
            "  #12    DOCUMENT_TOO_LARGE   letters/b.txt   9.1 MiB; limit 4.0 MiB\n");
}

TEST(RenderSummary, SaysWhatIsMissing) {
  IngestSummary summary = SampleSummary();
  summary.tally.items = 400;
  summary.tally.partial = 2;
  summary.tally.rejected = 5;

  const std::string text = RenderSummary(summary, Layout{});

  EXPECT_THAT(text, HasSubstr("part  100 of 400 items in 8s, durable at commit 77\n"));
  EXPECT_THAT(text, HasSubstr("2 analysed only in part\n"));
  EXPECT_THAT(text, HasSubstr("5 refused, first 1 of this run:\n"));
}

TEST(SummaryLine, IsStable) {
  EXPECT_EQ(SummaryLine(SampleSummary()),
            "session=collections/city/ingestSessions/s1 items=100 created=90 updated=6 unchanged=3 "
            "rejected=1 bytes=126250321 durable_sequence=100 commit=77 seconds=8.0\n");
}

TEST(RefusalLine, ShowsNoControlCharacters) {
  const Refusal refusal = {1, "a\n.txt", absl::InvalidArgumentError("x\x1b")};

  EXPECT_EQ(RefusalLine(refusal), "#1     INVALID_ARGUMENT     a\\n.txt   x\\x1b\n");
}

TEST(ClockText, HasHoursWhenNeeded) {
  EXPECT_EQ(ClockText(absl::Seconds(0)), "0:00");
  EXPECT_EQ(ClockText(absl::Seconds(279)), "4:39");
  EXPECT_EQ(ClockText(absl::Seconds(3727)), "1:02:07");
}

}  // namespace
}  // namespace pledge::cli
