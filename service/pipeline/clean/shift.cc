#include "service/pipeline/clean/shift.h"

#include <cstdint>
#include <optional>
#include <string_view>

#include "service/pipeline/clean/shift_reader.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kMaxGlossBytes = 16;

// The next character that may stand for half a character, from `at` on.
size_t NextMarker(std::string_view text, size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '?') return at;
    if (text[at] == kReplacementUtf8[0] && text.compare(at, 3, kReplacementUtf8) == 0) return at;
  }
  return std::string_view::npos;
}

// The character before `at`, or before the gloss that ends there, in the width
// that it had when the bytes were cut.
char32_t OwnerBefore(std::string_view text, size_t at) {
  if (at > 0 && text[at - 1] == ')') {
    const size_t open = text.substr(0, at).rfind('(');
    if (open != std::string_view::npos && at - open <= kMaxGlossBytes) at = open;
  }
  const char32_t c = CharacterBefore(text, at).value;
  const char32_t wide = WideMarkOf(c);
  return wide == 0 ? c : wide;
}

}  // namespace

bool RestoreShiftedBlocks(MappedText* mapped) {
  const std::string_view text = mapped->text;
  ShiftReader reader(text);
  TextEditor editor(text);
  char32_t last = 0;  // character that the last block ends with
  for (size_t marker = NextMarker(text, 0); marker != std::string_view::npos;) {
    const bool adjoins = last != 0 && marker == editor.position();
    const char32_t before = adjoins ? last : OwnerBefore(text, marker);
    size_t next = marker + 1;
    if (const std::optional<ShiftReading> block = reader.Read(marker, before)) {
      editor.KeepUntil(static_cast<uint32_t>(marker));
      editor.ReplaceUntil(static_cast<uint32_t>(block->end), block->text,
                          RepairKind::kShiftedBlock);
      last = CharacterBefore(block->text, block->text.size()).value;
      next = block->end;
    }
    marker = NextMarker(text, next);
  }
  const bool restored = editor.edited();
  editor.Finish(mapped);
  return restored;
}

}  // namespace pledge::pipeline
