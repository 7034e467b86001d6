// The live documents below some parents, parent after parent and by id inside,
// gone along in bounded pieces from a cursor that outlives the process. Documents
// that come meanwhile behind the cursor are left out. Plain value; the reads block
// on disk.
#ifndef PLEDGE_SERVICE_JOBS_DOCUMENT_WALK_H_
#define PLEDGE_SERVICE_JOBS_DOCUMENT_WALK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "storage/record_store.h"

namespace pledge::jobs {

// A document of the walk, and the cursor that goes on behind it.
struct WalkedDocument {
  storage::StoredRevision head;
  std::string cursor;
};

struct WalkPage {
  std::vector<WalkedDocument> documents;
  std::string cursor;        // goes on behind all of them
  bool is_complete = false;  // nothing is left
};

class DocumentWalk {
 public:
  using Parents = google::protobuf::RepeatedPtrField<std::string>;

  // `parents`: 1 to kMaxSelectorParents collections or documents, or collections/-
  // alone for all. FIELD_INVALID naming `field`.
  static absl::StatusOr<DocumentWalk> Create(std::string_view field, const Parents& parents);

  // DOCUMENT_NOT_FOUND for a document among the parents that is not there now.
  absl::Status CheckPresent(storage::RecordStore& store) const;
  // Documents that the walk will meet, about: live ones at this moment. Never blocks.
  int64_t Count(const storage::RecordStore& store) const;
  // Up to `limit` documents behind `cursor`, which is empty at the start. A page
  // may be empty and not the last one.
  absl::StatusOr<WalkPage> Next(storage::RecordStore& store, std::string_view cursor,
                                size_t limit) const;

 private:
  struct Parent {
    std::string collection;  // empty: all
    std::string document;    // empty: the whole collection
  };

  absl::Status AddDocument(storage::RecordStore& store, size_t index, WalkPage& page) const;

  std::vector<Parent> parents_;  // none is inside another
};

}  // namespace pledge::jobs

#endif  // PLEDGE_SERVICE_JOBS_DOCUMENT_WALK_H_
