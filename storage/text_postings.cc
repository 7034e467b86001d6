#include "storage/text_postings.h"

#include <algorithm>
#include <string_view>

#include "storage/stored_values.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// A block, on disk, never renumber:
//   u8 format, then for each term:
//   varint term - term before (the first: 0; it stands in the key),
//   varint count << 1 | is bit map,
//   as a list: count × varint gap to the document before (from -1) - 1,
//   as a bit map: one bit a document of the segment, the lowest bit first.
constexpr uint8_t kFormat = 1;
// A block ends with the term that makes it so long.
constexpr size_t kBlockBytes = 4096;
// A bit map of all documents is shorter than a list of one in eight.
constexpr size_t kListShare = 8;

using Iterator = std::vector<Posting>::const_iterator;

uint64_t TermOf(Posting posting) { return posting >> kPostingDocumentBits; }
uint32_t DocumentOf(Posting posting) {
  return static_cast<uint32_t>(posting & ((1u << kPostingDocumentBits) - 1));
}

void AppendList(std::string& out, Iterator begin, Iterator end) {
  uint32_t next = 0;
  for (auto posting = begin; posting != end; ++posting) {
    AppendVarint(out, DocumentOf(*posting) - next);
    next = DocumentOf(*posting) + 1;
  }
}

void AppendBitMap(std::string& out, Iterator begin, Iterator end, size_t size_bytes) {
  std::string bits(size_bytes, '\0');
  for (auto posting = begin; posting != end; ++posting) {
    bits[DocumentOf(*posting) / 8] |= static_cast<char>(1 << (DocumentOf(*posting) % 8));
  }
  out.append(bits);
}

// Walks the terms of one block.
class BlockReader {
 public:
  BlockReader(std::string_view value, uint64_t first_term, size_t documents)
      : in_(value), term_(first_term), documents_(documents) {
    is_good_ = in_.U8() == kFormat;
  }

  // Reads the next term, and its documents into `found` when it is wanted. False
  // at the end; look at ok().
  bool Next(const TermRange& wanted, std::vector<bool>* found) {
    if (!is_good_ || in_.AtEnd()) return false;
    term_ += in_.Varint();
    const uint64_t head = in_.Varint();
    is_good_ = in_.ok() && ((head & 1) != 0 ? ReadBitMap(IsIn(wanted) ? found : nullptr)
                                            : ReadList(head >> 1, IsIn(wanted) ? found : nullptr));
    return is_good_ && term_ <= wanted.last;
  }

  bool ok() const { return is_good_; }

 private:
  bool IsIn(const TermRange& wanted) const { return term_ >= wanted.first && term_ <= wanted.last; }

  bool ReadList(uint64_t count, std::vector<bool>* found) {
    uint64_t next = 0;
    for (uint64_t i = 0; i < count && in_.ok(); ++i) {
      const uint64_t document = next + in_.Varint();
      if (document >= documents_) return false;
      if (found != nullptr) (*found)[document] = true;
      next = document + 1;
    }
    return in_.ok();
  }

  bool ReadBitMap(std::vector<bool>* found) {
    const std::string_view bits = in_.Bytes((documents_ + 7) / 8);
    if (!in_.ok()) return false;
    for (size_t i = 0; found != nullptr && i < documents_; ++i) {
      if ((bits[i / 8] >> (i % 8) & 1) != 0) (*found)[i] = true;
    }
    return true;
  }

  ByteReader in_;
  uint64_t term_;
  const size_t documents_;
  bool is_good_ = true;
};

}  // namespace

std::vector<PostingsBlock> EncodePostings(const std::vector<Posting>& postings,
                                          uint32_t segment_bits) {
  const size_t bit_map_bytes = ((size_t{1} << segment_bits) + 7) / 8;
  std::vector<PostingsBlock> blocks;
  uint64_t last_term = 0;
  for (auto begin = postings.begin(); begin != postings.end();) {
    const auto end = std::find_if(begin, postings.end(),
                                  [term = TermOf(*begin)](Posting p) { return TermOf(p) != term; });
    if (blocks.empty() || blocks.back().value.size() >= kBlockBytes) {
      blocks.push_back({TermOf(*begin), std::string(1, static_cast<char>(kFormat))});
      last_term = TermOf(*begin);
    }
    std::string& value = blocks.back().value;
    const auto count = static_cast<size_t>(end - begin);
    const bool is_bit_map = count > (size_t{1} << segment_bits) / kListShare;
    AppendVarint(value, TermOf(*begin) - last_term);
    AppendVarint(value, count << 1 | (is_bit_map ? 1 : 0));
    if (is_bit_map) {
      AppendBitMap(value, begin, end, bit_map_bytes);
    } else {
      AppendList(value, begin, end);
    }
    last_term = TermOf(*begin);
    begin = end;
  }
  return blocks;
}

PostingsReader::PostingsReader(View& view, const SegmentKey& segment, uint32_t generation,
                               uint32_t segment_bits)
    : segment_(segment),
      generation_(generation),
      segment_bits_(segment_bits),
      range_(IndexGenerationRange(segment, generation)),
      back_(view.Scan(range_.lower, range_.upper, {.direction = ScanDirection::kBackward})),
      forward_(view.Scan(range_.lower, range_.upper, {})) {}

absl::StatusOr<std::vector<bool>> PostingsReader::DocumentsWithAll(
    const std::vector<TermRange>& terms) {
  std::vector<bool> all(size_t{1} << segment_bits_, true);
  for (const TermRange& range : terms) {
    auto some = DocumentsWith(range);
    if (!some.ok()) return some.status();
    bool is_any = false;
    for (size_t i = 0; i < all.size(); ++i) {
      all[i] = all[i] && (*some)[i];
      is_any = is_any || all[i];
    }
    if (!is_any) break;
  }
  return all;
}

absl::StatusOr<std::vector<bool>> PostingsReader::DocumentsWith(const TermRange& terms) {
  std::vector<bool> found(size_t{1} << segment_bits_, false);
  const std::string first = IndexPostingsKey(segment_, generation_, terms.first);
  // The block that begins at or before the first term; else the first of all.
  back_->Seek(first);
  if (!back_->status().ok()) return back_->status();
  forward_->Seek(back_->Valid() ? std::string(back_->key()) : first);
  for (; forward_->Valid(); forward_->Next()) {
    const auto place = ParseIndexPostingsKey(forward_->key());
    if (!place) return DamagedRow("postings key");
    if (place->first_term > terms.last) break;
    BlockReader block(forward_->value(), place->first_term, found.size());
    while (block.Next(terms, &found)) {
    }
    if (!block.ok()) return DamagedRow("postings block");
  }
  if (!forward_->status().ok()) return forward_->status();
  return found;
}

}  // namespace pledge::storage
