#include "service/pipeline/decode/html_page.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "service/pipeline/clean/mirror.h"
#include "service/pipeline/clean/script.h"
#include "service/pipeline/decode/html_content.h"
#include "service/pipeline/decode/html_document.h"
#include "service/pipeline/decode/html_flat.h"
#include "service/pipeline/decode/html_guard.h"
#include "service/pipeline/decode/html_roles.h"
#include "service/pipeline/decode/html_text.h"

namespace pledge::pipeline {
namespace {

// Bytes that are looked at to tell HTML from text.
constexpr size_t kSniffBytes = size_t{32} << 10;
// Tags that a text must have to be HTML without being declared so.
constexpr size_t kFewestTags = 4;

constexpr std::string_view kKnownNames[] = {
    "html", "head",  "body",   "div",    "p",    "span", "table", "tbody", "tr",    "td", "th",
    "br",   "a",     "ul",     "ol",     "li",   "h1",   "h2",    "h3",    "font",  "b",  "strong",
    "img",  "style", "script", "center", "meta", "link", "title", "form",  "input", "em", "i"};

bool IsKnownName(std::string_view name) {
  return std::any_of(std::begin(kKnownNames), std::end(kKnownNames),
                     [name](std::string_view known) { return IsHtmlName(name, known); });
}

bool StartsWithNoCase(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && IsHtmlName(text.substr(0, lower.size()), lower);
}

// Tags that open and close: a text about "<b>" has one of them at most.
bool LooksLikeHtml(std::string_view text) {
  const size_t start = std::min(text.find_first_not_of(" \n\t"), text.size());
  const std::string_view head = text.substr(start, kSniffBytes);
  if (StartsWithNoCase(head, "<!doctype html") || StartsWithNoCase(head, "<html")) return true;
  size_t opening = 0;
  size_t closing = 0;
  for (HtmlTag tag = NextHtmlTag(head, 0); tag.start < head.size();
       tag = NextHtmlTag(head, tag.end)) {
    if (!IsKnownName(tag.name)) continue;
    ++(tag.closing ? closing : opening);
    if (opening + closing >= kFewestTags && closing > 0 && opening > 0) return true;
  }
  return false;
}

// Walks the tree and hands its texts to the builder.
class TreeWalker {
 public:
  explicit TreeWalker(const HtmlDocument& document)
      : nodes_(document.nodes()), roles_(FindRoles(document)), builder_(document.source()) {}

  std::vector<HtmlLine> Walk(MappedText* mapped) {
    for (uint32_t i = 1; i < nodes_.size();) {
      CloseBefore(i);
      i = Visit(i);
    }
    AddTexts();
    return builder_.Finish(mapped);
  }

 private:
  struct Text {
    uint32_t node;
    HtmlBreak separation;
    bool preformatted;
  };
  struct Open {
    uint32_t end;
    HtmlBreak at_end;
    bool cell;  // a cell of a row that stands on one line
    bool pre;
  };

  void Separate(HtmlBreak separation) { pending_ = std::max(pending_, separation); }

  void CloseBefore(uint32_t i) {
    while (!open_.empty() && open_.back().end <= i) {
      Separate(open_.back().at_end);
      inline_cells_ -= open_.back().cell ? 1 : 0;
      preformatted_ -= open_.back().pre ? 1 : 0;
      open_.pop_back();
    }
  }

  // Returns the index to go on with.
  uint32_t Visit(uint32_t i) {
    const HtmlNode& node = nodes_[i];
    if (node.is_text()) {
      texts_.push_back({i, pending_, preformatted_ > 0});
      // Blanks alone do not use up a separation.
      if (node.text.find_first_not_of(" \n\t") != std::string_view::npos) {
        pending_ = HtmlBreak::kNone;
      }
      return i + 1;
    }
    if (IsHiddenElement(node)) return node.end;
    if (node.tag == GUMBO_TAG_BR) {
      Separate(inline_cells_ > 0 ? HtmlBreak::kNone : HtmlBreak::kLine);
    } else if (node.tag == GUMBO_TAG_TD || node.tag == GUMBO_TAG_TH) {
      OpenCell(i);
    } else if (IsBlockElement(node.tag)) {
      const HtmlBreak separation = inline_cells_ > 0 ? HtmlBreak::kNone : HtmlBreak::kLine;
      const bool pre = node.tag == GUMBO_TAG_PRE;
      Separate(separation);
      preformatted_ += pre ? 1 : 0;
      open_.push_back({node.end, separation, false, pre});
    }
    return i + 1;
  }

  void OpenCell(uint32_t i) {
    const bool inline_row = IsInlineRow(nodes_[i].parent);
    const bool first = i == nodes_[i].parent + 1;
    Separate(inline_row ? (first ? HtmlBreak::kNone : HtmlBreak::kCell) : HtmlBreak::kLine);
    inline_cells_ += inline_row ? 1 : 0;
    open_.push_back(
        {nodes_[i].end, inline_row ? HtmlBreak::kCell : HtmlBreak::kLine, inline_row, false});
  }

  // A row of data: several cells with one paragraph each. A row with more in a
  // cell lays out the page.
  bool IsInlineRow(uint32_t row) {
    if (row == last_row_) return last_row_inline_;
    last_row_ = row;
    last_row_inline_ = nodes_[row].tag == GUMBO_TAG_TR && HasDataCells(row);
    return last_row_inline_;
  }

  bool HasDataCells(uint32_t row) const {
    size_t cells = 0;
    for (uint32_t cell = row + 1; cell < nodes_[row].end; cell = nodes_[cell].end) {
      if (nodes_[cell].is_text()) continue;
      ++cells;
      size_t blocks = 0;
      for (uint32_t i = cell + 1; i < nodes_[cell].end; ++i) {
        const bool breaks = IsBlockElement(nodes_[i].tag) || nodes_[i].tag == GUMBO_TAG_BR;
        blocks += breaks ? 1 : 0;
        if (blocks > 1 || nodes_[i].tag == GUMBO_TAG_TABLE) return false;
      }
    }
    return cells > 1;
  }

  // The parser may move text out of a table; the map needs it where it stands.
  void AddTexts() {
    const auto before = [this](const Text& a, const Text& b) {
      return nodes_[a.node].source.start < nodes_[b.node].source.start;
    };
    const bool sorted = std::is_sorted(texts_.begin(), texts_.end(), before);
    if (!sorted) std::stable_sort(texts_.begin(), texts_.end(), before);
    for (const Text& text : texts_) {
      const HtmlNode& node = nodes_[text.node];
      builder_.Separate(text.separation);
      builder_.Add(node.source, node.text, text.preformatted, roles_[text.node]);
    }
  }

  const std::vector<HtmlNode>& nodes_;
  const std::vector<NodeRole> roles_;
  HtmlTextBuilder builder_;
  std::vector<Text> texts_;
  std::vector<Open> open_;
  HtmlBreak pending_ = HtmlBreak::kNone;
  int inline_cells_ = 0;
  int preformatted_ = 0;
  uint32_t last_row_ = 0;
  bool last_row_inline_ = false;
};

MappedText Identical(std::string text) {
  const auto size = static_cast<uint32_t>(text.size());
  return {std::move(text), SourceMap::Identity(size)};
}

// The words of a damaged page are damaged as well: what is furniture is decided
// on a repaired copy. The hints are ranges of `text` all the same.
std::vector<FurnitureHint> ChooseInRepaired(const std::string& text,
                                            const std::vector<HtmlLine>& lines,
                                            const std::string& page_title) {
  MappedText repaired = Identical(text);
  if (UndoMirror(&repaired).empty()) return ChooseFurniture(text, lines, page_title);
  std::vector<HtmlLine> moved = lines;
  for (HtmlLine& line : moved) line.text = repaired.map.TextRange(line.text);
  MappedText title = Identical(page_title);
  SimplifyScript(&title);
  std::vector<FurnitureHint> hints = ChooseFurniture(repaired.text, moved, title.text);
  for (FurnitureHint& hint : hints) {
    const std::vector<ByteRange> ranges = repaired.map.SourceRanges(hint.text);
    if (!ranges.empty()) hint.text = {ranges.front().start, ranges.back().end};
  }
  return hints;
}

}  // namespace

bool IsHtml(std::string_view text, std::string_view declared_media_type) {
  const std::string_view type = declared_media_type.substr(0, declared_media_type.find(';'));
  if (StartsWithNoCase(type, "text/html") || StartsWithNoCase(type, "application/xhtml+xml")) {
    return true;
  }
  return LooksLikeHtml(text);
}

std::vector<FurnitureHint> HtmlToText(MappedText* mapped) {
  if (!IsParsable(mapped->text)) {
    FlattenHtml(mapped);
    return {};
  }
  const std::string source = mapped->text;  // the tree points into it
  const HtmlDocument document(source);
  const std::vector<HtmlLine> lines = TreeWalker(document).Walk(mapped);
  return ChooseInRepaired(mapped->text, lines, std::string(PageTitle(document)));
}

}  // namespace pledge::pipeline
