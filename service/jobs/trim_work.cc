#include "service/jobs/trim_work.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/jobs/document_walk.h"
#include "service/mapping/time.h"

namespace pledge::jobs {
namespace {

constexpr char kAnyCollection[] = "collections/-";

// Where the job stands: the commit that the rule is applied at, and the place.
struct Place {
  storage::CommitNumber at = 0;
  storage::TrimPosition position;
};

std::string Encode(const Place& place) {
  return absl::StrCat(place.at, ",", place.position.parent, ",", place.position.collection_number,
                      ",", place.position.document_number);
}

absl::StatusOr<Place> Decode(const std::string& cursor) {
  const std::vector<std::string> parts = absl::StrSplit(cursor, ',');
  Place place;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[0], &place.at) ||
      !absl::SimpleAtoi(parts[1], &place.position.parent) ||
      !absl::SimpleAtoi(parts[2], &place.position.collection_number) ||
      !absl::SimpleAtoi(parts[3], &place.position.document_number)) {
    return MakeError(ErrorReason::kChecksumFailed, "the place of a job does not parse");
  }
  return place;
}

void Count(const storage::TrimStep& step, v1::Job& job) {
  job.set_done(job.done() + step.documents);
  job.set_total(std::max(job.total(), job.done()));
  job.set_failed(job.failed() + step.failed);
  v1::TrimWork& work = *job.mutable_trim();
  work.set_trimmed_revisions(work.trimmed_revisions() + step.revisions);
  work.set_trimmed_bytes(work.trimmed_bytes() + step.bytes);
}

}  // namespace

absl::StatusOr<std::vector<storage::ScanParent>> TrimParents(
    const google::protobuf::RepeatedPtrField<std::string>& parents) {
  std::vector<storage::ScanParent> out;
  for (const std::string& parent : parents) {
    if (parent == kAnyCollection) return std::vector<storage::ScanParent>();
    if (const auto document = ParseDocumentName("parents", parent); document.ok()) {
      out.push_back({document->collection, document->document});
      continue;
    }
    const auto collection = ParseCollectionName("parents", parent);
    if (!collection.ok()) return collection.status();
    out.push_back({collection->collection, ""});
  }
  return out;
}

absl::StatusOr<StepResult> TrimWork::Step(const JobPoint& from, const StepContext& context) {
  StepResult result;
  result.after = from;
  v1::Job& job = result.after.job;
  const v1::TrimWork& work = job.trim();
  auto parents = TrimParents(work.parents());
  if (!parents.ok()) return parents.status();
  Place place;
  if (from.cursor.empty()) {
    const auto walk = DocumentWalk::Create("parents", work.parents());
    if (!walk.ok()) return walk.status();
    job.set_total(walk->Count(store_));
    place.at = store_.Head().number;
  } else {
    const auto decoded = Decode(from.cursor);
    if (!decoded.ok()) return decoded.status();
    place = *decoded;
  }
  storage::TrimSelector selector;
  selector.parents = *std::move(parents);
  selector.rule.keep_revisions = static_cast<uint64_t>(std::max(work.keep_revisions(), 1));
  if (work.has_keep_after()) selector.rule.keep_after = mapping::GetTime(work.keep_after());
  selector.at = place.at;
  selector.dry_run = work.dry_run();
  const absl::Time deadline = absl::Now() + absl::Milliseconds(kJobStepMilliseconds);
  do {
    const auto step = store_.Trim(selector, place.position);
    if (!step.ok()) return step.status();
    Count(*step, job);
    place.position = step->position;
    result.is_finished = step->complete;
  } while (!result.is_finished && !context.must_stop() && absl::Now() < deadline);
  result.after.cursor = Encode(place);
  if (result.is_finished) job.set_total(job.done());
  return result;
}

}  // namespace pledge::jobs
