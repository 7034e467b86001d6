#include "service/mapping/stored_text.h"

#include <algorithm>
#include <map>
#include <utility>

#include "service/base/error.h"
#include "service/base/sha256.h"
#include "service/pipeline/text/utf8.h"
#include "storage/packed_row.h"
#include "storage/record_store.h"
#include "storage/wire.h"

namespace pledge::mapping {
namespace {

using pipeline::ByteRange;
using pipeline::CleanText;
using pipeline::MapRun;
using storage::AppendPrefixed;
using storage::AppendU8;
using storage::AppendVarint;
using storage::ByteReader;

constexpr uint8_t kFormat = 1;
constexpr size_t kDigestBytes = 32;
constexpr uint8_t kPlainText = 0;  // on disk, never renumber
constexpr uint8_t kAgainstSource = 1;
constexpr size_t kDictionaryBytes = size_t{64} << 10;  // what LZ4 looks back
// Hidden pieces that stand closer are kept as one: a distance costs two bytes.
constexpr size_t kClosest = 3;

absl::Status Damaged() {
  return MakeError(ErrorReason::kChecksumFailed, "a stored text does not parse");
}

// A place in source and text, or a distance between two.
struct Extent {
  uint64_t source = 0;
  uint64_t bytes = 0;
  uint64_t code_points = 0;
  uint64_t utf16_units = 0;

  void operator+=(const Extent& other) {
    source += other.source;
    bytes += other.bytes;
    code_points += other.code_points;
    utf16_units += other.utf16_units;
  }
};

Extent ExtentOf(const CleanText& clean, const MapRun& run) {
  Extent out{run.source.size(), run.text.size(), 0, 0};
  for (uint32_t at = run.text.start; at < run.text.end; ++at) {
    const uint8_t byte = pipeline::ByteAt(clean.text, at);
    if (pipeline::IsContinuation(byte)) continue;
    ++out.code_points;
    out.utf16_units += byte >= 0xF0 ? 2 : 1;
  }
  return out;
}

void AppendExtent(std::string& out, const Extent& extent) {
  AppendVarint(out, extent.source);
  AppendVarint(out, extent.bytes);
  AppendVarint(out, extent.code_points);
  AppendVarint(out, extent.utf16_units);
}

Extent ReadExtent(ByteReader& in) {
  Extent out;
  out.source = in.Varint();
  out.bytes = in.Varint();
  out.code_points = in.Varint();
  out.utf16_units = in.Varint();
  return out;
}

std::vector<ByteRange> CutText(std::string_view text) {
  std::vector<ByteRange> rows;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.size(), at + kTextRowBytes);
    while (end < text.size() && pipeline::IsContinuation(pipeline::ByteAt(text, end))) --end;
    rows.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
    at = end;
  }
  return rows;
}

// What is hidden in one row of the text; empty when nothing is.
std::string EncodeHidden(std::string_view text, std::string_view masked) {
  std::string out;
  size_t last_end = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == masked[at]) {
      ++at;
      continue;
    }
    size_t end = at + 1;
    for (size_t next = end; next < text.size() && next <= end + kClosest; ++next) {
      if (text[next] != masked[next]) end = next + 1;
    }
    AppendVarint(out, at - last_end);
    AppendPrefixed(out, text.substr(at, end - at));
    last_end = at = end;
  }
  return out;
}

// The rows of text and those that hide something, by their numbers.
struct TextRows {
  std::vector<ByteRange> rows;
  std::map<uint32_t, std::string> hidden;
};

TextRows MakeTextRows(std::string_view text, std::string_view masked) {
  TextRows out;
  out.rows = CutText(masked);
  for (uint32_t i = 0; i < out.rows.size(); ++i) {
    const ByteRange& row = out.rows[i];
    std::string hidden =
        EncodeHidden(text.substr(row.start, row.size()), masked.substr(row.start, row.size()));
    if (!hidden.empty()) out.hidden.emplace(1 + i, std::move(hidden));
  }
  return out;
}

std::string EncodeHead(const CleanText& clean, std::string_view masked, const TextRows& text,
                       uint64_t repair_count) {
  std::string out;
  AppendU8(out, kFormat);
  AppendVarint(out, text.rows.size());
  for (const ByteRange& row : text.rows) AppendVarint(out, row.size());
  out.append(Sha256(masked));
  AppendVarint(out, repair_count);
  AppendVarint(out, text.hidden.size());
  for (const auto& [row, hidden] : text.hidden) AppendVarint(out, row);
  if (!text.hidden.empty()) out.append(Sha256(clean.text));
  return out;
}

// Gathers repairs into rows.
class RepairRows {
 public:
  explicit RepairRows(const CleanText& clean) : clean_(clean) {
    for (const MapRun& run : clean.map.runs()) Add(run);
    if (in_row_ > 0) EndRow();
  }

  uint64_t count() const { return count_; }
  const std::vector<std::string>& rows() const { return rows_; }

 private:
  void Add(const MapRun& run) {
    const Extent extent = ExtentOf(clean_, run);
    if (run.kind == pipeline::RepairKind::kNone) {
      gap_ += extent;
      return;
    }
    AppendU8(body_, static_cast<uint8_t>(run.kind));
    AppendVarint(body_, DetailIndex(run.detail));
    AppendExtent(body_, gap_);
    AppendExtent(body_, extent);
    at_ += gap_;
    at_ += extent;
    gap_ = {};
    ++count_;
    if (++in_row_ == kRepairsInRow) EndRow();
  }

  // Number of a detail of the map in the row at hand.
  size_t DetailIndex(uint16_t detail) {
    const auto [place, is_new] = indexes_.emplace(detail, indexes_.size());
    if (is_new) AppendPrefixed(details_, clean_.map.details()[detail]);
    return place->second;
  }

  void EndRow() {
    std::string row;
    AppendVarint(row, indexes_.size());
    row.append(details_);
    AppendExtent(row, row_start_);
    row.append(body_);
    rows_.push_back(std::move(row));
    body_.clear();
    details_.clear();
    indexes_.clear();
    row_start_ = at_;
    in_row_ = 0;
  }

  const CleanText& clean_;
  std::vector<std::string> rows_;
  std::string body_;
  std::string details_;
  std::map<uint16_t, size_t> indexes_;
  Extent row_start_;  // end of the last repair of the row before
  Extent at_;         // end of the last repair
  Extent gap_;        // since then
  uint32_t in_row_ = 0;
  uint64_t count_ = 0;
};

void SetRange(uint64_t start, uint64_t size, v1::OffsetRange* out) {
  out->set_start(static_cast<int64_t>(start));
  out->set_end(static_cast<int64_t>(start + size));
}

void SetTextRange(const Extent& at, const Extent& size, v1::OffsetUnit unit, v1::OffsetRange* out) {
  switch (unit) {
    case v1::OFFSET_UNIT_CODE_POINT:
      return SetRange(at.code_points, size.code_points, out);
    case v1::OFFSET_UNIT_UTF16:
      return SetRange(at.utf16_units, size.utf16_units, out);
    default:
      return SetRange(at.bytes, size.bytes, out);
  }
}

// A row of text: against the part of the source that it came from where that
// saves most of it, else plain.
std::string EncodeTextRow(const CleanText& clean, ByteRange range, std::string_view masked,
                          std::string_view source) {
  const std::string_view text = masked.substr(range.start, range.size());
  std::string row;
  const std::vector<ByteRange> from = clean.map.SourceRanges(range);
  if (!from.empty() && from.front().start < source.size()) {
    const size_t start = from.front().start;
    const size_t piece_left = storage::kSourcePieceBytes - start % storage::kSourcePieceBytes;
    const std::string_view part = source.substr(start, std::min(kDictionaryBytes, piece_left));
    AppendU8(row, kAgainstSource);
    AppendVarint(row, start);
    AppendVarint(row, part.size());
    row.append(storage::CompressAgainst(part, text));
    if (row.size() < text.size() / 2) return row;
  }
  row.clear();
  AppendU8(row, kPlainText);
  return row.append(text);
}

}  // namespace

std::vector<std::string> PackText(const CleanText& clean, std::string_view masked,
                                  std::string_view source) {
  const TextRows text = MakeTextRows(clean.text, masked);
  const RepairRows repairs(clean);
  std::vector<std::string> rows;
  rows.reserve(1 + text.rows.size() + text.hidden.size() + repairs.rows().size());
  rows.push_back(storage::PackBytes(EncodeHead(clean, masked, text, repairs.count())));
  for (const ByteRange& row : text.rows) {
    rows.push_back(storage::PackBytes(EncodeTextRow(clean, row, masked, source)));
  }
  for (const auto& [row, hidden] : text.hidden) rows.push_back(storage::PackBytes(hidden));
  for (const std::string& row : repairs.rows()) rows.push_back(storage::PackBytes(row));
  return rows;
}

absl::StatusOr<TextHead> TextHead::Decode(std::string_view row) {
  ByteReader in(row);
  TextHead head;
  const bool is_known = in.U8() == kFormat;
  const uint64_t row_count = in.Varint();
  if (!is_known || row_count > in.remaining()) return Damaged();
  for (uint64_t i = 0; i < row_count; ++i) {
    const uint64_t size = in.Varint();
    if (size == 0 || size > kTextRowBytes) return Damaged();
    head.ends_.push_back(head.text_size() + size);
  }
  head.sha256_ = std::string(in.Bytes(kDigestBytes));
  head.repair_count_ = in.Varint();
  const uint64_t hiding_count = in.Varint();
  if (!in.ok() || hiding_count > row_count) return Damaged();
  for (uint64_t i = 0; i < hiding_count; ++i) {
    head.hiding_rows_.push_back(static_cast<uint32_t>(in.Varint()));
  }
  head.personal_sha256_ = hiding_count == 0 ? head.sha256_ : std::string(in.Bytes(kDigestBytes));
  if (!in.AtEnd()) return Damaged();
  return head;
}

TextHead::Place TextHead::Find(uint64_t position) const {
  const auto end = std::upper_bound(ends_.begin(), ends_.end(), position);
  const auto row = static_cast<uint32_t>(end - ends_.begin());
  return {1 + row, row == 0 ? 0 : ends_[row - 1], *end};
}

absl::StatusOr<std::string> DecodeTextRow(std::string_view row, size_t size,
                                          const ReadSourcePart& read_source) {
  ByteReader in(row);
  const uint8_t form = in.U8();
  if (form == kPlainText) {
    std::string text(in.Bytes(in.remaining()));
    if (!in.ok() || text.size() != size) return Damaged();
    return text;
  }
  const uint64_t start = in.Varint();
  const uint64_t part_size = in.Varint();
  const std::string_view block = in.Bytes(in.remaining());
  if (!in.ok() || form != kAgainstSource) return Damaged();
  const auto part = read_source(start, part_size);
  if (!part.ok()) return part.status();
  if (part->size() != part_size) return Damaged();
  return storage::DecompressAgainst(*part, block, size);
}

std::optional<uint32_t> TextHead::FindHidden(uint32_t text_row) const {
  const auto found = std::lower_bound(hiding_rows_.begin(), hiding_rows_.end(), text_row);
  if (found == hiding_rows_.end() || *found != text_row) return std::nullopt;
  return 1 + static_cast<uint32_t>(ends_.size() + (found - hiding_rows_.begin()));
}

absl::Status Unmask(std::string_view hidden, std::string* text) {
  ByteReader in(hidden);
  uint64_t at = 0;
  while (in.ok() && in.remaining() > 0) {
    const uint64_t gap = in.Varint();
    const std::string_view bytes = in.Prefixed();
    if (!in.ok() || gap > text->size() - at || bytes.size() > text->size() - at - gap) {
      return Damaged();
    }
    at += gap;
    text->replace(at, bytes.size(), bytes);
    at += bytes.size();
  }
  return in.AtEnd() ? absl::OkStatus() : Damaged();
}

absl::StatusOr<std::vector<v1::Repair>> DecodeRepairs(std::string_view row, v1::OffsetUnit unit) {
  ByteReader in(row);
  const uint64_t detail_count = in.Varint();
  if (detail_count > kRepairsInRow) return Damaged();
  std::vector<std::string> details;
  for (uint64_t i = 0; i < detail_count; ++i) details.emplace_back(in.Prefixed());
  Extent at = ReadExtent(in);
  std::vector<v1::Repair> repairs;
  while (in.ok() && in.remaining() > 0) {
    const uint8_t kind = in.U8();
    const uint64_t detail = in.Varint();
    at += ReadExtent(in);
    const Extent size = ReadExtent(in);
    if (!in.ok() || detail >= details.size() || repairs.size() == kRepairsInRow) return Damaged();
    v1::Repair& repair = repairs.emplace_back();
    repair.set_kind(static_cast<v1::RepairKind>(kind));
    SetRange(at.source, size.source, repair.mutable_source_range());
    SetTextRange(at, size, unit, repair.mutable_text_range());
    repair.set_detail(details[detail]);
    at += size;
  }
  if (!in.AtEnd()) return Damaged();
  return repairs;
}

}  // namespace pledge::mapping
