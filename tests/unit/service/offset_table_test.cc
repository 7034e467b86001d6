#include "service/mapping/offset_table.h"

#include <gtest/gtest.h>

#include "pledge/v1/commitment.pb.h"

namespace pledge::mapping {
namespace {

constexpr char kText[] = "a答𠮷z";  // 1 + 3 + 4 + 1 bytes

TEST(OffsetTable, ConvertsToEachUnit) {
  const OffsetTable table(kText, {9, 0, 1, 4, 8, 4});

  const struct {
    int64_t bytes, points, utf16;
  } cases[] = {{0, 0, 0}, {1, 1, 1}, {4, 2, 2}, {8, 3, 4}, {9, 4, 5}};
  for (const auto& one : cases) {
    EXPECT_EQ(table.Convert(one.bytes, v1::OFFSET_UNIT_UTF8_BYTE), one.bytes);
    EXPECT_EQ(table.Convert(one.bytes, v1::OFFSET_UNIT_CODE_POINT), one.points);
    EXPECT_EQ(table.Convert(one.bytes, v1::OFFSET_UNIT_UTF16), one.utf16);
  }
}

TEST(OffsetTable, SurvivesEncoding) {
  const OffsetTable table(kText, {1, 8});

  const auto decoded = OffsetTable::Decode(table.Encode());

  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->Convert(8, v1::OFFSET_UNIT_UTF16), 4);
  EXPECT_EQ(decoded->Encode(), table.Encode());
}

TEST(OffsetTable, CutBytesAreDataLoss) {
  std::string bytes = OffsetTable(kText, {1, 8}).Encode();
  bytes.pop_back();

  EXPECT_EQ(OffsetTable::Decode(bytes).status().code(), absl::StatusCode::kDataLoss);
}

TEST(OffsetTable, ConvertsEveryTextRangeOfAMessageAndNoSourceRange) {
  v1::Commitment commitment;
  const auto fill = [](v1::Provenance* provenance) {
    provenance->mutable_text_range()->set_start(4);
    provenance->mutable_text_range()->set_end(8);
    provenance->add_source_ranges()->set_start(4);
  };
  fill(commitment.mutable_provenance());
  fill(commitment.mutable_action()->mutable_provenance());
  fill(commitment.add_targets()->mutable_provenance());
  fill(commitment.mutable_condition()->mutable_clause()->mutable_provenance());
  std::vector<uint32_t> offsets;
  CollectOffsets(commitment, &offsets);
  const OffsetTable table(kText, offsets);

  ConvertOffsets(table, v1::OFFSET_UNIT_UTF16, &commitment);

  for (const v1::Provenance* one :
       {&commitment.provenance(), &commitment.action().provenance(),
        &commitment.targets(0).provenance(), &commitment.condition().clause().provenance()}) {
    EXPECT_EQ(one->text_range().start(), 2);
    EXPECT_EQ(one->text_range().end(), 4);
    EXPECT_EQ(one->source_ranges(0).start(), 4);
  }
}

}  // namespace
}  // namespace pledge::mapping
