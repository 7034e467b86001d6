// The check of a whole store: a sound one has no fault, whatever its history, and
// each kind of damage is found and named. Run on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/commit_log.h"
#include "storage/key_codec.h"
#include "storage/packed_row.h"
#include "storage/stored_values.h"
#include "tests/contract/store_fixture.h"
#include "tests/contract/store_verifier.h"

namespace pledge::storage {
namespace {

namespace fs = std::filesystem;
using testing::Change;
using ::testing::Contains;
using testing::EngineKinds;
using testing::FindFaults;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeChange;
using testing::MakeItem;
using testing::MakePut;
using testing::Put;
using testing::StoreTest;

constexpr char kA[] = "collections/letters/documents/a";

class RecordStoreCheck : public StoreTest {
 protected:
  // "letters/a" with three revisions, the last one a rollback to the first, "b"
  // deleted, "c" purged, and a session with two results.
  void SetUp() override {
    options_.text_index.segment_bits = 1;
    options_.text_index.interval = absl::ZeroDuration();
    options_.text_index.terms = [](RecordKind, std::string_view record, auto* out) {
      out->push_back(record.size());
    };
    Reopen();
    MustPut("a", "one");
    MustPut("a", "two");
    ChangeDocumentRequest rollback = MakeChange(DocumentChange::kRollback, "letters", "a");
    rollback.ordinal = 1;
    MustChange(rollback);
    MustPut("b", "one");
    MustPut("c", "one");
    MustChange(MakeChange(DocumentChange::kDelete, "letters", "b"));
    MustChange(MakeChange(DocumentChange::kDelete, "letters", "c"));
    MustChange(MakeChange(DocumentChange::kPurge, "letters", "c"));
    MustPut("d", std::string(300'000, 'x'));
    ASSERT_TRUE(testing::CreateSession(store(), "letters", "s").ok());
    ASSERT_TRUE(testing::AttachSession(store(), "letters", "s").ok());
    for (int i = 1; i <= 2; ++i) {
      ASSERT_TRUE(Put(store(), MakeItem("letters", "s", 1, i, absl::StrCat("i", i), "one")).ok());
    }
    ASSERT_TRUE(store().UpdateTextIndex().ok());
    for (uint64_t ordinal = 1; ordinal <= 3; ++ordinal) {
      const auto revision = store().GetRevision("letters", "a", ordinal, head());
      a_[ordinal] = KeyOf(*revision);
    }
    store_.reset();
    engine_ = home_->Open();
  }
  void TearDown() override { engine_.reset(); }

  void MustPut(const std::string& id, const std::string& source) {
    PutDocumentRequest request = MakePut("letters", id, source);
    request.request = {"p", "m", absl::StrCat(id, source.substr(0, 8)), "digest"};
    ASSERT_TRUE(Put(store(), request).ok());
  }
  void MustChange(const ChangeDocumentRequest& request) {
    ASSERT_TRUE(Change(store(), request).ok());
  }

  std::string Value(const std::string& key) {
    const auto value = engine_->OpenView()->Get(key);
    EXPECT_TRUE(value.ok() && value->has_value());
    return value.ok() && value->has_value() ? **value : "";
  }
  void Write(const std::string& key, const std::string& value) {
    Batch batch;
    batch.Put(key, value);
    ASSERT_EQ(engine_->Commit(batch).outcome, CommitOutcome::kDone);
  }
  void Delete(const std::string& key) {
    ASSERT_FALSE(Value(key).empty());
    Batch batch;
    batch.Delete(key);
    ASSERT_EQ(engine_->Commit(batch).outcome, CommitOutcome::kDone);
  }
  // The first key of a kind of rows.
  std::string FirstKey(Tag tag) {
    const KeyRange range = RangeOf(tag);
    const auto view = engine_->OpenView();
    const auto cursor = view->Scan(range.lower, range.upper, {});
    cursor->Seek(range.lower);
    EXPECT_TRUE(cursor->Valid()) << static_cast<int>(tag);
    return std::string(cursor->key());
  }
  void FlipBit(const std::string& key, size_t from_end = 1) {
    std::string value = Value(key);
    ASSERT_GE(value.size(), from_end);
    value[value.size() - from_end] ^= 1;
    Write(key, value);
  }
  // Rewrites the row of a revision of "a".
  void Rewrite(uint64_t ordinal, const std::function<void(v1::RevisionRow&)>& change) {
    const std::string key = RowKey(Tag::kRevision, a_[ordinal]);
    auto row = ParseRow<v1::RevisionRow>(Value(key));
    ASSERT_TRUE(row.ok());
    change(*row);
    Write(key, row->SerializeAsString());
  }

  std::vector<StoreFault> Faults() { return FindFaults(*engine_, options_.text_index); }
  void ExpectFault(const std::string& name, const std::string& message) {
    const std::vector<StoreFault> faults = Faults();
    bool is_found = false;
    for (const StoreFault& fault : faults) {
      is_found =
          is_found || (fault.name == name && fault.message.find(message) != std::string::npos);
    }
    EXPECT_TRUE(is_found) << message << " not in:";
    if (is_found) return;
    for (const StoreFault& fault : faults) ADD_FAILURE() << fault.name << ": " << fault.message;
  }

  std::unique_ptr<Engine> engine_;
  std::map<uint64_t, DocumentKey> a_;  // revisions of "a" by ordinal
};

TEST_P(RecordStoreCheck, ASoundStoreHasNoFault) {
  const auto check = NewStoreCheck(*engine_, nullptr, options_.text_index);
  while (!*check->Step()) {
  }

  EXPECT_THAT(testing::FindBrokenRows(*engine_), IsEmpty());
  EXPECT_EQ(check->counts().faults, 0);
  EXPECT_EQ(check->counts().revisions, 9);  // a 3, b 2, c 1, d 1, two items
  EXPECT_EQ(check->counts().documents, 6);
  EXPECT_EQ(check->counts().total_documents, 4);
  EXPECT_GT(check->counts().bytes, 0);
}

TEST_P(RecordStoreCheck, TheTimeOfACheckWithoutFaultsIsKept) {
  engine_.reset();
  Reopen();
  EXPECT_EQ(store().Status()->last_verified, std::nullopt);
  const CommitNumber before = head();

  ASSERT_TRUE(store().NoteVerified().ok());
  const auto noted = store().Status()->last_verified;
  Reopen();

  ASSERT_TRUE(noted.has_value());
  EXPECT_GE(*noted, clock_.Now());
  EXPECT_EQ(store().Status()->last_verified, noted);
  EXPECT_EQ(head(), before);
  store_.reset();
}

TEST_P(RecordStoreCheck, ATrimmedStoreHasNoFault) {
  engine_.reset();
  Reopen();
  TrimSelector selector;
  selector.at = head();
  const auto step = store().Trim(selector, {});
  ASSERT_TRUE(step.ok() && step->revisions > 0);
  store_.reset();
  engine_ = home_->Open();

  EXPECT_THAT(testing::FindBrokenRows(*engine_), IsEmpty());
  // Without the floor nothing says that they were trimmed.
  Delete(FloorKey());
  ExpectFault(absl::StrCat(kA, "/revisions/3"), "missing and were not trimmed");
}

TEST_P(RecordStoreCheck, AFlippedBitIsFoundInEachKindOfRow) {
  const std::string first = absl::StrCat(kA, "/revisions/3");  // it shares the content of 1
  const std::string second = absl::StrCat(kA, "/revisions/2");
  for (const auto& [tag, what] :
       {std::pair{Tag::kSections, "sections"}, std::pair{Tag::kCommitments, "commitments"},
        std::pair{Tag::kAchievements, "achievements"}}) {
    const std::string key = RowKey(tag, a_[1]);
    FlipBit(key);
    ExpectFault(first, absl::StrCat(what, ": the row fails its checksum"));
    FlipBit(key);
  }
  FlipBit(SourceKey(a_[2], 0));
  ExpectFault(second, "source piece 0: the row fails its checksum");
  FlipBit(SourceKey(a_[2], 0));
  FlipBit(RowKey(Tag::kRevision, a_[2]), 8);  // inside a digest or a string
  EXPECT_THAT(Faults(), ::testing::Not(IsEmpty()));
  FlipBit(RowKey(Tag::kRevision, a_[2]), 8);
  FlipBit(FirstKey(Tag::kLog));
  ExpectFault("", "the running digest of the commit log breaks");
  FlipBit(FirstKey(Tag::kLog));
  EXPECT_THAT(testing::FindBrokenRows(*engine_), IsEmpty());
}

TEST_P(RecordStoreCheck, RowsThatDoNotParseAreFound) {
  const std::map<Tag, std::string> messages = {
      {Tag::kCollection, "the row of a collection does not parse"},
      {Tag::kLog, "does not parse"},
      {Tag::kName, "a name row does not parse"},
      {Tag::kRevision, "does not parse"},
      {Tag::kColumns, "columns: the row does not parse"},
      {Tag::kSession, "a session row does not parse"},
      {Tag::kResults, "a run of session results does not parse"},
      {Tag::kRequest, "the answer to a request id does not parse"},
      {Tag::kEraseTask, "an erase task does not parse"},
      {Tag::kIndexManifest, "a segment of the text index does not parse"},
      {Tag::kIndexPostings, "text index"},
  };
  for (const auto& [tag, message] : messages) {
    const std::string key = FirstKey(tag);
    const std::string value = Value(key);
    Write(key, "\xff\xff\xff");
    const std::vector<StoreFault> faults = Faults();
    EXPECT_THAT(faults, Contains(::testing::Field(&StoreFault::message, HasSubstr(message))))
        << static_cast<int>(tag);
    Write(key, value);
  }
  EXPECT_THAT(testing::FindBrokenRows(*engine_), IsEmpty());
}

TEST_P(RecordStoreCheck, AMissingRowIsFound) {
  const std::string third = absl::StrCat(kA, "/revisions/3");
  const std::string second = absl::StrCat(kA, "/revisions/2");
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {RowKey(Tag::kColumns, a_[2]), second, "columns: the row is missing"},
      {RowKey(Tag::kSections, a_[1]), third, "sections: the row is missing"},
      {SourceKey(a_[1], 0), third, "source piece 0: the row is missing"},
      {RowKey(Tag::kRevision, a_[2]), third, "ordinals have a gap"},
      {RowKey(Tag::kRevision, a_[3]), "", "is missing"},  // nothing but the log knows of it
      {RowKey(Tag::kRevision, a_[1]), second, "missing and were not trimmed"},
      {NameKey(1, "a", a_[1].commit), kA, "no name leads to it"},
      {FirstKey(Tag::kResults), "", "session s has no result from sequence 1"},
      {FirstKey(Tag::kPurgeDue), "collections/letters/documents/b/revisions/2",
       "nothing will purge it"},
  };
  for (const auto& [key, name, message] : cases) {
    const auto value = engine_->OpenView()->Get(key);
    ASSERT_TRUE(value.ok() && value->has_value()) << message;
    Batch batch;
    batch.Delete(key);
    ASSERT_EQ(engine_->Commit(batch).outcome, CommitOutcome::kDone);
    ExpectFault(name, message);
    Write(key, **value);
  }
  EXPECT_THAT(testing::FindBrokenRows(*engine_), IsEmpty());
}

TEST_P(RecordStoreCheck, AHoleInTheLogIsFound) {
  const std::string second = LogKey(2);
  Delete(second);

  ExpectFault("", "the commit log has a hole from commit 2 to 2");
  ExpectFault(absl::StrCat(kA, "/revisions/2"), "the log does not have its commit");
}

TEST_P(RecordStoreCheck, ADanglingPointerIsFound) {
  Rewrite(2, [&](v1::RevisionRow& row) { row.set_content_commit(a_[1].commit + 1000); });
  ExpectFault(absl::StrCat(kA, "/revisions/2"), "points to content of a later commit");
  ExpectFault(absl::StrCat(kA, "/revisions/2"), "sections: the row is missing");
  ExpectFault(kA, "belongs to no revision");
}

TEST_P(RecordStoreCheck, AWrongDigestIsFound) {
  Rewrite(2, [](v1::RevisionRow& row) { row.set_source_sha256(std::string(32, 'x')); });
  ExpectFault(absl::StrCat(kA, "/revisions/2"), "the source has another SHA-256");
  ExpectFault(absl::StrCat(kA, "/revisions/2"), "the chain digest is wrong");
}

TEST_P(RecordStoreCheck, RowsThatNothingPointsToAreFound) {
  const std::string value = Value(RowKey(Tag::kSections, a_[1]));
  Write(RowKey(Tag::kSections, {1, 1, 7777}), value);
  ExpectFault(kA, "of commit 7777 belongs to no revision");
  Write(RowKey(Tag::kSections, {1, 99, 7777}), value);
  ExpectFault("collections/letters/documents/#99", "of commit 7777 belongs to no revision");
  Write(RowKey(Tag::kSections, {42, 1, 7777}), value);
  ExpectFault("", "belong to collection #42, which is not there");
}

TEST_P(RecordStoreCheck, WrongCountsAndNamesAreFound) {
  v1::CollectionRow row;
  ASSERT_TRUE(row.ParseFromString(Value(CollectionKey("letters"))));
  row.set_document_count(row.document_count() + 1);
  Write(CollectionKey("letters"), row.SerializeAsString());
  ExpectFault("collections/letters", "its row counts 5 documents; there are 4");
  v1::NameRow name;
  name.set_document_number(1);
  Write(NameKey(1, "zzz", 1), name.SerializeAsString());
  ExpectFault("", "leads to document #1, which is not there or has another name");
}

TEST_P(RecordStoreCheck, AnIndexThatLeavesSomethingOutIsFound) {
  options_.text_index.terms = [](RecordKind, std::string_view, auto* out) {
    out->push_back(0x123456);
  };

  ExpectFault("", "the text index leaves out terms of document");
}

TEST_P(RecordStoreCheck, AFlippedBitInAFileIsFound) {
  if (home_->dir().empty()) GTEST_SKIP() << "an engine without files";
  const KeyRange all = RangeOf(Tag::kSource);
  ASSERT_TRUE(engine_->Erase({{all.lower, all.upper}}).ok());  // out of the log, into tables
  engine_.reset();
  const fs::path db = fs::path(home_->dir()) / "db";
  const fs::path saved = fs::path(home_->dir()) / "saved";
  fs::copy(db, saved, fs::copy_options::recursive);
  int tables = 0;
  for (const auto& entry : fs::directory_iterator(saved)) {
    if (entry.path().extension() != ".sst") continue;
    fs::remove_all(db);  // opening it may have rewritten files
    fs::copy(saved, db, fs::copy_options::recursive);
    std::fstream stream(db / entry.path().filename(),
                        std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(20);
    const int before = stream.get();
    stream.seekp(20);
    stream.put(static_cast<char>(before ^ 1));
    stream.close();

    engine_ = home_->Open();
    EXPECT_THAT(Faults(), ::testing::Not(IsEmpty())) << entry.path();
    engine_.reset();
    ++tables;
  }
  EXPECT_GT(tables, 5);
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreCheck, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
