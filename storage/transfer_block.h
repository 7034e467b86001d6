// The blocks of an export, byte by byte. Files of clients hold them: never
// renumber. Integers are big-endian.
//
//   header   "PLGX", u8 format, u8 1 in the last block else 0, u32 size of the
//            whole block, u64 index from 0, u64 commit, u64 its time in us
//   records  u8 kind, with 0x80 when the value goes on in the next block;
//            prefixed key; prefixed value, or a piece of it
//   trailer  u32 CRC-32 of all before
//
// Keys are those of the rows (key_codec.h) without their tag, values those of
// the rows. Pure functions and value types.
#ifndef PLEDGE_STORAGE_TRANSFER_BLOCK_H_
#define PLEDGE_STORAGE_TRANSFER_BLOCK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::storage {

inline constexpr size_t kMaxBlockBytes = size_t{1} << 20;

// What a record is. They come in this order; those of a document, from
// kRevision to kSource, together. Never renumber.
enum class TransferKind : uint8_t {
  kCollection = 1,
  kRevision = 2,
  kName = 3,
  kColumns = 4,
  kCommitments = 5,
  kAchievements = 6,
  kSections = 7,
  kText = 8,
  kSource = 9,
  kSession = 10,
  kResults = 11,
  kRequest = 12,
  kEnd = 13,  // the last record: varint documents, varint revisions
};

// Which block of which export it is.
struct BlockHeader {
  uint64_t index = 0;  // from 0
  uint64_t commit = 0;
  int64_t commit_time_us = 0;
  bool is_last = false;
  bool operator==(const BlockHeader&) const = default;
};

// Points into the block.
struct BlockRecord {
  TransferKind kind = TransferKind::kEnd;
  bool goes_on = false;  // the value is a piece, and not the last one
  std::string_view key;
  std::string_view value;
};

struct Block {
  BlockHeader header;
  std::vector<BlockRecord> records;
};

class BlockWriter {
 public:
  explicit BlockWriter(const BlockHeader& header);

  // False, and nothing is added, when there is no room for the record.
  bool Add(TransferKind kind, std::string_view key, std::string_view value);
  // Fills the room with the beginning of a record that no block has room for.
  // Bytes of `value` that were taken.
  size_t AddPiece(TransferKind kind, std::string_view key, std::string_view value);

  // Size so far, and back to such a size.
  size_t size() const { return bytes_.size(); }
  void Truncate(size_t size) { bytes_.resize(size); }
  // True when there is no record.
  bool empty() const;

  // The block; call once.
  std::string Finish(bool is_last);

 private:
  std::string bytes_;
};

// The records point into `bytes`. BLOCK_INVALID with problem FORMAT, TRUNCATED
// or CHECKSUM; `index` names the block in it.
absl::StatusOr<Block> ReadBlock(std::string_view bytes, uint64_t index);

// BLOCK_INVALID; `problem` is UPPER_SNAKE_CASE.
absl::Status InvalidBlock(uint64_t index, std::string_view problem, std::string_view message);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRANSFER_BLOCK_H_
