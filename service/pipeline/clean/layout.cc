#include "service/pipeline/clean/layout.h"

#include <algorithm>
#include <string_view>

#include "service/pipeline/clean/lost_breaks.h"
#include "service/pipeline/text/lines.h"

namespace pledge::pipeline {

void TrimLines(MappedText* mapped) {
  const std::string_view text = mapped->text;
  TextEditor editor(text);
  bool first = true;
  ForEachLine(text, [&](ByteRange line) {
    const ByteRange content = Trim(text, line);
    if (content.empty()) return;
    if (!first) {
      // The break behind the line before is the one that is kept.
      const auto line_break = static_cast<uint32_t>(text.find('\n', editor.position()));
      editor.RemoveUntil(line_break, RepairKind::kSpacing);
      editor.KeepUntil(line_break + 1);
    }
    editor.RemoveUntil(content.start, RepairKind::kSpacing);
    for (const ByteRange& blanks : FindLostBreaks(text, content)) {
      editor.KeepUntil(blanks.start);
      editor.ReplaceUntil(blanks.end, "\n", RepairKind::kSpacing);
    }
    editor.KeepUntil(content.end);
    first = false;
  });
  editor.RemoveUntil(static_cast<uint32_t>(text.size()), RepairKind::kSpacing);
  editor.Finish(mapped);
}

}  // namespace pledge::pipeline
