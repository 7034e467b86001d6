// Every limit of the service in one place. Units stand last in the names.
#ifndef PLEDGE_SERVICE_BASE_LIMITS_H_
#define PLEDGE_SERVICE_BASE_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace pledge {

// --- Documents ---

// Largest source document, which then comes in pieces. Positions inside one fit
// 32 bits many times over.
inline constexpr size_t kMaxDocumentBytes = size_t{16} << 20;
// Largest source document in one message.
inline constexpr size_t kMaxContentBytes = size_t{4} << 20;
// Largest piece.
inline constexpr size_t kMaxChunkBytes = size_t{1} << 20;
// Largest gRPC message taken: a document and what the caller says about it.
inline constexpr size_t kMaxMessageBytes = kMaxContentBytes + (size_t{256} << 10);
// Largest metadata of a call; proxies allow 8 to 16 KiB.
inline constexpr size_t kMaxMetadataBytes = size_t{16} << 10;
inline constexpr size_t kMaxIdBytes = 128;
inline constexpr size_t kMaxLabels = 64;
inline constexpr size_t kMaxLabelBytes = 256;  // of a key, and of a value
inline constexpr size_t kMaxSourceUriBytes = 2048;
inline constexpr size_t kMaxCommentBytes = 1024;
// How long a deleted document can be restored.
inline constexpr int64_t kDefaultPurgeAfterSeconds = int64_t{30} * 24 * 3600;
inline constexpr int64_t kMaxPurgeAfterSeconds = int64_t{3650} * 24 * 3600;
// Warnings kept with an analysis; the most severe stand first.
inline constexpr size_t kMaxWarnings = 20;

// Rules and gates that one call may ask words for.
inline constexpr int kMaxDescribedRules = 1000;

// --- Streams out ---

// A stream message ends when it has so many bytes of records: beyond 32 KiB a
// message costs more a byte, below 16 KiB more a record.
inline constexpr size_t kStreamBatchBytes = size_t{32} << 10;
inline constexpr size_t kMaxStreamBatchRecords = 10'000;
// Bytes of a source or cleaned text in one message.
inline constexpr size_t kMaxSourcePieceBytes = size_t{64} << 10;
// Rows read for one message before it is sent, also when nothing matched.
inline constexpr size_t kPullScanBytes = size_t{4} << 20;
inline constexpr size_t kMaxSelectorParents = 100;

// The worker is free again after this time, whatever was found.
inline constexpr int kPullMilliseconds = 10;
// The first pulls of a stream are shorter, so that a first hit is not held back.
inline constexpr int kFirstPullMilliseconds = 1;
inline constexpr int kDefaultHeartbeatSeconds = 20;
inline constexpr int kMinHeartbeatSeconds = 1;

// --- Pages and filters ---

inline constexpr size_t kMaxBatchGet = 100;
inline constexpr size_t kDefaultDocumentPage = 50;
inline constexpr size_t kMaxDocumentPage = 1000;
inline constexpr size_t kDefaultDiffPage = 100;
inline constexpr size_t kMaxDiffPage = 1000;
// A page ends when it has so many bytes, whatever its size in records.
inline constexpr size_t kMaxPageBytes = size_t{1} << 20;
inline constexpr int kDefaultPageSize = 100;
inline constexpr int kMaxPageSize = 1000;
// A page that has found little by then is sent as it is, with a token.
inline constexpr int kPageMilliseconds = 1000;
inline constexpr size_t kMaxFilterBytes = 2048;
inline constexpr size_t kMaxFilterTests = 100;
inline constexpr size_t kMaxFilterDepth = 16;
inline constexpr size_t kMaxTextContainsCharacters = 64;
inline constexpr int kDefaultMaxGroups = 1000;
inline constexpr int kMaxGroups = 10'000;
// Groups counted in memory, some 100 bytes each, before the largest are chosen.
inline constexpr size_t kMaxCountedGroups = 200'000;
inline constexpr int kMaxGroupFields = 3;

// --- Streams in ---

// Items of one ingest stream that may be without result.
inline constexpr int kIngestCreditItems = 256;
inline constexpr int64_t kIngestCreditBytes = int64_t{16} << 20;
// Bytes of all ingest streams that may be without result; beyond it the server
// stops reading, whatever the credit of one stream says.
inline constexpr int64_t kIngestTotalBytes = int64_t{96} << 20;
inline constexpr int kMaxAckResults = 500;
// Longest that a client may let acknowledgements wait.
inline constexpr int kMaxAckDelaySeconds = 60;
// Failures that the summary of an upload holds.
inline constexpr int kMaxUploadFailures = 100;
inline constexpr size_t kSessionPageSize = 50;
inline constexpr size_t kMaxSessionPageSize = 1000;
inline constexpr size_t kResultPageSize = 100;
inline constexpr size_t kMaxResultPageSize = 1000;
// Results looked at for one page, wanted or not.
inline constexpr size_t kMaxScannedResults = 20'000;
inline constexpr int kDefaultSessionTtlSeconds = 7 * 24 * 3600;
inline constexpr int kMaxSessionTtlSeconds = 90 * 24 * 3600;

// --- Work ---

// Unary calls that wait for a worker; beyond it they get SERVER_BUSY.
inline constexpr size_t kMaxQueuedCalls = 1024;
// Streams open at a time; beyond it they get TOO_MANY_STREAMS.
inline constexpr int kMaxOpenStreams = 1000;
inline constexpr int kMaxStreamsPerConnection = 256;
// Of these at most so many are watches, which stay open for days.
inline constexpr int kMaxOpenWatches = 400;
// How often a watch hears from the server at least.
inline constexpr int kDefaultCheckpointMs = 10'000;
inline constexpr int kMinCheckpointMs = 100;
inline constexpr int kMaxCheckpointMs = 3'600'000;

// --- Jobs ---

// About how long one step of a job takes: a job is stopped, watched and gone on
// with between two steps.
inline constexpr int kJobStepMilliseconds = 200;
inline constexpr size_t kJobStepDocuments = 100;
// What the writes of one step weigh about, as a group of the store does.
inline constexpr size_t kJobStepBytes = size_t{4} << 20;
inline constexpr size_t kDefaultJobPage = 50;
inline constexpr size_t kMaxJobPage = 1000;
inline constexpr int kMaxOpenJobWatches = 200;
inline constexpr int kJobHeartbeatSeconds = 15;

// --- Errors ---

// gRPC 1.51 replaces larger details by an unrelated error.
inline constexpr size_t kMaxErrorDetailBytes = size_t{4} << 10;

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_LIMITS_H_
