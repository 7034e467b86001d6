#include "service/query/filter_value.h"

namespace pledge::query {
namespace {

bool TestRange(FilterOp op, const FilterRange& value, const FilterRange& operand) {
  switch (op) {
    case FilterOp::kEqual:
    case FilterOp::kHas:
      return value.first >= operand.first && value.last <= operand.last;
    case FilterOp::kNotEqual:
      return value.first < operand.first || value.last > operand.last;
    case FilterOp::kLess:
      return value.last < operand.first;
    case FilterOp::kLessOrEqual:
      return value.last <= operand.last;
    case FilterOp::kGreater:
      return value.first > operand.last;
    case FilterOp::kGreaterOrEqual:
      return value.first >= operand.first;
  }
  return false;
}

bool Fits(const FilterTest& test, std::string_view value) {
  if (test.open_start && test.open_end) return value.find(test.text) != std::string_view::npos;
  if (value.size() < test.text.size()) return false;
  if (test.open_start) return value.substr(value.size() - test.text.size()) == test.text;
  if (test.open_end) return value.substr(0, test.text.size()) == test.text;
  return value == test.text;
}

bool TestText(const FilterTest& test, std::string_view value) {
  switch (test.op) {
    case FilterOp::kHas:
      return value.find(test.text) != std::string_view::npos;
    case FilterOp::kNotEqual:
      return !Fits(test, value);
    default:
      return Fits(test, value);
  }
}

}  // namespace

Truth Test(const FilterTest& test, const FilterValue& value) {
  switch (value.kind) {
    case FilterValue::Kind::kAbsent:
      return Truth::kFalse;
    case FilterValue::Kind::kUnknown:
      return Truth::kUnknown;
    case FilterValue::Kind::kPresent:
      return ToTruth(test.is_presence);
    case FilterValue::Kind::kRange:
      return ToTruth(test.is_presence || TestRange(test.op, value.range, test.range));
    case FilterValue::Kind::kText:
      return ToTruth(test.is_presence || TestText(test, value.text));
  }
  return Truth::kFalse;
}

}  // namespace pledge::query
