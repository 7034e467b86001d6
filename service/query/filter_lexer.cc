#include "service/query/filter_lexer.h"

#include "absl/strings/ascii.h"

namespace pledge::query {
namespace {

// Letters, digits, and what stands inside paths, dates and ids; every character
// outside ASCII, so that a Chinese value needs no quotes.
bool IsWordByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-' ||
         c == '*' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Token FilterLexer::Take(TokenKind kind, size_t size) {
  Token token;
  token.kind = kind;
  token.offset = at_;
  token.size = size;
  token.text = filter_.substr(at_, size);
  at_ += size;
  return token;
}

Token FilterLexer::Next() {
  while (at_ < filter_.size() && absl::ascii_isspace(static_cast<unsigned char>(filter_[at_]))) {
    ++at_;
  }
  if (at_ == filter_.size()) return Take(TokenKind::kEnd, 0);
  const char c = filter_[at_];
  switch (c) {
    case '(':
      return Take(TokenKind::kOpen, 1);
    case ')':
      return Take(TokenKind::kClose, 1);
    case '-':
      return Take(TokenKind::kNot, 1);
    case '"':
    case '\'':
      return TakeString(c);
    case '=':
    case '!':
    case '<':
    case '>':
    case ':':
      return TakeOperator();
    default:
      break;
  }
  if (IsWordByte(c)) return TakeWord();
  Token token = Take(TokenKind::kError, 1);
  token.text = "unexpected character";
  return token;
}

Token FilterLexer::TakeOperator() {
  const bool has_equal = at_ + 1 < filter_.size() && filter_[at_ + 1] == '=';
  const char c = filter_[at_];
  if (c == '!' && !has_equal) {
    Token token = Take(TokenKind::kError, 1);
    token.text = "unexpected \"!\"; NOT turns a term round, != compares";
    return token;
  }
  const bool is_double = has_equal && c != '=' && c != ':';
  Token token = Take(TokenKind::kOperator, is_double ? 2 : 1);
  switch (c) {
    case '!':
      token.op = FilterOp::kNotEqual;
      break;
    case '<':
      token.op = is_double ? FilterOp::kLessOrEqual : FilterOp::kLess;
      break;
    case '>':
      token.op = is_double ? FilterOp::kGreaterOrEqual : FilterOp::kGreater;
      break;
    case ':':
      token.op = FilterOp::kHas;
      break;
    default:
      token.op = FilterOp::kEqual;
  }
  return token;
}

Token FilterLexer::TakeWord() {
  size_t end = at_;
  while (end < filter_.size() && IsWordByte(filter_[end])) ++end;
  Token token = Take(TokenKind::kWord, end - at_);
  if (token.text == "AND") token.kind = TokenKind::kAnd;
  if (token.text == "OR") token.kind = TokenKind::kOr;
  if (token.text == "NOT") token.kind = TokenKind::kNot;
  token.open_start = token.text.front() == '*';
  token.open_end = token.text.size() > 1 && token.text.back() == '*';
  return token;
}

Token FilterLexer::TakeString(char quote) {
  std::string text;
  bool open_start = false;
  bool open_end = false;
  size_t end = at_ + 1;
  for (; end < filter_.size() && filter_[end] != quote; ++end) {
    open_end = filter_[end] == '*' && !text.empty();
    if (filter_[end] == '*' && text.empty()) open_start = true;
    if (filter_[end] == '\\' && ++end == filter_.size()) break;
    text.push_back(filter_[end]);
  }
  if (end >= filter_.size()) {
    Token token = Take(TokenKind::kError, filter_.size() - at_);
    token.text = "a quoted text does not end";
    return token;
  }
  Token token = Take(TokenKind::kString, end + 1 - at_);
  token.text = std::move(text);
  token.open_start = open_start;
  token.open_end = open_end;
  return token;
}

}  // namespace pledge::query
