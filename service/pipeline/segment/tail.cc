#include "service/pipeline/segment/tail.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "service/pipeline/facts/date.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/segment/closing.h"
#include "service/pipeline/segment/labels.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/segment/sign_off.h"
#include "service/pipeline/text/named_words.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kTailBlocks = 8;       // a date this near to the end is the sign-off
constexpr uint32_t kAppendedBytes = 300;  // less text behind the sign-off is no document
constexpr size_t kLongestSignOff = 200;   // bytes of a line with body and date
constexpr uint32_t kAnnexHead = 8;        // lines in which an annexed document shows what it is
constexpr uint32_t kOpeningClauses = 60;  // of a paragraph that are looked at for an opening

class TailFinder {
 public:
  TailFinder(std::string_view text, Scan& scan, uint32_t end_block, Frame& frame)
      : text_(text), scan_(scan), frame_(frame), end_(end_block) {}

  void Run() {
    first_ = FirstBodyBlock();
    frame_.end_block = end_;
    frame_.body_end = end_ == 0 ? 0 : scan_.blocks[end_ - 1].end_clause;
    if (first_ >= end_) return;
    const uint32_t sign_off = FindSignOff();
    if (sign_off < end_) ReadBehind(sign_off + 1);
    uint32_t last = ReadBackward(std::min(sign_off + 1, end_));
    if (last > first_ || StartsInside(first_)) last = std::max(last, first_ + 1);
    SetBodyEnd(last);
    if (last > first_) CutInlineSignOff(text_, scan_, frame_, last - 1);
    CutClosing(text_, scan_, frame_);
    std::sort(frame_.tail.begin(), frame_.tail.end(),
              [](const FramePart& a, const FramePart& b) { return a.text.start < b.text.start; });
    JoinContacts();
  }

 private:
  std::string_view LineText(uint32_t block) const { return Slice(text_, scan_.blocks[block].text); }
  void Add(SectionKind kind, ByteRange range) { frame_.tail.push_back({kind, range}); }

  // True when the head ends inside this block.
  bool StartsInside(uint32_t block) const {
    return scan_.blocks[block].first_clause < frame_.body_first;
  }

  uint32_t FirstBodyBlock() const {
    const auto found = std::partition_point(
        scan_.blocks.begin(), scan_.blocks.end(),
        [&](const Block& block) { return block.end_clause <= frame_.body_first; });
    return static_cast<uint32_t>(found - scan_.blocks.begin());
  }

  void SetBodyEnd(uint32_t last) {
    frame_.body_end = last == 0 ? 0 : scan_.blocks[last - 1].end_clause;
    frame_.body_end = std::max(frame_.body_end, frame_.body_first);
  }

  // The line with the date of signature; end_ when there is none.
  uint32_t FindSignOff() const {
    for (uint32_t i = first_; i < end_; ++i) {
      if (StartsInside(i) || !EndsLikeDate(LineText(i))) continue;
      const bool date = ClassifyLine(LineText(i)) == LineKind::kDate;
      if (!date && !SplitSignOff(i)) continue;
      if (i + kTailBlocks >= end_ || IsTailLine(i + 1) ||
          (i > first_ && IsBodyName(LineText(i - 1)))) {
        return i;
      }
    }
    return end_;
  }

  // Turns most lines away before a date is looked for.
  static bool EndsLikeDate(std::string_view line) {
    if (line.size() > kLongestSignOff) return false;
    const char last = line.back();
    return (last >= '0' && last <= '9') || line.ends_with("日") || line.ends_with("）");
  }

  bool IsTailLine(uint32_t block) const {
    const LineKind kind = ClassifyLine(LineText(block));
    return kind != LineKind::kText && kind != LineKind::kAddressee && kind != LineKind::kDate;
  }

  // 主办单位：…, which with a telephone number beside it is a contact.
  bool IsUnit(const FramePart& part) const {
    return part.kind == SectionKind::kNote &&
           StartsWithAny<"承办", "主办", "办理", "经办">(Slice(text_, part.text));
  }

  // 联系人 and 联系电话 side by side are one contact; a line of its own is another.
  void JoinContacts() {
    std::vector<FramePart> joined;
    for (const FramePart& part : frame_.tail) {
      const bool goes_on = !joined.empty() && part.kind == SectionKind::kContact &&
                           (joined.back().kind == SectionKind::kContact || IsUnit(joined.back())) &&
                           !Contains(Slice(text_, {joined.back().text.end, part.text.start}), "\n");
      if (goes_on) {
        joined.back() = {SectionKind::kContact, {joined.back().text.start, part.text.end}};
      } else {
        joined.push_back(part);
      }
    }
    frame_.tail = std::move(joined);
  }

  // Where the date begins in a line 某某局 2024年6月12日.
  std::optional<uint32_t> SplitSignOff(uint32_t block) const {
    const std::string_view line = LineText(block);
    const std::optional<uint32_t> date = FindDateAtEnd(line);
    if (!date || *date == 0) return std::nullopt;
    std::string_view body = line.substr(0, *date);
    body.remove_suffix(BlankSuffix(body));
    return IsBodyName(body) ? date : std::nullopt;
  }

  // Lines behind the date: copies, contact, attachments, another document.
  void ReadBehind(uint32_t block) {
    while (block < end_) {
      const LineKind kind = ClassifyLine(LineText(block));
      if (kind == LineKind::kAttachment) {
        if (IsAnnexedDocument(block)) {
          Add(SectionKind::kAttachment, scan_.blocks[block].text);
          frame_.end_block = block + 1;
          return;
        }
        block = ReadAttachment(block);
        continue;
      }
      if (kind == LineKind::kText && IsAppended(block)) {
        frame_.end_block = block;
        return;
      }
      AddLine(block, kind);
      ++block;
    }
  }

  bool IsAppended(uint32_t block) const {
    return LooksLikeTitle(LineText(block)) &&
           scan_.blocks[end_ - 1].text.end - scan_.blocks[block].text.start > kAppendedBytes;
  }

  // A letter or a report behind the mark 附件1: a title, then soon an addressee or
  // an opening (guide 13.19). A list or a table is none.
  bool IsAnnexedDocument(uint32_t mark) const {
    if (Contains(LineText(mark), "：")) return false;
    bool titled = false;
    const uint32_t limit = std::min(end_, mark + 1 + kAnnexHead);
    for (uint32_t i = mark + 1; i < limit; ++i) {
      const LineKind kind = ClassifyLine(LineText(i));
      if (kind == LineKind::kAttachment) return false;
      if (titled && (kind == LineKind::kAddressee || HoldsOpening(scan_.blocks[i]))) return true;
      titled |= LooksLikeTitle(LineText(i));
    }
    return false;
  }

  bool HoldsOpening(const Block& block) const {
    const uint32_t end = std::min(block.end_clause, block.first_clause + kOpeningClauses);
    for (uint32_t i = block.first_clause; i < end; ++i) {
      const ScanClause& clause = scan_.clauses[i];
      if (clause.Has(kCueReceipt)) return true;
      if (clause.Has(kCueAsFollows) && clause.mark == ScanMark::kColon) return true;
    }
    return false;
  }

  // From 附件 to the line before the next 附件. A list behind 附件： also ends at the
  // next line of the tail; an annex may hold any line.
  uint32_t ReadAttachment(uint32_t block) {
    const bool is_list = Contains(LineText(block), "：");
    uint32_t next = block + 1;
    while (next < end_) {
      const LineKind kind = ClassifyLine(LineText(next));
      if (kind == LineKind::kAttachment || (is_list && kind != LineKind::kText)) break;
      ++next;
    }
    AddAttachments(block, next, is_list);
    return next;
  }

  // A list behind 附件：1.… is one section for each line with a number; an annex
  // is one with all that is in it (guide 13.8).
  void AddAttachments(uint32_t first, uint32_t end, bool is_list) {
    const auto starts = [&](uint32_t block) {
      return is_list && MatchLabel(LineText(block)).has_value();
    };
    for (uint32_t at = first; at < end;) {
      const bool bare = Contains(LineText(at), "：") && LineText(at).ends_with("：");
      uint32_t next = at + 1;
      while (next < end && (!starts(next) || (bare && next == at + 1))) ++next;
      Add(SectionKind::kAttachment, {scan_.blocks[at].text.start, scan_.blocks[next - 1].text.end});
      at = next;
    }
  }

  // The section of one tail line; false when the line is none.
  bool AddLine(uint32_t block, LineKind kind) {
    const ByteRange range = scan_.blocks[block].text;
    switch (kind) {
      case LineKind::kDate:
        Add(SectionKind::kDate, range);
        return true;
      case LineKind::kBody:
        Add(SectionKind::kSignature, range);
        return true;
      case LineKind::kContact:
        Add(SectionKind::kContact, range);
        return true;
      case LineKind::kCc:
        Add(SectionKind::kCc, range);
        return true;
      case LineKind::kAttachment:
        Add(SectionKind::kAttachment, range);
        return true;
      case LineKind::kCategoryMark:
        Add(SectionKind::kCategoryMark, range);
        return true;
      case LineKind::kNote:
        Add(SectionKind::kNote, range);
        return true;
      case LineKind::kDocNumber:
        Add(SectionKind::kDocNumber, range);
        return true;
      case LineKind::kText:
      case LineKind::kAddressee:
      case LineKind::kPageField:
        return false;
    }
    return false;
  }

  // Takes tail lines off the end; returns the block behind the body.
  uint32_t ReadBackward(uint32_t end) {
    while (end > first_ && !StartsInside(end - 1)) {
      const uint32_t block = end - 1;
      if (const std::optional<uint32_t> date = SplitSignOff(block)) {
        AddSignOff(scan_.blocks[block].text, *date);
      } else if (const uint32_t list = AttachmentListStart(block); list < block) {
        AddAttachments(list, block + 1, true);
        end = list;
        continue;
      } else if (!AddLine(block, ClassifyLine(LineText(block)))) {
        if (frame_.tail.empty() || !IsUnknownField(LineText(block))) return end;
        Add(SectionKind::kNote, scan_.blocks[block].text);
      }
      --end;
    }
    return end;
  }

  void AddSignOff(ByteRange line, uint32_t date) {
    const std::string_view body = Slice(text_, {line.start, line.start + date});
    Add(SectionKind::kSignature, {line.start, line.start + date - BlankSuffix(body)});
    Add(SectionKind::kDate, {line.start + date, line.end});
  }

  // 附件：1.… over several lines: the first line when `block` is the last.
  uint32_t AttachmentListStart(uint32_t block) const {
    uint32_t at = block;
    while (at > first_) {
      const std::string_view line = LineText(at);
      if (at < block && ClassifyLine(line) == LineKind::kAttachment) return at;
      const std::optional<Label> label = MatchLabel(line);
      if (!label || line.size() > 300 || line.ends_with("。") || line.ends_with("；")) break;
      --at;
    }
    return block;
  }

  std::string_view text_;
  Scan& scan_;
  Frame& frame_;
  uint32_t first_ = 0;
  const uint32_t end_;
};

}  // namespace

void FindTail(std::string_view text, Scan& scan, uint32_t end_block, Frame& frame) {
  TailFinder(text, scan, end_block, frame).Run();
}

}  // namespace pledge::pipeline
