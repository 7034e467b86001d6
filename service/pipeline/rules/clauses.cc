#include "service/pipeline/rules/clauses.h"

#include <algorithm>
#include <array>

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/byte_search.h"
#include "service/pipeline/text/named_words.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr std::string_view kDigits = "一二三四五六七八九十";

// Marks that open or close a pair, the opening one before the closing one.
constexpr std::u32string_view kPairs = U"“”《》（）‘’「」【】〈〉『』()〔〕";

// What is known of a mark.
struct MarkTraits {
  int8_t pair = 0;  // number of the pair that it opens (positive) or closes (negative)
  ClauseMark cut = ClauseMark::kNone;

  constexpr bool IsMark() const { return pair != 0 || cut != ClauseMark::kNone; }
};

// By code point, in blocks of 256: ASCII, general marks, Chinese marks, full-width forms.
class MarkTable {
 public:
  constexpr MarkTable() {
    for (size_t i = 0; i < kPairs.size(); ++i) {
      const auto number = static_cast<int8_t>(i / 2 + 1);
      At(kPairs[i]).pair = i % 2 == 0 ? number : static_cast<int8_t>(-number);
    }
    At(U'，').cut = ClauseMark::kComma;
    At(U'；').cut = At(U';').cut = ClauseMark::kSemicolon;
    At(U'：').cut = ClauseMark::kColon;
    At(U'。').cut = At(U'！').cut = At(U'？').cut = At(U'\n').cut = ClauseMark::kStop;
  }

  constexpr MarkTraits operator[](uint32_t code_point) const {
    const uint32_t place = PlaceOf(code_point);
    return place < traits_.size() ? traits_[place] : MarkTraits{};
  }

 private:
  // Behind the table for code points of other blocks.
  static constexpr uint32_t PlaceOf(uint32_t code_point) {
    const uint32_t block = code_point >> 8;
    const uint32_t kept = block == 0 ? 0 : block == 0x20 ? 1 : block == 0x30 ? 2 : 3;
    return kept < 3 || block == 0xFF ? kept * 256 + (code_point & 0xFF) : 4 * 256;
  }
  constexpr MarkTraits& At(uint32_t code_point) { return traits_[PlaceOf(code_point)]; }

  std::array<MarkTraits, 4 * 256> traits_{};
};

constexpr MarkTable kMarks;

struct OpenMark {
  int pair;
  uint32_t at;
};

uint32_t BlankSize(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || text[0] == '\t' || text[0] == '\r' || text[0] == '\n') return 1;
  if (text.starts_with("\u3000")) return 3;
  if (text.starts_with("\u00A0")) return 2;
  return 0;
}

ByteRange Trim(std::string_view text, ByteRange range) {
  while (const uint32_t blank = BlankSize(text.substr(range.start, range.size()))) {
    range.start += blank;
  }
  // Blanks end in one of these bytes; most clauses do not.
  const auto may_be_blank = [&] {
    const auto last = static_cast<unsigned char>(text[range.end - 1]);
    return last <= 0x20 || last == 0x80 || last == 0xA0;
  };
  bool trimmed = true;
  while (trimmed && !range.empty() && may_be_blank()) {
    trimmed = false;
    const std::string_view rest = text.substr(range.start, range.size());
    for (const std::string_view blank : {" ", "\t", "\r", "\n", "\u3000", "\u00A0"}) {
      if (!EndsWith(rest, blank)) continue;
      range.end -= static_cast<uint32_t>(blank.size());
      trimmed = true;
      break;
    }
  }
  return range;
}

uint32_t NumeralSize(std::string_view text) {
  uint32_t at = 0;
  while (at + 3 <= text.size() && at < 9 && kDigits.find(text.substr(at, 3)) != kDigits.npos)
    at += 3;
  return at;
}

uint32_t DigitsSize(std::string_view text) {
  uint32_t at = 0;
  while (at < text.size() && at < 2 && IsDigit(text[at])) ++at;
  return at;
}

uint32_t BracketLabelSize(std::string_view text) {
  const uint32_t open = text.starts_with("（") ? 3 : text.starts_with("(") ? 1 : 0;
  if (open == 0) return 0;
  std::string_view rest = text.substr(open);
  const uint32_t number = std::max(NumeralSize(rest), DigitsSize(rest));
  rest.remove_prefix(number);
  const uint32_t close = rest.starts_with("）") ? 3 : rest.starts_with(")") ? 1 : 0;
  return number == 0 || close == 0 ? 0 : open + number + close;
}

uint32_t CommaSize(std::string_view text) {
  for (const std::string_view mark : {"，", "、", "：", "．"}) {
    if (StartsWith(text, mark)) return 3;
  }
  return 0;
}

uint32_t WrittenLabelSize(std::string_view text) {
  const uint32_t order = text.starts_with("第") ? 3 : 0;
  const uint32_t number = NumeralSize(text.substr(order));
  if (number == 0) return 0;
  const std::string_view rest = text.substr(order + number);
  if (order > 0) {
    const uint32_t comma = CommaSize(rest);
    return comma == 0 ? 0 : order + number + comma;
  }
  if (rest.starts_with("是") || rest.starts_with("要") || rest.starts_with("、")) {
    return number + 3 + CommaSize(rest.substr(3));
  }
  return 0;
}

uint32_t ArabicLabelSize(std::string_view text) {
  const uint32_t number = DigitsSize(text);
  if (number == 0) return 0;
  const std::string_view rest = text.substr(number);
  if (rest.starts_with("、") || rest.starts_with("．")) return number + 3;
  const bool is_dot = rest.size() > 1 && rest[0] == '.' && !IsDigit(rest[1]);
  return is_dot ? number + 1 : 0;
}

class Splitter {
 public:
  Splitter(std::string_view text, ByteRange range, std::span<const Mark> marks,
           const std::vector<ByteRange>& opaque, const std::vector<Word>& words)
      : text_(text), range_(range), marks_(marks), opaque_(opaque), words_(words) {
    const auto first =
        std::lower_bound(words.begin(), words.end(), range.start,
                         [](const Word& word, uint32_t start) { return word.start < start; });
    next_word_ = static_cast<uint32_t>(first - words.begin());
  }

  std::vector<Clause> Run() {
    clauses_.reserve(marks_.size() + 1);
    begin_ = range_.start;
    size_t next_opaque = 0;
    for (const Mark& mark : marks_) {
      while (next_opaque < opaque_.size() && opaque_[next_opaque].end <= mark.at) ++next_opaque;
      const bool is_inside = next_opaque < opaque_.size() && mark.at >= opaque_[next_opaque].start;
      if (is_inside) continue;
      const ClauseMark cut = kMarks[mark.code_point].cut;
      if (cut != ClauseMark::kNone) Finish(mark.at, mark.end(), cut);
    }
    Finish(range_.end, range_.end, ClauseMark::kNone);
    return std::move(clauses_);
  }

 private:
  void Finish(uint32_t end, uint32_t next, ClauseMark mark) {
    ByteRange body = Trim(text_, {begin_, end});
    ByteRange label = {body.start, body.start};
    // The comma behind 第一 would cut the label off; it is read across the mark.
    label.end += std::min(ItemLabelSize(text_.substr(body.start, range_.end - body.start)),
                          next - body.start);
    begin_ = next;
    body = Trim(text_, {std::min(label.end, body.end), body.end});
    if (!label.empty()) pending_label_ = label;
    if (!body.empty()) Add(body, mark);
    if (body.empty() && label.empty() && !clauses_.empty()) {
      clauses_.back().mark = std::max(clauses_.back().mark, mark);
    }
    if (mark == ClauseMark::kStop) starts_sentence_ = true;
  }

  // 编制指引（责任单位：市水务局；完成时限：2031年12月底前）: who and when stand apart from
  // the task.
  ByteRange WithoutResponsible(ByteRange body) const {
    const auto behind =
        std::upper_bound(opaque_.begin(), opaque_.end(), body.end - 1,
                         [](uint32_t at, const ByteRange& range) { return at < range.start; });
    if (behind == opaque_.begin()) return body;
    const ByteRange& bracket = *(behind - 1);
    const std::string_view words = text_.substr(bracket.start, bracket.size());
    const bool is_last = bracket.end == body.end && bracket.start > body.start;
    if (!is_last || !words.starts_with("（")) return body;
    if (!ContainsAny<"责任", "牵头", "时限", "负责">(words)) return body;
    return Trim(text_, {body.start, bracket.start});
  }

  void Add(ByteRange body, ClauseMark mark) {
    body = WithoutResponsible(body);
    Clause clause;
    clause.range = body;
    clause.label = pending_label_;
    clause.mark = mark;
    clause.starts_sentence = starts_sentence_;
    while (next_word_ < words_.size() && words_[next_word_].start < body.start) ++next_word_;
    clause.first_word = next_word_;
    while (next_word_ < words_.size() && words_[next_word_].end <= body.end) ++next_word_;
    clause.word_count = next_word_ - clause.first_word;
    clauses_.push_back(clause);
    pending_label_ = {};
    starts_sentence_ = false;
  }

  const std::string_view text_;
  const ByteRange range_;
  const std::span<const Mark> marks_;
  const std::vector<ByteRange>& opaque_;
  const std::vector<Word>& words_;
  std::vector<Clause> clauses_;
  ByteRange pending_label_;
  uint32_t begin_ = 0;
  uint32_t next_word_ = 0;
  bool starts_sentence_ = true;
};

}  // namespace

std::vector<Mark> FindMarks(std::string_view text, ByteRange range) {
  std::vector<Mark> marks;
  // Their first bytes.
  ForEachByteOf<'(', ')', ';', '\n', 0xE2, 0xE3, 0xEF>(
      text, range.start, range.end, [&](size_t at) {
        const uint32_t code_point = CodePointAt(text, static_cast<uint32_t>(at));
        if (kMarks[code_point].IsMark()) marks.push_back({static_cast<uint32_t>(at), code_point});
      });
  return marks;
}

std::span<const Mark> MarksIn(std::span<const Mark> marks, ByteRange range) {
  const auto is_before = [](const Mark& mark, uint32_t at) { return mark.at < at; };
  const auto first = std::lower_bound(marks.begin(), marks.end(), range.start, is_before);
  return {first, std::lower_bound(first, marks.end(), range.end, is_before)};
}

std::vector<ByteRange> OpaqueRanges(std::span<const Mark> marks) {
  std::vector<OpenMark> open;
  std::vector<ByteRange> found;
  for (const Mark& mark : marks) {
    const int pair = kMarks[mark.code_point].pair;
    if (pair == 0) continue;
    if (pair > 0) {
      open.push_back({pair, mark.at});
      continue;
    }
    // An unpaired mark between the two is dropped; at most one walk per mark.
    while (!open.empty() && open.back().pair != -pair) open.pop_back();
    if (open.empty()) continue;
    const ByteRange range_found = {open.back().at, mark.end()};
    open.pop_back();
    while (!found.empty() && found.back().start > range_found.start) found.pop_back();
    found.push_back(range_found);
  }
  return found;
}

std::vector<Clause> SplitClauses(std::string_view text, ByteRange range,
                                 std::span<const Mark> marks, const std::vector<ByteRange>& opaque,
                                 const std::vector<Word>& words) {
  return Splitter(text, range, marks, opaque, words).Run();
}

uint32_t ItemLabelSize(std::string_view text) {
  // Most clauses begin with none of these and have no label.
  static const CharSet* const kFirst =
      new CharSet("（(—第一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳");
  if (text.empty() || !kFirst->HasFirst(text)) return 0;
  if (const uint32_t size = BracketLabelSize(text)) return size;
  if (const uint32_t size = WrittenLabelSize(text)) return size;
  if (const uint32_t size = ArabicLabelSize(text)) return size;
  if (text.starts_with("——")) return 6;  // ——坚持需求导向。
  const uint32_t code_point = CodePointAt(text, 0);
  return code_point >= 0x2460 && code_point <= 0x2473 ? 3 : 0;
}

}  // namespace pledge::pipeline
