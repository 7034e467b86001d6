#include "service/mapping/stored_record.h"

#include <gtest/gtest.h>

#include "pledge/v1/query_service.pb.h"

namespace pledge::mapping {
namespace {

constexpr char kRevision[] = "collections/c/documents/d/revisions/3";

TEST(StoredRecord, PassesThroughWithItsNames) {
  v1::Commitment commitment;
  commitment.set_name("commitments/c02");
  commitment.set_section("sections/2.1");
  commitment.set_text("建成公园");
  commitment.set_type(v1::COMMITMENT_TYPE_OUTCOME);
  const storage::TaggedRecord stored = ToStored(commitment);
  std::string wire;

  ASSERT_TRUE(AppendAsField(storage::RecordKind::kCommitments, kRevision, 1, stored.bytes, &wire));

  v1::StreamCommitmentsResponse response;
  ASSERT_TRUE(response.ParseFromString(wire));
  commitment.set_name(std::string(kRevision) + "/commitments/c02");
  commitment.set_section(std::string(kRevision) + "/sections/2.1");
  EXPECT_EQ(response.commitments(0).SerializeAsString(), commitment.SerializeAsString());
  EXPECT_EQ(stored.tag, v1::COMMITMENT_TYPE_OUTCOME);
}

TEST(StoredRecord, SectionGetsItsParentFromItsId) {
  v1::Section section;
  section.set_name("sections/2.1.3");
  section.set_parent("sections/2.1");
  section.set_kind(v1::SECTION_KIND_PLAN);
  v1::Section out;

  ASSERT_TRUE(ParseStored(kRevision, 7, ToStored(section).bytes, &out));

  EXPECT_EQ(out.name(), std::string(kRevision) + "/sections/2.1.3");
  EXPECT_EQ(out.parent(), std::string(kRevision) + "/sections/2.1");
}

TEST(StoredRecord, TopSectionHasNoParent) {
  v1::Section section;
  section.set_name("sections/4");
  v1::Section out;

  ASSERT_TRUE(ParseStored(kRevision, 3, ToStored(section).bytes, &out));

  EXPECT_EQ(out.parent(), "");
}

TEST(StoredRecord, CutBytesAreRefused) {
  std::string wire;
  v1::Section out;

  EXPECT_FALSE(ParseStored(kRevision, 0, "", &out));
  EXPECT_FALSE(ParseStored(kRevision, 0,
                           std::string("\x09"
                                       "2.1",
                                       4),
                           &out));
  EXPECT_FALSE(AppendAsField(storage::RecordKind::kSections, kRevision, 0,
                             std::string("\x09"
                                         "2.1",
                                         4),
                             &wire));
}

}  // namespace
}  // namespace pledge::mapping
