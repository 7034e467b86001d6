// What filters say of records and documents, from columns and from records.
#include "service/query/record_filter.h"

#include <gtest/gtest.h>

namespace pledge::query {
namespace {

using storage::ColumnRow;
using storage::RecordKind;
using storage::ToDayNumber;

ColumnRow Letter() {
  ColumnRow row;
  row.issuer = "临澜市教育局";
  row.issued = storage::DayRange{*ToDayNumber(2024, 6, 1), *ToDayNumber(2024, 6, 30)};
  row.labels = {{"batch", "2024"}, {"empty", ""}};
  row.commitments.resize(2);
  row.commitments[0] = {.type = v1::COMMITMENT_TYPE_ACTION,
                        .strength = v1::STRENGTH_FIRM,
                        .polarity = v1::POLARITY_AFFIRM,
                        .verifiability = v1::VERIFIABILITY_HIGH,
                        .has_target = true,
                        .deadline_start = ToDayNumber(2025, 1, 1),
                        .deadline_end = ToDayNumber(2025, 12, 31),
                        .actor = "临澜市财政局"};
  storage::CommitmentColumns& stance = row.commitments[1];
  stance.type = v1::COMMITMENT_TYPE_STANCE;
  stance.strength = v1::STRENGTH_EXPLORE;
  stance.polarity = v1::POLARITY_AFFIRM;
  stance.verifiability = v1::VERIFIABILITY_LOW;
  stance.has_condition = true;
  stance.is_recurring = true;
  return row;
}

RecordFilter MustCreate(std::string_view filter, RecordKind kind = RecordKind::kCommitments) {
  auto made = RecordFilter::Create("filter", filter, kind);
  EXPECT_TRUE(made.ok()) << made.status();
  return *std::move(made);
}

// 'y', 'n' or '?' for each commitment of the letter.
std::string OnColumns(std::string_view filter) {
  const ColumnRow letter = Letter();
  const RecordFilter made = MustCreate(filter);
  std::string out;
  for (const auto& columns : letter.commitments) {
    out += "n?y"[static_cast<int>(made.OnCommitment(letter, columns))];
  }
  return out;
}

TEST(RecordFilter, ComparesEnums) {
  EXPECT_EQ(OnColumns("strength >= INTENT"), "yn");
  EXPECT_EQ(OnColumns("strength < FIRM"), "ny");
  EXPECT_EQ(OnColumns("type != STANCE"), "yn");
  EXPECT_EQ(OnColumns("verifiability = HIGH OR type = STANCE"), "yy");
  EXPECT_EQ(OnColumns("verifiability = HIGH AND type = STANCE"), "nn");
  EXPECT_EQ(OnColumns("NOT polarity = AFFIRM"), "nn");
}

TEST(RecordFilter, ComparesDates) {
  EXPECT_EQ(OnColumns("deadline.end_date = \"2025\""), "yn");
  EXPECT_EQ(OnColumns("deadline.end_date = \"2025-12-31\""), "yn");
  EXPECT_EQ(OnColumns("deadline.end_date <= \"2025-12-30\""), "nn");
  EXPECT_EQ(OnColumns("deadline.end_date > \"2025-11\""), "yn");
  EXPECT_EQ(OnColumns("deadline.start_date < \"2025\""), "nn");
  EXPECT_EQ(OnColumns("issue_date = \"2024-06\""), "yy");
  EXPECT_EQ(OnColumns("issue_date >= \"2024-06-02\""), "nn");
  EXPECT_EQ(OnColumns("issue_date < \"2024-07-01\""), "yy");
}

TEST(RecordFilter, AbsentFieldsFailEveryComparison) {
  EXPECT_EQ(OnColumns("deadline.end_date != \"2026\""), "yn");
  EXPECT_EQ(OnColumns("NOT deadline.end_date = \"2026\""), "yy");
  EXPECT_EQ(OnColumns("labels.none != x"), "nn");
}

TEST(RecordFilter, AsksForPresence) {
  EXPECT_EQ(OnColumns("targets:*"), "yn");
  EXPECT_EQ(OnColumns("condition:*"), "ny");
  EXPECT_EQ(OnColumns("deadline:*"), "yy");
  EXPECT_EQ(OnColumns("deadline.end_date:*"), "yn");
  EXPECT_EQ(OnColumns("recurring = true"), "ny");
  EXPECT_EQ(OnColumns("labels:empty AND -labels:none"), "yy");
}

TEST(RecordFilter, ComparesText) {
  EXPECT_EQ(OnColumns("actor = 临澜市教育局"), "ny");
  EXPECT_EQ(OnColumns("actor = \"*财政局\""), "yn");
  EXPECT_EQ(OnColumns("actor:财政"), "yn");
  EXPECT_EQ(OnColumns("issuer = \"临澜*\""), "yy");
  EXPECT_EQ(OnColumns("issuer = \"临澜\""), "nn");
  EXPECT_EQ(OnColumns("issuer != \"*\""), "nn");
  EXPECT_EQ(OnColumns("labels.batch = 2024"), "yy");
}

TEST(RecordFilter, CooperatorsNeedTheRecordUnlessTheRestDecides) {
  EXPECT_EQ(OnColumns("cooperators:财政"), "??");
  EXPECT_EQ(OnColumns("cooperators:财政 AND strength = FIRM"), "?n");
  EXPECT_EQ(OnColumns("cooperators:财政 OR strength = FIRM"), "y?");
  EXPECT_TRUE(MustCreate("strength = FIRM AND NOT cooperators:*").ReadsRecords());
  EXPECT_FALSE(MustCreate("strength = FIRM").ReadsRecords());

  v1::Commitment commitment;
  commitment.add_cooperators()->mutable_body()->set_text("财政部门");
  const ColumnRow letter = Letter();
  const auto on_record = [&](std::string_view filter) {
    return MustCreate(filter).OnRecord(letter, letter.commitments[0], commitment);
  };
  EXPECT_EQ(on_record("cooperators:财政"), Truth::kTrue);
  EXPECT_EQ(on_record("cooperators = 财政"), Truth::kFalse);
  EXPECT_EQ(on_record("cooperators:* AND strength = FIRM"), Truth::kTrue);
}

TEST(RecordFilter, RequiresTermsOnlyOfWhatMustBeEqual) {
  const auto count = [](std::string_view filter) {
    return MustCreate(filter).RequiredTerms().size();
  };

  EXPECT_EQ(count("issuer = x"), 1u);
  EXPECT_EQ(count("issuer = x AND strength = FIRM AND (labels.a = b AND labels.c = d)"), 3u);
  EXPECT_EQ(count("issuer = x OR labels.a = b"), 0u);
  EXPECT_EQ(count("NOT issuer = x"), 0u);
  EXPECT_EQ(count("issuer != x AND labels.a:*"), 0u);
  EXPECT_EQ(count("issuer = \"x*\" AND issuer:x"), 0u);
}

TEST(RecordFilter, LetterDecidesForAllRecordsWhereItCan) {
  const ColumnRow letter = Letter();

  EXPECT_EQ(MustCreate("issuer = x").OnLetter(letter), Truth::kFalse);
  EXPECT_EQ(MustCreate("issuer = x AND strength = FIRM").OnLetter(letter), Truth::kFalse);
  EXPECT_EQ(MustCreate("issuer:临澜 OR strength = FIRM").OnLetter(letter), Truth::kTrue);
  EXPECT_EQ(MustCreate("issuer:临澜 AND strength = FIRM").OnLetter(letter), Truth::kUnknown);
}

TEST(RecordFilter, SectionsAndAchievementsAreToldByTheirTag) {
  const ColumnRow letter = Letter();
  const RecordFilter plans = MustCreate("kind = PLAN AND level <= 2", RecordKind::kSections);
  v1::Section section;
  section.set_kind(v1::SECTION_KIND_PLAN);
  section.set_level(2);

  EXPECT_EQ(plans.OnTag(letter, v1::SECTION_KIND_PLAN), Truth::kUnknown);
  EXPECT_EQ(plans.OnTag(letter, v1::SECTION_KIND_TOPIC), Truth::kFalse);
  EXPECT_EQ(plans.OnRecord(letter, section), Truth::kTrue);
  section.set_level(3);
  EXPECT_EQ(plans.OnRecord(letter, section), Truth::kFalse);
  EXPECT_EQ(MustCreate("status = ONGOING", RecordKind::kAchievements)
                .OnTag(letter, v1::ACHIEVEMENT_STATUS_ONGOING),
            Truth::kTrue);
}

bool Matches(std::string_view filter, const v1::Document& document) {
  const auto made = DocumentFilter::Create("filter", filter);
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() && made->Matches(document);
}

TEST(DocumentFilter, ReadsWhatADocumentSays) {
  v1::Document document;
  document.set_state(v1::DOCUMENT_STATE_ACTIVE);
  document.set_source_uri("https://example.org/a");
  (*document.mutable_labels())["batch"] = "2024";
  document.mutable_facts()->mutable_title()->set_text("关于管网的答复函");
  document.mutable_facts()->mutable_issuer()->set_value("临澜市水务局");
  document.mutable_facts()->mutable_issue_date()->set_value("2024-06");
  document.mutable_create_time()->set_seconds(1'780'214'400);  // 2026-05-31T08:00:00Z
  document.mutable_analysis()->set_commitment_count(7);

  EXPECT_TRUE(Matches("state = ACTIVE AND labels.batch = 2024", document));
  EXPECT_TRUE(Matches("issuer = \"*水务局\" AND facts.issuer:水务", document));
  EXPECT_TRUE(Matches("facts.title:管网 AND -facts.region:*", document));
  EXPECT_TRUE(Matches("issue_date = 2024 AND commitment_count > 6", document));
  EXPECT_TRUE(Matches("create_time = \"2026-05-31\" AND create_time < \"2026-06\"", document));
  EXPECT_TRUE(Matches("create_time >= \"2026-05-31T08:00:00Z\"", document));
  EXPECT_FALSE(Matches("create_time > \"2026-05-31T08:00:00Z\"", document));
  EXPECT_FALSE(Matches("delete_time:*", document));
  EXPECT_FALSE(Matches("source_uri = \"https://example.org\"", document));
}

}  // namespace
}  // namespace pledge::query
