// What extraction finds in a letter: plain structs, one for each noun of the
// public API, with ranges into the cleaned text instead of strings. All ranges
// are half-open byte ranges into CleanText::text. Value types.
#ifndef PLEDGE_SERVICE_PIPELINE_RECORDS_H_
#define PLEDGE_SERVICE_PIPELINE_RECORDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// The enums below have the same values as their namesakes in pledge.v1.
enum class CommitmentType : uint8_t {
  kAction = 1,
  kOutcome = 2,
  kRefusal = 3,
  kReferral = 4,
  kStance = 5
};
enum class Strength : uint8_t { kExplore = 1, kSupport = 2, kIntent = 3, kFirm = 4 };
enum class Polarity : uint8_t { kAffirm = 1, kRefuse = 2 };
enum class Verifiability : uint8_t { kLow = 1, kMedium = 2, kHigh = 3 };
enum class CooperatorRole : uint8_t { kWith = 1, kSupport = 2, kGuide = 3, kCoordinate = 4 };
enum class Comparator : uint8_t {
  kEq = 1,
  kGe = 2,
  kGt = 3,
  kLe = 4,
  kLt = 5,
  kApprox = 6,
  kDelta = 7,
  kRatio = 8,
  kMultiple = 9,
  kAll = 10
};
enum class ConditionKind : uint8_t { kIf = 1, kWhen = 2, kSubjectTo = 3, kReason = 4 };
enum class AchievementStatus : uint8_t { kCompleted = 1, kOngoing = 2, kState = 3 };
enum class DocumentKind : uint8_t {
  kUnspecified = 0,
  kReplyLetter = 1,
  kPolicy = 2,
  kBoardReply = 3,
  kOther = 4
};

// A piece of a record.
struct Argument {
  ByteRange range;        // as it stands; empty when inferred from nothing written
  std::string value;      // normalized; empty when the words themselves are it
  bool inferred = false;  // taken from context
};

// A calendar date; month and day may be 0 when not known.
struct Date {
  int16_t year = 0;
  uint8_t month = 0;
  uint8_t day = 0;
  bool operator==(const Date&) const = default;
};

struct Cooperator {
  Argument body;
  CooperatorRole role = CooperatorRole::kWith;
};

struct Deadline {
  ByteRange range;
  std::optional<Date> start;
  std::optional<Date> end;
  std::string recurrence;  // ISO 8601 period, or empty
  bool inherited = false;
  bool inferred = false;
};

struct Target {
  ByteRange range;
  std::optional<double> quantity;
  std::string unit;
  std::string subject;
  Comparator comparator = Comparator::kEq;
  bool fuzzy = false;
  std::string baseline;
};

struct Condition {
  ConditionKind kind = ConditionKind::kIf;
  Argument clause;
};

struct Commitment {
  ByteRange range;
  int32_t section = -1;  // index of the deepest section that holds it
  CommitmentType type = CommitmentType::kAction;
  Strength strength = Strength::kFirm;
  Polarity polarity = Polarity::kAffirm;
  Verifiability verifiability = Verifiability::kLow;
  std::optional<Argument> action;
  std::optional<Argument> object;
  std::optional<Argument> actor;  // value is the resolved full name
  std::vector<Cooperator> cooperators;
  std::optional<Deadline> deadline;
  std::vector<Target> targets;
  std::optional<Condition> condition;
  std::optional<Argument> manner;
  std::optional<Argument> strength_cue;
  std::optional<Argument> future_cue;
  std::vector<const char*> rule_ids;  // static strings, in the order they decided
};

struct Achievement {
  ByteRange range;
  int32_t section = -1;
  AchievementStatus status = AchievementStatus::kCompleted;
  std::vector<Target> facts;
  std::vector<ByteRange> named_documents;
  ByteRange date;
};

// Guide section 9.3. Absent when the letter does not say it.
struct LetterFacts {
  DocumentKind kind = DocumentKind::kUnspecified;
  std::optional<Argument> title;
  std::optional<Argument> document_number;  // value in standard form: 示教函〔2024〕12号
  std::optional<Argument> issuer;
  std::optional<Argument> issue_date;  // value: 2024-06-12, 2024-06 or 2024
  std::vector<Argument> addressees;
  std::optional<Argument> session;
  std::optional<Argument> proposal_number;
  std::optional<Argument> proposal_title;
  std::optional<Argument> result_category;
  std::optional<Argument> disclosure;
  std::optional<Argument> handling_role;
  std::optional<Argument> signatory;
  std::optional<Argument> contact_person;
  std::optional<Argument> contact_phone;
  std::vector<Argument> cc;
  std::vector<Argument> attachments;
  std::optional<Argument> region;  // value: GB/T 2260 code
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RECORDS_H_
