#include "storage/row_check.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/document_reader.h"
#include "storage/stored_values.h"
#include "storage/text_index_builder.h"
#include "storage/text_postings.h"

namespace pledge::storage {
namespace {

constexpr uint64_t kNewest = std::numeric_limits<uint64_t>::max();
constexpr uint64_t kLastTerm = (uint64_t{1} << 48) - 1;
// Rows of one step; a segment of the index takes the time of many.
constexpr int kMaxRows = 1000;
constexpr int kSegmentCost = 100;
// Documents of each segment whose terms are looked up.
constexpr uint32_t kSampledDocuments = 8;

constexpr std::array<Tag, 12> kKinds = {Tag::kHeader,        Tag::kName,       Tag::kSession,
                                        Tag::kResults,       Tag::kRequest,    Tag::kPurgeDue,
                                        Tag::kEraseTask,     Tag::kJob,        Tag::kJobId,
                                        Tag::kJobUnfinished, Tag::kIndexDirty, Tag::kIndexManifest};

}  // namespace

absl::StatusOr<bool> RowCheck::Step(View& view) {
  int left = kMaxRows;
  while (kind_ < kKinds.size()) {
    const Tag tag = kKinds[kind_];
    const KeyRange range = RangeOf(tag);
    const auto cursor = view.Scan(range.lower, range.upper, {.fill_cache = false});
    for (cursor->Seek(next_.empty() ? range.lower : next_); cursor->Valid(); cursor->Next()) {
      if (left <= 0) {
        next_ = std::string(cursor->key());
        return false;
      }
      left -= tag == Tag::kIndexManifest ? kSegmentCost : 1;
      counts_.bytes += static_cast<int64_t>(cursor->key().size() + cursor->value().size());
      const absl::Status status = CheckRow(view, tag, cursor->key(), cursor->value());
      if (!status.ok()) return status;
    }
    if (absl::IsDataLoss(cursor->status())) {
      Find(absl::StrCat("rows with tag ", static_cast<int>(tag), ": ", cursor->status().message()));
    } else if (!cursor->status().ok()) {
      return cursor->status();
    }
    ++kind_;
    next_.clear();
  }
  return true;
}

absl::Status RowCheck::CheckRow(View& view, Tag tag, std::string_view key, std::string_view value) {
  switch (tag) {
    case Tag::kHeader:
      return CheckHeader(key, value);
    case Tag::kName:
      return CheckName(view, key, value);
    case Tag::kSession:
      return CheckSession(view, key, value);
    case Tag::kResults:
      return CheckResults(key, value);
    case Tag::kRequest:
      return CheckRequest(key, value);
    case Tag::kPurgeDue:
      return CheckPurgeDue(view, key);
    case Tag::kEraseTask:
      if (!ParseEraseTaskKey(key) || !ParseRow<v1::EraseTask>(value).ok()) {
        Find("an erase task does not parse");
      }
      return absl::OkStatus();
    case Tag::kJob:
      return CheckJob(view, key, value);
    case Tag::kJobId: {
      const auto row = ParseRow<v1::JobIdRow>(value);
      if (!row.ok()) Find("the id of a job does not parse");
      return row.ok() ? CheckJobIsThere(view, row->create_commit()) : absl::OkStatus();
    }
    case Tag::kJobUnfinished: {
      const auto commit = ParseJobKey(tag, key);
      if (!commit) Find("the mark of an unfinished job does not parse");
      return commit ? CheckJobIsThere(view, *commit) : absl::OkStatus();
    }
    case Tag::kIndexDirty:
      if (!ParseIndexDirtyKey(key)) Find("a mark of the text index does not parse");
      return absl::OkStatus();
    default:
      return CheckSegment(view, key, value);
  }
}

absl::Status RowCheck::CheckHeader(std::string_view key, std::string_view value) {
  if (key == HeaderKey()) {
    const auto row = ParseRow<v1::StoreHeader>(value);
    if (!row.ok() || row->store_id().empty()) Find("the header of the store does not parse");
  } else if (key == FloorKey()) {
    if (!ParseRow<v1::TrimFloor>(value).ok()) Find("the row of the oldest state does not parse");
  } else if (key == VerifiedKey()) {
    if (!ParseRow<v1::VerifiedTime>(value).ok()) Find("the time of the last check does not parse");
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckName(View& view, std::string_view key, std::string_view value) {
  const auto name = ParseNameKey(key);
  const auto row = ParseRow<v1::NameRow>(value);
  if (!name || !row.ok()) {
    Find("a name row does not parse");
    return absl::OkStatus();
  }
  DocumentReader reader(view);
  const auto head = reader.FindNewest(name->collection, row->document_number(), kNewest);
  if (absl::IsDataLoss(head.status())) return absl::OkStatus();  // the document's own fault
  if (!head.ok()) return head.status();
  if (!head->has_value() || (*head)->row.document_id() != name->document_id) {
    Find(absl::StrCat("a name in collection #", name->collection, " leads to document #",
                      row->document_number(), ", which is not there or has another name"));
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckSession(View& view, std::string_view key, std::string_view value) {
  const auto place = ParseSessionKey(key);
  const auto row = ParseRow<v1::SessionRow>(value);
  if (!place || !row.ok()) {
    Find("a session row does not parse");
    return absl::OkStatus();
  }
  const std::string id(place->session_id);
  if (row->created() + row->updated() + row->unchanged() + row->failed() !=
      row->durable_sequence()) {
    Find(absl::StrCat("the counts of session ", id, " do not add up"));
  }
  // Every durable sequence has its result, unless it expired.
  const KeyRange range = ResultsRange(place->collection, place->session_id);
  const auto cursor = view.Scan(range.lower, range.upper, {.fill_cache = false});
  int64_t next = row->deleted_sequence() + 1;
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto run = ParseRow<v1::ResultRun>(cursor->value());
    if (!run.ok()) continue;  // a fault of its own
    if (run->first_sequence() != next) break;
    next += run->results_size();
  }
  if (!cursor->status().ok() && !absl::IsDataLoss(cursor->status())) return cursor->status();
  if (next != row->durable_sequence() + 1) {
    Find(absl::StrCat("session ", id, " has no result from sequence ", next, " on"));
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckResults(std::string_view key, std::string_view value) {
  const auto last = ParseResultsKey(key);
  const auto run = ParseRow<v1::ResultRun>(value);
  if (!last || !run.ok()) {
    Find("a run of session results does not parse");
  } else if (static_cast<uint64_t>(run->first_sequence()) + run->results_size() - 1 != *last) {
    Find("a run of session results has another last sequence");
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckRequest(std::string_view, std::string_view value) {
  const auto row = ParseRow<v1::RequestRow>(value);
  if (!row.ok() || row->commit() == 0) Find("the answer to a request id does not parse");
  return absl::OkStatus();
}

// Every job is found by its id, and marked exactly while it has not ended.
absl::Status RowCheck::CheckJob(View& view, std::string_view key, std::string_view value) {
  const auto commit = ParseJobKey(Tag::kJob, key);
  const auto row = ParseRow<v1::JobRow>(value);
  if (!commit || !row.ok()) {
    Find("a job row does not parse");
    return absl::OkStatus();
  }
  const auto id = view.Get(JobIdKey(row->id()));
  const auto mark = view.Get(JobKey(Tag::kJobUnfinished, *commit));
  if (!id.ok() || !mark.ok()) return id.ok() ? mark.status() : id.status();
  v1::JobIdRow place;
  if (!id->has_value() || !place.ParseFromString(**id) || place.create_commit() != *commit) {
    Find(absl::StrCat("job ", row->id(), " is not found by its id"));
  }
  if (mark->has_value() != (row->end_time_us() == 0)) {
    Find(absl::StrCat("job ", row->id(), " is marked wrongly as ended or not"));
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckJobIsThere(View& view, uint64_t commit) {
  const auto job = view.Get(JobKey(Tag::kJob, commit));
  if (!job.ok()) return job.status();
  if (!job->has_value()) Find(absl::StrCat("the job made by commit ", commit, " is missing"));
  return absl::OkStatus();
}

absl::Status RowCheck::CheckPurgeDue(View& view, std::string_view key) {
  const auto place = ParsePurgeDueKey(key);
  if (!place) {
    Find("a row of documents to purge does not parse");
    return absl::OkStatus();
  }
  const auto head = DocumentReader(view).FindNewest(place->collection, place->document, kNewest);
  if (absl::IsDataLoss(head.status())) return absl::OkStatus();  // the document's own fault
  if (!head.ok()) return head.status();
  const bool is_due =
      head->has_value() && StateOf((*head)->row) == DocumentState::kDeleted &&
      PurgeDueKey((*head)->row.purge_time_us(), place->collection, place->document) == key;
  if (!is_due) {
    Find(absl::StrCat("document #", place->document, " in collection #", place->collection,
                      " is to be purged and was not deleted"));
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckSegment(View& view, std::string_view key, std::string_view value) {
  const auto segment = ParseIndexManifestKey(key);
  const auto manifest = ParseRow<v1::IndexManifest>(value);
  if (!segment || !manifest.ok()) {
    Find("a segment of the text index does not parse");
    return absl::OkStatus();
  }
  if (manifest->segment_bits() != index_.segment_bits) return absl::OkStatus();  // not in use
  // Every block is read.
  PostingsReader postings(view, *segment, manifest->generation(), index_.segment_bits);
  const auto all = postings.DocumentsWithAll({{0, kLastTerm}});
  if (absl::IsDataLoss(all.status())) {
    Find(absl::StrCat("segment ", segment->segment, " of the text index of collection #",
                      segment->collection, ": ", all.status().message()));
    return absl::OkStatus();
  }
  if (!all.ok() || index_.terms == nullptr) return all.status();
  const uint32_t size = uint32_t{1} << index_.segment_bits;
  const uint32_t step = std::max<uint32_t>(1, size / kSampledDocuments);
  // Others after each build.
  for (uint32_t i = manifest->generation() % step; i < size; i += step) {
    const uint32_t document = (segment->segment << index_.segment_bits) + i;
    const absl::Status status = CheckIndexed(view, *segment, manifest->generation(), document);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RowCheck::CheckIndexed(View& view, const SegmentKey& segment, uint32_t generation,
                                    uint32_t document) {
  // A mark says that the postings may lack something.
  const std::string mark = IndexDirtyKey(segment, document, kNewest);
  const KeyRange marks = IndexSegmentRange(Tag::kIndexDirty, segment);
  const auto cursor = view.Scan(marks.lower, marks.upper, {});
  cursor->Seek(mark);
  if (!cursor->status().ok()) return cursor->status();
  const auto found = cursor->Valid() ? ParseIndexDirtyKey(cursor->key()) : std::nullopt;
  if (found && found->document == document) return absl::OkStatus();

  std::vector<uint64_t> terms;
  const absl::Status read = AppendDocumentTerms(view, index_, segment.collection, document, &terms);
  if (absl::IsDataLoss(read)) return absl::OkStatus();  // the document's own fault
  if (!read.ok()) return read;
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  std::vector<TermRange> ranges;
  for (const uint64_t term : terms) ranges.push_back({term, term});
  PostingsReader postings(view, segment, generation, index_.segment_bits);
  const auto holders = postings.DocumentsWithAll(ranges);
  if (!holders.ok()) return holders.status();
  const uint32_t place = document & ((uint32_t{1} << index_.segment_bits) - 1);
  if (!(*holders)[place]) {
    Find(absl::StrCat("the text index leaves out terms of document #", document, " in collection #",
                      segment.collection));
  }
  return absl::OkStatus();
}

}  // namespace pledge::storage
