#include "client/cpp/pledgectl/progress.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace pledge::cli {
namespace {

constexpr absl::Duration kBarInterval = absl::Milliseconds(100);
constexpr absl::Duration kLineInterval = absl::Seconds(10);

constexpr char kClearLine[] = "\r\x1b[K";
constexpr char kLineUp[] = "\x1b[1A";

}  // namespace

ProgressKind KindFor(ProgressChoice choice, const Console& console) {
  if (choice == ProgressChoice::kNone || console.quiet()) return ProgressKind::kNone;
  if (choice == ProgressChoice::kPlain) return ProgressKind::kLines;
  if (!console.error_is_terminal()) return ProgressKind::kNone;
  return console.error_is_dumb() ? ProgressKind::kLines : ProgressKind::kBar;
}

Progress::Progress(Console& console, ProgressKind kind, const IngestTally& tally)
    : console_(console), kind_(kind), start_(absl::Now()), tally_(tally) {
  if (kind_ != ProgressKind::kNone) thread_ = std::thread([this] { Draw(); });
}

Progress::~Progress() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Progress::Update(const IngestTally& tally) {
  absl::MutexLock lock(&mutex_);
  tally_ = tally;
}

void Progress::Say(const std::string& line) {
  absl::MutexLock lock(&mutex_);
  Hide();
  console_.Note(line);
}

void Progress::Draw() {
  const absl::Duration interval = kind_ == ProgressKind::kBar ? kBarInterval : kLineInterval;
  absl::MutexLock lock(&mutex_);
  while (!mutex_.AwaitWithTimeout(absl::Condition(&ending_), interval)) Show();
  Hide();
}

void Progress::Show() {
  tally_.elapsed = absl::Now() - start_;
  if (kind_ == ProgressKind::kLines) return console_.WriteError(ProgressLine(tally_));
  const std::string lines = RenderProgress(tally_, console_.error_layout());
  const size_t border = lines.find('\n');
  // One write, so that nothing else comes between.
  console_.WriteError(absl::StrCat(shown_ ? kLineUp : "", kClearLine, lines.substr(0, border), "\n",
                                   kClearLine, lines.substr(border + 1)));
  shown_ = true;
}

void Progress::Hide() {
  if (!shown_) return;
  console_.WriteError(absl::StrCat(kClearLine, kLineUp, kClearLine));
  shown_ = false;
}

}  // namespace pledge::cli
