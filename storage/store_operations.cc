#include "storage/store_operations.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/document_reader.h"
#include "storage/packed_row.h"
#include "storage/stored_values.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

// Raw size of a source piece: a range of a large document is read without the
// rest. On disk, never change.
constexpr size_t kPieceBytes = size_t{256} << 10;
std::vector<std::string> PackSource(std::string_view source) {
  std::vector<std::string> pieces;
  for (size_t at = 0; at < source.size(); at += kPieceBytes) {
    pieces.push_back(PackBytes(source.substr(at, kPieceBytes)));
  }
  return pieces;
}

class PutOperation : public TypedOperation<PutDocumentResult> {
 public:
  PutOperation(PutDocumentRequest request, PutDone done) : TypedOperation(std::move(done)) {
    input_.request = std::move(request);
    const RevisionDraft* const draft = input_.request.draft.get();
    if (draft == nullptr) return;
    input_.source_pieces = PackSource(draft->source);
    size_bytes_ += draft->source.size() + draft->document.size() + draft->sections.size() +
                   draft->commitments.size() + draft->achievements.size();
    for (const std::string& piece : input_.source_pieces) size_bytes_ += piece.size();
  }

  size_t size_bytes() const override { return size_bytes_; }

 private:
  absl::StatusOr<PutDocumentResult> Run(CommitGroup& group) override { return group.Put(input_); }

  PutInput input_;
  size_t size_bytes_ = kOperationOverheadBytes;
};

class ChangeOperation : public TypedOperation<PutDocumentResult> {
 public:
  ChangeOperation(ChangeDocumentRequest request, PutDone done)
      : TypedOperation(std::move(done)), request_(std::move(request)) {}

 private:
  absl::StatusOr<PutDocumentResult> Run(CommitGroup& group) override {
    return group.Change(request_);
  }

  const ChangeDocumentRequest request_;
};

}  // namespace

std::unique_ptr<Operation> NewPutOperation(PutDocumentRequest request, PutDone done) {
  return std::make_unique<PutOperation>(std::move(request), std::move(done));
}

std::unique_ptr<Operation> NewChangeOperation(ChangeDocumentRequest request, PutDone done) {
  return std::make_unique<ChangeOperation>(std::move(request), std::move(done));
}

absl::StatusOr<std::string> ReadSourceBytes(View& view, const StoredRevision& revision) {
  const DocumentKey key{revision.collection_number, revision.document_number,
                        revision.source_commit};
  std::vector<std::string> keys;
  for (size_t at = 0; at < revision.source_size; at += kPieceBytes) {
    keys.push_back(SourceKey(key, static_cast<uint32_t>(keys.size())));
  }
  const auto pieces = view.MultiGet(keys);
  if (!pieces.ok()) return pieces.status();
  std::string source;
  for (const std::optional<std::string>& piece : *pieces) {
    if (!piece) return MissingRow(view, key, "revision without its source");
    const auto bytes = UnpackBytes(*piece);
    if (!bytes.ok()) return bytes.status();
    source.append(*bytes);
  }
  if (source.size() != revision.source_size) return DamagedRow("source of another size");
  return source;
}

}  // namespace pledge::storage
