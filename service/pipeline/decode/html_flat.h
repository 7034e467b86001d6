// HTML → text without a tree, for pages that are too deep or too large to be
// parsed: tags go, blocks end lines. Total, linear, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_HTML_FLAT_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_HTML_FLAT_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

void FlattenHtml(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_HTML_FLAT_H_
