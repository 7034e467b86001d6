// Part of stage 2: blanks that were put between all characters. Linear, pure,
// thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_SPACING_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_SPACING_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Joins the characters of a text in which nearly all Han characters stand apart;
// where a longer run of blanks stood, one stays. True when the text was so;
// other texts are not touched. To be called on trimmed lines.
bool JoinSpacedCharacters(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_SPACING_H_
