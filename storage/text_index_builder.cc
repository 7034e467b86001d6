#include "storage/text_index_builder.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "service/base/log.h"
#include "storage/document_reader.h"
#include "storage/packed_row.h"
#include "storage/stored_values.h"
#include "storage/text_index_operations.h"

namespace pledge::storage {
namespace {

// Rows written in one commit of a build: short, beside the groups of others.
constexpr size_t kRowsBytes = size_t{512} << 10;
// As `nice` takes it: whoever serves a call comes first.
constexpr int kNiceness = 10;

constexpr std::array<std::pair<Tag, RecordKind>, 3> kIndexed = {{
    {Tag::kSections, RecordKind::kSections},
    {Tag::kCommitments, RecordKind::kCommitments},
    {Tag::kAchievements, RecordKind::kAchievements},
}};

absl::Status Stopped() { return absl::CancelledError("the store is closing"); }

absl::StatusOr<std::optional<v1::IndexManifest>> ReadManifest(View& view,
                                                              const SegmentKey& segment) {
  const auto value = view.Get(IndexManifestKey(segment));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return std::nullopt;
  auto manifest = ParseRow<v1::IndexManifest>(**value);
  if (!manifest.ok()) return manifest.status();
  return *std::move(manifest);
}

// Terms of the row that a cursor stands on.
using RowTerms = std::function<absl::Status(std::string_view value, std::vector<uint64_t>* terms)>;

RowTerms RecordTerms(RecordKind kind, const TermFunction& terms) {
  return [kind, &terms](std::string_view value, std::vector<uint64_t>* out) {
    const auto row = UnpackedRow::Unpack(value);
    if (!row.ok()) return row.status();
    for (size_t i = 0; i < row->count(); ++i) terms(kind, row->record(i), out);
    return absl::OkStatus();
  };
}

RowTerms LetterTerms(const LetterTermFunction& terms) {
  return
      [&terms, columns = ColumnRow()](std::string_view value, std::vector<uint64_t>* out) mutable {
        absl::Status status = DecodeColumnRow(value, &columns);
        if (status.ok()) terms(columns, out);
        return status;
      };
}

// Rows of one tag, walked document by document.
class DocumentRows {
 public:
  DocumentRows(View& view, Tag tag, RowTerms terms, uint32_t collection, uint32_t first,
               uint32_t last)
      : tag_(tag),
        terms_(std::move(terms)),
        cursor_(view.Scan(DocumentRange(tag, collection, first).lower,
                          DocumentRange(tag, collection, last).upper, {.fill_cache = false})) {
    cursor_->Seek(DocumentRange(tag, collection, first).lower);
  }

  // Appends the terms of all versions of `document`, which comes after the one
  // before.
  absl::Status AppendTerms(uint32_t document, std::vector<uint64_t>* out) {
    for (; cursor_->Valid(); cursor_->Next()) {
      const auto key = ParseRowKey(tag_, cursor_->key());
      if (!key) return DamagedRow("record key");
      if (key->document != document) break;
      if (absl::Status status = terms_(cursor_->value(), out); !status.ok()) return status;
    }
    return cursor_->status();
  }

 private:
  Tag tag_;
  RowTerms terms_;
  std::unique_ptr<Cursor> cursor_;
};

// The indexed rows of documents `first` to `last`.
std::vector<DocumentRows> RowsOf(View& view, const TextIndexOptions& options, uint32_t collection,
                                 uint32_t first, uint32_t last) {
  std::vector<DocumentRows> rows;
  for (const auto& [tag, kind] : kIndexed) {
    rows.emplace_back(view, tag, RecordTerms(kind, options.terms), collection, first, last);
  }
  if (options.letter_terms != nullptr) {
    rows.emplace_back(view, Tag::kColumns, LetterTerms(options.letter_terms), collection, first,
                      last);
  }
  return rows;
}

}  // namespace

absl::Status AppendDocumentTerms(View& view, const TextIndexOptions& options, uint32_t collection,
                                 uint32_t document, std::vector<uint64_t>* terms) {
  for (DocumentRows& of_kind : RowsOf(view, options, collection, document, document)) {
    if (absl::Status status = of_kind.AppendTerms(document, terms); !status.ok()) return status;
  }
  return absl::OkStatus();
}

TextIndexBuilder::TextIndexBuilder(Engine& engine, const StoreState& state, Committer& committer,
                                   TextIndexOptions options)
    : engine_(engine), state_(state), committer_(committer), options_(std::move(options)) {
  if (options_.terms != nullptr && options_.interval > absl::ZeroDuration()) {
    thread_ = std::thread([this] { Run(); });
  }
}

TextIndexBuilder::~TextIndexBuilder() {
  is_stopping_ = true;
  {
    absl::MutexLock lock(&mutex_);
    wants_stop_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void TextIndexBuilder::Run() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNiceness);
  uint64_t seen = UINT64_MAX;
  for (;;) {
    const uint64_t head = state_.Head().number;
    if (head != seen) {
      const absl::Status status = Update();
      if (status.ok()) seen = head;
      if (!status.ok() && !is_stopping_) {
        Log(LogLevel::kWarning, "text_index_not_built", {{"error", status.ToString()}});
      }
    }
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&wants_stop_), options_.interval)) return;
  }
}

absl::Status TextIndexBuilder::Update() {
  if (options_.terms == nullptr) return absl::OkStatus();
  absl::MutexLock lock(&build_mutex_);
  const auto due = FindDue();
  if (!due.ok()) return due.status();
  for (const SegmentKey& segment : *due) {
    if (is_stopping_) return Stopped();
    if (absl::Status status = Build(segment); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SegmentKey>> TextIndexBuilder::FindDue() {
  const std::unique_ptr<View> view = engine_.OpenView();
  DocumentReader reader(*view);
  std::vector<SegmentKey> due;
  for (uint32_t collection = 1; collection <= state_.collections().last_number(); ++collection) {
    const auto last = reader.LastNumber(collection);
    if (!last.ok()) return last.status();
    // Only full ones: the rest is the tail, which is scanned.
    const auto full = static_cast<uint32_t>((uint64_t{*last} + 1) >> options_.segment_bits);
    for (uint32_t segment = 0; segment < full; ++segment) {
      const auto is_due = IsDue(*view, {collection, segment});
      if (!is_due.ok()) return is_due.status();
      if (*is_due) due.push_back({collection, segment});
    }
  }
  return due;
}

absl::StatusOr<bool> TextIndexBuilder::IsDue(View& view, const SegmentKey& segment) const {
  const auto manifest = ReadManifest(view, segment);
  if (!manifest.ok()) return manifest.status();
  if (!manifest->has_value() || (*manifest)->segment_bits() != options_.segment_bits) return true;
  const KeyRange range = IndexSegmentRange(Tag::kIndexDirty, segment);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  uint32_t count = 0;
  for (cursor->Seek(range.lower); cursor->Valid() && count <= options_.max_dirty_marks;
       cursor->Next()) {
    ++count;
  }
  if (!cursor->status().ok()) return cursor->status();
  return count > options_.max_dirty_marks;
}

absl::Status TextIndexBuilder::Build(const SegmentKey& segment) {
  const auto before = ReadManifest(*engine_.OpenView(), segment);
  if (!before.ok()) return before.status();
  // What a build that did not end has left would stand between the new blocks.
  if (absl::Status status = DeleteOthers(segment, *before); !status.ok()) return status;
  if (absl::Status status = MarkSegment(committer_, segment); !status.ok()) return status;
  // From here on every change leaves a mark; what came before is in the view.
  v1::IndexManifest manifest;
  manifest.set_built_through(state_.Head().number);
  manifest.set_generation(before->has_value() ? (*before)->generation() + 1 : 1);
  manifest.set_segment_bits(options_.segment_bits);
  const std::unique_ptr<View> view = engine_.OpenView();
  auto postings = ReadPostings(*view, segment);
  if (!postings.ok()) return postings.status();
  absl::Status status = WritePostings(segment, manifest.generation(),
                                      EncodePostings(*postings, options_.segment_bits));
  if (!status.ok()) return status;
  status = TurnTo(*view, segment, manifest);
  if (!status.ok()) return status;
  return DeleteOthers(segment, manifest);
}

absl::StatusOr<std::vector<Posting>> TextIndexBuilder::ReadPostings(
    View& view, const SegmentKey& segment) const {
  const uint32_t first = segment.segment << options_.segment_bits;
  const uint32_t last = first + (uint32_t{1} << options_.segment_bits) - 1;
  std::vector<DocumentRows> rows = RowsOf(view, options_, segment.collection, first, last);
  std::vector<Posting> postings;
  std::vector<uint64_t> terms;
  for (uint32_t document = first; document <= last; ++document) {
    if (is_stopping_) return Stopped();
    terms.clear();
    for (DocumentRows& of_kind : rows) {
      absl::Status status = of_kind.AppendTerms(document, &terms);
      if (!status.ok()) return status;
    }
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    for (const uint64_t term : terms) postings.push_back(MakePosting(term, document - first));
  }
  std::sort(postings.begin(), postings.end());
  return postings;
}

absl::Status TextIndexBuilder::WritePostings(const SegmentKey& segment, uint32_t generation,
                                             std::vector<PostingsBlock> blocks) {
  IndexRows rows;
  // After a purge in the segment nothing of what was read before it is written.
  rows.only_if_marked = segment;
  size_t bytes = 0;
  for (PostingsBlock& block : blocks) {
    bytes += block.value.size();
    rows.puts.emplace_back(IndexPostingsKey(segment, generation, block.first_term),
                           std::move(block.value));
    if (bytes < kRowsBytes) continue;
    if (absl::Status status = WriteRows(committer_, std::move(rows)); !status.ok()) return status;
    rows = {};
    rows.only_if_marked = segment;
    bytes = 0;
  }
  return rows.puts.empty() ? absl::OkStatus() : WriteRows(committer_, std::move(rows));
}

absl::Status TextIndexBuilder::TurnTo(View& view, const SegmentKey& segment,
                                      const v1::IndexManifest& manifest) {
  IndexRows rows;
  rows.only_if_marked = segment;
  rows.puts.emplace_back(IndexManifestKey(segment), manifest.SerializeAsString());
  const KeyRange range = IndexSegmentRange(Tag::kIndexDirty, segment);
  const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto mark = ParseIndexDirtyKey(cursor->key());
    if (!mark) return DamagedRow("index mark key");
    if (mark->commit <= manifest.built_through()) rows.deletes.emplace_back(cursor->key());
  }
  if (!cursor->status().ok()) return cursor->status();
  return WriteRows(committer_, std::move(rows));
}

absl::Status TextIndexBuilder::DeleteOthers(const SegmentKey& segment, const Manifest& manifest) {
  const std::unique_ptr<View> view = engine_.OpenView();
  const KeyRange range = IndexSegmentRange(Tag::kIndexPostings, segment);
  const std::unique_ptr<Cursor> cursor = view->Scan(range.lower, range.upper, {});
  IndexRows rows;
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto place = ParseIndexPostingsKey(cursor->key());
    if (!place) return DamagedRow("postings key");
    if (manifest && place->generation == manifest->generation()) continue;
    rows.deletes.emplace_back(cursor->key());
  }
  if (!cursor->status().ok()) return cursor->status();
  return rows.deletes.empty() ? absl::OkStatus() : WriteRows(committer_, std::move(rows));
}

}  // namespace pledge::storage
