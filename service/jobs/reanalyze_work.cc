#include "service/jobs/reanalyze_work.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "pledge/v1/document.pb.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/log.h"
#include "service/base/resource_name.h"
#include "service/jobs/document_walk.h"
#include "service/jobs/reanalysis.h"
#include "service/pipeline/analyze.h"

namespace pledge::jobs {
namespace {

// How often one document is analysed anew because a caller wrote it meanwhile.
constexpr int kMaxRefusals = 8;

// Failures that lie in the document and not in the store.
bool IsOfDocument(const absl::Status& status) {
  const auto reason = ReasonOf(status);
  return reason && !absl::IsUnavailable(status) && reason != ErrorReason::kServerBusy;
}

size_t SizeOf(const storage::RevisionDraft& draft) {
  size_t size_bytes = draft.source.size() + draft.document.size() + draft.sections.size() +
                      draft.commitments.size() + draft.achievements.size();
  for (const std::string& row : draft.text_rows) size_bytes += row.size();
  return size_bytes;
}

// One step, document after document.
class Pass {
 public:
  Pass(storage::RecordStore& store, const JobPoint& from, const StepContext& context)
      : store_(store), context_(context), deadline_(absl::Now() + kStepTime) {
    result_.after = from;
    work().set_engine_version(pipeline::kEngineVersion);
  }

  absl::StatusOr<StepResult> Run() {
    const auto walk = DocumentWalk::Create("parents", work().parents());
    if (!walk.ok()) return walk.status();
    JobPoint& point = result_.after;
    if (point.cursor.empty()) point.job.set_total(walk->Count(store_));
    // After a refusal one document alone, so that little can come between.
    const size_t limit = context_.refusals > 0 ? 1 : kJobStepDocuments;
    const auto page = walk->Next(store_, point.cursor, limit);
    if (!page.ok()) return page.status();
    for (const WalkedDocument& document : page->documents) {
      if (IsOver()) return std::move(result_);
      absl::Status looked_at = LookAt(document);
      if (!looked_at.ok()) return looked_at;
    }
    point.cursor = page->cursor;
    result_.is_finished = page->is_complete;
    // Documents may have gone since they were counted.
    if (page->is_complete) point.job.set_total(point.job.done());
    return std::move(result_);
  }

 private:
  static constexpr absl::Duration kStepTime = absl::Milliseconds(kJobStepMilliseconds);

  v1::ReanalyzeWork& work() { return *result_.after.job.mutable_reanalyze(); }

  bool IsOver() const {
    return context_.must_stop() || bytes_ >= kJobStepBytes || absl::Now() >= deadline_;
  }

  absl::Status LookAt(const WalkedDocument& document) {
    auto made = Reanalyze(store_, document.head);
    if (!made.ok() && !IsOfDocument(made.status())) return made.status();
    JobPoint& point = result_.after;
    point.cursor = document.cursor;
    const bool is_gone = made.ok() ? made->draft == nullptr
                                   : ReasonOf(made.status()) == ErrorReason::kDocumentNotFound;
    if (is_gone) return absl::OkStatus();
    point.job.set_done(point.job.done() + 1);
    point.job.set_total(std::max(point.job.total(), point.job.done()));
    if (!made.ok()) {
      Fail(document, made.status());
    } else if (made->draft->analysis_state == v1::ANALYSIS_STATE_FAILED) {
      Fail(document, absl::InvalidArgumentError("nothing to read was found"));
    } else if (!made->has_changed) {
      work().set_unchanged_documents(work().unchanged_documents() + 1);
    } else if (context_.refusals > kMaxRefusals && !work().dry_run()) {
      Fail(document, MakeError(ErrorReason::kHeadMoved, "callers write it again and again"));
    } else {
      Change(*std::move(made));
    }
    return absl::OkStatus();
  }

  void Fail(const WalkedDocument& document, const absl::Status& why) {
    result_.after.job.set_failed(result_.after.job.failed() + 1);
    Log(LogLevel::kWarning, "not_reanalyzed",
        {{"job", context_.job_name},
         {"document", MakeDocumentName(document.head.collection_id, document.head.document_id)},
         {"error", why.ToString()}});
  }

  void Change(Reanalysis made) {
    work().set_changed_documents(work().changed_documents() + 1);
    work().set_added_commitments(work().added_commitments() + made.added_commitments);
    work().set_removed_commitments(work().removed_commitments() + made.removed_commitments);
    work().set_changed_commitments(work().changed_commitments() + made.changed_commitments);
    if (work().dry_run()) return;
    bytes_ += SizeOf(*made.draft);
    StepWrite& write = result_.writes.emplace_back();
    write.put.collection_id = made.head.collection_id;
    write.put.document_id = made.head.document_id;
    write.put.if_exists = storage::IfExists::kNewRevision;
    write.put.is_reanalysis = true;
    write.put.actor = context_.actor;
    write.put.comment = context_.job_name;
    write.put.draft = std::move(made.draft);
    write.after = result_.after;
  }

  storage::RecordStore& store_;
  const StepContext& context_;
  const absl::Time deadline_;
  StepResult result_;
  size_t bytes_ = 0;
};

}  // namespace

absl::StatusOr<StepResult> ReanalyzeWork::Step(const JobPoint& from, const StepContext& context) {
  return Pass(store_, from, context).Run();
}

}  // namespace pledge::jobs
