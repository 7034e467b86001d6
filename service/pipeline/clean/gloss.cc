#include "service/pipeline/clean/gloss.h"

#include <string_view>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// Takes out the inserted commas before `end`. They were put before full-width
// marks only, so a mark that has become ASCII since gets its width back.
void RemoveInsertedMarks(std::string_view text, uint32_t end, TextEditor* editor) {
  for (size_t at = text.find(',', editor->position()); at < end; at = text.find(',', at + 1)) {
    if (!IsInsertedMark(text, at)) continue;
    const auto mark = static_cast<uint32_t>(at);
    editor->KeepUntil(mark);
    editor->RemoveUntil(mark + 1, RepairKind::kInsertedMark);
    const std::string_view wide = WideMarkText(text[mark + 1]);
    if (!wide.empty() && !IsInsertedMark(text, mark + 1)) {
      editor->ReplaceUntil(mark + 2, wide, RepairKind::kMarkForm);
    }
  }
}

}  // namespace

void RemoveGlosses(const Damage& damage, MappedText* mapped) {
  const std::string_view text = mapped->text;
  TextEditor editor(text);
  for (const GlossSite& site : damage.glosses) {
    if (damage.inserted_marks) RemoveInsertedMarks(text, site.brackets.start, &editor);
    editor.KeepUntil(site.brackets.start);
    editor.RemoveUntil(site.brackets.end, RepairKind::kGloss);
  }
  if (damage.inserted_marks) {
    RemoveInsertedMarks(text, static_cast<uint32_t>(text.size()), &editor);
  }
  editor.Finish(mapped);
}

}  // namespace pledge::pipeline
