#include "tests/unit/pipeline_segment/describe.h"

#include <algorithm>

namespace pledge::pipeline {
namespace {

SectionTree TreeOf(std::string_view text) {
  CleanText clean;
  clean.text = text;
  return Segment(clean);
}

std::string Cut(std::string_view text, ByteRange range) {
  std::string out(text.substr(range.start, range.size()));
  std::replace(out.begin(), out.end(), '\n', '/');
  return out;
}

}  // namespace

std::string_view KindName(SectionKind kind) {
  constexpr std::string_view kNames[] = {"",         "title",      "doc_number",    "addressee",
                                         "opening",  "overview",   "topic",         "background",
                                         "progress", "plan",       "explanation",   "inline_item",
                                         "closing",  "signature",  "date",          "contact",
                                         "cc",       "attachment", "category_mark", "note",
                                         "furniture"};
  return kNames[static_cast<size_t>(kind)];
}

std::string Describe(std::string_view text) {
  std::string out;
  for (const Section& section : TreeOf(text).sections) {
    out.append(2 * (section.level - 1), ' ');
    out.append(KindName(section.kind)).append(" |").append(Cut(text, section.text)).append("|");
    if (!section.label.empty()) out.append(" [").append(Cut(text, section.label)).append("]");
    if (!section.heading.empty()) out.append(" {").append(Cut(text, section.heading)).append("}");
    out.append("\n");
  }
  return out;
}

std::string TopKinds(std::string_view text) {
  std::string out;
  for (const Section& section : TreeOf(text).sections) {
    if (section.parent >= 0) continue;
    if (!out.empty()) out.append(" ");
    out.append(KindName(section.kind));
  }
  return out;
}

}  // namespace pledge::pipeline
