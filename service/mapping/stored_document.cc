#include "service/mapping/stored_document.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/time.h"

namespace pledge::mapping {
namespace {

void AppendBlock(const std::string& block, std::string* out) {
  auto size = static_cast<uint32_t>(block.size());
  while (size >= 0x80) {
    out->push_back(static_cast<char>(size | 0x80));
    size >>= 7;
  }
  out->push_back(static_cast<char>(size));
  out->append(block);
}

// Takes one block off the front; false when there is none.
bool TakeBlock(std::string_view* bytes, std::string_view* block) {
  uint32_t size = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    if (bytes->empty()) return false;
    const auto byte = static_cast<unsigned char>(bytes->front());
    bytes->remove_prefix(1);
    size |= static_cast<uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      if (size > bytes->size()) return false;
      *block = bytes->substr(0, size);
      bytes->remove_prefix(size);
      return true;
    }
  }
  return false;
}

// Moves the personal fields out of `facts`.
v1::LetterFacts TakePersonal(v1::LetterFacts* facts) {
  v1::LetterFacts personal;
  if (facts->has_contact_person()) {
    personal.mutable_contact_person()->Swap(facts->mutable_contact_person());
    facts->clear_contact_person();
  }
  if (facts->has_contact_phone()) {
    personal.mutable_contact_phone()->Swap(facts->mutable_contact_phone());
    facts->clear_contact_phone();
  }
  return personal;
}

absl::Status Unparsable(const storage::StoredRevision& revision) {
  return MakeError(ErrorReason::kChecksumFailed, "stored document fields do not parse",
                   {{"revision", MakeRevisionName(revision.collection_id, revision.document_id,
                                                  revision.ordinal)}});
}

void SetOutputFields(const storage::StoredRevision& in, v1::Document* out) {
  out->set_name(MakeDocumentName(in.collection_id, in.document_id));
  out->set_uid(in.uid);
  out->set_latest_revision(MakeRevisionName(in.collection_id, in.document_id, in.ordinal));
  out->set_state(in.state == storage::DocumentState::kDeleted ? v1::DOCUMENT_STATE_DELETED
                                                              : v1::DOCUMENT_STATE_ACTIVE);
  if (in.delete_time) SetTime(*in.delete_time, out->mutable_delete_time());
  if (in.purge_time) SetTime(*in.purge_time, out->mutable_purge_time());
  SetTime(in.create_time, out->mutable_create_time());
  SetTime(in.commit.time, out->mutable_update_time());
  out->set_etag(in.etag);
}

}  // namespace

std::string EncodeDocument(const v1::Document& document, std::string_view text) {
  std::vector<uint32_t> offsets;
  CollectOffsets(document.facts(), &offsets);
  v1::Document bare = document;
  const v1::LetterFacts personal = TakePersonal(bare.mutable_facts());
  std::string out;
  AppendBlock(OffsetTable(text, std::move(offsets)).Encode(), &out);
  AppendBlock(SerializeDeterministic(personal), &out);
  out += SerializeDeterministic(bare);
  return out;
}

absl::StatusOr<v1::Document> DecodeDocument(const storage::StoredRevision& revision,
                                            const DocumentOptions& options) {
  std::string_view bytes = revision.document;
  std::string_view table_bytes, personal_bytes;
  v1::Document out;
  if (!TakeBlock(&bytes, &table_bytes) || !TakeBlock(&bytes, &personal_bytes) ||
      !out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Unparsable(revision);
  }
  if (options.with_personal_data) {
    v1::LetterFacts personal;
    if (!personal.ParseFromArray(personal_bytes.data(), static_cast<int>(personal_bytes.size()))) {
      return Unparsable(revision);
    }
    out.mutable_facts()->MergeFrom(personal);
  }
  auto table = OffsetTable::Decode(table_bytes);
  if (!table.ok()) return table.status();
  ConvertOffsets(*table, options.unit, out.mutable_facts());
  SetOutputFields(revision, &out);
  return out;
}

absl::StatusOr<v1::DocumentRevision> DecodeRevision(const storage::StoredRevision& revision,
                                                    const DocumentOptions& options) {
  auto snapshot = DecodeDocument(revision, options);
  if (!snapshot.ok()) return snapshot.status();
  v1::DocumentRevision out;
  out.set_name(snapshot->latest_revision());
  *out.mutable_snapshot() = *std::move(snapshot);
  SetTime(revision.commit.time, out.mutable_create_time());
  if (revision.is_head) out.add_alternate_ids("latest");
  out.set_cause(static_cast<v1::RevisionCause>(revision.cause));
  out.set_commit_number(static_cast<int64_t>(revision.commit.number));
  out.set_source_sha256(revision.source_sha256);
  out.set_source_size(static_cast<int64_t>(revision.source_size));
  out.set_chain_digest(revision.chain_digest);
  out.set_actor(revision.actor);
  out.set_comment(revision.comment);
  if (revision.restored_from != 0) {
    out.set_restored_from(
        MakeRevisionName(revision.collection_id, revision.document_id, revision.restored_from));
  }
  return out;
}

}  // namespace pledge::mapping
