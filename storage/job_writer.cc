#include "storage/job_writer.h"

#include <utility>

#include "service/base/error.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

void SetProgress(const JobProgress& progress, v1::JobRow& row) {
  row.set_work(progress.work);
  row.set_cursor(progress.cursor);
  row.set_done(progress.done);
  row.set_total(progress.total);
  row.set_failed(progress.failed);
}

}  // namespace

absl::StatusOr<std::optional<JobAt>> JobWriter::Find(const std::string& id) {
  const auto pending = pending_.find(id);
  if (pending != pending_.end()) return pending->second;
  return FindJob(view_, id);
}

absl::StatusOr<size_t> JobWriter::CountUnfinished() {
  const auto stored = ReadUnfinishedJobs(view_, kMaxUnfinishedJobs);
  if (!stored.ok()) return stored.status();
  std::set<uint64_t> jobs(stored->begin(), stored->end());
  for (const auto& [id, job] : pending_) {
    if (HasEnded(StateOf(job.row))) {
      jobs.erase(job.create_commit);
    } else {
      jobs.insert(job.create_commit);
    }
  }
  return jobs.size();
}

absl::StatusOr<StoredJob> JobWriter::Create(const NewJob& job) {
  const auto known = Find(job.id);
  if (!known.ok()) return known.status();
  if (known->has_value()) {
    if ((*known)->row.request_digest() != job.request_digest) {
      return MakeError(ErrorReason::kRequestIdReused, "the job id was used with another request");
    }
    StoredJob found = ToJob(**known);
    found.is_replayed = true;
    return found;
  }
  const auto unfinished = CountUnfinished();
  if (!unfinished.ok()) return unfinished.status();
  if (*unfinished >= kMaxUnfinishedJobs) {
    return MakeError(ErrorReason::kServerBusy, "as many jobs are waiting as the server takes");
  }
  JobAt made;
  made.create_commit = commits_.Upcoming().number;
  made.row.set_id(job.id);
  made.row.set_actor(job.actor);
  made.row.set_state(static_cast<uint32_t>(JobState::kPending));
  made.row.set_request_digest(job.request_digest);
  made.row.set_create_time_us(ToMicros(commits_.Upcoming().time));
  SetProgress(job.progress, made.row);
  v1::JobIdRow place;
  place.set_create_commit(made.create_commit);
  batch_.Put(JobIdKey(job.id), place.SerializeAsString());
  batch_.Put(JobKey(Tag::kJobUnfinished, made.create_commit), "");
  Commit(made);
  return ToJob(made);
}

absl::StatusOr<StoredJob> JobWriter::Cancel(const std::string& id) {
  auto job = Find(id);
  if (!job.ok()) return job.status();
  if (!job->has_value()) return JobNotFound(id);
  JobAt& found = **job;
  const JobState state = StateOf(found.row);
  if (HasEnded(state) || found.row.cancel_requested()) return ToJob(found);
  found.row.set_cancel_requested(true);
  if (state == JobState::kPending) End(found, JobState::kCancelled);
  Commit(found);
  return ToJob(found);
}

absl::StatusOr<JobUpdateResult> JobWriter::Update(const JobUpdateInput& input) {
  const JobUpdate& update = input.update;
  auto job = Find(update.id);
  if (!job.ok()) return job.status();
  if (!job->has_value()) return JobNotFound(update.id);
  JobAt& found = **job;
  if (HasEnded(StateOf(found.row))) return JobUpdateResult{ToJob(found), absl::OkStatus()};

  std::optional<JobProgress> progress;
  const absl::Status refused = ApplyWrites(input, progress);
  if (!refused.ok() && !progress) return JobUpdateResult{ToJob(found), refused};
  if (refused.ok() && update.progress) progress = update.progress;
  if (progress) SetProgress(*progress, found.row);
  found.row.set_state(static_cast<uint32_t>(JobState::kRunning));
  found.row.set_crash_count(static_cast<uint32_t>(update.crash_count));
  found.row.set_is_parked(update.is_parked);
  if (refused.ok() && HasEnded(update.state)) {
    End(found, update.state);
    if (!update.error.ok()) *found.row.mutable_error() = ToRejection(update.error);
  }
  Commit(found);
  return JobUpdateResult{ToJob(found), refused};
}

absl::Status JobWriter::ApplyWrites(const JobUpdateInput& input,
                                    std::optional<JobProgress>& progress) {
  for (size_t i = 0; i < input.puts.size(); ++i) {
    const auto put = documents_.Write(input.puts[i]);
    if (!put.ok()) return put.status();
    progress = input.update.writes[i].after;
  }
  return absl::OkStatus();
}

void JobWriter::End(JobAt& job, JobState state) {
  job.row.set_state(static_cast<uint32_t>(state));
  job.row.set_end_time_us(ToMicros(commits_.Upcoming().time));
  batch_.Delete(JobKey(Tag::kJobUnfinished, job.create_commit));
}

void JobWriter::Commit(JobAt& job) {
  LogEntry entry;
  entry.kind = LogKind::kAnswer;
  const CommitPoint commit = commits_.Add(std::move(entry));
  job.row.set_commit(commit.number);
  job.row.set_commit_time_us(ToMicros(commit.time));
  batch_.Put(JobKey(Tag::kJob, job.create_commit), job.row.SerializeAsString());
  pending_[job.row.id()] = job;
}

absl::Status JobWriter::Expire(const std::vector<uint64_t>& jobs) {
  std::vector<std::string> keys;
  for (const uint64_t commit : jobs) {
    const auto job = ReadJobAt(view_, commit);
    if (!job.ok()) return job.status();
    keys.push_back(JobKey(Tag::kJob, commit));
    keys.push_back(JobIdKey(job->row.id()));
  }
  if (keys.empty()) return absl::OkStatus();
  for (std::string& key : keys) batch_.Delete(std::move(key));
  LogEntry entry;
  entry.kind = LogKind::kAnswer;
  commits_.Add(std::move(entry));
  return absl::OkStatus();
}

}  // namespace pledge::storage
