// A parsed HTML page as a flat list of its nodes, so that no walk recurses. Not
// thread-safe to build; constant afterwards. The source must outlive it.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_DOCUMENT_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_DOCUMENT_H_

#include <gumbo.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "service/pipeline/decode/html_compact.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// An element or a text. Nodes stand in document order, parents before children.
struct HtmlNode {
  const GumboNode* node = nullptr;
  uint32_t parent = 0;            // index; of itself for the first node
  uint32_t end = 0;               // index behind the last node inside
  GumboTag tag = GUMBO_TAG_LAST;  // GUMBO_TAG_LAST: a text
  ByteRange source;               // of a text: its bytes in the source
  std::string_view text;          // of a text: with entities resolved

  bool is_text() const { return tag == GUMBO_TAG_LAST; }
  // Value of an attribute; empty when the element has none of the name.
  std::string_view Attribute(const char* name) const;
};

class HtmlDocument {
 public:
  // Parses `source` (valid UTF-8, '\n' line breaks), which IsParsable must have
  // passed. Never fails: HTML5 gives every text a tree.
  explicit HtmlDocument(std::string_view source);
  ~HtmlDocument();

  HtmlDocument(const HtmlDocument&) = delete;
  HtmlDocument& operator=(const HtmlDocument&) = delete;

  const std::vector<HtmlNode>& nodes() const { return nodes_; }
  std::string_view source() const { return source_; }

 private:
  class Arena;

  // Parses `html`, which is the source or a compact form of it. False when a text of the compact
  // form does not stand in one piece in the source.
  bool Parse(std::string_view html, const CompactHtml* compact);
  bool Flatten(const GumboNode* root, std::string_view html, const CompactHtml* compact);
  bool Add(const GumboNode* node, uint32_t parent, std::string_view html,
           const CompactHtml* compact);

  const std::string_view source_;
  std::unique_ptr<Arena> arena_;  // owns the tree
  std::vector<HtmlNode> nodes_;
};

// Paragraphs, headings, lists, tables and the like: text inside and outside
// stands on different lines. Cells of a table are not among them.
bool IsBlockElement(GumboTag tag);

// Elements whose content is not shown as text of the page.
bool IsHiddenElement(const HtmlNode& node);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_DOCUMENT_H_
