#include "storage/store_operations.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/packed_row.h"
#include "storage/stored_values.h"

namespace pledge::storage {
namespace {

// Raw size of a source piece: a range of a large document is read without the
// rest. On disk, never change.
constexpr size_t kPieceBytes = size_t{256} << 10;
// What an operation weighs beside its document: keys, digests, call-back.
constexpr size_t kOverheadBytes = 1024;

std::vector<std::string> PackSource(std::string_view source) {
  std::vector<std::string> pieces;
  for (size_t at = 0; at < source.size(); at += kPieceBytes) {
    pieces.push_back(PackBytes(source.substr(at, kPieceBytes)));
  }
  return pieces;
}

// An operation with a typed result and the call-back that waits for it.
template <typename Result>
class OperationOf : public Operation {
 public:
  using Done = std::function<void(absl::StatusOr<Result>)>;

  explicit OperationOf(Done done) : done_(std::move(done)) {}

  size_t size_bytes() const override { return kOverheadBytes; }
  void Apply(CommitGroup& group) override { result_ = Run(group); }
  void Finish(const absl::Status& group) override {
    if (group.ok()) {
      done_(std::move(result_));
    } else {
      done_(group);
    }
  }

 private:
  virtual absl::StatusOr<Result> Run(CommitGroup& group) = 0;

  const Done done_;
  absl::StatusOr<Result> result_ = absl::UnknownError("not applied");
};

class PutOperation : public OperationOf<PutDocumentResult> {
 public:
  PutOperation(PutDocumentRequest request, PutDone done) : OperationOf(std::move(done)) {
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
  size_t size_bytes_ = kOverheadBytes;
};

class CreateSessionOperation : public OperationOf<StoredSession> {
 public:
  CreateSessionOperation(std::string collection_id, std::string session_id, absl::Duration ttl,
                         SessionDone done)
      : OperationOf(std::move(done)),
        collection_id_(std::move(collection_id)),
        session_id_(std::move(session_id)),
        ttl_(ttl) {}

 private:
  absl::StatusOr<StoredSession> Run(CommitGroup& group) override {
    return group.CreateSession(collection_id_, session_id_, ttl_);
  }

  const std::string collection_id_;
  const std::string session_id_;
  const absl::Duration ttl_;
};

class AttachSessionOperation : public OperationOf<StoredSession> {
 public:
  AttachSessionOperation(std::string collection_id, std::string session_id, SessionDone done)
      : OperationOf(std::move(done)),
        collection_id_(std::move(collection_id)),
        session_id_(std::move(session_id)) {}

 private:
  absl::StatusOr<StoredSession> Run(CommitGroup& group) override {
    return group.AttachSession(collection_id_, session_id_);
  }

  const std::string collection_id_;
  const std::string session_id_;
};

}  // namespace

std::unique_ptr<Operation> NewPutOperation(PutDocumentRequest request, PutDone done) {
  return std::make_unique<PutOperation>(std::move(request), std::move(done));
}

std::unique_ptr<Operation> NewCreateSessionOperation(std::string collection_id,
                                                     std::string session_id, absl::Duration ttl,
                                                     SessionDone done) {
  return std::make_unique<CreateSessionOperation>(std::move(collection_id), std::move(session_id),
                                                  ttl, std::move(done));
}

std::unique_ptr<Operation> NewAttachSessionOperation(std::string collection_id,
                                                     std::string session_id, SessionDone done) {
  return std::make_unique<AttachSessionOperation>(std::move(collection_id), std::move(session_id),
                                                  std::move(done));
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
    if (!piece) return DamagedRow("revision without its source");
    const auto bytes = UnpackBytes(*piece);
    if (!bytes.ok()) return bytes.status();
    source.append(*bytes);
  }
  if (source.size() != revision.source_size) return DamagedRow("source of another size");
  return source;
}

}  // namespace pledge::storage
