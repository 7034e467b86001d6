#include "service/pipeline/decode/html_text.h"

#include <utility>

#include "service/pipeline/decode/html_align.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

bool IsCollapsible(char32_t c) { return c == ' ' || c == '\n' || c == '\t'; }

// Characters between which a line break of the source is no blank.
bool IsWide(char32_t c) { return IsHanCharacter(c) || IsWideMark(c); }

}  // namespace

void HtmlTextBuilder::Add(ByteRange range, std::string_view text, bool preformatted,
                          const NodeRole& role) {
  if (range.start < editor_.position()) return;  // a copy of what was there
  if (!preformatted && source_.substr(range.start, range.size()) == text) {
    AddPlain(range, role);
    return;
  }
  HtmlAligner aligner(source_, range, text);
  AlignedCharacter aligned;
  while (aligner.Next(&aligned)) {
    const char32_t c = aligned.character.value;
    if (preformatted && c == '\n') {
      Separate(HtmlBreak::kLine);
    } else if (IsCollapsible(c) && !preformatted) {
      AddBlank(aligned.source, c);
    } else {
      AddVisible(aligned.source, text.substr(aligned.offset, aligned.character.size), aligned.same,
                 c);
      Count(aligned.character.size, IsBlank(c) ? 0 : 1, role);
    }
  }
}

// A text without references and tags, whole words at a time.
void HtmlTextBuilder::AddPlain(ByteRange range, const NodeRole& role) {
  for (uint32_t at = range.start; at < range.end;) {
    if (IsCollapsible(ByteAt(source_, at))) {
      AddBlank({at, at + 1}, ByteAt(source_, at));
      ++at;
      continue;
    }
    uint32_t end = at;
    uint32_t characters = 0;
    for (; end < range.end && !IsCollapsible(ByteAt(source_, end)); ++end) {
      characters += IsContinuation(ByteAt(source_, end)) ? 0 : 1;
    }
    AddVisible({at, end}, source_.substr(at, end - at), true, CharacterAt(source_, at).value);
    Count(end - at, characters, role);
    at = end;
  }
}

void HtmlTextBuilder::AddBlank(ByteRange source, char32_t c) {
  if (!blanks_.has_value()) blanks_ = Blanks{source, c == ' ' && source.size() == 1, false};
  if (c == '\n') blanks_->line_break = true;
}

void HtmlTextBuilder::AddVisible(ByteRange source, std::string_view characters, bool same,
                                 char32_t first) {
  // A new line that is indented by hand is a paragraph, whatever HTML makes of it.
  if (first == 0x3000 && blanks_.has_value() && blanks_->line_break) Separate(HtmlBreak::kLine);
  SettleBreak();
  SettleBlanks(first);
  if (source.start > editor_.position()) editor_.RemoveUntil(source.start, RepairKind::kMarkup);
  if (same) {
    editor_.KeepUntil(source.end);
  } else if (source.empty()) {
    editor_.Insert(characters, RepairKind::kMarkup);
  } else {
    editor_.ReplaceUntil(source.end, characters, RepairKind::kMarkup);
  }
  last_ = CharacterBefore(characters, characters.size()).value;
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

// Counts what was added last: its bytes, and its visible characters.
void HtmlTextBuilder::Count(uint32_t size, uint32_t visible, const NodeRole& role) {
  if (lines_.empty()) lines_.push_back({});
  HtmlLine& line = lines_.back();
  if (line.characters == 0) line.text.start = editor_.output_size() - size;
  line.text.end = editor_.output_size();
  line.characters += visible;
  line.links += role.link ? visible : 0;
  line.main += role.main ? visible : 0;
  line.heading += role.heading ? visible : 0;
  if (role.widget == Widget::kNone) return;
  line.marked += visible;
  line.widget = role.widget;
}

std::vector<HtmlLine> HtmlTextBuilder::Finish(MappedText* mapped) {
  editor_.RemoveUntil(static_cast<uint32_t>(source_.size()), RepairKind::kMarkup);
  editor_.Finish(mapped);
  std::erase_if(lines_, [](const HtmlLine& line) { return line.characters == 0; });
  return std::move(lines_);
}

}  // namespace pledge::pipeline
