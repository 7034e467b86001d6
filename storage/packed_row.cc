#include "storage/packed_row.h"

#include <lz4.h>
#include <xxhash.h>

#include <memory>
#include <optional>
#include <utility>

#include "service/base/error.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// A packed value, on disk, never renumber: u8 codec, u32 raw size, u64 XXH3 of
// the stored body seeded by the two, body.
constexpr uint32_t kMaxRawBytes = uint32_t{1} << 30;
enum class Codec : uint8_t { kRaw = 0, kLz4 = 1 };  // on disk, never renumber

// The body of a row of records: u8 format, varint n, n × u8 tag, n × varint
// size, prefixed preamble, records.
constexpr uint8_t kRecordsFormat = 1;
constexpr size_t kMaxFieldBytes = 5;  // varint of 32 bits

uint64_t Checksum(Codec codec, uint32_t raw_size, std::string_view body) {
  const uint64_t seed = static_cast<uint64_t>(codec) << 32 | raw_size;
  return XXH3_64bits_withSeed(body.data(), body.size(), seed);
}

// Empty when it fails.
std::string Compress(std::string_view bytes) {
  const int size = static_cast<int>(bytes.size());
  std::string out(LZ4_compressBound(size), '\0');
  out.resize(LZ4_compress_default(bytes.data(), out.data(), size, static_cast<int>(out.size())));
  return out;
}

// False unless `body` gives exactly out.size() bytes.
bool Decompress(std::string_view body, Codec codec, std::string& out) {
  switch (codec) {
    case Codec::kRaw:
      if (body.size() != out.size()) return false;
      out.assign(body);
      return true;
    case Codec::kLz4:
      return LZ4_decompress_safe(body.data(), out.data(), static_cast<int>(body.size()),
                                 static_cast<int>(out.size())) == static_cast<int>(out.size());
  }
  return false;
}

absl::Status Damaged() {
  return MakeError(ErrorReason::kChecksumFailed, "a packed row fails its checksum");
}

size_t BodySize(const std::vector<TaggedRecord>& records, std::string_view preamble) {
  size_t size = 1 + 2 * kMaxFieldBytes + preamble.size();
  for (const TaggedRecord& record : records) size += 1 + kMaxFieldBytes + record.bytes.size();
  return size;
}

}  // namespace

std::string PackBytes(std::string_view bytes) {
  const std::string compressed = Compress(bytes);
  const bool shrinks = !compressed.empty() && compressed.size() < bytes.size();
  const Codec codec = shrinks ? Codec::kLz4 : Codec::kRaw;
  const std::string_view body = shrinks ? std::string_view(compressed) : bytes;
  const auto raw_size = static_cast<uint32_t>(bytes.size());
  std::string value;
  value.reserve(body.size() + 13);
  AppendU8(value, static_cast<uint8_t>(codec));
  AppendU32(value, raw_size);
  AppendU64(value, Checksum(codec, raw_size, body));
  return value.append(body);
}

absl::StatusOr<std::string> UnpackBytes(std::string_view value) {
  ByteReader in(value);
  const auto codec = static_cast<Codec>(in.U8());
  const uint32_t raw_size = in.U32();
  const uint64_t checksum = in.U64();
  const std::string_view body = in.Bytes(in.remaining());
  if (!in.ok() || raw_size > kMaxRawBytes) return Damaged();
  if (Checksum(codec, raw_size, body) != checksum) return Damaged();
  std::string bytes(raw_size, '\0');
  if (!Decompress(body, codec, bytes)) return Damaged();
  return bytes;
}

std::string CompressAgainst(std::string_view dictionary, std::string_view bytes) {
  const auto size = static_cast<int>(bytes.size());
  const std::unique_ptr<LZ4_stream_t, int (*)(LZ4_stream_t*)> stream(LZ4_createStream(),
                                                                     LZ4_freeStream);
  LZ4_loadDict(stream.get(), dictionary.data(), static_cast<int>(dictionary.size()));
  std::string out(LZ4_compressBound(size), '\0');
  out.resize(LZ4_compress_fast_continue(stream.get(), bytes.data(), out.data(), size,
                                        static_cast<int>(out.size()), /*acceleration=*/1));
  return out;
}

absl::StatusOr<std::string> DecompressAgainst(std::string_view dictionary, std::string_view block,
                                              size_t size) {
  if (size > kMaxRawBytes) return Damaged();
  std::string bytes(size, '\0');
  const int got = LZ4_decompress_safe_usingDict(
      block.data(), bytes.data(), static_cast<int>(block.size()), static_cast<int>(size),
      dictionary.data(), static_cast<int>(dictionary.size()));
  if (got != static_cast<int>(size)) return Damaged();
  return bytes;
}

std::string PackRecords(const std::vector<TaggedRecord>& records, std::string_view preamble) {
  std::string body;
  body.reserve(BodySize(records, preamble));
  AppendU8(body, kRecordsFormat);
  AppendVarint(body, records.size());
  for (const TaggedRecord& record : records) AppendU8(body, record.tag);
  for (const TaggedRecord& record : records) AppendVarint(body, record.bytes.size());
  AppendPrefixed(body, preamble);
  for (const TaggedRecord& record : records) body.append(record.bytes);
  return PackBytes(body);
}

absl::StatusOr<UnpackedRow> UnpackedRow::Unpack(std::string_view value) {
  absl::StatusOr<std::string> body = UnpackBytes(value);
  if (!body.ok()) return body.status();
  UnpackedRow row;
  row.body_ = *std::move(body);
  if (!row.ParseBody()) return Damaged();
  return row;
}

bool UnpackedRow::ParseBody() {
  ByteReader in(body_);
  const uint8_t format = in.U8();
  const uint64_t count = in.Varint();
  if (format != kRecordsFormat || count > in.remaining()) return false;
  const std::string_view tags = in.Bytes(count);
  tags_.assign(tags.begin(), tags.end());
  std::vector<uint64_t> sizes(count);
  for (uint64_t& size : sizes) size = in.Varint();
  const uint64_t preamble_size = in.Varint();
  preamble_begin_ = static_cast<uint32_t>(body_.size() - in.remaining());
  in.Bytes(preamble_size);
  preamble_end_ = static_cast<uint32_t>(body_.size() - in.remaining());
  for (const uint64_t size : sizes) {
    in.Bytes(size);
    ends_.push_back(static_cast<uint32_t>(body_.size() - in.remaining()));
  }
  return in.AtEnd();
}

std::string_view UnpackedRow::record(size_t index) const {
  const uint32_t begin = index == 0 ? preamble_end_ : ends_[index - 1];
  return std::string_view(body_).substr(begin, ends_[index] - begin);
}

std::string_view UnpackedRow::preamble() const {
  return std::string_view(body_).substr(preamble_begin_, preamble_end_ - preamble_begin_);
}

}  // namespace pledge::storage
