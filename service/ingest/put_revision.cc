#include "service/ingest/put_revision.h"

#include <memory>
#include <utility>

#include "service/base/error.h"
#include "service/ingest/head_base.h"

namespace pledge::ingest {
namespace {

// One put on its way through its attempts. Each pending step holds it.
class Attempts : public std::enable_shared_from_this<Attempts> {
 public:
  Attempts(storage::RecordStore& store, Executor& executor, storage::PutDocumentRequest request,
           storage::PutDone done)
      : store_(store), executor_(executor), request_(std::move(request)), done_(std::move(done)) {}

  void Put() {
    store_.PutDocument(
        request_, [self = shared_from_this()](absl::StatusOr<storage::PutDocumentResult> result) {
          self->Answer(std::move(result));
        });
  }

 private:
  void Answer(absl::StatusOr<storage::PutDocumentResult> result) {
    const bool has_moved = ReasonOf(result.status()) == ErrorReason::kHeadMoved;
    if (!has_moved || ++matches_ > kMaxMatchesAgain) return done_(std::move(result));
    if (executor_.Post([self = shared_from_this()] { self->Match(); })) return;
    done_(MakeError(ErrorReason::kDraining, "the server is stopping"));
  }

  void Match() {
    auto draft = MatchAgain(store_, request_.collection_id, request_.document_id, *request_.draft);
    if (!draft.ok()) return done_(draft.status());
    request_.draft = *std::move(draft);
    Put();
  }

  storage::RecordStore& store_;
  Executor& executor_;
  storage::PutDocumentRequest request_;
  const storage::PutDone done_;
  int matches_ = 0;
};

}  // namespace

void PutRevision(storage::RecordStore& store, Executor& executor,
                 storage::PutDocumentRequest request, storage::PutDone done) {
  std::make_shared<Attempts>(store, executor, std::move(request), std::move(done))->Put();
}

}  // namespace pledge::ingest
