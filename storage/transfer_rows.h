// The rows that an export holds: their keys, their order, and whether their
// values are whole. Pure functions.
#ifndef PLEDGE_STORAGE_TRANSFER_ROWS_H_
#define PLEDGE_STORAGE_TRANSFER_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "storage/key_codec.h"
#include "storage/transfer_block.h"

namespace pledge::storage {

// The tag of the rows of a kind; not for kEnd.
Tag TagOf(TransferKind kind);

// True for rows of a document.
constexpr bool IsOfDocument(TransferKind kind) {
  return kind >= TransferKind::kRevision && kind <= TransferKind::kSource;
}

// What stands in the key of a record; each kind fills what it has.
struct TransferKey {
  uint32_t collection = 0;
  uint32_t document = 0;
  uint64_t commit = 0;
  std::string_view id;  // of a collection, document or session; points into the key
};
std::optional<TransferKey> ParseTransferKey(TransferKind kind, std::string_view key);

// Where a record stands among all of an export: records come in strictly
// ascending order of this. `document`: number of the document of a name, which
// its key does not hold.
std::string PlaceOf(TransferKind kind, std::string_view key, uint32_t document);

// A place in parts.
struct TransferPlace {
  TransferKind kind = TransferKind::kCollection;
  uint32_t collection = 0;  // of a document
  uint32_t document = 0;
  std::string_view key;  // points into the place
};
std::optional<TransferPlace> ParsePlace(std::string_view place);

// OK when a value of this kind is whole: parses, passes its checksum. Else
// CHECKSUM_FAILED.
absl::Status CheckValue(TransferKind kind, std::string_view value);

// Word for people.
std::string_view WordFor(TransferKind kind);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRANSFER_ROWS_H_
