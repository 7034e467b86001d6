#include "service/pipeline/clean/marks.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "service/pipeline/text/byte_search.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

bool IsWide(char32_t c) { return IsHanCharacter(c) || IsWideMark(c); }

bool StandsBesideWide(std::string_view text, size_t at) {
  const auto wide_at = [text](Utf8Character c) { return c.size > 1 && IsWide(c.value); };
  return wide_at(CharacterBefore(text, at)) || wide_at(CharacterAt(text, at + 1));
}

// A colon of "http://" or a mark behind it inside the address.
bool IsScheme(std::string_view text, size_t at) {
  return text[at] == ':' && text.compare(at, 3, "://") == 0;
}

constexpr uint32_t kDropped = UINT32_MAX;  // a bracket that stays

// The marks of one text, found from left to right.
class MarkFinder {
 public:
  explicit MarkFinder(std::string_view text) : text_(text) {}

  // Positions of all marks to be widened, ascending but for kDropped ones.
  std::vector<uint32_t> Find() {
    ForEachByteOf<',', ':', ';', '(', ')', '?', '\n'>(
        text_, 0, text_.size(), [this](size_t at) { Look(static_cast<uint32_t>(at)); });
    CloseLine();
    return std::move(marks_);
  }

 private:
  struct Open {
    size_t slot;  // in marks_
    bool wide;
  };

  void Look(uint32_t at) {
    const char mark = text_[at];
    if (mark == '\n') {
      CloseLine();
    } else if (mark == '(') {
      open_.push_back({marks_.size(), StandsBesideWide(text_, at)});
      marks_.push_back(at);
    } else if (mark == ')') {
      CloseBracket(at);
    } else if (StandsBesideWide(text_, at) && !IsScheme(text_, at)) {
      marks_.push_back(at);
    }
  }

  void CloseBracket(uint32_t at) {
    const bool wide = StandsBesideWide(text_, at);
    if (open_.empty()) {
      if (wide) marks_.push_back(at);
      return;
    }
    const Open open = open_.back();
    open_.pop_back();
    if (open.wide || wide) {
      marks_.push_back(at);
    } else {
      marks_[open.slot] = kDropped;
    }
  }

  // Brackets that were not closed stand for themselves.
  void CloseLine() {
    for (const Open& open : open_) {
      if (!open.wide) marks_[open.slot] = kDropped;
    }
    open_.clear();
  }

  const std::string_view text_;
  std::vector<uint32_t> marks_;
  std::vector<Open> open_;
};

}  // namespace

void WidenMarks(MappedText* mapped) {
  const std::string_view text = mapped->text;
  TextEditor editor(text);
  for (const uint32_t at : MarkFinder(text).Find()) {
    if (at == kDropped) continue;
    editor.KeepUntil(at);
    editor.ReplaceUntil(at + 1, WideMarkText(text[at]), RepairKind::kMarkForm);
  }
  editor.Finish(mapped);
}

}  // namespace pledge::pipeline
