// Part of stage 1: pages that were escaped once more when somebody stored them,
// as in a dump of a database: &lt;p&gt; for <p>, \r\n for a line break. Total,
// linear, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_ESCAPED_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_ESCAPED_H_

#include <string_view>

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// True when the tags of a page stand in the text as references, and none does
// as itself. A text about HTML has fewer of them.
bool IsEscapedHtml(std::string_view text);

// Turns references into characters and escapes into blanks (kMarkup), once.
void UnescapeHtml(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_ESCAPED_H_
