// Part of stage 2: the shape of the clean text. One paragraph a line, no blank
// lines, no blanks at the edges of a line, a line break where only the
// indentation of the next paragraph is left. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_LAYOUT_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_LAYOUT_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Other blanks inside a line stay, ideographic ones included.
void TrimLines(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_LAYOUT_H_
