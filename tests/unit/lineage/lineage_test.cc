// Lineage ids: kept, made, unique, deterministic.
#include "service/lineage/lineage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace pledge::lineage {
namespace {

v1::Section Section(const std::string& id, const std::string& heading, const std::string& text) {
  v1::Section section;
  section.set_name("sections/" + id);
  section.set_kind(v1::SECTION_KIND_TOPIC);
  section.set_heading(heading);
  section.set_text(text);
  return section;
}

v1::Commitment Commitment(const std::string& text) {
  v1::Commitment commitment;
  commitment.set_text(text);
  return commitment;
}

v1::Achievement Achievement(const std::string& text) {
  v1::Achievement achievement;
  achievement.set_text(text);
  return achievement;
}

Base First(const std::string& uid = "uid") {
  Base base;
  base.uid = uid;
  base.sections = {Section("1", "一、工作进展", "更换旧管"), Section("2", "二、下一步打算", "")};
  base.commitments = {Commitment("完成管网改造"), Commitment("制定巡检办法")};
  base.achievements = {Achievement("更换旧管30公里")};
  Base none;
  none.uid = uid;
  AssignLineage(none, base.sections, base.commitments, base.achievements);
  base.ordinal = 1;
  return base;
}

TEST(AssignLineage, FirstRevisionGetsShortUniqueIds) {
  const Base base = First();

  std::set<std::string> ids;
  for (const auto& one : base.sections) ids.insert(one.lineage_id());
  for (const auto& one : base.commitments) ids.insert(one.lineage_id());
  for (const auto& one : base.achievements) ids.insert(one.lineage_id());
  EXPECT_EQ(ids.size(), 5u);
  for (const std::string& id : ids) EXPECT_THAT(id, ::testing::MatchesRegex("[a-z2-7]+"));
  for (const std::string& id : ids) EXPECT_EQ(id.size(), 12u);
}

TEST(AssignLineage, EqualInputGivesEqualIdsAndAnotherDocumentOthers) {
  EXPECT_EQ(First().commitments[0].lineage_id(), First().commitments[0].lineage_id());
  EXPECT_NE(First().commitments[0].lineage_id(), First("other").commitments[0].lineage_id());
}

TEST(AssignLineage, WhatIsRecognisedKeepsItsIdAndWhatIsNewGetsOne) {
  const Base base = First();
  std::vector<v1::Section> sections = {Section("1", "二、下一步打算", ""),
                                       Section("2", "一、工作进展", "更换旧管")};
  std::vector<v1::Commitment> commitments = {
      Commitment("加强水质监测"), Commitment("研究制定巡检办法"), Commitment("完成管网改造")};
  std::vector<v1::Achievement> achievements = {Achievement("更换旧管30公里")};

  AssignLineage(base, sections, commitments, achievements);

  EXPECT_EQ(sections[0].lineage_id(), base.sections[1].lineage_id());
  EXPECT_EQ(sections[1].lineage_id(), base.sections[0].lineage_id());
  EXPECT_EQ(commitments[1].lineage_id(), base.commitments[1].lineage_id());
  EXPECT_EQ(commitments[2].lineage_id(), base.commitments[0].lineage_id());
  EXPECT_EQ(achievements[0].lineage_id(), base.achievements[0].lineage_id());
  const std::string fresh = commitments[0].lineage_id();
  EXPECT_FALSE(fresh.empty());
  for (const auto& one : base.commitments) EXPECT_NE(fresh, one.lineage_id());
}

// A section that only holds others has no words of its own: what is inside
// tells it.
TEST(AssignLineage, BareSectionsAreToldByTheirParts) {
  Base base;
  base.uid = "uid";
  const auto plan = [](const std::string& id, const std::string& inside) {
    return std::vector<v1::Section>{Section(id, "", ""), Section(id + ".1", "", inside)};
  };
  base.sections = plan("1", "一是改造供水管网三十公里");
  for (const auto& one : plan("2", "二是新建托育机构五所")) base.sections.push_back(one);
  Base none = base;
  none.sections.clear();
  AssignLineage(none, base.sections, base.commitments, base.achievements);
  base.ordinal = 1;
  std::vector<v1::Section> swapped = plan("1", "二是新建托育机构五所");
  for (const auto& one : plan("2", "一是改造供水管网三十公里")) swapped.push_back(one);
  std::vector<v1::Commitment> commitments;
  std::vector<v1::Achievement> achievements;

  AssignLineage(base, swapped, commitments, achievements);

  EXPECT_EQ(swapped[0].lineage_id(), base.sections[2].lineage_id());
  EXPECT_EQ(swapped[2].lineage_id(), base.sections[0].lineage_id());
}

}  // namespace
}  // namespace pledge::lineage
