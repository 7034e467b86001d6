#include "service/pipeline/decode/html_align.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kMaxReferenceBytes = 34;  // the longest name has 31 letters

bool IsNameCharacter(char c) {
  return IsAsciiLetter(static_cast<uint8_t>(c)) || IsAsciiDigit(static_cast<uint8_t>(c));
}

bool IsAmpersandReference(std::string_view source) {
  return source.starts_with("&amp") || source.starts_with("&AMP") || source.starts_with("&#38") ||
         source.starts_with("&#x26") || source.starts_with("&#X26") || source.starts_with("&#038");
}

}  // namespace

bool HtmlAligner::Next(AlignedCharacter* aligned) {
  aligned->character = CharacterAt(text_, done_);
  if (aligned->character.size == 0) return false;
  aligned->offset = done_;
  const char32_t wanted = aligned->character.value;
  const char32_t behind = CharacterBehind();
  while (at_ < source_.size() && source_[at_] == '<' && wanted != '<') {
    const size_t close = source_.find('>', at_);
    at_ = static_cast<uint32_t>(close == std::string_view::npos ? source_.size() : close + 1);
  }
  const Utf8Character found = CharacterAt(source_, at_);
  uint32_t size = found.size;
  aligned->same = found.size > 0 && found.value == wanted;
  const bool may_be_reference =
      found.value == '&' && (wanted != '&' || IsAmpersandReference(source_.substr(at_)));
  if (may_be_reference) {
    size = ReferenceSize();
    aligned->same = false;
  } else if (!aligned->same && found.value == behind) {
    size = 0;  // the second character of one reference
  }
  aligned->source = {at_, at_ + size};
  at_ += size;
  done_ += aligned->character.size;
  return true;
}

// The character of the text behind the current one; 0 at the end.
char32_t HtmlAligner::CharacterBehind() const {
  return CharacterAt(text_, done_ + CharacterAt(text_, done_).size).value;
}

// Bytes of the reference at at_. Without a semicolon the name ends where the
// text goes on.
uint32_t HtmlAligner::ReferenceSize() const {
  uint32_t end = at_ + 1;
  if (end < source_.size() && source_[end] == '#') ++end;
  const uint32_t name = end;
  while (end < source_.size() && end - at_ < kMaxReferenceBytes && IsNameCharacter(source_[end])) {
    ++end;
  }
  if (end < source_.size() && source_[end] == ';') return end + 1 - at_;
  const char32_t behind = CharacterBehind();
  for (uint32_t cut = end; cut > name + 1; --cut) {
    if (cut < source_.size() && CharacterAt(source_, cut).value == behind) return cut - at_;
  }
  return end - at_;
}

}  // namespace pledge::pipeline
