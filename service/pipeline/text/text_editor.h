// Rewrites a text from left to right and records each change, so that a pass
// over the text is written as a list of edits and the source map follows by
// itself. Not thread-safe; one editor for one pass.
#ifndef PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_EDITOR_H_
#define PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_EDITOR_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// A text and the map to the bytes that it came from.
struct MappedText {
  std::string text;  // valid UTF-8
  SourceMap map;     // text → source bytes
};

class TextEditor {
 public:
  // Edits `text`, which must outlive the editor. Nothing is copied before the
  // first edit.
  explicit TextEditor(std::string_view text) : text_(text) {}

  // Bytes of the text that were dealt with: kept by KeepUntil or edited.
  uint32_t position() const { return position_; }

  // Bytes of the new text so far.
  uint32_t output_size() const { return edited_ ? static_cast<uint32_t>(out_.size()) : position_; }

  // Leaves everything up to `position` as it is. No effect behind it.
  void KeepUntil(uint32_t position);
  // Takes out the bytes from position() to `end`.
  void RemoveUntil(uint32_t end, RepairKind kind, std::string_view detail = {});
  // Puts `replacement` where the bytes from position() to `end` stood.
  void ReplaceUntil(uint32_t end, std::string_view replacement, RepairKind kind,
                    std::string_view detail = {});
  // Puts `inserted` in at position().
  void Insert(std::string_view inserted, RepairKind kind, std::string_view detail = {});

  bool edited() const { return edited_; }

  // Keeps the rest and applies the edits to `mapped`, whose text must be the
  // one of the constructor. Leaves it as it is when there was no edit.
  void Finish(MappedText* mapped);
  // The same, and gives the map of the edits alone (new text → old text).
  SourceMap FinishWithMap(MappedText* mapped);

 private:
  void BeginEdit();

  std::string_view text_;
  std::string out_;
  SourceMap map_;
  uint32_t position_ = 0;
  bool edited_ = false;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_TEXT_TEXT_EDITOR_H_
