#include "service/pipeline/text/text_editor.h"

#include <utility>

namespace pledge::pipeline {

void TextEditor::BeginEdit() {
  if (edited_) return;
  edited_ = true;
  out_.reserve(text_.size());
  out_.assign(text_.data(), position_);
  map_.AppendSame(position_, position_);
}

void TextEditor::KeepUntil(uint32_t position) {
  if (position <= position_) return;
  if (edited_) {
    const uint32_t size = position - position_;
    out_.append(text_.data() + position_, size);
    map_.AppendSame(size, size);
  }
  position_ = position;
}

void TextEditor::RemoveUntil(uint32_t end, RepairKind kind, std::string_view detail) {
  ReplaceUntil(end, {}, kind, detail);
}

void TextEditor::ReplaceUntil(uint32_t end, std::string_view replacement, RepairKind kind,
                              std::string_view detail) {
  if (end <= position_) return;
  BeginEdit();
  out_.append(replacement);
  map_.AppendRepair(static_cast<uint32_t>(replacement.size()), end - position_, kind, detail);
  position_ = end;
}

void TextEditor::Insert(std::string_view inserted, RepairKind kind, std::string_view detail) {
  if (inserted.empty()) return;
  BeginEdit();
  out_.append(inserted);
  map_.AppendRepair(static_cast<uint32_t>(inserted.size()), 0, kind, detail);
}

void TextEditor::Finish(MappedText* mapped) { FinishWithMap(mapped); }

SourceMap TextEditor::FinishWithMap(MappedText* mapped) {
  const auto size = static_cast<uint32_t>(text_.size());
  KeepUntil(size);
  if (!edited_) return SourceMap::Identity(size);
  mapped->map = SourceMap::Compose(map_, mapped->map);
  mapped->text = std::move(out_);
  return std::move(map_);
}

}  // namespace pledge::pipeline
