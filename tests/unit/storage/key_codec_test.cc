// Keys byte by byte: what stands here is on disk and never changes.
#include "storage/key_codec.h"

#include <gtest/gtest.h>

#include <limits>

#include "service/base/sha256.h"

namespace pledge::storage {
namespace {

constexpr uint64_t kMaxCommit = std::numeric_limits<uint64_t>::max();

TEST(KeyCodec, WritesTheDocumentedBytes) {
  const DocumentKey at{1, 2, 3};
  EXPECT_EQ(Hex(HeaderKey()), "0173746f7265");
  EXPECT_EQ(Hex(CollectionKey("ab")), "02616200");
  EXPECT_EQ(Hex(LogKey(5)), "080000000000000005");
  EXPECT_EQ(Hex(NameKey(1, "ab", 3)), "1000000001616200fffffffffffffffc");
  EXPECT_EQ(Hex(RowKey(Tag::kRevision, at)), "140000000100000002fffffffffffffffc");
  EXPECT_EQ(Hex(RowKey(Tag::kColumns, at)), "180000000100000002fffffffffffffffc");
  EXPECT_EQ(Hex(RowKey(Tag::kCommitments, at)), "200000000100000002fffffffffffffffc");
  EXPECT_EQ(Hex(RowKey(Tag::kAchievements, at)), "240000000100000002fffffffffffffffc");
  EXPECT_EQ(Hex(RowKey(Tag::kSections, at)), "280000000100000002fffffffffffffffc");
  EXPECT_EQ(Hex(SourceKey(at, 7)), "2c0000000100000002fffffffffffffffc00000007");
  EXPECT_EQ(Hex(TextKey(at, 7)), "2e0000000100000002fffffffffffffffc00000007");
  EXPECT_EQ(Hex(SessionKey(1, "s")), "30000000017300");
  EXPECT_EQ(Hex(ResultsKey(1, "s", 9)), "340000000173000000000000000009");
  EXPECT_EQ(Hex(RequestKey(6, "0123456789abcdef")),
            "3800000006"
            "30313233343536373839616263646566");
  EXPECT_EQ(Hex(JobKey(Tag::kJob, 5)), "540000000000000005");
  EXPECT_EQ(Hex(JobIdKey("ab")), "58616200");
  EXPECT_EQ(Hex(JobKey(Tag::kJobUnfinished, 5)), "5c0000000000000005");
  EXPECT_EQ(Hex(IndexManifestKey({1, 2})), "400000000100000002");
  EXPECT_EQ(Hex(IndexPostingsKey({1, 2}, 3, 0x123456789abc)),
            "44000000010000000200000003123456789abc");
  EXPECT_EQ(Hex(IndexDirtyKey({1, 2}, 4, 3)), "48000000010000000200000004fffffffffffffffc");
}

TEST(KeyCodec, ParsesWhatItWrites) {
  EXPECT_EQ(ParseCollectionKey(CollectionKey("ab")), "ab");
  EXPECT_EQ(ParseLogKey(LogKey(kMaxCommit)), kMaxCommit);
  EXPECT_EQ(ParseResultsKey(ResultsKey(1, "s", 9)), 9u);
  EXPECT_EQ(ParseJobKey(Tag::kJob, JobKey(Tag::kJob, 5)), 5u);
  EXPECT_EQ(ParseJobKey(Tag::kJob, JobKey(Tag::kJobUnfinished, 5)), std::nullopt);
  const auto at = ParseRowKey(Tag::kColumns, RowKey(Tag::kColumns, {1, 0xffffffff, 3}));
  ASSERT_TRUE(at.has_value());
  EXPECT_EQ(at->collection, 1u);
  EXPECT_EQ(at->document, 0xffffffffu);
  EXPECT_EQ(at->commit, 3u);
}

TEST(KeyCodec, ParsesKeysOfTheIndex) {
  EXPECT_EQ(ParseIndexManifestKey(IndexManifestKey({1, 2})), (SegmentKey{1, 2}));
  EXPECT_EQ(ParseIndexManifestKey(IndexPostingsKey({1, 2}, 3, 4)), std::nullopt);
  const auto place = ParseIndexPostingsKey(IndexPostingsKey({1, 2}, 3, 0x123456789abc));
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->generation, 3u);
  EXPECT_EQ(place->first_term, 0x123456789abcu);
  const auto mark = ParseIndexDirtyKey(IndexDirtyKey({1, 2}, 4, 5));
  ASSERT_TRUE(mark.has_value());
  EXPECT_EQ(mark->document, 4u);
  EXPECT_EQ(mark->commit, 5u);
  EXPECT_FALSE(ParseIndexDirtyKey(IndexManifestKey({1, 2})).has_value());
}

TEST(KeyCodec, RefusesOtherKeys) {
  EXPECT_EQ(ParseLogKey(CollectionKey("ab")), std::nullopt);
  EXPECT_EQ(ParseLogKey(LogKey(1) + "x"), std::nullopt);
  EXPECT_EQ(ParseLogKey(""), std::nullopt);
  EXPECT_EQ(ParseCollectionKey("\x02"
                               "ab"),
            std::nullopt);
  EXPECT_EQ(ParseCollectionKey(LogKey(1)), std::nullopt);
  EXPECT_EQ(ParseResultsKey(SessionKey(1, "s")), std::nullopt);
  EXPECT_EQ(ParseResultsKey(ResultsKey(1, "s", 9).substr(0, 10)), std::nullopt);
  EXPECT_FALSE(ParseRowKey(Tag::kColumns, RowKey(Tag::kRevision, {1, 2, 3})).has_value());
  EXPECT_FALSE(ParseRowKey(Tag::kSource, SourceKey({1, 2, 3}, 0)).has_value());
  EXPECT_FALSE(ParseNumberedKey(Tag::kText, SourceKey({1, 2, 3}, 0)).has_value());
  EXPECT_FALSE(ParseNumberedKey(Tag::kText, TextKey({1, 2, 3}, 0).substr(0, 20)).has_value());
}

TEST(KeyCodec, RowsOfOneVersionAreNumbered) {
  for (const Tag tag : {Tag::kSource, Tag::kText}) {
    const DocumentKey version{1, 2, 3};
    const auto parsed =
        ParseNumberedKey(tag, tag == Tag::kSource ? SourceKey(version, 7) : TextKey(version, 7));

    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->version.collection, 1u);
    EXPECT_EQ(parsed->version.document, 2u);
    EXPECT_EQ(parsed->version.commit, 3u);
    EXPECT_EQ(parsed->number, 7u);
  }
}

TEST(KeyCodec, NewerVersionsComeFirst) {
  EXPECT_LT(RowKey(Tag::kRevision, {1, 2, 9}), RowKey(Tag::kRevision, {1, 2, 8}));
  EXPECT_LT(RowKey(Tag::kRevision, {1, 2, 1}), RowKey(Tag::kRevision, {1, 3, kMaxCommit}));
  EXPECT_LT(RowKey(Tag::kRevision, {1, 0xffffffff, 1}), RowKey(Tag::kRevision, {2, 0, 1}));
  EXPECT_LT(NameKey(1, "a", 9), NameKey(1, "a", 8));
}

TEST(KeyCodec, AnIdIsNoPrefixOfAnother) {
  const KeyRange range = NameRange(1, "a");

  EXPECT_LE(range.lower, NameKey(1, "a", kMaxCommit));
  EXPECT_LT(NameKey(1, "a", 0), range.upper);
  EXPECT_GE(NameKey(1, "a-", kMaxCommit), range.upper);
  EXPECT_GE(NameKey(1, "ab", kMaxCommit), range.upper);
  EXPECT_LT(NameKey(1, "", 0), range.lower);
}

TEST(KeyCodec, RangesHoldTheirRowsAndNoOthers) {
  const KeyRange results = ResultsRange(1, "s");
  EXPECT_LE(results.lower, ResultsKey(1, "s", 0));
  EXPECT_LT(ResultsKey(1, "s", kMaxCommit), results.upper);
  EXPECT_GE(ResultsKey(1, "s2", 0), results.upper);

  const KeyRange document = DocumentRange(Tag::kRevision, 1, 0xffffffff);
  EXPECT_LE(document.lower, RowKey(Tag::kRevision, {1, 0xffffffff, kMaxCommit}));
  EXPECT_LT(RowKey(Tag::kRevision, {1, 0xffffffff, 0}), document.upper);
  EXPECT_GE(RowKey(Tag::kRevision, {2, 0, kMaxCommit}), document.upper);

  const KeyRange collection = CollectionRange(Tag::kRevision, 0xffffffff);
  EXPECT_LT(RowKey(Tag::kRevision, {0xffffffff, 0xffffffff, 0}), collection.upper);
  EXPECT_GE(RowKey(Tag::kColumns, {0, 0, kMaxCommit}), collection.upper);

  const KeyRange requests = RequestsBefore(7);
  EXPECT_LT(RequestKey(6, std::string(16, '\xff')), requests.upper);
  EXPECT_GE(RequestKey(7, std::string(16, '\0')), requests.upper);
}

TEST(KeyCodec, FamiliesAreOrderedAndHoldEveryTag) {
  int last = -1;
  for (const KeyFamily& family : KeyFamilies()) {
    EXPECT_GT(family.first_tag, last) << family.name;
    EXPECT_GE(family.last_tag, family.first_tag) << family.name;
    last = family.last_tag;
  }
  for (const Tag tag :
       {Tag::kHeader, Tag::kCollection, Tag::kLog, Tag::kName, Tag::kRevision, Tag::kColumns,
        Tag::kCommitments, Tag::kAchievements, Tag::kSections, Tag::kSource, Tag::kSession,
        Tag::kResults, Tag::kRequest, Tag::kJob, Tag::kJobId, Tag::kJobUnfinished}) {
    int families = 0;
    for (const KeyFamily& family : KeyFamilies()) {
      const auto number = static_cast<uint8_t>(tag);
      if (number >= family.first_tag && number <= family.last_tag) ++families;
    }
    EXPECT_EQ(families, 1) << static_cast<int>(tag);
  }
}

}  // namespace
}  // namespace pledge::storage
