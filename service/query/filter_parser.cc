#include "service/query/filter_parser.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/query/filter_lexer.h"
#include "service/query/filter_test_builder.h"

namespace pledge::query {
namespace {

// One filter. The first mistake ends the reading; each function then gives
// nullopt.
class Parser {
 public:
  Parser(std::string_view filter, FilterTarget target) : lexer_(filter), target_(target) {
    Advance();
  }

  std::optional<FilterNode> Parse() {
    std::optional<FilterNode> node = ParseAnd();
    if (!node) return std::nullopt;
    if (token_.kind == TokenKind::kEnd) return node;
    return Fail(token_, token_.kind == TokenKind::kClose
                            ? "\")\" without \"(\""
                            : "expected AND, OR or the end of the filter");
  }

  const FilterMistake& mistake() const { return mistake_; }

 private:
  void Advance() { token_ = lexer_.Next(); }

  std::nullopt_t Fail(const Token& token, std::string message) {
    // What the lexer could not read says more than that it was not expected.
    if (token.kind == TokenKind::kError) message = token.text;
    mistake_ = {token, std::move(message)};
    return std::nullopt;
  }

  // OR binds tighter than AND, as AIP-160 has it.
  std::optional<FilterNode> ParseAnd() {
    return ParseList(FilterNode::Kind::kAnd, TokenKind::kAnd, [this] { return ParseOr(); });
  }
  std::optional<FilterNode> ParseOr() {
    return ParseList(FilterNode::Kind::kOr, TokenKind::kOr, [this] { return ParseTerm(); });
  }

  template <typename ParseOne>
  std::optional<FilterNode> ParseList(FilterNode::Kind kind, TokenKind between,
                                      const ParseOne& parse_one) {
    std::optional<FilterNode> first = parse_one();
    if (!first || token_.kind != between) return first;
    FilterNode list;
    list.kind = kind;
    list.children.push_back(*std::move(first));
    while (token_.kind == between) {
      Advance();
      std::optional<FilterNode> next = parse_one();
      if (!next) return std::nullopt;
      list.children.push_back(*std::move(next));
    }
    return list;
  }

  std::optional<FilterNode> ParseTerm() {
    if (depth_ == kMaxFilterDepth) {
      return Fail(token_, absl::StrCat("more than ", kMaxFilterDepth, " levels deep"));
    }
    ++depth_;
    std::optional<FilterNode> node = ParseTermInside();
    --depth_;
    return node;
  }

  std::optional<FilterNode> ParseTermInside() {
    if (token_.kind == TokenKind::kNot) {
      Advance();
      std::optional<FilterNode> term = ParseTerm();
      if (!term) return std::nullopt;
      FilterNode node;
      node.kind = FilterNode::Kind::kNot;
      node.children.push_back(*std::move(term));
      return node;
    }
    return token_.kind == TokenKind::kOpen ? ParseComposite() : ParseRestriction();
  }

  std::optional<FilterNode> ParseComposite() {
    const Token open = token_;
    Advance();
    std::optional<FilterNode> node = ParseAnd();
    if (!node) return std::nullopt;
    if (token_.kind == TokenKind::kEnd) return Fail(open, "\"(\" without \")\"");
    if (token_.kind != TokenKind::kClose) return Fail(token_, "expected AND, OR or \")\"");
    Advance();
    return node;
  }

  std::optional<FilterNode> ParseRestriction() {
    const Token path = token_;
    if (path.kind != TokenKind::kWord) return Fail(path, "expected a field");
    if (++test_count_ > kMaxFilterTests) {
      return Fail(path, absl::StrCat("more than ", kMaxFilterTests, " comparisons"));
    }
    Advance();
    const Token op = token_;
    if (op.kind != TokenKind::kOperator) {
      return Fail(op, "expected an operator: =, !=, <, <=, >, >= or :");
    }
    Advance();
    const Token value = token_;
    if (value.kind != TokenKind::kWord && value.kind != TokenKind::kString) {
      return Fail(value, "expected a value");
    }
    Advance();
    auto built = BuildTest(target_, path, op, value);
    if (auto* mistake = std::get_if<FilterMistake>(&built)) {
      return Fail(mistake->token, std::move(mistake->message));
    }
    FilterNode node;
    node.test = std::get<FilterTest>(std::move(built));
    return node;
  }

  FilterLexer lexer_;
  const FilterTarget target_;
  Token token_;
  FilterMistake mistake_;
  size_t depth_ = 0;
  size_t test_count_ = 0;
};

absl::Status SyntaxError(std::string_view field, size_t offset, size_t size,
                         std::string_view message) {
  const std::string name(field);
  return MakeError(
      ErrorReason::kFilterSyntax,
      absl::StrCat(name, ": ", std::string(message), " (at byte ", offset, ")"),
      {{"field", name}, {"offset", absl::StrCat(offset)}, {"size", absl::StrCat(size)}});
}

}  // namespace

absl::StatusOr<FilterNode> ParseFilter(std::string_view field, std::string_view filter,
                                       FilterTarget target) {
  if (filter.size() > kMaxFilterBytes) {
    return SyntaxError(field, kMaxFilterBytes, filter.size() - kMaxFilterBytes,
                       absl::StrCat("longer than ", kMaxFilterBytes, " bytes"));
  }
  Parser parser(filter, target);
  std::optional<FilterNode> node = parser.Parse();
  if (node) return *std::move(node);
  const FilterMistake& mistake = parser.mistake();
  return SyntaxError(field, mistake.token.offset, mistake.token.size, mistake.message);
}

}  // namespace pledge::query
