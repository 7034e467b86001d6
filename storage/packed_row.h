// Large values as they stand in rows: compressed by a worker before the commit,
// so that log, memtable, flush and compaction all carry fewer bytes, and closed
// by a checksum, so that a flipped bit is an error and never a wrong record.
// Pure functions and a value type.
#ifndef PLEDGE_STORAGE_PACKED_ROW_H_
#define PLEDGE_STORAGE_PACKED_ROW_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace pledge::storage {

// `bytes` compressed with LZ4, with size and checksum; kept raw when they do not
// shrink. At most 1 GiB.
//
// Always LZ4: zstd at its lowest level makes a document's rows a fifth smaller,
// but packing the source alone then takes as much CPU as the whole commit, and
// unpacking what streams read takes three times as long.
std::string PackBytes(std::string_view bytes);

// What PackBytes was given. DATA_LOSS with CHECKSUM_FAILED for anything else.
absl::StatusOr<std::string> UnpackBytes(std::string_view value);

// `bytes` as they differ from `dictionary`, of which the last 64 KiB count: for
// bytes that are mostly those of another row. Has no size and no checksum of its
// own. At most 1 GiB.
std::string CompressAgainst(std::string_view dictionary, std::string_view bytes);

// The `size` bytes that CompressAgainst was given, with the same dictionary. DATA_LOSS
// with CHECKSUM_FAILED when the result has another size.
absl::StatusOr<std::string> DecompressAgainst(std::string_view dictionary, std::string_view block,
                                              size_t size);

// One record for PackRecords: opaque bytes and a tag to filter by (the section
// kind, the commitment type, the achievement status; below 32).
struct TaggedRecord {
  std::string bytes;
  uint8_t tag = 0;
};

// Packs and compresses the records of one kind of one revision into the value
// of a row. `preamble` is opaque and comes back with the row. Equal input gives
// equal bytes. Call it on a worker, before the write. At most 2^24 records.
std::string PackRecords(const std::vector<TaggedRecord>& records, std::string_view preamble);

// A packed row, unpacked. What it returns points into the row itself, which may
// be moved as long as nothing of it is in use.
class UnpackedRow {
 public:
  // DATA_LOSS with CHECKSUM_FAILED when the bytes do not parse.
  static absl::StatusOr<UnpackedRow> Unpack(std::string_view value);

  size_t count() const { return tags_.size(); }
  // Indexes below count().
  uint8_t tag(size_t index) const { return tags_[index]; }
  std::string_view record(size_t index) const;
  std::string_view preamble() const;

 private:
  // False when body_ does not parse.
  bool ParseBody();

  std::string body_;
  std::vector<uint8_t> tags_;
  std::vector<uint32_t> ends_;  // of each record, in body_
  uint32_t preamble_begin_ = 0;
  uint32_t preamble_end_ = 0;  // and begin of the first record
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_PACKED_ROW_H_
