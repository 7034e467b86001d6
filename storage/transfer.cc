#include "storage/transfer.h"

#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// A position as bytes: u8 version, u64 commit, u64 time, varint blocks, prefixed
// digest, prefixed place, varints of the rest. Tokens live in files of clients:
// never renumber.
constexpr uint8_t kVersion = 1;

}  // namespace

std::string EncodePosition(const ExportPosition& position) {
  std::string out;
  AppendU8(out, kVersion);
  AppendU64(out, position.commit);
  AppendU64(out, static_cast<uint64_t>(position.commit_time_us));
  AppendVarint(out, position.block_count);
  AppendPrefixed(out, position.digest);
  AppendPrefixed(out, position.place);
  AppendVarint(out, position.offset);
  AppendVarint(out, position.open_revisions);
  AppendVarint(out, static_cast<uint64_t>(position.document_count));
  AppendVarint(out, static_cast<uint64_t>(position.revision_count));
  AppendU8(out, position.is_complete ? 1 : 0);
  return out;
}

absl::StatusOr<ExportPosition> DecodePosition(std::string_view bytes) {
  ByteReader in(bytes);
  const uint8_t version = in.U8();
  ExportPosition position;
  position.commit = in.U64();
  position.commit_time_us = static_cast<int64_t>(in.U64());
  position.block_count = in.Varint();
  position.digest = in.Prefixed();
  position.place = in.Prefixed();
  position.offset = in.Varint();
  position.open_revisions = in.Varint();
  position.document_count = static_cast<int64_t>(in.Varint());
  position.revision_count = static_cast<int64_t>(in.Varint());
  const uint8_t complete = in.U8();
  position.is_complete = complete == 1;
  if (version != kVersion || complete > 1 || !in.AtEnd()) {
    return MakeError(ErrorReason::kTokenMalformed, "not the position of an export");
  }
  return position;
}

std::string DigestAfter(std::string_view before, std::string_view block) {
  if (before.empty()) return Sha256(block);
  std::string input;
  input.reserve(before.size() + block.size());
  return Sha256(input.append(before).append(block));
}

}  // namespace pledge::storage
