// Part of stage 2: a text that a scraper stored twice in one. Linear, pure,
// thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_DUPLICATE_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_DUPLICATE_H_

#include <optional>
#include <string_view>

#include "service/pipeline/source_map.h"
#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// The second copy when the text is the same text twice in a row, apart from
// blanks and line breaks. Something short may stand before the
// first copy, such as a title that is not repeated. In a text that was damaged
// a few characters may differ, since each copy was restored by itself. Nullopt
// for all else.
std::optional<ByteRange> FindSecondCopy(std::string_view text, bool damaged);

// Cuts it (kDuplicate). True when there was one.
bool CutSecondCopy(bool damaged, MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_DUPLICATE_H_
