// Part of stage 2: restores blocks whose GBK bytes were cut apart.
//
// A mirror site put glosses and commas into GBK text by searching bytes. Where
// the second byte of one character and the first byte of the next happen to be
// the character that it searched for, the insertion stands in the middle of a
// character: its first byte and the opening bracket decode as one question
// mark, and everything up to the next byte below 0x80 is read one byte late.
// The inverse: the reading says which character was searched for, and so which
// byte the question mark was; the rest follows from the bytes of the wrong
// characters.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_H_

#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// Replaces each block that can be restored (kShiftedBlock), in the script of
// the text around it. Leaves every other one as it is. True when there was one.
// To be called before glosses are taken out. Linear, pure, thread-safe.
bool RestoreShiftedBlocks(MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_SHIFT_H_
