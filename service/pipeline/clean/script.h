// Part of stage 2: traditional characters → simplified ones, for text that a
// mirror site turned traditional. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_SCRIPT_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_SCRIPT_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// OpenCC's characters and phrases, and 著 → 着 unless the word is one of those
// that keep it (guide section 8.5).
void SimplifyScript(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_SCRIPT_H_
