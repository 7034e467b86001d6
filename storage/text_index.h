// The text index: which documents may hold given terms. A document's terms are
// numbers below 2^48 that the layer above draws from its records and columns;
// here they are opaque.
//
// Documents of one collection are indexed in segments, runs of 2^segment_bits
// document numbers, each as a whole and in the background: all retained
// revisions up to a commit, `built_through`. Nothing of it is versioned, for the
// index only names candidates; whoever scans looks at the record that is visible
// at its commit. A candidate is never missed:
//
// - a segment that is not built: each of its documents is a candidate;
// - a revision up to built_through: its document is in the postings;
// - a later one: the commit that wrote it also wrote a dirty mark.
//
// Manifest, postings, marks and documents must be read in one view. A build
// writes its postings under a new generation, and then, in one commit, turns the
// manifest to it and takes away the marks that it has covered.
#ifndef PLEDGE_STORAGE_TEXT_INDEX_H_
#define PLEDGE_STORAGE_TEXT_INDEX_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/key_codec.h"
#include "storage/scan.h"
#include "storage/text_index_options.h"

namespace pledge::storage {

inline SegmentKey SegmentOf(uint32_t collection, uint32_t document, uint32_t segment_bits) {
  return {collection, document >> segment_bits};
}

// Segments whose changes leave dirty marks: built, or being built. Of the
// committer thread.
struct IndexMarks {
  uint32_t segment_bits = 10;
  std::set<SegmentKey> segments;
};

// The segments that are built. Those of another size are forgotten for good when
// `may_write`: no change leaves a mark for them any more.
absl::StatusOr<IndexMarks> LoadIndexMarks(Engine& engine, uint32_t segment_bits, bool may_write);

// Rows that a build writes in one commit.
struct IndexRows {
  std::vector<std::pair<std::string, std::string>> puts;
  std::vector<std::string> deletes;
  // Written only when this segment leaves marks.
  std::optional<SegmentKey> only_if_marked;
};

// Takes a segment out of the index in `batch`, with all its postings and marks:
// it counts as not built, and no build that is under way can end. Committer
// thread only.
absl::Status ForgetSegment(View& view, const SegmentKey& segment, IndexMarks& marks, Batch& batch);

// Walks the candidates for a set of terms. One view; one thread; blocks on disk.
class TextCandidates {
 public:
  // `terms` must all be there; both must outlive this.
  TextCandidates(View& view, const std::vector<TermRange>& terms, uint32_t segment_bits)
      : view_(view), terms_(terms), segment_bits_(segment_bits) {}

  struct Step {
    uint32_t document = 0;      // the first candidate at or behind the one asked for
    bool is_candidate = false;  // false: none was found before `document`; ask on
  };
  absl::StatusOr<Step> AtOrBehind(uint32_t collection, uint32_t document);

 private:
  struct Segment {
    SegmentKey key;
    bool is_built = false;
    std::vector<bool> documents;  // by number inside the segment, when built
  };

  absl::Status Load(const SegmentKey& key);
  absl::Status AddDirty(const SegmentKey& key, std::vector<bool>* documents);

  View& view_;
  const std::vector<TermRange>& terms_;
  const uint32_t segment_bits_;
  std::optional<Segment> loaded_;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TEXT_INDEX_H_
