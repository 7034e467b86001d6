#include "storage/store_check.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "pledge/storage/v1/stored.pb.h"
#include "storage/document_check.h"
#include "storage/document_rows.h"
#include "storage/fault_list.h"
#include "storage/key_codec.h"
#include "storage/log_check.h"
#include "storage/row_check.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// A view is held no longer than about this.
constexpr std::chrono::milliseconds kStepTime{20};

// A collection that was there when the check began.
struct CheckedCollection {
  uint32_t number = 0;
  std::string id;
};

class StoreCheckImpl final : public StoreCheck {
 public:
  StoreCheckImpl(Engine& engine, ContentCheck content, TextIndexOptions index)
      : engine_(engine),
        content_(std::move(content)),
        index_(std::move(index)),
        log_(counts_, faults_),
        rows_(index_, counts_, faults_) {}

  absl::StatusOr<bool> Step() override {
    const std::unique_ptr<View> view = engine_.OpenView();
    const auto is_complete = StepIn(*view);
    counts_.faults = faults_.count();
    return is_complete;
  }

  const StoreCheckCounts& counts() const override { return counts_; }
  const std::vector<StoreFault>& faults() const override { return faults_.kept(); }

 private:
  enum class Phase { kCollections, kLog, kDocuments, kStrays, kRows, kDone };

  absl::StatusOr<bool> StepIn(View& view) {
    absl::StatusOr<bool> is_done = true;
    switch (phase_) {
      case Phase::kCollections:
        is_done = ReadCollections(view);
        break;
      case Phase::kLog:
        is_done = log_.Step(view);
        break;
      case Phase::kDocuments:
        is_done = CheckDocuments(view);
        break;
      case Phase::kStrays:
        is_done = FindStrays(view);
        break;
      case Phase::kRows:
        is_done = rows_.Step(view);
        break;
      case Phase::kDone:
        return true;
    }
    if (!is_done.ok()) return is_done.status();
    if (*is_done) phase_ = static_cast<Phase>(static_cast<int>(phase_) + 1);
    return phase_ == Phase::kDone;
  }

  absl::StatusOr<bool> ReadCollections(View& view) {
    const KeyRange range = RangeOf(Tag::kCollection);
    const auto cursor = view.Scan(range.lower, range.upper, {});
    std::map<uint32_t, std::string> seen;
    counts_.total_documents = 0;
    for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
      counts_.bytes += static_cast<int64_t>(cursor->key().size() + cursor->value().size());
      const auto id = ParseCollectionKey(cursor->key());
      const auto row = ParseRow<v1::CollectionRow>(cursor->value());
      if (!id || !row.ok() || row->number() == 0) {
        faults_.Add("", "the row of a collection does not parse");
        continue;
      }
      if (!seen.emplace(row->number(), *id).second) {
        faults_.Add(absl::StrCat("collections/", std::string(*id)),
                    "another collection has its number");
      }
      counts_.total_documents += row->document_count();
    }
    if (absl::IsDataLoss(cursor->status())) {
      faults_.Add("", absl::StrCat("collections: ", cursor->status().message()));
    } else if (!cursor->status().ok()) {
      return cursor->status();
    }
    for (auto& [number, id] : seen) collections_.push_back({number, std::move(id)});
    return true;
  }

  // The value of a collection's row; empty when it cannot be read.
  static std::string RowOf(View& view, const std::string& id) {
    const auto value = view.Get(CollectionKey(id));
    return value.ok() && value->has_value() ? **value : std::string();
  }

  absl::StatusOr<bool> CheckDocuments(View& view) {
    const auto until = std::chrono::steady_clock::now() + kStepTime;
    for (; collection_ < collections_.size(); ++collection_, document_ = 0) {
      const CheckedCollection& collection = collections_[collection_];
      if (document_ == 0) {
        row_at_begin_ = RowOf(view, collection.id);
        live_ = 0;
      }
      for (;;) {
        const auto next = FindDocument(view, collection.number, document_ + 1);
        if (!next.ok()) return next.status();
        if (!next->has_value()) break;
        document_ = **next;
        DocumentCheck check(view, collection.id, content_, counts_, faults_);
        absl::Status status = check.Run(collection.number, document_);
        if (!status.ok()) return status;
        if (check.is_live()) ++live_;
        if (std::chrono::steady_clock::now() >= until) return false;
      }
      CheckCount(view, collection);
    }
    return true;
  }

  // The first document number from `from` on that has any row. Where rows cannot
  // be read, the next number.
  absl::StatusOr<std::optional<uint32_t>> FindDocument(View& view, uint32_t collection,
                                                       uint32_t from) {
    std::optional<uint32_t> first;
    for (const Tag tag : DocumentTags()) {
      const KeyRange range = CollectionRange(tag, collection);
      const auto cursor = view.Scan(range.lower, range.upper, {.fill_cache = false});
      cursor->Seek(DocumentRange(tag, collection, from).lower);
      if (absl::IsDataLoss(cursor->status())) {
        const auto last = LastDocument(view, tag, collection);
        if (last >= from) return std::optional<uint32_t>(from);
        continue;
      }
      if (!cursor->status().ok()) return cursor->status();
      if (!cursor->Valid()) continue;
      const auto key = ParseDocumentRow(tag, cursor->key());
      if (!key) continue;  // told by the document that its bytes seem to belong to
      if (!first || key->document < *first) first = key->document;
    }
    return first;
  }

  // 0 when it cannot be read.
  static uint32_t LastDocument(View& view, Tag tag, uint32_t collection) {
    const KeyRange range = CollectionRange(tag, collection);
    const auto cursor =
        view.Scan(range.lower, range.upper, {.direction = ScanDirection::kBackward});
    cursor->Seek(range.upper);
    const auto key = !cursor->Valid() ? std::nullopt : ParseDocumentRow(tag, cursor->key());
    return key ? key->document : 0;
  }

  // Counts are compared when nothing was written to the collection meanwhile.
  void CheckCount(View& view, const CheckedCollection& collection) {
    const std::string row_now = RowOf(view, collection.id);
    if (row_now.empty() || row_now != row_at_begin_) return;
    const auto row = ParseRow<v1::CollectionRow>(row_now);
    if (row.ok() && row->document_count() != live_) {
      faults_.Add(
          absl::StrCat("collections/", collection.id),
          absl::StrCat("its row counts ", row->document_count(), " documents; there are ", live_));
    }
  }

  // Documents of collections that have no row.
  absl::StatusOr<bool> FindStrays(View& view) {
    for (const Tag tag : DocumentTags()) {
      const KeyRange all = RangeOf(tag);
      const auto cursor = view.Scan(all.lower, all.upper, {.fill_cache = false});
      std::string from = all.lower;
      for (const CheckedCollection& collection : collections_) {
        const KeyRange known = CollectionRange(tag, collection.number);
        FindStray(*cursor, from, known.lower);
        from = known.upper;
      }
      FindStray(*cursor, from, all.upper);
    }
    return true;
  }

  void FindStray(Cursor& cursor, const std::string& from, const std::string& to) {
    if (from >= to) return;
    cursor.Seek(from);
    if (!cursor.Valid() || cursor.key() >= to) return;
    const auto key = cursor.key().substr(1, 4);
    uint32_t number = 0;
    for (const char byte : key) number = number << 8 | static_cast<uint8_t>(byte);
    // A collection that came after the check began is not looked at.
    if (!collections_.empty() && number > collections_.back().number && HasCollection(number)) {
      return;
    }
    faults_.Add("", absl::StrCat("rows with tag ", static_cast<int>(cursor.key()[0]),
                                 " belong to collection #", number, ", which is not there"));
  }

  bool HasCollection(uint32_t number) {
    const std::unique_ptr<View> view = engine_.OpenView();
    const KeyRange range = RangeOf(Tag::kCollection);
    const auto cursor = view->Scan(range.lower, range.upper, {});
    for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
      const auto row = ParseRow<v1::CollectionRow>(cursor->value());
      if (row.ok() && row->number() == number) return true;
    }
    return false;
  }

  Engine& engine_;
  const ContentCheck content_;
  const TextIndexOptions index_;
  StoreCheckCounts counts_;
  FaultList faults_;
  LogCheck log_;
  RowCheck rows_;
  Phase phase_ = Phase::kCollections;
  std::vector<CheckedCollection> collections_;
  size_t collection_ = 0;
  uint32_t document_ = 0;     // looked at last, in that collection
  int64_t live_ = 0;          // documents of it
  std::string row_at_begin_;  // of the collection
};

}  // namespace

std::unique_ptr<StoreCheck> NewStoreCheck(Engine& engine, ContentCheck content,
                                          TextIndexOptions index) {
  return std::make_unique<StoreCheckImpl>(engine, std::move(content), std::move(index));
}

}  // namespace pledge::storage
