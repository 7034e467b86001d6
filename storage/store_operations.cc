#include "storage/store_operations.h"

#include <utility>

#include "storage/source_rows.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

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
    for (const std::string& row : draft->text_rows) size_bytes_ += row.size();
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

}  // namespace pledge::storage
