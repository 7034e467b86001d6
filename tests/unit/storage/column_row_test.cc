#include "storage/column_row.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/sha256.h"

namespace pledge::storage {
namespace {

ColumnRow SomeRow() {
  ColumnRow row;
  row.content_commit = 77;
  row.issued = DayRange{*ToDayNumber(2024, 6, 1), *ToDayNumber(2024, 6, 30)};
  row.issuer = "某市教育局";
  row.labels = {{"batch", "2024"}, {"empty", ""}};
  row.commitments.resize(4);
  row.commitments[0] = {.type = 5,
                        .strength = 4,
                        .polarity = 2,
                        .verifiability = 3,
                        .has_target = true,
                        .has_condition = true,
                        .is_recurring = true,
                        .has_inferred_deadline = true,
                        .deadline_start = ToDayNumber(2025, 1, 1),
                        .deadline_end = ToDayNumber(2025, 12, 31),
                        .actor = "某市财政局"};
  row.commitments[1].deadline_end = ToDayNumber(2026, 3, 31);
  row.commitments[2].deadline_start = 0;
  row.commitments[2].actor = "某市交通运输局";
  row.commitments[3].actor = "某市财政局";
  return row;
}

TEST(ColumnRow, ComesBack) {
  for (const ColumnRow& row : {ColumnRow(), SomeRow()}) {
    const auto decoded = DecodeColumnRow(EncodeColumnRow(row));

    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, row);
  }
}

TEST(ColumnRow, IsSmall) {
  ColumnRow row;
  row.issuer = "某市教育局";
  row.commitments.resize(30);
  for (int i = 0; i < 10; ++i) row.commitments[i].deadline_end = 20000;

  EXPECT_LT(EncodeColumnRow(row).size(), 152u);
}

// On disk: these bytes never change.
TEST(ColumnRow, WritesTheDocumentedBytes) {
  ColumnRow row;
  row.content_commit = 3;
  row.issuer = "ab";
  row.labels = {{"k", "v"}};
  row.commitments.resize(1);
  CommitmentColumns& commitment = row.commitments[0];
  commitment.type = 1;
  commitment.strength = 4;
  commitment.polarity = 1;
  commitment.verifiability = 3;
  commitment.deadline_end = 0x1234;
  commitment.actor = "body";

  // Format, state, content commit, days of issue, issuer, labels, then columns.
  EXPECT_EQ(Hex(EncodeColumnRow(row)),
            "01010000000000000003ffffffff02616201016b0176"
            "01610b12340104626f647901");
}

TEST(ColumnRow, DamageIsNoticed) {
  const std::string value = EncodeColumnRow(SomeRow());
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_EQ(ReasonOf(DecodeColumnRow(value.substr(0, size)).status()),
              ErrorReason::kChecksumFailed);
  }
  EXPECT_FALSE(DecodeColumnRow(value + "x").ok());
  std::string newer = value;
  newer[0] = 2;
  EXPECT_FALSE(DecodeColumnRow(newer).ok());
}

TEST(ToDayNumber, CountsDays) {
  EXPECT_EQ(ToDayNumber(1970, 1, 1), 0);
  EXPECT_EQ(ToDayNumber(2000, 1, 1), 10957);
  EXPECT_EQ(ToDayNumber(2024, 2, 29), 19782);
  EXPECT_EQ(ToDayNumber(2149, 6, 5), 65534);
}

TEST(ToDayNumber, RefusesWhatIsNoDayOrTooFar) {
  EXPECT_EQ(ToDayNumber(2023, 2, 29), std::nullopt);
  EXPECT_EQ(ToDayNumber(2024, 13, 1), std::nullopt);
  EXPECT_EQ(ToDayNumber(2024, 0, 1), std::nullopt);
  EXPECT_EQ(ToDayNumber(2024, 1, 0), std::nullopt);
  EXPECT_EQ(ToDayNumber(1969, 12, 31), std::nullopt);
  EXPECT_EQ(ToDayNumber(2149, 6, 6), std::nullopt);
}

}  // namespace
}  // namespace pledge::storage
