#include "service/pipeline/segment/heading.h"

#include <algorithm>

#include "service/pipeline/facts/date.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/named_words.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kLineHan = 60;     // longest heading on a line of its own
constexpr uint32_t kRunInHan = 40;    // longest heading that a 。 closes
constexpr uint32_t kColonHan = 20;    // longest heading that a ： closes
constexpr uint32_t kBareBytes = 240;  // how far a heading without a mark may reach

// Bytes of a quotation, title or bracket at the head of `text`; 0 when there is
// none or it does not close.
uint32_t EnclosedSize(std::string_view text) {
  constexpr struct {
    std::string_view open;
    std::string_view close;
  } kPairs[] = {{"“", "”"}, {"《", "》"}, {"（", "）"}};
  for (const auto& pair : kPairs) {
    if (!StartsWith(text, pair.open)) continue;
    const size_t close = text.find(pair.close);
    return close == std::string_view::npos ? 0 : static_cast<uint32_t>(close + pair.close.size());
  }
  return 0;
}

// A heading noun is followed by the text itself, not by a continuation.
bool TextBegins(std::string_view rest) {
  if (rest.empty()) return false;
  static constexpr std::string_view kGoingOn[] = {
      "的", "，", "、", "。",   "；", "：", "和", "与", "及",   "进行", "作", "做", "以及",
      "等", "已", "是", "反映", "）", "”",  "也", "较", "突出", "仍",   "都", "均"};
  return !StartsWithAny(rest, kGoingOn);
}

// Bytes of 关于…问题 at the head of `words` when text follows it directly.
uint32_t BareHeadingSize(std::string_view words) {
  if (!StartsWithAny<"关于", "对于", "针对", "有关">(words)) return 0;
  static constexpr std::string_view kNouns[] = {"问题", "的建议", "的情况",
                                                "事宜", "的诉求", "的意见"};
  const std::string_view reach = words.substr(0, kBareBytes);
  for (uint32_t at = 0; at < reach.size();) {
    const std::string_view rest = reach.substr(at);
    if (const uint32_t enclosed = EnclosedSize(rest)) {
      at += enclosed;
      continue;
    }
    for (const std::string_view noun : kNouns) {
      if (StartsWith(rest, noun) && TextBegins(words.substr(at + noun.size()))) {
        return at + static_cast<uint32_t>(noun.size());
      }
    }
    at += CharSize(rest[0]);
  }
  return 0;
}

constexpr uint32_t kLenticular = 3;  // bytes of 【

class HeadingFinder {
 public:
  HeadingFinder(std::string_view text, const Scan& scan, uint32_t first, uint32_t end,
                uint32_t label_size)
      : text_(text), scan_(scan), first_(first), end_(end) {
    start_ = scan.clauses[first].start + label_size;
    start_ += BlankPrefix(
        text.substr(start_, scan.clauses[first].end - std::min(start_, scan.clauses[first].end)));
    start_ = std::min(start_, scan.clauses[first].end);
    sentence_ = SentenceAt(scan, first, end);
  }

  Heading Find(bool text_follows) const {
    if (const uint32_t size = BracketedSize(text_.substr(start_)); size > 0) {
      return Bracketed(start_ + size);
    }
    const ScanClause& last = scan_.clauses[sentence_.end - 1];
    const bool closed = last.mark == ScanMark::kStop;
    const uint32_t han = HanCount(Slice(text_, {start_, last.end}));
    const ScanClause& first = scan_.clauses[first_];
    if (first.mark == ScanMark::kColon && first_ + 1 < end_ &&
        HanCount(Slice(text_, {start_, first.end})) <= kColonHan && !LeadsIn(first)) {
      return RunIn(first_ + 1, first.end);
    }
    if (sentence_.end == end_) {
      const uint32_t limit = closed ? kRunInHan : kLineHan;
      if (han > 0 && han <= limit && (!closed || text_follows)) return Line(last.end);
    } else if (han > 0 && han <= kRunInHan && LooksLikeHeading()) {
      return RunIn(sentence_.end, last.end);
    }
    return Bare(last.end);
  }

 private:
  // One or two clauses that tell nothing done; three are a statement.
  bool LooksLikeHeading() const {
    return sentence_.end - sentence_.first <= 2 && !sentence_.Has(kCueDone) && !Decides();
  }

  // 同意…, 你市要…, …至2027年12月31日: the paragraph of a decision, not its heading.
  bool Decides() const {
    const std::string_view words = Slice(text_, {start_, scan_.clauses[sentence_.end - 1].end});
    static constexpr std::string_view kDecisions[] = {"同意", "原则同意", "不同意", "你省",
                                                      "你市", "你县",     "你区",   "你厅",
                                                      "你局", "你委",     "你们要", "请"};
    return StartsWithAny(words, kDecisions) || FindDateAtEnd(words).has_value();
  }

  // 按以下标准收取：, the first words of a statement.
  bool LeadsIn(const ScanClause& clause) const {
    const std::string_view words = Slice(text_, {start_, clause.end});
    return Contains(words, "按以下") || Contains(words, "按下列");
  }

  Heading Line(uint32_t end) const { return {HeadingForm::kLine, {start_, end}, end_, end}; }

  Heading RunIn(uint32_t body_clause, uint32_t end) const {
    return {HeadingForm::kRunIn, {start_, end}, body_clause, scan_.clauses[body_clause].start};
  }

  // 【关于设施更新】2018年以来，…
  Heading Bracketed(uint32_t close) const {
    const ByteRange words = {start_ + kLenticular, close - kLenticular};
    uint32_t clause = first_;
    while (clause < end_ && scan_.clauses[clause].end <= close) ++clause;
    if (clause == end_) return {HeadingForm::kLine, words, end_, close};
    return {HeadingForm::kRunIn, words, clause, close};
  }

  Heading Bare(uint32_t sentence_end) const {
    const uint32_t size = BareHeadingSize(Slice(text_, {start_, sentence_end}));
    if (size == 0) return {};
    const uint32_t body_start = start_ + size;
    uint32_t clause = first_;
    while (scan_.clauses[clause].end <= body_start) ++clause;
    return {HeadingForm::kBare, {start_, body_start}, clause, body_start};
  }

  std::string_view text_;
  const Scan& scan_;
  uint32_t first_;
  uint32_t end_;
  uint32_t start_ = 0;  // behind the label
  Sentence sentence_;
};

}  // namespace

uint32_t BracketedSize(std::string_view line) {
  constexpr uint32_t kMostHan = 30;
  if (!StartsWith(line, "【")) return 0;
  const std::string_view reach = line.substr(0, 3 * (kMostHan + 2));
  const size_t close = FindWord(reach, "】");
  const size_t line_end = reach.find('\n');
  if (close == std::string_view::npos || close > line_end || close <= 2 * kLenticular) return 0;
  return static_cast<uint32_t>(close) + kLenticular;
}

Heading FindHeading(std::string_view text, const Scan& scan, uint32_t first, uint32_t end,
                    uint32_t label_size, bool text_follows) {
  return HeadingFinder(text, scan, first, end, label_size).Find(text_follows);
}

}  // namespace pledge::pipeline
