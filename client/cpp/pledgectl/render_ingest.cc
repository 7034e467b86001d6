#include "client/cpp/pledgectl/render_ingest.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

constexpr size_t kShownRefusals = 20;

// Items a second in this run; 0 before the first.
double RateOf(const IngestTally& tally) {
  const double seconds = absl::ToDoubleSeconds(tally.elapsed);
  return seconds > 0 ? static_cast<double>(tally.done() - tally.sent_before) / seconds : 0;
}

std::string TimeLeft(const IngestTally& tally) {
  const double rate = RateOf(tally);
  if (rate <= 0) return "-:--";
  return ClockText(absl::Seconds(static_cast<double>(tally.items - tally.done()) / rate));
}

std::string Bar(double share, int width) {
  const int full = std::clamp(static_cast<int>(share * width), 0, width);
  return std::string(static_cast<size_t>(full), '#') +
         std::string(static_cast<size_t>(width - full), '.');
}

double ShareOf(const IngestTally& tally) {
  return tally.items > 0 ? static_cast<double>(tally.done()) / static_cast<double>(tally.items) : 1;
}

std::string OutcomesText(const IngestTally& tally, const Layout& layout) {
  std::string out = absl::StrCat(" new ", tally.created, "  revised ", tally.updated, "  same ",
                                 tally.unchanged, "  ");
  const std::string refused = absl::StrCat("refused ", tally.rejected);
  absl::StrAppend(&out,
                  Paint(refused, tally.rejected > 0 ? Ink::kError : Ink::kPlain, layout.color),
                  "  in flight ", tally.in_flight);
  if (!tally.slow.empty()) {
    absl::StrAppend(&out, "  ", Paint("slow: " + Escape(tally.slow), Ink::kWarning, layout.color));
  }
  return out;
}

// Messages of local failures begin with the path, which stands before them.
std::string WordsOf(const Refusal& refusal) {
  const std::string message(refusal.status.message());
  const std::string prefix = refusal.path + ": ";
  return message.rfind(prefix, 0) == 0 ? message.substr(prefix.size()) : message;
}

std::string CountsLine(const IngestSummary& summary, const Layout& layout) {
  const IngestTally& tally = summary.tally;
  const std::string refused = absl::StrCat(tally.rejected, " refused");
  std::string out = absl::StrCat("      ", tally.created, " new   ", tally.updated, " revised   ",
                                 tally.unchanged, " same   ");
  absl::StrAppend(&out,
                  Paint(refused, tally.rejected > 0 ? Ink::kError : Ink::kPlain, layout.color),
                  "   ", SizeText(summary.stored_bytes), "\n");
  if (tally.partial > 0) {
    absl::StrAppend(
        &out, "      ",
        Paint(absl::StrCat(tally.partial, " analysed only in part"), Ink::kWarning, layout.color),
        "\n");
  }
  return out;
}

std::string RefusalsText(const IngestSummary& summary, const Layout& layout) {
  const size_t shown = std::min(summary.refusals.size(), kShownRefusals);
  if (shown == 0) return "";
  const int64_t here = summary.tally.rejected;
  std::string title = absl::StrCat(here, " refused");
  if (static_cast<int64_t>(shown) < here)
    absl::StrAppend(&title, ", first ", shown, " of this run");
  std::string out = Paint(title, Ink::kError, layout.color) + ":\n";
  for (size_t i = 0; i < shown; ++i) absl::StrAppend(&out, "  ", RefusalLine(summary.refusals[i]));
  if (static_cast<int64_t>(shown) < here) {
    absl::StrAppend(&out, "all of them:  pledgectl results ", client::ShortName(summary.session),
                    " --refused\n");
  }
  return out;
}

// 6m48s, 3.2s; "0.1s" for what is shorter.
std::string Elapsed(absl::Duration elapsed) {
  constexpr absl::Duration kShortest = absl::Milliseconds(100);
  return absl::FormatDuration(std::max(kShortest, absl::Trunc(elapsed, kShortest)));
}

}  // namespace

std::string ClockText(absl::Duration duration) {
  const int64_t seconds = std::max<int64_t>(0, absl::ToInt64Seconds(duration));
  if (seconds < 3600) return absl::StrFormat("%d:%02d", seconds / 60, seconds % 60);
  return absl::StrFormat("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string RenderProgress(const IngestTally& tally, const Layout& layout) {
  const double share = ShareOf(tally);
  const std::string before = absl::StrFormat("%4d%% [", static_cast<int>(share * 100));
  const std::string after = absl::StrFormat("]  %d/%d  %.0f/s  eta %s", tally.done(), tally.items,
                                            RateOf(tally), TimeLeft(tally));
  const int room = layout.width - 1 - CellWidth(before) - CellWidth(after);
  return absl::StrCat(before, Bar(share, std::clamp(room, 4, 50)), after, "\n",
                      OutcomesText(tally, layout));
}

std::string ProgressLine(const IngestTally& tally) {
  return absl::StrFormat("%s  %d/%d  %.0f/s  eta %s %s\n", ClockText(tally.elapsed), tally.done(),
                         tally.items, RateOf(tally), TimeLeft(tally),
                         OutcomesText(tally, Layout{}));
}

std::string RenderSummary(const IngestSummary& summary, const Layout& layout) {
  const IngestTally& tally = summary.tally;
  const bool all = tally.durable_sequence == tally.items;
  const std::string items = absl::StrCat(tally.items, tally.items == 1 ? " item" : " items");
  const std::string what =
      all ? items + " in " : absl::StrCat(tally.durable_sequence, " of ", items, " in ");
  std::string out = absl::StrCat(
      Paint(all ? "done" : "part", Ink::kBold, layout.color), "  ", what, Elapsed(tally.elapsed),
      all ? ", all durable at commit " : ", durable at commit ", summary.commit_number, "\n");
  return out + CountsLine(summary, layout) + RefusalsText(summary, layout);
}

std::string SummaryLine(const IngestSummary& summary) {
  const IngestTally& tally = summary.tally;
  return absl::StrFormat(
      "session=%s items=%d created=%d updated=%d unchanged=%d rejected=%d bytes=%d "
      "durable_sequence=%d commit=%d seconds=%.1f\n",
      summary.session, tally.items, tally.created, tally.updated, tally.unchanged, tally.rejected,
      summary.stored_bytes, tally.durable_sequence, summary.commit_number,
      absl::ToDoubleSeconds(tally.elapsed));
}

std::string RefusalLine(const Refusal& refusal) {
  const std::string reason = client::DetailsOf(refusal.status).reason;
  return absl::StrFormat("#%-5d %-19s  %s   %s\n", refusal.sequence,
                         reason.empty() ? client::CodeName(refusal.status.code()) : Escape(reason),
                         Escape(refusal.path), Escape(WordsOf(refusal)));
}

}  // namespace pledge::cli
