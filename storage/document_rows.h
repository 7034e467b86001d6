// Where the rows of one document stand. Pure functions.
#ifndef PLEDGE_STORAGE_DOCUMENT_ROWS_H_
#define PLEDGE_STORAGE_DOCUMENT_ROWS_H_

#include <cstdint>
#include <vector>

#include "storage/key_codec.h"

namespace pledge::storage {

// All rows of all versions of a document, but for its names.
std::vector<KeyRange> RangesOfDocument(uint32_t collection, uint32_t document);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_ROWS_H_
