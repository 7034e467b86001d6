// A filter as the parser reads it, and as it is evaluated: a tree of AND, OR and
// NOT over tests of single fields. Plain values.
#ifndef PLEDGE_SERVICE_QUERY_FILTER_AST_H_
#define PLEDGE_SERVICE_QUERY_FILTER_AST_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace pledge::query {

// What a test says of a record, with what is known so far. kUnknown: the record
// itself must be looked at. In this order, so that AND is the minimum and OR the
// maximum.
enum class Truth : uint8_t { kFalse, kUnknown, kTrue };

inline Truth Not(Truth truth) { return static_cast<Truth>(2 - static_cast<int>(truth)); }
inline Truth ToTruth(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

enum class FilterOp : uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kHas,
};

// Every field that some filter may name; filter_schema.h says which one which.
enum class FilterField : uint8_t {
  // Of the letter.
  kIssuer,
  kIssueDate,
  kLabel,
  // Of a commitment.
  kType,
  kStrength,
  kPolarity,
  kVerifiability,
  kActor,
  kCooperators,
  kDeadline,
  kDeadlineStart,
  kDeadlineEnd,
  kTargets,
  kCondition,
  kRecurring,
  // Of a section.
  kSectionKind,
  kLevel,
  // Of an achievement.
  kStatus,
  // Of a document.
  kState,
  kSourceUri,
  kMediaType,
  kCreateTime,
  kUpdateTime,
  kDeleteTime,
  kCommitmentCount,
  kDocumentKind,
  kFact,  // any other fact of the letter; `key` names it
};

// Closed range of numbers: an enum value, a number, days since 1970-01-01, or
// microseconds since 1970. A year or a month is all its days.
struct FilterRange {
  int64_t first = 0;
  int64_t last = 0;
};

// One test: a field, an operator and what it is compared with, in the type of
// the field.
struct FilterTest {
  FilterField field = FilterField::kIssuer;
  FilterOp op = FilterOp::kEqual;
  std::string key;           // of a label, or the name of a fact
  bool is_presence = false;  // `:*`, whatever the value is
  FilterRange range;         // for fields that are not text
  std::string text;          // for text, without the wildcards
  bool open_start = false;   // text began with *
  bool open_end = false;     // text ended with *
};

struct FilterNode {
  enum class Kind : uint8_t { kTest, kAnd, kOr, kNot };
  Kind kind = Kind::kTest;
  FilterTest test;                   // of kTest
  std::vector<FilterNode> children;  // of the others; one for kNot
};

// What the tree says when `test(FilterTest)` gives the truth of each test. Stops
// at the first test that decides.
template <typename TestFunction>
Truth Evaluate(const FilterNode& node, const TestFunction& test) {
  switch (node.kind) {
    case FilterNode::Kind::kTest:
      return test(node.test);
    case FilterNode::Kind::kNot:
      return Not(Evaluate(node.children.front(), test));
    case FilterNode::Kind::kAnd: {
      Truth all = Truth::kTrue;
      for (const FilterNode& child : node.children) {
        all = std::min(all, Evaluate(child, test));
        if (all == Truth::kFalse) break;
      }
      return all;
    }
    case FilterNode::Kind::kOr: {
      Truth any = Truth::kFalse;
      for (const FilterNode& child : node.children) {
        any = std::max(any, Evaluate(child, test));
        if (any == Truth::kTrue) break;
      }
      return any;
    }
  }
  return Truth::kUnknown;
}

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_FILTER_AST_H_
