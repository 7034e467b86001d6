// Pull: order, position, limits, and one state whatever is written meanwhile.
// Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using ::testing::ElementsAre;
using testing::EngineKinds;
using ::testing::IsEmpty;
using testing::MakeDraft;
using testing::MakePut;
using testing::Put;
using testing::RecordBytes;
using testing::ScanAll;
using testing::StoreTest;
using Found = std::vector<std::string>;

class RecordStoreScan : public StoreTest {
 protected:
  CommitNumber MustPut(std::string collection_id, std::string document_id, std::string source,
                       int records = 2) {
    PutDocumentRequest request = MakePut(std::move(collection_id), std::move(document_id), source);
    request.draft = MakeDraft(source, "", records);
    const auto result = Put(store(), std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->commit.number : 0;
  }

  ScanSelector Select(std::vector<ScanParent> parents) {
    ScanSelector selector;
    selector.kind = RecordKind::kCommitments;
    selector.parents = std::move(parents);
    selector.at = head();
    return selector;
  }
};

// What ScanAll says of `count` commitments of a revision.
Found Records(std::string_view revision, std::string_view source, int count) {
  Found found;
  for (int i = 0; i < count; ++i) {
    found.push_back(
        absl::StrCat(std::string(revision), ":", RecordBytes(RecordKind::kCommitments, source, i)));
  }
  return found;
}

Found Concat(std::vector<Found> parts) {
  Found all;
  for (const Found& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST_P(RecordStoreScan, EmptyStoreAndUnknownCollectionAreEmpty) {
  EXPECT_THAT(ScanAll(store(), Select({})), IsEmpty());
  EXPECT_THAT(ScanAll(store(), Select({{"none", "", 0}})), IsEmpty());
}

TEST_P(RecordStoreScan, RecordsComeInTheOrderOfFirstStorage) {
  MustPut("letters", "b", "B");
  MustPut("policies", "c", "C");
  MustPut("letters", "a", "A");
  MustPut("letters", "b", "B2");

  EXPECT_EQ(ScanAll(store(), Select({})),
            Concat({Records("letters/b@2", "B2", 2), Records("letters/a@1", "A", 2),
                    Records("policies/c@1", "C", 2)}));
  EXPECT_EQ(ScanAll(store(), Select({{"letters", "", 0}})),
            Concat({Records("letters/b@2", "B2", 2), Records("letters/a@1", "A", 2)}));
}

TEST_P(RecordStoreScan, ParentsComeInTheirOrder) {
  MustPut("letters", "a", "A");
  MustPut("letters", "b", "B1");
  MustPut("letters", "b", "B2");
  MustPut("policies", "c", "C");

  EXPECT_EQ(ScanAll(store(), Select({{"policies", "", 0},
                                     {"letters", "b", 1},
                                     {"none", "", 0},
                                     {"letters", "b", 0},
                                     {"letters", "b", 2},
                                     {"letters", "a", 0}})),
            Concat({Records("policies/c@1", "C", 2), Records("letters/b@1", "B1", 2),
                    Records("letters/b@2", "B2", 2), Records("letters/b@2", "B2", 2),
                    Records("letters/a@1", "A", 2)}));
}

TEST_P(RecordStoreScan, MissingParentsAreErrors) {
  MustPut("letters", "a", "A");
  const auto pull = [&](ScanParent parent) {
    return ReasonOf(store().Pull(Select({std::move(parent)}), {}, {1}, nullptr).status());
  };

  EXPECT_EQ(pull({"letters", "none", 0}), ErrorReason::kDocumentNotFound);
  EXPECT_EQ(pull({"none", "a", 0}), ErrorReason::kDocumentNotFound);
  EXPECT_EQ(pull({"letters", "a", 2}), ErrorReason::kRevisionNotFound);
}

TEST_P(RecordStoreScan, DocumentIsNotThereBeforeItsFirstCommit) {
  MustPut("letters", "z", "Z");
  ScanSelector selector = Select({{"letters", "a", 0}});
  MustPut("letters", "a", "A");

  EXPECT_EQ(ReasonOf(store().Pull(selector, {}, {1}, nullptr).status()),
            ErrorReason::kDocumentNotFound);
}

TEST_P(RecordStoreScan, TagsChooseRecords) {
  MustPut("letters", "a", "A", /*records=*/5);  // tags 1, 2, 3, 1, 2
  ScanSelector selector = Select({});
  selector.tag_mask = 1u << 2;
  PutDocumentResult unused;

  const Found found = ScanAll(store(), selector);
  const auto pulled =
      store().Pull(selector, {}, {1 << 20}, [](auto&, auto&, size_t) { return true; });

  EXPECT_THAT(found, ElementsAre("letters/a@1:" + RecordBytes(RecordKind::kCommitments, "A", 1),
                                 "letters/a@1:" + RecordBytes(RecordKind::kCommitments, "A", 4)));
  EXPECT_EQ(pulled->scanned, 5);
  EXPECT_TRUE(pulled->complete);
}

TEST_P(RecordStoreScan, EachKindHasItsRecords) {
  MustPut("letters", "a", "A", 1);
  for (const RecordKind kind :
       {RecordKind::kSections, RecordKind::kCommitments, RecordKind::kAchievements}) {
    ScanSelector selector = Select({});
    selector.kind = kind;

    EXPECT_THAT(ScanAll(store(), selector),
                ElementsAre("letters/a@1:" + RecordBytes(kind, "A", 0)));
  }
}

TEST_P(RecordStoreScan, DocumentsWithoutRecordsAreSkipped) {
  MustPut("letters", "a", "A", 0);
  MustPut("letters", "b", "B", 1);

  EXPECT_EQ(ScanAll(store(), Select({})), Records("letters/b@1", "B", 1));
}

TEST_P(RecordStoreScan, VisitorIsToldOfTheRevision) {
  MustPut("letters", "a", "A1");
  MustPut("letters", "a", "A2");
  std::vector<StoredRevision> seen;
  const auto visit = [&](const StoredRevision& revision, const UnpackedRow& row, size_t index) {
    EXPECT_EQ(row.preamble(), "preamble");
    EXPECT_EQ(row.record(index),
              RecordBytes(RecordKind::kCommitments, revision.ordinal == 2 ? "A2" : "A1", index));
    seen.push_back(revision);
    return true;
  };

  ASSERT_TRUE(store().Pull(Select({{"letters", "a", 0}}), {}, {1}, visit).ok());
  ASSERT_TRUE(store().Pull(Select({{"letters", "a", 1}}), {}, {1}, visit).ok());

  ASSERT_EQ(seen.size(), 4u);
  EXPECT_TRUE(seen[0].is_head);
  EXPECT_EQ(seen[0].etag, store().GetDocument("letters", "a", head())->etag);
  EXPECT_FALSE(seen[2].is_head);
  EXPECT_EQ(seen[2].ordinal, 1u);
}

// Stops before each record once, so that every position is resumed from.
TEST_P(RecordStoreScan, EveryPositionCanBeResumedFrom) {
  for (int i = 0; i < 5; ++i) MustPut("letters", absl::StrCat("d", i), absl::StrCat("D", i), i);
  MustPut("policies", "p", "P", 3);
  for (const ScanSelector& selector :
       {Select({}), Select({{"policies", "", 0}, {"letters", "", 0}, {"letters", "d3", 1}})}) {
    const Found expected = ScanAll(store(), selector);
    Found found;
    ScanPosition position;
    for (bool is_complete = false; !is_complete;) {
      int visited = 0;
      const auto pulled = store().Pull(
          selector, position, {1 << 20},
          [&](const StoredRevision& revision, const UnpackedRow& row, size_t index) {
            if (visited++ == 1) return false;
            found.push_back(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                                         revision.ordinal, ":", std::string(row.record(index))));
            return true;
          });
      ASSERT_TRUE(pulled.ok()) << pulled.status();
      is_complete = pulled->complete;
      position = pulled->position;
    }

    EXPECT_EQ(found, expected);
  }
}

TEST_P(RecordStoreScan, EachPullReadsAboutTheLimit) {
  for (int i = 0; i < 20; ++i) MustPut("letters", absl::StrCat("d", i), absl::StrCat("D", i));
  const auto everything = [](const StoredRevision&, const UnpackedRow&, size_t) { return true; };
  ScanSelector selector = Select({{"letters", "", 0}});

  int pulls = 0;
  int64_t scanned = 0;
  ScanPosition position;
  for (bool is_complete = false; !is_complete; ++pulls) {
    const auto pulled = store().Pull(selector, position, {1}, everything);
    ASSERT_TRUE(pulled.ok());
    EXPECT_LE(pulled->scanned, 2);
    scanned += pulled->scanned;
    is_complete = pulled->complete;
    position = pulled->position;
  }

  EXPECT_GE(pulls, 20);
  EXPECT_EQ(scanned, 40);
  EXPECT_EQ(store().Pull(selector, {}, {1 << 20}, everything)->scanned, 40);
}

TEST_P(RecordStoreScan, CompleteScanStaysComplete) {
  MustPut("letters", "a", "A");
  const auto everything = [](const StoredRevision&, const UnpackedRow&, size_t) { return true; };
  for (const ScanSelector& selector : {Select({}), Select({{"letters", "a", 0}})}) {
    const auto first = store().Pull(selector, {}, {1 << 20}, everything);

    const auto again = store().Pull(selector, first->position, {1 << 20}, everything);

    EXPECT_TRUE(first->complete);
    EXPECT_TRUE(again->complete);
    EXPECT_EQ(again->scanned, 0);
  }
}

// Random writes between small pulls, and the store opened again now and then:
// the scan must give the state that it began with.
TEST_P(RecordStoreScan, ScanShowsOneStateWhateverIsWrittenMeanwhile) {
  const unsigned seed = 4;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto write = [&] {
    const std::string document_id = absl::StrCat("d", random() % 30);
    MustPut(random() % 2 ? "letters" : "policies", document_id, std::to_string(random() % 1000),
            static_cast<int>(random() % 6));
  };
  for (int i = 0; i < 150; ++i) write();

  for (int round = 0; round < 8; ++round) {
    const ScanSelector selector = Select({{"policies", "", 0}, {"letters", "", 0}});
    const Found expected = ScanAll(store(), selector);
    Found found;
    ScanPosition position;
    for (bool is_complete = false; !is_complete;) {
      unsigned left = random() % 12;
      const auto pulled = store().Pull(
          selector, position, {random() % 3000},
          [&](const StoredRevision& revision, const UnpackedRow& row, size_t index) {
            if (left == 0) return false;
            --left;
            found.push_back(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                                         revision.ordinal, ":", std::string(row.record(index))));
            return true;
          });
      ASSERT_TRUE(pulled.ok()) << pulled.status();
      is_complete = pulled->complete;
      position = pulled->position;
      write();
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(ScanAll(store(), selector), expected);
    if (round % 4 == 3) Reopen();
  }
}

// More revisions than a scan steps over one by one.
TEST_P(RecordStoreScan, ManyRevisionsOfOneDocumentAreSkipped) {
  MustPut("letters", "a", "first");
  const CommitNumber early = MustPut("letters", "b", "early");
  for (int i = 0; i < 40; ++i) MustPut("letters", "a", absl::StrCat("later ", i));
  MustPut("letters", "c", "last");

  ScanSelector selector = Select({{"letters", "", 0}});
  EXPECT_EQ(ScanAll(store(), selector),
            Concat({Records("letters/a@41", "later 39", 2), Records("letters/b@1", "early", 2),
                    Records("letters/c@1", "last", 2)}));
  selector.at = early;
  EXPECT_EQ(ScanAll(store(), selector),
            Concat({Records("letters/a@1", "first", 2), Records("letters/b@1", "early", 2)}));
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreScan, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
