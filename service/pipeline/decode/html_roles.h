// What the tree of a page says about its parts: where the prose is, what elements
// are called, what is a link or a heading. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_ROLES_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_ROLES_H_

#include <string_view>
#include <vector>

#include "service/pipeline/clean/widget_words.h"
#include "service/pipeline/decode/html_document.h"

namespace pledge::pipeline {

// Inherited from the elements around a node.
struct NodeRole {
  Widget widget = Widget::kNone;  // of an element that is called so
  bool main = false;              // inside the element that holds the prose
  bool link = false;
  bool heading = false;  // <h1> to <h3>, or called a title
};

// One for each node of the document.
std::vector<NodeRole> FindRoles(const HtmlDocument& document);

// The text of <title>; empty when there is none.
std::string_view PageTitle(const HtmlDocument& document);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_ROLES_H_
