#include "service/query/filter_test_builder.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "service/mapping/days.h"

namespace pledge::query {
namespace {

using Result = std::variant<FilterTest, FilterMistake>;

constexpr char kLabels[] = "labels";
constexpr char kFacts[] = "facts.";

// Edits that turn one word into the other; only small ones matter.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// `; did you mean "…"?` when one of `words` is close to `word`.
std::string Suggestion(std::string_view word, const std::vector<std::string>& words) {
  constexpr size_t kMaxEdits = 2;
  constexpr size_t kMaxWordBytes = 64;
  if (word.size() > kMaxWordBytes) return "";
  const std::string* best = nullptr;
  size_t best_distance = kMaxEdits + 1;
  for (const std::string& candidate : words) {
    const size_t distance = Distance(word, candidate);
    if (distance >= best_distance) continue;
    best = &candidate;
    best_distance = distance;
  }
  return best == nullptr ? "" : absl::StrCat("; did you mean \"", *best, "\"?");
}

// "STRENGTH_" of Strength.
std::string PrefixOf(const google::protobuf::EnumDescriptor& values) {
  const std::string& zero = values.value(0)->name();
  return zero.substr(0, zero.size() - std::string_view("UNSPECIFIED").size());
}

std::vector<std::string> ShortNames(const google::protobuf::EnumDescriptor& values) {
  std::vector<std::string> names;
  for (int i = 1; i < values.value_count(); ++i) {
    names.push_back(values.value(i)->name().substr(PrefixOf(values).size()));
  }
  return names;
}

class Builder {
 public:
  Builder(FilterTarget target, const Token& path, const Token& op, const Token& value)
      : target_(target), path_(path), op_(op), value_(value) {}

  Result Build() {
    const FilterFieldInfo* const info = FindField();
    if (info == nullptr) {
      return FilterMistake{path_, absl::StrCat("unknown field \"", path_.text, "\"",
                                               Suggestion(path_.text, FieldNames()))};
    }
    test_.field = info->field;
    test_.op = op_.op;
    if (op_.op == FilterOp::kHas && value_.kind == TokenKind::kWord && value_.text == "*") {
      test_.is_presence = true;
      return std::move(test_);
    }
    if (const char* const why = Refusal(*info)) return FilterMistake{op_, why};
    if (auto mistake = SetValue(*info)) return *std::move(mistake);
    return std::move(test_);
  }

 private:
  const FilterFieldInfo* FindField() {
    for (const FilterFieldInfo& info : FilterFields(target_)) {
      if (info.field == FilterField::kLabel) {
        if (TakeLabel()) return &info;
      } else if (path_.text == info.name) {
        if (info.field == FilterField::kFact) test_.key = info.name.substr(sizeof(kFacts) - 1);
        return &info;
      }
    }
    return nullptr;
  }

  // labels.KEY, or labels:KEY for "has the label".
  bool TakeLabel() {
    if (path_.text == kLabels && op_.op == FilterOp::kHas && value_.text != "*") {
      test_.key = value_.text;
      value_.text = "*";
      value_.kind = TokenKind::kWord;
      return true;
    }
    if (!absl::StartsWith(path_.text, "labels.") || path_.text.size() == sizeof(kLabels)) {
      return false;
    }
    test_.key = path_.text.substr(sizeof(kLabels));
    return true;
  }

  std::vector<std::string> FieldNames() const {
    std::vector<std::string> names;
    for (const FilterFieldInfo& info : FilterFields(target_)) {
      names.push_back(info.field == FilterField::kLabel ? "labels.KEY" : std::string(info.name));
    }
    return names;
  }

  // Why the operator does not go with the field; null when it does.
  const char* Refusal(const FilterFieldInfo& info) const {
    const bool is_order =
        op_.op != FilterOp::kEqual && op_.op != FilterOp::kNotEqual && op_.op != FilterOp::kHas;
    switch (info.type) {
      case FilterType::kPresence:
        return "this field can only be asked for with \":*\"";
      case FilterType::kEnum:
      case FilterType::kText:
      case FilterType::kTexts:
        return is_order ? "the values of this field have no order; use =, != or :" : nullptr;
      case FilterType::kBool:
        return is_order || op_.op == FilterOp::kHas ? "use = or != with true or false" : nullptr;
      case FilterType::kOrderedEnum:
        return nullptr;
      case FilterType::kNumber:
      case FilterType::kDate:
      case FilterType::kTime:
        return op_.op == FilterOp::kHas ? "\":\" asks this field only for \":*\"" : nullptr;
    }
    return nullptr;
  }

  std::optional<FilterMistake> SetValue(const FilterFieldInfo& info) {
    switch (info.type) {
      case FilterType::kEnum:
      case FilterType::kOrderedEnum:
        return SetEnum(*info.values);
      case FilterType::kBool:
        return SetBool();
      case FilterType::kNumber:
        return SetNumber();
      case FilterType::kDate:
        return SetDate();
      case FilterType::kTime:
        return SetTime();
      case FilterType::kText:
      case FilterType::kTexts:
        SetText();
        return std::nullopt;
      case FilterType::kPresence:
        return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<FilterMistake> SetEnum(const google::protobuf::EnumDescriptor& values) {
    const auto* found = values.FindValueByName(PrefixOf(values) + value_.text);
    if (found == nullptr) found = values.FindValueByName(value_.text);
    if (found == nullptr || found->number() == 0) {
      const std::vector<std::string> names = ShortNames(values);
      const std::string suggestion = Suggestion(absl::AsciiStrToUpper(value_.text), names);
      return FilterMistake{
          value_,
          absl::StrCat("unknown value \"", value_.text, "\"",
                       suggestion.empty() ? "; one of " + absl::StrJoin(names, ", ") : suggestion)};
    }
    test_.range = {found->number(), found->number()};
    return std::nullopt;
  }

  std::optional<FilterMistake> SetBool() {
    if (value_.text != "true" && value_.text != "false") {
      return FilterMistake{value_, "must be true or false"};
    }
    const int64_t number = value_.text == "true" ? 1 : 0;
    test_.range = {number, number};
    return std::nullopt;
  }

  std::optional<FilterMistake> SetNumber() {
    int64_t number = 0;
    if (!absl::SimpleAtoi(value_.text, &number)) return FilterMistake{value_, "must be a number"};
    test_.range = {number, number};
    return std::nullopt;
  }

  std::optional<FilterMistake> SetDate() {
    const auto days = mapping::ParseDays(value_.text);
    if (!days) {
      return FilterMistake{value_, "must be a year, a month or a day, such as \"2026-05-31\""};
    }
    test_.range = {days->first, days->last};
    return std::nullopt;
  }

  std::optional<FilterMistake> SetTime() {
    constexpr int64_t kMicrosPerDay = int64_t{24} * 3600 * 1'000'000;
    if (const auto days = mapping::ParseDays(value_.text)) {
      test_.range = {days->first * kMicrosPerDay, (days->last + 1) * kMicrosPerDay - 1};
      return std::nullopt;
    }
    absl::Time time;
    if (!absl::ParseTime(absl::RFC3339_full, value_.text, &time, nullptr)) {
      return FilterMistake{value_, "must be a time such as \"2026-05-31T08:00:00Z\", or a date"};
    }
    test_.range = {absl::ToUnixMicros(time), absl::ToUnixMicros(time)};
    return std::nullopt;
  }

  void SetText() {
    test_.text = value_.text;
    test_.open_start = value_.open_start;
    test_.open_end = value_.open_end;
    if (test_.open_start) test_.text.erase(0, 1);
    if (test_.open_end) test_.text.pop_back();
  }

  const FilterTarget target_;
  const Token& path_;
  const Token& op_;
  Token value_;
  FilterTest test_;
};

}  // namespace

Result BuildTest(FilterTarget target, const Token& path, const Token& op, const Token& value) {
  return Builder(target, path, op, value).Build();
}

}  // namespace pledge::query
