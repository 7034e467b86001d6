#include "service/pipeline/decode/html_content.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "service/pipeline/clean/page_lines.h"
#include "service/pipeline/text/lines.h"

namespace pledge::pipeline {
namespace {

// Share of link text from which a line is navigation.
constexpr uint32_t kLinkPercent = 60;
constexpr size_t kFewestLinkLines = 3;
// Lines at the start of the main element among which its title is.
constexpr size_t kMaxTitleLines = 4;
constexpr uint32_t kFewestHanOfHeadTitle = 6;
// Lines behind the main element that may still end the letter.
constexpr size_t kMaxLinesBehind = 6;

class FurnitureChooser {
 public:
  FurnitureChooser(std::string_view text, const std::vector<HtmlLine>& lines,
                   std::string_view page_title)
      : text_(text), page_title_(page_title), lines_(lines), widgets_(lines.size()) {
    for (const HtmlLine& line : lines) described_.push_back(DescribeLine(text, line.text));
  }

  std::vector<FurnitureHint> Choose() {
    MarkOutside();
    MarkCalled();
    MarkLinkLists();
    MarkLinksAround();
    std::vector<FurnitureHint> hints;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (widgets_[i] == Widget::kNone) continue;
      hints.push_back({lines_[i].text, std::string(WidgetName(widgets_[i]))});
    }
    return hints;
  }

 private:
  std::string_view LineText(size_t i) const { return Slice(text_, lines_[i].text); }
  bool EndsLetter(size_t i) const {
    return described_[i].prose || ClosesLetter(LineText(i), described_[i]);
  }
  bool IsMain(size_t i) const { return lines_[i].main * 2 >= lines_[i].characters; }
  bool IsLink(size_t i) const {
    return lines_[i].links * 100 >= lines_[i].characters * kLinkPercent && lines_[i].links > 0;
  }
  // By its words, or because the page says so in its head. A row of a table is
  // no title, even if one stands in a cell.
  bool IsTitle(size_t i) const {
    const std::string_view line = LineText(i);
    if (described_[i].widget != Widget::kNone || IsLink(i)) return false;
    if (described_[i].prose || line.find('\t') != std::string_view::npos) return false;
    return LooksLikeTitle(line, described_[i]) || IsInHead(i);
  }
  bool IsInHead(size_t i) const {
    return described_[i].han >= kFewestHanOfHeadTitle &&
           page_title_.find(LineText(i)) != std::string_view::npos;
  }

  // Lines outside the main element, but for a title before it and the end of
  // the letter behind it.
  void MarkOutside() {
    const size_t first = FirstMain();
    if (first == lines_.size()) return;
    size_t last = lines_.size();
    while (!IsMain(last - 1)) --last;
    const size_t title = TitleBefore(first);
    for (size_t i = 0; i < lines_.size(); ++i) {
      const bool title_line = i >= title && i < first && lines_[i].heading > 0 && IsTitlePart(i);
      if (IsMain(i) || i == title || title_line || IsEndOfLetter(i, last)) continue;
      widgets_[i] = lines_[i].widget != Widget::kNone ? lines_[i].widget
                    : IsLink(i)                       ? Widget::kNavigation
                                                      : OwnWidget(i);
    }
  }

  Widget OwnWidget(size_t i) const {
    return described_[i].widget != Widget::kNone ? described_[i].widget : Widget::kPage;
  }

  size_t FirstMain() const {
    size_t first = 0;
    while (first < lines_.size() && !IsMain(first)) ++first;
    return first;
  }

  // A heading outside that reads like a title, or is the one of <title>, is kept.
  // Plain text that does only where the main element begins without a title.
  size_t TitleBefore(size_t first) const {
    const bool titled = HasTitle(first);
    for (size_t i = first; i-- > 0;) {
      if (!IsTitle(i)) continue;
      const bool heading = lines_[i].heading > 0 || IsInHead(i);
      if (heading && !StandsInMain(i, first)) return FirstTitleLine(i);
      if (!titled && lines_[i].widget == Widget::kNone) return FirstTitleLine(i);
    }
    return lines_.size();
  }

  bool HasTitle(size_t first) const {
    for (size_t i = first; i < lines_.size() && i < first + kMaxTitleLines; ++i) {
      if (IsMain(i) && IsTitle(i)) return true;
    }
    return false;
  }

  // The page shows the title above the main element and in it.
  bool StandsInMain(size_t title, size_t first) const {
    const std::string_view text = LineText(title);
    for (size_t i = first; i < lines_.size() && i < first + kMaxTitleLines; ++i) {
      if (LineText(i) == text) return true;
    }
    return false;
  }

  // A title may be broken into several lines of one heading.
  size_t FirstTitleLine(size_t i) const {
    while (i > 0 && lines_[i].heading > 0 && lines_[i - 1].heading > 0 && IsTitlePart(i - 1)) --i;
    return i;
  }
  bool IsTitlePart(size_t i) const {
    return !IsLink(i) && described_[i].widget == Widget::kNone && described_[i].han >= 4 &&
           !described_[i].prose;
  }

  bool IsEndOfLetter(size_t i, size_t behind_main) const {
    if (i < behind_main || i >= behind_main + kMaxLinesBehind) return false;
    if (lines_[i].widget != Widget::kNone || described_[i].widget != Widget::kNone) return false;
    return BelongsToLetter(LineText(i)) || (ClosesLetter(LineText(i), described_[i]) && !IsLink(i));
  }

  // Lines inside the main element in something that is called a widget.
  void MarkCalled() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      const bool called = lines_[i].marked * 2 > lines_[i].characters;
      if (!called || widgets_[i] != Widget::kNone) continue;
      if (described_[i].prose || (IsTitle(i) && lines_[i].heading > 0)) continue;
      if (BelongsToLetter(LineText(i))) continue;
      widgets_[i] = lines_[i].widget;
    }
  }

  // Links before the letter begins and behind its last sentence.
  void MarkLinksAround() {
    size_t first = 0;
    while (first < lines_.size() && !described_[first].prose && !IsTitle(first)) ++first;
    if (first == lines_.size()) return;
    size_t last = lines_.size();
    while (last > first && !EndsLetter(last - 1)) --last;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (i >= first && i < last) continue;
      const bool attachment =
          BelongsToLetter(LineText(i)) || (i > 0 && BelongsToLetter(LineText(i - 1)));
      if (!IsLink(i) || attachment || widgets_[i] != Widget::kNone) continue;
      widgets_[i] = OwnWidget(i) == Widget::kPage ? Widget::kNavigation : OwnWidget(i);
    }
  }

  // Lists of links, unless they are the attachments of the letter.
  void MarkLinkLists() {
    for (size_t i = 0; i < lines_.size();) {
      size_t end = i;
      bool attachments = i > 0 && BelongsToLetter(LineText(i - 1));
      while (end < lines_.size() && IsLink(end) && !described_[end].prose) {
        attachments |= BelongsToLetter(LineText(end));
        ++end;
      }
      if (end - i >= kFewestLinkLines && !attachments) {
        for (size_t j = i; j < end; ++j) {
          if (widgets_[j] == Widget::kNone) widgets_[j] = Widget::kList;
        }
      }
      i = std::max(end, i + 1);
    }
  }

  const std::string_view text_;
  const std::string_view page_title_;
  const std::vector<HtmlLine>& lines_;
  std::vector<PageLine> described_;
  std::vector<Widget> widgets_;
};

}  // namespace

std::vector<FurnitureHint> ChooseFurniture(std::string_view text,
                                           const std::vector<HtmlLine>& lines,
                                           std::string_view page_title) {
  if (lines.empty()) return {};
  return FurnitureChooser(text, lines, page_title).Choose();
}

}  // namespace pledge::pipeline
