#include "service/pipeline/decode/escaped.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace pledge::pipeline {
namespace {

constexpr size_t kFewestTags = 4;

constexpr std::string_view kOpening[] = {"&lt;p",     "&lt;div", "&lt;br", "&lt;span",
                                         "&lt;table", "&lt;td",  "&lt;tr"};

struct Escape {
  std::string_view written;
  std::string_view meant;
};

constexpr Escape kEscapes[] = {{"&lt;", "<"},  {"&gt;", ">"},    {"&quot;", "\""}, {"&amp;", "&"},
                               {"&#39;", "'"}, {"\\r\\n", "\n"}, {"\\n", "\n"},    {"\\t", "\t"},
                               {"\\\"", "\""}, {"\\/", "/"}};

size_t CountUpTo(std::string_view text, std::string_view part, size_t limit) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos && count < limit;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

}  // namespace

bool IsEscapedHtml(std::string_view text) {
  if (CountUpTo(text, "&lt;/", kFewestTags) < kFewestTags / 2) return false;
  if (text.find("</") != std::string_view::npos) return false;
  size_t opening = 0;
  for (const std::string_view tag : kOpening) opening += CountUpTo(text, tag, kFewestTags);
  return opening >= kFewestTags / 2;
}

void UnescapeHtml(MappedText* mapped) {
  const std::string_view text = mapped->text;
  TextEditor editor(text);
  for (size_t at = text.find_first_of("&\\"); at != std::string_view::npos;
       at = text.find_first_of("&\\", at)) {
    const std::string_view rest = text.substr(at);
    const auto* escape =
        std::find_if(std::begin(kEscapes), std::end(kEscapes),
                     [rest](const Escape& e) { return rest.starts_with(e.written); });
    if (escape == std::end(kEscapes)) {
      ++at;
      continue;
    }
    editor.KeepUntil(static_cast<uint32_t>(at));
    at += escape->written.size();
    editor.ReplaceUntil(static_cast<uint32_t>(at), escape->meant, RepairKind::kMarkup);
  }
  editor.Finish(mapped);
}

}  // namespace pledge::pipeline
