#include "client/cpp/pledgectl/layout.h"

#include "absl/strings/str_cat.h"

namespace pledge::cli {
namespace {

// Parameters of the SGR sequence.
const char* CodeOf(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "";
    case Ink::kBold:
      return "1";
    case Ink::kDim:
      return "2";
    case Ink::kFirm:
      return "1;94";
    case Ink::kIntent:
      return "36";
    case Ink::kSupport:
      return "32";
    case Ink::kExplore:
    case Ink::kWarning:
      return "33";
    case Ink::kRefusal:
      return "35";
    case Ink::kError:
      return "1;31";
  }
  return "";
}

}  // namespace

std::string Paint(std::string_view text, Ink ink, bool color) {
  if (!color || ink == Ink::kPlain || text.empty()) return std::string(text);
  return absl::StrCat("\x1b[", CodeOf(ink), "m", std::string(text), "\x1b[0m");
}

}  // namespace pledge::cli
