#include "client/cpp/pledgectl/transfer_progress.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cpp/backoff.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/render_letter.h"
#include "client/cpp/pledgectl/words.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

constexpr absl::Duration kRedrawInterval = absl::Milliseconds(200);
constexpr absl::Duration kLineInterval = absl::Seconds(10);
constexpr absl::Duration kFirstDelay = absl::Milliseconds(200);
constexpr absl::Duration kLongestDelay = absl::Seconds(5);
constexpr char kClearLine[] = "\r\x1b[K";

// A number as ProtoJSON gives it.
std::string JsonNumber(int64_t number) { return absl::StrCat("\"", number, "\""); }

std::string ResultJson(const TransferResult& result) {
  std::string out = "{";
  if (!result.file.empty()) absl::StrAppend(&out, "\"file\":", JsonString(result.file), ",");
  absl::StrAppend(&out, "\"digest\":\"", absl::BytesToHexString(result.digest),
                  "\",\"blockCount\":", JsonNumber(result.block_count),
                  ",\"sizeBytes\":", JsonNumber(result.size_bytes));
  if (result.is_repeated) return out + ",\"repeated\":true}";
  absl::StrAppend(&out, ",\"documentCount\":", JsonNumber(result.document_count));
  if (result.revision_count >= 0) {
    absl::StrAppend(&out, ",\"revisionCount\":", JsonNumber(result.revision_count));
  }
  if (result.commit_number > 0) {
    absl::StrAppend(&out, ",\"commitNumber\":", JsonNumber(result.commit_number));
  }
  return out + "}";
}

FactList FactsOf(const TransferResult& result) {
  FactList facts;
  if (!result.file.empty()) facts.push_back({"file", result.file});
  facts.push_back({"digest", absl::BytesToHexString(result.digest)});
  facts.push_back({"size", SizeText(result.size_bytes)});
  if (result.is_repeated) {
    facts.push_back({"outcome", "was there already"});
    return facts;
  }
  facts.push_back({"documents", absl::StrCat(result.document_count)});
  if (result.revision_count >= 0)
    facts.push_back({"revisions", absl::StrCat(result.revision_count)});
  if (result.commit_number > 0) facts.push_back({"commit", absl::StrCat(result.commit_number)});
  return facts;
}

}  // namespace

TransferProgress::TransferProgress(Console& console, ProgressChoice choice, std::string verb)
    : console_(console),
      kind_(KindFor(choice, console)),
      verb_(std::move(verb)),
      due_(absl::Now() + (kind_ == ProgressKind::kBar ? kRedrawInterval : kLineInterval)),
      last_advance_(absl::Now()) {}

TransferProgress::~TransferProgress() { Hide(); }

void TransferProgress::Update(int64_t block_count, int64_t size_bytes, int64_t document_count) {
  const absl::Time now = absl::Now();
  if (size_bytes > furthest_) last_advance_ = now;
  furthest_ = std::max(furthest_, size_bytes);
  if (kind_ == ProgressKind::kNone || now < due_) return;
  std::string line =
      absl::StrCat(verb_, ": ", SizeText(size_bytes), " in ", block_count, " blocks");
  if (document_count > 0) absl::StrAppend(&line, ", ", document_count, " documents");
  if (kind_ == ProgressKind::kLines) {
    due_ = now + kLineInterval;
    console_.WriteError(line + "\n");
    return;
  }
  due_ = now + kRedrawInterval;
  console_.WriteError(absl::StrCat(kClearLine, line));
  shown_ = true;
}

void TransferProgress::Say(const std::string& line) {
  Hide();
  console_.Note(line);
}

void TransferProgress::Hide() {
  if (shown_) console_.WriteError(kClearLine);
  shown_ = false;
}

absl::Status TryAgain(absl::Duration give_up_after, TransferProgress& progress,
                      const std::function<absl::Status()>& attempt) {
  client::Backoff backoff(kFirstDelay, kLongestDelay);
  for (;;) {
    const absl::Time before = progress.last_advance();
    const absl::Status status = attempt();
    if (status.ok() || !client::IsPassing(status)) return status;
    if (progress.last_advance() > before) backoff.Reset();
    const absl::Duration delay = backoff.Next(client::DetailsOf(status).retry_delay);
    if (absl::Now() + delay > progress.last_advance() + give_up_after) return status;
    progress.Say(absl::StrCat("trying again: ", std::string(status.message()), "\n"));
    absl::SleepFor(delay);
  }
}

ExitCode PrintTransfer(const TransferResult& result, Console& console) {
  if (console.format() == Format::kJson || console.format() == Format::kJsonLines) {
    console.Print(ResultJson(result) + "\n");
    return kExitDone;
  }
  const FactList facts = FactsOf(result);
  console.Print(console.laid_out() ? RenderFacts(facts, console.layout()) : FactLines(facts));
  return kExitDone;
}

}  // namespace pledge::cli
