// Streams over random letters, against a plain loop over the same letters.
#include "service/query/record_cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "tests/unit/query/query_store.h"

namespace pledge::query {
namespace {

using testing::CommitmentQuery;
using testing::PlainLetter;
using testing::QueryStore;
using testing::ReadStream;
using testing::StreamResult;

constexpr unsigned kSeed = 77;

// The clock stands still.
CursorTiming OneLetterAPull() {
  return {absl::ZeroDuration(), absl::ZeroDuration(), [] { return absl::UnixEpoch(); }};
}

using Wanted = std::function<bool(const PlainLetter&, const v1::Commitment&)>;

std::string NameOf(const PlainLetter& letter, size_t index) {
  return absl::StrFormat("%s/commitments/c%02d",
                         MakeRevisionName(letter.collection, letter.id, letter.ordinal), index + 1);
}

// Names of the commitments that are wanted, without stances, in stored order.
std::vector<std::string> Plain(const QueryStore& letters, const Wanted& wanted) {
  std::vector<std::string> names;
  for (const PlainLetter& letter : letters.letters()) {
    for (size_t i = 0; i < letter.records.commitments.size(); ++i) {
      const v1::Commitment& commitment = letter.records.commitments[i];
      if (commitment.type() == v1::COMMITMENT_TYPE_STANCE) continue;
      if (wanted(letter, commitment)) names.push_back(NameOf(letter, i));
    }
  }
  return names;
}

struct Case {
  const char* filter;
  Wanted wanted;
};

const std::vector<Case>& Cases() {
  static const auto& cases = *new std::vector<Case>{
      {"strength >= INTENT",
       [](const auto&, const auto& c) { return c.strength() >= v1::STRENGTH_INTENT; }},
      {"issuer = 临澜市水务局 AND targets:*",
       [](const auto& letter, const auto& c) {
         return letter.records.facts.issuer().value() == "临澜市水务局" && c.targets_size() > 0;
       }},
      {"labels.batch = b1 OR deadline.end_date:*",
       [](const auto& letter, const auto& c) {
         const auto label = letter.document.labels().find("batch");
         return (label != letter.document.labels().end() && label->second == "b1") ||
                c.deadline().has_end_date();
       }},
      {"deadline.end_date = 2026",
       [](const auto&, const auto& c) { return c.deadline().end_date().year() == 2026; }},
      {"NOT cooperators:教育 AND type != ACTION",
       [](const auto&, const auto& c) {
         return !(c.cooperators_size() > 0 &&
                  absl::StrContains(c.cooperators(0).body().value(), "教育")) &&
                c.type() != v1::COMMITMENT_TYPE_ACTION;
       }},
      {"actor = 另一部门",
       [](const auto&, const auto& c) { return c.actor().value() == "另一部门"; }},
      {"issue_date < 2024 AND strength = FIRM",
       [](const auto& letter, const auto& c) {
         return letter.records.facts.issue_date().value() == "2023-06" &&
                c.strength() == v1::STRENGTH_FIRM;
       }},
  };
  return cases;
}

class RecordCursorTest : public ::testing::Test {
 protected:
  RecordCursorTest() {
    letters_.AddLetters(120);
    for (size_t i = 0; i < 40; ++i) letters_.Replace(i * 3);
  }

  QueryStore letters_{kSeed};
};

TEST_F(RecordCursorTest, FiltersGiveWhatAPlainLoopGives) {
  for (const Case& one : Cases()) {
    SCOPED_TRACE(one.filter);
    const std::vector<std::string> expected = Plain(letters_, one.wanted);
    const StreamResult result =
        ReadStream(letters_.store(), CommitmentQuery({"collections/-"}, one.filter));

    ASSERT_TRUE(result.status.ok()) << result.status;
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(result.names, expected);
    EXPECT_TRUE(result.complete);
  }
}

TEST_F(RecordCursorTest, TextGivesWhatAPlainLoopGives) {
  for (const char* text : {"水", "水管", "管网学", "，", "a𠮷", "网,学", "校校校校"}) {
    SCOPED_TRACE(text);
    const std::string needle = std::string(text) == "网,学" ? "网，学" : text;
    const Wanted wanted = [&](const auto&, const auto& c) {
      return absl::StrContains(c.text(), needle);
    };
    const StreamResult result =
        ReadStream(letters_.store(), CommitmentQuery({"collections/-"}, "", text));

    ASSERT_TRUE(result.status.ok()) << result.status;
    EXPECT_EQ(result.names, Plain(letters_, wanted));
  }
}

TEST_F(RecordCursorTest, FilterAndTextBothApply) {
  const StreamResult result =
      ReadStream(letters_.store(), CommitmentQuery({"collections/-"}, "strength = FIRM", "水"));

  EXPECT_EQ(result.names, Plain(letters_, [](const auto&, const auto& c) {
              return c.strength() == v1::STRENGTH_FIRM && absl::StrContains(c.text(), "水");
            }));
}

// Undated ones last; a month or a year is due on its last day.
std::vector<std::string> InDeadlineOrder(const QueryStore& letters, const Wanted& wanted) {
  struct Due {
    int64_t day;
    size_t place;
    std::string name;
  };
  std::vector<Due> due;
  for (const PlainLetter& letter : letters.letters()) {
    for (size_t i = 0; i < letter.records.commitments.size(); ++i) {
      const v1::Commitment& c = letter.records.commitments[i];
      if (c.type() == v1::COMMITMENT_TYPE_STANCE || !wanted(letter, c)) continue;
      const auto& end = c.deadline().end_date();
      const int month = end.month() == 0 ? 12 : end.month();
      const int last = absl::CivilDay(absl::CivilMonth(end.year(), month) + 1) -
                       absl::CivilDay(end.year(), month, 1);
      const int day = end.day() == 0 ? last : end.day();
      due.push_back(
          {c.deadline().has_end_date() ? end.year() * 10000 + month * 100 + day : 99999999,
           due.size(), NameOf(letter, i)});
    }
  }
  std::sort(due.begin(), due.end(), [](const Due& a, const Due& b) {
    return std::tie(a.day, a.place) < std::tie(b.day, b.place);
  });
  std::vector<std::string> names;
  for (Due& one : due) names.push_back(std::move(one.name));
  return names;
}

TEST_F(RecordCursorTest, DeadlineOrderPutsUndatedLast) {
  for (const Case& one : Cases()) {
    SCOPED_TRACE(one.filter);
    RecordQuery query = CommitmentQuery({"collections/-"}, one.filter);
    query.options.set_order_by("deadline");

    const StreamResult result = ReadStream(letters_.store(), query);

    ASSERT_TRUE(result.status.ok()) << result.status;
    EXPECT_EQ(result.names, InDeadlineOrder(letters_, one.wanted));
  }
}

TEST_F(RecordCursorTest, EveryTokenGoesOnInBothOrdersAndInOneState) {
  for (const std::string order : {"", "deadline"}) {
    RecordQuery query = CommitmentQuery({"collections/-"}, "strength >= SUPPORT", "水");
    query.options.set_order_by(order);
    query.options.set_max_batch(3);
    const StreamResult whole = ReadStream(letters_.store(), query);
    ASSERT_GT(whole.tokens.size(), 4u);

    size_t given = 0;
    for (size_t i = 0; i < whole.tokens.size(); ++i) {
      letters_.Replace(i);  // must stay unseen
      given += whole.counts[i];
      query.options.set_resume_token(whole.tokens[i]);
      const StreamResult rest = ReadStream(letters_.store(), query);
      ASSERT_TRUE(rest.status.ok()) << rest.status;
      EXPECT_EQ(rest.names,
                std::vector<std::string>(whole.names.begin() + given, whole.names.end()));
    }
  }
}

TEST_F(RecordCursorTest, LimitIsOfOneCallAndItsTokenGoesOn) {
  for (const std::string order : {"", "deadline"}) {
    RecordQuery query = CommitmentQuery({"collections/-"}, "strength >= SUPPORT");
    query.options.set_order_by(order);
    const StreamResult whole = ReadStream(letters_.store(), query);
    query.options.set_limit(10);
    query.options.set_max_batch(4);
    std::vector<std::string> joined;
    StreamResult part;
    do {
      part = ReadStream(letters_.store(), query);
      ASSERT_TRUE(part.complete);
      ASSERT_LE(part.names.size(), 10u);
      joined.insert(joined.end(), part.names.begin(), part.names.end());
      query.options.set_resume_token(part.tokens.back());
    } while (!part.names.empty());

    EXPECT_EQ(joined, whole.names);
  }
}

TEST_F(RecordCursorTest, TokenIsBoundToFilterTextAndOrder) {
  const RecordQuery first = CommitmentQuery({"collections/-"}, "strength = FIRM");
  const std::string token = ReadStream(letters_.store(), first).tokens[0];
  RecordQuery other_filter = CommitmentQuery({"collections/-"}, "strength >= FIRM");
  RecordQuery other_text = CommitmentQuery({"collections/-"}, "strength = FIRM", "水");
  RecordQuery other_order = first;
  other_order.options.set_order_by("deadline");
  for (RecordQuery* query : {&other_filter, &other_text, &other_order}) {
    query->options.set_resume_token(token);
    EXPECT_EQ(ReasonOf(ReadStream(letters_.store(), *query).status), ErrorReason::kTokenMalformed);
  }
}

TEST_F(RecordCursorTest, HeartbeatsMoveOnWhileNothingMatches) {
  absl::Time now = absl::UnixEpoch();
  CursorTiming timing = OneLetterAPull();
  timing.clock = [&] { return now += absl::Seconds(1); };
  RecordQuery query = CommitmentQuery({"collections/-"}, "actor = nobody");
  query.options.mutable_heartbeat_interval()->set_seconds(10);

  const StreamResult result = ReadStream(letters_.store(), query, timing);

  ASSERT_TRUE(result.status.ok()) << result.status;
  EXPECT_TRUE(result.complete);
  EXPECT_TRUE(result.names.empty());
  EXPECT_EQ(result.tokens.size(), 12u);  // 120 letters, one a second; the last is the end
  query.options.set_resume_token(result.tokens[5]);
  const StreamResult rest = ReadStream(letters_.store(), query, timing);
  EXPECT_EQ(rest.tokens.size(), 6u);
  EXPECT_LT(rest.scanned, result.scanned);
}

TEST_F(RecordCursorTest, PullsThatFindNothingSendNothing) {
  const StreamResult result = ReadStream(
      letters_.store(), CommitmentQuery({"collections/-"}, "actor = nobody"), OneLetterAPull());

  EXPECT_EQ(result.tokens.size(), 1u);
  EXPECT_TRUE(result.complete);
}

TEST_F(RecordCursorTest, FirstMatchOfAFilterDoesNotWaitForABatch) {
  const StreamResult all = ReadStream(letters_.store(), CommitmentQuery({"collections/-"}));
  EXPECT_GT(all.counts[0], 1);
  for (const auto& query : {CommitmentQuery({"collections/-"}, "strength = FIRM"),
                            CommitmentQuery({"collections/-"}, "", "水")}) {
    const StreamResult found = ReadStream(letters_.store(), query);
    ASSERT_GT(found.names.size(), 2u);
    EXPECT_EQ(found.counts[0], 1);
    EXPECT_GT(found.counts[1], 1);
  }
}

TEST_F(RecordCursorTest, SeveralParentsComeInTheirOrder) {
  const std::string first = MakeDocumentName("water", letters_.letters()[5].id);
  const StreamResult whole = ReadStream(letters_.store(), CommitmentQuery({"collections/water"}));
  const StreamResult one = ReadStream(letters_.store(), CommitmentQuery({first}));

  const StreamResult both =
      ReadStream(letters_.store(), CommitmentQuery({first, "collections/water"}, "", ""));

  std::vector<std::string> expected = one.names;
  expected.insert(expected.end(), whole.names.begin(), whole.names.end());
  EXPECT_EQ(both.names, expected);
}

TEST_F(RecordCursorTest, DeletedLettersAreLeftOutUnlessAskedFor) {
  const PlainLetter letter = letters_.letters()[7];
  const RecordQuery plain = CommitmentQuery({"collections/-"});
  const RecordQuery filtered = CommitmentQuery({"collections/-"}, "strength >= EXPLORE");
  const std::string prefix = MakeDocumentName(letter.collection, letter.id) + "/";
  const auto count = [&](RecordQuery query, bool include_deleted) {
    query.selector.set_include_deleted(include_deleted);
    const StreamResult result = ReadStream(letters_.store(), query);
    EXPECT_TRUE(result.status.ok()) << result.status;
    return std::count_if(result.names.begin(), result.names.end(),
                         [&](const std::string& name) { return absl::StartsWith(name, prefix); });
  };
  const auto before = count(plain, false);
  ASSERT_GT(before, 0);

  letters_.Delete(7);

  EXPECT_EQ(count(plain, false), 0);
  EXPECT_EQ(count(filtered, false), 0);
  EXPECT_EQ(count(plain, true), before);
  EXPECT_EQ(count(filtered, true), before);
  EXPECT_EQ(ReasonOf(ReadStream(letters_.store(),
                                CommitmentQuery({MakeDocumentName(letter.collection, letter.id)},
                                                "strength = FIRM"))
                         .status),
            ErrorReason::kDocumentDeleted);
}

TEST_F(RecordCursorTest, BadQueriesAreRefused) {
  const auto field_of = [&](const RecordQuery& query) {
    const absl::Status status = ReadStream(letters_.store(), query).status;
    const ErrorMetadata metadata = MetadataOf(status);
    return metadata.count("field") > 0 ? metadata.at("field") : status.ToString();
  };
  RecordQuery order = CommitmentQuery({"collections/-"});
  order.options.set_order_by("strength");
  RecordQuery interval = CommitmentQuery({"collections/-"});
  interval.options.mutable_heartbeat_interval()->set_seconds(-1);
  RecordQuery sections = CommitmentQuery({"collections/-"});
  sections.kind = storage::RecordKind::kSections;
  sections.options.set_order_by("deadline");

  EXPECT_EQ(field_of(order), "options.order_by");
  EXPECT_EQ(field_of(sections), "options.order_by");
  EXPECT_EQ(field_of(interval), "options.heartbeat_interval");
  EXPECT_EQ(field_of(CommitmentQuery({"collections/-"}, "strength >")), "selector.filter");
  EXPECT_EQ(field_of(CommitmentQuery({"collections/-"}, "", " ")), "selector.text_contains");
  EXPECT_EQ(field_of(CommitmentQuery({})), "selector.parents");
}

}  // namespace
}  // namespace pledge::query
