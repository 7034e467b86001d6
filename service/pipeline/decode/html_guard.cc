#include "service/pipeline/decode/html_guard.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// Real pages stay far below: the deepest of some hundred had 60 levels, the
// largest 12,000 tags.
constexpr int kMaxDepth = 256;
constexpr size_t kMaxTags = 200000;
constexpr size_t kMaxAttributes = 256;
constexpr size_t kMaxNames = 256;
constexpr size_t kMaxNameBytes = 32;

// Never have content.
constexpr std::string_view kVoid[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};
// Are closed by what follows, so that missing end tags do not nest.
constexpr std::string_view kClosedByNext[] = {
    "p",     "li",     "dt",       "dd",   "tr",   "td",   "th",       "tbody", "thead",
    "tfoot", "option", "optgroup", "html", "head", "body", "colgroup", "rp",    "rt"};
constexpr std::string_view kRawText[] = {"script", "style",  "textarea", "title",
                                         "xmp",    "iframe", "noembed",  "noframes"};

template <typename Names>
bool IsOneOf(std::string_view name, const Names& names) {
  return std::any_of(std::begin(names), std::end(names),
                     [name](std::string_view lower) { return IsHtmlName(name, lower); });
}

std::string Lower(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsNameEnd(char c) { return c == '>' || c == '/' || c == ' ' || c == '\n' || c == '\t'; }

// Behind the '>' of the tag whose name ended at `at`; quotes may hide one.
size_t EndOfTag(std::string_view html, size_t at, HtmlTag* tag) {
  char quote = 0;
  for (; at < html.size(); ++at) {
    const char c = html[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '>') {
      tag->self_closing = html[at - 1] == '/';
      return at + 1;
    } else if ((c == '"' || c == '\'') && html[at - 1] == '=') {
      quote = c;
    } else if (IsNameEnd(c) && at + 1 < html.size() && !IsNameEnd(html[at + 1])) {
      ++tag->attributes;
    }
  }
  return at;
}

size_t EndOfDeclaration(std::string_view html, size_t at) {
  const bool comment = html.substr(at).starts_with("<!--");
  const std::string_view close = comment ? "-->" : ">";
  const size_t end = html.find(close, at + (comment ? 4 : 2));
  return end == std::string_view::npos ? html.size() : end + close.size();
}

}  // namespace

bool IsHtmlName(std::string_view name, std::string_view lower) {
  return name.size() == lower.size() &&
         std::equal(name.begin(), name.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         });
}

HtmlTag NextHtmlTag(std::string_view html, size_t at) {
  HtmlTag tag;
  for (at = html.find('<', at); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (at + 1 >= html.size()) break;
    tag.start = at;
    const char next = html[at + 1];
    if (next == '!' || next == '?') {
      tag.end = EndOfDeclaration(html, at);
      return tag;
    }
    tag.closing = next == '/';
    const size_t name = at + (tag.closing ? 2 : 1);
    if (name >= html.size() || !IsAsciiLetter(ByteAt(html, name))) continue;
    size_t end = name;
    while (end < html.size() && !IsNameEnd(html[end])) ++end;
    tag.name = html.substr(name, end - name);
    tag.end = EndOfTag(html, end, &tag);
    return tag;
  }
  tag.start = tag.end = html.size();
  return tag;
}

bool HoldsRawText(std::string_view name) { return IsOneOf(name, kRawText); }

size_t EndOfRawText(std::string_view html, const HtmlTag& tag) {
  for (size_t at = html.find("</", tag.end); at != std::string_view::npos;
       at = html.find("</", at + 2)) {
    const std::string_view name = html.substr(at + 2, tag.name.size());
    if (std::equal(name.begin(), name.end(), tag.name.begin(), tag.name.end(),
                   [](char a, char b) { return (a | 0x20) == (b | 0x20); })) {
      return at;
    }
  }
  return html.size();
}

bool IsParsable(std::string_view html) {
  // Elements that are open, by name: an end tag closes one of its own name only.
  std::unordered_map<std::string, int> open;
  int depth = 0;
  size_t tags = 0;
  for (HtmlTag tag = NextHtmlTag(html, 0); tag.start < html.size();) {
    if (++tags > kMaxTags || tag.attributes > kMaxAttributes) return false;
    size_t next = tag.end;
    if (tag.name.size() > kMaxNameBytes) return false;
    const bool nests =
        !tag.name.empty() && !IsOneOf(tag.name, kVoid) && !IsOneOf(tag.name, kClosedByNext);
    if (nests && HoldsRawText(tag.name)) {
      if (!tag.closing) next = EndOfRawText(html, tag);
    } else if (nests) {
      int& count = open[Lower(tag.name)];
      if (!tag.closing) {
        ++count;
        ++depth;
      } else if (count > 0) {
        --count;
        --depth;
      }
      if (depth > kMaxDepth || open.size() > kMaxNames) return false;
    }
    tag = NextHtmlTag(html, next);
  }
  return true;
}

}  // namespace pledge::pipeline
