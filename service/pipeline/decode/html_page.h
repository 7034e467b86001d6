// Part of stage 1: HTML → text. Blocks stand on lines of their own, rows of a
// table on one line each with tabs between the cells; scripts, styles and what
// is hidden go. Total, linear, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_PAGE_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_PAGE_H_

#include <string_view>
#include <vector>

#include "service/pipeline/decode/decode.h"
#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// True when a document is HTML: it is declared so, or it is not declared as
// something else and its tags say so.
bool IsHtml(std::string_view text, std::string_view declared_media_type);

// Turns `mapped->text` from HTML into text. Returns what the page itself marks
// as not the letter.
std::vector<FurnitureHint> HtmlToText(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_PAGE_H_
