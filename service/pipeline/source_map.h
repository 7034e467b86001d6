// The map between a derived text and the source bytes that it came from.
// Every stage of the pipeline carries one; records get their pointers from it.
// A value type: copyable, immutable once built, thread-safe to read.
#ifndef PLEDGE_SERVICE_PIPELINE_SOURCE_MAP_H_
#define PLEDGE_SERVICE_PIPELINE_SOURCE_MAP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::pipeline {

// Half-open range of bytes. Documents are at most 4 MiB, so 32 bits suffice.
struct ByteRange {
  uint32_t start = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - start; }
  bool empty() const { return start == end; }
  bool operator==(const ByteRange&) const = default;
};

// What a repair undid. Same values as pledge.v1.RepairKind.
enum class RepairKind : uint8_t {
  kNone = 0,  // not a repair: the same characters on both sides
  kGloss = 1,
  kInsertedMark = 2,
  kShiftedBlock = 3,
  kScript = 4,
  kMarkForm = 5,
  kSpacing = 6,
  kDuplicate = 7,
  kFurniture = 8,
  kInvalidBytes = 9,
  kMarkup = 10,
};

// One run of the map. The runs of a map tile the text and the source: each
// begins where the one before ended, on both sides.
struct MapRun {
  ByteRange text;    // empty: something was taken out
  ByteRange source;  // empty: something was put in
  RepairKind kind = RepairKind::kNone;
  // For kNone: bytes of one character on each side, equal for all characters
  // of the run, so that positions inside map in steps. 1/1 when the bytes are
  // the same (UTF-8), 3/2 for a Han character from GBK.
  uint8_t text_step = 1;
  uint8_t source_step = 1;
  // What explains a repair (widget, charset, profile); index into details().
  uint16_t detail = 0;

  bool operator==(const MapRun&) const = default;
};

class SourceMap {
 public:
  // An empty map of an empty text.
  SourceMap();
  // A map that says "same bytes" over `size` bytes.
  static SourceMap Identity(uint32_t size);

  // Appends a run that begins where the last one ended. Merges with the last
  // run where the two say the same thing; replaced characters are never merged,
  // so each keeps its own place. A repair with `detail` keeps it. Sizes are in
  // bytes; nothing happens when both are 0.
  void AppendSame(uint32_t text_size, uint32_t source_size, uint8_t text_step = 1,
                  uint8_t source_step = 1);
  void AppendRepair(uint32_t text_size, uint32_t source_size, RepairKind kind,
                    std::string_view detail = {});

  const std::vector<MapRun>& runs() const { return runs_; }
  const std::vector<std::string>& details() const { return details_; }
  uint32_t text_size() const;
  uint32_t source_size() const;

  // Index of the first run that ends behind `text_position`; runs().size() when
  // there is none.
  size_t FirstRunEndingAfter(uint32_t text_position) const;

  // The source bytes behind the non-empty text range, ascending and disjoint,
  // by the edge rules of guide section 1: a gloss belongs to the character
  // before it (also at the end of the range), an inserted mark never stands at
  // an edge, a replaced block is covered whole. More than one range when
  // furniture, a duplicate or markup was cut out of the middle. Empty when
  // nothing of the range stands in the source (a line break that was put in).
  std::vector<ByteRange> SourceRanges(ByteRange text) const;

  // True when the bytes of SourceRanges(text), one after the other, are the
  // bytes of the text: no repair touched the range and the charset is UTF-8.
  bool Verbatim(ByteRange text) const;

  // The text range that came from the source range: all characters that have
  // at least one byte in it. Empty, at the place of the cut, when nothing is
  // left of it.
  ByteRange TextRange(ByteRange source) const;

  // The map from the text of `outer` to the source of `inner`, where the
  // source of `outer` is the text of `inner`. The steps of `outer` are 1/1
  // (all stages behind the charset work on UTF-8). Linear in the runs.
  static SourceMap Compose(const SourceMap& outer, const SourceMap& inner);

 private:
  friend class MapComposer;

  uint16_t DetailIndex(std::string_view detail);

  std::vector<MapRun> runs_;
  std::vector<std::string> details_;  // [0] is empty
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SOURCE_MAP_H_
