#include "service/jobs/document_walk.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"

namespace pledge::jobs {
namespace {

constexpr char kEverything[] = "collections/-";

// Where a walk stands: behind this document of the parent with this index.
struct Place {
  size_t parent = 0;
  storage::DocumentPosition position;
};

// Ids hold no slash. On disk, never change.
std::string EncodePlace(const Place& place) {
  return absl::StrCat(place.parent, "/", place.position.collection_id, "/",
                      place.position.document_id);
}

absl::StatusOr<Place> DecodePlace(std::string_view cursor) {
  Place place;
  if (cursor.empty()) return place;
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(cursor.data(), cursor.size()), '/');
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &place.parent)) {
    return MakeError(ErrorReason::kChecksumFailed, "the stored cursor of a job does not parse");
  }
  place.position = {parts[1], parts[2]};
  return place;
}

}  // namespace

absl::StatusOr<DocumentWalk> DocumentWalk::Create(std::string_view field, const Parents& parents) {
  const std::string path(field);
  if (parents.empty() || parents.size() > static_cast<int>(kMaxSelectorParents)) {
    return FieldError(path, absl::StrCat("1 to ", kMaxSelectorParents, " names"));
  }
  DocumentWalk walk;
  std::set<std::string> collections;
  std::set<std::pair<std::string, std::string>> documents;
  for (int i = 0; i < parents.size(); ++i) {
    const std::string at = absl::StrCat(path, "[", i, "]");
    if (parents[i] == kEverything) {
      if (parents.size() > 1) return FieldError(at, "collections/- stands alone");
      walk.parents_.push_back({});
    } else if (absl::StrContains(parents[i], "/documents/")) {
      auto name = ParseDocumentName(at, parents[i]);
      if (!name.ok()) return name.status();
      if (!documents.emplace(name->collection, name->document).second) continue;
      walk.parents_.push_back({name->collection, name->document});
    } else {
      auto name = ParseCollectionName(at, parents[i]);
      if (!name.ok()) return name.status();
      if (!collections.insert(name->collection).second) continue;
      walk.parents_.push_back({name->collection, ""});
    }
  }
  std::erase_if(walk.parents_, [&](const Parent& parent) {
    return !parent.document.empty() && collections.count(parent.collection) > 0;
  });
  return walk;
}

absl::Status DocumentWalk::CheckPresent(storage::RecordStore& store) const {
  for (const Parent& parent : parents_) {
    if (parent.document.empty()) continue;
    const auto document =
        store.GetDocument(parent.collection, parent.document, store.Head().number);
    if (!document.ok()) return document.status();
  }
  return absl::OkStatus();
}

int64_t DocumentWalk::Count(const storage::RecordStore& store) const {
  constexpr size_t kAtOnce = 100;
  int64_t count = 0;
  std::set<std::string> wanted;
  for (const Parent& parent : parents_) {
    if (parent.document.empty()) wanted.insert(parent.collection);
    if (!parent.document.empty()) ++count;
  }
  if (wanted.empty()) return count;
  const bool wants_all = wanted.count("") > 0;
  for (std::string after;;) {
    const auto page = store.ListCollections(after, store.Head().number, kAtOnce);
    for (const storage::StoredCollection& collection : page) {
      if (wants_all || wanted.count(collection.id) > 0) count += collection.document_count;
    }
    if (page.size() < kAtOnce) return count;
    after = page.back().id;
  }
}

absl::StatusOr<WalkPage> DocumentWalk::Next(storage::RecordStore& store, std::string_view cursor,
                                            size_t limit) const {
  auto place = DecodePlace(cursor);
  if (!place.ok()) return place.status();
  WalkPage page;
  page.cursor = cursor;
  for (; place->parent < parents_.size(); ++place->parent, place->position = {}) {
    if (page.documents.size() >= limit) return page;
    const Parent& parent = parents_[place->parent];
    if (!parent.document.empty()) {
      absl::Status added = AddDocument(store, place->parent, page);
      if (!added.ok()) return added;
      page.cursor = EncodePlace({place->parent + 1, {}});
      continue;
    }
    const auto pull = store.PullDocuments(
        {parent.collection, /*include_deleted=*/false, store.Head().number}, place->position,
        kPullScanBytes, [&](const storage::StoredRevision& head) {
          if (page.documents.size() >= limit) return false;
          const Place here{place->parent, {head.collection_id, head.document_id}};
          page.documents.push_back({head, EncodePlace(here)});
          return true;
        });
    if (!pull.ok()) return pull.status();
    if (!pull->complete) {
      page.cursor = EncodePlace({place->parent, pull->position});
      return page;
    }
    page.cursor = EncodePlace({place->parent + 1, {}});
  }
  page.is_complete = true;
  return page;
}

absl::Status DocumentWalk::AddDocument(storage::RecordStore& store, size_t index,
                                       WalkPage& page) const {
  const Parent& parent = parents_[index];
  auto head = store.GetDocument(parent.collection, parent.document, store.Head().number);
  if (ReasonOf(head.status()) == ErrorReason::kDocumentNotFound) return absl::OkStatus();
  if (!head.ok()) return head.status();
  if (head->state != storage::DocumentState::kActive) return absl::OkStatus();
  page.documents.push_back({*std::move(head), EncodePlace({index + 1, {}})});
  return absl::OkStatus();
}

}  // namespace pledge::jobs
