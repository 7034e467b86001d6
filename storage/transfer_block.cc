#include "storage/transfer_block.h"

#include <zlib.h>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

constexpr std::string_view kMagic = "PLGX";
constexpr uint8_t kFormat = 1;
constexpr uint8_t kGoesOn = 0x80;
// Places in the header of what only the end knows.
constexpr size_t kLastAt = 5;
constexpr size_t kSizeAt = 6;
constexpr size_t kHeaderBytes = 34;
constexpr size_t kTrailerBytes = 4;
constexpr size_t kMaxVarintBytes = 5;  // of a size below 2^32

uint32_t Checksum(std::string_view bytes) {
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

void AppendRecord(std::string& out, uint8_t kind, std::string_view key, std::string_view value) {
  AppendU8(out, kind);
  AppendPrefixed(out, key);
  AppendPrefixed(out, value);
}

bool IsKind(uint8_t kind) {
  return kind >= static_cast<uint8_t>(TransferKind::kCollection) &&
         kind <= static_cast<uint8_t>(TransferKind::kEnd);
}

// False when the bytes are no records.
bool ReadRecords(std::string_view bytes, std::vector<BlockRecord>& out) {
  ByteReader in(bytes);
  while (in.ok() && in.remaining() > 0) {
    const uint8_t kind = in.U8();
    if (!IsKind(kind & ~kGoesOn)) return false;
    BlockRecord& record = out.emplace_back();
    record.kind = static_cast<TransferKind>(kind & ~kGoesOn);
    record.goes_on = (kind & kGoesOn) != 0;
    record.key = in.Prefixed();
    record.value = in.Prefixed();
  }
  return in.AtEnd();
}

}  // namespace

BlockWriter::BlockWriter(const BlockHeader& header) : bytes_(kMagic) {
  AppendU8(bytes_, kFormat);
  AppendU8(bytes_, 0);   // Finish knows
  AppendU32(bytes_, 0);  // Finish knows
  AppendU64(bytes_, header.index);
  AppendU64(bytes_, header.commit);
  AppendU64(bytes_, static_cast<uint64_t>(header.commit_time_us));
}

bool BlockWriter::empty() const { return bytes_.size() == kHeaderBytes; }

bool BlockWriter::Add(TransferKind kind, std::string_view key, std::string_view value) {
  const size_t most = 1 + 2 * kMaxVarintBytes + key.size() + value.size();
  if (bytes_.size() + most + kTrailerBytes > kMaxBlockBytes) return false;
  AppendRecord(bytes_, static_cast<uint8_t>(kind), key, value);
  return true;
}

size_t BlockWriter::AddPiece(TransferKind kind, std::string_view key, std::string_view value) {
  const size_t taken = bytes_.size() + 1 + 2 * kMaxVarintBytes + key.size() + kTrailerBytes;
  const std::string_view piece = value.substr(0, kMaxBlockBytes - taken);
  AppendRecord(bytes_, static_cast<uint8_t>(kind) | kGoesOn, key, piece);
  return piece.size();
}

std::string BlockWriter::Finish(bool is_last) {
  std::string size;
  AppendU32(size, static_cast<uint32_t>(bytes_.size() + kTrailerBytes));
  bytes_.replace(kSizeAt, size.size(), size);
  bytes_[kLastAt] = is_last ? 1 : 0;
  AppendU32(bytes_, Checksum(bytes_));
  return std::move(bytes_);
}

absl::StatusOr<Block> ReadBlock(std::string_view bytes, uint64_t index) {
  ByteReader in(bytes);
  if (in.Bytes(kMagic.size()) != kMagic) {
    return InvalidBlock(index, "FORMAT", "not a block of an export");
  }
  const uint8_t format = in.U8();
  if (format != kFormat) {
    return InvalidBlock(index, "FORMAT",
                        absl::StrCat("format ", format, "; this version reads ", kFormat));
  }
  Block block;
  const uint8_t last = in.U8();
  const uint32_t size = in.U32();
  if (size != bytes.size() || size < kHeaderBytes + kTrailerBytes || size > kMaxBlockBytes) {
    return InvalidBlock(index, "TRUNCATED",
                        absl::StrCat(bytes.size(), " bytes of a block of ", size));
  }
  ByteReader trailer(bytes.substr(size - kTrailerBytes));
  if (trailer.U32() != Checksum(bytes.substr(0, size - kTrailerBytes))) {
    return InvalidBlock(index, "CHECKSUM", "the block fails its checksum");
  }
  block.header.index = in.U64();
  block.header.commit = in.U64();
  block.header.commit_time_us = static_cast<int64_t>(in.U64());
  block.header.is_last = last == 1;
  const std::string_view records = bytes.substr(kHeaderBytes, size - kHeaderBytes - kTrailerBytes);
  if (last > 1 || !ReadRecords(records, block.records)) {
    return InvalidBlock(index, "CONTENT", "the records of the block do not parse");
  }
  return block;
}

absl::Status InvalidBlock(uint64_t index, std::string_view problem, std::string_view message) {
  return MakeError(ErrorReason::kBlockInvalid,
                   absl::StrCat("block ", index, ": ", std::string(message)),
                   {{"block", absl::StrCat(index)}, {"problem", std::string(problem)}});
}

}  // namespace pledge::storage
