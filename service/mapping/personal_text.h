// Contact persons and telephone numbers in the words of records and in the cleaned
// text: masked in what ordinary reads answer, kept apart for those that name them. Pure functions,
// thread-safe, linear.
#ifndef PLEDGE_SERVICE_MAPPING_PERSONAL_TEXT_H_
#define PLEDGE_SERVICE_MAPPING_PERSONAL_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "pledge/v1/document.pb.h"
#include "service/mapping/to_api.h"

namespace pledge::mapping {

// Masks the personal facts wherever a section, commitment or achievement that
// covers them quotes them, and in contact sections also other persons and
// numbers that stand behind a label. A section that is masked keeps its words in
// personal_text. Ranges stay: see Masked.
void MaskPersonalData(ApiRecords* records);

// The cleaned text with what is masked in the records of the same document, and
// the personal facts wherever they stand, masked too; so that the range of a
// masked record cuts its masked words out of it. Same size as the text.
std::string MaskedText(const pipeline::AnalyzedDocument& analyzed, const ApiRecords& masked);

// `words` with each character replaced by a mask of the same size in bytes, code
// points and UTF-16 units: * × ＊ 🞶. Valid UTF-8.
std::string Masked(std::string_view words);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_PERSONAL_TEXT_H_
