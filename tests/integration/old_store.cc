#include "tests/integration/old_store.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/blocking_counter.h"
#include "service/base/sha256.h"
#include "service/ingest/prepare.h"
#include "service/mapping/record_list.h"
#include "service/mapping/stored_record.h"
#include "storage/record_store.h"
#include "storage/rocksdb_engine.h"

namespace pledge::testing {
namespace {

using storage::RevisionDraft;

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

// The draft without its last commitment and without the first one's deadline.
std::shared_ptr<const RevisionDraft> Lessen(const RevisionDraft& draft) {
  auto out = std::make_shared<RevisionDraft>(draft);
  const auto row = storage::UnpackedRow::Unpack(draft.commitments);
  Require(row.status());
  auto records = mapping::ParseRecords<v1::Commitment>("", *row);
  Require(records.status());
  records->pop_back();
  records->front().clear_deadline();
  std::vector<storage::TaggedRecord> stored;
  for (const v1::Commitment& record : *records) stored.push_back(mapping::ToStored(record));
  out->commitments = storage::PackRecords(stored, std::string(row->preamble()));
  out->columns.commitments.pop_back();
  out->columns.commitments.front().deadline_start.reset();
  out->columns.commitments.front().deadline_end.reset();
  out->result_digest = Sha256("less than " + draft.result_digest);
  return out;
}

std::shared_ptr<const RevisionDraft> Draft(const OldLetter& letter) {
  v1::DocumentContent content;
  content.set_data(letter.bytes);
  auto draft = ingest::Prepare("", {}, std::move(content));
  Require(draft.status());
  auto old = letter.is_complete ? std::make_shared<RevisionDraft>(**draft)
                                : std::make_shared<RevisionDraft>(*Lessen(**draft));
  old->engine_version = "0";
  return old;
}

}  // namespace

void WriteOldLetters(const std::string& dir, const std::string& collection,
                     const std::vector<OldLetter>& letters) {
  auto engine = storage::RocksDbEngine::Open(dir, {});
  Require(engine.status());
  storage::RecordStoreOptions options;
  options.mark_dir = dir;
  auto store = storage::RecordStore::Open(*std::move(engine), options);
  Require(store.status());
  absl::BlockingCounter done(static_cast<int>(letters.size()));
  const auto note = [&](const absl::StatusOr<storage::PutDocumentResult>& result) {
    Require(result.status());
    done.DecrementCount();
  };
  for (const OldLetter& letter : letters) {
    storage::PutDocumentRequest put;
    put.collection_id = collection;
    put.document_id = letter.document_id;
    put.actor = "older server";
    put.draft = Draft(letter);
    if (!letter.is_deleted) {
      (*store)->PutDocument(std::move(put), note);
      continue;
    }
    (*store)->PutDocument(std::move(put), [](const auto& result) { Require(result.status()); });
    storage::ChangeDocumentRequest remove;
    remove.collection_id = collection;
    remove.document_id = letter.document_id;
    (*store)->ChangeDocument(std::move(remove), note);
  }
  done.Wait();
}

}  // namespace pledge::testing
