#include "service/query/text_needle.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/pipeline/clean/marks.h"

namespace pledge::query {
namespace {

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

absl::StatusOr<TextNeedle> TextNeedle::Create(std::string_view field, std::string_view text) {
  const bool is_blank = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isspace(static_cast<unsigned char>(c));
  });
  if (is_blank) return FieldError(field, "must not be blank");
  if (CountCharacters(text) > kMaxTextContainsCharacters) {
    return FieldError(field, absl::StrCat("at most ", kMaxTextContainsCharacters, " characters"));
  }
  pipeline::MappedText mapped{std::string(text),
                              pipeline::SourceMap::Identity(static_cast<uint32_t>(text.size()))};
  pipeline::WidenMarks(&mapped);
  return TextNeedle(std::move(mapped.text));
}

}  // namespace pledge::query
