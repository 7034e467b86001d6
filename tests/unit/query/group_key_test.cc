// Keys of counted groups, there and back.
#include "service/query/group_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pledge/v1/query_service.pb.h"
#include "service/base/error.h"

namespace pledge::query {
namespace {

using ::testing::ElementsAre;

absl::StatusOr<GroupKey> Create(std::vector<std::string> fields) {
  v1::AggregateCommitmentsRequest request;
  for (std::string& field : fields) request.add_group_by(std::move(field));
  return GroupKey::Create(request.group_by());
}

storage::ColumnRow Letter() {
  storage::ColumnRow row;
  row.issuer = "某局";
  row.issued =
      storage::DayRange{*storage::ToDayNumber(2024, 1, 1), *storage::ToDayNumber(2024, 12, 31)};
  row.labels = {{"batch", "b1"}};
  return row;
}

std::vector<std::string> ValuesOf(const GroupKey& key, const storage::ColumnRow& letter,
                                  const storage::CommitmentColumns& commitment) {
  return key.Values(key.LetterPart(letter, "water"), key.CommitmentPart(commitment));
}

TEST(GroupKey, GivesValuesInTheOrderOfTheFields) {
  storage::CommitmentColumns commitment;
  commitment.type = 1;
  commitment.strength = 4;
  commitment.verifiability = 3;
  commitment.deadline_end = storage::ToDayNumber(2025, 9, 30);

  EXPECT_THAT(ValuesOf(*Create({"strength", "issuer", "deadline_month"}), Letter(), commitment),
              ElementsAre("FIRM", "某局", "2025-09"));
  EXPECT_THAT(ValuesOf(*Create({"label.batch", "type", "issue_year"}), Letter(), commitment),
              ElementsAre("b1", "ACTION", "2024"));
  EXPECT_THAT(
      ValuesOf(*Create({"deadline_year", "verifiability", "collection"}), Letter(), commitment),
      ElementsAre("2025", "HIGH", "water"));
}

TEST(GroupKey, WhatIsNotKnownIsEmpty) {
  EXPECT_THAT(ValuesOf(*Create({"deadline_month", "issue_year", "label.none"}),
                       storage::ColumnRow(), storage::CommitmentColumns()),
              ElementsAre("", "", ""));
}

TEST(GroupKey, DecemberIsOfItsYear) {
  storage::CommitmentColumns commitment;
  commitment.deadline_end = storage::ToDayNumber(2025, 12, 31);

  EXPECT_THAT(ValuesOf(*Create({"deadline_month", "deadline_year"}), Letter(), commitment),
              ElementsAre("2025-12", "2025"));
}

TEST(GroupKey, NoFieldsIsOneGroup) {
  EXPECT_THAT(ValuesOf(*Create({}), Letter(), {}), ElementsAre());
}

TEST(GroupKey, RefusesUnknownRepeatedAndTooManyFields) {
  EXPECT_EQ(MetadataOf(Create({"type", "colour"}).status()).at("field"), "group_by[1]");
  EXPECT_EQ(MetadataOf(Create({"label."}).status()).at("field"), "group_by[0]");
  EXPECT_EQ(MetadataOf(Create({"type", "type"}).status()).at("field"), "group_by[1]");
  EXPECT_EQ(MetadataOf(Create({"type", "strength", "issuer", "collection"}).status()).at("field"),
            "group_by");
}

}  // namespace
}  // namespace pledge::query
