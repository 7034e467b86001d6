// Turns one restriction of a filter (a field, an operator, a value, as written)
// into a test in the type of the field. Pure function.
#ifndef PLEDGE_SERVICE_QUERY_FILTER_TEST_BUILDER_H_
#define PLEDGE_SERVICE_QUERY_FILTER_TEST_BUILDER_H_

#include <string>
#include <variant>

#include "service/query/filter_lexer.h"
#include "service/query/filter_schema.h"

namespace pledge::query {

// What is wrong, and with which token.
struct FilterMistake {
  Token token;
  std::string message;
};

std::variant<FilterTest, FilterMistake> BuildTest(FilterTarget target, const Token& path,
                                                  const Token& op, const Token& value);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_FILTER_TEST_BUILDER_H_
