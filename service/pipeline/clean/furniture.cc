#include "service/pipeline/clean/furniture.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "service/pipeline/clean/layout.h"
#include "service/pipeline/clean/marks.h"
#include "service/pipeline/clean/page_lines.h"
#include "service/pipeline/text/lines.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

// Items without a heading that make a list.
constexpr size_t kFewestItems = 3;
constexpr uint32_t kFewestHanOfItem = 4;
constexpr uint32_t kMostHanOfHeading = 12;
constexpr size_t kFewestIndexLabels = 3;
// Prose behind the first widget, as a share of the text before it: comments and
// teasers have a little of it.
constexpr uint64_t kMostProseBehindPercent = 20;
// Lines that may stand before the title of a page.
constexpr size_t kMostLinesBeforeTitle = 60;

// Decides line by line; one finder for one text.
class FurnitureFinder {
 public:
  FurnitureFinder(std::string_view text, const std::vector<FurnitureHint>& hints)
      : text_(text),
        lines_(DescribeLines(text)),
        has_hints_(!hints.empty()),
        widgets_(lines_.size()) {
    TakeHints(hints);
  }

  std::vector<FurnitureHint> Find() {
    TakeOwnWords();
    TakeIndexTable();
    TakeTail();
    TakeListAtEnd();
    TakeHead();
    TakeNeighbours();
    return Spans();
  }

 private:
  static uint64_t ProseOf(const PageLine& line) { return line.prose ? line.han : 0; }

  void Mark(size_t line, std::string_view widget) {
    if (widgets_[line].empty()) widgets_[line] = widget;
  }
  bool IsMarked(size_t line) const { return !widgets_[line].empty(); }
  std::string_view LineText(size_t line) const { return Slice(text_, lines_[line].range); }

  // Lines that the markup tells apart. A hint covers whole lines.
  void TakeHints(const std::vector<FurnitureHint>& hints) {
    size_t line = 0;
    for (const FurnitureHint& hint : hints) {
      while (line < lines_.size() && lines_[line].range.end <= hint.text.start) ++line;
      for (size_t i = line; i < lines_.size() && lines_[i].range.start < hint.text.end; ++i) {
        Mark(i, hint.widget);
      }
    }
  }

  // Tool bars, pagers, breadcrumbs and footers speak for themselves.
  void TakeOwnWords() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].widget != Widget::kNone) Mark(i, WidgetName(lines_[i].widget));
    }
  }

  // The index table of a page: lines in a row with labels in all of them.
  void TakeIndexTable() {
    for (size_t i = 0; i < lines_.size();) {
      size_t end = i;
      IndexLabels sum;
      for (; end < lines_.size(); ++end) {
        if (lines_[end].prose) break;
        const IndexLabels labels = FindIndexLabels(LineText(end));
        if (labels.count == 0) break;
        sum.count += labels.count;
        sum.telling |= labels.telling;
      }
      const bool table = sum.telling && sum.count >= kFewestIndexLabels;
      for (size_t j = i; table && j < end; ++j) Mark(j, WidgetName(Widget::kMetadata));
      i = std::max(end, i + 1);
    }
  }

  // From the first heading of a widget behind the letter to the end. A heading
  // begins it when hardly any prose stands behind, and no part of the letter.
  void TakeTail() {
    uint64_t prose_behind = 0;
    size_t letter_end = 0;  // behind the last line that can only be the letter's
    for (size_t i = 0; i < lines_.size(); ++i) {
      prose_behind += ProseOf(lines_[i]);
      if (!lines_[i].prose && BelongsToLetter(LineText(i))) letter_end = i + 1;
    }
    uint64_t han_before = 0;
    bool sentence_before = false;
    for (size_t i = 0; i < lines_.size(); ++i) {
      prose_behind -= ProseOf(lines_[i]);
      const bool little = prose_behind * 100 <= han_before * kMostProseBehindPercent;
      if (!lines_[i].headings.empty() && i >= letter_end && sentence_before && little) {
        TakeTailFrom(i);
        return;
      }
      if (IsMarked(i)) continue;
      han_before += lines_[i].han;
      sentence_before |= lines_[i].prose || lines_[i].closes_sentence;
    }
  }

  void TakeTailFrom(size_t first) {
    std::string_view widget;
    for (size_t i = first; i < lines_.size(); ++i) {
      if (!lines_[i].headings.empty()) widget = WidgetName(lines_[i].headings.back().widget);
      Mark(i, widget);
    }
  }

  // A list of links behind the end of the letter, under a heading of its own or
  // under none.
  void TakeListAtEnd() {
    size_t first = lines_.size();
    size_t items = 0;
    while (first > 0 && (IsMarked(first - 1) || IsItem(first - 1))) {
      items += IsMarked(first - 1) ? 0 : 1;
      --first;
    }
    if (items < kFewestItems || first == 0) return;
    size_t end_of_letter = first;  // behind its last line
    const PageLine& above = lines_[first - 1];
    const bool heading = !above.closes_sentence && above.han <= kMostHanOfHeading &&
                         !ClosesLetter(LineText(first - 1), above);
    if (heading && first >= 2) --end_of_letter;
    if (!ClosesLetter(LineText(end_of_letter - 1), lines_[end_of_letter - 1])) return;
    for (size_t i = end_of_letter; i < lines_.size(); ++i) Mark(i, WidgetName(Widget::kList));
  }

  bool IsItem(size_t i) const {
    const PageLine& line = lines_[i];
    return !line.closes_sentence && !line.prose && line.han >= kFewestHanOfItem &&
           IsListItem(LineText(i));
  }

  // Everything before the last piece of navigation that stands before the letter.
  // The tree of a page tells that better.
  void TakeHead() {
    if (has_hints_) return;
    const size_t limit = std::min(lines_.size(), kMostLinesBeforeTitle);
    size_t furniture = 0;  // behind the last piece
    size_t line = 0;
    for (; line < limit && !BeginsLetter(line); ++line) {
      const Widget widget = lines_[line].widget;
      if (widget == Widget::kBreadcrumb || widget == Widget::kNavigation) furniture = line + 1;
    }
    if (line == limit) return;
    for (size_t i = 0; i < furniture; ++i) Mark(i, WidgetName(Widget::kNavigation));
  }

  bool BeginsLetter(size_t i) const {
    const PageLine& line = lines_[i];
    if (IsMarked(i)) return false;
    const std::string_view text = LineText(i);
    const bool number = text.ends_with("号") && Contains(text, "〕");
    const bool addressee = text.ends_with("：") && line.han > 1;
    return line.prose || number || addressee || LooksLikeTitle(text, line);
  }

  // Lines that are furniture beside furniture only, such as one label of a page.
  void TakeNeighbours() {
    for (size_t i = 1; i < lines_.size(); ++i) {
      if (IsMarked(i - 1)) TakeNeighbour(i);
    }
    for (size_t i = lines_.size(); i-- > 1;) {
      if (IsMarked(i)) TakeNeighbour(i - 1);
    }
  }

  void TakeNeighbour(size_t i) {
    if (IsMarked(i)) return;
    const Widget widget = WidgetBesideOthers(LineText(i));
    if (widget != Widget::kNone) Mark(i, WidgetName(widget));
  }

  // Lines of the same widget make one span, two headings in one line make two.
  std::vector<FurnitureHint> Spans() const {
    std::vector<FurnitureHint> spans;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (!IsMarked(i)) {
        AddTools(lines_[i].range, &spans);
        continue;
      }
      const bool joins = i > 0 && IsMarked(i - 1) && lines_[i].headings.empty() &&
                         widgets_[i] == spans.back().widget;
      if (joins) {
        spans.back().text.end = lines_[i].range.end;
      } else {
        AddLine(i, &spans);
      }
    }
    return spans;
  }

  void AddLine(size_t i, std::vector<FurnitureHint>* spans) const {
    const ByteRange range = lines_[i].range;
    const std::vector<WidgetHeading>& headings = lines_[i].headings;
    uint32_t start = range.start;
    for (size_t h = 0; h + 1 < headings.size(); ++h) {
      const uint32_t end = range.start + headings[h + 1].range.start;
      AddSpan({start, end}, WidgetName(headings[h].widget), spans);
      start = end;
    }
    AddSpan({start, range.end}, widgets_[i], spans);
  }

  static void AddSpan(ByteRange range, std::string_view widget, std::vector<FurnitureHint>* spans) {
    if (!spans->empty() && spans->back().widget == widget &&
        spans->back().text.end + 1 == range.start) {
      spans->back().text.end = range.end;
    } else {
      spans->push_back({range, std::string(widget)});
    }
  }

  // 【打印】【关闭】 behind the last sentence of a line of the letter.
  void AddTools(ByteRange line, std::vector<FurnitureHint>* spans) const {
    const std::string_view text = Slice(text_, line);
    const size_t tools = ToolsAtEnd(text);
    if (tools == text.size()) return;
    spans->push_back({{line.start + static_cast<uint32_t>(tools), line.end},
                      std::string(WidgetName(Widget::kToolbar))});
  }

  const std::string_view text_;
  const std::vector<PageLine> lines_;
  const bool has_hints_;
  std::vector<std::string_view> widgets_;  // of each line; empty: the letter
};

// The hull of the source bytes of a text range.
ByteRange Hull(const SourceMap& map, ByteRange text) {
  const std::vector<ByteRange> ranges = map.SourceRanges(text);
  return ranges.empty() ? ByteRange{} : ByteRange{ranges.front().start, ranges.back().end};
}

// What was cut, in the same form as the clean text.
std::string Tidy(std::string_view text) {
  MappedText mapped{std::string(text), SourceMap::Identity(static_cast<uint32_t>(text.size()))};
  TrimLines(&mapped);
  WidenMarks(&mapped);
  return std::move(mapped.text);
}

}  // namespace

std::vector<FurnitureHint> FindFurniture(std::string_view text,
                                         const std::vector<FurnitureHint>& hints) {
  if (text.empty()) return {};
  return FurnitureFinder(text, hints).Find();
}

std::vector<FurnitureBlock> CutFurniture(const std::vector<FurnitureHint>& spans,
                                         MappedText* mapped) {
  const std::string_view text = mapped->text;
  std::vector<FurnitureBlock> blocks;
  TextEditor editor(text);
  for (const FurnitureHint& span : spans) {
    blocks.push_back({Hull(mapped->map, span.text), span.widget, Tidy(Slice(text, span.text))});
    uint32_t start = span.text.start;
    uint32_t end = span.text.end;
    // A whole line goes with the break before it, or behind it at the start.
    const bool ends_line = end == text.size() || text[end] == '\n';
    if (ends_line && start > 0 && text[start - 1] == '\n' && start - 1 >= editor.position()) {
      --start;
    } else if (ends_line && start == editor.position() && end < text.size() &&
               (start == 0 || text[start - 1] == '\n')) {
      ++end;
    }
    editor.KeepUntil(start);
    editor.RemoveUntil(end, RepairKind::kFurniture, span.widget);
  }
  editor.Finish(mapped);
  return blocks;
}

}  // namespace pledge::pipeline
