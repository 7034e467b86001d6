#include "storage/commit_group.h"

#include <optional>
#include <string_view>
#include <utility>

#include "service/base/error.h"
#include "storage/key_codec.h"
#include "storage/session_sweep.h"
#include "storage/stored_values.h"
#include "storage/trim_floor.h"

namespace pledge::storage {
namespace {

// Keys end an id with a NUL byte; what else an id may hold is for the layer
// above to say.
absl::Status CheckId(std::string_view field, std::string_view id) {
  if (id.empty()) return FieldError(field, "must not be empty");
  if (id.find('\0') != std::string_view::npos) return FieldError(field, "must not hold NUL bytes");
  return absl::OkStatus();
}

absl::Status CheckIds(std::string_view collection_id, std::string_view field, std::string_view id) {
  if (absl::Status status = CheckId("collection_id", collection_id); !status.ok()) return status;
  return CheckId(field, id);
}

absl::Status CheckPut(const PutDocumentRequest& request) {
  if (!request.rejection.ok()) {
    if (request.item) return absl::OkStatus();  // bad ids may be what it is refused for
    return MakeError(ErrorReason::kBug, "a put that is refused without an item");
  }
  if (request.draft == nullptr) return MakeError(ErrorReason::kBug, "a put without a draft");
  return CheckIds(request.collection_id, "document_id", request.document_id);
}

// Failures that are a session item's durable result: sending it again cannot
// help.
bool IsRejection(const absl::Status& status) {
  const std::optional<ErrorReason> reason = ReasonOf(status);
  return reason == ErrorReason::kDocumentExists || reason == ErrorReason::kEtagMismatch ||
         reason == ErrorReason::kDocumentNotFound || reason == ErrorReason::kDocumentDeleted;
}

PutDocumentResult Rejected(const PutDocumentRequest& request, absl::Status why) {
  PutDocumentResult result;
  result.outcome = PutOutcome::kRejected;
  result.revision.collection_id = request.collection_id;
  result.revision.document_id = request.document_id;
  result.rejection = std::move(why);
  return result;
}

uint64_t StoredBytes(const PutDocumentResult& result) {
  const bool is_new = result.outcome == PutOutcome::kCreated ||
                      (result.outcome == PutOutcome::kUpdated &&
                       result.revision.cause == RevisionCause::kContentReplaced);
  return is_new ? result.revision.source_size : 0;
}

}  // namespace

CommitGroup::CommitGroup(View& view, const StoreState& state, const LogEnd& before,
                         NextNumbers& next_numbers, IndexMarks& marks, absl::Time wall)
    : view_(view),
      after_(before),
      is_importing_(state.is_importing()),
      marks_(marks),
      commits_(state.collections(), before.last, wall),
      heads_(view, commits_),
      documents_(view, commits_, heads_, next_numbers, marks, batch_),
      changes_(view, commits_, heads_, marks, batch_),
      jobs_(view, commits_, documents_, batch_),
      sessions_(view, commits_),
      requests_(view, commits_, heads_, state.collections()) {}

absl::StatusOr<PutDocumentResult> CommitGroup::Put(const PutInput& input) {
  const PutDocumentRequest& request = input.request;
  if (absl::Status status = CheckPut(request); !status.ok()) return status;
  if (request.item) return PutItem(input);
  if (!request.request) return documents_.Write(input);
  return AnswerOnce(*request.request, request.collection_id,
                    [&] { return documents_.Write(input); });
}

absl::StatusOr<PutDocumentResult> CommitGroup::Change(const ChangeDocumentRequest& request) {
  absl::Status status = CheckIds(request.collection_id, "document_id", request.document_id);
  if (!status.ok()) return status;
  if (!request.request) return changes_.Change(request);
  return AnswerOnce(*request.request, request.collection_id,
                    [&] { return changes_.Change(request); });
}

template <typename Write>
absl::StatusOr<PutDocumentResult> CommitGroup::AnswerOnce(const RequestIdentity& identity,
                                                          const std::string& collection_id,
                                                          const Write& write) {
  auto answer = requests_.FindAnswer(identity);
  if (!answer.ok()) return answer.status();
  if (answer->has_value()) return **std::move(answer);
  absl::StatusOr<PutDocumentResult> result = write();
  if (!result.ok()) return result;
  if (result->outcome == PutOutcome::kUnchanged) result->commit = AddAnswer(collection_id);
  requests_.Record(identity, *result);
  return result;
}

absl::StatusOr<PutDocumentResult> CommitGroup::PutItem(const PutInput& input) {
  const PutDocumentRequest& request = input.request;
  const auto session = sessions_.Admit(request.collection_id, *request.item);
  if (!session.ok()) return session.status();
  auto known = sessions_.FindResult(**session, *request.item);
  if (!known.ok()) return known.status();
  if (known->has_value()) return **std::move(known);

  absl::StatusOr<PutDocumentResult> result =
      request.rejection.ok() ? documents_.Write(input) : Rejected(request, request.rejection);
  if (!result.ok()) {
    if (!IsRejection(result.status())) return result;
    result = Rejected(request, result.status());
  }
  if (result->outcome == PutOutcome::kUnchanged || result->outcome == PutOutcome::kRejected) {
    result->commit = AddAnswer(request.collection_id);
  }
  sessions_.Record(**session, *request.item, request.document_id, *result, StoredBytes(*result));
  return result;
}

absl::StatusOr<StoredSession> CommitGroup::CreateSession(const std::string& collection_id,
                                                         const std::string& session_id,
                                                         absl::Duration ttl) {
  absl::Status status = CheckIds(collection_id, "session_id", session_id);
  if (!status.ok()) return status;
  return sessions_.Create(collection_id, session_id, ttl);
}

absl::StatusOr<StoredSession> CommitGroup::AttachSession(const std::string& collection_id,
                                                         const std::string& session_id) {
  absl::Status status = CheckIds(collection_id, "session_id", session_id);
  if (!status.ok()) return status;
  return sessions_.Attach(collection_id, session_id);
}

absl::StatusOr<StoredSession> CommitGroup::FinishSession(const std::string& collection_id,
                                                         const std::string& session_id,
                                                         std::optional<int64_t> expected_count) {
  absl::Status status = CheckIds(collection_id, "session_id", session_id);
  if (!status.ok()) return status;
  return sessions_.Close(collection_id, session_id, expected_count);
}

absl::StatusOr<bool> CommitGroup::SweepSessions(std::string& place) {
  return storage::SweepSessions(view_, commits_, batch_, place);
}

absl::StatusOr<StoredJob> CommitGroup::CreateJob(const NewJob& job) {
  if (absl::Status status = CheckId("job_id", job.id); !status.ok()) return status;
  return jobs_.Create(job);
}

absl::StatusOr<JobUpdateResult> CommitGroup::UpdateJob(const JobUpdateInput& input) {
  for (const PutInput& put : input.puts) {
    if (absl::Status status = CheckPut(put.request); !status.ok()) return status;
  }
  return jobs_.Update(input);
}

CommitPoint CommitGroup::AddAnswer(const std::string& collection_id) {
  LogEntry entry;
  entry.kind = LogKind::kAnswer;
  entry.collection = commits_.FindCollection(collection_id).value_or(0);
  return commits_.Add(std::move(entry));
}

absl::Status CommitGroup::WriteIndexRows(const IndexRows& rows) {
  if (rows.only_if_marked && !marks_.segments.contains(*rows.only_if_marked)) {
    return absl::AbortedError("a document of the segment was purged while it was indexed");
  }
  for (const auto& [key, value] : rows.puts) batch_.PutView(key, value);
  for (const std::string& key : rows.deletes) batch_.Delete(key);
  return absl::OkStatus();
}

absl::Status CommitGroup::WriteImport(const ImportRows& rows) {
  if (!is_importing_ && (after_.last.number > 0 || !empty())) {
    return MakeError(ErrorReason::kStoreNotEmpty, "the store is not empty");
  }
  is_importing_ = true;
  import_ = &rows;
  for (const auto& [key, value] : rows.puts) batch_.PutView(key, value);
  batch_.Put(ImportKey(), rows.progress.SerializeAsString());
  if (!rows.progress.is_complete()) return absl::OkStatus();
  // The log begins with the state: nothing before it can be read, and the next
  // commit comes behind it.
  const CommitPoint state = {rows.progress.commit(), FromMicros(rows.progress.commit_time_us())};
  LogRow row;
  row.first_commit = state.number;
  row.entries.push_back({.time_us = rows.progress.commit_time_us(), .digest = {}});
  batch_.Put(LogKey(state.number), EncodeLogRow(row, after_.digest));
  batch_.Put(FloorKey(), EncodeFloor(state));
  after_.last = state;
  after_.digest = row.running_digest;
  floor_ = state;
  return absl::OkStatus();
}

absl::Status CommitGroup::RaiseFloor(const CommitPoint& floor) {
  const absl::StatusOr<CommitPoint> before = ReadFloor(view_);
  if (!before.ok()) return before.status();
  if (floor.number <= before->number || (floor_ && floor.number <= floor_->number)) {
    return absl::OkStatus();
  }
  floor_ = floor;
  batch_.Put(FloorKey(), EncodeFloor(floor));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<size_t>> CommitGroup::Trim(const std::vector<DocumentTrim>& documents) {
  return TrimDocuments(documents, heads_, commits_, batch_);
}

void CommitGroup::NoteVerified(absl::Time time) {
  v1::VerifiedTime row;
  row.set_time_us(ToMicros(time));
  batch_.Put(VerifiedKey(), row.SerializeAsString());
}

CommitPoint CommitGroup::ForgetErased(const std::vector<uint64_t>& purges) {
  for (const uint64_t commit : purges) batch_.Delete(EraseTaskKey(commit));
  return AddAnswer("");
}

absl::Status CommitGroup::Finish() {
  if (commits_.empty()) return absl::OkStatus();
  const uint32_t kept_from = RequestWriter::FirstKeptPeriod(commits_.last().time);
  if (kept_from > after_.requests_kept_from) {
    const absl::StatusOr<bool> is_done = requests_.DeleteBefore(kept_from, batch_);
    if (!is_done.ok()) return is_done.status();
    if (*is_done) after_.requests_kept_from = kept_from;
  }
  requests_.Finish(batch_);
  sessions_.Finish(batch_);
  after_.digest = commits_.Finish(after_.digest, batch_);
  after_.last = commits_.last();
  return absl::OkStatus();
}

}  // namespace pledge::storage
