#include "service/ingest/head_base.h"

#include <utility>
#include <vector>

#include "service/base/error.h"
#include "service/mapping/record_list.h"
#include "storage/uuid.h"

namespace pledge::ingest {
namespace {

using storage::RecordKind;
using storage::RevisionDraft;
using storage::UnpackedRow;

// Names begin inside the revision ("/sections/2.1"): its own is not known yet,
// and lineage does not look at it.
constexpr char kNoName[] = "";

template <typename Record>
absl::Status ReadAll(storage::RecordStore& store, const storage::StoredRevision& revision,
                     RecordKind kind, std::vector<Record>& out) {
  auto records = mapping::ReadRecords<Record>(store, revision, kind, kNoName);
  if (!records.ok()) return records.status();
  out = *std::move(records);
  return absl::OkStatus();
}

// A packed row, opened to be changed.
template <typename Record>
struct OpenRow {
  std::string preamble;
  std::vector<Record> records;

  absl::Status Open(const std::string& packed) {
    const auto row = UnpackedRow::Unpack(packed);
    if (!row.ok()) return row.status();
    preamble = std::string(row->preamble());
    auto parsed = mapping::ParseRecords<Record>(kNoName, *row);
    if (!parsed.ok()) return parsed.status();
    records = *std::move(parsed);
    return absl::OkStatus();
  }

  std::string Pack() const {
    std::vector<storage::TaggedRecord> stored;
    stored.reserve(records.size());
    for (const Record& record : records) stored.push_back(mapping::ToStored(record));
    return storage::PackRecords(stored, preamble);
  }
};

}  // namespace

absl::StatusOr<HeadBase> ReadHeadBase(storage::RecordStore& store, const std::string& collection_id,
                                      const std::string& document_id) {
  HeadBase out;
  const auto head = store.GetDocument(collection_id, document_id, store.Head().number);
  if (!head.ok()) {
    if (ReasonOf(head.status()) == ErrorReason::kDocumentNotFound) return out;
    return head.status();
  }
  out.commit = head->commit.number;
  out.base.uid = head->uid;
  out.base.ordinal = head->ordinal;
  absl::Status read = ReadAll(store, *head, RecordKind::kSections, out.base.sections);
  if (read.ok()) read = ReadAll(store, *head, RecordKind::kCommitments, out.base.commitments);
  if (read.ok()) read = ReadAll(store, *head, RecordKind::kAchievements, out.base.achievements);
  // Purged since the head was read.
  if (ReasonOf(read) == ErrorReason::kDocumentNotFound) return HeadBase();
  if (!read.ok()) return read;
  return out;
}

absl::StatusOr<std::shared_ptr<const RevisionDraft>> MatchAgain(storage::RecordStore& store,
                                                                const std::string& collection_id,
                                                                const std::string& document_id,
                                                                const RevisionDraft& draft) {
  auto head = ReadHeadBase(store, collection_id, document_id);
  if (!head.ok()) return head.status();
  OpenRow<v1::Section> sections;
  OpenRow<v1::Commitment> commitments;
  OpenRow<v1::Achievement> achievements;
  absl::Status opened = sections.Open(draft.sections);
  if (opened.ok()) opened = commitments.Open(draft.commitments);
  if (opened.ok()) opened = achievements.Open(draft.achievements);
  if (!opened.ok()) return opened;

  auto out = std::make_shared<RevisionDraft>(draft);
  if (head->commit == 0) {
    out->uid = storage::NewUuid();
    head->base.uid = storage::UuidText(out->uid);
  }
  lineage::AssignLineage(head->base, sections.records, commitments.records, achievements.records);
  out->base_commit = head->commit;
  out->sections = sections.Pack();
  out->commitments = commitments.Pack();
  out->achievements = achievements.Pack();
  return std::shared_ptr<const RevisionDraft>(std::move(out));
}

}  // namespace pledge::ingest
