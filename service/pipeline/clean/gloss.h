// Part of stage 2: takes the readings in brackets and the inserted commas out
// of a damaged text. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_GLOSS_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_GLOSS_H_

#include "service/pipeline/clean/damage.h"
#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// `damage` must have been found in `mapped->text` as it is.
void RemoveGlosses(const Damage& damage, MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_GLOSS_H_
