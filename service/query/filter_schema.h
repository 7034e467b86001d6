// Which fields a filter over records of a kind, or over documents, may name, and
// how each is compared. Constants; thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_FILTER_SCHEMA_H_
#define PLEDGE_SERVICE_QUERY_FILTER_SCHEMA_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "service/query/filter_ast.h"

namespace pledge::query {

// What a filter is about.
enum class FilterTarget : uint8_t { kSections, kCommitments, kAchievements, kDocuments };

enum class FilterType : uint8_t {
  kEnum,         // = != :
  kOrderedEnum,  // and < <= > >=
  kNumber,       // all but :
  kBool,         // = !=
  kDate,         // a year, a month or a day; all but :
  kTime,         // the same, or a time; all but :
  kText,         // = != with * at either end, : for "contains"
  kTexts,        // a list of texts: the same, true when one of them is
  kPresence,     // :* alone
};

struct FilterFieldInfo {
  std::string_view name;  // as written; "labels" and "facts" stand for all below
  FilterField field;
  FilterType type;
  const google::protobuf::EnumDescriptor* values = nullptr;  // of enums
};

// The fields of a target, by name.
const std::vector<FilterFieldInfo>& FilterFields(FilterTarget target);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_FILTER_SCHEMA_H_
