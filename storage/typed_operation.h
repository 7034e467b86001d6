// An operation for the committer with a typed result and the call-back that
// waits for it.
#ifndef PLEDGE_STORAGE_TYPED_OPERATION_H_
#define PLEDGE_STORAGE_TYPED_OPERATION_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "storage/committer.h"
#include "storage/import_operation.h"

namespace pledge::storage {

// What an operation weighs beside its document: keys, digests, call-back.
inline constexpr size_t kOperationOverheadBytes = 1024;

template <typename Result>
class TypedOperation : public Operation {
 public:
  using Done = std::function<void(absl::StatusOr<Result>)>;

  explicit TypedOperation(Done done) : done_(std::move(done)) {}

  size_t size_bytes() const override { return kOperationOverheadBytes; }
  void Apply(CommitGroup& group) override {
    if (group.is_importing()) {
      result_ = ImportIncomplete();
    } else {
      result_ = Run(group);
    }
  }
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

// An operation that is one call on the group.
template <typename Result, typename Call>
std::unique_ptr<Operation> MakeOperation(Call call, typename TypedOperation<Result>::Done done) {
  class CallOperation final : public TypedOperation<Result> {
   public:
    CallOperation(Call call, typename TypedOperation<Result>::Done done)
        : TypedOperation<Result>(std::move(done)), call_(std::move(call)) {}

   private:
    absl::StatusOr<Result> Run(CommitGroup& group) override { return call_(group); }

    const Call call_;
  };
  return std::make_unique<CallOperation>(std::move(call), std::move(done));
}

// Hands `call` over and waits until what it does to a group is on disk.
template <typename Result, typename Call>
absl::StatusOr<Result> CommitAndWait(Committer& committer, Call call) {
  absl::Notification done;
  absl::StatusOr<Result> answer = absl::UnknownError("not applied");
  committer.Enqueue(MakeOperation<Result>(std::move(call), [&](absl::StatusOr<Result> result) {
    answer = std::move(result);
    done.Notify();
  }));
  done.WaitForNotification();
  return answer;
}

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_TYPED_OPERATION_H_
