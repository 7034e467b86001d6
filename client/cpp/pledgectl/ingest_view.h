// What an ingest tells its user while it runs: counts, progress, warnings and,
// in JSON lines, each result. Used on the thread of IngestClient::Run.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_INGEST_VIEW_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_INGEST_VIEW_H_

#include <string>
#include <vector>

#include "client/cpp/ingest.h"
#include "client/cpp/pledgectl/console.h"
#include "client/cpp/pledgectl/file_source.h"
#include "client/cpp/pledgectl/progress.h"
#include "client/cpp/pledgectl/render_ingest.h"

namespace pledge::cli {

// The counts of a session as it was opened or attached to, before anything is sent.
IngestTally TallyOf(const v1::IngestSession& session, int64_t items);

class IngestView final : public client::IngestObserver {
 public:
  // All but `tally` must outlive the view.
  IngestView(const FileSource& source, const IngestTally& tally, Progress& progress,
             Console& console);

  void OnAttached(const v1::IngestSession& session) override;
  void OnResult(const v1::IngestResult& result) override;
  void OnRetry(const v1::IngestResult& result) override;
  void OnAck(int64_t durable_sequence, int64_t in_flight) override;
  void OnCut(const absl::Status& cause, int64_t durable_sequence, absl::Duration delay) override;

  const IngestTally& tally() const { return tally_; }
  // The first of this run; more are only counted.
  const std::vector<Refusal>& refusals() const { return refusals_; }

 private:
  void Count(const v1::IngestResult& result);
  void KeepRefusal(const v1::IngestResult& result);

  const FileSource& source_;
  Progress& progress_;
  Console& console_;
  IngestTally tally_;
  std::vector<Refusal> refusals_;
  bool attached_ = false;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_INGEST_VIEW_H_
