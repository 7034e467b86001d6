// Deletes the rows of trimmed revisions in a group. Committer thread only; reads
// block on disk.
#ifndef PLEDGE_STORAGE_TRIM_WRITER_H_
#define PLEDGE_STORAGE_TRIM_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/document_heads.h"
#include "storage/engine.h"
#include "storage/group_commits.h"
#include "storage/key_codec.h"

namespace pledge::storage {

// What goes of one document, as decided in a view.
struct DocumentTrim {
  DocumentKey newest;             // the newest revision in that view
  uint64_t first_kept = 0;        // ordinal
  std::vector<std::string> keys;  // of the rows that go
};

// Adds the deletes and erase tasks, which take a commit of each collection. A
// document that has another newest revision by now, or gets one in this group,
// is left out: it may need again what was to go. Returns the places of these.
absl::StatusOr<std::vector<size_t>> TrimDocuments(const std::vector<DocumentTrim>& documents,
                                                  DocumentHeads& heads, GroupCommits& commits,
                                                  Batch& batch);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TRIM_WRITER_H_
