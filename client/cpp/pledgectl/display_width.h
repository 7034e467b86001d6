// Text on a terminal: how many cells it takes, where it may be broken, and what
// must not be sent there. UTF-8 throughout. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_DISPLAY_WIDTH_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_DISPLAY_WIDTH_H_

#include <string>
#include <string_view>
#include <vector>

namespace pledge::cli {

// Makes control characters, and bytes that are not UTF-8, visible: "\n", "\t",
// "\x1b", "\u200e". A backslash stays as it is. The result holds no character
// that moves the cursor or changes the terminal.
std::string Escape(std::string_view text);

// Escape() for one field of a TAB-separated line: a backslash is doubled as
// well, so that the field can be read back.
std::string EscapeField(std::string_view text);

// Cells that escaped text takes. Wide characters take two; so do those whose
// width differs between terminals (quotation marks, …), so that a line never
// turns out longer than planned; combining marks take none.
int CellWidth(std::string_view text);

// Breaks escaped text into lines of at most `width` cells, at the places that
// the Unicode line breaking rules allow: no line begins with a closing mark or
// splits a number. A piece that is too long for a line is broken anywhere.
// Views into `text` that cover it, but for spaces at line ends. At least one.
std::vector<std::string_view> Wrap(std::string_view text, int width);

// The beginning of escaped text that fits, with `ellipsis` where it was cut.
std::string Cut(std::string_view text, int width, std::string_view ellipsis);

// `text` with spaces after or before it up to `width` cells.
std::string PadRight(std::string_view text, int width);
std::string PadLeft(std::string_view text, int width);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_DISPLAY_WIDTH_H_
