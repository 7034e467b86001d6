#include "service/pipeline/segment/plain_headings.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/segment/heading.h"
#include "service/pipeline/segment/labels.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/named_words.h"

namespace pledge::pipeline {
namespace {

constexpr std::string_view kDash = "——";
constexpr uint32_t kLeastHan = 4;     // a shorter line is a name or a cell of a table
constexpr uint32_t kLineHan = 30;     // longest heading on a line of its own
constexpr uint32_t kDashHan = 20;     // longest heading behind a dash
constexpr uint32_t kTermHan = 8;      // longest 网点布局。 before its paragraph
constexpr uint32_t kMostClauses = 2;  // of a heading

enum class Form : uint8_t {
  kNone,
  kLine,       // a line of its own, without a mark
  kAbout,      // 关于…的问题。
  kDash,       // ——加强监管。
  kTerm,       // 网点布局。
  kBracketed,  // 【关于设施更新】
  kMatter,     // 建议一：…
};
constexpr size_t kForms = static_cast<size_t>(Form::kMatter) + 1;

class PlainHeadingFinder {
 public:
  PlainHeadingFinder(std::string_view text, const Scan& scan, uint32_t first, uint32_t end)
      : text_(text), scan_(scan), first_(first), end_(end) {}

  // Lines of their own, one at least directly over a label.
  std::vector<LabelMark> OverLabels(std::span<const LabelMark> labels) {
    std::vector<LabelMark> marks;
    bool stands_over = false;
    for (uint32_t at = first_; at < end_;) {
      const uint32_t line_end = LineEnd(at);
      const auto next = std::partition_point(
          labels.begin(), labels.end(), [&](const LabelMark& mark) { return mark.clause < at; });
      const bool is_label = next != labels.end() && next->clause == at;
      const bool leads = next != labels.end() && next->clause == line_end;
      if (!is_label && IsLine(at, line_end) && (leads || IsParagraph(line_end))) {
        marks.push_back({at, {LabelClass::kPlain, 0, 0}, true, marks.empty(), 0});
        stands_over |= leads;
      }
      at = line_end;
    }
    if (marks.size() < 2 || !stands_over) marks.clear();
    return marks;
  }

  std::vector<LabelMark> Run() {
    std::vector<LabelMark> found;
    std::vector<Form> forms;
    std::array<uint32_t, kForms> count{};
    for (uint32_t at = first_; at < end_;) {
      const uint32_t line_end = LineEnd(at);
      const Form form = FormOf(at, line_end);
      if (form != Form::kNone) {
        const uint32_t size = form == Form::kDash ? static_cast<uint32_t>(kDash.size()) : 0;
        found.push_back({at, {LabelClass::kPlain, 0, size}, true, false, 0});
        forms.push_back(form);
        ++count[static_cast<size_t>(form)];
      }
      at = line_end;
    }
    std::vector<LabelMark> marks;
    for (size_t i = 0; i < found.size(); ++i) {
      if (count[static_cast<size_t>(forms[i])] < 2) continue;
      found[i].starts_series = marks.empty();
      marks.push_back(found[i]);
    }
    return marks;
  }

 private:
  uint32_t LineEnd(uint32_t clause) const {
    while (clause + 1 < end_ && !scan_.clauses[clause].ends_block) ++clause;
    return clause + 1;
  }

  Form FormOf(uint32_t first, uint32_t line_end) const {
    const Sentence sentence = SentenceAt(scan_, first, line_end);
    const std::string_view line = text_.substr(scan_.clauses[first].start);
    if (BracketedSize(line) > 0) return Form::kBracketed;
    if (sentence.end == line_end && StartsMatter(line)) return Form::kMatter;
    if (sentence.end - first > kMostClauses) return Form::kNone;
    const ScanClause& last = scan_.clauses[sentence.end - 1];
    const std::string_view words = Slice(text_, {scan_.clauses[first].start, last.end});
    const uint32_t han = HanCount(words);
    if (sentence.end == line_end) {
      return IsLine(first, line_end) && IsParagraph(line_end) ? Form::kLine : Form::kNone;
    }
    if (words.starts_with(kDash)) return han <= kDashHan ? Form::kDash : Form::kNone;
    if (IsTerm(words, first, sentence)) return Form::kTerm;
    if (!words.starts_with("关于") || last.mark != ScanMark::kStop) return Form::kNone;
    for (const std::string_view noun : {"建议", "问题", "意见", "诉求"}) {
      if (words.ends_with(noun) && IsRunIn(first, line_end)) return Form::kAbout;
    }
    return Form::kNone;
  }

  // A short line without a mark at its end.
  bool IsLine(uint32_t first, uint32_t line_end) const {
    const ScanClause& last = scan_.clauses[line_end - 1];
    if (last.mark != ScanMark::kNone || line_end - first > kMostClauses) return false;
    const std::string_view words = Slice(text_, {scan_.clauses[first].start, last.end});
    const uint32_t han = HanCount(words);
    return han >= kLeastHan && han <= kLineHan && ClassifyLine(words) == LineKind::kText;
  }

  // 建议一：…, 问题2：…: what the letter answers, on a line of its own.
  static bool StartsMatter(std::string_view line) {
    constexpr size_t kWord = 6;  // bytes of 建议
    if (!StartsWithAny<"建议", "问题", "意见", "诉求", "提案", "事项">(line)) return false;
    line.remove_prefix(kWord);
    line.remove_prefix(ReadHanNumeral(line).size);
    while (!line.empty() && IsDigit(line[0])) line.remove_prefix(1);
    return StartsWithAny<"：", ":", "、", "．", ".">(line);
  }

  // 网点布局。 before the sentences that it names: a noun, not a sentence.
  bool IsTerm(std::string_view words, uint32_t first, const Sentence& sentence) const {
    constexpr uint32_t kSentenceCues = kCueFuture | kCueDone | kCueFinding | kCueRefusal | kCueOwn |
                                       kCueReceipt | kCueAsFollows | kCueThanks | kCueFormula |
                                       kCueInvite | kCueAdvice | kCueDenial;
    const uint32_t han = HanCount(words);
    return sentence.end == first + 1 && scan_.clauses[first].mark == ScanMark::kStop && han >= 2 &&
           han <= kTermHan && !sentence.Has(kSentenceCues) &&
           text_[scan_.clauses[first].end] != '!' &&
           !ContainsAny<"您", "你", "同意", "采纳", "属实", "赞同", "是", "有", "不", "说">(words);
  }

  bool IsRunIn(uint32_t first, uint32_t line_end) const {
    return FindHeading(text_, scan_, first, line_end, 0, true).form == HeadingForm::kRunIn;
  }

  // Running text that a heading can stand over.
  bool IsParagraph(uint32_t clause) const {
    if (clause >= end_) return false;
    const uint32_t line_end = LineEnd(clause);
    return line_end - clause >= 2 && scan_.clauses[line_end - 1].mark == ScanMark::kStop;
  }

  std::string_view text_;
  const Scan& scan_;
  uint32_t first_;
  uint32_t end_;
};

}  // namespace

std::vector<LabelMark> FindHeadingsOverLabels(std::string_view text, const Scan& scan,
                                              uint32_t first, uint32_t end,
                                              std::span<const LabelMark> labels) {
  return PlainHeadingFinder(text, scan, first, end).OverLabels(labels);
}

std::vector<LabelMark> FindPlainHeadings(std::string_view text, const Scan& scan, uint32_t first,
                                         uint32_t end) {
  return PlainHeadingFinder(text, scan, first, end).Run();
}

}  // namespace pledge::pipeline
