// Moving all records of one state from one store into another: what an export
// gives, block by block, and what takes it. storage/README.md describes the
// blocks. Value types, pure functions and one interface.
#ifndef PLEDGE_STORAGE_TRANSFER_H_
#define PLEDGE_STORAGE_TRANSFER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::storage {

// Where an export stands: all that the next block follows from. To begin, set
// the commit and its time.
struct ExportPosition {
  uint64_t commit = 0;  // state that is exported
  int64_t commit_time_us = 0;
  uint64_t block_count = 0;  // blocks given
  std::string digest;        // over them: DigestAfter of each
  std::string place;         // of the last record that was given whole; empty: none
  uint64_t offset = 0;       // bytes given of the value of the next one
  // Revisions of the document at `place` when it is given in part; 0 when it was
  // given whole. A purge or a trim in between changes it.
  uint64_t open_revisions = 0;
  int64_t document_count = 0;  // without purged ones
  int64_t revision_count = 0;
  bool is_complete = false;
  bool operator==(const ExportPosition&) const = default;
};

// As bytes, for a token, and back. TOKEN_MALFORMED for other bytes.
std::string EncodePosition(const ExportPosition& position);
absl::StatusOr<ExportPosition> DecodePosition(std::string_view bytes);

// The digest over all blocks up to `block`; `before` is that of the blocks before
// it, empty for none.
std::string DigestAfter(std::string_view before, std::string_view block);

struct ExportBlock {
  std::string bytes;
  ExportPosition next;  // complete: this was the last one
};

struct ImportResult {
  int64_t document_count = 0;  // without purged ones
  int64_t revision_count = 0;
  uint64_t commit = 0;  // the state that the store holds now
  int64_t commit_time_us = 0;
};

// Takes the blocks of one export, from the first one on. Used by one thread at a
// time; blocks on disk. After an error nothing more is taken; what is durable
// stays, unseen, for the next importer.
class Importer {
 public:
  virtual ~Importer() = default;

  // The next block. What an import that was cut left durable is compared and
  // passed over. STORE_NOT_EMPTY, BLOCK_INVALID (metadata "block", from 0, and
  // "problem": FORMAT, TRUNCATED, CHECKSUM, ORDER or CONTENT), DIGEST_MISMATCH,
  // and the errors of any write.
  virtual absl::Status Take(std::string_view block) = 0;

  // After the last block: makes everything visible at once. BLOCK_INVALID with
  // problem END_MISSING, DIGEST_MISMATCH, and the errors of Take.
  virtual absl::StatusOr<ImportResult> Finish(std::string_view digest) = 0;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRANSFER_H_
