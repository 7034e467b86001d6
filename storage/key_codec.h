// Keys of all rows: the only place that writes and parses them. Pure functions.
//
// On disk, never renumber. Integers are big-endian. c: collection number u32;
// d: document number u32; ~n: bitwise not of a commit number u64, so that a
// forward seek to (.., ~C) lands on the newest version at or before C. Ids end
// with a NUL byte and never hold one.
//
//   tag  key after the tag                value                      family
//   01   "store"                          StoreHeader                small
//   01   "floor"                          TrimFloor                  small
//   01   "import"                         ImportProgress             small
//   01   "verified"                       VerifiedTime               small
//   02   collection id 00                 CollectionRow              small
//   08   first commit of a group u64      packed log (commit_log.h)  log
//   10   c, document id 00, ~n            NameRow                    names
//   14   c, d, ~n                         RevisionRow                revisions
//   18   c, d, ~n                         column row (column_row.h)  columns
//   20   c, d, ~content commit            commitments (packed_row.h) commitments
//   24   c, d, ~content commit            achievements               achievements
//   28   c, d, ~content commit            sections                   sections
//   2C   c, d, ~source commit, piece u32  source, 256 KiB pieces     source
//   2E   c, d, ~content commit, row u32   cleaned text and repairs   source
//                                         (packed_row.h)
//   30   c, session id 00                 SessionRow                 sessions
//   34   c, session id 00, last seq u64   ResultRun                  results
//   38   period u32, 16-byte hash         RequestRow                 requests
//   40   c, segment u32                   IndexManifest              index
//   44   c, segment, generation u32,      postings                   index
//        first term 48 bits               (text_postings.h)
//   48   c, segment, d, ~n                empty: d changed in n      index
//   4C   commit u64                       EraseTask                  tasks
//   50   purge time in us u64, c, d       empty                      tasks
//   54   creation commit u64              JobRow                     jobs
//   58   job id 00                        JobIdRow                   jobs
//   5C   creation commit u64              empty: has not ended       jobs
#ifndef PLEDGE_STORAGE_KEY_CODEC_H_
#define PLEDGE_STORAGE_KEY_CODEC_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine.h"

namespace pledge::storage {

enum class Tag : uint8_t {
  kHeader = 0x01,
  kCollection = 0x02,
  kLog = 0x08,
  kName = 0x10,
  kRevision = 0x14,
  kColumns = 0x18,
  kCommitments = 0x20,
  kAchievements = 0x24,
  kSections = 0x28,
  kSource = 0x2C,
  kText = 0x2E,
  kSession = 0x30,
  kResults = 0x34,
  kRequest = 0x38,
  kIndexManifest = 0x40,
  kIndexPostings = 0x44,
  kIndexDirty = 0x48,
  kEraseTask = 0x4C,
  kPurgeDue = 0x50,
  kJob = 0x54,
  kJobId = 0x58,
  kJobUnfinished = 0x5C,
};

// Tag ranges and how they are used; engines place rows by it.
const std::vector<KeyFamily>& KeyFamilies();

// Lower and upper bound of all rows of `tag`.
struct KeyRange {
  std::string lower;  // inside
  std::string upper;  // outside
};
KeyRange RangeOf(Tag tag);

// (c, d, version): place of a document row of one version.
struct DocumentKey {
  uint32_t collection = 0;
  uint32_t document = 0;
  uint64_t commit = 0;
};

std::string HeaderKey();
std::string FloorKey();
std::string ImportKey();
std::string VerifiedKey();
std::string CollectionKey(std::string_view collection_id);
std::string LogKey(uint64_t first_commit);
std::string NameKey(uint32_t collection, std::string_view document_id, uint64_t commit);
// For kRevision, kColumns, kCommitments, kAchievements and kSections.
std::string RowKey(Tag tag, const DocumentKey& key);
std::string SourceKey(const DocumentKey& key, uint32_t piece);
std::string TextKey(const DocumentKey& key, uint32_t row);
std::string SessionKey(uint32_t collection, std::string_view session_id);
std::string ResultsKey(uint32_t collection, std::string_view session_id, uint64_t last_sequence);
// `hash`: 16 bytes.
std::string RequestKey(uint32_t period, std::string_view hash);
std::string EraseTaskKey(uint64_t commit);
// `time_us`: microseconds since 1970, not negative.
std::string PurgeDueKey(int64_t time_us, uint32_t collection, uint32_t document);
// `commit`: that made the job. For kJob and kJobUnfinished.
std::string JobKey(Tag tag, uint64_t commit);
std::string JobIdKey(std::string_view job_id);

// All versions of one name; all rows of one session's results; all rows of
// `tag` of one collection.
KeyRange NameRange(uint32_t collection, std::string_view document_id);
KeyRange ResultsRange(uint32_t collection, std::string_view session_id);
KeyRange CollectionRange(Tag tag, uint32_t collection);
// All versions of one document in the rows of `tag`.
KeyRange DocumentRange(Tag tag, uint32_t collection, uint32_t document);
// All rows that a version has under kSource or kText.
KeyRange NumberedRange(Tag tag, const DocumentKey& key);
// Requests of periods before `period`.
KeyRange RequestsBefore(uint32_t period);
// Documents to purge at or before a time.
KeyRange PurgesDueUntil(int64_t time_us);

// (c, segment): a run of documents of one collection that is indexed together.
struct SegmentKey {
  uint32_t collection = 0;
  uint32_t segment = 0;
  auto operator<=>(const SegmentKey&) const = default;
};
std::string IndexManifestKey(const SegmentKey& segment);
// `term`: below 2^48.
std::string IndexPostingsKey(const SegmentKey& segment, uint32_t generation, uint64_t term);
std::string IndexDirtyKey(const SegmentKey& segment, uint32_t document, uint64_t commit);
// All rows of `tag` of one segment; all postings of one generation.
KeyRange IndexSegmentRange(Tag tag, const SegmentKey& segment);
KeyRange IndexGenerationRange(const SegmentKey& segment, uint32_t generation);

// Parsers of keys that scans meet; nullopt when `key` is no such key.
std::optional<std::string_view> ParseCollectionKey(std::string_view key);
std::optional<uint64_t> ParseLogKey(std::string_view key);
std::optional<DocumentKey> ParseRowKey(Tag tag, std::string_view key);
// One of the rows that a version has under kSource or kText.
struct NumberedKey {
  DocumentKey version;
  uint32_t number = 0;  // piece or row, from 0
};
std::optional<NumberedKey> ParseNumberedKey(Tag tag, std::string_view key);
// The id points into the key.
struct ParsedNameKey {
  uint32_t collection = 0;
  std::string_view document_id;
  uint64_t commit = 0;
};
std::optional<ParsedNameKey> ParseNameKey(std::string_view key);
std::optional<uint64_t> ParseEraseTaskKey(std::string_view key);
// Collection and document; the commit is 0.
std::optional<DocumentKey> ParsePurgeDueKey(std::string_view key);
// The commit that made the job.
std::optional<uint64_t> ParseJobKey(Tag tag, std::string_view key);
// Place of a session row. The id is good as long as the key.
struct SessionPlace {
  uint32_t collection = 0;
  std::string_view session_id;
};
std::optional<SessionPlace> ParseSessionKey(std::string_view key);
// The last sequence of the run.
std::optional<uint64_t> ParseResultsKey(std::string_view key);
std::optional<SegmentKey> ParseIndexManifestKey(std::string_view key);
struct IndexPostingsPlace {
  uint32_t generation = 0;
  uint64_t first_term = 0;
};
std::optional<IndexPostingsPlace> ParseIndexPostingsKey(std::string_view key);
// The document and the commit that changed it.
std::optional<DocumentKey> ParseIndexDirtyKey(std::string_view key);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_KEY_CODEC_H_
