#include "service/pipeline/segment/items.h"

#include <vector>

#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHeadlineHan = 14;  // guide 3.3 (b)

// One item: its label, and the clauses up to the next label of its series.
struct Item {
  const LabelMark* mark = nullptr;
  uint32_t end = 0;        // behind its last clause
  uint32_t series = 0;     // items of one series share it
  ByteRange first_clause;  // words of the first clause, without the label
  bool closed = false;     // the first clause ends in 。 or ：
  bool goes_on = false;    // more clauses follow in the item
};

class ItemAdder {
 public:
  ItemAdder(std::string_view text, const Scan& scan, std::span<const LabelMark> marks, uint32_t end)
      : text_(text), scan_(scan), marks_(marks), end_(end) {}

  void Run(int32_t parent, TreeGrower& tree) {
    Collect();
    for (const Item& item : items_) AddOne(item, parent, tree);
  }

 private:
  // Fills items_ in text order; an item ends where the next label of its series
  // or of one around it follows.
  void Collect() {
    std::vector<size_t> open;
    for (const LabelMark& mark : marks_) {
      bool continues = false;
      while (!open.empty() && items_[open.back()].mark->depth >= mark.depth) {
        items_[open.back()].end = mark.clause;
        continues = items_[open.back()].mark->depth == mark.depth;
        if (continues && !mark.starts_series) last_series_ = items_[open.back()].series;
        open.pop_back();
      }
      Item item;
      item.mark = &mark;
      item.end = end_;
      item.series = continues && !mark.starts_series ? last_series_ : NewSeries();
      open.push_back(items_.size());
      items_.push_back(item);
    }
    for (Item& item : items_) Measure(item);
  }

  uint32_t NewSeries() {
    all_short_.push_back(true);
    return static_cast<uint32_t>(all_short_.size()) - 1;
  }

  void Measure(Item& item) {
    uint32_t at = item.mark->clause;
    uint32_t start = scan_.clauses[at].start + item.mark->label.size;
    if (start >= scan_.clauses[at].end && at + 1 < item.end) {  // 第一，: the label is a clause
      ++at;
      start = scan_.clauses[at].start;
    }
    const ScanClause& clause = scan_.clauses[at];
    item.first_clause = {start < clause.end ? start : clause.end, clause.end};
    item.closed = clause.mark == ScanMark::kStop || clause.mark == ScanMark::kColon;
    item.goes_on = at + 1 < item.end;
    if (!item.goes_on || HanCount(Slice(text_, item.first_clause)) > kHeadlineHan) {
      all_short_[item.series] = false;
    }
  }

  // Rule H: closed by 。 with text behind it, or one of a series of short heads.
  bool HasHeadline(const Item& item) const {
    return item.goes_on && (item.closed || all_short_[item.series]);
  }

  void AddOne(const Item& item, int32_t parent, TreeGrower& tree) {
    while (!nesting_.empty() && items_end_.back() <= item.mark->clause) {
      nesting_.pop_back();
      items_end_.pop_back();
    }
    const int32_t above = nesting_.empty() ? parent : nesting_.back();
    const int32_t index =
        tree.Add(SectionKind::kInlineItem, above, TextOf(scan_, item.mark->clause, item.end));
    Section& section = tree[index];
    const uint32_t start = section.text.start;
    section.label = {start, start + item.mark->label.size};
    if (HasHeadline(item)) section.heading = item.first_clause;
    nesting_.push_back(index);
    items_end_.push_back(item.end);
  }

  std::string_view text_;
  const Scan& scan_;
  std::span<const LabelMark> marks_;
  uint32_t end_;
  std::vector<Item> items_;
  std::vector<bool> all_short_;  // by series: rule H (b) holds so far
  uint32_t last_series_ = 0;
  std::vector<int32_t> nesting_;     // sections of the items that are open
  std::vector<uint32_t> items_end_;  // and where they end
};

}  // namespace

void AddItems(std::string_view text, const Scan& scan, std::span<const LabelMark> marks,
              uint32_t end, int32_t parent, TreeGrower& tree) {
  ItemAdder(text, scan, marks, end).Run(parent, tree);
}

}  // namespace pledge::pipeline
