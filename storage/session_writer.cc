#include "storage/session_writer.h"

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "storage/key_codec.h"
#include "storage/session_reader.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

absl::Status Finished() {
  return MakeError(ErrorReason::kSessionFinished, "the ingest session was finished");
}

absl::Status CountMismatch(int64_t durable, int64_t expected) {
  return MakeError(ErrorReason::kCountMismatch,
                   absl::StrCat("the session has ", durable, " results, not ", expected),
                   {{"durable_sequence", std::to_string(durable)},
                    {"expected_count", std::to_string(expected)}});
}

absl::Status Fenced(int64_t epoch) {
  return MakeError(ErrorReason::kSessionFenced, "a newer stream has attached to the session",
                   {{"epoch", std::to_string(epoch)}});
}

absl::Status Gap(int64_t expected) {
  return MakeError(ErrorReason::kSequenceGap,
                   absl::StrCat("the next sequence of the session is ", expected),
                   {{"expected_sequence", std::to_string(expected)}});
}

void Count(PutOutcome outcome, uint64_t stored_bytes, v1::SessionRow& row) {
  switch (outcome) {
    case PutOutcome::kCreated:
      row.set_created(row.created() + 1);
      break;
    case PutOutcome::kUpdated:
      row.set_updated(row.updated() + 1);
      break;
    case PutOutcome::kUnchanged:
      row.set_unchanged(row.unchanged() + 1);
      break;
    case PutOutcome::kRejected:
      row.set_failed(row.failed() + 1);
      break;
  }
  row.set_bytes_stored(row.bytes_stored() + static_cast<int64_t>(stored_bytes));
}

}  // namespace

absl::StatusOr<StoredSession> SessionWriter::Create(const std::string& collection_id,
                                                    const std::string& session_id,
                                                    absl::Duration ttl) {
  const absl::StatusOr<Session*> found = Find(collection_id, session_id);
  if (found.ok()) return ToStored(**found);
  if (ReasonOf(found.status()) != ErrorReason::kSessionNotFound) return found.status();
  Session session;
  session.collection_id = collection_id;
  session.session_id = session_id;
  session.collection = commits_.EnsureCollection(collection_id);
  session.row.set_ttl_us(absl::ToInt64Microseconds(ttl));
  LogEntry entry;
  entry.kind = LogKind::kSession;
  entry.collection = session.collection;
  const CommitPoint commit = commits_.Add(std::move(entry));
  session.row.set_create_time_us(ToMicros(commit.time));
  Touch(session, commit);
  Session& kept = sessions_[{collection_id, session_id}];
  kept = std::move(session);
  return ToStored(kept);
}

absl::StatusOr<StoredSession> SessionWriter::Attach(const std::string& collection_id,
                                                    const std::string& session_id) {
  const absl::StatusOr<Session*> session = Find(collection_id, session_id);
  if (!session.ok()) return session.status();
  if (IsExpired(**session)) return SessionExpired();
  if ((*session)->row.is_finished()) return Finished();
  (*session)->row.set_epoch((*session)->row.epoch() + 1);
  CommitChange(**session);
  return ToStored(**session);
}

absl::StatusOr<StoredSession> SessionWriter::Close(const std::string& collection_id,
                                                   const std::string& session_id,
                                                   std::optional<int64_t> expected_count) {
  const absl::StatusOr<Session*> session = Find(collection_id, session_id);
  if (!session.ok()) return session.status();
  if (IsExpired(**session)) return SessionExpired();
  const int64_t durable = (*session)->row.durable_sequence();
  if (expected_count && *expected_count != durable) return CountMismatch(durable, *expected_count);
  if (!(*session)->row.is_finished()) {
    (*session)->row.set_is_finished(true);
    CommitChange(**session);
  }
  return ToStored(**session);
}

absl::StatusOr<SessionWriter::Session*> SessionWriter::Admit(const std::string& collection_id,
                                                             const SessionItem& item) {
  const absl::StatusOr<Session*> session = Find(collection_id, item.session_id);
  if (!session.ok()) return session.status();
  if (IsExpired(**session)) return SessionExpired();
  if ((*session)->row.is_finished()) return Finished();
  if (item.epoch != (*session)->row.epoch()) return Fenced((*session)->row.epoch());
  return session;
}

absl::StatusOr<std::optional<PutDocumentResult>> SessionWriter::FindResult(
    const Session& session, const SessionItem& item) {
  const int64_t expected = session.row.durable_sequence() + 1;
  if (item.sequence == expected) return std::nullopt;
  if (item.sequence > expected || item.sequence < 1) return Gap(expected);
  const auto pending = ResultInRun(session.run, item.sequence, item.digest);
  if (!pending.ok()) return pending.status();
  if (pending->has_value()) return ToResult(session.collection_id, **pending);
  const auto stored =
      ReadItemResult(view_, session.collection, session.session_id, item.sequence, item.digest);
  if (!stored.ok()) return stored.status();
  return ToResult(session.collection_id, *stored);
}

void SessionWriter::Record(Session& session, const SessionItem& item, std::string_view document_id,
                           const PutDocumentResult& result, uint64_t stored_bytes) {
  if (session.run.results_size() == 0) session.run.set_first_sequence(item.sequence);
  *session.run.add_results() = ToItemResult(result, document_id, item.digest);
  session.row.set_durable_sequence(item.sequence);
  Count(result.outcome, stored_bytes, session.row);
  Touch(session, result.commit);
}

void SessionWriter::Finish(Batch& batch) const {
  for (const auto& [ids, session] : sessions_) {
    if (!session.is_changed) continue;
    batch.Put(SessionKey(session.collection, session.session_id), session.row.SerializeAsString());
    if (session.run.results_size() == 0) continue;
    const auto last = static_cast<uint64_t>(session.row.durable_sequence());
    batch.Put(ResultsKey(session.collection, session.session_id, last),
              session.run.SerializeAsString());
  }
}

absl::StatusOr<SessionWriter::Session*> SessionWriter::Find(const std::string& collection_id,
                                                            const std::string& session_id) {
  const auto known = sessions_.find({collection_id, session_id});
  if (known != sessions_.end()) return &known->second;
  const std::optional<uint32_t> collection = commits_.FindCollection(collection_id);
  auto row = ReadSession(view_, collection, session_id);
  if (!row.ok()) return row.status();
  Session& session = sessions_[{collection_id, session_id}];
  session.collection_id = collection_id;
  session.session_id = session_id;
  session.collection = *collection;
  session.row = *std::move(row);
  return &session;
}

void SessionWriter::Touch(Session& session, CommitPoint commit) {
  session.row.set_commit(commit.number);
  session.row.set_commit_time_us(ToMicros(commit.time));
  session.row.set_expire_time_us(ToMicros(commit.time) + session.row.ttl_us());
  session.is_changed = true;
}

void SessionWriter::CommitChange(Session& session) {
  LogEntry entry;
  entry.kind = LogKind::kSession;
  entry.collection = session.collection;
  Touch(session, commits_.Add(std::move(entry)));
}

bool SessionWriter::IsExpired(const Session& session) const {
  return commits_.now() >= FromMicros(session.row.expire_time_us());
}

StoredSession SessionWriter::ToStored(const Session& session) const {
  return ToSession(session.collection_id, session.session_id, session.row, commits_.now());
}

}  // namespace pledge::storage
