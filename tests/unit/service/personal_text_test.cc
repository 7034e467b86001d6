// Personal data in the words of records.
#include "service/mapping/personal_text.h"

#include <gtest/gtest.h>

#include "service/mapping/stored_record.h"

namespace pledge::mapping {
namespace {

void SetRange(int64_t start, int64_t end, v1::Provenance* provenance) {
  provenance->mutable_text_range()->set_start(start);
  provenance->mutable_text_range()->set_end(end);
}

v1::Argument Fact(const std::string& words, int64_t start) {
  v1::Argument fact;
  fact.set_text(words);
  SetRange(start, start + static_cast<int64_t>(words.size()), fact.mutable_provenance());
  return fact;
}

v1::Section Section(v1::SectionKind kind, const std::string& text, int64_t start) {
  v1::Section section;
  section.set_kind(kind);
  section.set_text(text);
  SetRange(start, start + static_cast<int64_t>(text.size()), section.mutable_provenance());
  return section;
}

TEST(Masked, HasTheSizeOfTheWords) {
  EXPECT_EQ(Masked("唐7é😀"), "＊*×\U0001F7B6");
  EXPECT_EQ(Masked("唐7é😀").size(), std::string("唐7é😀").size());
  EXPECT_EQ(Masked(""), "");
}

TEST(MaskPersonalData, MasksFactsInTheSectionsThatHoldThem) {
  ApiRecords records;
  *records.facts.mutable_contact_phone() = Fact("0000-8612046", 9);
  records.sections.push_back(Section(v1::SECTION_KIND_PLAN, "请拨打0000-8612046。", 0));
  records.sections.push_back(Section(v1::SECTION_KIND_PROGRESS, "编号0000-8612046已建档。", 100));

  MaskPersonalData(&records);

  EXPECT_EQ(records.sections[0].text(), "请拨打************。");
  EXPECT_EQ(records.sections[0].personal_text(), "请拨打0000-8612046。");
  EXPECT_EQ(records.sections[1].text(), "编号0000-8612046已建档。");
  EXPECT_EQ(records.sections[1].personal_text(), "");
}

TEST(MaskPersonalData, MasksAllPersonsAndNumbersOfAContact) {
  ApiRecords records;
  records.sections.push_back(Section(
      v1::SECTION_KIND_CONTACT,
      "（联系人：唐予安、周望野；承办人: 何 电话：0000-8612046、13900000000，第1024号）", 0));

  MaskPersonalData(&records);

  EXPECT_EQ(records.sections[0].text(),
            "（联系人：＊＊＊＊＊＊＊；承办人: ＊ 电话：************、***********，第1024号）");
}

TEST(MaskPersonalData, MasksEveryStringOfACommitment) {
  ApiRecords records;
  *records.facts.mutable_contact_person() = Fact("唐予安", 6);
  v1::Commitment commitment;
  commitment.set_text("安排唐予安上门检修");
  commitment.mutable_object()->set_text("唐予安");
  SetRange(0, 27, commitment.mutable_provenance());
  records.commitments.push_back(commitment);

  MaskPersonalData(&records);

  EXPECT_EQ(records.commitments[0].text(), "安排＊＊＊上门检修");
  EXPECT_EQ(records.commitments[0].object().text(), "＊＊＊");
}

TEST(StoredSection, PassesThroughWithoutItsPersonalText) {
  v1::Section section = Section(v1::SECTION_KIND_CONTACT, "电话：*******", 0);
  section.set_name("sections/4");
  section.set_personal_text("电话：8612046");
  const storage::TaggedRecord stored = ToStored(section);
  std::string wire;
  v1::Section parsed;

  ASSERT_TRUE(AppendAsField(storage::RecordKind::kSections, "r", 3, stored.bytes, &wire));
  ASSERT_TRUE(ParseStored("r", 3, stored.bytes, &parsed));

  EXPECT_EQ(wire.find("8612046"), std::string::npos);
  EXPECT_EQ(parsed.personal_text(), section.personal_text());
  EXPECT_EQ(parsed.text(), section.text());
}

}  // namespace
}  // namespace pledge::mapping
