#include "storage/packed_row.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/sha256.h"

namespace pledge::storage {
namespace {

std::string Compressible() {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "the same words again and again, line " + std::to_string(i);
  return text;
}

std::string Incompressible() {
  std::string text;
  for (int i = 0; i < 50; ++i) text += Sha256(std::to_string(i));
  return text;
}

std::vector<TaggedRecord> SomeRecords() {
  return {{"first", 1}, {"", 31}, {std::string(5000, 'x'), 3}, {std::string("\0\xff", 2), 0}};
}

TEST(PackBytes, ComesBack) {
  for (const std::string& text :
       {std::string(), std::string("x"), Compressible(), Incompressible()}) {
    const auto bytes = UnpackBytes(PackBytes(text));

    ASSERT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_EQ(*bytes, text);
  }
}

// On disk: these bytes never change. Codec, raw size, checksum, body.
TEST(PackBytes, WritesTheDocumentedBytes) {
  EXPECT_EQ(Hex(PackBytes("ab")), "00000000025654a82ea4325b606162");
}

TEST(PackBytes, CompressesWhatShrinks) {
  const std::string value = PackBytes(Compressible());

  EXPECT_LT(value.size(), Compressible().size() / 4);
  EXPECT_EQ(value[0], 1);
}

TEST(PackBytes, KeepsRawWhatDoesNotShrink) {
  const std::string value = PackBytes(Incompressible());

  EXPECT_EQ(value.size(), Incompressible().size() + 13);
  EXPECT_EQ(value[0], 0);
}

TEST(PackBytes, EveryFlippedBitIsNoticed) {
  for (const std::string& text : {std::string("some text"), std::string(300, 'x')}) {
    const std::string value = PackBytes(text);
    for (size_t bit = 0; bit < value.size() * 8; ++bit) {
      std::string damaged = value;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));

      EXPECT_EQ(ReasonOf(UnpackBytes(damaged).status()), ErrorReason::kChecksumFailed) << bit;
    }
  }
}

TEST(PackBytes, EveryCutIsNoticed) {
  const std::string value = PackBytes(Compressible());
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(UnpackBytes(value.substr(0, size)).status())) << size;
  }
}

TEST(PackRecords, RecordsComeBack) {
  const std::vector<TaggedRecord> records = SomeRecords();

  const auto row = UnpackedRow::Unpack(PackRecords(records, "preamble"));

  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->preamble(), "preamble");
  ASSERT_EQ(row->count(), records.size());
  for (size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(row->record(i), records[i].bytes);
    EXPECT_EQ(row->tag(i), records[i].tag);
  }
}

TEST(PackRecords, NoRecordsAreARow) {
  const auto row = UnpackedRow::Unpack(PackRecords({}, ""));

  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->count(), 0u);
  EXPECT_EQ(row->preamble(), "");
}

TEST(PackRecords, EqualInputGivesEqualBytes) {
  EXPECT_EQ(PackRecords(SomeRecords(), "p"), PackRecords(SomeRecords(), "p"));
}

TEST(PackRecords, MovedRowKeepsItsRecords) {
  auto row = UnpackedRow::Unpack(PackRecords({{"a", 1}, {"b", 2}}, "p"));

  const UnpackedRow moved = *std::move(row);

  EXPECT_EQ(moved.record(0), "a");
  EXPECT_EQ(moved.record(1), "b");
  EXPECT_EQ(moved.preamble(), "p");
}

// Bodies with a right checksum that are no rows of records all the same.
TEST(PackRecords, OtherBodiesAreDamage) {
  for (const std::string& body :
       {std::string(), std::string("\x02"), std::string("\x01\x05"), std::string("\x01\x01\x07"),
        std::string("\x01\x01\x07\x09\x00x", 6), std::string("\x01\x01\x07\x01\x00xy", 7)}) {
    const auto row = UnpackedRow::Unpack(PackBytes(body));

    EXPECT_EQ(ReasonOf(row.status()), ErrorReason::kChecksumFailed) << Hex(body);
  }
}

TEST(CompressAgainst, GivesTheBytesBackWithTheSameDictionary) {
  std::string dictionary;
  for (int i = 0; i < 3000; ++i) dictionary += std::to_string(i * 7919);
  for (const std::string& bytes :
       {std::string(), std::string("x"), dictionary, dictionary.substr(100, 5000) + "rest"}) {
    const std::string block = CompressAgainst(dictionary, bytes);

    EXPECT_LT(block.size(), bytes.size() / 50 + 20);
    EXPECT_EQ(*DecompressAgainst(dictionary, block, bytes.size()), bytes);
    EXPECT_EQ(ReasonOf(DecompressAgainst(dictionary, block, bytes.size() + 1).status()),
              ErrorReason::kChecksumFailed);
  }
  EXPECT_EQ(*DecompressAgainst("", CompressAgainst("", "alone"), 5), "alone");
  EXPECT_EQ(
      ReasonOf(DecompressAgainst("", CompressAgainst(dictionary, dictionary), dictionary.size())
                   .status()),
      ErrorReason::kChecksumFailed);
}

}  // namespace
}  // namespace pledge::storage
