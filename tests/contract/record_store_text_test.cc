// The text index: what it leaves out never held the terms, at the head and at
// old commits, whatever was written, built, broken off and opened again in
// between. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "storage/key_codec.h"
#include "tests/contract/store_fixture.h"

namespace pledge::storage {
namespace {

using testing::Change;
using testing::EngineKinds;
using testing::Faults;
using testing::MakeChange;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

constexpr unsigned kSeed = 2893;

// Pairs of bytes.
void PairTerms(RecordKind, std::string_view record, std::vector<uint64_t>* terms) {
  for (size_t i = 0; i + 1 < record.size(); ++i) {
    terms->push_back(uint64_t{static_cast<uint8_t>(record[i])} << 24 |
                     static_cast<uint8_t>(record[i + 1]));
  }
}

std::vector<TermRange> TermsOf(std::string_view needle) {
  std::vector<uint64_t> terms;
  PairTerms(RecordKind::kCommitments, needle, &terms);
  std::vector<TermRange> ranges;
  for (const uint64_t term : terms) ranges.push_back({term, term});
  return ranges;
}

class RecordStoreText : public StoreTest {
 protected:
  RecordStoreText() {
    options_.text_index.terms = PairTerms;
    options_.text_index.segment_bits = 3;
    options_.text_index.max_dirty_marks = 3;
    options_.text_index.interval = absl::ZeroDuration();
    Reopen();
  }

  void MustPut(const std::string& document_id, const std::string& source,
               const std::string& collection_id = "letters") {
    PutDocumentRequest request = MakePut(collection_id, document_id, source);
    const auto result = Put(store(), std::move(request));
    ASSERT_TRUE(result.ok()) << result.status();
  }

  struct Found {
    std::vector<std::string> records;
    int64_t scanned = 0;
  };

  // Every commitment at `at` that holds the needle, in pulls of some documents.
  Found Search(const std::string& needle, CommitNumber at, std::vector<TermRange> terms) {
    ScanSelector selector;
    selector.kind = RecordKind::kCommitments;
    selector.at = at;
    selector.terms = std::move(terms);
    Found found;
    ScanPosition position;
    for (bool is_complete = false; !is_complete;) {
      const auto pulled =
          store().Pull(selector, position, {400},
                       [&](const StoredRevision& revision, const UnpackedRow& row, size_t index) {
                         if (row.record(index).find(needle) != std::string_view::npos) {
                           found.records.push_back(absl::StrCat(revision.collection_id, "/",
                                                                revision.document_id, "@",
                                                                revision.ordinal, "#", index));
                         }
                         return true;
                       });
      EXPECT_TRUE(pulled.ok()) << pulled.status();
      if (!pulled.ok()) return found;
      position = pulled->position;
      is_complete = pulled->complete;
      found.scanned += pulled->scanned;
    }
    return found;
  }

  void ExpectSameAsScan(const std::string& needle, CommitNumber at) {
    SCOPED_TRACE(absl::StrCat("needle ", needle, " at ", at));
    EXPECT_EQ(Search(needle, at, TermsOf(needle)).records, Search(needle, at, {}).records);
  }
};

TEST_P(RecordStoreText, BuiltSegmentsNarrowTheScan) {
  for (int i = 0; i < 40; ++i) MustPut(absl::StrCat("d", i), i == 20 ? "needle" : "hay");
  const Found before = Search("needle", head(), TermsOf("needle"));

  ASSERT_TRUE(store().UpdateTextIndex().ok());

  const Found after = Search("needle", head(), TermsOf("needle"));
  EXPECT_EQ(after.records, before.records);
  EXPECT_EQ(after.records.size(), 3u);
  EXPECT_EQ(before.scanned, 40 * 3);
  // Document numbers begin at 1: 40 is the last of no full segment.
  EXPECT_EQ(after.scanned, 3 + 3);
}

TEST_P(RecordStoreText, RangeOfTermsTakesAnyOfThem) {
  for (int i = 0; i < 24; ++i) MustPut(absl::StrCat("d", i), i % 7 == 3 ? "xa xb" : "ya yb");
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  const uint64_t x = uint64_t{'x'} << 24;

  const Found found = Search("x", head(), {{x, x | 0xffffff}});

  EXPECT_EQ(found.records, Search("x", head(), {}).records);
  EXPECT_EQ(found.scanned, 3 * 3 + 3);  // three in built segments, and the tail
}

TEST_P(RecordStoreText, ChangesAfterABuildAreFoundAndOldStatesStay) {
  for (int i = 0; i < 16; ++i) MustPut(absl::StrCat("d", i), "hay");
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  const CommitNumber before = head();

  MustPut("d4", "needle");

  EXPECT_EQ(Search("needle", head(), TermsOf("needle")).records.size(), 3u);
  EXPECT_TRUE(Search("needle", before, TermsOf("needle")).records.empty());
  ExpectSameAsScan("hay", before);
  MustPut("d4", "hay again");
  for (int i = 8; i < 13; ++i) MustPut(absl::StrCat("d", i), "other");  // enough to build again
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  EXPECT_EQ(Search("needle", before + 1, TermsOf("needle")).records.size(), 3u);
  ExpectSameAsScan("needle", head());
  ExpectSameAsScan("hay", before);
}

TEST_P(RecordStoreText, MarksAreWrittenAfterReopening) {
  for (int i = 0; i < 16; ++i) MustPut(absl::StrCat("d", i), "hay");
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  options_.text_index.terms = nullptr;  // a server that builds no index
  Reopen();
  MustPut("d2", "needle");
  options_.text_index.terms = PairTerms;
  Reopen();

  EXPECT_EQ(Search("needle", head(), TermsOf("needle")).records.size(), 3u);
}

TEST_P(RecordStoreText, SegmentsOfAnotherSizeAreBuiltAnew) {
  for (int i = 0; i < 40; ++i) MustPut(absl::StrCat("d", i), i == 20 ? "needle" : "hay");
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  options_.text_index.segment_bits = 4;
  Reopen();
  const Found unbuilt = Search("needle", head(), TermsOf("needle"));

  ASSERT_TRUE(store().UpdateTextIndex().ok());

  const Found built = Search("needle", head(), TermsOf("needle"));
  EXPECT_EQ(unbuilt.scanned, 40 * 3);
  EXPECT_EQ(built.records, unbuilt.records);
  EXPECT_LT(built.scanned, unbuilt.scanned);
  MustPut("d3", "needle");  // leaves no mark for the segments of before
  options_.text_index.segment_bits = 3;
  Reopen();
  ExpectSameAsScan("needle", head());
}

TEST_P(RecordStoreText, BrokenOffBuildLeavesTheOldAnswer) {
  for (int i = 0; i < 40; ++i) MustPut(absl::StrCat("d", i), absl::StrCat("text ", i));
  int broken_off = 0;
  for (int commits = 0; commits < 5; ++commits) {
    faults_->SetCommitAfter(commits, commits % 2 == 0 ? Faults::NextCommit::kFailBefore
                                                      : Faults::NextCommit::kFailAfter);
    const absl::Status status = store().UpdateTextIndex();
    if (status.ok()) break;  // what was left took fewer commits
    ++broken_off;
    Reopen();
    ExpectSameAsScan("t 2", head());
    MustPut(absl::StrCat("d", commits), absl::StrCat("text 2", commits));
    ExpectSameAsScan("t 2", head());
  }
  EXPECT_GE(broken_off, 4);
  faults_->SetNextCommit(Faults::NextCommit::kNormal);
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  ExpectSameAsScan("t 2", head());
}

TEST_P(RecordStoreText, PurgeTakesTheTermsOutOfTheIndex) {
  for (int i = 0; i < 16; ++i) MustPut(absl::StrCat("d", i), i == 4 ? "needle" : "hay");
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  for (const DocumentChange change : {DocumentChange::kDelete, DocumentChange::kPurge}) {
    ASSERT_TRUE(Change(store(), MakeChange(change, "letters", "d4")).ok());
  }
  ExpectSameAsScan("needle", head());
  ExpectSameAsScan("hay", head());
  store_.reset();

  {
    const auto engine = home_->Open();
    const auto view = engine->OpenView();
    // The segment of its number, 5.
    const KeyRange range = IndexSegmentRange(Tag::kIndexPostings, {1, 0});
    const auto cursor = view->Scan(range.lower, range.upper, {});
    cursor->Seek(range.lower);
    EXPECT_FALSE(cursor->Valid());
  }

  Reopen();
  ASSERT_TRUE(store().UpdateTextIndex().ok());
  EXPECT_TRUE(Search("needle", head(), TermsOf("needle")).records.empty());
  ExpectSameAsScan("hay", head());
}

TEST_P(RecordStoreText, EqualsAScanUnderRandomChanges) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937 random(kSeed);
  const auto pick = [&](unsigned count) { return static_cast<unsigned>(random() % count); };
  const auto text = [&] {
    std::string out;
    for (unsigned i = 1 + pick(10); i > 0; --i) out += static_cast<char>('a' + pick(4));
    return out;
  };
  for (int round = 0; round < 60; ++round) {
    for (unsigned i = pick(12); i > 0; --i) {
      MustPut(absl::StrCat("d", pick(70)), text(), pick(3) == 0 ? "policies" : "letters");
    }
    if (pick(4) == 0) {
      ASSERT_TRUE(store().UpdateTextIndex().ok());
    }
    if (pick(3) == 0) {
      const std::string id = absl::StrCat("d", pick(70));
      const DocumentChange kinds[] = {DocumentChange::kDelete, DocumentChange::kUndelete,
                                      DocumentChange::kPurge};
      // Refused when the document is not in the state for it.
      Change(store(), MakeChange(kinds[pick(3)], "letters", id)).status().IgnoreError();
    }
    if (pick(9) == 0) Reopen();
    ExpectSameAsScan(text(), head());
    ExpectSameAsScan(text(), pick(static_cast<unsigned>(head()) + 1));
  }
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreText, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
