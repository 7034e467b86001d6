#include "client/cpp/pledgectl/ingest_view.h"

#include "absl/strings/str_cat.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/status.h"

namespace pledge::cli {
namespace {

// More are listed by nobody; JSON lines have them all.
constexpr size_t kKeptRefusals = 1000;

std::string CauseText(const absl::Status& cause) {
  const std::string reason = client::DetailsOf(cause).reason;
  const std::string code = client::CodeName(cause.code());
  return reason.empty() ? code : absl::StrCat(code, ", ", Escape(reason));
}

std::string DelayText(absl::Duration delay) {
  return absl::FormatDuration(absl::Trunc(delay, absl::Milliseconds(100)));
}

}  // namespace

IngestTally TallyOf(const v1::IngestSession& session, int64_t items) {
  IngestTally tally;
  tally.items = items;
  tally.created = session.counts().created();
  tally.updated = session.counts().updated();
  tally.unchanged = session.counts().unchanged();
  tally.rejected = session.counts().failed();
  tally.durable_sequence = session.durable_sequence();
  tally.sent_before = tally.done();
  return tally;
}

IngestView::IngestView(const FileSource& source, const IngestTally& tally, Progress& progress,
                       Console& console)
    : source_(source), progress_(progress), console_(console), tally_(tally) {}

// The first time it says where it starts; later, where it goes on.
void IngestView::OnAttached(const v1::IngestSession& session) {
  const bool again = attached_;
  attached_ = true;
  // Another process may have fed the session until this stream took it over.
  if (!again) tally_ = TallyOf(session, tally_.items);
  if (!again && session.durable_sequence() == 0 && !console_.error_is_terminal()) return;
  std::string line = "session " + client::ShortName(session.name());
  if (session.durable_sequence() > 0) {
    absl::StrAppend(&line, "  resuming after item ", session.durable_sequence());
  }
  if (!again) absl::StrAppend(&line, " (", tally_.items, " found)");
  progress_.Update(tally_);
  progress_.Say(line + "\n");
}

void IngestView::OnResult(const v1::IngestResult& result) {
  Count(result);
  if (result.outcome() == v1::INGEST_OUTCOME_REJECTED) KeepRefusal(result);
  if (console_.format() != Format::kJsonLines) return;
  const absl::Status problem = source_.Problem(result.sequence());
  console_.Print(absl::StrCat("{\"result\":", ToJson(result),
                              ",\"path\":", JsonString(source_.path(result.sequence())),
                              problem.ok() ? "" : ",\"error\":" + ErrorJson(problem), "}\n"));
}

void IngestView::OnRetry(const v1::IngestResult& result) {
  tally_.slow = client::DetailsOf(client::FromProto(result.status())).reason;
}

void IngestView::OnAck(int64_t durable_sequence, int64_t in_flight) {
  tally_.durable_sequence = durable_sequence;
  tally_.in_flight = in_flight;
  progress_.Update(tally_);
  if (console_.format() == Format::kJsonLines) console_.Flush();
}

void IngestView::OnCut(const absl::Status& cause, int64_t durable_sequence, absl::Duration delay) {
  tally_.in_flight = 0;
  progress_.Update(tally_);
  progress_.Say(absl::StrCat(Paint("warning:", Ink::kWarning, console_.error_layout().color),
                             " connection lost after item ", durable_sequence, " (",
                             CauseText(cause), "); retry in ", DelayText(delay), "\n"));
}

void IngestView::Count(const v1::IngestResult& result) {
  tally_.slow.clear();
  switch (result.outcome()) {
    case v1::INGEST_OUTCOME_CREATED:
      ++tally_.created;
      break;
    case v1::INGEST_OUTCOME_UPDATED:
      ++tally_.updated;
      break;
    case v1::INGEST_OUTCOME_UNCHANGED:
      ++tally_.unchanged;
      break;
    default:
      ++tally_.rejected;
      return;
  }
  if (result.analysis_state() == v1::ANALYSIS_STATE_PARTIAL ||
      result.analysis_state() == v1::ANALYSIS_STATE_FAILED) {
    ++tally_.partial;
  }
}

void IngestView::KeepRefusal(const v1::IngestResult& result) {
  if (refusals_.size() >= kKeptRefusals) return;
  absl::Status status = source_.Problem(result.sequence());
  if (status.ok()) status = client::FromProto(result.status());
  refusals_.push_back({result.sequence(), source_.path(result.sequence()), status});
}

}  // namespace pledge::cli
