#include "service/pipeline/decode/html_document.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>

#include "service/pipeline/decode/html_guard.h"

namespace pledge::pipeline {
namespace {

constexpr GumboTag kBlocks[] = {
    GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE,  GUMBO_TAG_ASIDE,      GUMBO_TAG_BLOCKQUOTE,
    GUMBO_TAG_BODY,    GUMBO_TAG_CAPTION,  GUMBO_TAG_CENTER,     GUMBO_TAG_DD,
    GUMBO_TAG_DETAILS, GUMBO_TAG_DIR,      GUMBO_TAG_DIV,        GUMBO_TAG_DL,
    GUMBO_TAG_DT,      GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FIGURE,
    GUMBO_TAG_FOOTER,  GUMBO_TAG_FORM,     GUMBO_TAG_H1,         GUMBO_TAG_H2,
    GUMBO_TAG_H3,      GUMBO_TAG_H4,       GUMBO_TAG_H5,         GUMBO_TAG_H6,
    GUMBO_TAG_HEADER,  GUMBO_TAG_HR,       GUMBO_TAG_HTML,       GUMBO_TAG_LEGEND,
    GUMBO_TAG_LI,      GUMBO_TAG_MAIN,     GUMBO_TAG_MENU,       GUMBO_TAG_NAV,
    GUMBO_TAG_OL,      GUMBO_TAG_P,        GUMBO_TAG_PRE,        GUMBO_TAG_SECTION,
    GUMBO_TAG_SUMMARY, GUMBO_TAG_TABLE,    GUMBO_TAG_TBODY,      GUMBO_TAG_TFOOT,
    GUMBO_TAG_THEAD,   GUMBO_TAG_TR,       GUMBO_TAG_UL};

constexpr GumboTag kHidden[] = {
    GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_HEAD,   GUMBO_TAG_TITLE,
    GUMBO_TAG_META,     GUMBO_TAG_LINK,   GUMBO_TAG_TEMPLATE, GUMBO_TAG_SELECT, GUMBO_TAG_OPTION,
    GUMBO_TAG_TEXTAREA, GUMBO_TAG_INPUT,  GUMBO_TAG_BUTTON,   GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT,
    GUMBO_TAG_EMBED,    GUMBO_TAG_CANVAS, GUMBO_TAG_SVG,      GUMBO_TAG_AUDIO,  GUMBO_TAG_VIDEO,
    GUMBO_TAG_NOFRAMES, GUMBO_TAG_APPLET, GUMBO_TAG_DATALIST, GUMBO_TAG_NOEMBED};

template <typename Tags>
bool IsOneOf(GumboTag tag, const Tags& tags) {
  return std::find(std::begin(tags), std::end(tags), tag) != std::end(tags);
}

// A piece of a page that begins inside a table is parsed as such; otherwise its
// rows and cells would be dropped.
GumboTag ContextOf(std::string_view source) {
  HtmlTag tag = NextHtmlTag(source, 0);
  while (tag.start < source.size() && tag.name.empty()) tag = NextHtmlTag(source, tag.end);
  if (source.substr(0, tag.start).find_first_not_of(" \n\t") != std::string_view::npos) {
    return GUMBO_TAG_LAST;
  }
  for (const char* rows : {"tbody", "thead", "tfoot", "tr", "caption", "colgroup"}) {
    if (IsHtmlName(tag.name, rows)) return GUMBO_TAG_TABLE;
  }
  for (const char* cell : {"td", "th"}) {
    if (IsHtmlName(tag.name, cell)) return GUMBO_TAG_TR;
  }
  return GUMBO_TAG_LAST;
}

}  // namespace

// Gives memory in chunks and takes all of it back at once: the parser's own way
// of freeing a tree recurses.
class HtmlDocument::Arena {
 public:
  Arena() = default;
  ~Arena() {
    for (void* chunk : chunks_) std::free(chunk);
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* Allocate(size_t size) {
    size = (size + kAlignment - 1) / kAlignment * kAlignment;
    if (size > left_) Grow(size);
    void* memory = next_;
    next_ += size;
    left_ -= size;
    return memory;
  }

 private:
  static constexpr size_t kAlignment = 16;
  static constexpr size_t kChunkBytes = size_t{64} << 10;

  void Grow(size_t size) {
    const size_t chunk = std::max(size, kChunkBytes);
    next_ = static_cast<char*>(std::malloc(chunk));
    if (next_ == nullptr) std::abort();
    chunks_.push_back(next_);
    left_ = chunk;
  }

  std::vector<void*> chunks_;
  char* next_ = nullptr;
  size_t left_ = 0;
};

std::string_view HtmlNode::Attribute(const char* name) const {
  if (is_text()) return {};
  const GumboAttribute* attribute = gumbo_get_attribute(&node->v.element.attributes, name);
  return attribute == nullptr ? std::string_view() : std::string_view(attribute->value);
}

HtmlDocument::HtmlDocument(std::string_view source) : source_(source) {
  const CompactHtml compact(source);
  if (!Parse(compact.text(), &compact)) Parse(source, nullptr);
}

bool HtmlDocument::Parse(std::string_view html, const CompactHtml* compact) {
  nodes_.clear();
  arena_ = std::make_unique<Arena>();
  GumboOptions options = kGumboDefaultOptions;
  options.userdata = arena_.get();
  options.allocator = [](void* arena, size_t size) {
    return static_cast<Arena*>(arena)->Allocate(size);
  };
  options.deallocator = [](void*, void*) {};  // with the arena
  options.max_errors = 0;
  options.fragment_context = ContextOf(source_);
  const GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());
  return Flatten(output->document, html, compact);
}

HtmlDocument::~HtmlDocument() = default;

bool HtmlDocument::Flatten(const GumboNode* root, std::string_view html,
                           const CompactHtml* compact) {
  struct Open {
    const GumboVector* children;
    uint32_t next_child;
    uint32_t index;
  };
  std::vector<Open> open;
  nodes_.push_back({root, 0, 0, GUMBO_TAG_HTML, {}, {}});
  open.push_back({&root->v.document.children, 0, 0});
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next_child == top.children->length) {
      nodes_[top.index].end = static_cast<uint32_t>(nodes_.size());
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(top.children->data[top.next_child++]);
    const auto index = static_cast<uint32_t>(nodes_.size());
    if (!Add(child, top.index, html, compact)) return false;
    const bool element = child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE;
    if (element) open.push_back({&child->v.element.children, 0, index});
  }
  return true;
}

bool HtmlDocument::Add(const GumboNode* node, uint32_t parent, std::string_view html,
                       const CompactHtml* compact) {
  const auto next = static_cast<uint32_t>(nodes_.size() + 1);
  switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
      nodes_.push_back({node, parent, next, node->v.element.tag, {}, {}});
      return true;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE: {
      const GumboStringPiece& piece = node->v.text.original_text;
      if (piece.data < html.data() || piece.data > html.data() + html.size()) return true;
      const auto start = static_cast<uint32_t>(piece.data - html.data());
      ByteRange range{start, static_cast<uint32_t>(std::min(html.size(), start + piece.length))};
      if (compact != nullptr && !range.empty()) {
        const std::optional<ByteRange> full = compact->InFull(range);
        if (!full) return false;
        range = *full;
      }
      nodes_.push_back({node, parent, next, GUMBO_TAG_LAST, range, node->v.text.text});
      return true;
    }
    default:
      return true;
  }
}

bool IsBlockElement(GumboTag tag) { return IsOneOf(tag, kBlocks); }

bool IsHiddenElement(const HtmlNode& node) {
  if (node.is_text()) return false;
  if (IsOneOf(node.tag, kHidden)) return true;
  if (gumbo_get_attribute(&node.node->v.element.attributes, "hidden") != nullptr) return true;
  std::string style;
  for (const char c : node.Attribute("style")) {
    if (c != ' ') style.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return style.find("display:none") != std::string::npos ||
         style.find("visibility:hidden") != std::string::npos;
}

}  // namespace pledge::pipeline
