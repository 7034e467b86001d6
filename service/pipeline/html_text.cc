#include "service/pipeline/html_text.h"

#include <utility>

#include "service/pipeline/html_align.h"
#include "service/pipeline/utf8.h"

namespace pledge::pipeline {
namespace {

bool IsCollapsible(char32_t c) { return c == ' ' || c == '\n' || c == '\t'; }

// Characters between which a line break of the source is no blank.
bool IsWide(char32_t c) { return IsHanCharacter(c) || IsWideMark(c); }

}  // namespace

void HtmlTextBuilder::Add(ByteRange range, std::string_view text, bool preformatted,
                          const NodeRole& role) {
  if (range.start < editor_.position()) return;  // a copy of what was there
  HtmlAligner aligner(source_, range, text);
  AlignedCharacter aligned;
  while (aligner.Next(&aligned)) {
    const char32_t c = aligned.character.value;
    if (preformatted && c == '\n') {
      Separate(HtmlBreak::kLine);
    } else if (IsCollapsible(c) && !preformatted) {
      AddBlank(aligned.source, c);
    } else {
      const std::string character = ToUtf8(c);
      AddVisible(aligned.source, character, aligned.same, c);
      Count(role);
    }
  }
}

void HtmlTextBuilder::AddBlank(ByteRange source, char32_t c) {
  if (!blanks_.has_value()) blanks_ = Blanks{source, c == ' ' && source.size() == 1, false};
  if (c == '\n') blanks_->line_break = true;
}

void HtmlTextBuilder::AddVisible(ByteRange source, std::string_view character, bool same,
                                 char32_t c) {
  // A new line that is indented by hand is a paragraph, whatever HTML makes of it.
  if (c == 0x3000 && blanks_.has_value() && blanks_->line_break) Separate(HtmlBreak::kLine);
  SettleBreak();
  SettleBlanks(c);
  if (source.start > editor_.position()) editor_.RemoveUntil(source.start, RepairKind::kMarkup);
  if (same) {
    editor_.KeepUntil(source.end);
  } else if (source.empty()) {
    editor_.Insert(character, RepairKind::kMarkup);
  } else {
    editor_.ReplaceUntil(source.end, character, RepairKind::kMarkup);
  }
  last_ = c;
}

void HtmlTextBuilder::SettleBreak() {
  if (break_ == HtmlBreak::kNone) return;
  const bool line = break_ == HtmlBreak::kLine;
  break_ = HtmlBreak::kNone;
  if (last_ == 0) return;
  blanks_.reset();
  editor_.Insert(line ? "\n" : "\t", RepairKind::kMarkup);
  if (line) {
    lines_.push_back({});
    last_ = 0;
  } else {
    last_ = '\t';
  }
}

void HtmlTextBuilder::SettleBlanks(char32_t next) {
  if (!blanks_.has_value()) return;
  const Blanks blanks = *std::exchange(blanks_, std::nullopt);
  if (last_ == 0 || last_ == '\t') return;
  if (blanks.line_break && IsWide(last_) && IsWide(next)) return;
  if (blanks.first.start > editor_.position()) {
    editor_.RemoveUntil(blanks.first.start, RepairKind::kMarkup);
  }
  if (blanks.plain && source_[blanks.first.start] == ' ') {
    editor_.KeepUntil(blanks.first.end);
  } else {
    editor_.ReplaceUntil(blanks.first.end, " ", RepairKind::kMarkup);
  }
}

void HtmlTextBuilder::Count(const NodeRole& role) {
  if (lines_.empty()) lines_.push_back({});
  HtmlLine& line = lines_.back();
  if (line.characters == 0) line.text.start = editor_.output_size() - Utf8Size(last_);
  line.text.end = editor_.output_size();
  if (IsBlank(last_)) return;
  ++line.characters;
  line.links += role.link ? 1 : 0;
  line.main += role.main ? 1 : 0;
  line.heading += role.heading ? 1 : 0;
  line.marked += role.widget != Widget::kNone ? 1 : 0;
  if (role.widget != Widget::kNone) line.widget = role.widget;
}

std::vector<HtmlLine> HtmlTextBuilder::Finish(MappedText* mapped) {
  editor_.RemoveUntil(static_cast<uint32_t>(source_.size()), RepairKind::kMarkup);
  editor_.Finish(mapped);
  std::erase_if(lines_, [](const HtmlLine& line) { return line.characters == 0; });
  return std::move(lines_);
}

}  // namespace pledge::pipeline
