// The bytes of an export: blocks, places, positions.
#include "storage/transfer.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/key_codec.h"
#include "storage/transfer_block.h"
#include "storage/transfer_rows.h"

namespace pledge::storage {
namespace {

TEST(TransferBlock, IsWhatTheDocumentationSays) {
  BlockWriter writer({.index = 1, .commit = 2, .commit_time_us = 3});
  ASSERT_TRUE(writer.Add(TransferKind::kEnd, "k", "vw"));

  const std::string block = writer.Finish(true);

  // Files of clients hold it: never change these bytes.
  EXPECT_EQ(Hex(block),
            "504c475801010000002c"
            "000000000000000100000000000000020000000000000003"
            "0d016b027677c4bd9eeb");
}

TEST(TransferBlock, HoldsRecordsUpToItsLimit) {
  BlockWriter writer({});
  const std::string value(kMaxBlockBytes / 2, 'x');
  EXPECT_TRUE(writer.empty());
  ASSERT_TRUE(writer.Add(TransferKind::kSource, "a", value));
  const size_t size = writer.size();

  EXPECT_FALSE(writer.Add(TransferKind::kSource, "b", value));

  EXPECT_EQ(writer.size(), size);
  ASSERT_TRUE(writer.Add(TransferKind::kSource, "b", "y"));
  writer.Truncate(size);
  const std::string bytes = writer.Finish(false);
  const auto block = ReadBlock(bytes, 0);
  ASSERT_TRUE(block.ok()) << block.status();
  ASSERT_EQ(block->records.size(), 1u);
  EXPECT_EQ(block->records[0].value, value);
}

TEST(TransferBlock, APieceFillsTheBlock) {
  BlockWriter writer({});
  const std::string value(2 * kMaxBlockBytes, 'x');

  const size_t taken = writer.AddPiece(TransferKind::kSource, "key", value);

  const std::string bytes = writer.Finish(false);
  EXPECT_LE(bytes.size(), kMaxBlockBytes);
  EXPECT_GT(bytes.size(), kMaxBlockBytes - 16);
  const auto block = ReadBlock(bytes, 0);
  ASSERT_TRUE(block.ok()) << block.status();
  EXPECT_TRUE(block->records[0].goes_on);
  EXPECT_EQ(block->records[0].value.size(), taken);
}

TEST(TransferBlock, CutAndDamagedOnesAreTold) {
  BlockWriter writer({});
  writer.Add(TransferKind::kEnd, "", "x");
  const std::string block = writer.Finish(true);

  for (size_t size = 0; size < block.size(); ++size) {
    const auto read = ReadBlock(block.substr(0, size), 7);
    EXPECT_EQ(ReasonOf(read.status()), ErrorReason::kBlockInvalid) << size;
    EXPECT_EQ(MetadataOf(read.status()).at("block"), "7");
  }
  EXPECT_EQ(MetadataOf(ReadBlock(block + "x", 0).status()).at("problem"), "TRUNCATED");
}

TEST(TransferRows, PlacesFollowTheOrderOfKinds) {
  const auto key = [](std::string row) { return row.substr(1); };
  const std::vector<std::string> places = {
      PlaceOf(TransferKind::kCollection, key(CollectionKey("a")), 0),
      PlaceOf(TransferKind::kCollection, key(CollectionKey("b")), 0),
      PlaceOf(TransferKind::kRevision, key(RowKey(Tag::kRevision, {1, 1, 9})), 1),
      PlaceOf(TransferKind::kRevision, key(RowKey(Tag::kRevision, {1, 1, 2})), 1),
      PlaceOf(TransferKind::kName, key(NameKey(1, "zz", 2)), 1),
      PlaceOf(TransferKind::kSource, key(SourceKey({1, 1, 2}, 0)), 1),
      PlaceOf(TransferKind::kSource, key(SourceKey({1, 1, 2}, 1)), 1),
      PlaceOf(TransferKind::kRevision, key(RowKey(Tag::kRevision, {1, 2, 3})), 2),
      PlaceOf(TransferKind::kName, key(NameKey(1, "aa", 3)), 2),
      PlaceOf(TransferKind::kRevision, key(RowKey(Tag::kRevision, {2, 1, 3})), 1),
      PlaceOf(TransferKind::kSession, key(SessionKey(1, "s")), 0),
      PlaceOf(TransferKind::kResults, key(ResultsKey(1, "s", 5)), 0),
      PlaceOf(TransferKind::kSession, key(SessionKey(1, "s2")), 0),
      PlaceOf(TransferKind::kRequest, key(RequestKey(1, "0123456789abcdef")), 0),
      PlaceOf(TransferKind::kEnd, "", 0)};

  for (size_t i = 1; i < places.size(); ++i) EXPECT_LT(places[i - 1], places[i]) << i;
  const auto place = ParsePlace(places[4]);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->kind, TransferKind::kName);
  EXPECT_EQ(place->collection, 1u);
  EXPECT_EQ(place->document, 1u);
  EXPECT_EQ(place->key, key(NameKey(1, "zz", 2)));
  EXPECT_FALSE(ParsePlace("").has_value());
  EXPECT_FALSE(ParsePlace("\x02\x01").has_value());
}

TEST(Transfer, PositionsComeBackWhole) {
  ExportPosition position;
  position.commit = 1;
  position.commit_time_us = -2;
  position.block_count = 3;
  position.digest = Sha256("x");
  position.place = std::string("\0\1", 2);
  position.offset = 1 << 20;
  position.open_revisions = 4;
  position.document_count = 5;
  position.revision_count = 6;
  position.is_complete = true;

  const auto again = DecodePosition(EncodePosition(position));

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, position);
}

TEST(Transfer, DigestGoesOnFromTheOneBefore) {
  EXPECT_EQ(DigestAfter("", "one"), Sha256("one"));
  EXPECT_EQ(DigestAfter(DigestAfter("", "one"), "two"), Sha256(Sha256("one") + "two"));
}

}  // namespace
}  // namespace pledge::storage
