#include "storage/source_rows.h"

#include <algorithm>
#include <optional>

#include "storage/document_reader.h"
#include "storage/key_codec.h"
#include "storage/packed_row.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

DocumentKey VersionOf(const StoredRevision& revision, CommitNumber commit) {
  return {revision.collection_number, revision.document_number, commit};
}

}  // namespace

std::vector<std::string> PackSource(std::string_view source) {
  std::vector<std::string> pieces;
  for (size_t at = 0; at < source.size(); at += kSourcePieceBytes) {
    pieces.push_back(PackBytes(source.substr(at, kSourcePieceBytes)));
  }
  return pieces;
}

absl::StatusOr<std::string> ReadSourceBytes(View& view, const StoredRevision& revision) {
  const DocumentKey key = VersionOf(revision, revision.source_commit);
  std::vector<std::string> keys;
  for (size_t at = 0; at < revision.source_size; at += kSourcePieceBytes) {
    keys.push_back(SourceKey(key, static_cast<uint32_t>(keys.size())));
  }
  const auto pieces = view.MultiGet(keys);
  if (!pieces.ok()) return pieces.status();
  std::string source;
  for (const std::optional<std::string>& piece : *pieces) {
    if (!piece) return MissingRow(view, KeyOf(revision), "revision without its source");
    const auto bytes = UnpackBytes(*piece);
    if (!bytes.ok()) return bytes.status();
    source.append(*bytes);
  }
  if (source.size() != revision.source_size) return DamagedRow("source of another size");
  return source;
}

absl::StatusOr<std::string> ReadSourcePiece(View& view, const StoredRevision& revision,
                                            uint32_t piece) {
  const DocumentKey key = VersionOf(revision, revision.source_commit);
  const auto value = view.Get(SourceKey(key, piece));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return MissingRow(view, KeyOf(revision), "revision without its source");
  absl::StatusOr<std::string> bytes = UnpackBytes(**value);
  if (!bytes.ok()) return bytes;
  const size_t begin = size_t{piece} * kSourcePieceBytes;
  if (bytes->size() != std::min(kSourcePieceBytes, revision.source_size - begin)) {
    return DamagedRow("source of another size");
  }
  return bytes;
}

absl::StatusOr<std::string> ReadTextRow(View& view, const StoredRevision& revision, uint32_t row) {
  const DocumentKey key = VersionOf(revision, revision.content_commit);
  const auto value = view.Get(TextKey(key, row));
  if (!value.ok()) return value.status();
  if (!value->has_value())
    return MissingRow(view, KeyOf(revision), "revision without its cleaned text");
  return UnpackBytes(**value);
}

}  // namespace pledge::storage
