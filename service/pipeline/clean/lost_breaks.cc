#include "service/pipeline/clean/lost_breaks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "service/pipeline/text/byte_search.h"
#include "service/pipeline/text/lines.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kIndentColumns = 4;   // of a paragraph: two wide characters
constexpr uint32_t kIndentWide = 2;      // ideographic blanks that are one by themselves
constexpr size_t kCellCharacters = 12;   // longest cell of a row
constexpr size_t kFewestCells = 3;       // of a row
constexpr size_t kFieldCharacters = 12;  // longest field beside another one
constexpr size_t kLabelCharacters = 8;   // of a field, up to its colon
constexpr size_t kShortLabel = 5;        // 联系人：
constexpr size_t kShortValue = 8;        // 张三

// Blanks inside a line, at least as wide as an indentation.
struct Gap {
  ByteRange blanks;
  bool ideographic = false;
};

std::vector<Gap> FindGaps(std::string_view text, ByteRange line) {
  std::vector<Gap> gaps;
  // The first bytes of the blanks.
  const auto next_candidate = [&](uint32_t at) {
    return static_cast<uint32_t>(FindByteOf<' ', '\t', 0xC2, 0xE2, 0xE3>(text, at, line.end));
  };
  for (uint32_t at = next_candidate(line.start); at < line.end; at = next_candidate(at)) {
    uint32_t end = at;
    uint32_t columns = 0;
    uint32_t wide = 0;
    while (end < line.end) {
      const Utf8Character c = CharacterAt(text, end);
      if (!IsBlank(c.value)) break;
      wide += c.value == 0x3000 ? 1 : 0;
      columns += c.value == 0x3000 ? 2 : 1;
      end += c.size;
    }
    if (columns >= kIndentColumns) gaps.push_back({{at, end}, wide >= kIndentWide});
    at = std::max(end, at + 1);
  }
  return gaps;
}

bool EndsParagraph(char32_t c) {
  constexpr std::u32string_view kEnds = U"。！？：；”）》…!?:;)";
  return kEnds.find(c) != std::u32string_view::npos;
}

bool IsColon(char32_t c) { return c == U'：' || c == ':'; }

// Characters of a range, no more than `limit` + 1.
size_t CountUpTo(std::string_view text, ByteRange range, size_t limit) {
  size_t count = 0;
  for (uint32_t at = range.start; at < range.end && count <= limit;) {
    at += CharacterAt(text, at).size;
    ++count;
  }
  return count;
}

class BreakFinder {
 public:
  BreakFinder(std::string_view text, ByteRange line, std::vector<Gap> gaps)
      : text_(text), line_(line), gaps_(std::move(gaps)), is_row_(IsRow()) {}

  std::vector<ByteRange> Find() const {
    std::vector<ByteRange> breaks;
    for (size_t i = 0; i < gaps_.size(); ++i) {
      if (IsBreak(i)) breaks.push_back(gaps_[i].blanks);
    }
    return breaks;
  }

 private:
  ByteRange Before(size_t gap) const {
    return {gap == 0 ? line_.start : gaps_[gap - 1].blanks.end, gaps_[gap].blanks.start};
  }
  ByteRange After(size_t gap) const {
    return {gaps_[gap].blanks.end,
            gap + 1 < gaps_.size() ? gaps_[gap + 1].blanks.start : line_.end};
  }

  bool IsBreak(size_t gap) const {
    const char32_t last = CharacterBefore(text_, gaps_[gap].blanks.start).value;
    if (!gaps_[gap].ideographic && !EndsParagraph(last)) return false;
    return !is_row_ && !SpreadsWord(gap) && !PartsFields(gap) && !PartsLabel(gap);
  }

  // Several short cells and no sentence among them.
  bool IsRow() const {
    if (gaps_.size() + 1 < kFewestCells) return false;
    for (size_t i = 0; i < gaps_.size(); ++i) {
      if (!IsCell(Before(i))) return false;
    }
    return IsCell(After(gaps_.size() - 1));
  }

  bool IsCell(ByteRange range) const {
    return CountUpTo(text_, range, kCellCharacters) <= kCellCharacters &&
           !EndsParagraph(CharacterBefore(text_, range.end).value);
  }

  // 通　　知, 标　　题：, …的通　　知
  bool SpreadsWord(size_t gap) const {
    return IsOneHan(Before(gap)) || (IsOneHan(After(gap)) && gap + 1 == gaps_.size());
  }

  bool IsOneHan(ByteRange range) const {
    return CountUpTo(text_, range, 1) == 1 && IsHanCharacter(CharacterAt(text_, range.start).value);
  }

  // 联系人：张三　　联系电话：…
  bool PartsFields(size_t gap) const {
    const ByteRange before = Before(gap);
    if (EndsParagraph(CharacterBefore(text_, before.end).value)) return false;
    if (CountUpTo(text_, before, kFieldCharacters) > kFieldCharacters) return false;
    return HasLabel(before) && HasLabel(After(gap));
  }

  bool HasLabel(ByteRange range) const {
    size_t count = 0;
    for (uint32_t at = range.start; at < range.end && count <= kLabelCharacters; ++count) {
      const Utf8Character c = CharacterAt(text_, at);
      if (IsColon(c.value)) return count > 0;
      at += c.size;
    }
    return false;
  }

  // 签发人：　　张三
  bool PartsLabel(size_t gap) const {
    const ByteRange before = Before(gap);
    return IsColon(CharacterBefore(text_, before.end).value) &&
           CountUpTo(text_, before, kShortLabel) <= kShortLabel &&
           CountUpTo(text_, After(gap), kShortValue) <= kShortValue;
  }

  const std::string_view text_;
  const ByteRange line_;
  const std::vector<Gap> gaps_;
  const bool is_row_;
};

}  // namespace

std::vector<ByteRange> FindLostBreaks(std::string_view text, ByteRange line) {
  std::vector<Gap> gaps = FindGaps(text, line);
  if (gaps.empty()) return {};
  return BreakFinder(text, line, std::move(gaps)).Find();
}

}  // namespace pledge::pipeline
