// Which parts of a page are the letter and which are furniture, by its tree:
// where the prose is, what elements are called, what is a link. Pure,
// thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_HTML_CONTENT_H_
#define PLEDGE_SERVICE_PIPELINE_HTML_CONTENT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/decode.h"
#include "service/pipeline/html_document.h"
#include "service/pipeline/widget_words.h"

namespace pledge::pipeline {

// What the tree says about one node, inherited from the elements around it.
struct NodeRole {
  Widget widget = Widget::kNone;  // of an element that is called so
  bool main = false;              // inside the element that holds the prose
  bool link = false;
  bool heading = false;  // <h1> to <h3>, or called a title
};

// One for each node of the document.
std::vector<NodeRole> FindRoles(const HtmlDocument& document);

// A line of the text that was made of the page.
struct HtmlLine {
  ByteRange text;
  uint32_t characters = 0;  // visible ones
  uint32_t links = 0;       // of them in links
  uint32_t main = 0;        // of them in the main element
  uint32_t heading = 0;     // of them in headings
  uint32_t marked = 0;      // of them in an element that is called a widget
  Widget widget = Widget::kNone;
};

// The text of <title>; empty when there is none.
std::string_view PageTitle(const HtmlDocument& document);

// The lines of the page that are not the letter.
std::vector<FurnitureHint> ChooseFurniture(std::string_view text,
                                           const std::vector<HtmlLine>& lines,
                                           std::string_view page_title);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_HTML_CONTENT_H_
