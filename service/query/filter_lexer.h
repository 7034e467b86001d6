// Cuts a filter into tokens. Never fails: a character that belongs to no token
// becomes one of kind kError. Not thread-safe; owns nothing.
#ifndef PLEDGE_SERVICE_QUERY_FILTER_LEXER_H_
#define PLEDGE_SERVICE_QUERY_FILTER_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "service/query/filter_ast.h"

namespace pledge::query {

enum class TokenKind : uint8_t {
  kEnd,
  kWord,      // a field, an enum name, a number, a date, or *
  kString,    // in single or double quotes
  kOperator,  // = != < <= > >= :
  kAnd,
  kOr,
  kNot,  // NOT, or - before a term
  kOpen,
  kClose,
  kError,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  size_t offset = 0;  // bytes from the start of the filter
  size_t size = 0;    // bytes
  // The word; what stands between the quotes, unescaped; what is wrong.
  std::string text;
  FilterOp op = FilterOp::kEqual;  // of kOperator
  // Of kString: an asterisk at this end was not escaped.
  bool open_start = false;
  bool open_end = false;
};

class FilterLexer {
 public:
  // `filter` is valid UTF-8 and outlives the lexer.
  explicit FilterLexer(std::string_view filter) : filter_(filter) {}

  Token Next();

 private:
  Token Take(TokenKind kind, size_t size);
  Token TakeOperator();
  Token TakeWord();
  Token TakeString(char quote);

  const std::string_view filter_;
  size_t at_ = 0;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_FILTER_LEXER_H_
