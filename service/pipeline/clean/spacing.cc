#include "service/pipeline/clean/spacing.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// Fewer characters apart may be a title that was spread on purpose.
constexpr size_t kFewestApart = 20;
constexpr size_t kApartPercent = 70;
constexpr size_t kLongestRun = 4;

// How the neighbours of one kind stand: with how many blanks between.
struct Census {
  std::array<size_t, kLongestRun + 1> runs{};  // by number of blanks, the last: more

  void Add(size_t blanks) { ++runs[blanks < kLongestRun ? blanks : kLongestRun]; }
  size_t apart() const { return runs[1] + runs[2] + runs[3]; }
  // The commonest number of blanks, from 1.
  size_t usual() const {
    size_t best = 1;
    for (size_t i = 2; i < kLongestRun; ++i) {
      if (runs[i] > runs[best]) best = i;
    }
    return best;
  }
  bool AllApart() const { return apart() * 100 >= (apart() + runs[0]) * kApartPercent; }
};

struct SpacingCensus {
  Census han;    // Han characters and full-width marks
  Census ascii;  // digits and letters among themselves
};

enum class Kind { kNone, kHan, kAscii };

Kind KindOf(char32_t c) {
  if (IsHanCharacter(c) || IsWideMark(c)) return Kind::kHan;
  return IsAsciiLetter(c) || IsAsciiDigit(c) ? Kind::kAscii : Kind::kNone;
}

SpacingCensus CountSpacing(std::string_view text) {
  SpacingCensus census;
  Kind before = Kind::kNone;
  size_t blanks = 0;
  for (size_t at = 0; at < text.size();) {
    const uint8_t lead = ByteAt(text, at);
    Kind kind = Kind::kHan;
    if (lead >= 0xE4 && lead <= 0xE9) {  // Han characters, and no other
      at += 3;
    } else {
      const Utf8Character c = CharacterAt(text, at);
      at += c.size;
      if (IsBlank(c.value)) {
        ++blanks;
        continue;
      }
      kind = KindOf(c.value);
    }
    if (kind == before && kind == Kind::kHan) census.han.Add(blanks);
    if (kind == before && kind == Kind::kAscii) census.ascii.Add(blanks);
    before = kind;
    blanks = 0;
  }
  return census;
}

// A look at the beginning is enough to see that a text is not spaced.
bool MayBeSpaced(std::string_view text) {
  constexpr size_t kLook = 3000;
  std::string_view head = text.substr(0, kLook);
  while (!head.empty() && text.size() > kLook && IsContinuation(ByteAt(text, head.size()))) {
    head.remove_suffix(1);
  }
  return CountSpacing(head).han.AllApart();
}

size_t SkipBlanks(std::string_view text, size_t at, size_t* count) {
  *count = 0;
  while (at < text.size()) {
    const Utf8Character c = CharacterAt(text, at);
    if (!IsBlank(c.value)) break;
    at += c.size;
    ++*count;
  }
  return at;
}

size_t SkipCharacters(std::string_view text, size_t at, size_t count) {
  for (; count > 0; --count) at += CharacterAt(text, at).size;
  return at;
}

}  // namespace

bool JoinSpacedCharacters(MappedText* mapped) {
  const std::string_view text = mapped->text;
  if (!MayBeSpaced(text)) return false;
  const SpacingCensus census = CountSpacing(text);
  if (census.han.apart() < kFewestApart || !census.han.AllApart()) return false;
  const size_t usual = census.han.usual();
  const bool ascii_apart = census.ascii.AllApart();
  TextEditor editor(text);
  Kind before = Kind::kNone;
  for (size_t at = 0; at < text.size();) {
    size_t blanks = 0;
    const size_t next = SkipBlanks(text, at, &blanks);
    if (blanks == 0) {
      const Utf8Character c = CharacterAt(text, at);
      before = KindOf(c.value);
      at += c.size;
      continue;
    }
    const bool words = before == Kind::kAscii && !ascii_apart &&
                       KindOf(CharacterAt(text, next).value) == Kind::kAscii;
    if (!words) {
      // Blanks of the original stand between inserted runs.
      size_t place = at;
      editor.KeepUntil(static_cast<uint32_t>(at));
      for (size_t left = blanks; left > 2 * usual; left -= usual + 1) {
        place = SkipCharacters(text, place, usual);
        editor.RemoveUntil(static_cast<uint32_t>(place), RepairKind::kSpacing, "spaced-characters");
        place += CharacterAt(text, place).size;
        editor.KeepUntil(static_cast<uint32_t>(place));
      }
      editor.RemoveUntil(static_cast<uint32_t>(next), RepairKind::kSpacing, "spaced-characters");
    }
    at = next;
  }
  editor.Finish(mapped);
  return true;
}

}  // namespace pledge::pipeline
