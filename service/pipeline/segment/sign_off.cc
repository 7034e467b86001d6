#include "service/pipeline/segment/sign_off.h"

#include <algorithm>
#include <optional>

#include "service/pipeline/facts/date.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/phrase_table.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kNoteBytes = 400;  // notes stand within the last bytes of a line

class SignOffCutter {
 public:
  SignOffCutter(std::string_view text, Scan& scan, Frame& frame)
      : text_(text), scan_(scan), frame_(frame) {}

  void Run(uint32_t block) {
    CutNotes(block);
    CutSignOff();
  }

 private:
  void Add(SectionKind kind, ByteRange range) { frame_.tail.push_back({kind, range}); }

  // …支持！某某局2024年6月12日
  void CutSignOff() {
    if (frame_.body_end <= frame_.body_first) return;
    ScanClause& last = scan_.clauses[frame_.body_end - 1];
    if (last.mark == ScanMark::kStop || last.end == last.start) return;
    const std::string_view words = Slice(text_, {last.start, last.end});
    const std::optional<uint32_t> date = FindDateAtEnd(words);
    const uint32_t body_end =
        date ? *date - BlankSuffix(words.substr(0, *date)) : static_cast<uint32_t>(words.size());
    if (date) Add(SectionKind::kDate, {last.start + *date, last.end});
    const bool begins_sentence = frame_.body_end - 1 > frame_.body_first
                                     ? scan_.clauses[frame_.body_end - 2].EndsSentence()
                                     : frame_.body_end - 1 == frame_.body_first;
    if (body_end == 0) {
      --frame_.body_end;
    } else if (begins_sentence && IsBodyName(words.substr(0, body_end))) {
      Add(SectionKind::kSignature, {last.start, last.start + body_end});
      --frame_.body_end;
    } else if (date) {
      last.end = last.next = last.start + body_end;
    }
  }

  // Notes that follow the date without a mark: 公开程序：…责任部门：….
  void CutNotes(uint32_t block) {
    if (frame_.body_end <= frame_.body_first) return;
    const ByteRange range = scan_.blocks[block].text;
    const uint32_t from = std::max(range.end - std::min(range.size(), kNoteBytes),
                                   scan_.clauses[frame_.body_first].start);
    uint32_t end = range.end;
    while (true) {
      const uint32_t found = LastNote(from, end);
      if (found >= end || !StandsBehindSignOff(found)) return;
      const bool is_mark = ClassifyLine(Slice(text_, {found, end})) == LineKind::kCategoryMark;
      Add(is_mark ? SectionKind::kCategoryMark : SectionKind::kNote, {found, end});
      DropFrom(found);
      end = found;
    }
  }

  // Where the last label of a note stands in [from, end); `end` when none does.
  uint32_t LastNote(uint32_t from, uint32_t end) const {
    static constexpr Phrase kLabels[] = {
        {"公开程序："}, {"责任部门："}, {"（本文有删减）"}, {"（此件"}};
    static const PhraseTable& table = *new PhraseTable(kLabels);
    uint32_t last = end;
    for (uint32_t at = from; at < end; ++at) {
      if (table.Match(text_, at) != nullptr) last = at;
    }
    return last;
  }

  // Behind a full stop, a date or another note label; never inside a sentence.
  bool StandsBehindSignOff(uint32_t at) const {
    const std::string_view before = text_.substr(0, at);
    return before.ends_with("。") || before.ends_with("日") || before.ends_with("公开") ||
           before.ends_with("！") || before.ends_with("）");
  }

  // Takes the text from `at` on out of the body.
  void DropFrom(uint32_t at) {
    while (frame_.body_end > frame_.body_first && scan_.clauses[frame_.body_end - 1].start >= at) {
      --frame_.body_end;
    }
    if (frame_.body_end == frame_.body_first) return;
    ScanClause& last = scan_.clauses[frame_.body_end - 1];
    if (last.next <= at) return;
    last.next = at;
    last.end = std::min(last.end, at);
    last.ends_block = true;
    if (last.end == at) last.mark = ScanMark::kNone;
  }

  std::string_view text_;
  Scan& scan_;
  Frame& frame_;
};

}  // namespace

void CutInlineSignOff(std::string_view text, Scan& scan, Frame& frame, uint32_t block) {
  SignOffCutter(text, scan, frame).Run(block);
}

}  // namespace pledge::pipeline
