#include "service/jobs/verify_work.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/base/limits.h"
#include "service/jobs/content_check.h"

namespace pledge::jobs {
namespace {

// Between two commits of a check's progress, which changes nothing in the store.
constexpr absl::Duration kStepTime = absl::Milliseconds(10 * kJobStepMilliseconds);
// A fault names an engine's error, which may be long.
constexpr size_t kMaxMessageBytes = 500;

void Fill(const storage::StoreCheck& check, v1::Job& job) {
  const storage::StoreCheckCounts& counts = check.counts();
  job.set_done(counts.documents);
  job.set_total(std::max(counts.total_documents, counts.documents));
  v1::VerifyWork& work = *job.mutable_verify();
  work.set_revisions(counts.revisions);
  work.set_bytes(counts.bytes);
  work.set_fault_count(counts.faults);
  work.clear_faults();
  for (const storage::StoreFault& fault : check.faults()) {
    v1::StoreFault& out = *work.add_faults();
    out.set_name(fault.name);
    out.set_message(fault.message.substr(0, kMaxMessageBytes));
  }
}

}  // namespace

absl::StatusOr<StepResult> VerifyWork::Step(const JobPoint& from, const StepContext& context) {
  StepResult result;
  result.after = from;
  if (check_ == nullptr) {
    check_ = store_.NewCheck(MakeContentCheck(from.job.verify().recompute()));
  }
  const absl::Time deadline = absl::Now() + kStepTime;
  while (!result.is_finished && !context.must_stop() && absl::Now() < deadline) {
    const auto is_complete = check_->Step();
    if (!is_complete.ok()) return is_complete.status();
    result.is_finished = *is_complete;
  }
  Fill(*check_, result.after.job);
  if (!result.is_finished) return result;
  result.after.job.set_total(result.after.job.done());
  if (check_->counts().faults == 0) {
    absl::Status noted = store_.NoteVerified();
    if (!noted.ok()) return noted;
  }
  return result;
}

}  // namespace pledge::jobs
