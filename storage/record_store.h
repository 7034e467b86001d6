// The record store: documents with immutable revisions, their derived records,
// ingest sessions with durable results, request ids, a commit log and tokens,
// over one ordered key-value Engine. Written once for all engines.
//
// Writes go to one committer thread, which groups what is waiting into one
// atomic, durable batch; `done` callbacks run on that thread after the batch is
// on disk and must not block. Reads block on disk: call them on a worker. All
// methods are thread-safe.
//
// Records (sections, commitments, achievements) and document fields are opaque
// bytes here: the layer above serialises and reads them.
#ifndef PLEDGE_STORAGE_RECORD_STORE_H_
#define PLEDGE_STORAGE_RECORD_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/base/error.h"
#include "storage/backup.h"
#include "storage/column_row.h"
#include "storage/engine.h"
#include "storage/logged_changes.h"
#include "storage/packed_row.h"
#include "storage/scan.h"
#include "storage/text_index_options.h"
#include "storage/transfer.h"
#include "storage/trim.h"

namespace pledge::storage {

// Store-wide number of a commit: strictly increasing, never reused; 0 is the
// empty store.
using CommitNumber = uint64_t;

struct CommitPoint {
  CommitNumber number = 0;
  absl::Time time = absl::UnixEpoch();  // commit clock; never runs backwards
};

// Raw size of a source piece, of all but the last: a part of a large document is
// read without the rest. On disk, never change.
inline constexpr size_t kSourcePieceBytes = size_t{256} << 10;

// What a new revision holds, made by a worker before the write.
struct RevisionDraft {
  std::string source;         // bytes as received
  std::string source_sha256;  // 32 raw bytes
  std::string document;       // opaque document fields (serialised by the caller)
  std::string caller;         // opaque: what of them the caller set
  std::string caller_digest;  // 32 raw bytes over the fields that the caller set
  std::string result_digest;  // 32 raw bytes over all derived records
  std::string engine_version;
  int32_t analysis_state = 0;  // opaque; kept in session results
  std::string sections;        // from PackRecords
  std::string commitments;     // from PackRecords
  std::string achievements;    // from PackRecords
  // Cleaned text and repairs: opaque rows, each from PackBytes. The first one
  // tells how many there are, so that equal first rows have equally many behind.
  std::vector<std::string> text_rows;
  ColumnRow columns;  // what filters and aggregates read
  // 16 raw bytes that the document gets when this draft is its first revision;
  // empty: the store makes them.
  std::string uid;
  // Commit of the head that the records were matched with, 0 when there was
  // none. A put onto another head is refused with HEAD_MOVED. nullopt: any head
  // will do.
  std::optional<CommitNumber> base_commit;
};

// Why a revision exists; same values as pledge.v1.RevisionCause. On disk,
// never renumber.
enum class RevisionCause : uint8_t {
  kCreated = 1,
  kContentReplaced = 2,
  kMetadataUpdated = 3,
  kReanalyzed = 4,
  kDeleted = 5,
  kUndeleted = 6,
  kRolledBack = 7,
  kPurged = 8,  // a tombstone; never shown
};

// A revision as stored, without its large rows.
struct StoredRevision {
  std::string collection_id;
  std::string document_id;
  uint32_t collection_number = 0;
  uint32_t document_number = 0;
  uint64_t ordinal = 0;  // from 1, without gaps
  RevisionCause cause = RevisionCause::kCreated;
  std::string uid;                   // UUID text; the same for all revisions
  std::string etag;                  // strong, with quotes
  CommitPoint commit;                // that made this revision
  absl::Time create_time;            // of the first revision
  CommitNumber content_commit = 0;   // where the derived rows stand
  CommitNumber source_commit = 0;    // where the source bytes stand
  CommitNumber previous_commit = 0;  // 0 for the first revision
  std::string source_sha256;
  uint64_t source_size = 0;
  std::string result_digest;
  std::string engine_version;
  std::string chain_digest;  // SHA-256 over this revision and the digest before
  std::string actor;
  std::string document;  // opaque document fields
  std::string caller;    // opaque: what of them the caller set
  std::string comment;
  uint64_t restored_from = 0;  // ordinal that this revision copies; 0 for none
  DocumentState state = DocumentState::kActive;
  std::optional<absl::Time> delete_time;  // set while deleted
  std::optional<absl::Time> purge_time;   // when a deleted document is erased
  int32_t analysis_state = 0;
  bool is_head = false;  // newest at the commit that was read
};

// Identity of a unary write that may be repeated (AIP-155).
struct RequestIdentity {
  std::string principal;
  std::string method;
  std::string request_id;
  std::string digest;  // 32 raw bytes over the request
};

// Place of an item in an ingest session.
struct SessionItem {
  std::string session_id;
  int64_t epoch = 0;
  int64_t sequence = 0;
  std::string digest;  // 32 raw bytes over the item
};

enum class IfExists : uint8_t { kFail, kNewRevision };

struct PutDocumentRequest {
  std::string collection_id;
  std::string document_id;
  IfExists if_exists = IfExists::kFail;
  std::string if_etag;  // empty: any; "*": must exist; "-": must not exist
  // The draft is the head's own source, analysed again: draft->base_commit names
  // the head. The same result_digest makes no revision.
  bool is_reanalysis = false;
  std::string actor;
  std::string comment;  // the caller's note
  std::shared_ptr<const RevisionDraft> draft;
  std::optional<RequestIdentity> request;
  std::optional<SessionItem> item;
  // With `item`: the item is refused before it reached the store (bad bytes);
  // the refusal itself is stored as the durable result and draft is null.
  absl::Status rejection;
};

// What a change does to a document as a whole.
enum class DocumentChange : uint8_t { kDelete, kUndelete, kRollback, kPurge };

struct ChangeDocumentRequest {
  DocumentChange change = DocumentChange::kDelete;
  std::string collection_id;
  std::string document_id;
  std::string if_etag;  // empty: any
  // kDelete: a document that is missing or deleted already is left as it is.
  bool allow_missing = false;
  // kDelete: how long it can be restored. Not negative.
  absl::Duration purge_after = absl::Hours(24) * 30;
  uint64_t ordinal = 0;        // kRollback: the revision to copy; 0: the newest
  bool only_when_due = false;  // kPurge: not before the purge time
  std::string actor;
  std::string comment;  // the caller's note
  std::optional<RequestIdentity> request;
};

// Same values as pledge.v1.IngestOutcome. On disk, never renumber.
enum class PutOutcome : uint8_t { kCreated = 1, kUpdated = 2, kUnchanged = 3, kRejected = 4 };

struct PutDocumentResult {
  PutOutcome outcome = PutOutcome::kCreated;
  bool replayed = false;  // stored answer to an earlier request or item
  // The revision that holds the content; for kUnchanged the current head.
  // Empty (ordinal 0) for kRejected. For a replayed session item only the ids,
  // ordinal, commit number and analysis_state are filled.
  StoredRevision revision;
  CommitPoint commit;      // that made this answer durable
  absl::Status rejection;  // for kRejected
};

using PutDone = std::function<void(absl::StatusOr<PutDocumentResult>)>;

struct StoredSession {
  std::string collection_id;
  std::string session_id;
  bool expired = false;
  bool finished = false;  // takes no more items
  int64_t durable_sequence = 0;
  int64_t created = 0, updated = 0, unchanged = 0, failed = 0, bytes_stored = 0;
  int64_t epoch = 0;
  absl::Time create_time;
  absl::Time expire_time;
  CommitPoint commit;  // that changed it last
};

using SessionDone = std::function<void(absl::StatusOr<StoredSession>)>;

// A durable result of a session, as FindItemResult gives it.
struct SessionResult {
  int64_t sequence = 0;
  PutDocumentResult result;
};

// Which results of a session to list.
struct SessionResultQuery {
  int64_t after_sequence = 0;          // the first one given is a later one
  uint32_t outcome_mask = 0xffffffff;  // bit o set: PutOutcome o is wanted
  size_t limit = 100;                  // results given at most
  size_t max_scanned = 10'000;         // results looked at, wanted or not
};

struct SessionResultPage {
  std::vector<SessionResult> results;  // by sequence
  int64_t last_sequence = 0;           // everything up to here was looked at
  bool complete = false;               // nothing durable follows
};

// What a walk over documents selects.
struct DocumentSelector {
  std::string collection_id;     // empty: all
  bool include_deleted = false;  // also soft-deleted ones
  CommitNumber at = 0;           // the state that is read
};

// Where such a walk stands: everything up to and including this document was
// given. Empty: nothing was.
struct DocumentPosition {
  std::string collection_id;
  std::string document_id;
};

struct StoredCollection {
  std::string id;
  int64_t document_count = 0;             // live ones
  std::optional<absl::Time> update_time;  // of the newest commit of a document
};

// The store's condition; same values as pledge.v1.StoreCondition.
enum class StoreCondition : uint8_t {
  kReadWrite = 1,
  kLowDisk = 2,
  kDataLoss = 3,
  kReadOnly = 4,
  kImporting = 5,    // nothing is shown, and nothing but the import writes
  kUnreachable = 6,  // the database does not answer; leaves by itself
};

// What an operator wants to know.
struct StoreStatus {
  StoreCondition condition = StoreCondition::kReadWrite;
  CommitPoint head;
  CommitPoint oldest;
  uint64_t free_disk_bytes = 0;     // UINT64_MAX: no disk
  uint64_t disk_reserve_bytes = 0;  // below it writes are refused
  uint64_t stored_bytes = 0;        // of the store
  int64_t document_count = 0;       // live ones, of all collections
  size_t queued_writes = 0;         // that wait for the committer, or are with it
  size_t queued_bytes = 0;          // of these
  size_t max_queued_bytes = 0;      // above it writes get SERVER_BUSY
  EngineMemory memory;
  // When a check of the whole store last found no fault.
  std::optional<absl::Time> last_verified;
};

// A group of writes that is on disk.
struct GroupReport {
  size_t operation_count = 0;
  size_t size_bytes = 0;                       // of keys and values
  absl::Duration sync = absl::ZeroDuration();  // from the finished batch until it was on disk
};

struct RecordStoreOptions {
  uint64_t disk_reserve_bytes = uint64_t{1} << 30;  // below it writes are refused
  size_t max_queued_bytes = size_t{64} << 20;       // above it writes get SERVER_BUSY
  size_t max_group_items = 128;
  size_t max_group_bytes = size_t{4} << 20;
  // Folder for the durable mark; empty: none is kept (memory engine).
  std::string mark_dir;
  // Acknowledgements younger than this may be missing in the mark, so that
  // losing them would not be noticed. Zero: the mark is written with each group.
  absl::Duration mark_interval = absl::Milliseconds(100);
  // How often expired sessions are looked for, by the clock below.
  absl::Duration session_sweep_interval = absl::Minutes(1);
  // How the text index is built; without terms there is none.
  TextIndexOptions text_index;
  // Told of each group, by the committer's thread; must be quick.
  std::function<void(const GroupReport&)> on_group = [](const GroupReport&) {};
  // The wall clock, asked from any thread; tests replace it.
  std::function<absl::Time()> clock = [] { return absl::Now(); };
};

class JobStore;
class StoreCheck;  // store_check.h
struct CheckedRevision;
// What the layer above knows of the content of a revision. Called once for each
// content of a document, with the newest revision that has it; says what is wrong
// by `find`.
using ContentCheck = std::function<void(const CheckedRevision& revision,
                                        const std::function<void(std::string message)>& find)>;

class RecordStore {
 public:
  // Opens or creates the store on `engine`. Checks the durable mark: a store
  // that recovered less than the mark opens with condition kDataLoss, where
  // every write fails with RECOVERED_BEHIND_MARK and reads work.
  static absl::StatusOr<std::unique_ptr<RecordStore>> Open(std::unique_ptr<Engine> engine,
                                                           RecordStoreOptions options);

  // Finishes what was queued, writes the mark, closes the engine.
  virtual ~RecordStore() = default;

  // --- Writes. `done` runs exactly once, also on failure. ---

  // Compresses the source bytes before it returns: call it on a worker.
  //
  // Errors: DOCUMENT_EXISTS, ETAG_MISMATCH (metadata "etag": the current one),
  // DOCUMENT_NOT_FOUND (if_etag "*"), DOCUMENT_DELETED, HEAD_MOVED,
  // REQUEST_ID_REUSED, SESSION_NOT_FOUND,
  // SESSION_FENCED (metadata "epoch"), SESSION_EXPIRED, SEQUENCE_GAP (metadata
  // "expected_sequence"), SEQUENCE_REUSED, SERVER_BUSY, DISK_RESERVE,
  // STORE_READ_ONLY, RECOVERED_BEHIND_MARK. For a session item the first four
  // are no errors but durable results with outcome kRejected. Same source
  // bytes and same caller_digest as the head: kUnchanged, no revision.
  virtual void PutDocument(PutDocumentRequest request, PutDone done) = 0;

  // Deletes, undeletes, rolls back or purges. The outcome is kUpdated, or
  // kUnchanged where the request allows that there is nothing to do; then the
  // revision may be empty (ordinal 0). A purge erases every revision and leaves
  // a tombstone, which is the revision of the result: its ordinal is the number
  // of revisions before it, plus one.
  //
  // Errors: DOCUMENT_NOT_FOUND, REVISION_NOT_FOUND, ETAG_MISMATCH, NOT_DELETED
  // (kUndelete, kPurge), DOCUMENT_DELETED (kDelete, kRollback),
  // REQUEST_ID_REUSED, and those of PutDocument that any write may meet.
  virtual void ChangeDocument(ChangeDocumentRequest request, PutDone done) = 0;

  // Creates the session, or returns it when it is there. `ttl` > 0.
  virtual void CreateSession(std::string collection_id, std::string session_id, absl::Duration ttl,
                             SessionDone done) = 0;
  // Raises the epoch, so that streams attached before are fenced off.
  // SESSION_NOT_FOUND, SESSION_EXPIRED, SESSION_FINISHED.
  virtual void AttachSession(std::string collection_id, std::string session_id,
                             SessionDone done) = 0;
  // Closes the session for good: it takes no more items. Finishing it again
  // changes nothing. SESSION_NOT_FOUND, SESSION_EXPIRED; COUNT_MISMATCH
  // (metadata "durable_sequence") when it does not have `expected_count`
  // results.
  virtual void FinishSession(std::string collection_id, std::string session_id,
                             std::optional<int64_t> expected_count, SessionDone done) = 0;
  // Takes a step in deleting what expired sessions left, as happens by itself
  // every `session_sweep_interval`. Results go when a session has expired, its
  // row a day later. The answer says whether this step was the last of a walk
  // over all sessions.
  using SweepDone = std::function<void(absl::StatusOr<bool>)>;
  virtual void SweepSessions(SweepDone done) = 0;

  // --- Housekeeping. Blocks; one call at a time. ---

  // Purges deleted documents whose purge time has passed.
  virtual absl::Status PurgeDueDocuments() = 0;
  // Makes the bytes of purged documents and trimmed revisions go from the engine's
  // files. Rewrites files: seldom is enough.
  virtual absl::Status ErasePurged() = 0;
  // Takes a step in dropping old revisions, from `from` on: a bounded number of
  // documents and revisions. Reads of what is gone, and at commits where it was
  // visible, answer HISTORY_TRIMMED from then on: Oldest moves. Several at once
  // are safe. Errors as of any write.
  virtual absl::StatusOr<TrimStep> Trim(const TrimSelector& selector, const TrimPosition& from) = 0;

  // --- Transfer. Blocks on disk. ---

  // The block of an export behind `from`. HISTORY_TRIMMED when the state is not
  // kept or a document that the block before ended in is gone; CHECKSUM_FAILED
  // with the document (metadata "resource") that does not parse;
  // IMPORT_INCOMPLETE; TOKEN_MALFORMED for a position of no export.
  virtual absl::StatusOr<ExportBlock> ReadExport(const ExportPosition& from) = 0;
  // What takes an export into this store, which must be empty or hold what an
  // import that was cut has left; until the import is complete nothing is read
  // and every other write gets IMPORT_INCOMPLETE. The importer must end before
  // the store. STORE_NOT_EMPTY (metadata "imported_digest", in hex, when an import
  // made it); SERVER_BUSY while another one is there.
  virtual absl::StatusOr<std::unique_ptr<Importer>> BeginImport() = 0;

  // A check of all rows, for one thread; it must not outlive the store. `content`
  // may be null.
  virtual std::unique_ptr<StoreCheck> NewCheck(ContentCheck content) = 0;
  // Notes durably that one has found no fault. Blocks. Errors as of any write.
  virtual absl::Status NoteVerified() = 0;

  // --- Reads. What is read at a commit before Oldest, and what of an older
  // revision was trimmed, is HISTORY_TRIMMED. ---

  // Copies the store into the new folder `dir`, as MakeBackup (backup.h) says.
  // Blocks as long as reading the store takes. SERVER_BUSY while another backup
  // is being made.
  virtual absl::StatusOr<FinishedBackup> Backup(const std::string& dir) = 0;

  // The newest durable state. Never blocks.
  virtual CommitPoint Head() const = 0;
  // The oldest state that can be read; trims move it. Never blocks.
  virtual CommitPoint Oldest() const = 0;
  // Never blocks.
  virtual StoreCondition Condition() const = 0;
  // UNAVAILABLE when the disk cannot be asked.
  virtual absl::StatusOr<StoreStatus> Status() = 0;
  // The state that was current at `time`; HISTORY_TRIMMED before the oldest.
  virtual absl::StatusOr<CommitPoint> PointAtTime(absl::Time time) = 0;
  // The point of one commit; HISTORY_TRIMMED outside [Oldest, Head].
  virtual absl::StatusOr<CommitPoint> PointOf(CommitNumber number) = 0;

  // The head as of commit `at`. DOCUMENT_NOT_FOUND.
  virtual absl::StatusOr<StoredRevision> GetDocument(std::string_view collection_id,
                                                     std::string_view document_id,
                                                     CommitNumber at) = 0;
  // One revision. DOCUMENT_NOT_FOUND, REVISION_NOT_FOUND, HISTORY_TRIMMED.
  virtual absl::StatusOr<StoredRevision> GetRevision(std::string_view collection_id,
                                                     std::string_view document_id, uint64_t ordinal,
                                                     CommitNumber at) = 0;
  // Called for each document in order. Returns false to stop before it.
  using DocumentVisitor = std::function<bool(const StoredRevision&)>;
  struct DocumentPull {
    DocumentPosition position;  // where to go on
    bool complete = false;      // nothing is left
  };
  // Visits the newest revision of each document behind `from` until the visitor
  // stops it, the walk is complete, or about `max_scanned_bytes` of rows were
  // read. Order: collection id, then document id. An unknown collection is
  // empty.
  virtual absl::StatusOr<DocumentPull> PullDocuments(const DocumentSelector& selector,
                                                     const DocumentPosition& from,
                                                     size_t max_scanned_bytes,
                                                     const DocumentVisitor& visit) = 0;
  // Visits the revisions of a document as of commit `at`, newest first, that
  // were made before the commit `before`. DOCUMENT_NOT_FOUND.
  struct RevisionPull {
    uint64_t oldest_ordinal = 0;  // of the document; above 1 when older ones were trimmed
    bool complete = false;        // nothing is left; else the visitor stopped it
  };
  virtual absl::StatusOr<RevisionPull> PullRevisions(std::string_view collection_id,
                                                     std::string_view document_id, CommitNumber at,
                                                     CommitNumber before,
                                                     const DocumentVisitor& visit) = 0;
  // Up to `limit` collections that were there at commit `at`, by id, from the
  // first one behind `after`, with what they hold now. Never blocks.
  virtual std::vector<StoredCollection> ListCollections(std::string_view after, CommitNumber at,
                                                        size_t limit) const = 0;
  // The stored answer to a write that may be repeated, before any work for it;
  // nullopt when there is none. REQUEST_ID_REUSED; DOCUMENT_NOT_FOUND when the
  // document of the answer was purged.
  virtual absl::StatusOr<std::optional<PutDocumentResult>> FindAnswer(
      const RequestIdentity& request) = 0;

  // The source bytes of a revision.
  virtual absl::StatusOr<std::string> ReadSource(const StoredRevision& revision) = 0;
  // One piece of them: kSourcePieceBytes from piece * kSourcePieceBytes on, or up
  // to the end. `piece` begins inside the source.
  virtual absl::StatusOr<std::string> ReadSourcePiece(const StoredRevision& revision,
                                                      uint32_t piece) = 0;
  // One of the rows that RevisionDraft::text_rows holds, unpacked.
  virtual absl::StatusOr<std::string> ReadTextRow(const StoredRevision& revision, uint32_t row) = 0;
  // The column row of a revision.
  virtual absl::StatusOr<ColumnRow> ReadColumns(const StoredRevision& revision) = 0;
  // The packed records of a revision.
  virtual absl::StatusOr<UnpackedRow> ReadRecords(const StoredRevision& revision,
                                                  RecordKind kind) = 0;

  // SESSION_NOT_FOUND.
  virtual absl::StatusOr<StoredSession> GetSession(std::string_view collection_id,
                                                   std::string_view session_id) = 0;
  // The stored result of a durable sequence of a session, or nullopt when the
  // sequence is not durable yet. SEQUENCE_REUSED when `digest` differs.
  virtual absl::StatusOr<std::optional<PutDocumentResult>> FindItemResult(
      std::string_view collection_id, std::string_view session_id, int64_t sequence,
      std::string_view digest) = 0;

  // Sessions of a collection by id, from the first one behind `after`, at most
  // `limit`; none for an unknown collection.
  virtual absl::StatusOr<std::vector<StoredSession>> ListSessions(std::string_view collection_id,
                                                                  std::string_view after,
                                                                  size_t limit) = 0;
  // Durable results by sequence. SESSION_NOT_FOUND; SESSION_EXPIRED, for the
  // results of an expired session are deleted.
  virtual absl::StatusOr<SessionResultPage> ListItemResults(std::string_view collection_id,
                                                            std::string_view session_id,
                                                            const SessionResultQuery& query) = 0;

  // Called for each record in order: the revision it belongs to, the unpacked
  // row, the index in it. Returns false to stop before this record.
  using Visitor = std::function<bool(const StoredRevision&, const UnpackedRow&, size_t index)>;
  using PullResult = storage::PullResult;
  // Visits records after `from` until the visitor stops it, the scan is
  // complete, or a limit is reached. Order: parents as given; inside, first
  // storage of the document, then index. A parent that is not there at
  // `selector.at`: DOCUMENT_NOT_FOUND or REVISION_NOT_FOUND; a deleted document
  // that is named without a revision: DOCUMENT_DELETED, unless deleted ones are
  // included; an unknown collection is empty.
  virtual absl::StatusOr<PullResult> Pull(const ScanSelector& selector, const ScanPosition& from,
                                          const ScanLimits& limits, const Visitor& visit) = 0;
  // The same revisions in the same order, each once and by its column row only;
  // no record is opened and `selector.filter` is not asked.
  virtual absl::StatusOr<PullResult> PullColumns(const ScanSelector& selector,
                                                 const ScanPosition& from, const ScanLimits& limits,
                                                 const ColumnVisitor& visit) = 0;
  // The revision that a column row belongs to. DATA_LOSS when it is not there.
  virtual absl::StatusOr<StoredRevision> GetScanned(uint32_t collection_number,
                                                    uint32_t document_number,
                                                    CommitNumber commit) = 0;

  // --- Changes. ---

  // Changes of documents after commit `after`, in commit order: about
  // `max_changes` of them, or up to the head. HISTORY_TRIMMED when `after` is
  // outside [Oldest, Head]; rows that the changes name may be erased later.
  virtual absl::StatusOr<ChangePull> PullChanges(CommitNumber after, size_t max_changes) = 0;
  // A revision by its place, as PullChanges names it; nullopt when its document was
  // purged, HISTORY_TRIMMED when it was trimmed. Its state says whether it is a
  // tombstone.
  virtual absl::StatusOr<std::optional<StoredRevision>> FindRevisionAt(uint32_t collection_number,
                                                                       uint32_t document_number,
                                                                       CommitNumber commit) = 0;
  // Blocks until the head is beyond commit `past`, at most for `timeout`. True
  // when it is. Costs the committer nothing but a look at who waits.
  virtual bool AwaitCommit(CommitNumber past, absl::Duration timeout) const = 0;

  // Builds what is due of the text index and returns when it is on disk; the
  // background does the same from time to time. Blocks on disk, for long.
  virtual absl::Status UpdateTextIndex() = 0;

  // Durable jobs (job_store.h); lives as long as the store.
  virtual JobStore& Jobs() = 0;

  // --- Tokens. ---

  // Makes `payload` an opaque, authenticated token of this store (URL-safe
  // base64). `purpose` separates kinds of tokens and is authenticated too.
  virtual std::string Seal(std::string_view purpose, std::string_view payload) const = 0;
  // The payload; TOKEN_MALFORMED for anything Seal of this store did not make.
  virtual absl::StatusOr<std::string> Unseal(std::string_view purpose,
                                             std::string_view token) const = 0;
  // UUID of the store.
  virtual std::string StoreId() const = 0;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_RECORD_STORE_H_
