// Part of stage 1: text that was read in the wrong charset once and stored so.
// Comes before control characters are dropped, for some of them are its bytes.
// Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_MOJIBAKE_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_MOJIBAKE_H_

#include <string>

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Reads the text, which may be broken UTF-8, as it was meant when all of it goes
// back to bytes without loss and the bytes are Chinese: UTF-8 or GBK that was read
// as Latin-1 ("latin1-mojibake"), UTF-8 that was read as GBK ("gbk-mojibake").
// Returns the name of the profile, empty when the text was left alone.
std::string UndoMojibake(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_MOJIBAKE_H_
