// Part of stage 2: lines that were broken at a fixed width, inside sentences.
// Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_WRAP_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_WRAP_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Joins the lines of each paragraph of such a text, and takes out the page
// numbers that stand between them. True when the text was one; other texts are
// not touched. To be called before the lines are trimmed, since indentation
// tells where a paragraph begins, and without furniture.
bool JoinWrappedLines(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_WRAP_H_
