// Proves pointers: reads the source bytes of a clean text once more and compares.
// Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_VERIFY_MAP_H_
#define PLEDGE_SERVICE_PIPELINE_VERIFY_MAP_H_

#include <string_view>

#include "service/pipeline/clean/clean.h"

namespace pledge::pipeline {

// True when the text range is what the recorded map makes of `source_bytes`:
// every run that says "the same characters" decodes, in the document's charset,
// to the bytes of the text, and every repair has its place inside the source.
// False as well for a range outside the text or inside a character. Linear in
// the range and its runs, so cheap for a record.
bool VerifyRange(std::string_view source_bytes, const CleanText& clean, ByteRange range);

// True when the runs tile text and source without a hole and the whole text
// verifies.
bool VerifyMap(std::string_view source_bytes, const CleanText& clean);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_VERIFY_MAP_H_
