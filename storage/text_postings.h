// Postings of one segment: for each term the documents that hold it, in blocks
// of some KiB, sorted by term. The writer makes the blocks; the reader finds the
// documents that hold given terms.
#ifndef PLEDGE_STORAGE_TEXT_POSTINGS_H_
#define PLEDGE_STORAGE_TEXT_POSTINGS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/key_codec.h"
#include "storage/scan.h"

namespace pledge::storage {

// A term with a document that holds it: the term, then 16 bits of the document's
// number inside the segment, so that postings sort as they are written.
using Posting = uint64_t;
inline constexpr int kPostingDocumentBits = 16;
inline Posting MakePosting(uint64_t term, uint32_t document) {
  return term << kPostingDocumentBits | document;
}

struct PostingsBlock {
  uint64_t first_term = 0;
  std::string value;
};

// The blocks of sorted postings without repeats. A term stands in one block.
std::vector<PostingsBlock> EncodePostings(const std::vector<Posting>& postings,
                                          uint32_t segment_bits);

class PostingsReader {
 public:
  // `view` must outlive the reader.
  PostingsReader(View& view, const SegmentKey& segment, uint32_t generation, uint32_t segment_bits);

  // For each document of the segment whether it holds a term of every range.
  absl::StatusOr<std::vector<bool>> DocumentsWithAll(const std::vector<TermRange>& terms);

 private:
  absl::StatusOr<std::vector<bool>> DocumentsWith(const TermRange& terms);

  const SegmentKey segment_;
  const uint32_t generation_;
  const uint32_t segment_bits_;
  const KeyRange range_;
  const std::unique_ptr<Cursor> back_;     // to the block that a term is in
  const std::unique_ptr<Cursor> forward_;  // on from there
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TEXT_POSTINGS_H_
