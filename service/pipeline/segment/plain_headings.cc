#include "service/pipeline/segment/plain_headings.h"

#include <array>
#include <cstddef>

#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/segment/heading.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr std::string_view kDash = "——";
constexpr uint32_t kLeastHan = 4;     // a shorter line is a name or a cell of a table
constexpr uint32_t kLineHan = 30;     // longest heading on a line of its own
constexpr uint32_t kDashHan = 20;     // longest heading behind a dash
constexpr uint32_t kMostClauses = 2;  // of a heading

enum class Form : uint8_t { kNone, kLine, kAbout, kDash };
constexpr size_t kForms = static_cast<size_t>(Form::kDash) + 1;

class PlainHeadingFinder {
 public:
  PlainHeadingFinder(std::string_view text, const Scan& scan, uint32_t first, uint32_t end)
      : text_(text), scan_(scan), first_(first), end_(end) {}

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
    if (sentence.end - first > kMostClauses) return Form::kNone;
    const ScanClause& last = scan_.clauses[sentence.end - 1];
    const std::string_view words = Slice(text_, {scan_.clauses[first].start, last.end});
    const uint32_t han = HanCount(words);
    if (sentence.end == line_end) {
      const bool heading = last.mark == ScanMark::kNone && han >= kLeastHan && han <= kLineHan &&
                           ClassifyLine(words) == LineKind::kText && IsParagraph(line_end);
      return heading ? Form::kLine : Form::kNone;
    }
    if (words.starts_with(kDash)) return han <= kDashHan ? Form::kDash : Form::kNone;
    if (!words.starts_with("关于") || last.mark != ScanMark::kStop) return Form::kNone;
    for (const std::string_view noun : {"建议", "问题", "意见", "诉求"}) {
      if (words.ends_with(noun) && IsRunIn(first, line_end)) return Form::kAbout;
    }
    return Form::kNone;
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

std::vector<LabelMark> FindPlainHeadings(std::string_view text, const Scan& scan, uint32_t first,
                                         uint32_t end) {
  return PlainHeadingFinder(text, scan, first, end).Run();
}

}  // namespace pledge::pipeline
