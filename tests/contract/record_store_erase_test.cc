// What happens to a deleted document when its time has come, and to its bytes.
// Run on every engine.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "service/base/sha256.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;
using testing::Change;
using testing::EngineKinds;
using testing::MakeChange;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

class RecordStoreErase : public StoreTest {
 protected:
  void MustPut(const std::string& id, std::string_view source) {
    ASSERT_TRUE(Put(store(), MakePut("letters", id, source, id)).ok());
  }
  void MustDelete(const std::string& id, absl::Duration purge_after) {
    ChangeDocumentRequest request = MakeChange(DocumentChange::kDelete, "letters", id);
    request.purge_after = purge_after;
    ASSERT_TRUE(Change(store(), request).ok());
  }
  bool IsThere(const std::string& id) { return store().GetDocument("letters", id, head()).ok(); }
  // Files of the engine that hold `needle`.
  int FilesWith(const std::string& needle) {
    int found = 0;
    for (const auto& entry : fs::recursive_directory_iterator(home_->dir())) {
      if (!entry.is_regular_file()) continue;
      std::ostringstream content;
      content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      if (content.str().find(needle) != std::string::npos) ++found;
    }
    return found;
  }
};

TEST_P(RecordStoreErase, ADocumentIsPurgedWhenItsTimeHasCome) {
  MustPut("a", "one");
  MustPut("b", "two");
  MustPut("c", "three");
  MustDelete("a", absl::Hours(2));
  MustDelete("b", absl::Hours(2));
  MustDelete("c", absl::Hours(9));
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kUndelete, "letters", "b")).ok());

  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(store().PurgeDueDocuments().ok());
  EXPECT_TRUE(IsThere("a"));
  clock_.Advance(absl::Hours(1) + absl::Seconds(1));
  Reopen();
  ASSERT_TRUE(store().PurgeDueDocuments().ok());

  EXPECT_FALSE(IsThere("a"));
  EXPECT_TRUE(IsThere("b"));
  EXPECT_TRUE(IsThere("c"));
  const CommitNumber before = head();
  ASSERT_TRUE(store().PurgeDueDocuments().ok());
  EXPECT_EQ(head(), before) << "nothing is left to do";
}

TEST_P(RecordStoreErase, PurgedBytesGoFromTheFiles) {
  // No text of another document, and nothing that compression would change.
  const std::string needle = Sha256("a needle");
  MustPut("kept", "other words");
  MustPut("a", needle);
  MustDelete("a", absl::Hours(2));
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kPurge, "letters", "a")).ok());
  // The digest of the source is its own secret; its bytes are the needle.
  if (!home_->dir().empty()) {
    EXPECT_GT(FilesWith(needle), 0);
  }

  const absl::Status erased = store().ErasePurged();

  EXPECT_TRUE(erased.ok()) << erased;
  if (!home_->dir().empty()) {
    EXPECT_EQ(FilesWith(needle), 0);
  }
  EXPECT_EQ(*store().ReadSource(*store().GetDocument("letters", "kept", head())), "other words");
  const CommitNumber before = head();
  ASSERT_TRUE(store().ErasePurged().ok());
  EXPECT_EQ(head(), before) << "the task is done";
}

TEST_P(RecordStoreErase, AnEraseThatWasCutIsDoneAfterTheNextStart) {
  const std::string needle = Sha256("another needle");
  MustPut("a", needle);
  MustDelete("a", absl::Hours(2));
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kPurge, "letters", "a")).ok());
  Reopen();

  ASSERT_TRUE(store().ErasePurged().ok());

  if (!home_->dir().empty()) {
    EXPECT_EQ(FilesWith(needle), 0);
  }
}

TEST_P(RecordStoreErase, TrimmedBytesGoFromTheFiles) {
  const std::string needle = Sha256("a third needle");
  MustPut("a", needle);
  MustPut("a", "other words");
  MustPut("b", "other words");
  TrimSelector selector;
  selector.at = head();
  ASSERT_TRUE(store().Trim(selector, {}).ok());
  if (!home_->dir().empty()) {
    EXPECT_GT(FilesWith(needle), 0);
  }

  ASSERT_TRUE(store().ErasePurged().ok());

  if (!home_->dir().empty()) {
    EXPECT_EQ(FilesWith(needle), 0);
  }
  EXPECT_EQ(*store().ReadSource(*store().GetDocument("letters", "a", head())), "other words");
}

TEST_P(RecordStoreErase, PurgedTermsGoFromTheIndexAndTheFiles) {
  // One term, which only the purged document has.
  constexpr uint64_t kTerm = 0xF1E2D3C4B5A6;
  const std::string needle = Sha256("a fourth needle");
  options_.text_index.segment_bits = 1;
  options_.text_index.interval = absl::ZeroDuration();
  options_.text_index.terms = [&](RecordKind, std::string_view record, std::vector<uint64_t>* out) {
    if (record.find(needle) != std::string_view::npos) out->push_back(kTerm);
  };
  Reopen();
  MustPut("first", "words");
  MustPut("a", needle);
  MustPut("b", "words");
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  const std::string term("\xF1\xE2\xD3\xC4\xB5\xA6");
  if (!home_->dir().empty()) {
    EXPECT_GT(FilesWith(term), 0);
  }
  MustDelete("a", absl::Hours(2));
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kPurge, "letters", "a")).ok());

  ASSERT_TRUE(store().ErasePurged().ok());

  Reopen();  // RocksDB's list of files names their first and last keys until then
  if (!home_->dir().empty()) {
    EXPECT_EQ(FilesWith(term), 0);
  }
}

TEST_P(RecordStoreErase, CopiesOfDamagedLogsGoWithAnErase) {
  if (home_->dir().empty()) GTEST_SKIP() << "an engine without files";
  const std::string needle = Sha256("a fifth needle");
  const fs::path folder = fs::path(home_->dir()) / "damaged" / "1";
  fs::create_directories(folder);
  std::ofstream(folder / "000001.log") << needle;
  MustPut("a", needle);
  MustDelete("a", absl::Hours(2));
  ASSERT_TRUE(store().ErasePurged().ok());
  EXPECT_TRUE(fs::exists(folder)) << "nothing was to be erased";
  ASSERT_TRUE(Change(store(), MakeChange(DocumentChange::kPurge, "letters", "a")).ok());

  ASSERT_TRUE(store().ErasePurged().ok());

  EXPECT_EQ(FilesWith(needle), 0);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreErase, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
