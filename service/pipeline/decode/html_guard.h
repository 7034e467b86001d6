// Looks at the tags of an HTML text before it is parsed. The parser's time and
// memory grow with the depth of open elements, so input that was made to be
// deep is kept from it. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_GUARD_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_GUARD_H_

#include <cstddef>
#include <string_view>

namespace pledge::pipeline {

// A tag, comment or declaration in HTML source.
struct HtmlTag {
  size_t start = 0;       // of '<'
  size_t end = 0;         // behind '>', or the end of the text
  std::string_view name;  // as written; empty for comments and declarations
  bool closing = false;
  bool self_closing = false;
  size_t attributes = 0;  // about how many
};

// The first tag at or behind `at`; start is html.size() when there is none. A
// '<' that begins no tag is text.
HtmlTag NextHtmlTag(std::string_view html, size_t at);

// True for names in any case.
bool IsHtmlName(std::string_view name, std::string_view lower);

// The end of what stands in <script>, <style> and the like: position of its
// closing tag, or the end of the text.
size_t EndOfRawText(std::string_view html, const HtmlTag& tag);

// True for elements whose content is no markup: script, style, textarea, title.
bool HoldsRawText(std::string_view name);

// False for pages that are too deep, or have too many tags or attributes, to be
// parsed in linear time and bounded memory.
bool IsParsable(std::string_view html);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_GUARD_H_
