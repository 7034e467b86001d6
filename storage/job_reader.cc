#include "storage/job_reader.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Jobs that one step deletes, so that a group stays short.
constexpr size_t kMaxExpired = 200;

absl::StatusOr<JobAt> ParseJob(std::string_view key, std::string_view value) {
  const auto commit = ParseJobKey(Tag::kJob, key);
  if (!commit) return DamagedRow("job key");
  auto row = ParseRow<v1::JobRow>(value);
  if (!row.ok()) return row.status();
  return JobAt{*commit, *std::move(row)};
}

}  // namespace

absl::Status JobNotFound(std::string_view id) {
  const std::string name = MakeJobName(id);
  return MakeError(ErrorReason::kJobNotFound, absl::StrCat("job not found: ", name),
                   {{"resource", name}});
}

absl::StatusOr<JobAt> ReadJobAt(View& view, uint64_t create_commit) {
  const std::string key = JobKey(Tag::kJob, create_commit);
  const auto value = view.Get(key);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return DamagedRow("id without its job");
  return ParseJob(key, **value);
}

absl::StatusOr<std::optional<JobAt>> FindJob(View& view, std::string_view id) {
  const auto value = view.Get(JobIdKey(id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  const auto place = ParseRow<v1::JobIdRow>(**value);
  if (!place.ok()) return place.status();
  auto job = ReadJobAt(view, place->create_commit());
  if (!job.ok()) return job.status();
  return *std::move(job);
}

absl::StatusOr<std::vector<JobAt>> ReadJobs(View& view, uint64_t before, size_t limit) {
  std::vector<JobAt> jobs;
  if (before == 0) return jobs;
  const KeyRange range = RangeOf(Tag::kJob);
  const std::unique_ptr<Cursor> cursor =
      view.Scan(range.lower, range.upper, {.direction = ScanDirection::kBackward});
  cursor->Seek(JobKey(Tag::kJob, before - 1));
  for (; cursor->Valid() && jobs.size() < limit; cursor->Next()) {
    auto job = ParseJob(cursor->key(), cursor->value());
    if (!job.ok()) return job.status();
    jobs.push_back(*std::move(job));
  }
  if (!cursor->status().ok()) return cursor->status();
  return jobs;
}

absl::StatusOr<std::vector<uint64_t>> ReadUnfinishedJobs(View& view, size_t limit) {
  std::vector<uint64_t> jobs;
  const KeyRange range = RangeOf(Tag::kJobUnfinished);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid() && jobs.size() < limit; cursor->Next()) {
    const auto commit = ParseJobKey(Tag::kJobUnfinished, cursor->key());
    if (!commit) return DamagedRow("unfinished job key");
    jobs.push_back(*commit);
  }
  if (!cursor->status().ok()) return cursor->status();
  return jobs;
}

absl::StatusOr<std::vector<JobAt>> FindExpiredJobs(View& view, absl::Time now) {
  std::vector<JobAt> expired;
  const absl::Time ended_before = now - kEndedJobKept;
  const KeyRange range = RangeOf(Tag::kJob);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid() && expired.size() < kMaxExpired; cursor->Next()) {
    auto job = ParseJob(cursor->key(), cursor->value());
    if (!job.ok()) return job.status();
    // No job ends before it was made, and the next ones were made later.
    if (FromMicros(job->row.create_time_us()) > ended_before) break;
    if (!HasEnded(StateOf(job->row))) continue;
    if (FromMicros(job->row.end_time_us()) <= ended_before) expired.push_back(*std::move(job));
  }
  if (!cursor->status().ok()) return cursor->status();
  return expired;
}

JobState StateOf(const v1::JobRow& row) { return static_cast<JobState>(row.state()); }

StoredJob ToJob(const JobAt& at) {
  const v1::JobRow& row = at.row;
  StoredJob job;
  job.id = row.id();
  job.actor = row.actor();
  job.state = StateOf(row);
  job.progress = {row.work(), row.cursor(), row.done(), row.total(), row.failed()};
  job.cancel_requested = row.cancel_requested();
  if (row.has_error()) job.error = FromRejection(row.error());
  job.crash_count = static_cast<int32_t>(row.crash_count());
  job.is_parked = row.is_parked();
  job.create_time = FromMicros(row.create_time_us());
  if (row.end_time_us() != 0) job.end_time = FromMicros(row.end_time_us());
  job.create_commit = at.create_commit;
  job.commit = {row.commit(), FromMicros(row.commit_time_us())};
  return job;
}

}  // namespace pledge::storage
