// Part of stage 2: ASCII , : ; ( ) ? beside Chinese text → full width (guide
// section 8.5). Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_MARKS_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_MARKS_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// A mark is widened when a Han character or a full-width mark stands right
// before or behind it; one between two ASCII characters stays (3,000, 10:30).
// The two brackets of a pair inside one line are widened together. Marks inside
// a web address stay.
void WidenMarks(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_MARKS_H_
