#include "tests/damage/truth_json.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace pledge::damage {
namespace {

// Code points before each byte of `text`, and before its end.
std::vector<uint32_t> CodePointsBefore(const std::string& text) {
  std::vector<uint32_t> before(text.size() + 1, 0);
  for (size_t i = 0; i < text.size(); ++i) before[i + 1] = before[i] + ((text[i] & 0xC0) != 0x80);
  return before;
}

// The text of letters holds neither backslashes nor control characters but line breaks.
std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\')
      (out += '\\') += c;
    else
      out += c;
  }
  return out + "\"";
}

const char* Name(RunKind kind) {
  switch (kind) {
    case RunKind::kCharacter:
      return "same";
    case RunKind::kGlossed:
      return "gloss";
    case RunKind::kShiftedBlock:
      return "block";
  }
  return "";
}

}  // namespace

std::string TruthJson(const DamagedLetter& letter) {
  std::vector<TruthRun> merged;
  for (const TruthRun& run : letter.runs) {
    const bool joins = !merged.empty() && run.kind == RunKind::kCharacter &&
                       merged.back().kind == run.kind &&
                       merged.back().damaged_end == run.damaged_start;
    if (joins) {
      merged.back().clean_end = run.clean_end;
      merged.back().damaged_end = run.damaged_end;
    } else {
      merged.push_back(run);
    }
  }
  const std::vector<uint32_t> before = CodePointsBefore(letter.text);
  std::string out = "{\"runs\": [\n";
  for (const TruthRun& run : merged) {
    const std::string_view words =
        std::string_view(letter.clean).substr(run.clean_start, run.clean_end - run.clean_start);
    absl::StrAppend(&out, &run == &merged.front() ? "" : ",\n", "[", Quote(words), ", ",
                    before[run.damaged_start], ", ", before[run.damaged_end], ", \"",
                    Name(run.kind), "\"]");
  }
  return out + "\n]}\n";
}

}  // namespace pledge::damage
