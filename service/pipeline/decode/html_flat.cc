#include "service/pipeline/decode/html_flat.h"

#include <gumbo.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "service/pipeline/decode/html_document.h"
#include "service/pipeline/decode/html_guard.h"
#include "service/pipeline/decode/html_text.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

struct Reference {
  std::string_view name;  // with the semicolon
  char32_t character;
};

// The references that Chinese pages use.
constexpr Reference kReferences[] = {
    {"nbsp;", 0xA0},     {"amp;", '&'},      {"lt;", '<'},       {"gt;", '>'},
    {"quot;", '"'},      {"apos;", '\''},    {"ldquo;", 0x201C}, {"rdquo;", 0x201D},
    {"lsquo;", 0x2018},  {"rsquo;", 0x2019}, {"mdash;", 0x2014}, {"ndash;", 0x2013},
    {"hellip;", 0x2026}, {"middot;", 0xB7},  {"bull;", 0x2022},  {"times;", 0xD7},
    {"copy;", 0xA9},     {"emsp;", 0x2003},  {"ensp;", 0x2002},  {"thinsp;", 0x2009}};

constexpr size_t kMaxNumberBytes = 10;

// The text with its references resolved: what a parser would give.
std::string Resolve(std::string_view text) {
  std::string resolved;
  for (size_t at = 0; at < text.size();) {
    const size_t ampersand = std::min(text.find('&', at), text.size());
    resolved.append(text, at, ampersand - at);
    at = ampersand;
    if (at == text.size()) break;
    const std::string_view rest = text.substr(at + 1);
    const auto* known =
        std::find_if(std::begin(kReferences), std::end(kReferences),
                     [rest](const Reference& r) { return rest.starts_with(r.name); });
    if (known != std::end(kReferences)) {
      AppendUtf8(known->character, &resolved);
      at += 1 + known->name.size();
      continue;
    }
    const size_t end = rest.substr(0, kMaxNumberBytes).find(';');
    char32_t number = 0;
    bool valid = rest.starts_with('#') && end != std::string_view::npos && end > 1;
    for (size_t i = 1; valid && i < end; ++i) {
      valid = IsAsciiDigit(ByteAt(rest, i));
      number = number * 10 + static_cast<char32_t>(rest[i] - '0');
    }
    valid = valid && number >= 0x20 && number < 0x110000 && (number < 0xD800 || number > 0xDFFF);
    if (valid) {
      AppendUtf8(number, &resolved);
      at += 2 + end;
    } else {
      resolved.push_back('&');
      ++at;
    }
  }
  return resolved;
}

HtmlBreak BreakOf(std::string_view name) {
  const GumboTag tag = gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size()));
  if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) return HtmlBreak::kCell;
  return IsBlockElement(tag) || tag == GUMBO_TAG_BR ? HtmlBreak::kLine : HtmlBreak::kNone;
}

}  // namespace

void FlattenHtml(MappedText* mapped) {
  const std::string source = mapped->text;
  HtmlTextBuilder builder(source);
  size_t at = 0;
  while (at < source.size()) {
    const HtmlTag tag = NextHtmlTag(source, at);
    const std::string text = Resolve(std::string_view(source).substr(at, tag.start - at));
    builder.Add({static_cast<uint32_t>(at), static_cast<uint32_t>(tag.start)}, text, false, {});
    builder.Separate(BreakOf(tag.name));
    const bool raw = !tag.closing && HoldsRawText(tag.name);
    at = raw ? EndOfRawText(source, tag) : tag.end;
  }
  builder.Finish(mapped);
}

}  // namespace pledge::pipeline
