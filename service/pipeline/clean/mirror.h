// Part of stage 2: undoes what mirror sites do to text: glosses, inserted
// commas, shifted blocks, traditional script. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_MIRROR_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_MIRROR_H_

#include <string>
#include <vector>

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Repairs `mapped->text` in place. Returns the names of the profiles that it
// showed; empty when it was left alone.
std::vector<std::string> UndoMirror(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_MIRROR_H_
