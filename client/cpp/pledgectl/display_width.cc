#include "client/cpp/pledgectl/display_width.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_format.h"

namespace pledge::cli {
namespace {

// The character at `at`, which moves behind it; negative when the bytes are
// not UTF-8, and then one byte is passed.
UChar32 NextCharacter(std::string_view text, size_t* at) {
  int32_t offset = static_cast<int32_t>(*at);
  UChar32 character;
  U8_NEXT(text.data(), offset, static_cast<int32_t>(text.size()), character);
  *at = character < 0 ? *at + 1 : static_cast<size_t>(offset);
  return character;
}

// Controls, and format characters that reorder or hide text.
bool IsHarmful(UChar32 character) {
  const int8_t type = u_charType(character);
  return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR ||
         type == U_PARAGRAPH_SEPARATOR;
}

std::string EscapeSequence(UChar32 character) {
  if (character == '\n') return "\\n";
  if (character == '\t') return "\\t";
  if (character == '\r') return "\\r";
  return character < 0x80 ? absl::StrFormat("\\x%02x", character)
                          : absl::StrFormat("\\u%04x", character);
}

std::string EscapeWith(std::string_view text, bool double_backslash) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const UChar32 character = NextCharacter(text, &at);
    if (character < 0) {
      out += absl::StrFormat("\\x%02x", static_cast<unsigned char>(text[start]));
    } else if (IsHarmful(character)) {
      out += EscapeSequence(character);
    } else {
      if (double_backslash && character == '\\') out += '\\';
      out += text.substr(start, at - start);
    }
  }
  return out;
}

int CharacterWidth(UChar32 character) {
  if (character < 0x20) return character < 0 ? 1 : 0;
  if (character < 0x7f) return 1;
  const int8_t type = u_charType(character);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  switch (u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
    case U_EA_AMBIGUOUS:
      return 2;
    default:
      return 1;
  }
}

// End of the longest beginning of `text` from `start` that takes at most
// `width` cells; at least one character.
size_t FitEnd(std::string_view text, size_t start, int width) {
  size_t end = start;
  int used = 0;
  while (end < text.size()) {
    size_t next = end;
    used += CharacterWidth(NextCharacter(text, &next));
    if (used > width && end > start) break;
    end = next;
  }
  return end;
}

// Byte positions where a line may end, ascending; the last is the end.
std::vector<size_t> BreakPlaces(std::string_view text) {
  std::vector<size_t> places;
  UErrorCode error = U_ZERO_ERROR;
  UText* utext = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error);
  UBreakIterator* breaks = ubrk_open(UBRK_LINE, "zh", nullptr, 0, &error);
  if (U_SUCCESS(error)) ubrk_setUText(breaks, utext, &error);
  if (U_SUCCESS(error)) {
    for (int32_t at = ubrk_next(breaks); at != UBRK_DONE; at = ubrk_next(breaks)) {
      places.push_back(static_cast<size_t>(at));
    }
  }
  ubrk_close(breaks);
  utext_close(utext);
  if (places.empty() || places.back() != text.size()) places.push_back(text.size());
  return places;
}

std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string Escape(std::string_view text) { return EscapeWith(text, false); }

std::string EscapeField(std::string_view text) { return EscapeWith(text, true); }

int CellWidth(std::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) width += CharacterWidth(NextCharacter(text, &at));
  return width;
}

std::vector<std::string_view> Wrap(std::string_view text, int width) {
  width = std::max(width, 2);
  const std::vector<size_t> places = BreakPlaces(text);
  std::vector<std::string_view> lines;
  size_t start = 0;
  while (start < text.size()) {
    const size_t fit = FitEnd(text, start, width);
    size_t end = fit;
    if (fit < text.size()) {
      // Spaces at the end of a line take no room.
      const size_t after_spaces = std::min(text.find_first_not_of(' ', fit), text.size());
      const auto place = std::upper_bound(places.begin(), places.end(), after_spaces);
      if (place != places.begin() && *(place - 1) > start) end = *(place - 1);
    }
    lines.push_back(TrimEnd(text.substr(start, end - start)));
    start = end;
  }
  if (lines.empty()) lines.push_back(text);
  return lines;
}

std::string Cut(std::string_view text, int width, std::string_view ellipsis) {
  if (CellWidth(text) <= width) return std::string(text);
  const int room = width - CellWidth(ellipsis);
  if (room < 1) return std::string(ellipsis);
  return std::string(text.substr(0, FitEnd(text, 0, room))).append(ellipsis);
}

std::string PadRight(std::string_view text, int width) {
  std::string out(text);
  out.append(static_cast<size_t>(std::max(0, width - CellWidth(text))), ' ');
  return out;
}

std::string PadLeft(std::string_view text, int width) {
  std::string out(static_cast<size_t>(std::max(0, width - CellWidth(text))), ' ');
  return out.append(text);
}

}  // namespace pledge::cli
