#include "service/jobs/reanalysis.h"

#include <string>
#include <utility>
#include <vector>

#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/ingest/head_base.h"
#include "service/ingest/prepare.h"
#include "service/lineage/revision_diff.h"
#include "service/mapping/caller_fields.h"
#include "service/mapping/record_list.h"

namespace pledge::jobs {
namespace {

using storage::RecordStore;
using storage::StoredRevision;

// How often the head is read again when a write comes between its row and its
// records.
constexpr int kMaxReads = 8;

// The document's head and its records, of one revision. `head` comes as it was
// seen last and becomes the newest. False when it is deleted or gone.
absl::StatusOr<bool> ReadHead(RecordStore& store, StoredRevision& head, ingest::HeadBase& base) {
  for (int i = 0; i < kMaxReads; ++i) {
    auto read = ingest::ReadHeadBase(store, head.collection_id, head.document_id);
    if (!read.ok()) return read.status();
    if (read->commit == head.commit.number) {
      base = *std::move(read);
      return head.state == storage::DocumentState::kActive;
    }
    auto newest = store.GetDocument(head.collection_id, head.document_id, store.Head().number);
    if (ReasonOf(newest.status()) == ErrorReason::kDocumentNotFound) return false;
    if (!newest.ok()) return newest.status();
    head = *std::move(newest);
  }
  return MakeError(ErrorReason::kHeadMoved, "other writes of the document came between");
}

template <typename Record>
absl::Status Unpack(const std::string& packed, std::vector<Record>& out) {
  const auto row = storage::UnpackedRow::Unpack(packed);
  if (!row.ok()) return row.status();
  auto records = mapping::ParseRecords<Record>("", *row);
  if (!records.ok()) return records.status();
  out = *std::move(records);
  return absl::OkStatus();
}

absl::Status CountCommitments(lineage::RevisionContent before, Reanalysis& out) {
  lineage::RevisionContent after;
  absl::Status unpacked = Unpack(out.draft->sections, after.sections);
  if (unpacked.ok()) unpacked = Unpack(out.draft->commitments, after.commitments);
  if (!unpacked.ok()) return unpacked;
  const auto diff = lineage::DiffRevisions(before, after, {"commitments"});
  for (const v1::DiffCount& count : diff.counts) {
    out.added_commitments += count.added();
    out.removed_commitments += count.removed();
    out.changed_commitments += count.changed();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Reanalysis> Reanalyze(RecordStore& store, const StoredRevision& head) {
  Reanalysis out;
  out.head = head;
  ingest::HeadBase base;
  const auto is_live = ReadHead(store, out.head, base);
  if (!is_live.ok()) return is_live.status();
  if (!*is_live) return out;
  auto source = store.ReadSource(out.head);
  if (!source.ok()) return source.status();
  const auto caller = mapping::DecodeCallerFields(out.head);
  if (!caller.ok()) return caller.status();

  v1::DocumentContent content;
  content.set_data(*std::move(source));
  content.set_charset(caller->charset);
  lineage::RevisionContent before;
  before.sections = base.base.sections;
  before.commitments = base.base.commitments;
  auto draft =
      ingest::Prepare("", caller->document, std::move(content), std::move(base), kMaxDocumentBytes);
  if (!draft.ok()) return draft.status();
  out.draft = *std::move(draft);
  out.has_changed = out.draft->result_digest != out.head.result_digest;
  if (!out.has_changed) return out;
  absl::Status counted = CountCommitments(std::move(before), out);
  if (!counted.ok()) return counted;
  return out;
}

}  // namespace pledge::jobs
