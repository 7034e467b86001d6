#include "service/pipeline/clean/widget_words.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <iterator>

#include "service/pipeline/clean/widget_tables.h"
#include "service/pipeline/text/text_match.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

namespace words = widget_tables;

// Longer lines are no furniture of one widget, whatever words they hold.
constexpr size_t kMaxWidgetLine = 240;
// Bytes before a colon that a label may have, blanks included.
constexpr size_t kMaxLabelBytes = 40;

bool IsSeparator(char32_t c) {
  constexpr std::u32string_view kSeparators = U"|｜·•-—_/\\【】[]（）()<>《》»«＞>：:、,，+*●■◆…";
  return IsBlank(c) || kSeparators.find(c) != std::u32string_view::npos;
}

size_t SkipSeparators(std::string_view line, size_t at) {
  while (at < line.size()) {
    const Utf8Character c = CharacterAt(line, at);
    if (!IsSeparator(c.value)) break;
    at += c.size;
  }
  return at;
}

size_t SkipDigits(std::string_view line, size_t at) {
  while (at < line.size() && IsAsciiDigit(ByteAt(line, at))) ++at;
  return at;
}

template <typename Table>
const auto* LongestAt(const Table& table, std::string_view line, size_t at) {
  decltype(std::begin(table)) best = nullptr;
  for (const auto& word : table) {
    if (at + 2 >= line.size() || line[at + 2] != word.text[2] || line[at] != word.text[0]) continue;
    if (line.compare(at, word.text.size(), word.text) != 0) continue;
    if (best == nullptr || word.text.size() > best->text.size()) best = &word;
  }
  return best;
}

// The characters that the words of widgets begin with, and that tools end with:
// few lines of a letter have one there, so most are done with one look.
class EdgeCharacters {
 public:
  static const EdgeCharacters& Get() {
    static const auto* const characters = new EdgeCharacters();
    return *characters;
  }

  bool MayBeginWidget(char32_t c) const {
    return IsAsciiDigit(c) || (c < first_.size() && first_[c]);
  }
  bool MayEndTool(char32_t c) const { return c < last_.size() && last_[c]; }

 private:
  EdgeCharacters() {
    for (const words::Tool& tool : words::kTools) {
      last_[CharacterBefore(tool.text, tool.text.size()).value] = true;
    }
    for (const words::Word& word : words::kModifiers) Add(word.text);
    for (const words::Word& word : words::kWholeHeadings) Add(word.text);
    for (const words::Tool& tool : words::kTools) Add(tool.text);
    for (const std::string_view word : words::kPagerStarts) Add(word);
    for (const std::string_view word : words::kBreadcrumbStarts) Add(word);
    for (const std::string_view word : words::kScanStarts) Add(word);
    Add("首页");
  }

  void Add(std::string_view word) { first_[CharacterAt(word, 0).value] = true; }

  std::bitset<0x10000> first_;
  std::bitset<0x10000> last_;
};

bool MayBeginWidget(std::string_view line, size_t at) {
  return EdgeCharacters::Get().MayBeginWidget(CharacterAt(line, at).value);
}

bool MayEndInTools(std::string_view line) {
  size_t end = line.size();
  Utf8Character c = CharacterBefore(line, end);
  while (c.size > 0 && IsSeparator(c.value)) {
    end -= c.size;
    c = CharacterBefore(line, end);
  }
  return c.size > 0 && EdgeCharacters::Get().MayEndTool(c.value);
}

// Behind the words of one heading at `at`: modifiers and nouns, with one of
// each. kNone when there is none.
WidgetHeading HeadingOfWords(std::string_view line, size_t at) {
  WidgetHeading heading;
  size_t modifiers = 0;
  while (const words::Word* modifier = LongestAt(words::kModifiers, line, at)) {
    if (heading.widget == Widget::kNone) heading.widget = modifier->widget;
    at += modifier->text.size();
    ++modifiers;
  }
  // 热门推荐, 点击排行: the last modifier may be the noun itself.
  const bool noun = LongestAt(words::kNouns, line, at) != nullptr;
  if (modifiers == 0 || (!noun && modifiers < 2)) return {};
  if (heading.widget == Widget::kNone) heading.widget = Widget::kList;
  heading.range.end = static_cast<uint32_t>(at);
  return heading;
}

// One heading at `at`; kNone when there is none.
WidgetHeading HeadingAt(std::string_view line, size_t at) {
  const auto start = static_cast<uint32_t>(at);
  const size_t digits = SkipDigits(line, at);
  if (digits > at && StartsWithAny(line.substr(digits), words::kCommentCounts)) {  // 0条评论
    const size_t size = std::string_view("条评论").size();
    return {Widget::kComments, {start, static_cast<uint32_t>(digits + size)}};
  }
  WidgetHeading heading;
  if (const words::Word* whole = LongestAt(words::kWholeHeadings, line, at)) {
    heading.widget = whole->widget;
    heading.range.end = static_cast<uint32_t>(at + whole->text.size());
  } else {
    heading = HeadingOfWords(line, at);
    if (heading.widget == Widget::kNone) return {};
  }
  at = heading.range.end;
  while (const words::Word* noun = LongestAt(words::kNouns, line, at)) {
    if (HeadingOfWords(line, at).widget != Widget::kNone) break;  // the next heading begins
    if (noun->widget != Widget::kNone) heading.widget = noun->widget;
    at += noun->text.size();
  }
  heading.range = {start, static_cast<uint32_t>(at)};
  return heading;
}

struct ToolCensus {
  size_t end = 0;  // behind the last tool
  bool strong = false;
  Widget widget = Widget::kNone;
};

// Tools and separators from `at` on.
ToolCensus ReadTools(std::string_view line, size_t at) {
  ToolCensus census;
  at = SkipSeparators(line, at);
  while (const words::Tool* tool = LongestAt(words::kTools, line, at)) {
    census.strong |= tool->strong;
    if (census.widget == Widget::kNone || tool->strong) census.widget = tool->widget;
    at = SkipSeparators(line, at + tool->text.size());
    census.end = at;
  }
  return census;
}

bool EndsSentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'”' || c == U'）' || c == ')' ||
         c == U'日';
}

bool IsProse(std::string_view line) {
  const size_t comma = FindWord(line, "，");
  return Contains(line, "。") || Contains(line, "；") ||
         (comma != std::string_view::npos && Contains(line.substr(comma + 1), "，"));
}

bool IsBreadcrumb(std::string_view line) {
  if (StartsWithAny(line, words::kBreadcrumbStarts)) return true;
  return line.starts_with("首页") &&
         (Contains(line, ">") || Contains(line, "＞") || Contains(line, "»"));
}

// Bytes without which there is no word of a footer: the first of 版 and 网, and
// capitals.
bool MayBeFooter(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    return static_cast<uint8_t>(c) == 0xE7 || c == 'I' || c == 'C' || c == 'A';
  });
}

bool IsFooter(std::string_view line) {
  if (!MayBeFooter(line)) return false;
  for (const std::string_view word : words::kFooterNumbers) {
    const size_t at = FindWord(line, word);
    if (at == std::string_view::npos) continue;
    const size_t behind = SkipSeparators(line, at + word.size());
    if (IsAsciiDigit(CharacterAt(line, behind).value)) return true;
  }
  return std::any_of(std::begin(words::kFooterWords), std::end(words::kFooterWords),
                     [line](std::string_view word) { return Contains(line, word); });
}

// What stands before `colon` without its blanks (标　　题 → 标题), in `buffer`.
std::string_view LabelBefore(std::string_view line, size_t colon,
                             std::array<char, kMaxLabelBytes>* buffer) {
  size_t start = buffer->size();
  const size_t limit = colon > kMaxLabelBytes ? colon - kMaxLabelBytes : 0;
  for (size_t at = colon; at > limit;) {
    const Utf8Character c = CharacterBefore(line, at);
    at -= c.size;
    if (IsBlank(c.value)) continue;
    if (!IsHanCharacter(c.value) || start < c.size) break;
    start -= c.size;
    line.copy(buffer->data() + start, c.size, at);
  }
  return {buffer->data() + start, buffer->size() - start};
}

// Labels of `table` with a colon behind them.
template <typename Table>
size_t CountLabels(std::string_view line, const Table& table) {
  size_t count = 0;
  std::array<char, kMaxLabelBytes> buffer;
  for (size_t at = 0; at < line.size(); ++at) {
    const bool colon =
        line[at] == ':' || (ByteAt(line, at) == 0xEF && line.compare(at, 3, "：") == 0);
    if (!colon) continue;
    const std::string_view label = LabelBefore(line, at, &buffer);
    count += std::any_of(std::begin(table), std::end(table),
                         [label](std::string_view known) { return EndsWith(label, known); })
                 ? 1
                 : 0;
  }
  return count;
}

}  // namespace

std::string_view WidgetName(Widget widget) {
  constexpr std::array<std::string_view, 15> kNames = {
      "",           "related", "recommended", "ranking", "comments", "share", "toolbar", "pager",
      "breadcrumb", "nav",     "metadata",    "footer",  "code",     "list",  "page"};
  return kNames[static_cast<size_t>(widget)];
}

std::vector<WidgetHeading> WidgetHeadings(std::string_view line) {
  std::vector<WidgetHeading> headings;
  if (line.size() > kMaxWidgetLine) return headings;
  size_t at = SkipSeparators(line, 0);
  if (!MayBeginWidget(line, at)) return headings;
  while (at < line.size()) {
    const WidgetHeading heading = HeadingAt(line, at);
    if (heading.widget == Widget::kNone) return {};
    headings.push_back(heading);
    at = SkipSeparators(line, heading.range.end);
  }
  return headings;
}

Widget WidgetOfLine(std::string_view line) {
  if (line.empty() || line.size() > kMaxWidgetLine || IsProse(line)) return Widget::kNone;
  const size_t start = SkipSeparators(line, 0);
  if (MayBeginWidget(line, start)) {
    if (StartsWithAny(line, words::kPagerStarts)) return Widget::kPager;
    if (IsBreadcrumb(line)) return Widget::kBreadcrumb;
    if (StartsWithAny(line, words::kScanStarts)) return Widget::kCode;
    const ToolCensus tools = ReadTools(line, start);
    if (tools.end == line.size() && tools.strong) return tools.widget;
  }
  if (IsFooter(line)) return Widget::kCopyright;
  return CountLabels(line, words::kPageLabels) >= 2 ? Widget::kMetadata : Widget::kNone;
}

Widget WidgetBesideOthers(std::string_view line) {
  if (line.size() > kMaxWidgetLine || IsProse(line)) return Widget::kNone;
  if (StartsWithAny(line, words::kFooterNeighbours)) return Widget::kCopyright;
  const bool label =
      StartsWithAny(line, words::kPageLabels) && CountLabels(line, words::kPageLabels) == 1;
  return label ? Widget::kMetadata : Widget::kNone;
}

IndexLabels FindIndexLabels(std::string_view line) {
  if (line.size() > kMaxWidgetLine) return {};
  const size_t count = CountLabels(line, words::kIndexLabels);
  if (count == 0 || IsProse(line)) return {};
  return {count, CountLabels(line, words::kTellingLabels) > 0};
}

size_t ToolsAtEnd(std::string_view line) {
  if (!MayEndInTools(line)) return line.size();
  const size_t from = line.size() > kMaxWidgetLine ? line.size() - kMaxWidgetLine : 0;
  const std::string_view tail = line.substr(from);
  if (std::none_of(std::begin(words::kTailHints), std::end(words::kTailHints),
                   [tail](std::string_view hint) { return Contains(tail, hint); })) {
    return line.size();
  }
  // The earliest place behind the end of a sentence from where only tools stand.
  for (size_t at = from; at < line.size(); ++at) {
    if (at == 0 || IsContinuation(ByteAt(line, at))) continue;
    if (!EndsSentence(CharacterBefore(line, at).value)) continue;
    const ToolCensus tools = ReadTools(line, at);
    if (tools.strong && tools.end == line.size()) return at;
  }
  return line.size();
}

}  // namespace pledge::pipeline
