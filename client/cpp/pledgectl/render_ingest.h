// How a bulk ingest goes and how it went, for people and for programs. Pure
// functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_INGEST_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_INGEST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/pledgectl/layout.h"

namespace pledge::cli {

// Where an ingest stands. Outcomes cover earlier runs of the session too.
struct IngestTally {
  int64_t items = 0;  // of the whole list
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
  int64_t partial = 0;      // analysed in part or not at all, in this run
  int64_t sent_before = 0;  // by earlier runs
  int64_t durable_sequence = 0;
  int64_t in_flight = 0;
  std::string slow;  // reason why items are being turned away; empty when none
  absl::Duration elapsed;

  int64_t done() const { return created + updated + unchanged + rejected; }
};

// An item that was refused for good.
struct Refusal {
  int64_t sequence = 0;
  std::string path;
  absl::Status status;
};

struct IngestSummary {
  std::string session;  // full name
  IngestTally tally;
  int64_t stored_bytes = 0;
  int64_t commit_number = 0;
  std::vector<Refusal> refusals;  // of this run; the first ones
};

// Two lines without a line end: a bar with percentage, rate and time left; then
// the outcomes so far.
std::string RenderProgress(const IngestTally& tally, const Layout& layout);

// One line with a line end, for a log.
std::string ProgressLine(const IngestTally& tally);

// What was done and what was refused.
std::string RenderSummary(const IngestSummary& summary, const Layout& layout);

// One line of key=value pairs; the keys and their order never change.
std::string SummaryLine(const IngestSummary& summary);

// One line about a refused item: "#1207  DOCUMENT_TOO_LARGE  path  words".
std::string RefusalLine(const Refusal& refusal);

// "4:39", "1:02:07".
std::string ClockText(absl::Duration duration);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_INGEST_H_
