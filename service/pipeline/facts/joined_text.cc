#include "service/pipeline/facts/joined_text.h"

#include "service/pipeline/facts/numerals.h"

namespace pledge::pipeline {
namespace {

// Bytes of blanks at `at` that are no part of the words; blanks between Latin
// letters are.
uint32_t BlankBetweenHan(std::string_view text, uint32_t at, ByteRange within) {
  const uint32_t blank = BlankPrefix(text.substr(at, within.end - at));
  if (blank == 0 || at == within.start || at + blank >= within.end) return blank;
  const bool latin = (text[at - 1] & 0x80) == 0 && (text[at + blank] & 0x80) == 0;
  return latin ? 0 : blank;
}

void Append(std::string_view text, ByteRange range, JoinedText& joined) {
  for (uint32_t at = range.start; at < range.end;) {
    if (const uint32_t blank = BlankBetweenHan(text, at, range)) {
      at += blank;
      continue;
    }
    joined.words.push_back(text[at]);
    joined.places.push_back(at++);
  }
}

}  // namespace

JoinedText JoinSections(std::string_view text, const SectionTree& tree, SectionKind kind) {
  JoinedText joined;
  bool begun = false;
  for (const Section& section : tree.sections) {
    if (section.kind == kind) {
      begun = true;
      Append(text, section.text, joined);
    } else if (begun) {
      break;
    }
  }
  return joined;
}

}  // namespace pledge::pipeline
