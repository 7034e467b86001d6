// Ingest sessions in a group: attaches items to their session, answers
// sequences that are durable already, and collects the results of the group
// into one row for each session. Committer thread only; reads block on disk.
#ifndef PLEDGE_STORAGE_SESSION_WRITER_H_
#define PLEDGE_STORAGE_SESSION_WRITER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/group_commits.h"
#include "storage/record_store.h"

namespace pledge::storage {

class SessionWriter {
 public:
  // A session as it stands in the group. Stays where it is.
  struct Session {
    std::string collection_id;
    std::string session_id;
    uint32_t collection = 0;
    v1::SessionRow row;
    v1::ResultRun run;  // results of this group
    bool is_changed = false;
  };

  // Both must outlive the writer.
  SessionWriter(View& view, GroupCommits& commits) : view_(view), commits_(commits) {}

  // Creates the session in a commit of its own, or returns it as it is.
  absl::StatusOr<StoredSession> Create(const std::string& collection_id,
                                       const std::string& session_id, absl::Duration ttl);
  // Raises the epoch in a commit of its own.
  absl::StatusOr<StoredSession> Attach(const std::string& collection_id,
                                       const std::string& session_id);

  // Closes it in a commit of its own, unless it is closed.
  absl::StatusOr<StoredSession> Close(const std::string& collection_id,
                                      const std::string& session_id,
                                      std::optional<int64_t> expected_count);

  // The session of an item that may write to it now. Errors: SESSION_NOT_FOUND,
  // SESSION_EXPIRED, SESSION_FINISHED, SESSION_FENCED.
  absl::StatusOr<Session*> Admit(const std::string& collection_id, const SessionItem& item);
  // The stored result of an item whose sequence is durable; nullopt for the
  // next sequence. Errors: SEQUENCE_REUSED, SEQUENCE_GAP.
  absl::StatusOr<std::optional<PutDocumentResult>> FindResult(const Session& session,
                                                              const SessionItem& item);
  // Stores the result of the next sequence. `result.commit` made it durable;
  // `stored_bytes` is what the item added.
  void Record(Session& session, const SessionItem& item, std::string_view document_id,
              const PutDocumentResult& result, uint64_t stored_bytes);

  // Adds the rows of changed sessions.
  void Finish(Batch& batch) const;

 private:
  absl::StatusOr<Session*> Find(const std::string& collection_id, const std::string& session_id);
  // Marks a use of the session in commit `commit`.
  void Touch(Session& session, CommitPoint commit);
  // Touches it in a commit that changes only the session.
  void CommitChange(Session& session);
  bool IsExpired(const Session& session) const;
  StoredSession ToStored(const Session& session) const;

  View& view_;
  GroupCommits& commits_;
  std::map<std::pair<std::string, std::string>, Session> sessions_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_SESSION_WRITER_H_
