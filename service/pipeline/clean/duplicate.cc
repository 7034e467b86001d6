#include "service/pipeline/clean/duplicate.h"

#include <cstdint>
#include <cstring>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// A copy of fewer bytes may be a refrain or an echo that somebody meant.
constexpr size_t kFewestBytes = 180;
// Bytes at the end of the text that are looked for before it.
constexpr size_t kNeedleBytes = 60;
// Where the first copy may end, as shares of the text: in the middle, earlier
// when blanks follow, later when something stands before it.
constexpr size_t kEarliestEndPercent = 40;
constexpr size_t kLatestEndPercent = 60;
// Places where the end of the text may stand once more that are tried.
constexpr size_t kMaxPlaces = 4;
// Of a copy in damaged text, for each byte that may differ.
constexpr size_t kBytesPerDifference = 150;
// What may stand before the first copy, as a share of one copy.
constexpr size_t kMostBeforePercent = 20;

size_t Find(std::string_view text, std::string_view needle, size_t from) {
  if (from >= text.size()) return std::string_view::npos;
  const void* found = memmem(text.data() + from, text.size() - from, needle.data(), needle.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

bool IsSpace(char32_t c) { return c == '\n' || IsBlank(c); }

// True for bytes that a blank may end with.
constexpr bool MayEndBlank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || static_cast<uint8_t>(c) == 0x80 ||
         static_cast<uint8_t>(c) == 0xA0 || static_cast<uint8_t>(c) == 0xAF;
}

size_t SkipSpaceBack(std::string_view text, size_t end) {
  while (end > 0 && MayEndBlank(text[end - 1])) {
    const Utf8Character c = CharacterBefore(text, end);
    if (!IsSpace(c.value)) break;
    end -= c.size;
  }
  return end;
}

// Compares two texts from their ends, blanks aside, until more than
// `most_different` bytes differ or the second reaches the end of the first.
// Returns where the first began, or nullopt when they differ.
std::optional<size_t> MatchBack(std::string_view text, size_t first_end, size_t second_end,
                                size_t most_different) {
  size_t a = first_end;
  size_t b = second_end;
  while (true) {
    a = SkipSpaceBack(text, a);
    b = SkipSpaceBack(text, b);
    if (b <= first_end) return a;
    // One character, or the part of one that is alike: neither holds a blank.
    do {
      if (a == 0) return std::nullopt;
      if (text[--a] != text[--b] && most_different-- == 0) return std::nullopt;
    } while (b > first_end && IsContinuation(ByteAt(text, b)));
  }
}

}  // namespace

std::optional<ByteRange> FindSecondCopy(std::string_view text, bool damaged) {
  if (text.size() < 2 * kFewestBytes) return std::nullopt;
  size_t needle_start = text.size() - kNeedleBytes;
  while (IsContinuation(ByteAt(text, needle_start))) ++needle_start;
  const std::string_view needle = text.substr(needle_start);
  const size_t limit = text.size() / 100 * kLatestEndPercent;
  size_t from = text.size() / 100 * kEarliestEndPercent;
  for (size_t place = 0; place < kMaxPlaces; ++place) {
    const size_t found = Find(text.substr(0, limit), needle, from);
    if (found == std::string_view::npos) return std::nullopt;
    from = found + 1;
    const size_t first_end = found + needle.size();
    const size_t copy = text.size() - first_end;
    const std::optional<size_t> start =
        MatchBack(text, first_end, text.size(), damaged ? copy / kBytesPerDifference : 0);
    if (!start.has_value() || copy < kFewestBytes) continue;
    if (*start * 100 > copy * kMostBeforePercent) continue;
    return ByteRange{static_cast<uint32_t>(first_end), static_cast<uint32_t>(text.size())};
  }
  return std::nullopt;
}

bool CutSecondCopy(bool damaged, MappedText* mapped) {
  const std::optional<ByteRange> copy = FindSecondCopy(mapped->text, damaged);
  if (!copy.has_value()) return false;
  TextEditor editor(mapped->text);
  editor.KeepUntil(copy->start);
  editor.RemoveUntil(copy->end, RepairKind::kDuplicate);
  editor.Finish(mapped);
  return true;
}

}  // namespace pledge::pipeline
