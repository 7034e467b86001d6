#include "tests/contract/store_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "tests/contract/store_fixture.h"

namespace pledge::testing {

using storage::DocumentChange;
using storage::PutOutcome;
using storage::RecordKind;
using storage::RecordStore;

namespace {

constexpr int kRecords = 3;  // what MakeDraft makes

// The newest revision at `at`; nullptr for none. `ordinal` gets its number.
const ModelRevision* VisibleAt(const ModelDocument& document, uint64_t at, uint64_t* ordinal) {
  const ModelRevision* visible = nullptr;
  for (const ModelRevision& revision : document.revisions) {
    if (revision.commit > at) break;
    visible = &revision;
    *ordinal = &revision - document.revisions.data() + 1;
  }
  return visible;
}

}  // namespace

int StoreModel::NumberOf(const Name& name) const {
  for (auto document = documents_.rbegin(); document != documents_.rend(); ++document) {
    if (document->collection_id == name.first && document->document_id == name.second) {
      return static_cast<int>(documents_.rend() - document) - 1;
    }
  }
  return -1;
}

ModelOutcome StoreModel::Put(const Name& name, const std::string& source, const std::string& caller,
                             uint64_t commit) {
  const auto& [collection_id, document_id] = name;
  const int number = NumberOf(name);
  if (number < 0 || documents_[number].is_purged) {
    if (std::count(collections_.begin(), collections_.end(), collection_id) == 0) {
      collections_.push_back(collection_id);
    }
    documents_.push_back({collection_id, document_id, {{commit, source, caller}}});
    return {PutOutcome::kCreated, 1, std::nullopt};
  }
  std::vector<ModelRevision>& revisions = documents_[number].revisions;
  if (revisions.back().is_deleted) return {.error = ErrorReason::kDocumentDeleted};
  const bool is_same = revisions.back().source == source && revisions.back().caller == caller;
  if (!is_same) revisions.push_back({commit, source, caller});
  return {is_same ? PutOutcome::kUnchanged : PutOutcome::kUpdated, revisions.size(), std::nullopt};
}

const ModelRevision* StoreModel::HeadOf(const Name& name) const {
  const int number = NumberOf(name);
  if (number < 0 || documents_[number].is_purged) return nullptr;
  return &documents_[number].revisions.back();
}

ModelOutcome StoreModel::Reanalyze(const Name& name, bool of_head, int result, uint64_t commit) {
  const ModelRevision* const head = HeadOf(name);
  if (head == nullptr) return {.error = ErrorReason::kHeadMoved};
  if (head->is_deleted) return {.error = ErrorReason::kDocumentDeleted};
  if (!of_head) return {.error = ErrorReason::kHeadMoved};
  std::vector<ModelRevision>& revisions = documents_[NumberOf(name)].revisions;
  if (head->result == result) return {PutOutcome::kUnchanged, revisions.size(), std::nullopt};
  ModelRevision made = *head;
  made.result = result;
  made.commit = commit;
  revisions.push_back(made);
  return {PutOutcome::kUpdated, revisions.size(), std::nullopt};
}

ModelOutcome StoreModel::Change(DocumentChange change, const Name& name, uint64_t ordinal,
                                uint64_t commit) {
  const int number = NumberOf(name);
  if (number < 0 || documents_[number].is_purged) return {.error = ErrorReason::kDocumentNotFound};
  std::vector<ModelRevision>& revisions = documents_[number].revisions;
  const bool needs_deleted =
      change == DocumentChange::kUndelete || change == DocumentChange::kPurge;
  if (needs_deleted && !revisions.back().is_deleted) return {.error = ErrorReason::kNotDeleted};
  if (!needs_deleted && revisions.back().is_deleted) {
    return {.error = ErrorReason::kDocumentDeleted};
  }
  ModelRevision made = revisions.back();
  if (change == DocumentChange::kPurge) {
    documents_[number].is_purged = true;
    return {PutOutcome::kUpdated, revisions.size() + 1, std::nullopt};
  }
  if (change == DocumentChange::kRollback) {
    if (ordinal > revisions.size()) return {.error = ErrorReason::kRevisionNotFound};
    if (IsTrimmed(number, ordinal)) return {.error = ErrorReason::kHistoryTrimmed};
    made = revisions[ordinal - 1];
  }
  made.commit = commit;
  made.is_deleted = change == DocumentChange::kDelete;
  revisions.push_back(made);
  return {PutOutcome::kUpdated, revisions.size(), std::nullopt};
}

int64_t StoreModel::Trim(uint64_t keep, uint64_t keep_from) {
  int64_t gone = 0;
  for (ModelDocument& document : documents_) {
    if (document.is_purged) continue;
    const uint64_t count = document.revisions.size();
    uint64_t first = document.first_kept;
    while (first + keep <= count && document.revisions[first].commit <= keep_from) ++first;
    if (first == document.first_kept) continue;
    gone += static_cast<int64_t>(first - document.first_kept);
    document.first_kept = first;
    floor_ = std::max(floor_, document.revisions[first - 1].commit);
  }
  return gone;
}

void StoreModel::ExpectTrimmed(RecordStore& store, uint64_t at) const {
  constexpr auto kTrimmed = ErrorReason::kHistoryTrimmed;
  EXPECT_EQ(ReasonOf(store.PointOf(at).status()), kTrimmed);
  EXPECT_EQ(ReasonOf(store.PullChanges(at, 10).status()), kTrimmed);
  for (const ModelDocument& document : documents_) {
    const auto& [collection_id, document_id] =
        std::tie(document.collection_id, document.document_id);
    EXPECT_EQ(ReasonOf(store.GetDocument(collection_id, document_id, at).status()), kTrimmed);
    EXPECT_EQ(ReasonOf(store.GetRevision(collection_id, document_id, 1, at).status()), kTrimmed);
  }
  storage::ScanSelector selector;
  selector.kind = RecordKind::kCommitments;
  selector.at = at;
  const auto visit = [](const auto&, const auto&, size_t) { return true; };
  EXPECT_EQ(ReasonOf(store.Pull(selector, {}, {}, visit).status()), kTrimmed);
  const auto names = store.PullDocuments({"", true, at}, {}, 500, [](const auto&) { return true; });
  EXPECT_EQ(ReasonOf(names.status()), kTrimmed);
}

void StoreModel::ExpectEqual(RecordStore& store, uint64_t at) const {
  if (at < floor_) return ExpectTrimmed(store, at);
  for (const ModelDocument& document : documents_) ExpectEqualDocument(store, document, at);
  storage::ScanSelector selector;
  selector.kind = RecordKind::kCommitments;
  selector.at = at;
  EXPECT_EQ(ScanAll(store, selector, /*max_scanned_bytes=*/5000), ScanAt(at));
  ExpectEqualNames(store, at);
}

void StoreModel::ExpectEqualNames(RecordStore& store, uint64_t at) const {
  std::map<Name, uint64_t> visible;
  for (const ModelDocument& document : documents_) {
    uint64_t ordinal = 0;
    if (document.is_purged || VisibleAt(document, at, &ordinal) == nullptr) continue;
    visible[{document.collection_id, document.document_id}] = ordinal;
  }
  std::vector<std::string> expected;
  for (const auto& [name, ordinal] : visible) {
    expected.push_back(absl::StrCat(name.first, "/", name.second, "@", ordinal));
  }
  std::vector<std::string> found;
  storage::DocumentPosition position;
  for (bool is_complete = false; !is_complete;) {
    const auto pulled = store.PullDocuments(
        {"", /*include_deleted=*/true, at}, position, /*max_scanned_bytes=*/500,
        [&](const storage::StoredRevision& revision) {
          found.push_back(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                                       revision.ordinal));
          return true;
        });
    ASSERT_TRUE(pulled.ok()) << pulled.status();
    is_complete = pulled->complete;
    position = pulled->position;
  }
  EXPECT_EQ(found, expected);
}

void StoreModel::ExpectEqualDocument(RecordStore& store, const ModelDocument& document,
                                     uint64_t at) const {
  SCOPED_TRACE(absl::StrCat(document.collection_id, "/", document.document_id, " at ", at));
  if (document.is_purged && !IsPurged(NumberOf({document.collection_id, document.document_id}))) {
    return;  // another one has its name
  }
  uint64_t ordinal = 0;
  const ModelRevision* const visible =
      document.is_purged ? nullptr : VisibleAt(document, at, &ordinal);
  const auto head = store.GetDocument(document.collection_id, document.document_id, at);
  if (visible == nullptr) {
    EXPECT_EQ(ReasonOf(head.status()), ErrorReason::kDocumentNotFound);
    return;
  }
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->ordinal, ordinal);
  EXPECT_EQ(head->commit.number, visible->commit);
  EXPECT_EQ(head->document, absl::StrCat("fields of ", visible->caller));
  for (uint64_t i = 1; i <= ordinal; ++i) {
    const auto revision = store.GetRevision(document.collection_id, document.document_id, i, at);
    if (i < document.first_kept) {
      EXPECT_EQ(ReasonOf(revision.status()), ErrorReason::kHistoryTrimmed) << i;
      continue;
    }
    ASSERT_TRUE(revision.ok()) << revision.status();
    const ModelRevision& expected = document.revisions[i - 1];
    EXPECT_EQ(revision->state == storage::DocumentState::kDeleted, expected.is_deleted);
    EXPECT_EQ(revision->commit.number, expected.commit);
    EXPECT_EQ(revision->uid, head->uid);
    EXPECT_EQ(*store.ReadSource(*revision), expected.source);
    const auto row = store.ReadRecords(*revision, RecordKind::kSections);
    ASSERT_TRUE(row.ok()) << row.status();
    EXPECT_EQ(row->record(0), RecordBytes(RecordKind::kSections, expected.source, 0));
    EXPECT_EQ(*store.ReadSourcePiece(*revision, 0), expected.source);
    for (uint32_t text_row = 0; text_row < kTextRows; ++text_row) {
      const auto text = store.ReadTextRow(*revision, text_row);
      ASSERT_TRUE(text.ok()) << text.status();
      EXPECT_EQ(*text, TextRowBytes(expected.source, text_row));
    }
  }
}

std::vector<std::string> StoreModel::ScanAt(uint64_t at) const {
  std::vector<std::string> expected;
  for (const std::string& collection_id : collections_) {
    for (const ModelDocument& document : documents_) {
      if (document.collection_id != collection_id) continue;
      uint64_t ordinal = 0;
      const ModelRevision* const visible = VisibleAt(document, at, &ordinal);
      if (document.is_purged || visible == nullptr || visible->is_deleted) continue;
      for (int i = 0; i < kRecords; ++i) {
        expected.push_back(absl::StrCat(collection_id, "/", document.document_id, "@", ordinal, ":",
                                        RecordBytes(RecordKind::kCommitments, visible->source, i)));
      }
    }
  }
  return expected;
}

void StoreModel::ExpectEqualSessions(RecordStore& store) const {
  for (const auto& [name, session] : sessions) {
    const auto& [collection_id, session_id] = name;
    SCOPED_TRACE(absl::StrCat(collection_id, "/", session_id));
    const auto stored = store.GetSession(collection_id, session_id);
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_EQ(stored->epoch, session.epoch);
    EXPECT_EQ(stored->finished, session.finished);
    const auto page = store.ListItemResults(collection_id, session_id, {.limit = SIZE_MAX});
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_TRUE(page->complete);
    ASSERT_EQ(page->results.size(), session.results.size());
    EXPECT_EQ(stored->durable_sequence, static_cast<int64_t>(session.results.size()));
    for (size_t i = 0; i < session.results.size(); ++i) {
      const ModelResult& expected = session.results[i];
      const auto result =
          store.FindItemResult(collection_id, session_id, static_cast<int64_t>(i + 1),
                               ItemDigest(expected.document_id, expected.source));
      ASSERT_TRUE(result.ok() && result->has_value()) << result.status();
      EXPECT_EQ((*result)->outcome, expected.outcome);
      EXPECT_EQ((*result)->revision.document_id, expected.document_id);
      EXPECT_EQ((*result)->revision.ordinal, expected.ordinal);
      EXPECT_EQ((*result)->commit.number, expected.commit);
      EXPECT_EQ(page->results[i].sequence, static_cast<int64_t>(i + 1));
      EXPECT_EQ(page->results[i].result.commit.number, expected.commit);
    }
  }
}

}  // namespace pledge::testing
