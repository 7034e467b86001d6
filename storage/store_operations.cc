#include "storage/store_operations.h"

#include <utility>

#include "storage/source_rows.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

class PutOperation : public TypedOperation<PutDocumentResult> {
 public:
  PutOperation(PutDocumentRequest request, PutDone done)
      : TypedOperation(std::move(done)), input_(MakePutInput(std::move(request))) {}

  size_t size_bytes() const override { return kOperationOverheadBytes + SizeOf(input_); }

 private:
  absl::StatusOr<PutDocumentResult> Run(CommitGroup& group) override { return group.Put(input_); }

  const PutInput input_;
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

PutInput MakePutInput(PutDocumentRequest request) {
  PutInput input;
  input.request = std::move(request);
  const RevisionDraft* const draft = input.request.draft.get();
  // The source of an analysis made again is there already.
  if (draft != nullptr && !input.request.is_reanalysis) {
    input.source_pieces = PackSource(draft->source);
  }
  return input;
}

size_t SizeOf(const PutInput& input) {
  const RevisionDraft* const draft = input.request.draft.get();
  if (draft == nullptr) return 0;
  size_t size_bytes = draft->source.size() + draft->document.size() + draft->sections.size() +
                      draft->commitments.size() + draft->achievements.size();
  for (const std::string& piece : input.source_pieces) size_bytes += piece.size();
  for (const std::string& row : draft->text_rows) size_bytes += row.size();
  return size_bytes;
}

std::unique_ptr<Operation> NewPutOperation(PutDocumentRequest request, PutDone done) {
  return std::make_unique<PutOperation>(std::move(request), std::move(done));
}

std::unique_ptr<Operation> NewChangeOperation(ChangeDocumentRequest request, PutDone done) {
  return std::make_unique<ChangeOperation>(std::move(request), std::move(done));
}

}  // namespace pledge::storage
