#include "service/pipeline/rules/headline.h"

#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kLongestHeadline = 14;  // Han characters

struct Item {
  size_t first;  // clause
  size_t count;
  std::string_view style;  // how its label is written: 是, 要, ）, …
};

// What labels of one series share: the label without its number.
std::string_view LabelStyle(std::string_view label) {
  for (const std::string_view style : {"是", "要", "）", ")", "、", "第", ".", "—"}) {
    if (Contains(label, style)) return style;
  }
  return "①";
}

std::vector<Item> CollectItems(std::string_view text, const std::vector<Clause>& clauses) {
  std::vector<Item> items;
  for (size_t i = 0; i < clauses.size(); ++i) {
    const ByteRange label = clauses[i].label;
    if (!label.empty()) {
      items.push_back({i, 1, LabelStyle(text.substr(label.start, label.size()))});
    } else if (!items.empty()) {
      ++items.back().count;
    }
  }
  return items;
}

bool IsShort(std::string_view text, const Clause& clause) {
  return HanCount(text.substr(clause.range.start, clause.range.size())) <= kLongestHeadline;
}

bool ClosesHard(const Clause& clause) {
  return clause.mark == ClauseMark::kStop || clause.mark == ClauseMark::kColon;
}

}  // namespace

std::vector<bool> FindHeadlines(std::string_view text, const std::vector<Clause>& clauses) {
  std::vector<bool> is_headline(clauses.size(), false);
  const std::vector<Item> items = CollectItems(text, clauses);
  size_t begin = 0;
  while (begin < items.size()) {
    size_t end = begin + 1;
    while (end < items.size() && items[end].style == items[begin].style) ++end;
    bool all_open_short = end - begin > 1;
    for (size_t i = begin; i < end; ++i) {
      const Clause& first = clauses[items[i].first];
      all_open_short = all_open_short && items[i].count > 1 && IsShort(text, first);
    }
    for (size_t i = begin; i < end; ++i) {
      const Clause& first = clauses[items[i].first];
      const bool closes = ClosesHard(first) && items[i].count > 1;
      is_headline[items[i].first] = closes || all_open_short;
    }
    begin = end;
  }
  return is_headline;
}

}  // namespace pledge::pipeline
