// Proves the pointers of all records against the source bytes before they are
// handed out. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_VERIFY_RECORDS_H_
#define PLEDGE_SERVICE_PIPELINE_VERIFY_RECORDS_H_

#include <cstddef>
#include <string_view>

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/extract/extract.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// Drops what does not hold and gives the count of dropped records. The tree
// goes as a whole when one section does not hold, and with it what hangs on it.
size_t DropFalseRecords(std::string_view source_bytes, const CleanText& clean, SectionTree* tree,
                        Extraction* extraction);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_VERIFY_RECORDS_H_
