// How text is laid out on a terminal: its width, colours and signs. Value types
// and pure functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_LAYOUT_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_LAYOUT_H_

#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

namespace pledge::cli {

// What a piece of text is, and so its colour. The 16 ANSI names only: the
// reader's theme decides how they look.
enum class Ink {
  kPlain,
  kBold,
  kDim,      // ids, hints, stances
  kFirm,     // bold bright blue
  kIntent,   // cyan
  kSupport,  // green
  kExplore,  // yellow
  kRefusal,  // magenta
  kError,    // bold red
  kWarning,  // yellow
};

struct Layout {
  int width = 80;  // cells
  bool color = false;
  bool ascii = false;    // no sign of ours outside ASCII
  bool wide = false;     // more columns
  absl::CivilDay today;  // what "due soon" is measured from

  // What stands where a text was cut.
  std::string_view ellipsis() const { return ascii ? "..." : "…"; }
};

// `text` between the escape sequences of `ink`; unchanged without colour, when
// plain or when empty.
std::string Paint(std::string_view text, Ink ink, bool color);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_LAYOUT_H_
