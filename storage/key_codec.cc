#include "storage/key_codec.h"

#include "storage/wire.h"

namespace pledge::storage {
namespace {

std::string Prefix(Tag tag) { return std::string(1, static_cast<char>(tag)); }

// `id` and the NUL byte that ends it.
void AppendId(std::string& key, std::string_view id) {
  key.append(id);
  key.push_back('\0');
}

std::string WithCollection(Tag tag, uint32_t collection) {
  std::string key = Prefix(tag);
  AppendU32(key, collection);
  return key;
}

std::string WithDocument(Tag tag, uint32_t collection, uint32_t document) {
  std::string key = WithCollection(tag, collection);
  AppendU32(key, document);
  return key;
}

std::string WithId(Tag tag, uint32_t collection, std::string_view id) {
  std::string key = WithCollection(tag, collection);
  AppendId(key, id);
  return key;
}

std::string WithSegment(Tag tag, const SegmentKey& segment) {
  return WithDocument(tag, segment.collection, segment.segment);
}

std::string WithCommit(Tag tag, uint64_t commit) {
  std::string key = Prefix(tag);
  AppendU64(key, commit);
  return key;
}

// The low 48 bits.
void AppendTerm(std::string& key, uint64_t term) {
  AppendU16(key, static_cast<uint16_t>(term >> 32));
  AppendU32(key, static_cast<uint32_t>(term));
}

// All keys that begin with `prefix`, which is not all ff.
KeyRange RangeOfPrefix(std::string prefix) {
  std::string upper = prefix;
  while (static_cast<uint8_t>(upper.back()) == 0xff) upper.pop_back();
  upper.back() = static_cast<char>(static_cast<uint8_t>(upper.back()) + 1);
  return {std::move(prefix), std::move(upper)};
}

bool HasTag(Tag tag, ByteReader& in) { return in.U8() == static_cast<uint8_t>(tag); }

std::optional<uint64_t> ParseWithCommit(Tag tag, std::string_view key) {
  ByteReader in(key);
  if (!HasTag(tag, in)) return std::nullopt;
  const uint64_t commit = in.U64();
  if (!in.AtEnd()) return std::nullopt;
  return commit;
}

}  // namespace

const std::vector<KeyFamily>& KeyFamilies() {
  static const auto& families = *new std::vector<KeyFamily>{
      {"small", 0x01, 0x07, KeyProfile::kSmall},
      {"log", 0x08, 0x0F, KeyProfile::kAppend},
      {"names", 0x10, 0x13, KeyProfile::kSmall},
      {"revisions", 0x14, 0x17, KeyProfile::kHot},
      {"columns", 0x18, 0x1F, KeyProfile::kScan},
      {"commitments", 0x20, 0x23, KeyProfile::kLarge},
      {"achievements", 0x24, 0x27, KeyProfile::kLarge},
      {"sections", 0x28, 0x2B, KeyProfile::kLarge},
      {"source", 0x2C, 0x2F, KeyProfile::kLarge},
      // Apart from each other: session rows are written again and again, and
      // would draw the results into every compaction.
      {"sessions", 0x30, 0x33, KeyProfile::kSmall},
      {"results", 0x34, 0x37, KeyProfile::kAppend},
      {"requests", 0x38, 0x3F, KeyProfile::kSmall},
      {"index", 0x40, 0x4B, KeyProfile::kAppend},
      {"tasks", 0x4C, 0x53, KeyProfile::kSmall},
      {"jobs", 0x54, 0x5F, KeyProfile::kSmall},
  };
  return families;
}

KeyRange RangeOf(Tag tag) { return RangeOfPrefix(Prefix(tag)); }

std::string HeaderKey() { return Prefix(Tag::kHeader) + "store"; }

std::string FloorKey() { return Prefix(Tag::kHeader) + "floor"; }

std::string ImportKey() { return Prefix(Tag::kHeader) + "import"; }

std::string VerifiedKey() { return Prefix(Tag::kHeader) + "verified"; }

std::string CollectionKey(std::string_view collection_id) {
  std::string key = Prefix(Tag::kCollection);
  AppendId(key, collection_id);
  return key;
}

std::string LogKey(uint64_t first_commit) { return WithCommit(Tag::kLog, first_commit); }

std::string NameKey(uint32_t collection, std::string_view document_id, uint64_t commit) {
  std::string key = WithId(Tag::kName, collection, document_id);
  AppendU64(key, ~commit);
  return key;
}

std::string RowKey(Tag tag, const DocumentKey& key) {
  std::string out = WithDocument(tag, key.collection, key.document);
  AppendU64(out, ~key.commit);
  return out;
}

std::string SourceKey(const DocumentKey& key, uint32_t piece) {
  std::string out = RowKey(Tag::kSource, key);
  AppendU32(out, piece);
  return out;
}

std::string TextKey(const DocumentKey& key, uint32_t row) {
  std::string out = RowKey(Tag::kText, key);
  AppendU32(out, row);
  return out;
}

std::string SessionKey(uint32_t collection, std::string_view session_id) {
  return WithId(Tag::kSession, collection, session_id);
}

std::string ResultsKey(uint32_t collection, std::string_view session_id, uint64_t last_sequence) {
  std::string key = WithId(Tag::kResults, collection, session_id);
  AppendU64(key, last_sequence);
  return key;
}

std::string RequestKey(uint32_t period, std::string_view hash) {
  std::string key = Prefix(Tag::kRequest);
  AppendU32(key, period);
  return key.append(hash);
}

std::string EraseTaskKey(uint64_t commit) { return WithCommit(Tag::kEraseTask, commit); }

std::string PurgeDueKey(int64_t time_us, uint32_t collection, uint32_t document) {
  std::string key = Prefix(Tag::kPurgeDue);
  AppendU64(key, static_cast<uint64_t>(time_us));
  AppendU32(key, collection);
  AppendU32(key, document);
  return key;
}

std::string JobKey(Tag tag, uint64_t commit) { return WithCommit(tag, commit); }

std::string JobIdKey(std::string_view job_id) {
  std::string key = Prefix(Tag::kJobId);
  AppendId(key, job_id);
  return key;
}

KeyRange NameRange(uint32_t collection, std::string_view document_id) {
  return RangeOfPrefix(WithId(Tag::kName, collection, document_id));
}

KeyRange ResultsRange(uint32_t collection, std::string_view session_id) {
  return RangeOfPrefix(WithId(Tag::kResults, collection, session_id));
}

KeyRange CollectionRange(Tag tag, uint32_t collection) {
  return RangeOfPrefix(WithCollection(tag, collection));
}

KeyRange DocumentRange(Tag tag, uint32_t collection, uint32_t document) {
  return RangeOfPrefix(WithDocument(tag, collection, document));
}

KeyRange NumberedRange(Tag tag, const DocumentKey& key) { return RangeOfPrefix(RowKey(tag, key)); }

KeyRange RequestsBefore(uint32_t period) { return {Prefix(Tag::kRequest), RequestKey(period, "")}; }

KeyRange PurgesDueUntil(int64_t time_us) {
  return {Prefix(Tag::kPurgeDue), PurgeDueKey(time_us + 1, 0, 0)};
}

std::string IndexManifestKey(const SegmentKey& segment) {
  return WithSegment(Tag::kIndexManifest, segment);
}

std::string IndexPostingsKey(const SegmentKey& segment, uint32_t generation, uint64_t term) {
  std::string key = WithSegment(Tag::kIndexPostings, segment);
  AppendU32(key, generation);
  AppendTerm(key, term);
  return key;
}

std::string IndexDirtyKey(const SegmentKey& segment, uint32_t document, uint64_t commit) {
  std::string key = WithSegment(Tag::kIndexDirty, segment);
  AppendU32(key, document);
  AppendU64(key, ~commit);
  return key;
}

KeyRange IndexSegmentRange(Tag tag, const SegmentKey& segment) {
  return RangeOfPrefix(WithSegment(tag, segment));
}

KeyRange IndexGenerationRange(const SegmentKey& segment, uint32_t generation) {
  std::string prefix = WithSegment(Tag::kIndexPostings, segment);
  AppendU32(prefix, generation);
  return RangeOfPrefix(std::move(prefix));
}

std::optional<std::string_view> ParseCollectionKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kCollection, in)) return std::nullopt;
  const std::string_view id = in.UntilNul();
  if (!in.AtEnd()) return std::nullopt;
  return id;
}

std::optional<uint64_t> ParseLogKey(std::string_view key) {
  return ParseWithCommit(Tag::kLog, key);
}

std::optional<DocumentKey> ParseRowKey(Tag tag, std::string_view key) {
  ByteReader in(key);
  if (!HasTag(tag, in)) return std::nullopt;
  DocumentKey parsed;
  parsed.collection = in.U32();
  parsed.document = in.U32();
  parsed.commit = ~in.U64();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::optional<NumberedKey> ParseNumberedKey(Tag tag, std::string_view key) {
  ByteReader in(key);
  if (!HasTag(tag, in)) return std::nullopt;
  NumberedKey parsed;
  parsed.version.collection = in.U32();
  parsed.version.document = in.U32();
  parsed.version.commit = ~in.U64();
  parsed.number = in.U32();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::optional<SessionPlace> ParseSessionKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kSession, in)) return std::nullopt;
  SessionPlace place;
  place.collection = in.U32();
  place.session_id = in.UntilNul();
  if (!in.AtEnd()) return std::nullopt;
  return place;
}

std::optional<ParsedNameKey> ParseNameKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kName, in)) return std::nullopt;
  ParsedNameKey parsed;
  parsed.collection = in.U32();
  parsed.document_id = in.UntilNul();
  parsed.commit = ~in.U64();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::optional<uint64_t> ParseEraseTaskKey(std::string_view key) {
  return ParseWithCommit(Tag::kEraseTask, key);
}

std::optional<uint64_t> ParseJobKey(Tag tag, std::string_view key) {
  return ParseWithCommit(tag, key);
}

std::optional<DocumentKey> ParsePurgeDueKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kPurgeDue, in)) return std::nullopt;
  in.U64();
  DocumentKey parsed;
  parsed.collection = in.U32();
  parsed.document = in.U32();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::optional<uint64_t> ParseResultsKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kResults, in)) return std::nullopt;
  in.U32();
  in.UntilNul();
  const uint64_t last_sequence = in.U64();
  if (!in.AtEnd()) return std::nullopt;
  return last_sequence;
}

std::optional<SegmentKey> ParseIndexManifestKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kIndexManifest, in)) return std::nullopt;
  SegmentKey parsed;
  parsed.collection = in.U32();
  parsed.segment = in.U32();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::optional<IndexPostingsPlace> ParseIndexPostingsKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kIndexPostings, in)) return std::nullopt;
  in.U32();
  in.U32();
  IndexPostingsPlace parsed;
  parsed.generation = in.U32();
  parsed.first_term = uint64_t{in.U16()} << 32;
  parsed.first_term |= in.U32();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

std::optional<DocumentKey> ParseIndexDirtyKey(std::string_view key) {
  ByteReader in(key);
  if (!HasTag(Tag::kIndexDirty, in)) return std::nullopt;
  DocumentKey parsed;
  parsed.collection = in.U32();
  in.U32();
  parsed.document = in.U32();
  parsed.commit = ~in.U64();
  if (!in.AtEnd()) return std::nullopt;
  return parsed;
}

}  // namespace pledge::storage
