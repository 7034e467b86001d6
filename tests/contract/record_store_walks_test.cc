// Walks over documents, revisions and collections: order, pages, states. Run on
// every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Change;
using ::testing::ElementsAre;
using testing::EngineKinds;
using ::testing::IsEmpty;
using testing::MakeChange;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

class RecordStoreWalks : public StoreTest {
 protected:
  void MustPut(std::string collection, std::string id, std::string_view source) {
    ASSERT_TRUE(Put(store(), MakePut(std::move(collection), std::move(id), source)).ok());
  }
  void MustChange(DocumentChange change, std::string collection, std::string id) {
    ASSERT_TRUE(Change(store(), MakeChange(change, std::move(collection), std::move(id))).ok());
  }

  // "collection/document@ordinal" of all pages of `page` documents.
  std::vector<std::string> Walk(const DocumentSelector& selector, size_t page,
                                size_t max_scanned_bytes = 1 << 20) {
    std::vector<std::string> found;
    DocumentPosition position;
    for (int pulls = 0; pulls < 100; ++pulls) {
      size_t in_page = 0;
      const auto pulled = store().PullDocuments(
          selector, position, max_scanned_bytes, [&](const StoredRevision& revision) {
            if (in_page == page) return false;
            ++in_page;
            EXPECT_TRUE(revision.is_head);
            found.push_back(absl::StrCat(revision.collection_id, "/", revision.document_id, "@",
                                         revision.ordinal));
            return true;
          });
      EXPECT_TRUE(pulled.ok()) << pulled.status();
      if (!pulled.ok() || pulled->complete) return found;
      position = pulled->position;
    }
    ADD_FAILURE() << "the walk does not end";
    return found;
  }

  std::vector<uint64_t> Ordinals(CommitNumber at, CommitNumber before, size_t limit) {
    std::vector<uint64_t> found;
    const auto visit = [&](const StoredRevision& revision) {
      if (found.size() == limit) return false;
      EXPECT_EQ(revision.is_head, found.empty() && before > at);
      found.push_back(revision.ordinal);
      return true;
    };
    const auto complete = store().PullRevisions("letters", "a", at, before, visit);
    EXPECT_TRUE(complete.ok()) << complete.status();
    return found;
  }
};

TEST_P(RecordStoreWalks, DocumentsComeInTheOrderOfTheirNames) {
  MustPut("letters", "c", "1");
  MustPut("policies", "a", "2");
  MustPut("letters", "a.b", "3");
  MustPut("letters", "a", "4");
  MustPut("letters", "a", "5");

  for (const size_t page : {1, 2, 100}) {
    EXPECT_THAT(Walk({"letters", false, head()}, page),
                ElementsAre("letters/a@2", "letters/a.b@1", "letters/c@1"));
    EXPECT_THAT(Walk({"", false, head()}, page),
                ElementsAre("letters/a@2", "letters/a.b@1", "letters/c@1", "policies/a@1"));
  }
  EXPECT_THAT(Walk({"", false, head()}, 100, /*max_scanned_bytes=*/1),
              ElementsAre("letters/a@2", "letters/a.b@1", "letters/c@1", "policies/a@1"));
  EXPECT_THAT(Walk({"none", false, head()}, 100), IsEmpty());
}

TEST_P(RecordStoreWalks, DocumentsAreThoseOfTheCommitThatIsRead) {
  MustPut("letters", "b", "1");
  const CommitNumber at = head();
  MustPut("letters", "a", "2");
  MustPut("letters", "b", "3");
  MustPut("policies", "a", "4");

  EXPECT_THAT(Walk({"", false, at}, 1), ElementsAre("letters/b@1"));
}

TEST_P(RecordStoreWalks, DeletedOnesAreShownOnDemandAndPurgedOnesNever) {
  for (const char* id : {"a", "b", "c"}) MustPut("letters", id, id);
  MustChange(DocumentChange::kDelete, "letters", "a");
  MustChange(DocumentChange::kDelete, "letters", "b");
  const CommitNumber before_purge = head();
  MustChange(DocumentChange::kPurge, "letters", "b");

  EXPECT_THAT(Walk({"letters", false, head()}, 1), ElementsAre("letters/c@1"));
  EXPECT_THAT(Walk({"letters", true, head()}, 1), ElementsAre("letters/a@2", "letters/c@1"));
  EXPECT_THAT(Walk({"letters", true, before_purge}, 1), ElementsAre("letters/a@2", "letters/c@1"));
  MustPut("letters", "b", "again");
  EXPECT_THAT(Walk({"letters", false, head()}, 1), ElementsAre("letters/b@1", "letters/c@1"));
}

TEST_P(RecordStoreWalks, RevisionsComeNewestFirst) {
  for (const char* source : {"1", "2", "3", "4"}) MustPut("letters", "a", source);
  MustPut("letters", "b", "other");
  constexpr CommitNumber kNewest = std::numeric_limits<CommitNumber>::max();

  EXPECT_THAT(Ordinals(head(), kNewest, 100), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(Ordinals(head(), kNewest, 2), ElementsAre(4, 3));
  EXPECT_THAT(Ordinals(head(), 3, 100), ElementsAre(2, 1));
  EXPECT_THAT(Ordinals(2, kNewest, 100), ElementsAre(2, 1));
  EXPECT_THAT(Ordinals(head(), 1, 100), IsEmpty());
  EXPECT_EQ(ReasonOf(store().PullRevisions("letters", "z", head(), kNewest, nullptr).status()),
            ErrorReason::kDocumentNotFound);
}

TEST_P(RecordStoreWalks, CollectionsSayWhatTheyHold) {
  MustPut("policies", "a", "1");
  MustPut("letters", "a", "2");
  const CommitNumber at = head();
  clock_.Advance(absl::Seconds(3));
  MustPut("letters", "b", "3");
  MustPut("letters", "b", "4");
  MustChange(DocumentChange::kDelete, "policies", "a");
  ASSERT_TRUE(testing::CreateSession(store(), "sessions", "s").ok());
  Reopen();

  const auto all = store().ListCollections("", head(), 10);

  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].id, "letters");
  EXPECT_EQ(all[0].document_count, 2);
  EXPECT_EQ(all[0].update_time, clock_.Now() + absl::Microseconds(1));
  EXPECT_EQ(all[1].id, "policies");
  EXPECT_EQ(all[1].document_count, 0);
  EXPECT_EQ(all[2].id, "sessions");
  EXPECT_EQ(all[2].update_time, std::nullopt);
  EXPECT_EQ(store().ListCollections("letters", head(), 1)[0].id, "policies");
  EXPECT_EQ(store().ListCollections("", at, 10).size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreWalks, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
