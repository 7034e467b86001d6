#include "storage/export_reader.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "storage/document_reader.h"
#include "storage/export_session.h"
#include "storage/request_writer.h"
#include "storage/stored_values.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

constexpr std::array kDocumentKinds = {TransferKind::kRevision,     TransferKind::kName,
                                       TransferKind::kColumns,      TransferKind::kCommitments,
                                       TransferKind::kAchievements, TransferKind::kSections,
                                       TransferKind::kText,         TransferKind::kSource};

absl::Status Gone() {
  return MakeError(ErrorReason::kHistoryTrimmed,
                   "a document was purged or trimmed while it was exported; export anew");
}

absl::Status NoPlace() {
  return MakeError(ErrorReason::kTokenMalformed, "not the position of an export");
}

std::string WithTag(TransferKind kind, std::string_view key) {
  std::string out(1, static_cast<char>(TagOf(kind)));
  return out.append(key);
}

std::string_view WithoutTag(std::string_view key) { return key.substr(1); }

// Rows of a document of one kind, from its newest version up to commit `at`.
KeyRange RowsUpTo(TransferKind kind, uint32_t collection, uint32_t document,
                  std::string_view document_id, uint64_t at) {
  if (kind == TransferKind::kName) {
    return {NameKey(collection, document_id, at), NameRange(collection, document_id).upper};
  }
  const Tag tag = TagOf(kind);
  return {RowKey(tag, {collection, document, at}), DocumentRange(tag, collection, document).upper};
}

}  // namespace

ExportReader::ExportReader(View& view, const CollectionTable& collections,
                           const ExportPosition& from)
    : view_(view),
      collections_(collections),
      from_(from),
      next_(from),
      writer_({from.block_count, from.commit, from.commit_time_us, false}) {}

absl::StatusOr<ExportBlock> ExportReader::Read() {
  if (!from_.place.empty() && !ParsePlace(from_.place)) return NoPlace();
  const Step ended = WriteAll();
  if (!ended.ok()) return ended.status();
  if (!*ended && border_) {
    writer_.Truncate(border_->first);
    next_ = std::move(border_->second);
  }
  next_.is_complete = *ended;
  ExportBlock block;
  block.bytes = writer_.Finish(*ended);
  next_.block_count = from_.block_count + 1;
  next_.digest = DigestAfter(from_.digest, block.bytes);
  block.next = std::move(next_);
  return block;
}

ExportReader::Step ExportReader::WriteAll() {
  for (const auto part :
       {&ExportReader::WriteCollections, &ExportReader::WriteDocuments,
        &ExportReader::WriteSessions, &ExportReader::WriteRequests, &ExportReader::WriteEnd}) {
    Step written = (this->*part)();
    if (!written.ok() || !*written) return written;
    border_.reset();
  }
  return true;
}

bool ExportReader::Add(TransferKind kind, std::string_view key, std::string_view value,
                       uint32_t document) {
  std::string place = PlaceOf(kind, key, document);
  if (WasGiven(place)) return true;
  // A record that is begun stands at the beginning of the block.
  const std::string_view rest = value.substr(std::min<uint64_t>(next_.offset, value.size()));
  if (writer_.Add(kind, key, rest)) {
    next_.place = std::move(place);
    next_.offset = 0;
    return true;
  }
  if (writer_.empty()) next_.offset += writer_.AddPiece(kind, key, rest);
  return false;
}

Cursor& ExportReader::Rows(TransferKind kind) {
  std::unique_ptr<Cursor>& cursor = cursors_[kind];
  if (cursor == nullptr) {
    const KeyRange range = RangeOf(TagOf(kind));
    cursor = view_.Scan(range.lower, range.upper, {.fill_cache = false});
  }
  return *cursor;
}

ExportReader::Step ExportReader::WriteCollections() {
  const auto place = ParsePlace(from_.place);
  if (place && place->kind != TransferKind::kCollection) return true;
  Cursor& rows = Rows(TransferKind::kCollection);
  rows.Seek(WithTag(TransferKind::kCollection, place ? place->key : ""));
  for (; rows.Valid(); rows.Next()) {
    const auto row = ParseRow<v1::CollectionRow>(rows.value());
    if (!row.ok()) return row.status();
    if (row->commit() > from_.commit) continue;
    // What it holds follows from its documents.
    v1::CollectionRow out;
    out.set_number(row->number());
    out.set_commit(row->commit());
    if (!Add(TransferKind::kCollection, WithoutTag(rows.key()), out.SerializeAsString())) {
      return false;
    }
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

ExportReader::Step ExportReader::WriteDocuments() {
  const auto place = ParsePlace(from_.place);
  if (place && !IsOfDocument(place->kind) && place->kind != TransferKind::kCollection) return true;
  Cursor& rows = Rows(TransferKind::kRevision);
  Document document;
  if (!place || place->kind == TransferKind::kCollection) {
    rows.Seek(RangeOf(Tag::kRevision).lower);
  } else if (from_.open_revisions > 0) {
    document.goes_on = true;
    document.collection = place->collection;
    document.number = place->document;
  } else {
    rows.Seek(DocumentRange(Tag::kRevision, place->collection, place->document).upper);
  }
  while (document.goes_on || rows.Valid()) {
    if (!document.goes_on) {
      const auto key = ParseRowKey(Tag::kRevision, rows.key());
      if (!key) return DamagedRow("revision key");
      document = {};
      document.collection = key->collection;
      document.number = key->document;
    }
    const KeyRange range = DocumentRange(Tag::kRevision, document.collection, document.number);
    Step written = WriteDocument(document);
    if (!written.ok() || !*written) return written;
    document.goes_on = false;
    const absl::StatusOr<bool> is_later = IsLater(document);
    if (!is_later.ok()) return is_later.status();
    // Numbers are given in order: so are all behind it.
    rows.Seek(*is_later ? CollectionRange(Tag::kRevision, document.collection).upper : range.upper);
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

absl::StatusOr<bool> ExportReader::Open(Document& document) {
  document.collection_id = collections_.IdOf(document.collection);
  const KeyRange range =
      RowsUpTo(TransferKind::kRevision, document.collection, document.number, "", from_.commit);
  Cursor& rows = Rows(TransferKind::kRevision);
  for (rows.Seek(range.lower); rows.Valid() && rows.key() < range.upper; rows.Next()) {
    if (document.revisions++ > 0) continue;
    const auto row = ParseRow<v1::RevisionRow>(rows.value());
    if (!row.ok()) return Damaged(document, TransferKind::kRevision, WithoutTag(rows.key()));
    document.id = row->document_id();
    document.is_purged = StateOf(*row) == DocumentState::kPurged;
  }
  if (!rows.status().ok()) return rows.status();
  return document.revisions > 0;
}

absl::StatusOr<bool> ExportReader::IsLater(const Document& document) {
  if (document.revisions > 0) return false;
  const KeyRange range = DocumentRange(Tag::kRevision, document.collection, document.number);
  const auto rows = view_.Scan(range.lower, range.upper, {.direction = ScanDirection::kBackward});
  rows->Seek(range.upper);
  if (!rows->status().ok()) return rows->status();
  if (!rows->Valid()) return false;
  const auto oldest = ParseRow<v1::RevisionRow>(rows->value());
  if (!oldest.ok()) return oldest.status();
  return oldest->ordinal() == 1;
}

ExportReader::Step ExportReader::WriteDocument(Document& document) {
  const absl::StatusOr<bool> is_there = Open(document);
  if (!is_there.ok()) return is_there.status();
  if (document.goes_on && document.revisions != from_.open_revisions) return Gone();
  if (!*is_there) return true;
  if (!writer_.empty()) border_.emplace(writer_.size(), next_);
  next_.open_revisions = document.revisions;
  for (const TransferKind kind : kDocumentKinds) {
    Step written = WriteRows(document, kind);
    if (!written.ok() || !*written) return written;
  }
  next_.open_revisions = 0;
  if (!document.is_purged) {
    ++next_.document_count;
    next_.revision_count += static_cast<int64_t>(document.revisions);
  }
  return true;
}

ExportReader::Step ExportReader::WriteRows(const Document& document, TransferKind kind) {
  KeyRange range = RowsUpTo(kind, document.collection, document.number, document.id, from_.commit);
  if (document.goes_on) {
    const auto place = ParsePlace(from_.place);
    if (kind < place->kind) return true;
    if (kind == place->kind) range.lower = WithTag(kind, place->key);
  }
  Cursor& rows = Rows(kind);
  for (rows.Seek(range.lower); rows.Valid() && rows.key() < range.upper; rows.Next()) {
    const std::string_view key = WithoutTag(rows.key());
    if (kind == TransferKind::kName) {
      // The name may have meant other documents before and since.
      const auto name = ParseRow<v1::NameRow>(rows.value());
      if (name.ok() && name->document_number() != document.number) continue;
    }
    if (!CheckValue(kind, rows.value()).ok()) return Damaged(document, kind, key);
    if (!Add(kind, key, rows.value(), document.number)) return false;
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

absl::Status ExportReader::Damaged(const Document& document, TransferKind kind,
                                   std::string_view key) const {
  const auto parsed = ParseTransferKey(kind, key);
  // Where the newest revision is damaged, nothing says the id.
  const std::string name = document.id.empty()
                               ? absl::StrCat("collections/", document.collection_id,
                                              ", document number ", document.number)
                               : MakeDocumentName(document.collection_id, document.id);
  return MakeError(ErrorReason::kChecksumFailed,
                   absl::StrCat("a stored row does not parse: ", std::string(WordFor(kind)), " of ",
                                name, ", commit ", parsed ? parsed->commit : 0),
                   {{"resource", name}});
}

ExportReader::Step ExportReader::WriteSessions() {
  const auto place = ParsePlace(from_.place);
  const bool is_inside = place && place->kind == TransferKind::kSession;
  if (place && place->kind > TransferKind::kSession) return true;
  Cursor& rows = Rows(TransferKind::kSession);
  if (is_inside) {
    ByteReader in(place->key);
    const uint32_t collection = in.U32();
    rows.Seek(SessionKey(collection, in.UntilNul()));
    if (!in.ok()) return NoPlace();
  } else {
    rows.Seek(RangeOf(Tag::kSession).lower);
  }
  for (; rows.Valid(); rows.Next()) {
    const auto row = ParseRow<v1::SessionRow>(rows.value());
    if (!row.ok()) return row.status();
    // The clock grows with each commit: it was created after the state.
    if (row->create_time_us() > from_.commit_time_us) continue;
    Step written = WriteSession(WithoutTag(rows.key()), *row);
    if (!written.ok() || !*written) return written;
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

ExportReader::Step ExportReader::WriteSession(std::string_view key, const v1::SessionRow& row) {
  const auto parsed = ParseTransferKey(TransferKind::kSession, key);
  if (!parsed) return DamagedRow("session key");
  if (!WasGiven(PlaceOf(TransferKind::kSession, key, 0))) {
    const auto then =
        SessionAt(view_, parsed->collection, parsed->id, row, from_.commit, from_.commit_time_us);
    if (!then.ok()) return then.status();
    if (!Add(TransferKind::kSession, key, then->SerializeAsString())) return false;
  }
  return WriteResults(parsed->collection, parsed->id);
}

ExportReader::Step ExportReader::WriteResults(uint32_t collection, std::string_view session_id) {
  const KeyRange range = ResultsRange(collection, session_id);
  std::string lower = range.lower;
  // Behind what was given: the place of a run is its key.
  const std::string given =
      WithTag(TransferKind::kResults, from_.place.substr(std::min<size_t>(1, from_.place.size())));
  if (given > lower && given < range.upper) lower = given;
  Cursor& rows = Rows(TransferKind::kResults);
  for (rows.Seek(lower); rows.Valid() && rows.key() < range.upper; rows.Next()) {
    auto run = ParseRow<v1::ResultRun>(rows.value());
    if (!run.ok()) return run.status();
    const int before = run->results_size();
    CutRun(*run, from_.commit);
    if (run->results().empty()) break;
    // Another last result makes another key.
    const bool is_whole = run->results_size() == before;
    const auto last = static_cast<uint64_t>(run->first_sequence() + run->results_size() - 1);
    const std::string key =
        is_whole ? std::string(rows.key()) : ResultsKey(collection, session_id, last);
    const std::string value = is_whole ? std::string(rows.value()) : run->SerializeAsString();
    if (!Add(TransferKind::kResults, WithoutTag(key), value)) return false;
    if (!is_whole) break;
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

ExportReader::Step ExportReader::WriteRequests() {
  const auto place = ParsePlace(from_.place);
  if (place && place->kind > TransferKind::kRequest) return true;
  const bool is_inside = place && place->kind == TransferKind::kRequest;
  const uint32_t first_period = RequestWriter::FirstKeptPeriod(FromMicros(from_.commit_time_us));
  Cursor& rows = Rows(TransferKind::kRequest);
  rows.Seek(is_inside ? WithTag(TransferKind::kRequest, place->key) : RequestKey(first_period, ""));
  for (; rows.Valid(); rows.Next()) {
    const auto row = ParseRow<v1::RequestRow>(rows.value());
    if (!row.ok()) return row.status();
    if (row->commit() > from_.commit) continue;
    const absl::StatusOr<bool> has_answer = HasAnswer(*row);
    if (!has_answer.ok()) return has_answer.status();
    if (!*has_answer) continue;
    if (!Add(TransferKind::kRequest, WithoutTag(rows.key()), rows.value())) return false;
  }
  if (!rows.status().ok()) return rows.status();
  return true;
}

absl::StatusOr<bool> ExportReader::HasAnswer(const v1::RequestRow& row) {
  if (row.revision_commit() == 0) return true;
  // Purged at the state or trimmed: that is the answer. Purged since: the export
  // knows nothing of the document.
  const auto newest = DocumentReader(view_).FindNewest(row.collection_number(),
                                                       row.document_number(), from_.commit);
  if (!newest.ok()) return newest.status();
  return newest->has_value();
}

ExportReader::Step ExportReader::WriteEnd() {
  std::string value;
  AppendVarint(value, static_cast<uint64_t>(next_.document_count));
  AppendVarint(value, static_cast<uint64_t>(next_.revision_count));
  return Add(TransferKind::kEnd, "", value);
}

}  // namespace pledge::storage
