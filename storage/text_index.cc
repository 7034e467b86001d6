#include "storage/text_index.h"

#include <algorithm>

#include "pledge/storage/v1/stored.pb.h"
#include "storage/stored_values.h"
#include "storage/text_postings.h"

namespace pledge::storage {
namespace {

// Built segments without a candidate that one step passes over.
constexpr int kMaxEmptySegments = 16;

}  // namespace

absl::StatusOr<IndexMarks> LoadIndexMarks(Engine& engine, uint32_t segment_bits, bool may_write) {
  IndexMarks marks{segment_bits, {}};
  Batch forgotten;
  const std::unique_ptr<View> view = engine.OpenView();
  const KeyRange range = RangeOf(Tag::kIndexManifest);
  const std::unique_ptr<Cursor> cursor = view->Scan(range.lower, range.upper, {});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto key = ParseIndexManifestKey(cursor->key());
    if (!key) return DamagedRow("index manifest key");
    const auto manifest = ParseRow<v1::IndexManifest>(cursor->value());
    if (!manifest.ok()) return manifest.status();
    if (manifest->segment_bits() == segment_bits) {
      marks.segments.insert(*key);
    } else {
      forgotten.Delete(IndexManifestKey(*key));
    }
  }
  if (!cursor->status().ok()) return cursor->status();
  if (may_write && !forgotten.empty()) {
    const CommitResult result = engine.Commit(forgotten);
    if (result.outcome != CommitOutcome::kDone) return result.status;
  }
  return marks;
}

absl::Status ForgetSegment(View& view, const SegmentKey& segment, IndexMarks& marks, Batch& batch) {
  marks.segments.erase(segment);
  batch.Delete(IndexManifestKey(segment));
  for (const Tag tag : {Tag::kIndexPostings, Tag::kIndexDirty}) {
    const KeyRange range = IndexSegmentRange(tag, segment);
    const std::unique_ptr<Cursor> cursor = view.Scan(range.lower, range.upper, {});
    for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
      batch.Delete(std::string(cursor->key()));
    }
    if (!cursor->status().ok()) return cursor->status();
  }
  return absl::OkStatus();
}

absl::StatusOr<TextCandidates::Step> TextCandidates::AtOrBehind(uint32_t collection,
                                                                uint32_t document) {
  for (int passed = 0; passed < kMaxEmptySegments; ++passed) {
    const SegmentKey key = SegmentOf(collection, document, segment_bits_);
    if (!loaded_ || loaded_->key != key) {
      if (absl::Status status = Load(key); !status.ok()) return status;
    }
    if (!loaded_->is_built) return Step{document, true};
    const uint32_t first = key.segment << segment_bits_;
    const auto begin = loaded_->documents.begin();
    const auto found = std::find(begin + (document - first), loaded_->documents.end(), true);
    if (found != loaded_->documents.end()) {
      return Step{first + static_cast<uint32_t>(found - begin), true};
    }
    const uint64_t next = (uint64_t{key.segment} + 1) << segment_bits_;
    document = static_cast<uint32_t>(std::min<uint64_t>(next, UINT32_MAX));
  }
  return Step{document, false};
}

absl::Status TextCandidates::Load(const SegmentKey& key) {
  Segment segment{.key = key, .documents = {}};
  const auto value = view_.Get(IndexManifestKey(key));
  if (!value.ok()) return value.status();
  if (value->has_value()) {
    const auto manifest = ParseRow<v1::IndexManifest>(**value);
    if (!manifest.ok()) return manifest.status();
    segment.is_built = manifest->segment_bits() == segment_bits_;
    if (segment.is_built) {
      PostingsReader postings(view_, key, manifest->generation(), segment_bits_);
      auto documents = postings.DocumentsWithAll(terms_);
      if (!documents.ok()) return documents.status();
      segment.documents = *std::move(documents);
      if (absl::Status status = AddDirty(key, &segment.documents); !status.ok()) return status;
    }
  }
  loaded_ = std::move(segment);
  return absl::OkStatus();
}

absl::Status TextCandidates::AddDirty(const SegmentKey& key, std::vector<bool>* documents) {
  const KeyRange range = IndexSegmentRange(Tag::kIndexDirty, key);
  const std::unique_ptr<Cursor> cursor = view_.Scan(range.lower, range.upper, {});
  const uint32_t mask = (uint32_t{1} << segment_bits_) - 1;
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    const auto mark = ParseIndexDirtyKey(cursor->key());
    if (!mark) return DamagedRow("index mark key");
    (*documents)[mark->document & mask] = true;
  }
  return cursor->status();
}

}  // namespace pledge::storage
