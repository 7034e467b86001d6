#include "service/pipeline/source_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace pledge::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ByteRange R(uint32_t start, uint32_t end) { return {start, end}; }

// ab(x)cd → abcd, where (x) is taken out as `kind`.
SourceMap Removal(RepairKind kind) {
  SourceMap map;
  map.AppendSame(2, 2);
  map.AppendRepair(0, 3, kind);
  map.AppendSame(2, 2);
  return map;
}

TEST(SourceMap, IdentityMapsEachRangeToItself) {
  const SourceMap map = SourceMap::Identity(9);

  EXPECT_THAT(map.SourceRanges(R(3, 6)), ElementsAre(R(3, 6)));
  EXPECT_TRUE(map.Verbatim(R(0, 9)));
  EXPECT_EQ(map.text_size(), 9u);
  EXPECT_EQ(map.source_size(), 9u);
}

TEST(SourceMap, EmptyMapHasNoRuns) {
  EXPECT_THAT(SourceMap::Identity(0).runs(), IsEmpty());
  EXPECT_EQ(SourceMap().text_size(), 0u);
}

TEST(SourceMap, MergesWhatSaysTheSame) {
  SourceMap map;
  map.AppendSame(3, 3);
  map.AppendSame(3, 3);
  map.AppendRepair(0, 1, RepairKind::kSpacing);
  map.AppendRepair(0, 2, RepairKind::kSpacing);
  map.AppendSame(3, 2, 3, 2);

  EXPECT_THAT(map.runs(),
              ElementsAre(MapRun{R(0, 6), R(0, 6)}, MapRun{R(6, 6), R(6, 9), RepairKind::kSpacing},
                          MapRun{R(6, 9), R(9, 11), RepairKind::kNone, 3, 2}));
}

TEST(SourceMap, KeepsReplacedCharactersApart) {
  SourceMap map;
  map.AppendRepair(3, 3, RepairKind::kScript);
  map.AppendRepair(3, 3, RepairKind::kScript);

  EXPECT_THAT(map.SourceRanges(R(3, 6)), ElementsAre(R(3, 6)));
}

TEST(SourceMap, KeepsDetailsOfRepairs) {
  SourceMap map;
  map.AppendRepair(0, 4, RepairKind::kFurniture, "related");
  map.AppendSame(1, 1);
  map.AppendRepair(0, 4, RepairKind::kFurniture, "comments");
  map.AppendRepair(0, 4, RepairKind::kFurniture, "comments");

  ASSERT_EQ(map.runs().size(), 3u);
  EXPECT_EQ(map.details()[map.runs()[0].detail], "related");
  EXPECT_EQ(map.details()[map.runs()[2].detail], "comments");
  EXPECT_EQ(map.runs()[2].source, R(5, 13));
}

struct EdgeCase {
  const char* name;
  RepairKind kind;
  ByteRange text;
  std::vector<ByteRange> source;
  bool verbatim;
};

class SourceMapEdges : public ::testing::TestWithParam<EdgeCase> {};

TEST_P(SourceMapEdges, FollowTheGuide) {
  const EdgeCase& c = GetParam();
  const SourceMap map = Removal(c.kind);

  EXPECT_EQ(map.SourceRanges(c.text), c.source);
  EXPECT_EQ(map.Verbatim(c.text), c.verbatim);
}

INSTANTIATE_TEST_SUITE_P(
    All, SourceMapEdges,
    ::testing::Values(
        EdgeCase{"gloss_inside", RepairKind::kGloss, R(0, 4), {R(0, 7)}, false},
        EdgeCase{"gloss_at_end", RepairKind::kGloss, R(0, 2), {R(0, 5)}, false},
        EdgeCase{"gloss_before_start", RepairKind::kGloss, R(2, 4), {R(5, 7)}, true},
        EdgeCase{"gloss_not_reached", RepairKind::kGloss, R(0, 1), {R(0, 1)}, true},
        EdgeCase{"mark_inside", RepairKind::kInsertedMark, R(1, 3), {R(1, 6)}, false},
        EdgeCase{"mark_at_end", RepairKind::kInsertedMark, R(0, 2), {R(0, 2)}, true},
        EdgeCase{"mark_at_start", RepairKind::kInsertedMark, R(2, 3), {R(5, 6)}, true},
        EdgeCase{"blank_inside", RepairKind::kSpacing, R(0, 4), {R(0, 7)}, false},
        EdgeCase{"furniture_inside", RepairKind::kFurniture, R(0, 4), {R(0, 2), R(5, 7)}, true},
        EdgeCase{"furniture_at_end", RepairKind::kFurniture, R(0, 2), {R(0, 2)}, true},
        EdgeCase{"markup_inside", RepairKind::kMarkup, R(1, 3), {R(1, 2), R(5, 6)}, true},
        EdgeCase{"copy_inside", RepairKind::kDuplicate, R(1, 3), {R(1, 2), R(5, 6)}, true}),
    [](const auto& info) { return info.param.name; });

TEST(SourceMap, ReachesAGlossBehindMarkup) {
  SourceMap map;
  map.AppendSame(3, 3);
  map.AppendRepair(0, 4, RepairKind::kMarkup);
  map.AppendRepair(0, 5, RepairKind::kGloss);
  map.AppendRepair(0, 6, RepairKind::kMarkup);
  map.AppendSame(3, 3);

  EXPECT_THAT(map.SourceRanges(R(0, 3)), ElementsAre(R(0, 3), R(7, 12)));
}

TEST(SourceMap, CoversAReplacedBlockWhole) {
  SourceMap map;
  map.AppendSame(3, 3);
  map.AppendRepair(9, 12, RepairKind::kShiftedBlock);
  map.AppendSame(3, 3);

  EXPECT_THAT(map.SourceRanges(R(6, 9)), ElementsAre(R(3, 15)));
  EXPECT_THAT(map.SourceRanges(R(0, 6)), ElementsAre(R(0, 15)));
  EXPECT_FALSE(map.Verbatim(R(6, 9)));
}

TEST(SourceMap, FindsNothingBehindWhatWasPutIn) {
  SourceMap map;
  map.AppendSame(3, 3);
  map.AppendRepair(1, 0, RepairKind::kMarkup);
  map.AppendSame(3, 3);

  EXPECT_THAT(map.SourceRanges(R(3, 4)), IsEmpty());
  EXPECT_THAT(map.SourceRanges(R(0, 7)), ElementsAre(R(0, 6)));
}

TEST(SourceMap, CountsInCharactersOfTheCharset) {
  SourceMap map;
  map.AppendSame(9, 6, 3, 2);
  map.AppendSame(2, 2);

  EXPECT_THAT(map.SourceRanges(R(3, 6)), ElementsAre(R(2, 4)));
  EXPECT_FALSE(map.Verbatim(R(3, 6)));
  EXPECT_TRUE(map.Verbatim(R(9, 11)));
}

TEST(SourceMap, FindsTheTextOfSourceBytes) {
  SourceMap map;
  map.AppendSame(9, 6, 3, 2);
  map.AppendRepair(0, 5, RepairKind::kGloss);
  map.AppendSame(3, 2, 3, 2);

  EXPECT_EQ(map.TextRange(R(2, 4)), R(3, 6));
  EXPECT_EQ(map.TextRange(R(3, 5)), R(3, 9));
  EXPECT_EQ(map.TextRange(R(6, 11)), R(9, 9));
  EXPECT_EQ(map.TextRange(R(4, 13)), R(6, 12));
}

TEST(SourceMap, FindsTheEndBehindTheLastSourceByte) {
  EXPECT_EQ(SourceMap::Identity(4).TextRange(R(4, 4)), R(4, 4));
}

TEST(SourceMapCompose, KeepsStepsOfTheCharset) {
  SourceMap inner;
  inner.AppendSame(9, 6, 3, 2);
  SourceMap outer;
  outer.AppendSame(3, 3);
  outer.AppendRepair(0, 3, RepairKind::kGloss);
  outer.AppendSame(3, 3);

  const SourceMap map = SourceMap::Compose(outer, inner);

  EXPECT_THAT(map.runs(), ElementsAre(MapRun{R(0, 3), R(0, 2), RepairKind::kNone, 3, 2},
                                      MapRun{R(3, 3), R(2, 4), RepairKind::kGloss},
                                      MapRun{R(3, 6), R(4, 6), RepairKind::kNone, 3, 2}));
}

TEST(SourceMapCompose, KeepsRepairsOfBothStages) {
  SourceMap inner;  // 2 same, 3 taken out, 4 same
  inner.AppendSame(2, 2);
  inner.AppendRepair(0, 3, RepairKind::kMarkup);
  inner.AppendSame(4, 4);
  SourceMap outer;  // 3 same, 1 replaced, 2 same
  outer.AppendSame(3, 3);
  outer.AppendRepair(2, 1, RepairKind::kMarkForm);
  outer.AppendSame(2, 2);

  const SourceMap map = SourceMap::Compose(outer, inner);

  EXPECT_THAT(map.runs(),
              ElementsAre(MapRun{R(0, 2), R(0, 2)}, MapRun{R(2, 2), R(2, 5), RepairKind::kMarkup},
                          MapRun{R(2, 3), R(5, 6)}, MapRun{R(3, 5), R(6, 7), RepairKind::kMarkForm},
                          MapRun{R(5, 7), R(7, 9)}));
}

TEST(SourceMapCompose, JoinsRepairsThatOverlap) {
  SourceMap inner;  // one block of 6
  inner.AppendSame(3, 3);
  inner.AppendRepair(6, 10, RepairKind::kShiftedBlock);
  inner.AppendSame(3, 3);
  SourceMap outer;  // the second half of the block and the next character
  outer.AppendSame(6, 6);
  outer.AppendRepair(3, 3, RepairKind::kScript);
  outer.AppendSame(3, 3);

  const SourceMap map = SourceMap::Compose(outer, inner);

  EXPECT_THAT(map.runs(), ElementsAre(MapRun{R(0, 3), R(0, 3)},
                                      MapRun{R(3, 9), R(3, 13), RepairKind::kShiftedBlock},
                                      MapRun{R(9, 12), R(13, 16)}));
}

TEST(SourceMapCompose, TakesOutWhatTheOuterStageCut) {
  SourceMap inner;
  inner.AppendSame(2, 2);
  inner.AppendRepair(1, 5, RepairKind::kMarkup);
  inner.AppendSame(2, 2);
  SourceMap outer;
  outer.AppendSame(1, 1);
  outer.AppendRepair(0, 3, RepairKind::kFurniture, "nav");
  outer.AppendSame(1, 1);

  const SourceMap map = SourceMap::Compose(outer, inner);

  EXPECT_THAT(map.runs(), ElementsAre(MapRun{R(0, 1), R(0, 1)},
                                      MapRun{R(1, 1), R(1, 8), RepairKind::kFurniture, 1, 1, 1},
                                      MapRun{R(1, 2), R(8, 9)}));
}

TEST(SourceMapCompose, TellsNothingApartInsideACut) {
  SourceMap outer;
  outer.AppendSame(1, 1);
  outer.AppendRepair(0, 2, RepairKind::kFurniture, "nav");
  outer.AppendSame(1, 1);

  const SourceMap map = SourceMap::Compose(outer, Removal(RepairKind::kGloss));

  EXPECT_THAT(map.runs(), ElementsAre(MapRun{R(0, 1), R(0, 1)},
                                      MapRun{R(1, 1), R(1, 6), RepairKind::kFurniture, 1, 1, 1},
                                      MapRun{R(1, 2), R(6, 7)}));
}

TEST(SourceMapCompose, WithIdentityIsTheSame) {
  const SourceMap map = Removal(RepairKind::kGloss);

  EXPECT_EQ(SourceMap::Compose(map, SourceMap::Identity(7)).runs(), map.runs());
  EXPECT_EQ(SourceMap::Compose(SourceMap::Identity(4), map).runs(), map.runs());
}

TEST(SourceMapCompose, KeepsWhatWasTakenOutAtTheEdges) {
  SourceMap inner;
  inner.AppendRepair(0, 3, RepairKind::kSpacing);
  inner.AppendSame(2, 2);
  inner.AppendRepair(0, 4, RepairKind::kSpacing);
  SourceMap outer;
  outer.AppendSame(2, 2);
  outer.AppendRepair(1, 0, RepairKind::kMarkup);

  const SourceMap map = SourceMap::Compose(outer, inner);

  EXPECT_THAT(map.runs(),
              ElementsAre(MapRun{R(0, 0), R(0, 3), RepairKind::kSpacing}, MapRun{R(0, 2), R(3, 5)},
                          MapRun{R(2, 2), R(5, 9), RepairKind::kSpacing},
                          MapRun{R(2, 3), R(9, 9), RepairKind::kMarkup}));
}

}  // namespace
}  // namespace pledge::pipeline
