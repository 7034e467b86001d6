// Which lines of a page are the letter and which are furniture, by the roles of
// its parts and by their words. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_CONTENT_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_CONTENT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/clean/widget_words.h"
#include "service/pipeline/decode/decode.h"

namespace pledge::pipeline {

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

// The lines of the page that are not the letter. `page_title` is what the page
// says in its head.
std::vector<FurnitureHint> ChooseFurniture(std::string_view text,
                                           const std::vector<HtmlLine>& lines,
                                           std::string_view page_title);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_CONTENT_H_
