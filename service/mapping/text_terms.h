// Index terms. Of texts: pairs of characters that follow each other, two code
// points of 24 bits; the last character of a text stands with 0. Of letters: a
// digest of the issuer and of each label, with the highest bit set. On disk. Pure
// functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_TEXT_TERMS_H_
#define PLEDGE_SERVICE_MAPPING_TEXT_TERMS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "storage/record_store.h"

namespace pledge::mapping {

// Appends the terms of `text` (valid UTF-8), with repeats.
void AppendTextTerms(std::string_view text, std::vector<uint64_t>* terms);

// Appends the terms of the text of a stored record; none for bytes that are no
// record. As storage::TermFunction.
void AppendRecordTerms(storage::RecordKind kind, std::string_view stored,
                       std::vector<uint64_t>* terms);

// Appends the terms of the letter's issuer and labels, as
// storage::LetterTermFunction. They are no term of any text.
void AppendLetterTerms(const storage::ColumnRow& columns, std::vector<uint64_t>* terms);
uint64_t IssuerTerm(std::string_view issuer);
uint64_t LabelTerm(std::string_view key, std::string_view value);

// What a text must hold to contain `needle`: a range for a single character, else
// up to eight of its pairs.
std::vector<storage::TermRange> NeedleTerms(std::string_view needle);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_TEXT_TERMS_H_
