#include "client/cpp/pledgectl/words.h"

#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::string MarkText(v1::CommitmentType type, v1::Strength strength) {
  v1::Commitment commitment;
  commitment.set_type(type);
  commitment.set_strength(strength);
  const StrengthMark mark = MarkOf(commitment);
  return mark.meter + " " + mark.word;
}

TEST(Words, MarksStrength) {
  EXPECT_EQ(MarkText(v1::COMMITMENT_TYPE_ACTION, v1::STRENGTH_FIRM), "#### firm");
  EXPECT_EQ(MarkText(v1::COMMITMENT_TYPE_OUTCOME, v1::STRENGTH_INTENT), "###. intent");
  EXPECT_EQ(MarkText(v1::COMMITMENT_TYPE_ACTION, v1::STRENGTH_SUPPORT), "##.. support");
  EXPECT_EQ(MarkText(v1::COMMITMENT_TYPE_ACTION, v1::STRENGTH_EXPLORE), "#... explore");
}

TEST(Words, MarksRefusalsAndStancesWhateverTheirStrength) {
  EXPECT_EQ(MarkText(v1::COMMITMENT_TYPE_REFUSAL, v1::STRENGTH_FIRM), "no   refusal");
  EXPECT_EQ(MarkText(v1::COMMITMENT_TYPE_STANCE, v1::STRENGTH_FIRM), "     stance");
}

TEST(Words, NamesKnownAndUnknownValues) {
  EXPECT_EQ(BareName(v1::STRENGTH_SUPPORT), "SUPPORT");
  EXPECT_EQ(BareName(v1::STRENGTH_UNSPECIFIED), "");
  EXPECT_EQ(BareName(static_cast<v1::Strength>(77)), "77");
  EXPECT_EQ(Word(v1::SECTION_KIND_INLINE_ITEM), "item");
  EXPECT_EQ(Word(v1::SECTION_KIND_DOC_NUMBER), "number");
  EXPECT_EQ(Word(v1::SECTION_KIND_TOPIC), "topic");
}

TEST(Words, WritesDatesAsFarAsKnown) {
  EXPECT_EQ(IsoDate(MakeDate(2027, 6, 30)), "2027-06-30");
  EXPECT_EQ(IsoDate(MakeDate(2027, 6, 0)), "2027-06");
  EXPECT_EQ(IsoDate(MakeDate(2027, 0, 0)), "2027");
  EXPECT_EQ(IsoDate({}), "");
}

TEST(Words, FindsTheLastDayOfADate) {
  EXPECT_EQ(LastDay(MakeDate(2028, 2, 0)), absl::CivilDay(2028, 2, 29));
  EXPECT_EQ(LastDay(MakeDate(2027, 0, 0)), absl::CivilDay(2027, 12, 31));
  EXPECT_EQ(LastDay(MakeDate(2027, 6, 3)), absl::CivilDay(2027, 6, 3));
  EXPECT_EQ(LastDay({}), std::nullopt);
}

TEST(Words, SaysWhenSomethingIsDue) {
  v1::Deadline deadline;
  EXPECT_EQ(DueText(deadline), "-");
  *deadline.mutable_start_date() = MakeDate(2027, 1, 1);
  EXPECT_EQ(DueText(deadline), "from 2027-01-01");
  deadline.set_recurrence("P1Y");
  EXPECT_EQ(DueText(deadline), "yearly");
  *deadline.mutable_end_date() = MakeDate(2027, 12, 31);
  EXPECT_EQ(DueText(deadline), "2027-12-31");
}

TEST(Words, WritesTargets) {
  v1::Target target;
  target.set_text("36个");
  target.set_quantity(36);
  target.set_unit("个");
  target.set_subject("口袋公园");
  target.set_comparator(v1::COMPARATOR_GE);
  EXPECT_EQ(TargetText(target), ">= 36 个 口袋公园");
  target.set_comparator(v1::COMPARATOR_DELTA);
  target.set_quantity(0.5);
  target.set_baseline("2024年");
  EXPECT_EQ(TargetText(target), "+ 0.5 个 口袋公园 (2024年)");
}

TEST(Words, WritesLargeQuantitiesInFull) {
  v1::Target target;
  target.set_quantity(1200000000000);
  target.set_comparator(v1::COMPARATOR_EQ);
  EXPECT_EQ(TargetText(target), "= 1200000000000");
}

TEST(Words, WritesFuzzyTargets) {
  v1::Target target;
  target.set_text("一批");
  target.set_fuzzy(true);
  EXPECT_EQ(TargetText(target), "一批 (fuzzy)");
}

TEST(Words, WritesSizes) {
  EXPECT_EQ(SizeText(0), "0 B");
  EXPECT_EQ(SizeText(1023), "1023 B");
  EXPECT_EQ(SizeText(10851), "10.6 KiB");
  EXPECT_EQ(SizeText(int64_t{126250321}), "120.4 MiB");
}

TEST(Words, WritesSourceRanges) {
  v1::Provenance provenance;
  provenance.add_source_ranges()->set_end(4);
  auto* second = provenance.add_source_ranges();
  second->set_start(10);
  second->set_end(12);
  EXPECT_EQ(SourceBytes(provenance), "0-4,10-12");
}

}  // namespace
}  // namespace pledge::cli
