#include "storage/import_operation.h"

#include <memory>

#include "absl/synchronization/notification.h"
#include "service/base/error.h"
#include "storage/committer.h"

namespace pledge::storage {
namespace {

class ImportOperation final : public Operation {
 public:
  ImportOperation(ImportRows rows, absl::Notification& done, absl::Status& status)
      : rows_(std::move(rows)), done_(done), status_(status) {
    for (const auto& [key, value] : rows_.puts) size_bytes_ += key.size() + value.size();
  }

  size_t size_bytes() const override { return size_bytes_; }
  void Apply(CommitGroup& group) override { applied_ = group.WriteImport(rows_); }
  void Finish(const absl::Status& group) override {
    status_ = group.ok() ? applied_ : group;
    done_.Notify();
  }

 private:
  const ImportRows rows_;
  absl::Notification& done_;
  absl::Status& status_;
  absl::Status applied_;
  size_t size_bytes_ = sizeof(*this);
};

}  // namespace

absl::Status ImportIncomplete() {
  return MakeError(ErrorReason::kImportIncomplete, "an import has begun and is not complete");
}

absl::Status WriteImport(Committer& committer, ImportRows rows) {
  absl::Notification done;
  absl::Status status;
  committer.Enqueue(std::make_unique<ImportOperation>(std::move(rows), done, status));
  done.WaitForNotification();
  return status;
}

}  // namespace pledge::storage
