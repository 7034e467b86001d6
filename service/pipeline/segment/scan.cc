#include "service/pipeline/segment/scan.h"

#include <algorithm>

#include "service/pipeline/segment/cues.h"
#include "service/pipeline/segment/labels.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHan = 3;
constexpr uint32_t kWideBreakColumns = 4;  // blanks this wide divide a line
constexpr uint32_t kQuoteLimit = 900;      // bytes; longer quotations are read as text
constexpr uint32_t kBracketLimit = 600;

// Bullets of symbol fonts come out as these; they are no part of a label.
bool IsPrivateUse(uint16_t character) { return character >= 0xE000 && character <= 0xF8FF; }

// Where the next closing mark of one kind stands. Asked with ascending places,
// it reads the text once.
class NextMark {
 public:
  NextMark(std::string_view text, std::string_view mark) : text_(text), mark_(mark) {}

  size_t After(size_t at) {
    if (at > found_ || !known_) {
      found_ = text_.find(mark_, at);
      if (found_ == std::string_view::npos) found_ = text_.size();
      known_ = true;
    }
    return found_;
  }

 private:
  std::string_view text_;
  std::string_view mark_;
  size_t found_ = 0;
  bool known_ = false;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text)
      : text_(text), quotes_(text, "”"), titles_(text, "》"), brackets_(text, "）") {}

  Scan Run() {
    while (at_ < text_.size()) ReadLine();
    return std::move(scan_);
  }

 private:
  void ReadLine() {
    line_end_ = std::min(text_.find('\n', at_), text_.size());
    BeginBlock();
    while (at_ < line_end_) ReadOne();
    EndBlock();
    at_ = line_end_ + 1;
  }

  void ReadOne() {
    const uint8_t byte = static_cast<uint8_t>(text_[at_]);
    if (byte < 0x80) return ReadAscii(static_cast<char>(byte));
    if ((byte & 0xF0) != 0xE0 || at_ + kHan > line_end_) return ReadOther();
    const uint16_t character = PhraseTable::Character(text_, at_);
    const Phrase* phrase = table_.MatchCharacter(text_, at_, character);
    if (phrase == nullptr) {
      if (!clause_open_ && IsPrivateUse(character)) {
        at_ += kHan;
        return;
      }
      Step(kHan);
      SkipPlain();
    } else if (phrase->value < kPunctuation) {
      clause_.cues |= phrase->value;
      Step(phrase->words.size());
    } else {
      ReadMark(static_cast<Punctuation>(phrase->value), phrase->words.size());
    }
  }

  // Over the rest of a run of characters that begin no phrase, inside a clause.
  void SkipPlain() {
    at_ = table_.SkipPlain(text_, at_, line_end_);
    clause_.end = static_cast<uint32_t>(at_);
  }

  void ReadAscii(char byte) {
    if (byte == ' ' || byte == '\t' || byte == '\r') return ReadBlanks();
    const bool after_han = at_ > 0 && (text_[at_ - 1] & 0x80) != 0;
    if (after_han && byte == ',') return EndClause(ScanMark::kComma, 1);
    if (after_han && byte == ';') return EndClause(ScanMark::kSemicolon, 1);
    if (after_han && byte == ':') return EndClause(ScanMark::kColon, 1);
    if (byte == '(' && AtBareLabel(1)) EndClause(ScanMark::kNone, 0);
    Step(1);
  }

  // Characters of two and four bytes, and no-break spaces among them.
  void ReadOther() {
    const uint8_t byte = static_cast<uint8_t>(text_[at_]);
    if (byte == 0xC2 && text_.substr(at_).starts_with("\u00a0")) return ReadBlanks();
    const uint32_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    Step(std::min<size_t>(size, line_end_ - at_));
  }

  void ReadMark(Punctuation mark, size_t size) {
    switch (mark) {
      case Punctuation::kComma:
        return EndClause(ScanMark::kComma, size);
      case Punctuation::kSemicolon:
        return EndClause(ScanMark::kSemicolon, size);
      case Punctuation::kColon:
        return EndClause(ScanMark::kColon, size);
      case Punctuation::kStop:
        return EndClause(ScanMark::kStop, size);
      case Punctuation::kOpenQuote:
        return SkipQuote(quotes_, kQuoteLimit, size);
      case Punctuation::kOpenTitle:
        return SkipQuote(titles_, kQuoteLimit, size);
      case Punctuation::kOpenBracket:
        if (AtBareLabel(kHan)) EndClause(ScanMark::kNone, 0);
        return SkipQuote(brackets_, kBracketLimit, size);
      case Punctuation::kFirstLabel:
        if (FollowsTitle()) EndClause(ScanMark::kNone, 0);
        return Step(size);
      case Punctuation::kWideBlank:
      case Punctuation::kZeroBlank:
        return ReadBlanks();
    }
  }

  // A label （一） that follows a heading without a mark: 一、总则（一）目的.
  bool AtBareLabel(size_t open) const {
    if (!clause_open_ || at_ < kHan) return false;
    const std::string_view text = text_.substr(at_, line_end_ - at_);
    if (ReadHanNumeral(text.substr(open)).value == 0 || !MatchLabel(text)) return false;
    constexpr std::string_view kReferring[] = {"第", "款", "项", "条", "照",
                                               "按", "据", "和", "、"};
    for (const std::string_view word : kReferring) {
      if (EndsWith(text_.substr(0, at_), word)) return false;
    }
    return true;
  }

  // A title, or the name of a paper, run together with what follows: …方案一、总则.
  bool FollowsTitle() const {
    if (!clause_open_) return false;
    const std::string_view before = text_.substr(clause_.start, at_ - clause_.start);
    for (const std::string_view end :
         {"方案", "预案", "办法", "意见", "规定", "通知", "细则", "规划", "纲要", "条例", "措施",
          "指南", "答复", "复函", "如下"}) {
      if (EndsWith(before, end)) return true;
    }
    return false;
  }

  // Steps over quoted text as one word; a stop just before the closing mark
  // ends the sentence when none of the usual continuations follows.
  void SkipQuote(NextMark& closing, uint32_t limit, size_t open) {
    const size_t close = closing.After(at_ + open);
    if (close >= line_end_ || close - at_ > limit) return Step(open);
    const bool stop_inside = &closing == &quotes_ && EndsWithStop(close);
    Step(close + kHan - at_);
    if (stop_inside && SentenceEndsHere()) {
      EndClause(ScanMark::kStop, 0);
    }
  }

  bool EndsWithStop(size_t end) const {
    const std::string_view before = text_.substr(0, end);
    return before.ends_with("。") || before.ends_with("！") || before.ends_with("？");
  }

  bool SentenceEndsHere() const {
    constexpr std::string_view kGoesOn[] = {"的", "和", "、", "，",   "；", "。", "等",
                                            "及", "与", "为", "规定", "：", "）", "“",
                                            "”",  "是", "之", "！",   "？"};
    const std::string_view rest = text_.substr(at_, line_end_ - at_);
    for (const std::string_view word : kGoesOn) {
      if (StartsWith(rest, word)) return false;
    }
    return true;
  }

  // Wide blanks divide the line, narrow ones are part of it.
  void ReadBlanks() {
    uint32_t columns = 0;
    size_t end = at_;
    while (end < line_end_) {
      const uint32_t size = BlankSize(end, columns);
      if (size == 0) break;
      end += size;
    }
    if (columns < kWideBreakColumns) {
      at_ = end;
      return;
    }
    EndBlock();
    at_ = end;
    BeginBlock();
  }

  uint32_t BlankSize(size_t at, uint32_t& columns) const {
    const std::string_view rest = text_.substr(at, line_end_ - at);
    if (rest.empty()) return 0;
    if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r') return ++columns, 1;
    if (rest.starts_with("\u00a0")) return ++columns, 2;
    if (rest.starts_with("\u3000")) return columns += 2, 3;
    if (rest.starts_with("\ufeff") || rest.starts_with("\u200b")) return 3;
    return 0;
  }

  void Step(size_t size) {
    if (!clause_open_) {
      clause_open_ = true;
      clause_.start = static_cast<uint32_t>(at_);
    }
    at_ += size;
    clause_.end = static_cast<uint32_t>(at_);
  }

  // Closing marks that belong to the clause before: 。” and 。）.
  uint32_t ClosersSize() const {
    uint32_t size = 0;
    while (true) {
      const std::string_view rest = text_.substr(at_ + size, line_end_ - at_ - size);
      if (!rest.starts_with("”") && !rest.starts_with("。") && !rest.starts_with("！")) return size;
      size += kHan;
    }
  }

  void EndClause(ScanMark mark, size_t mark_size) {
    if (!clause_open_) return JoinMark(mark, mark_size);
    at_ += mark_size;
    if (mark == ScanMark::kStop) at_ += ClosersSize();
    // Blanks at the end of a line belong to no clause.
    clause_.next = mark == ScanMark::kNone ? clause_.end : static_cast<uint32_t>(at_);
    clause_.mark = mark;
    scan_.clauses.push_back(clause_);
    clause_ = {};
    clause_open_ = false;
  }

  // A doubled mark belongs to the clause before it, when the block has one.
  void JoinMark(ScanMark mark, size_t mark_size) {
    at_ += mark_size;
    if (scan_.clauses.size() == first_clause_) return;
    ScanClause& last = scan_.clauses.back();
    last.next = static_cast<uint32_t>(at_);
    if (mark == ScanMark::kStop) last.mark = mark;
  }

  void BeginBlock() { first_clause_ = static_cast<uint32_t>(scan_.clauses.size()); }

  void EndBlock() {
    if (clause_open_) EndClause(ScanMark::kNone, 0);
    const uint32_t end = static_cast<uint32_t>(scan_.clauses.size());
    if (end == first_clause_) return;
    scan_.clauses.back().ends_block = true;
    const ByteRange text{scan_.clauses[first_clause_].start, scan_.clauses.back().next};
    scan_.blocks.push_back({text, first_clause_, end});
  }

  const PhraseTable& table_ = CueTable();
  std::string_view text_;
  NextMark quotes_;
  NextMark titles_;
  NextMark brackets_;
  Scan scan_;
  size_t at_ = 0;
  size_t line_end_ = 0;
  uint32_t first_clause_ = 0;
  ScanClause clause_;
  bool clause_open_ = false;
};

}  // namespace

Scan ScanText(std::string_view text) { return Scanner(text).Run(); }

Sentence SentenceAt(const Scan& scan, uint32_t first, uint32_t limit) {
  Sentence sentence{first, first, 0};
  while (sentence.end < limit) {
    const ScanClause& clause = scan.clauses[sentence.end++];
    sentence.cues |= clause.cues;
    if (clause.EndsSentence()) break;
  }
  return sentence;
}

}  // namespace pledge::pipeline
