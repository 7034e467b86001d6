// Converts byte offsets of a text to code points and UTF-16 units. A table
// holds only the offsets that records use, so that stored records can be
// answered in any unit without the text. Value type, thread-safe to read.
#ifndef PLEDGE_SERVICE_MAPPING_OFFSET_TABLE_H_
#define PLEDGE_SERVICE_MAPPING_OFFSET_TABLE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/common.pb.h"

namespace pledge::mapping {

class OffsetTable {
 public:
  OffsetTable() = default;
  // `offsets` in any order, with repeats; each stands on a character border of
  // `text` (valid UTF-8) or at its end.
  OffsetTable(std::string_view text, std::vector<uint32_t> offsets);

  // Varint deltas: bytes, code points, UTF-16 units of each step. On disk.
  std::string Encode() const;
  // DATA_LOSS with CHECKSUM_FAILED when the bytes do not parse.
  static absl::StatusOr<OffsetTable> Decode(std::string_view bytes);

  // `byte_offset` in `unit`. An offset that is not in the table is a bug; it
  // gives the nearest one below.
  int64_t Convert(int64_t byte_offset, v1::OffsetUnit unit) const;

 private:
  struct Entry {
    uint32_t bytes = 0;
    uint32_t code_points = 0;
    uint32_t utf16_units = 0;
  };
  std::vector<Entry> entries_;  // ascending
};

// Rewrites all text ranges of a message from bytes to `unit`; source ranges are
// always bytes. Defined for Section, Commitment, Achievement, LetterFacts,
// Repair and SentenceReading.
template <typename Message>
void ConvertOffsets(const OffsetTable& table, v1::OffsetUnit unit, Message* message);

// Appends all text offsets of a message to `offsets`. For the same messages.
template <typename Message>
void CollectOffsets(const Message& message, std::vector<uint32_t>* offsets);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_OFFSET_TABLE_H_
