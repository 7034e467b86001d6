#include "service/pipeline/clean/wrap.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "service/pipeline/text/lines.h"
#include "service/pipeline/text/text_match.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kFewestLines = 4;
constexpr uint32_t kNarrowest = 15;        // characters; shorter lines are lists or verse
constexpr uint32_t kNarrowestPage = 40;    // columns of a typeset page
constexpr size_t kLongerPercent = 2;       // of lines that are longer than a fixed number
constexpr size_t kLongerPagePercent = 30;  // the same on pages of several widths
constexpr size_t kFollowedPercent = 70;    // of full lines with the next one right below
constexpr uint32_t kWidest = 120;          // characters; wider lines are paragraphs
constexpr uint32_t kTolerance = 4;         // columns that typesetting leaves free
constexpr uint32_t kLostIndent = 4;        // columns: two characters
constexpr size_t kFullTextPercent = 45;    // of all text, in full lines
constexpr size_t kOpenPercent = 60;        // of the full lines, ending inside a sentence
constexpr uint32_t kHangingMarks = 2;      // behind a full line
constexpr size_t kMaxPageNumberBytes = 24;

struct WrappedLine {
  ByteRange range;          // without the line break
  ByteRange content;        // without blanks at the edges
  uint32_t characters = 0;  // up to the end of the content, indentation included
  uint32_t columns = 0;     // the same, two for each wide character
  uint32_t indent = 0;      // columns before the content
  bool open = false;        // ends inside a sentence
  bool ends_in_mark = false;
  bool leaders = false;  // dots up to a page number
  bool page_number = false;
};

bool IsWideCharacter(char32_t c) { return c >= 0x1100 && c != 0xFFFD; }

bool EndsOpen(char32_t last) {
  constexpr std::u32string_view kEnds = U"。！？；：!?;:”）》)…";
  return kEnds.find(last) == std::u32string_view::npos;
}

// – 12 –, 12, 第12页
bool IsPageNumber(std::string_view line) {
  if (line.empty() || line.size() > kMaxPageNumberBytes) return false;
  size_t digits = 0;
  for (size_t at = 0; at < line.size();) {
    const Utf8Character c = CharacterAt(line, at);
    constexpr std::u32string_view kAround = U"-–—·第页/";
    if (IsAsciiDigit(c.value)) {
      ++digits;
    } else if (!IsBlank(c.value) && kAround.find(c.value) == std::u32string_view::npos) {
      return false;
    }
    at += c.size;
  }
  return digits >= 1 && digits <= 4;
}

WrappedLine Measure(std::string_view text, ByteRange range) {
  WrappedLine line;
  line.range = range;
  line.content = Trim(text, range);
  for (uint32_t at = range.start; at < line.content.end;) {
    const uint8_t lead = ByteAt(text, at);
    ++line.characters;
    if (lead >= 0xE2 && lead <= 0xEE) {  // all of them wide
      line.columns += 2;
      at += 3;
    } else {
      const Utf8Character c = CharacterAt(text, at);
      line.columns += IsWideCharacter(c.value) ? 2 : 1;
      at += c.size;
    }
    if (at <= line.content.start) line.indent = line.columns;
  }
  const std::string_view content = Slice(text, line.content);
  const char32_t last = CharacterBefore(content, content.size()).value;
  line.open = EndsOpen(last);
  line.ends_in_mark = IsWideMark(last) || WideMarkOf(last) != 0;
  line.leaders = content.find("....") != std::string_view::npos || Contains(content, "………");
  line.page_number = IsPageNumber(content);
  return line;
}

std::vector<WrappedLine> MeasureLines(std::string_view text) {
  std::vector<WrappedLine> lines;
  ForEachLine(text, [&](ByteRange range) { lines.push_back(Measure(text, range)); });
  return lines;
}

// The width that the lines were broken at.
struct Width {
  bool by_columns = false;
  uint32_t full = 0;  // a line this long or longer is full
  uint32_t limit = 0;
};

struct Peak {
  uint32_t width = 0;
  size_t lines = 0;
};

// The width with the most lines at most `tolerance` below it.
Peak FindPeak(const std::map<uint32_t, size_t>& counts, uint32_t tolerance) {
  Peak peak;
  size_t window = 0;
  auto low = counts.begin();
  for (auto high = counts.begin(); high != counts.end(); ++high) {
    window += high->second;
    while (low->first + tolerance < high->first) window -= (low++)->second;
    if (window >= peak.lines) peak = {high->first, window};
  }
  return peak;
}

bool IsFull(const WrappedLine& line, const Width& width) {
  return !line.leaders && (width.by_columns ? line.columns : line.characters) >= width.full;
}

// Longer than the width allows. A mark that may not open a line hangs behind the
// last character of a fixed number.
bool IsLonger(const WrappedLine& line, const Width& width) {
  if (width.by_columns) return line.columns > width.limit;
  return line.characters > width.limit + (line.ends_in_mark ? kHangingMarks : 0);
}

// Most of the text must stand in full lines that end inside a sentence and have
// the next line right below them.
bool ShowsWrapping(const std::vector<WrappedLine>& lines, const Width& width, size_t total) {
  size_t all = 0;
  size_t full = 0;
  size_t open = 0;
  size_t longer = 0;
  size_t followed = 0;
  size_t full_text = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    all += lines[i].content.empty() ? 0 : 1;
    if (!IsFull(lines[i], width)) continue;
    if (lines[i].characters > kWidest) return false;  // whole paragraphs
    ++full;
    open += lines[i].open ? 1 : 0;
    full_text += lines[i].characters;
    longer += IsLonger(lines[i], width) ? 1 : 0;
    followed += i + 1 < lines.size() && !lines[i + 1].content.empty() ? 1 : 0;
  }
  const size_t most_longer = width.by_columns ? kLongerPagePercent : kLongerPercent;
  return full >= kFewestLines && full_text * 100 >= total * kFullTextPercent &&
         open * 100 >= full * kOpenPercent && longer * 100 <= all * most_longer &&
         followed * 100 >= full * kFollowedPercent;
}

std::optional<Width> FindWidth(const std::vector<WrappedLine>& lines) {
  std::map<uint32_t, size_t> by_characters;
  std::map<uint32_t, size_t> by_columns;
  size_t total = 0;
  for (const WrappedLine& line : lines) {
    if (line.content.empty() || line.leaders) continue;
    total += line.characters;
    if (line.characters < kNarrowest || line.characters > kWidest) continue;
    ++by_characters[line.characters];
    ++by_columns[line.columns];
  }
  // A fixed number of characters first: of two that fit, it is exact.
  const Peak characters = FindPeak(by_characters, 0);
  const Width fixed{false, characters.width, characters.width};
  if (characters.lines >= kFewestLines && ShowsWrapping(lines, fixed, total)) return fixed;
  const Peak columns = FindPeak(by_columns, kTolerance);
  const Width page{true, columns.width - kTolerance, columns.width};
  if (columns.lines < kFewestLines || columns.width < kNarrowestPage) return std::nullopt;
  return ShowsWrapping(lines, page, total) ? std::optional<Width>(page) : std::nullopt;
}

bool IsChineseNumeral(char32_t c) {
  return std::u32string_view(U"一二三四五六七八九十百零〇").find(c) != std::u32string_view::npos;
}

// How a line begins that may begin a paragraph.
enum class Label {
  kNone,
  kWeak,    // 1. （1） ① 第一条: inside a sentence as well
  kStrong,  // 一、 （一） 第一章: headings
};

Label LabelOf(std::string_view line) {
  size_t at = 0;
  Utf8Character c = CharacterAt(line, at);
  if (c.value >= 0x2460 && c.value <= 0x2473) return Label::kWeak;
  const bool bracket = c.value == U'（' || c.value == '(';
  const bool ordinal = c.value == U'第';
  if (bracket || ordinal) at += c.size;
  size_t chinese = 0;
  size_t digits = 0;
  for (c = CharacterAt(line, at); IsChineseNumeral(c.value) || IsAsciiDigit(c.value);
       c = CharacterAt(line, at)) {
    ++(IsAsciiDigit(c.value) ? digits : chinese);
    at += c.size;
  }
  if (chinese + digits == 0 || chinese + digits > 4) return Label::kNone;
  const Label numbered = chinese > 0 ? Label::kStrong : Label::kWeak;
  if (bracket) return c.value == U'）' || c.value == ')' ? numbered : Label::kNone;
  if (ordinal) {
    if (c.value == U'章' || c.value == U'节') return Label::kStrong;
    return c.value == U'条' || c.value == U'款' ? Label::kWeak : Label::kNone;
  }
  if (c.value == U'、') return numbered;
  const bool dot = c.value == '.' || c.value == U'．';
  const bool number = IsAsciiDigit(CharacterAt(line, at + c.size).value);  // 1.5
  return chinese == 0 && dot && !number ? Label::kWeak : Label::kNone;
}

class Joiner {
 public:
  Joiner(std::string_view text, std::vector<WrappedLine> lines, Width width)
      : text_(text), lines_(std::move(lines)), width_(width), indented_(UsesIndents()) {}

  void Edit(TextEditor* editor) const {
    size_t last = lines_.size();  // the line that the next one may continue
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].content.empty()) {
        if (last < i && !IsFull(lines_[last], width_)) last = lines_.size();
        continue;
      }
      // Goes with the gap that it stands in.
      if (lines_[i].page_number && last < i && IsFull(lines_[last], width_)) continue;
      if (last < i) EditGap(last, i, editor);
      last = i;
    }
  }

 private:
  // Indentation marks paragraphs when some lines have it and most do not.
  bool UsesIndents() const {
    size_t indented = 0;
    size_t all = 0;
    for (const WrappedLine& line : lines_) {
      if (line.content.empty()) continue;
      ++all;
      indented += line.indent >= 2 ? 1 : 0;
    }
    return indented > 0 && indented * 100 < all * 70;
  }

  bool Continues(size_t first, size_t second) const {
    const WrappedLine& above = lines_[first];
    const WrappedLine& below = lines_[second];
    if (below.leaders || !EndsAtWidth(above, below)) return false;
    // A blank line or a page number between: only in the middle of a sentence.
    if (second > first + 1 && !above.open) return false;
    if (indented_ && below.indent >= 2) return false;
    const Label label = LabelOf(Slice(text_, below.content));
    return label == Label::kNone || (label == Label::kWeak && above.open);
  }

  // Full, too full for the first word of the next line, or a first line whose
  // indentation was lost.
  bool EndsAtWidth(const WrappedLine& above, const WrappedLine& below) const {
    if (IsFull(above, width_)) return true;
    if (!width_.by_columns || above.leaders) return false;
    if (above.open && above.columns + kLostIndent >= width_.full && !IsHeading(above)) return true;
    uint32_t word = 0;
    for (const char c : Slice(text_, below.content)) {
      if (static_cast<uint8_t>(c) <= ' ' || static_cast<uint8_t>(c) >= 0x80) break;
      ++word;
    }
    return word > 1 && word < width_.limit / 2 && above.columns + word + 1 > width_.limit;
  }

  // 一、总体要求: a label and no sentence behind it.
  bool IsHeading(const WrappedLine& line) const {
    const std::string_view content = Slice(text_, line.content);
    return LabelOf(content) != Label::kNone && !Contains(content, "。") && !Contains(content, "，");
  }

  // Between two lines of text: page numbers go, and the break if the second
  // line continues the first.
  void EditGap(size_t first, size_t second, TextEditor* editor) const {
    const bool join = Continues(first, second);
    const uint32_t start = lines_[first].content.end;
    const uint32_t end = lines_[second].content.start;
    if (join) editor->KeepUntil(start);
    for (size_t i = first + 1; i < second; ++i) {
      if (lines_[i].content.empty()) continue;
      Skip(lines_[i].content.start, join, editor);
      editor->RemoveUntil(lines_[i].content.end, RepairKind::kFurniture, "page-number");
    }
    if (join) Skip(end, true, editor);
    // Two English words were one line apart and get their blank back.
    const bool words = join && width_.by_columns &&
                       IsAsciiLetter(CharacterBefore(text_, start).value) &&
                       IsAsciiLetter(CharacterAt(text_, end).value);
    if (words) editor->Insert(" ", RepairKind::kSpacing, "hard-wrap");
  }

  static void Skip(uint32_t end, bool remove, TextEditor* editor) {
    if (remove) {
      editor->RemoveUntil(end, RepairKind::kSpacing, "hard-wrap");
    } else {
      editor->KeepUntil(end);
    }
  }

  const std::string_view text_;
  const std::vector<WrappedLine> lines_;
  const Width width_;
  const bool indented_;
};

// Tells most texts from wrapped ones by the length of their lines in bytes.
bool MayBeWrapped(std::string_view text) {
  size_t lines = 0;
  size_t bytes = 0;
  ForEachLine(text, [&](ByteRange line) {
    if (line.size() < kNarrowest || line.size() > kWidest * 3) return;
    ++lines;
    bytes += line.size();
  });
  return lines >= kFewestLines && bytes * 3 >= text.size();
}

}  // namespace

bool JoinWrappedLines(MappedText* mapped) {
  const std::string_view text = mapped->text;
  if (!MayBeWrapped(text)) return false;
  std::vector<WrappedLine> lines = MeasureLines(text);
  const std::optional<Width> width = FindWidth(lines);
  if (!width.has_value()) return false;
  TextEditor editor(text);
  Joiner(text, std::move(lines), *width).Edit(&editor);
  const bool edited = editor.edited();
  editor.Finish(mapped);
  return edited;
}

}  // namespace pledge::pipeline
