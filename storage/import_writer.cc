#include "storage/import_writer.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// Rows of one commit: few syncs, and still little memory.
constexpr size_t kCommitBytes = size_t{4} << 20;
// The largest value, which is gathered of pieces in memory: a few times the
// largest document.
constexpr size_t kMaxValueBytes = size_t{128} << 20;

absl::StatusOr<std::optional<v1::ImportProgress>> ReadProgress(View& view) {
  const auto value = view.Get(ImportKey());
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  auto progress = ParseRow<v1::ImportProgress>(**value);
  if (!progress.ok()) return progress.status();
  return *std::move(progress);
}

absl::Status NotEmpty(const std::optional<v1::ImportProgress>& progress) {
  ErrorMetadata metadata;
  if (progress) metadata["imported_digest"] = Hex(progress->digest());
  return MakeError(ErrorReason::kStoreNotEmpty, "the store is not empty", std::move(metadata));
}

absl::Status OtherContent(std::string_view message) {
  return MakeError(ErrorReason::kDigestMismatch, message);
}

std::string EncodeCollection(const CollectionEntry& entry) {
  v1::CollectionRow row;
  row.set_number(entry.number);
  row.set_commit(entry.commit);
  row.set_document_count(entry.document_count);
  row.set_update_time_us(entry.update_time_us);
  return row.SerializeAsString();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Importer>> ImportWriter::Create(Engine& engine,
                                                               const StoreState& state,
                                                               Committer& committer,
                                                               std::atomic<bool>& is_running) {
  if (is_running.exchange(true)) {
    return MakeError(ErrorReason::kServerBusy, "another import is running");
  }
  std::unique_ptr<ImportWriter> writer(new ImportWriter(committer, is_running));
  const std::unique_ptr<View> view = engine.OpenView();
  const auto progress = ReadProgress(*view);
  if (!progress.ok()) return progress.status();
  if (!state.is_importing()) {
    if (state.Head().number > 0) return NotEmpty(*progress);
    return writer;
  }
  if (!progress->has_value()) return DamagedRow("progress of the import");
  writer->progress_ = **progress;
  writer->durable_blocks_ = writer->progress_.block_count();
  writer->durable_digest_ = writer->progress_.digest();
  if (absl::Status status = writer->LoadCollections(*view); !status.ok()) return status;
  const auto place = ParsePlace(writer->progress_.last_place());
  if (!place) return DamagedRow("progress of the import");
  writer->collection_ = place->collection;
  writer->document_ = place->document;
  return writer;
}

ImportWriter::~ImportWriter() { is_running_ = false; }

absl::Status ImportWriter::LoadCollections(View& view) {
  const KeyRange range = RangeOf(Tag::kCollection);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto id = ParseCollectionKey(cursor->key());
    const auto row = ParseRow<v1::CollectionRow>(cursor->value());
    if (!row.ok()) return row.status();
    if (!id) return DamagedRow("collection key");
    collections_[row->number()] = {std::string(*id), row->number(), row->commit(),
                                   row->document_count(), row->update_time_us()};
  }
  return cursor->status();
}

absl::Status ImportWriter::Content(std::string_view message) const {
  return InvalidBlock(index_, "CONTENT", message);
}

absl::Status ImportWriter::Take(std::string_view block) {
  if (failure_.ok()) failure_ = TakeBlock(block);
  return failure_;
}

absl::Status ImportWriter::CheckHeader(const BlockHeader& header) const {
  if (has_end_) return InvalidBlock(index_, "ORDER", "a block behind the last one");
  if (header.index != index_) {
    return InvalidBlock(index_, "ORDER", absl::StrCat("this is block ", header.index));
  }
  const bool is_same =
      header.commit == progress_.commit() && header.commit_time_us == progress_.commit_time_us();
  if (index_ == 0 && durable_blocks_ == 0) return absl::OkStatus();
  if (is_same) return absl::OkStatus();
  if (durable_blocks_ > index_) return OtherContent("the import that was cut was of another state");
  return InvalidBlock(index_, "ORDER", "the block belongs to another export");
}

absl::Status ImportWriter::TakeBlock(std::string_view bytes) {
  const absl::StatusOr<Block> block = ReadBlock(bytes, index_);
  if (!block.ok()) return block.status();
  if (absl::Status status = CheckHeader(block->header); !status.ok()) return status;
  progress_.set_commit(block->header.commit);
  progress_.set_commit_time_us(block->header.commit_time_us);
  digest_ = DigestAfter(digest_, bytes);
  if (index_ < durable_blocks_) {
    ++index_;
    if (index_ < durable_blocks_ || digest_ == durable_digest_) return absl::OkStatus();
    return OtherContent("the blocks are not those of the import that was cut");
  }
  for (const BlockRecord& record : block->records) {
    if (absl::Status status = TakePiece(record); !status.ok()) return status;
  }
  if (block->header.is_last != has_end_) return Content("the last record is not in the last block");
  ++index_;
  // With a value in pieces the import could not go on behind this block.
  if (has_end_ || is_open_ || row_bytes_ < kCommitBytes) return absl::OkStatus();
  return Flush(false);
}

absl::Status ImportWriter::TakePiece(const BlockRecord& record) {
  if (!is_open_ && !record.goes_on) return TakeRecord(record.kind, record.key, record.value);
  if (!is_open_) {
    is_open_ = true;
    open_kind_ = record.kind;
    open_key_ = record.key;
    open_value_.clear();
  }
  if (record.kind != open_kind_ || record.key != open_key_) {
    return Content("a value does not go on where the block before ended");
  }
  if (open_value_.size() + record.value.size() > kMaxValueBytes)
    return Content("a value is too large");
  open_value_.append(record.value);
  if (record.goes_on) return absl::OkStatus();
  is_open_ = false;
  return TakeRecord(open_kind_, open_key_, std::exchange(open_value_, {}));
}

absl::Status ImportWriter::TakeRecord(TransferKind kind, std::string_view key,
                                      std::string_view value) {
  if (has_end_) return Content("a record behind the last one");
  const auto parsed = ParseTransferKey(kind, key);
  if (!parsed || !CheckValue(kind, value).ok()) {
    return Content(absl::StrCat("a record does not parse: ", std::string(WordFor(kind))));
  }
  if (kind == TransferKind::kEnd) {
    has_end_ = true;
    return CheckEnd(value);
  }
  if (parsed->commit > progress_.commit()) return Content("a record is newer than the state");
  std::string place = PlaceOf(
      kind, key, IsOfDocument(kind) && kind != TransferKind::kName ? parsed->document : document_);
  if (place <= progress_.last_place()) return Content("the records are not in their order");
  absl::Status status;
  if (kind == TransferKind::kCollection) {
    status = TakeCollection(*parsed, value);
  } else if (kind == TransferKind::kRevision) {
    status = TakeRevision(*parsed, value);
  } else if (IsOfDocument(kind)) {
    status = CheckDocument(kind, *parsed, value);
  } else if (kind != TransferKind::kRequest && collections_.count(parsed->collection) == 0) {
    status = Content("a session of an unknown collection");
  }
  if (!status.ok()) return status;
  progress_.set_last_place(std::move(place));
  if (kind == TransferKind::kCollection) return absl::OkStatus();  // Flush writes it
  row_bytes_ += key.size() + value.size();
  rows_.puts.emplace_back(std::string(1, static_cast<char>(TagOf(kind))).append(key), value);
  return absl::OkStatus();
}

absl::Status ImportWriter::TakeCollection(const TransferKey& key, std::string_view value) {
  const auto row = ParseRow<v1::CollectionRow>(value);
  if (!row.ok()) return row.status();
  if (row->number() == 0 || row->commit() > progress_.commit() || key.id.empty() ||
      collections_.count(row->number()) > 0) {
    return Content("a collection does not fit the others");
  }
  const CollectionEntry entry = {std::string(key.id), row->number(), row->commit(), 0, 0};
  collections_[entry.number] = entry;
  changed_[entry.number] = entry;
  row_bytes_ += entry.id.size() + sizeof(entry);
  return absl::OkStatus();
}

absl::Status ImportWriter::TakeRevision(const TransferKey& key, std::string_view value) {
  const auto row = ParseRow<v1::RevisionRow>(value);
  if (!row.ok()) return row.status();
  const auto collection = collections_.find(key.collection);
  if (collection == collections_.end() || key.document == 0 || row->document_id().empty()) {
    return Content("a document of an unknown collection");
  }
  if (row->content_commit() > key.commit || row->source_commit() > key.commit ||
      row->previous_commit() >= key.commit || row->commit_time_us() > progress_.commit_time_us()) {
    return Content("a revision points to what came later");
  }
  const DocumentState state = StateOf(*row);
  const bool is_head = key.collection != collection_ || key.document != document_;
  if (!is_head && row->document_id() != progress_.document_id()) {
    return Content("a document with two ids");
  }
  if (state != DocumentState::kPurged) {
    progress_.set_revision_count(progress_.revision_count() + 1);
  }
  if (!is_head) return absl::OkStatus();
  // The newest revision comes first: what follows from it is not in the export.
  collection_ = key.collection;
  document_ = key.document;
  progress_.set_document_id(row->document_id());
  CollectionEntry& entry = collection->second;
  if (state == DocumentState::kActive) ++entry.document_count;
  if (state != DocumentState::kPurged) progress_.set_document_count(progress_.document_count() + 1);
  entry.update_time_us = std::max(entry.update_time_us, row->commit_time_us());
  changed_[key.collection] = entry;
  if (state == DocumentState::kDeleted) {
    rows_.puts.emplace_back(PurgeDueKey(row->purge_time_us(), key.collection, key.document), "");
  }
  return absl::OkStatus();
}

absl::Status ImportWriter::CheckDocument(TransferKind kind, const TransferKey& key,
                                         std::string_view value) const {
  if (key.collection != collection_) return Content("a row without its document");
  if (kind != TransferKind::kName) {
    return key.document == document_ ? absl::OkStatus() : Content("a row without its document");
  }
  const auto name = ParseRow<v1::NameRow>(value);
  if (!name.ok()) return name.status();
  const bool is_own = name->document_number() == document_ && key.id == progress_.document_id();
  return is_own ? absl::OkStatus() : Content("a name of another document");
}

absl::Status ImportWriter::CheckEnd(std::string_view value) const {
  ByteReader in(value);
  const auto documents = static_cast<int64_t>(in.Varint());
  const auto revisions = static_cast<int64_t>(in.Varint());
  const bool is_whole = in.AtEnd() && documents == progress_.document_count() &&
                        revisions == progress_.revision_count();
  return is_whole ? absl::OkStatus() : Content("documents are missing");
}

absl::Status ImportWriter::Flush(bool is_complete) {
  progress_.set_block_count(index_);
  progress_.set_digest(digest_);
  progress_.set_is_complete(is_complete);
  for (const auto& [number, entry] : changed_) {
    rows_.puts.emplace_back(CollectionKey(entry.id), EncodeCollection(entry));
  }
  changed_.clear();
  rows_.progress = progress_;
  if (is_complete) {
    for (const auto& [number, entry] : collections_) rows_.collections.push_back(entry);
  }
  row_bytes_ = 0;
  return WriteImport(committer_, std::exchange(rows_, {}));
}

absl::StatusOr<ImportResult> ImportWriter::Finish(std::string_view digest) {
  if (!failure_.ok()) return failure_;
  const absl::Cleanup once = [this] {
    if (failure_.ok()) failure_ = InvalidBlock(index_, "ORDER", "the import has ended");
  };
  if (!has_end_) {
    return failure_ = InvalidBlock(index_, "END_MISSING", "the blocks end before the last one");
  }
  if (digest != digest_) return failure_ = OtherContent("the blocks do not have this digest");
  // The export of an empty store leaves the store as it is.
  if (progress_.commit() > 0) {
    if (absl::Status status = Flush(true); !status.ok()) return failure_ = status;
  }
  return ImportResult{progress_.document_count(), progress_.revision_count(), progress_.commit(),
                      progress_.commit_time_us()};
}

}  // namespace pledge::storage
