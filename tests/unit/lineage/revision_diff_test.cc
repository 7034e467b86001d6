// The diff of two revisions: parts, order, moves, counts.
#include "service/lineage/revision_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "service/lineage/record_order.h"

namespace pledge::lineage {
namespace {

using ::testing::ElementsAre;

constexpr char kBase[] = "collections/c/documents/d/revisions/1";
constexpr char kTarget[] = "collections/c/documents/d/revisions/2";

// A revision of commitments, each "lineage:section:text" , and of sections s1
// and s2 with the lineages x and y.
RevisionContent Content(const std::string& name,
                        const std::vector<std::array<std::string, 3>>& commitments) {
  RevisionContent out;
  for (const auto& [id, lineage] : {std::pair("1", "x"), std::pair("2", "y")}) {
    v1::Section& section = out.sections.emplace_back();
    section.set_name(absl::StrCat(name, "/sections/", id));
    section.set_lineage_id(lineage);
    section.set_heading(lineage);
  }
  for (const auto& [lineage, section, text] : commitments) {
    v1::Commitment& commitment = out.commitments.emplace_back();
    commitment.set_name(absl::StrCat(name, "/commitments/c", out.commitments.size()));
    commitment.set_lineage_id(lineage);
    commitment.set_section(absl::StrCat(name, "/sections/", section));
    commitment.set_text(text);
  }
  return out;
}

// "kind lineage" of each entry of the commitments.
std::vector<std::string> Kinds(const RevisionContent& base, const RevisionContent& target) {
  std::vector<std::string> out;
  for (const v1::DiffEntry& entry : DiffRevisions(base, target, {"commitments"}).entries) {
    out.push_back(absl::StrCat(v1::DiffKind_Name(entry.kind()).substr(10), " ", entry.lineage_id(),
                               entry.moved() ? " moved" : ""));
  }
  return out;
}

TEST(DiffRevisions, EqualRevisionsDoNotDiffer) {
  const RevisionDiff diff =
      DiffRevisions(Content(kBase, {{"a", "1", "甲"}}), Content(kTarget, {{"a", "1", "甲"}}),
                    {DiffParts().begin(), DiffParts().end()});

  EXPECT_TRUE(diff.entries.empty());
  ASSERT_EQ(diff.counts.size(), 5u);
  EXPECT_EQ(diff.counts[0].part(), "commitments");
  EXPECT_EQ(diff.counts[0].same(), 1);
}

TEST(DiffRevisions, AddedRemovedChangedAndMovedInTheOrderOfTheTarget) {
  const auto kinds = Kinds(
      Content(
          kBase,
          {{"gone", "1", "甲"}, {"moves", "1", "乙"}, {"softer", "1", "丙"}, {"same", "2", "丁"}}),
      Content(kTarget, {{"softer", "1", "研究丙"},
                        {"new", "1", "戊"},
                        {"same", "2", "丁"},
                        {"moves", "2", "乙"}}));

  EXPECT_THAT(kinds,
              ElementsAre("CHANGED softer", "ADDED new", "MOVED moves moved", "REMOVED gone"));
}

TEST(DiffRevisions, OneRecordThatMovesToTheEndIsTheOnlyOneMoved) {
  EXPECT_THAT(Kinds(Content(kBase, {{"a", "1", "甲"}, {"b", "1", "乙"}, {"c", "1", "丙"}}),
                    Content(kTarget, {{"b", "1", "乙"}, {"c", "1", "丙"}, {"a", "1", "甲"}})),
              ElementsAre("MOVED a moved"));
  // Of two that changed places only the one that left its section has moved.
  EXPECT_THAT(Kinds(Content(kBase, {{"a", "1", "甲"}, {"b", "2", "乙"}}),
                    Content(kTarget, {{"b", "2", "乙"}, {"a", "2", "甲"}})),
              ElementsAre("MOVED a moved"));
}

TEST(DiffRevisions, ChangedAndMovedIsOneEntry) {
  EXPECT_THAT(Kinds(Content(kBase, {{"a", "1", "甲"}, {"b", "1", "乙"}}),
                    Content(kTarget, {{"b", "1", "乙"}, {"a", "2", "研究甲"}})),
              ElementsAre("CHANGED a moved"));
}

TEST(DiffRevisions, RecordsOfASectionThatIsGoneStay) {
  RevisionContent target = Content(kTarget, {{"a", "1", "甲"}});
  target.sections[0].set_lineage_id("z");

  EXPECT_TRUE(Kinds(Content(kBase, {{"a", "1", "甲"}}), target).empty());
}

TEST(DiffRevisions, WithoutLineageNothingIsTheSame) {
  EXPECT_THAT(Kinds(Content(kBase, {{"", "1", "甲"}}), Content(kTarget, {{"", "1", "甲"}})),
              ElementsAre("ADDED ", "REMOVED "));
}

TEST(DiffRevisions, FactsLabelsAndSourceByPath) {
  RevisionContent base = Content(kBase, {});
  base.source_sha256 = "1";
  base.document.mutable_facts()->mutable_issuer()->set_value("水务局");
  base.document.mutable_facts()->add_cc()->set_text("市政府");
  (*base.document.mutable_labels())["batch"] = "1";
  (*base.document.mutable_labels())["old"] = "x";
  RevisionContent target = base;
  target.source_sha256 = "2";
  target.document.mutable_facts()->mutable_issuer()->set_value("市水务局");
  target.document.mutable_facts()->add_cc()->set_text("市政协");
  (*target.document.mutable_labels())["batch"] = "2";
  target.document.mutable_labels()->erase("old");

  const RevisionDiff diff = DiffRevisions(base, target, {"facts", "labels", "source"});

  std::vector<std::string> lines;
  for (const v1::DiffEntry& entry : diff.entries) {
    const v1::FieldChange& change = entry.field_changes(0);
    lines.push_back(absl::StrCat(entry.part(), " ", change.path(), " ", change.base_value(), ">",
                                 change.target_value()));
  }
  EXPECT_THAT(lines, ElementsAre("facts facts.cc 市政府>市政府; 市政协",
                                 "facts facts.issuer 水务局>市水务局", "labels labels.batch 1>2",
                                 "labels labels.old x>", "source source_sha256 31>32"));
  EXPECT_EQ(diff.counts[1].changed(), 1);
  EXPECT_EQ(diff.counts[1].removed(), 1);
}

TEST(DiffRevisions, LongTextsAreCutBetweenCharacters) {
  std::string text;
  while (text.size() < 2000) text += "长";
  const RevisionDiff diff =
      DiffRevisions(Content(kBase, {}), Content(kTarget, {{"a", "1", text}}), {"commitments"});

  EXPECT_EQ(diff.entries[0].target_text().size(), 1023u);
}

TEST(FindMoved, KeepsTheLongestRunInItsOldOrder) {
  const auto moved = [](const std::vector<size_t>& places) {
    std::vector<PlacedRecord> records;
    for (const size_t place : places) records.push_back({place, false});
    return FindMoved(records);
  };

  EXPECT_TRUE(moved({}).empty());
  EXPECT_THAT(moved({0, 1, 2}), ElementsAre(false, false, false));
  EXPECT_THAT(moved({3, 0, 1, 2}), ElementsAre(true, false, false, false));
  EXPECT_THAT(moved({1, 2, 3, 0}), ElementsAre(false, false, false, true));
}

}  // namespace
}  // namespace pledge::lineage
