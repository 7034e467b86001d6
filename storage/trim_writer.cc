#include "storage/trim_writer.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// The document numbers of one collection that something goes of.
struct Span {
  uint32_t first = 0;
  uint32_t last = 0;
};

absl::StatusOr<bool> HasMoved(const DocumentKey& newest, DocumentHeads& heads) {
  if (heads.IsChanged(newest)) return true;
  const auto now = heads.reader().FindNewest(newest.collection, newest.document,
                                             std::numeric_limits<uint64_t>::max());
  if (!now.ok()) return now.status();
  return !now->has_value() || (*now)->key.commit != newest.commit;
}

// Notes that the files still hold the rows of these documents.
void AddEraseTask(uint32_t collection, const Span& span, GroupCommits& commits, Batch& batch) {
  LogEntry entry;
  entry.kind = LogKind::kAnswer;
  entry.collection = collection;
  const CommitPoint commit = commits.Add(std::move(entry));
  v1::EraseTask task;
  task.set_collection_number(collection);
  task.set_document_number(span.first);
  task.set_last_document_number(span.last);
  batch.Put(EraseTaskKey(commit.number), task.SerializeAsString());
}

}  // namespace

absl::StatusOr<std::vector<size_t>> TrimDocuments(const std::vector<DocumentTrim>& documents,
                                                  DocumentHeads& heads, GroupCommits& commits,
                                                  Batch& batch) {
  std::vector<size_t> moved;
  std::vector<const DocumentTrim*> trimmed;
  for (size_t i = 0; i < documents.size(); ++i) {
    const auto has_moved = HasMoved(documents[i].newest, heads);
    if (!has_moved.ok()) return has_moved.status();
    if (*has_moved) {
      moved.push_back(i);
    } else {
      trimmed.push_back(&documents[i]);
    }
  }
  std::map<uint32_t, Span> spans;
  for (const DocumentTrim* document : trimmed) {
    const DocumentKey& key = document->newest;
    Span& span = spans.try_emplace(key.collection, Span{key.document, key.document}).first->second;
    span.first = std::min(span.first, key.document);
    span.last = std::max(span.last, key.document);
    heads.Trim(key, document->first_kept);
    for (const std::string& row : document->keys) batch.Delete(row);
  }
  for (const auto& [collection, span] : spans) AddEraseTask(collection, span, commits, batch);
  return moved;
}

}  // namespace pledge::storage
