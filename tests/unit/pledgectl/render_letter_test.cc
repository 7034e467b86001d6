#include "client/cpp/pledgectl/render_letter.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;

v1::Document SampleDocument() {
  v1::Document document;
  document.set_name("collections/city/documents/lamps");
  document.set_latest_revision("collections/city/documents/lamps/revisions/2");
  document.mutable_facts()->mutable_title()->set_text("关于改善背街照明提案的复函");
  document.mutable_facts()->mutable_issuer()->set_value("示例市城市管理局");
  document.mutable_facts()->mutable_issuer()->set_inferred(true);
  document.mutable_facts()->mutable_issue_date()->set_value("2026-05-06");
  document.mutable_facts()->add_addressees()->set_text("甲委员");
  document.mutable_facts()->add_addressees()->set_text("乙委员");
  document.mutable_analysis()->set_state(v1::ANALYSIS_STATE_PARTIAL);
  document.mutable_analysis()->set_section_count(8);
  document.mutable_analysis()->set_commitment_count(5);
  auto* warning = document.mutable_analysis()->add_warnings();
  warning->set_reason("TEXT_TRUNCATED");
  warning->set_message("stopped after 1000 sections");
  document.mutable_create_time()->set_seconds(1'800'000'000);
  return document;
}

TEST(RenderFacts, ShowsLabelsAndValues) {
  EXPECT_EQ(RenderFacts(FactsOf(SampleDocument()), Layout{}),
            "name          city/lamps@2\n"
            "title         关于改善背街照明提案的复函\n"
            "issuer        示例市城市管理局 (inferred)\n"
            "date          2026-05-06\n"
            "to            甲委员\n"
            "              乙委员\n"
            "analysis      partial; 8 sections, 5 commitments, 0 achievements\n"
            "warning       TEXT_TRUNCATED: stopped after 1000 sections\n"
            "created       2027-01-15 08:00:00 UTC\n");
}

TEST(RenderFacts, WrapsLongValues) {
  Layout layout;
  layout.width = 36;

  EXPECT_EQ(RenderFacts({{"title", "关于改善背街照明提案的复函"}}, layout),
            "title         关于改善背街照明提案的\n"
            "              复函\n");
}

TEST(RenderFacts, ShowsNoControlCharacters) {
  EXPECT_EQ(RenderFacts({{"title", "复函\x1b[2J"}}, Layout{}), "title         复函\\x1b[2J\n");
}

TEST(FactLines, HasOneFactALine) {
  EXPECT_THAT(FactLines(FactsOf(SampleDocument())),
              HasSubstr("name\tcollections/city/documents/lamps/revisions/2\n"
                        "title\t关于改善背街照明提案的复函\n"));
  EXPECT_EQ(FactLines({{"title", "a\tb\n"}}), "title\ta\\tb\\n\n");
}

TEST(FactsOf, TellsWhereARevisionComesFrom) {
  v1::DocumentRevision revision;
  revision.set_name("collections/city/documents/lamps/revisions/2");
  *revision.mutable_snapshot() = SampleDocument();
  revision.set_cause(v1::REVISION_CAUSE_CONTENT_REPLACED);
  revision.set_commit_number(77);
  revision.set_source_size(1200);
  revision.set_source_sha256("\x01\xab");

  const std::string text = RenderFacts(FactsOf(revision), Layout{});

  EXPECT_THAT(text, HasSubstr("cause         CONTENT_REPLACED\n"));
  EXPECT_THAT(text, HasSubstr("commit        77\n"));
  EXPECT_THAT(text, HasSubstr("bytes         1200\n"));
  EXPECT_THAT(text, HasSubstr("sha256        01ab\n"));
}

TEST(RenderHead, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(RenderHead({"letter.txt", "", ""}, "", Layout{}), "letter.txt\n");
  EXPECT_EQ(RenderHead({"letter.txt", "局", "7号"}, "note", Layout{}),
            "letter.txt  局  7号  note\n");
}

}  // namespace
}  // namespace pledge::cli
