#include "storage/document_check.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "storage/commit_log.h"
#include "storage/document_heads.h"
#include "storage/document_rows.h"
#include "storage/key_codec.h"
#include "storage/log_check.h"
#include "storage/stored_values.h"
#include "storage/trim_floor.h"

namespace pledge::storage {
namespace {

// Which rows of a document a revision needs.
struct Needed {
  Tag tag;
  std::string_view name;
};
constexpr Needed kRecords[] = {{Tag::kSections, "sections"},
                               {Tag::kCommitments, "commitments"},
                               {Tag::kAchievements, "achievements"}};

}  // namespace

void DocumentCheck::Find(std::string message) {
  const std::string id =
      revisions_.empty() ? absl::StrCat("#", document_) : revisions_.front().row.document_id();
  const std::string collection =
      collection_id_.empty() ? absl::StrCat("#", collection_) : collection_id_;
  faults_.Add(MakeDocumentName(collection, id), std::move(message));
}

void DocumentCheck::FindAt(const RevisionAt& at, std::string message) {
  const std::string collection =
      collection_id_.empty() ? absl::StrCat("#", collection_) : collection_id_;
  faults_.Add(MakeRevisionName(collection, at.row.document_id(), at.row.ordinal()),
              std::move(message));
}

absl::StatusOr<std::optional<std::string>> DocumentCheck::Read(const RevisionAt& at,
                                                               const std::string& key,
                                                               std::string_view what) {
  auto value = view_.Get(key);
  if (absl::IsDataLoss(value.status())) {
    FindAt(at, absl::StrCat(std::string(what), ": ", value.status().message()));
    return std::nullopt;
  }
  if (!value.ok()) return value.status();
  if (!value->has_value()) {
    FindAt(at, absl::StrCat(std::string(what), ": the row is missing"));
    return std::nullopt;
  }
  counts_.bytes += static_cast<int64_t>(key.size() + (*value)->size());
  return *std::move(value);
}

absl::Status DocumentCheck::Run(uint32_t collection, uint32_t document) {
  collection_ = collection;
  document_ = document;
  if (absl::Status status = ReadRevisions(); !status.ok()) return status;
  if (absl::Status status = FindOrphans(); !status.ok()) return status;
  if (revisions_.empty()) return absl::OkStatus();
  ++counts_.documents;
  counts_.revisions += static_cast<int64_t>(revisions_.size());
  if (collection_id_.empty()) Find("its collection is not known");
  if (absl::Status status = CheckChain(); !status.ok()) return status;
  if (absl::Status status = CheckName(); !status.ok()) return status;
  if (absl::Status status = CheckHead(); !status.ok()) return status;
  std::set<uint64_t> contents;
  for (const RevisionAt& at : revisions_) {
    if (StateOf(at.row) == DocumentState::kPurged) continue;
    const bool is_new = contents.insert(at.row.content_commit()).second;
    const absl::Status status = is_new ? CheckContent(at) : CheckColumnsOnly(at);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status DocumentCheck::ReadRevisions() {
  const KeyRange range = DocumentRange(Tag::kRevision, collection_, document_);
  const auto cursor = view_.Scan(range.lower, range.upper, {.fill_cache = false});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    counts_.bytes += static_cast<int64_t>(cursor->key().size() + cursor->value().size());
    const auto key = ParseRowKey(Tag::kRevision, cursor->key());
    auto row = ParseRow<v1::RevisionRow>(cursor->value());
    if (!key || !row.ok()) {
      Find(key ? absl::StrCat("the revision row of commit ", key->commit, " does not parse")
               : "a revision key does not parse");
      continue;
    }
    revisions_.push_back({*key, *std::move(row)});
  }
  if (!absl::IsDataLoss(cursor->status())) return cursor->status();
  Find(absl::StrCat("revision rows: ", cursor->status().message()));
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckChain() {
  for (size_t i = 0; i < revisions_.size(); ++i) {
    const RevisionAt& at = revisions_[i];
    const v1::RevisionRow& row = at.row;
    if (absl::Status status = CheckLogged(at); !status.ok()) return status;
    if (row.content_commit() > at.key.commit || row.source_commit() > at.key.commit) {
      FindAt(at, "points to content of a later commit");
    }
    if (StateOf(row) == DocumentState::kPurged) {
      if (revisions_.size() > 1) FindAt(at, "revisions of a purged document are left");
      return absl::OkStatus();  // what it was chained to is gone
    }
    if (i + 1 == revisions_.size()) return CheckBegin(at);
    const RevisionAt& before = revisions_[i + 1];
    if (row.ordinal() != before.row.ordinal() + 1) FindAt(at, "ordinals have a gap before it");
    if (row.previous_commit() != before.key.commit) {
      FindAt(at, "the revision before has another commit");
    }
    if (row.commit_time_us() <= before.row.commit_time_us()) FindAt(at, "times do not grow");
    if (row.document_id() != before.row.document_id() || row.uid() != before.row.uid() ||
        row.create_time_us() != before.row.create_time_us()) {
      FindAt(at, "has another identity than the revision before");
    }
    if (ChainDigest(before.row.chain_digest(), at.key.commit, row) != row.chain_digest()) {
      FindAt(at, "the chain digest is wrong");
    }
  }
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckBegin(const RevisionAt& oldest) {
  const v1::RevisionRow& row = oldest.row;
  if (row.ordinal() == 1) {
    if (row.previous_commit() != 0) FindAt(oldest, "the first revision names one before it");
    if (ChainDigest("", oldest.key.commit, row) != row.chain_digest()) {
      FindAt(oldest, "the chain digest is wrong");
    }
    return absl::OkStatus();
  }
  if (row.previous_commit() == 0) FindAt(oldest, "names no revision before it");
  const auto floor = ReadFloor(view_);
  if (!floor.ok()) return absl::OkStatus();  // the row of the floor is a fault of its own
  if (oldest.key.commit > floor->number) {
    FindAt(oldest, "the revisions before are missing and were not trimmed");
  }
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckLogged(const RevisionAt& at) {
  const auto imported = ImportedCommit(view_);
  if (!imported.ok()) return imported.status();
  if (at.key.commit <= *imported) return absl::OkStatus();  // before the log's begin
  const auto row = FindLogRow(view_, at.key.commit);
  if (absl::IsDataLoss(row.status())) return absl::OkStatus();  // the log's own fault
  if (!row.ok()) return row.status();
  if (!row->has_value() || (*row)->last_commit() < at.key.commit) {
    FindAt(at, "the log does not have its commit");
    return absl::OkStatus();
  }
  const LogEntry& entry = (*row)->entries[at.key.commit - (*row)->first_commit];
  LogEntry own = LogEntryOf(at, nullptr);
  own.time_us = at.row.commit_time_us();
  own.old_commit = entry.old_commit;
  own.old_content_commit = entry.old_content_commit;
  if (!(own == entry)) FindAt(at, "the log says something else of its commit");
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckName() {
  const v1::RevisionRow& head = revisions_.front().row;
  // A later document of the name takes it over, and may be left out of an import.
  if (StateOf(head) == DocumentState::kPurged) return absl::OkStatus();
  const KeyRange range = NameRange(collection_, head.document_id());
  const auto cursor = view_.Scan(range.lower, range.upper, {});
  bool is_found = false;
  for (cursor->Seek(range.lower); cursor->Valid() && !is_found; cursor->Next()) {
    const auto row = ParseRow<v1::NameRow>(cursor->value());
    if (!row.ok()) continue;  // a fault of its own
    is_found = row->document_number() == document_ && !row->purged();
  }
  if (!cursor->status().ok() && !absl::IsDataLoss(cursor->status())) return cursor->status();
  if (!is_found) Find("no name leads to it");
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckHead() {
  const RevisionAt& head = revisions_.front();
  const DocumentState state = StateOf(head.row);
  is_live_ = state == DocumentState::kActive;
  if (state != DocumentState::kDeleted) return absl::OkStatus();
  const auto due = view_.Get(PurgeDueKey(head.row.purge_time_us(), collection_, document_));
  if (!due.ok() && !absl::IsDataLoss(due.status())) return due.status();
  if (!due.ok() || !due->has_value()) FindAt(head, "deleted, and nothing will purge it");
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckColumnsOnly(const RevisionAt& at) {
  const auto value = Read(at, RowKey(Tag::kColumns, at.key), "columns");
  if (!value.ok() || !value->has_value()) return value.status();
  const auto columns = DecodeColumnRow(**value);
  if (!columns.ok()) {
    FindAt(at, "columns: the row does not parse");
  } else if (columns->content_commit != at.row.content_commit() ||
             columns->state != StateOf(at.row)) {
    FindAt(at, "columns: they belong to another revision");
  }
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckContent(const RevisionAt& at) {
  if (absl::Status status = CheckColumnsOnly(at); !status.ok()) return status;
  DocumentKey key = at.key;
  key.commit = at.row.content_commit();
  std::vector<UnpackedRow> rows;
  for (const auto& [tag, name] : kRecords) {
    const auto value = Read(at, RowKey(tag, key), name);
    if (!value.ok()) return value.status();
    if (!value->has_value()) continue;
    auto row = UnpackedRow::Unpack(**value);
    if (row.ok()) {
      rows.push_back(*std::move(row));
    } else {
      FindAt(at, absl::StrCat(std::string(name), ": the row fails its checksum"));
    }
  }
  if (absl::Status status = CheckText(at, key); !status.ok()) return status;
  bool is_whole = true;
  const auto source = ReadSource(at, &is_whole);
  if (!source.ok()) return source.status();
  const auto encoded = view_.Get(RowKey(Tag::kColumns, at.key));
  if (!is_whole || rows.size() != std::size(kRecords) || !encoded.ok() || !encoded->has_value()) {
    return absl::OkStatus();  // named already
  }
  const auto columns = DecodeColumnRow(**encoded);
  if (!columns.ok()) return absl::OkStatus();
  if (columns->commitments.size() != rows[1].count()) {
    FindAt(at, "columns: there are more or fewer commitments");
  }
  if (content_ == nullptr) return absl::OkStatus();
  const StoredRevision revision = ToRevision(collection_id_, at.key, at.row);
  content_({revision, *columns, rows[0], rows[1], rows[2], *source},
           [&](std::string message) { FindAt(at, std::move(message)); });
  return absl::OkStatus();
}

absl::Status DocumentCheck::CheckText(const RevisionAt& at, const DocumentKey& content) {
  const KeyRange range = NumberedRange(Tag::kText, content);
  const auto cursor = view_.Scan(range.lower, range.upper, {.fill_cache = false});
  uint32_t next = 0;
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    counts_.bytes += static_cast<int64_t>(cursor->key().size() + cursor->value().size());
    const auto key = ParseNumberedKey(Tag::kText, cursor->key());
    if (!key || key->number != next++) {
      FindAt(at, "cleaned text: its rows have a gap");
      return absl::OkStatus();
    }
    if (!UnpackBytes(cursor->value()).ok()) {
      FindAt(at, absl::StrCat("cleaned text row ", key->number, ": the row fails its checksum"));
    }
  }
  if (absl::IsDataLoss(cursor->status())) {
    FindAt(at, absl::StrCat("cleaned text: ", cursor->status().message()));
  } else if (!cursor->status().ok()) {
    return cursor->status();
  } else if (next == 0) {
    FindAt(at, "cleaned text: the row is missing");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> DocumentCheck::ReadSource(const RevisionAt& at, bool* is_whole) {
  const DocumentKey key{collection_, document_, at.row.source_commit()};
  std::string source;
  *is_whole = false;
  for (uint32_t piece = 0; source.size() < at.row.source_size_bytes(); ++piece) {
    const auto value = Read(at, SourceKey(key, piece), absl::StrCat("source piece ", piece));
    if (!value.ok()) return value.status();
    if (!value->has_value()) return source;
    const auto bytes = UnpackBytes(**value);
    if (!bytes.ok() || bytes->empty()) {
      FindAt(at, absl::StrCat("source piece ", piece, ": the row fails its checksum"));
      return source;
    }
    source.append(*bytes);
  }
  *is_whole =
      source.size() == at.row.source_size_bytes() && Sha256(source) == at.row.source_sha256();
  if (!*is_whole) FindAt(at, "the source has another SHA-256 than its revision says");
  return source;
}

absl::Status DocumentCheck::FindOrphans() {
  std::set<uint64_t> own;
  std::set<uint64_t> contents;
  std::set<uint64_t> sources;
  for (const RevisionAt& at : revisions_) {
    if (StateOf(at.row) == DocumentState::kPurged) continue;
    own.insert(at.key.commit);
    contents.insert(at.row.content_commit());
    sources.insert(at.row.source_commit());
  }
  for (const Tag tag : DocumentTags()) {
    if (tag == Tag::kRevision) continue;
    const std::set<uint64_t>& needed = tag == Tag::kColumns  ? own
                                       : tag == Tag::kSource ? sources
                                                             : contents;
    const KeyRange range = DocumentRange(tag, collection_, document_);
    const auto cursor = view_.Scan(range.lower, range.upper, {.fill_cache = false});
    for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
      const auto key = ParseDocumentRow(tag, cursor->key());
      if (!key) {
        Find("a key of its rows does not parse");
      } else if (needed.count(key->commit) == 0) {
        Find(absl::StrCat("a row with tag ", static_cast<int>(tag), " of commit ", key->commit,
                          " belongs to no revision"));
      }
    }
    if (absl::IsDataLoss(cursor->status())) {
      Find(absl::StrCat("rows with tag ", static_cast<int>(tag), ": ", cursor->status().message()));
    } else if (!cursor->status().ok()) {
      return cursor->status();
    }
  }
  return absl::OkStatus();
}

}  // namespace pledge::storage
