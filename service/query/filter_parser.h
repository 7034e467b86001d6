// Reads a filter: syntax, fields, operators and values, by the grammar in
// proto/FILTER.md. Recursive descent with a bound on length, tests and depth, so
// that reading and evaluating cost no more than they say. Pure function.
#ifndef PLEDGE_SERVICE_QUERY_FILTER_PARSER_H_
#define PLEDGE_SERVICE_QUERY_FILTER_PARSER_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/query/filter_ast.h"
#include "service/query/filter_schema.h"

namespace pledge::query {

// FILTER_SYNTAX with metadata "field" (as given), "offset" and "size" (bytes of
// the filter that are wrong).
absl::StatusOr<FilterNode> ParseFilter(std::string_view field, std::string_view filter,
                                       FilterTarget target);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_FILTER_PARSER_H_
