#include "storage/transfer_rows.h"

#include "storage/column_row.h"
#include "storage/packed_row.h"
#include "storage/stored_values.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

constexpr size_t kRequestHashBytes = 16;

// The order of the parts of an export. In tokens: never renumber.
enum class Phase : uint8_t {
  kCollections = 1,
  kDocuments = 2,
  kSessions = 3,
  kRequests = 4,
  kEnd = 5
};

Phase PhaseOf(TransferKind kind) {
  if (kind == TransferKind::kCollection) return Phase::kCollections;
  if (IsOfDocument(kind)) return Phase::kDocuments;
  if (kind == TransferKind::kRequest) return Phase::kRequests;
  return kind == TransferKind::kEnd ? Phase::kEnd : Phase::kSessions;
}

}  // namespace

Tag TagOf(TransferKind kind) {
  switch (kind) {
    case TransferKind::kCollection:
      return Tag::kCollection;
    case TransferKind::kRevision:
      return Tag::kRevision;
    case TransferKind::kName:
      return Tag::kName;
    case TransferKind::kColumns:
      return Tag::kColumns;
    case TransferKind::kCommitments:
      return Tag::kCommitments;
    case TransferKind::kAchievements:
      return Tag::kAchievements;
    case TransferKind::kSections:
      return Tag::kSections;
    case TransferKind::kText:
      return Tag::kText;
    case TransferKind::kSource:
      return Tag::kSource;
    case TransferKind::kSession:
      return Tag::kSession;
    case TransferKind::kResults:
      return Tag::kResults;
    case TransferKind::kRequest:
      return Tag::kRequest;
    case TransferKind::kEnd:
      break;
  }
  return Tag::kHeader;
}

std::optional<TransferKey> ParseTransferKey(TransferKind kind, std::string_view key) {
  ByteReader in(key);
  TransferKey parsed;
  switch (kind) {
    case TransferKind::kCollection:
      parsed.id = in.UntilNul();
      break;
    case TransferKind::kName:
      parsed.collection = in.U32();
      parsed.id = in.UntilNul();
      parsed.commit = ~in.U64();
      break;
    case TransferKind::kSession:
    case TransferKind::kResults:
      parsed.collection = in.U32();
      parsed.id = in.UntilNul();
      if (kind == TransferKind::kResults) in.U64();
      break;
    case TransferKind::kRequest:
      in.U32();
      in.Bytes(kRequestHashBytes);
      break;
    case TransferKind::kEnd:
      break;
    default:
      parsed.collection = in.U32();
      parsed.document = in.U32();
      parsed.commit = ~in.U64();
      if (kind == TransferKind::kText || kind == TransferKind::kSource) in.U32();
      break;
  }
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::string PlaceOf(TransferKind kind, std::string_view key, uint32_t document) {
  std::string place;
  AppendU8(place, static_cast<uint8_t>(PhaseOf(kind)));
  if (IsOfDocument(kind)) {
    ByteReader in(key);
    AppendU32(place, in.U32());
    AppendU32(place, document);
    AppendU8(place, static_cast<uint8_t>(kind));
  }
  place.append(key);
  // The session's own record stands before its results, for its key is shorter.
  return place;
}

std::optional<TransferPlace> ParsePlace(std::string_view place) {
  ByteReader in(place);
  TransferPlace parsed;
  switch (static_cast<Phase>(in.U8())) {
    case Phase::kCollections:
      parsed.kind = TransferKind::kCollection;
      break;
    case Phase::kDocuments:
      parsed.collection = in.U32();
      parsed.document = in.U32();
      parsed.kind = static_cast<TransferKind>(in.U8());
      if (!IsOfDocument(parsed.kind)) return std::nullopt;
      break;
    case Phase::kSessions:
      parsed.kind = TransferKind::kSession;
      break;
    case Phase::kRequests:
      parsed.kind = TransferKind::kRequest;
      break;
    case Phase::kEnd:
      parsed.kind = TransferKind::kEnd;
      break;
    default:
      return std::nullopt;
  }
  parsed.key = in.Bytes(in.remaining());
  if (!in.ok()) return std::nullopt;
  return parsed;
}

absl::Status CheckValue(TransferKind kind, std::string_view value) {
  switch (kind) {
    case TransferKind::kCollection:
      return ParseRow<v1::CollectionRow>(value).status();
    case TransferKind::kRevision:
      return ParseRow<v1::RevisionRow>(value).status();
    case TransferKind::kName:
      return ParseRow<v1::NameRow>(value).status();
    case TransferKind::kColumns:
      return DecodeColumnRow(value).status();
    case TransferKind::kCommitments:
    case TransferKind::kAchievements:
    case TransferKind::kSections:
      return UnpackedRow::Unpack(value).status();
    case TransferKind::kText:
    case TransferKind::kSource:
      return UnpackBytes(value).status();
    case TransferKind::kSession:
      return ParseRow<v1::SessionRow>(value).status();
    case TransferKind::kResults:
      return ParseRow<v1::ResultRun>(value).status();
    case TransferKind::kRequest:
      return ParseRow<v1::RequestRow>(value).status();
    case TransferKind::kEnd:
      return absl::OkStatus();
  }
  return DamagedRow("record");
}

std::string_view WordFor(TransferKind kind) {
  constexpr std::string_view kWords[] = {
      "",         "collection", "revision", "name",    "columns", "commitments", "achievements",
      "sections", "text",       "source",   "session", "results", "request",     "end"};
  return kWords[static_cast<size_t>(kind)];
}

}  // namespace pledge::storage
