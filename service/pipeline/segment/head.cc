#include "service/pipeline/segment/head.h"

#include <algorithm>
#include <optional>

#include "service/pipeline/facts/doc_number.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/openers.h"
#include "service/pipeline/segment/kinds.h"
#include "service/pipeline/segment/labels.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHeadBlocks = 40;      // lines before an opening, menus of a page included
constexpr uint32_t kOpeningClauses = 60;  // an opening is a paragraph or two
constexpr uint32_t kTitleBytes = 400;     // of title, number and salutation in one line

// Works out the head of one document, block by block.
class HeadFinder {
 public:
  HeadFinder(std::string_view text, const Scan& scan, uint32_t first_block, uint32_t end_block,
             Frame& frame)
      : text_(text), scan_(scan), first_(first_block), end_(end_block), frame_(frame) {}

  void Run() {
    const uint32_t opening = FindOpeningBlock();
    const uint32_t lines_end = opening < end_ ? opening : FirstBodyBlock();
    for (uint32_t i = LettersOwnLines(lines_end); i < lines_end; ++i) {
      if (i + 1 == opening && i > first_ && IsBodyText(i)) {
        AddParagraph(i);
      } else {
        AddLine(i);
      }
    }
    DropFalseTitles();
    frame_.body_first = lines_end < end_ ? scan_.blocks[lines_end].first_clause : ClauseEnd();
    if (opening < end_) AddOpening(opening);
  }

 private:
  std::string_view LineText(uint32_t block) const { return Slice(text_, scan_.blocks[block].text); }
  uint32_t ClauseEnd() const { return end_ == 0 ? 0 : scan_.blocks[end_ - 1].end_clause; }

  void Add(SectionKind kind, ByteRange range) { frame_.head.push_back({kind, range}); }

  // Two marks side by side in one line are one section.
  void AddMark(ByteRange range) {
    std::vector<FramePart>& head = frame_.head;
    const bool goes_on =
        !head.empty() && head.back().kind == SectionKind::kCategoryMark &&
        text_.substr(head.back().text.end, range.start - head.back().text.end).find('\n') ==
            std::string_view::npos;
    if (goes_on) {
      head.back().text.end = range.end;
    } else {
      Add(SectionKind::kCategoryMark, range);
    }
  }

  // The first block with a receipt formula or 如下, behind nothing but lines of
  // a head; end_ when there is none.
  uint32_t FindOpeningBlock() const {
    const uint32_t limit = std::min(end_, first_ + kHeadBlocks);
    for (uint32_t i = first_; i < limit; ++i) {
      if (IsOpening(scan_.blocks[i])) return i;
      if (IsBodyText(i)) return i + 1 < limit && IsOpening(scan_.blocks[i + 1]) ? i + 1 : end_;
    }
    return end_;
  }

  bool IsOpening(const Block& block) const {
    if (MatchLabel(Slice(text_, block.text))) return false;
    const uint32_t end = std::min(block.end_clause, block.first_clause + kOpeningClauses);
    for (uint32_t i = block.first_clause; i < end; ++i) {
      const ScanClause& clause = scan_.clauses[i];
      if (clause.Has(kCueReceipt) || AnnouncesAnswer(clause)) return true;
      if (clause.Has(kCueAsFollows) && SaysAsFollows(i, end)) return true;
      if (StartsTopic(i)) return false;
    }
    return false;
  }

  // …答复如下： and …提出如下意见，供参考：: the clause behind it; 0 when a comma
  // alone follows.
  uint32_t SaysAsFollows(uint32_t clause, uint32_t limit) const {
    if (scan_.clauses[clause].mark != ScanMark::kComma) return clause + 1;
    const bool colon = clause + 1 < limit && scan_.clauses[clause + 1].mark == ScanMark::kColon;
    return colon ? clause + 2 : 0;
  }

  // A block that has at least one full sentence and no form of a head line.
  bool IsBodyText(uint32_t block) const {
    const Block& b = scan_.blocks[block];
    if (IsGreeting(LineText(block))) return false;
    const bool one_clause = b.end_clause - b.first_clause < 2;
    if (one_clause && scan_.clauses[b.first_clause].mark != ScanMark::kStop) {
      return MatchLabel(LineText(block)).has_value();
    }
    const LineKind kind = ClassifyLine(LineText(block));
    return kind == LineKind::kText && !LooksLikeTitle(LineText(block));
  }

  uint32_t FirstBodyBlock() const {
    const uint32_t limit = std::min(end_, first_ + kHeadBlocks);
    for (uint32_t i = first_; i < limit; ++i) {
      if (IsBodyText(i)) return i;
    }
    return std::min(end_, first_ + 1) == end_ && end_ > first_ ? first_ : limit;
  }

  // Behind the last row of a page's table of facts, and its value when that has
  // a line of its own. The table is not the letter, though it names the same things.
  uint32_t LettersOwnLines(uint32_t lines_end) const {
    for (uint32_t i = lines_end; i-- > first_;) {
      const std::string_view line = LineText(i);
      if (ClassifyLine(line) != LineKind::kPageField) continue;
      const bool value_below = line.ends_with("：") || line.ends_with(":");
      const bool is_title = i + 1 < lines_end && LooksLikeTitle(LineText(i + 1));
      return value_below && !is_title ? std::min(i + 2, lines_end) : i + 1;
    }
    return first_;
  }

  // What a report tells before it says 报告如下.
  void AddParagraph(uint32_t block) {
    const Block& b = scan_.blocks[block];
    Add(KindOf(text_, scan_, b.first_clause, b.end_clause), b.text);
  }

  void AddLine(uint32_t block) {
    const ByteRange range = scan_.blocks[block].text;
    const std::string_view line = LineText(block);
    switch (ClassifyLine(line)) {
      case LineKind::kDocNumber:
        return Add(SectionKind::kDocNumber, range);
      case LineKind::kAddressee:
        return Add(SectionKind::kAddressee, range);
      case LineKind::kDate:
        return Add(SectionKind::kDate, range);
      case LineKind::kContact:
        return Add(SectionKind::kContact, range);
      case LineKind::kCc:
        return Add(SectionKind::kCc, range);
      case LineKind::kCategoryMark:
        return AddMark(range);
      case LineKind::kNote:
        return Add(SectionKind::kNote, range);
      case LineKind::kPageField:
      case LineKind::kAttachment:
        return;
      case LineKind::kBody:
      case LineKind::kText:
        return AddTitleLine(block);
    }
  }

  // A title over several lines: each line is one section.
  void AddTitleLine(uint32_t block) {
    const ByteRange range = scan_.blocks[block].text;
    const std::optional<DocumentNumber> number = FindDocumentNumber(Slice(text_, range));
    if (number && LooksLikeTitle(Slice(text_, {range.start, range.start + number->range.start}))) {
      Add(SectionKind::kTitle, {range.start, range.start + number->range.start});
      Add(SectionKind::kDocNumber,
          {range.start + number->range.start, range.start + number->range.end});
      return;
    }
    if (!IsGreeting(Slice(text_, range))) {
      Add(SectionKind::kTitle, range);
    } else if (NamesReader(Slice(text_, range))) {
      Add(SectionKind::kAddressee, range);
    }
  }

  // A greeting that says to whom: 某先生：您好！.
  static bool NamesReader(std::string_view line) {
    return !line.starts_with("您好") && !line.starts_with("你好");
  }

  // Only an unbroken run of lines is the title: the run that ends in a line that
  // looks like one. Menus and other lines of a page are no sections.
  void DropFalseTitles() {
    std::vector<FramePart>& head = frame_.head;
    size_t run_end = 0;
    for (size_t i = head.size(); i-- > 0;) {
      if (head[i].kind != SectionKind::kTitle) continue;
      if (LooksLikeTitle(Slice(text_, head[i].text))) {
        run_end = i + 1;
        break;
      }
    }
    size_t run_start = run_end;
    while (run_start > 0 && head[run_start - 1].kind == SectionKind::kTitle) --run_start;
    while (run_start + 1 < run_end && IsWholeTitle(head[run_end - 1])) ++run_start;
    std::vector<FramePart> kept;
    for (size_t i = 0; i < head.size(); ++i) {
      const bool in_run = i >= run_start && i < run_end;
      if (head[i].kind != SectionKind::kTitle || in_run) kept.push_back(head[i]);
    }
    head = std::move(kept);
  }

  // A line that needs no line before it: it names the body and what it is.
  bool IsWholeTitle(const FramePart& part) const {
    const std::string_view line = Slice(text_, part.text);
    const size_t about = FindWord(line, "关于");
    return about != std::string_view::npos && about > 0 && LooksLikeTitle(line) &&
           (line.ends_with("函") || line.ends_with("答复"));
  }

  // 关于…的答复示教函〔2024〕12号某某委员：您提出…, all in one block: title and
  // number are cut off, what follows them begins the opening.
  void SplitRunTogether(uint32_t block) {
    const ScanClause& clause = scan_.clauses[scan_.blocks[block].first_clause];
    if (clause.mark != ScanMark::kColon && clause.mark != ScanMark::kComma) return;
    const std::string_view line =
        text_.substr(clause.start, std::min(clause.end - clause.start, kTitleBytes));
    if (!NamesSubject(line)) return;
    const std::optional<DocumentNumber> number = FindDocumentNumber(line);
    const uint32_t limit = number ? number->range.end : static_cast<uint32_t>(line.size());
    const uint32_t title = TitleSize(line.substr(0, limit));
    if (title == 0) return;
    Add(SectionKind::kTitle, {clause.start, clause.start + title});
    uint32_t end = title + BlankPrefix(line.substr(title));
    if (number && number->range.end > end) {
      Add(SectionKind::kDocNumber, {clause.start + end, clause.start + number->range.end});
      end = number->range.end + BlankPrefix(line.substr(number->range.end));
    }
    opening_start_ = clause.start + end;
  }

  // A title says what it is about or which proposal it answers.
  static bool NamesSubject(std::string_view line) {
    for (const std::string_view word : {"关于", "号提案", "号建议", "号议案"}) {
      if (Contains(line, word)) return true;
    }
    return false;
  }

  // Bytes up to the last 答复, 复函 or 批复 that something follows.
  static uint32_t TitleSize(std::string_view line) {
    size_t best = 0;
    for (const std::string_view noun : {"答复", "复函", "的函", "批复"}) {
      for (size_t at = FindWord(line, noun); at != std::string_view::npos;
           at = FindWord(line, noun, at + 1)) {
        const size_t end = at + noun.size();
        if (end + 6 <= line.size()) best = std::max(best, end);
      }
    }
    return static_cast<uint32_t>(best);
  }

  bool StartsTopic(uint32_t clause) const {
    const std::optional<Label> label = MatchLabel(text_.substr(scan_.clauses[clause].start, 40));
    return label && !IsInlineClass(label->label_class);
  }

  // The clause behind the opening that begins with block `block`.
  uint32_t OpeningEnd(uint32_t block) const {
    const uint32_t first = scan_.blocks[block].first_clause;
    const uint32_t limit = std::min(ClauseEnd(), first + kOpeningClauses);
    uint32_t receipt_end = first;
    for (uint32_t i = first; i < limit; ++i) {
      const ScanClause& clause = scan_.clauses[i];
      if (i > first && StartsTopic(i)) break;
      if (clause.Has(kCueAsFollows)) {
        if (const uint32_t behind = SaysAsFollows(i, limit)) return behind;
      }
      if (AnnouncesAnswer(clause)) return SentenceAt(scan_, i, limit).end;
      if (clause.Has(kCueReceipt) && receipt_end == first) receipt_end = i + 1;
    }
    return receipt_end == first ? first : FormulaEnd(receipt_end, limit);
  }

  // 现将有关意见转复你省。 and 现将意见函告你们，请审阅。: announced without 如下.
  bool AnnouncesAnswer(const ScanClause& clause) const {
    const std::string_view words = Slice(text_, {clause.start, clause.end});
    if (!words.starts_with("现将") && !words.starts_with("现就")) return false;
    for (const std::string_view verb : {"转复", "函复", "函告", "回复", "答复", "告知", "转告"}) {
      if (Contains(words, verb)) return true;
    }
    return false;
  }

  // Sentences behind the receipt that are still courtesy.
  uint32_t FormulaEnd(uint32_t clause, uint32_t limit) const {
    while (clause < limit && !scan_.clauses[clause - 1].EndsSentence()) ++clause;
    while (clause < limit && !scan_.clauses[clause - 1].ends_block) {
      const Sentence next = SentenceAt(scan_, clause, limit);
      const std::string_view words = Slice(text_, TextOf(scan_, next.first, next.end));
      const bool courtesy = next.Has(kCueThanks | kCueFormula) || Contains(words, "高度重视") ||
                            Contains(words, "另行答复");
      if (!courtesy || words.size() > 300) break;
      clause = next.end;
    }
    return clause;
  }

  void AddOpening(uint32_t block) {
    uint32_t first = scan_.blocks[block].first_clause;
    const uint32_t end = OpeningEnd(block);
    if (end == first) return;
    SplitRunTogether(block);
    const bool greeted = block > first_ && IsGreeting(LineText(block - 1));
    if (greeted && !NamesReader(LineText(block - 1))) first = scan_.blocks[block - 1].first_clause;
    ByteRange range = TextOf(scan_, first, end);
    range.start = std::max(range.start, opening_start_);
    Add(SectionKind::kOpening, range);
    frame_.has_opening = true;
    frame_.body_first = end;
  }

  std::string_view text_;
  const Scan& scan_;
  uint32_t first_;
  uint32_t end_;
  Frame& frame_;
  uint32_t opening_start_ = 0;  // behind a title in the same line
};

}  // namespace

void FindHead(std::string_view text, const Scan& scan, uint32_t first_block, uint32_t end_block,
              Frame& frame) {
  HeadFinder(text, scan, first_block, end_block, frame).Run();
}

}  // namespace pledge::pipeline
