// The cleaned text and the repairs of a revision ↔ the rows that the store keeps of
// them (RevisionDraft::text_rows). On disk, packed by PackBytes each:
//
//   row 0   u8 format · varint n, n × varint size: the rows of text ·
//           32 bytes SHA-256 of the text · varint number of repairs ·
//           varint m, m × varint number of a row of text: those that hide
//           something · with m > 0 32 bytes SHA-256 of the text unmasked
//   then    n rows of text, cut between characters: u8 0 · text, or u8 1 · varint
//           start, varint size of a part of the source · what CompressAgainst
//           makes of the text with that part
//   then    m rows of what is hidden in one of these: pieces, each as varint
//           distance from the end of the one before · prefixed bytes
//   then    rows of kRepairsInRow repairs, fewer in the last: varint d, d ×
//           prefixed detail · place where the first gap begins: four varints
//           (source bytes; text in bytes, code points, UTF-16 units) · for each
//           repair u8 kind, varint index of its detail, the same four of the gap
//           before it, and of itself
//
// Most text is that of the source but for markup and glosses, so that the row of
// a letter is a quarter as large in the second form. The part lies within one piece
// of the source as the store keeps it.
//
// The rows of text hold it masked. What the masks hide stands apart, so that an
// ordinary read never touches it. Each row is read without the others.
// Pure functions and a value type, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_STORED_TEXT_H_
#define PLEDGE_SERVICE_MAPPING_STORED_TEXT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "pledge/v1/common.pb.h"
#include "pledge/v1/document.pb.h"
#include "service/pipeline/clean/clean.h"

namespace pledge::mapping {

// Largest row of text: a message of a stream is one row.
inline constexpr size_t kTextRowBytes = size_t{64} << 10;
// Some 50 bytes each as messages, so that a message of a stream is one row.
inline constexpr uint32_t kRepairsInRow = 1000;

// `masked` is the text of `clean`, which came from `source`, with personal data
// masked byte for byte.
std::vector<std::string> PackText(const pipeline::CleanText& clean, std::string_view masked,
                                  std::string_view source);

// What row 0 says.
class TextHead {
 public:
  // Unpacked bytes. DATA_LOSS with CHECKSUM_FAILED when they do not parse.
  static absl::StatusOr<TextHead> Decode(std::string_view row);

  // Size in bytes, masked or not.
  uint64_t text_size() const { return ends_.empty() ? 0 : ends_.back(); }
  // SHA-256 of the whole, masked unless `with_personal_data`.
  const std::string& sha256(bool with_personal_data) const {
    return with_personal_data ? personal_sha256_ : sha256_;
  }

  // Where a byte of the text stands.
  struct Place {
    uint32_t row = 0;
    uint64_t row_start = 0;  // position of the row's first byte in the text
    uint64_t row_end = 0;    // and of the first one behind it
  };
  // `position` is below text_size().
  Place Find(uint64_t position) const;

  // Row that holds what is hidden in a row of text; nullopt when nothing is.
  std::optional<uint32_t> FindHidden(uint32_t text_row) const;

  uint64_t repair_count() const { return repair_count_; }
  // Rows that hold repairs: [first, first + count).
  uint32_t first_repair_row() const {
    return 1 + static_cast<uint32_t>(ends_.size() + hiding_rows_.size());
  }
  uint32_t repair_row_count() const {
    return static_cast<uint32_t>((repair_count_ + kRepairsInRow - 1) / kRepairsInRow);
  }

 private:
  std::vector<uint64_t> ends_;  // of the rows of text, ascending
  std::string sha256_;
  std::string personal_sha256_;
  uint64_t repair_count_ = 0;
  std::vector<uint32_t> hiding_rows_;  // rows of text, ascending
};

// Reads bytes of the source.
using ReadSourcePart = std::function<absl::StatusOr<std::string>(uint64_t start, uint64_t size)>;

// The text of a row of text that has `size` bytes. DATA_LOSS with CHECKSUM_FAILED
// when it does not parse; errors of `read_source`.
absl::StatusOr<std::string> DecodeTextRow(std::string_view row, size_t size,
                                          const ReadSourcePart& read_source);

// Puts into a row of text what `hidden`, the row of that name, says. CHECKSUM_FAILED
// when it does not fit.
absl::Status Unmask(std::string_view hidden, std::string* text);

// The repairs of one row, text ranges in `unit`. DATA_LOSS with CHECKSUM_FAILED
// when the bytes do not parse.
absl::StatusOr<std::vector<v1::Repair>> DecodeRepairs(std::string_view row, v1::OffsetUnit unit);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_STORED_TEXT_H_
