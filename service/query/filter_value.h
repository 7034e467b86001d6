// What a field holds, and whether a test holds for it. Pure functions.
#ifndef PLEDGE_SERVICE_QUERY_FILTER_VALUE_H_
#define PLEDGE_SERVICE_QUERY_FILTER_VALUE_H_

#include <cstdint>
#include <string_view>

#include "service/query/filter_ast.h"

namespace pledge::query {

// The value of one field of one record. Text is a view of the record.
struct FilterValue {
  enum class Kind : uint8_t { kAbsent, kUnknown, kPresent, kRange, kText };
  Kind kind = Kind::kAbsent;
  FilterRange range;
  std::string_view text;

  static FilterValue Absent() { return {}; }
  // Not known from what is at hand.
  static FilterValue Unknown() { return {Kind::kUnknown, {}, {}}; }
  static FilterValue Presence(bool is_present) {
    return {is_present ? Kind::kPresent : Kind::kAbsent, {}, {}};
  }
  static FilterValue Number(int64_t value) { return {Kind::kRange, {value, value}, {}}; }
  static FilterValue Range(FilterRange range) { return {Kind::kRange, range, {}}; }
  // Empty text counts as absent.
  static FilterValue Text(std::string_view text) {
    return {text.empty() ? Kind::kAbsent : Kind::kText, {}, text};
  }
};

// Ranges: a value is less when all of it lies before the operand, equal when all
// of it lies inside. Every test of an absent value is false, != too.
Truth Test(const FilterTest& test, const FilterValue& value);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_FILTER_VALUE_H_
