// What became of one commitment: fields, values and senses.
#include "service/lineage/commitment_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace pledge::lineage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Edit = std::function<void(v1::Commitment&)>;

void SetDate(int year, int month, int day, google::type::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

v1::Commitment Sample() {
  v1::Commitment out;
  out.set_text("2025年底前新建幼儿园30所");
  out.set_type(v1::COMMITMENT_TYPE_ACTION);
  out.set_strength(v1::STRENGTH_INTENT);
  out.set_polarity(v1::POLARITY_AFFIRM);
  out.set_verifiability(v1::VERIFIABILITY_HIGH);
  out.mutable_action()->set_text("新建");
  out.mutable_object()->set_text("幼儿园30所");
  out.mutable_actor()->set_value("教育局");
  SetDate(2025, 12, 31, out.mutable_deadline()->mutable_end_date());
  v1::Target& target = *out.add_targets();
  target.set_text("30所");
  target.set_quantity(30);
  target.set_unit("所");
  target.set_subject("幼儿园");
  target.set_comparator(v1::COMPARATOR_EQ);
  return out;
}

struct SenseCase {
  const char* what;
  Edit edit;
  std::vector<std::string> paths;
  std::vector<v1::ChangeSense> senses;
};

TEST(CompareCommitments, SaysWhatAChangeMeans) {
  const SenseCase cases[] = {
      {"nothing", [](auto&) {}, {}, {}},
      {"softer",
       [](auto& c) { c.set_strength(v1::STRENGTH_EXPLORE); },
       {"strength"},
       {v1::CHANGE_SENSE_WEAKENED}},
      {"firmer",
       [](auto& c) { c.set_strength(v1::STRENGTH_FIRM); },
       {"strength"},
       {v1::CHANGE_SENSE_STRENGTHENED}},
      {"only an attitude",
       [](auto& c) { c.set_type(v1::COMMITMENT_TYPE_STANCE); },
       {"type"},
       {v1::CHANGE_SENSE_WEAKENED}},
      {"declined",
       [](auto& c) { c.set_polarity(v1::POLARITY_REFUSE); },
       {"polarity"},
       {v1::CHANGE_SENSE_DECLINED}},
      {"later",
       [](auto& c) { SetDate(2026, 6, 0, c.mutable_deadline()->mutable_end_date()); },
       {"deadline.end_date"},
       {v1::CHANGE_SENSE_DEADLINE_LATER}},
      {"earlier",
       [](auto& c) { SetDate(2025, 6, 0, c.mutable_deadline()->mutable_end_date()); },
       {"deadline.end_date"},
       {v1::CHANGE_SENSE_DEADLINE_EARLIER}},
      // The year alone ends on the same day.
      {"as late",
       [](auto& c) { SetDate(2025, 0, 0, c.mutable_deadline()->mutable_end_date()); },
       {"deadline.end_date"},
       {v1::CHANGE_SENSE_OTHER}},
      {"no date",
       [](auto& c) { c.clear_deadline(); },
       {"deadline.end_date"},
       {v1::CHANGE_SENSE_DEADLINE_DROPPED}},
      {"fewer",
       [](auto& c) { c.mutable_targets(0)->set_quantity(20); },
       {"targets"},
       {v1::CHANGE_SENSE_TARGET_LOWERED}},
      {"more",
       [](auto& c) { c.mutable_targets(0)->set_quantity(40); },
       {"targets"},
       {v1::CHANGE_SENSE_TARGET_RAISED}},
      {"a batch",
       [](auto& c) { c.mutable_targets(0)->clear_quantity(); },
       {"targets"},
       {v1::CHANGE_SENSE_TARGET_LOWERED}},
      {"other subject, fewer",
       [](auto& c) {
         c.mutable_targets(0)->set_subject("公办幼儿园");
         c.mutable_targets(0)->set_quantity(20);
       },
       {"targets"},
       {v1::CHANGE_SENSE_TARGET_LOWERED}},
      {"no number",
       [](auto& c) { c.clear_targets(); },
       {"targets"},
       {v1::CHANGE_SENSE_TARGET_DROPPED}},
      {"one more number",
       [](auto& c) { c.add_targets()->set_unit("个"); },
       {"targets"},
       {v1::CHANGE_SENSE_TARGET_ADDED}},
      {"if",
       [](auto& c) {
         c.mutable_condition()->set_kind(v1::CONDITION_KIND_IF);
         c.mutable_condition()->mutable_clause()->set_text("资金落实后");
       },
       {"condition"},
       {v1::CHANGE_SENSE_CONDITION_ADDED}},
      {"another body",
       [](auto& c) { c.mutable_actor()->set_value("发改委"); },
       {"actor"},
       {v1::CHANGE_SENSE_ACTOR_CHANGED}},
      {"other words",
       [](auto& c) { c.set_text("2025年底前建成幼儿园30所"); },
       {"text"},
       {v1::CHANGE_SENSE_REWORDED}},
      {"softer and later",
       [](auto& c) {
         c.set_text("x");
         c.set_strength(v1::STRENGTH_EXPLORE);
         SetDate(2027, 0, 0, c.mutable_deadline()->mutable_end_date());
       },
       {"text", "strength", "deadline.end_date"},
       {v1::CHANGE_SENSE_WEAKENED, v1::CHANGE_SENSE_DEADLINE_LATER}},
  };
  for (const SenseCase& one : cases) {
    SCOPED_TRACE(one.what);
    v1::Commitment after = Sample();
    one.edit(after);

    const RecordChanges changes = CompareCommitments(Sample(), after);

    EXPECT_EQ(changes.paths, one.paths);
    EXPECT_EQ(changes.senses, one.senses);
  }
}

TEST(CompareCommitments, MoreThanAtMostIsLess) {
  v1::Commitment before = Sample();
  before.mutable_targets(0)->set_comparator(v1::COMPARATOR_LE);
  v1::Commitment after = before;
  after.mutable_targets(0)->set_quantity(40);

  EXPECT_THAT(CompareCommitments(before, after).senses,
              ElementsAre(v1::CHANGE_SENSE_TARGET_LOWERED));
}

TEST(CompareCommitments, ValuesAreWords) {
  v1::Commitment after = Sample();
  after.set_strength(v1::STRENGTH_EXPLORE);
  SetDate(2026, 6, 0, after.mutable_deadline()->mutable_end_date());

  const RecordChanges changes = CompareCommitments(Sample(), after);

  ASSERT_EQ(changes.values.size(), 2u);
  EXPECT_EQ(changes.values[0].base_value(), "intent");
  EXPECT_EQ(changes.values[0].target_value(), "explore");
  EXPECT_EQ(changes.values[1].base_value(), "2025-12-31");
  EXPECT_EQ(changes.values[1].target_value(), "2026-06");
}

TEST(CompareCommitments, WhereItStandsDoesNotCount) {
  v1::Commitment after = Sample();
  after.set_name("collections/c/documents/d/revisions/2/commitments/c09");
  after.set_section("sections/7");
  after.add_rule_ids("another.rule");
  after.mutable_provenance()->mutable_text_range()->set_start(70);

  EXPECT_THAT(CompareCommitments(Sample(), after).paths, IsEmpty());
}

}  // namespace
}  // namespace pledge::lineage
