// Where the rows of one document stand. Pure functions.
#ifndef PLEDGE_STORAGE_DOCUMENT_ROWS_H_
#define PLEDGE_STORAGE_DOCUMENT_ROWS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/key_codec.h"

namespace pledge::storage {

// The tags of these rows.
const std::vector<Tag>& DocumentTags();
// The place of a row of one of these tags, whatever stands behind it in the key.
std::optional<DocumentKey> ParseDocumentRow(Tag tag, std::string_view key);
// All rows of all versions of a document, but for its names.
std::vector<KeyRange> RangesOfDocument(uint32_t collection, uint32_t document);
// The same of all documents from `first` to `last`.
std::vector<KeyRange> RangesOfDocuments(uint32_t collection, uint32_t first, uint32_t last);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_DOCUMENT_ROWS_H_
