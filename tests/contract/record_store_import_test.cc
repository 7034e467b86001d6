// Imports that are cut, refused or fed with what is no export.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "storage/transfer_block.h"
#include "tests/contract/transfer_fixture.h"

namespace pledge::storage {
namespace {

using testing::Change;
using testing::CreateSession;
using testing::EngineKinds;
using testing::ExpectReason;
using testing::Export;
using testing::Exported;
using testing::Import;
using testing::MakeChange;
using testing::MakePut;
using testing::NoiseBytes;
using testing::OtherStore;
using testing::Put;
using testing::PutRequest;
using testing::ReadAll;
using testing::TransferTest;

class RecordStoreImport : public TransferTest {
 protected:
  // An export of many blocks, each with whole documents.
  Exported MakeExport() {
    for (int i = 0; i < 10; ++i) {
      MustPut("letters", absl::StrCat("d", i), NoiseBytes(700'000, i));
    }
    MustChange(DocumentChange::kDelete, "letters", "d3");
    auto exported = Export(store(), store().Head());
    EXPECT_TRUE(exported.ok()) << exported.status();
    return *std::move(exported);
  }

  // Takes the first blocks, and lets go.
  absl::Status TakeSome(RecordStore& into, const std::vector<std::string>& blocks, size_t count) {
    const auto importer = into.BeginImport();
    if (!importer.ok()) return importer.status();
    for (size_t i = 0; i < count; ++i) {
      if (absl::Status status = (*importer)->Take(blocks[i]); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  void ExpectNothingIsSeen(RecordStore& other) {
    EXPECT_EQ(other.Head().number, 0u);
    EXPECT_TRUE(other.ListCollections("", UINT64_MAX, 10).empty());
    EXPECT_EQ(other.Status()->document_count, 0);
    EXPECT_TRUE(ReadAll(other, 0).empty());
    ExpectReason(other.GetDocument("letters", "d0", 0).status(), ErrorReason::kDocumentNotFound);
    EXPECT_TRUE(other.PullChanges(0, 10)->changes.empty());
  }
};

TEST_P(RecordStoreImport, GoesOnWhereItWasCut) {
  const Exported exported = MakeExport();
  for (size_t cut = 0; cut < exported.blocks.size(); cut += 4) {
    OtherStore other(GetParam(), clock_);
    ASSERT_TRUE(TakeSome(*other, exported.blocks, cut).ok());
    other.Reopen();
    ExpectNothingIsSeen(*other);

    const auto result = Import(*other, exported.blocks, exported.end.digest);

    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->document_count, 10);
    EXPECT_EQ(ReadAll(*other, other->Head().number), ReadAll(store(), head()));
    EXPECT_EQ(Export(*other, other->Head())->end, exported.end);
    EXPECT_EQ(other.BrokenRows(), "");
  }
}

TEST_P(RecordStoreImport, NobodyElseWritesMeanwhile) {
  const Exported exported = MakeExport();
  OtherStore other(GetParam(), clock_);
  ASSERT_TRUE(TakeSome(*other, exported.blocks, 7).ok());

  for (int turn = 0; turn < 2; ++turn) {
    ExpectNothingIsSeen(*other);
    EXPECT_EQ(other->Condition(), StoreCondition::kImporting);
    ExpectReason(Put(*other, MakePut("letters", "x", "y")).status(),
                 ErrorReason::kImportIncomplete);
    ExpectReason(PutRequest(*other, "r", "x", "y").status(), ErrorReason::kImportIncomplete);
    ExpectReason(Change(*other, MakeChange(DocumentChange::kDelete, "letters", "d1")).status(),
                 ErrorReason::kImportIncomplete);
    ExpectReason(CreateSession(*other, "letters", "s").status(), ErrorReason::kImportIncomplete);
    ExpectReason(Export(*other, CommitPoint{}).status(), ErrorReason::kImportIncomplete);
    clock_.Advance(absl::Hours(24 * 40));
    EXPECT_TRUE(other->PurgeDueDocuments().ok());
    other.Reopen();
  }
  const auto result = Import(*other, exported.blocks, exported.end.digest);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(other->Condition(), StoreCondition::kReadWrite);
  EXPECT_TRUE(Put(*other, MakePut("letters", "x", "y")).ok());
}

TEST_P(RecordStoreImport, OtherContentIsNotMixedIn) {
  const Exported exported = MakeExport();
  MustPut("letters", "d0", "other");
  const auto later = Export(store(), store().Head());
  ASSERT_TRUE(later.ok());
  OtherStore other(GetParam(), clock_);
  ASSERT_TRUE(TakeSome(*other, exported.blocks, 7).ok());

  ExpectReason(Import(*other, later->blocks, later->end.digest).status(),
               ErrorReason::kDigestMismatch);
  ExpectNothingIsSeen(*other);

  EXPECT_TRUE(Import(*other, exported.blocks, exported.end.digest).ok());
}

TEST_P(RecordStoreImport, NeedsAnEmptyStore) {
  const Exported exported = MakeExport();

  const auto full = Import(store(), exported.blocks, exported.end.digest);
  ExpectReason(full.status(), ErrorReason::kStoreNotEmpty);
  EXPECT_TRUE(MetadataOf(full.status()).empty());

  OtherStore other(GetParam(), clock_);
  {
    // A write that comes between wins.
    const auto importer = other->BeginImport();
    ASSERT_TRUE(importer.ok());
    ExpectReason(other->BeginImport().status(), ErrorReason::kServerBusy);
    ASSERT_TRUE(Put(*other, MakePut("letters", "x", "y")).ok());
    absl::Status status;
    for (const std::string& block : exported.blocks) {
      if (status.ok()) status = (*importer)->Take(block);
    }
    ExpectReason(status, ErrorReason::kStoreNotEmpty);
  }
  EXPECT_TRUE(other->GetDocument("letters", "x", 1).ok());

  OtherStore third(GetParam(), clock_);
  ASSERT_TRUE(Import(*third, exported.blocks, exported.end.digest).ok());
  const auto again = Import(*third, exported.blocks, exported.end.digest);
  ExpectReason(again.status(), ErrorReason::kStoreNotEmpty);
  EXPECT_EQ(MetadataOf(again.status()).at("imported_digest"), Hex(exported.end.digest));
}

TEST_P(RecordStoreImport, BadBlocksAreNamedAndLeaveNothing) {
  Fill();
  const auto exported = Export(store(), store().Head());
  ASSERT_TRUE(exported.ok());
  ASSERT_EQ(exported->blocks.size(), 1u);
  const std::string& block = exported->blocks.front();
  OtherStore other(GetParam(), clock_);
  const auto import = [&](const std::string& bytes) {
    return Import(*other, {bytes}, Sha256(bytes)).status();
  };

  for (size_t at = 0; at < block.size(); at += 7) {
    std::string flipped = block;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
    ExpectReason(import(flipped), ErrorReason::kBlockInvalid);
  }
  std::string foreign = block;
  foreign[4] = 2;
  ExpectReason(import(foreign), ErrorReason::kBlockInvalid, "FORMAT");
  ExpectReason(import(block.substr(0, block.size() / 2)), ErrorReason::kBlockInvalid, "TRUNCATED");
  ExpectReason(import(""), ErrorReason::kBlockInvalid, "FORMAT");
  ExpectReason(Import(*other, {}, Sha256("")).status(), ErrorReason::kBlockInvalid, "END_MISSING");
  ExpectReason(Import(*other, {block}, Sha256("x")).status(), ErrorReason::kDigestMismatch);
  ExpectReason(Import(*other, {block, block}, "").status(), ErrorReason::kBlockInvalid, "ORDER");

  ExpectNothingIsSeen(*other);
  EXPECT_EQ(other->Condition(), StoreCondition::kReadWrite);
  EXPECT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());
}

TEST_P(RecordStoreImport, BlocksOutOfOrderAreRefused) {
  const Exported exported = MakeExport();
  std::vector<std::string> swapped = exported.blocks;
  std::swap(swapped[1], swapped[2]);
  std::vector<std::string> cut(exported.blocks.begin(), exported.blocks.end() - 1);
  OtherStore other(GetParam(), clock_);

  ExpectReason(Import(*other, swapped, exported.end.digest).status(), ErrorReason::kBlockInvalid,
               "ORDER");
  ExpectReason(Import(*other, {exported.blocks[1]}, exported.end.digest).status(),
               ErrorReason::kBlockInvalid, "ORDER");
  ExpectReason(Import(*other, cut, exported.end.digest).status(), ErrorReason::kBlockInvalid,
               "END_MISSING");
  ExpectNothingIsSeen(*other);
}

// A block as a hostile client makes it: well-formed, with records that do not fit.
TEST_P(RecordStoreImport, RecordsThatDoNotFitAreRefused) {
  Fill();
  const auto exported = Export(store(), store().Head());
  const auto block = ReadBlock(exported->blocks.front(), 0);
  ASSERT_TRUE(block.ok());
  const auto make = [&](const std::vector<BlockRecord>& records) {
    BlockWriter writer(block->header);
    for (const BlockRecord& record : records) {
      EXPECT_TRUE(writer.Add(record.kind, record.key, record.value));
    }
    return writer.Finish(true);
  };
  OtherStore other(EngineKinds().front(), clock_);
  const auto import = [&](const std::vector<BlockRecord>& records) {
    const std::string bytes = make(records);
    return Import(*other, {bytes}, Sha256(bytes)).status();
  };
  ASSERT_EQ(make(block->records), exported->blocks.front());

  // Each record doubled, and each value emptied. A missing record is not always
  // noticed, but a missing collection, document or end is.
  for (size_t i = 0; i < block->records.size(); ++i) {
    std::vector<BlockRecord> doubled = block->records;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), block->records[i]);
    ExpectReason(import(doubled), ErrorReason::kBlockInvalid, "CONTENT");
    std::vector<BlockRecord> garbled = block->records;
    garbled[i].value = "\xff\xff\xff";
    ExpectReason(import(garbled), ErrorReason::kBlockInvalid, "CONTENT");
    std::vector<BlockRecord> cut = block->records;
    cut[i].key = cut[i].key.substr(0, cut[i].key.size() / 2);
    if (!cut[i].key.empty()) {
      ExpectReason(import(cut), ErrorReason::kBlockInvalid, "CONTENT");
    }
    const TransferKind kind = block->records[i].kind;
    if (kind != TransferKind::kCollection && kind != TransferKind::kRevision &&
        kind != TransferKind::kEnd) {
      continue;
    }
    std::vector<BlockRecord> missing = block->records;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    ExpectReason(import(missing), ErrorReason::kBlockInvalid, "CONTENT");
  }
  ExpectNothingIsSeen(*other);
}

TEST_P(RecordStoreImport, FailuresOfTheDiskEndItAndItGoesOn) {
  const Exported exported = MakeExport();
  OtherStore other(GetParam(), clock_);
  other.faults().SetNextCommit(testing::Faults::NextCommit::kRefuse);
  ExpectReason(Import(*other, exported.blocks, exported.end.digest).status(),
               ErrorReason::kStoreReadOnly);
  ASSERT_TRUE(TakeSome(*other, exported.blocks, 7).ok());
  other.faults().free_disk_bytes = 1;
  ExpectReason(Import(*other, exported.blocks, exported.end.digest).status(),
               ErrorReason::kDiskReserve);
  other.faults().free_disk_bytes = UINT64_MAX;
  // The last commit is written and its answer lost.
  other.faults().SetCommitAfter(1, testing::Faults::NextCommit::kFailAfter);
  const auto lost = Import(*other, exported.blocks, exported.end.digest);
  ExpectReason(lost.status(), ErrorReason::kStoreReadOnly);
  other.Reopen();

  const auto result = Import(*other, exported.blocks, exported.end.digest);

  if (!result.ok()) {
    EXPECT_EQ(MetadataOf(result.status()).at("imported_digest"), Hex(exported.end.digest));
  }
  EXPECT_EQ(ReadAll(*other, other->Head().number), ReadAll(store(), head()));
}

// A number that a refused document had is not used for another one.
TEST_P(RecordStoreImport, NumbersOfRefusedDocumentsAreForgotten) {
  Fill();
  const auto exported = Export(store(), store().Head());
  OtherStore other(GetParam(), clock_);
  other.faults().SetNextCommit(testing::Faults::NextCommit::kRefuse);
  EXPECT_FALSE(Put(*other, MakePut("letters", "x", "y")).ok());
  ASSERT_TRUE(Import(*other, exported->blocks, exported->end.digest).ok());

  ASSERT_TRUE(Put(*other, MakePut("letters", "x", "y")).ok());

  EXPECT_EQ(other.BrokenRows(), "");
}

INSTANTIATE_TEST_SUITE_P(All, RecordStoreImport, ::testing::ValuesIn(EngineKinds()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pledge::storage
