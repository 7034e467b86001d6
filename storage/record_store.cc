#include "storage/record_store.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "service/base/mutant.h"
#include "storage/committer.h"
#include "storage/document_reader.h"
#include "storage/export_reader.h"
#include "storage/import_operation.h"
#include "storage/import_writer.h"
#include "storage/job_operations.h"
#include "storage/maintenance.h"
#include "storage/name_scan.h"
#include "storage/record_scan.h"
#include "storage/request_writer.h"
#include "storage/session_operations.h"
#include "storage/session_reader.h"
#include "storage/source_rows.h"
#include "storage/store_check.h"
#include "storage/store_opener.h"
#include "storage/store_operations.h"
#include "storage/store_state.h"
#include "storage/stored_values.h"
#include "storage/text_index.h"
#include "storage/text_index_builder.h"
#include "storage/token.h"
#include "storage/trim_floor.h"
#include "storage/trimmer.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

class RecordStoreImpl : public RecordStore {
 public:
  RecordStoreImpl(std::unique_ptr<Engine> engine, std::unique_ptr<StoreState> state,
                  OpenedStore opened, RecordStoreOptions options)
      : store_id_(std::move(opened.store_id)),
        segment_bits_(options.text_index.segment_bits),
        text_index_(options.text_index),
        token_key_(std::move(opened.token_key)),
        clock_(options.clock),
        disk_reserve_bytes_(options.disk_reserve_bytes),
        max_queued_bytes_(options.max_queued_bytes),
        engine_(std::move(engine)),
        state_(std::move(state)),
        committer_(*engine_, *state_, std::move(opened.mark),
                   {options, store_id_, std::move(opened.log_end), std::move(opened.marks),
                    [place = sweep_place_](RecordStore::SweepDone done) {
                      return NewSweepSessionsOperation(place, std::move(done));
                    }}),
        jobs_(*engine_, committer_, [this] { return std::max(clock_(), Head().time); }),
        builder_(*engine_, *state_, committer_, std::move(options.text_index)) {}

  void PutDocument(PutDocumentRequest request, PutDone done) override {
    committer_.Enqueue(NewPutOperation(std::move(request), std::move(done)));
  }

  void ChangeDocument(ChangeDocumentRequest request, PutDone done) override {
    committer_.Enqueue(NewChangeOperation(std::move(request), std::move(done)));
  }

  void CreateSession(std::string collection_id, std::string session_id, absl::Duration ttl,
                     SessionDone done) override {
    committer_.Enqueue(NewCreateSessionOperation(std::move(collection_id), std::move(session_id),
                                                 ttl, std::move(done)));
  }

  void AttachSession(std::string collection_id, std::string session_id, SessionDone done) override {
    committer_.Enqueue(NewAttachSessionOperation(std::move(collection_id), std::move(session_id),
                                                 std::move(done)));
  }

  void FinishSession(std::string collection_id, std::string session_id,
                     std::optional<int64_t> expected_count, SessionDone done) override {
    committer_.Enqueue(NewFinishSessionOperation(std::move(collection_id), std::move(session_id),
                                                 expected_count, std::move(done)));
  }

  void SweepSessions(SweepDone done) override {
    committer_.Enqueue(NewSweepSessionsOperation(sweep_place_, std::move(done)));
  }

  absl::Status PurgeDueDocuments() override {
    if (state_->is_importing()) return absl::OkStatus();
    return PurgeDue(*engine_, *state_, committer_, std::max(clock_(), Head().time));
  }
  absl::Status ErasePurged() override { return EraseDeleted(*engine_, committer_); }

  absl::StatusOr<TrimStep> Trim(const TrimSelector& selector, const TrimPosition& from) override {
    return TakeTrimStep(*engine_, *state_, committer_, selector, from);
  }

  std::unique_ptr<StoreCheck> NewCheck(ContentCheck content) override {
    return NewStoreCheck(*engine_, std::move(content), text_index_);
  }

  absl::Status NoteVerified() override {
    const absl::Time now = std::max(clock_(), Head().time);
    const auto noted =
        CommitAndWait<bool>(committer_, [now](CommitGroup& group) -> absl::StatusOr<bool> {
          group.NoteVerified(now);
          return true;
        });
    if (!noted.ok()) return noted.status();
    state_->SetVerified(now);
    return absl::OkStatus();
  }

  CommitPoint Head() const override { return state_->Head(); }
  CommitPoint Oldest() const override { return state_->Oldest(); }
  StoreCondition Condition() const override {
    const StoreCondition condition = state_->Condition();
    const bool shows_import = condition == StoreCondition::kReadWrite && state_->is_importing();
    return shows_import ? StoreCondition::kImporting : condition;
  }

  absl::StatusOr<ExportBlock> ReadExport(const ExportPosition& from) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    if (state_->is_importing()) return ImportIncomplete();
    if (absl::Status status = CheckPoint(from.commit); !status.ok()) return status;
    return ExportReader(*view, state_->collections(), from).Read();
  }

  absl::StatusOr<std::unique_ptr<Importer>> BeginImport() override {
    return ImportWriter::Create(*engine_, *state_, committer_, is_import_running_);
  }

  absl::StatusOr<FinishedBackup> Backup(const std::string& dir) override {
    if (is_backing_up_.exchange(true)) {
      return MakeError(ErrorReason::kServerBusy, "another backup is being made");
    }
    auto backup = MakeBackup(*engine_, store_id_, dir);
    is_backing_up_ = false;
    return backup;
  }

  absl::StatusOr<StoreStatus> Status() override {
    const absl::StatusOr<EngineStats> stats = engine_->Stats();
    if (!stats.ok()) return stats.status();
    const absl::StatusOr<uint64_t> stored_bytes = engine_->StoredBytes();
    if (!stored_bytes.ok()) return stored_bytes.status();
    const Committer::Queue queue = committer_.queue();
    return StoreStatus{.condition = Condition(),
                       .head = Head(),
                       .oldest = Oldest(),
                       .free_disk_bytes = stats->free_disk_bytes,
                       .disk_reserve_bytes = disk_reserve_bytes_,
                       .stored_bytes = *stored_bytes,
                       .document_count = state_->collections().document_count(),
                       .queued_writes = queue.operation_count,
                       .queued_bytes = queue.size_bytes,
                       .max_queued_bytes = max_queued_bytes_,
                       .memory = engine_->Memory(),
                       .last_verified = state_->Verified()};
  }

  absl::StatusOr<CommitPoint> PointAtTime(absl::Time time) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto point = FindLogPointAtTime(*view, Head().number, ToMicros(time));
    if (!point.ok()) return point.status();
    if (absl::Status status = CheckPoint(point->commit); !status.ok()) return status;
    return CommitPoint{point->commit, FromMicros(point->time_us)};
  }

  absl::StatusOr<CommitPoint> PointOf(CommitNumber number) override {
    if (absl::Status status = CheckPoint(number); !status.ok()) return status;
    if (number == 0) return CommitPoint{};
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto row = FindLogRow(*view, number);
    if (!row.ok()) return row.status();
    if (!row->has_value() || (*row)->last_commit() < number) return DamagedRow("commit log");
    return CommitPoint{number, FromMicros((*row)->entries[number - (*row)->first_commit].time_us)};
  }

  absl::StatusOr<StoredRevision> GetDocument(std::string_view collection_id,
                                             std::string_view document_id,
                                             CommitNumber at) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    DocumentReader reader(*view);
    const auto head = FindHead(reader, collection_id, document_id, at);
    if (!head.ok()) return head.status();
    StoredRevision revision = ToRevision(collection_id, head->key, head->row);
    revision.is_head = true;
    return revision;
  }

  absl::StatusOr<StoredRevision> GetRevision(std::string_view collection_id,
                                             std::string_view document_id, uint64_t ordinal,
                                             CommitNumber at) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    DocumentReader reader(*view);
    const auto head = FindHead(reader, collection_id, document_id, at);
    if (!head.ok()) return head.status();
    const auto found = reader.FindOrdinal(head->key.collection, head->key.document, ordinal, at);
    if (!found.ok()) return found.status();
    if (!found->has_value()) return RevisionNotFound(collection_id, document_id, ordinal);
    StoredRevision revision = ToRevision(collection_id, (*found)->key, (*found)->row);
    revision.is_head = ordinal == head->row.ordinal();
    return revision;
  }

  absl::StatusOr<DocumentPull> PullDocuments(const DocumentSelector& selector,
                                             const DocumentPosition& from, size_t max_scanned_bytes,
                                             const DocumentVisitor& visit) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    if (absl::Status status = CheckPoint(selector.at); !status.ok()) return status;
    NameScan scan(*view, state_->collections(), selector, max_scanned_bytes, visit);
    return scan.Run(from);
  }

  absl::StatusOr<RevisionPull> PullRevisions(std::string_view collection_id,
                                             std::string_view document_id, CommitNumber at,
                                             CommitNumber before,
                                             const DocumentVisitor& visit) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    DocumentReader reader(*view);
    const auto head = FindHead(reader, collection_id, document_id, at);
    if (!head.ok()) return head.status();
    const auto oldest = reader.FindOldest(head->key.collection, head->key.document);
    if (!oldest.ok()) return oldest.status();
    if (!oldest->has_value()) return DamagedRow("document without a revision");
    const auto complete = reader.WalkBefore(
        head->key.collection, head->key.document, std::min(before, at + 1),
        [&](const RevisionAt& found) {
          StoredRevision revision = ToRevision(collection_id, found.key, found.row);
          revision.is_head = found.key.commit == head->key.commit;
          return visit(revision);
        });
    if (!complete.ok()) return complete.status();
    return RevisionPull{(*oldest)->row.ordinal(), *complete};
  }

  std::vector<StoredCollection> ListCollections(std::string_view after, CommitNumber at,
                                                size_t limit) const override {
    std::vector<StoredCollection> found;
    for (const CollectionEntry& entry : state_->collections().ListAfter(after, at, limit)) {
      StoredCollection& collection = found.emplace_back();
      collection.id = entry.id;
      collection.document_count = entry.document_count;
      if (entry.update_time_us != 0) collection.update_time = FromMicros(entry.update_time_us);
    }
    return found;
  }

  absl::StatusOr<std::optional<PutDocumentResult>> FindAnswer(
      const RequestIdentity& request) override {
    if (state_->is_importing()) return std::nullopt;  // the write is refused
    const std::unique_ptr<View> view = engine_->OpenView();
    return FindStoredAnswer(*view, state_->collections(), std::max(clock_(), Head().time), request);
  }

  absl::StatusOr<std::string> ReadSource(const StoredRevision& revision) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    return ReadSourceBytes(*view, revision);
  }

  absl::StatusOr<std::string> ReadSourcePiece(const StoredRevision& revision,
                                              uint32_t piece) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    return storage::ReadSourcePiece(*view, revision, piece);
  }

  absl::StatusOr<std::string> ReadTextRow(const StoredRevision& revision, uint32_t row) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    return storage::ReadTextRow(*view, revision, row);
  }

  absl::StatusOr<ColumnRow> ReadColumns(const StoredRevision& revision) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto value = view->Get(RowKey(Tag::kColumns, KeyOf(revision)));
    if (!value.ok()) return value.status();
    if (!value->has_value()) {
      return MissingRow(*view, KeyOf(revision), "revision without its columns");
    }
    return DecodeColumnRow(**value);
  }

  absl::StatusOr<UnpackedRow> ReadRecords(const StoredRevision& revision,
                                          RecordKind kind) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    return ReadPackedRow(*view, revision, kind);
  }

  absl::StatusOr<StoredSession> GetSession(std::string_view collection_id,
                                           std::string_view session_id) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto row = ReadSession(*view, state_->collections().NumberOf(collection_id), session_id);
    if (!row.ok()) return row.status();
    return ToSession(collection_id, session_id, *row, clock_());
  }

  absl::StatusOr<std::optional<PutDocumentResult>> FindItemResult(
      std::string_view collection_id, std::string_view session_id, int64_t sequence,
      std::string_view digest) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto collection = state_->collections().NumberOf(collection_id);
    const auto session = ReadSession(*view, collection, session_id);
    if (!session.ok()) return session.status();
    if (clock_() >= FromMicros(session->expire_time_us())) return SessionExpired();
    if (sequence < 1 || sequence > session->durable_sequence()) return std::nullopt;
    const auto result = ReadItemResult(*view, *collection, session_id, sequence, digest);
    if (!result.ok()) return result.status();
    return ToResult(collection_id, *result);
  }

  absl::StatusOr<std::vector<StoredSession>> ListSessions(std::string_view collection_id,
                                                          std::string_view after,
                                                          size_t limit) override {
    const auto collection = state_->collections().NumberOf(collection_id);
    if (!collection) return std::vector<StoredSession>();
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto rows = ReadSessions(*view, *collection, after, limit);
    if (!rows.ok()) return rows.status();
    std::vector<StoredSession> sessions;
    const absl::Time now = clock_();
    for (const auto& [id, row] : *rows) sessions.push_back(ToSession(collection_id, id, row, now));
    return sessions;
  }

  absl::StatusOr<SessionResultPage> ListItemResults(std::string_view collection_id,
                                                    std::string_view session_id,
                                                    const SessionResultQuery& query) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto collection = state_->collections().NumberOf(collection_id);
    const auto session = ReadSession(*view, collection, session_id);
    if (!session.ok()) return session.status();
    if (clock_() >= FromMicros(session->expire_time_us())) return SessionExpired();
    return ReadResults(*view, collection_id, *collection, session_id, *session, query);
  }

  absl::StatusOr<PullResult> Pull(const ScanSelector& selector, const ScanPosition& from,
                                  const ScanLimits& limits, const Visitor& visit) override {
    return RunScan(selector, from, limits, visit);
  }

  absl::StatusOr<PullResult> PullColumns(const ScanSelector& selector, const ScanPosition& from,
                                         const ScanLimits& limits,
                                         const ColumnVisitor& visit) override {
    return RunScan(selector, from, limits, visit);
  }

  absl::StatusOr<StoredRevision> GetScanned(uint32_t collection_number, uint32_t document_number,
                                            CommitNumber commit) override {
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto at = DocumentReader(*view).ReadAt({collection_number, document_number, commit});
    if (!at.ok()) return at.status();
    return ToRevision(state_->collections().IdOf(collection_number), at->key, at->row);
  }

  absl::StatusOr<ChangePull> PullChanges(CommitNumber after, size_t max_changes) override {
    const CommitNumber head = Head().number;  // before the view, which then holds it
    const std::unique_ptr<View> view = engine_->OpenView();
    if (absl::Status status = CheckPoint(after); !status.ok()) return status;
    auto pull = ReadLoggedChanges(*view, after, head, max_changes);
    if (!pull.ok()) return pull.status();
    for (LoggedChange& change : pull->changes) {
      change.collection_id = state_->collections().IdOf(change.collection_number);
    }
    return pull;
  }

  absl::StatusOr<std::optional<StoredRevision>> FindRevisionAt(uint32_t collection_number,
                                                               uint32_t document_number,
                                                               CommitNumber commit) override {
    const DocumentKey key{collection_number, document_number, commit};
    const std::unique_ptr<View> view = engine_->OpenView();
    const auto value = view->Get(RowKey(Tag::kRevision, key));
    if (!value.ok()) return value.status();
    if (!value->has_value()) {
      const absl::Status why = MissingRow(*view, key, "logged revision");
      if (ReasonOf(why) == ErrorReason::kDocumentNotFound) return std::nullopt;
      return why;
    }
    const auto row = ParseRow<v1::RevisionRow>(**value);
    if (!row.ok()) return row.status();
    return ToRevision(state_->collections().IdOf(collection_number), key, *row);
  }

  bool AwaitCommit(CommitNumber past, absl::Duration timeout) const override {
    return state_->AwaitPast(past, timeout);
  }

  absl::Status UpdateTextIndex() override { return builder_.Update(); }

  JobStore& Jobs() override { return jobs_; }

  std::string Seal(std::string_view purpose, std::string_view payload) const override {
    return SealToken(token_key_, purpose, payload);
  }

  absl::StatusOr<std::string> Unseal(std::string_view purpose,
                                     std::string_view token) const override {
    return UnsealToken(token_key_, purpose, token);
  }

  std::string StoreId() const override { return store_id_; }

 private:
  // Call it with the view open that is then read: what is needed at `at` is
  // deleted only after the floor was raised above it (storage/README.md).
  absl::Status CheckPoint(CommitNumber at) const {
    if (IsMutant("p20-floor-unchecked")) return absl::OkStatus();
    return at < Oldest().number || at > Head().number ? HistoryTrimmed() : absl::OkStatus();
  }

  template <typename VisitorType>
  absl::StatusOr<PullResult> RunScan(const ScanSelector& selector, const ScanPosition& from,
                                     const ScanLimits& limits, const VisitorType& visit) {
    const std::unique_ptr<View> view = engine_->OpenView();
    if (absl::Status status = CheckPoint(selector.at); !status.ok()) return status;
    return RecordScan(*view, state_->collections(), segment_bits_, selector, limits, visit)
        .Run(from);
  }

  absl::StatusOr<RevisionAt> FindHead(DocumentReader& reader, std::string_view collection_id,
                                      std::string_view document_id, CommitNumber at) {
    if (absl::Status status = CheckPoint(at); !status.ok()) return status;
    const auto collection = state_->collections().NumberOf(collection_id);
    if (!collection) return DocumentNotFound(collection_id, document_id);
    const auto number = reader.FindNumber(*collection, document_id, at);
    if (!number.ok()) return number.status();
    if (!number->has_value()) return DocumentNotFound(collection_id, document_id);
    auto head = reader.FindNewest(*collection, **number, at);
    if (!head.ok()) return head.status();
    if (!head->has_value()) return DamagedRow("document without a revision");
    return **std::move(head);
  }

  const std::string store_id_;
  const uint32_t segment_bits_;
  const TextIndexOptions text_index_;
  const std::string token_key_;
  const std::function<absl::Time()> clock_;
  const uint64_t disk_reserve_bytes_;
  const size_t max_queued_bytes_;
  std::atomic<bool> is_backing_up_ = false;
  std::atomic<bool> is_import_running_ = false;
  // Where the walk over expired sessions stands; the committer's thread only.
  const std::shared_ptr<std::string> sweep_place_ = std::make_shared<std::string>();
  // Destroyed from the last to the first: the committer stops before what it
  // writes to goes away.
  const std::unique_ptr<Engine> engine_;
  const std::unique_ptr<StoreState> state_;
  Committer committer_;
  JobStoreImpl jobs_;
  TextIndexBuilder builder_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordStore>> RecordStore::Open(std::unique_ptr<Engine> engine,
                                                               RecordStoreOptions options) {
  auto state = std::make_unique<StoreState>();
  absl::StatusOr<OpenedStore> opened =
      OpenStore(*engine, options.mark_dir, options.clock(), *state);
  if (!opened.ok()) return opened.status();
  auto marks = LoadIndexMarks(*engine, options.text_index.segment_bits,
                              state->Condition() != StoreCondition::kDataLoss);
  if (!marks.ok()) return marks.status();
  opened->marks = *std::move(marks);
  return std::make_unique<RecordStoreImpl>(std::move(engine), std::move(state), *std::move(opened),
                                           std::move(options));
}

}  // namespace pledge::storage
