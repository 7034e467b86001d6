#include "storage/text_index_operations.h"

#include <memory>
#include <utility>

#include "absl/synchronization/notification.h"

namespace pledge::storage {
namespace {

// Where the caller waits for the answer.
struct Answer {
  absl::Notification done;
  absl::Status status;
};

class MarkOperation : public Operation {
 public:
  MarkOperation(const SegmentKey& segment, Answer& answer) : segment_(segment), answer_(answer) {}

  size_t size_bytes() const override { return sizeof(*this); }
  void Apply(CommitGroup& group) override { group.MarkSegment(segment_); }
  void Finish(const absl::Status& group) override {
    answer_.status = group;
    answer_.done.Notify();
  }

 private:
  const SegmentKey segment_;
  Answer& answer_;
};

class WriteOperation : public Operation {
 public:
  WriteOperation(IndexRows rows, Answer& answer) : rows_(std::move(rows)), answer_(answer) {
    for (const auto& [key, value] : rows_.puts) size_bytes_ += key.size() + value.size();
    for (const std::string& key : rows_.deletes) size_bytes_ += key.size();
  }

  size_t size_bytes() const override { return size_bytes_; }
  void Apply(CommitGroup& group) override { applied_ = group.WriteIndexRows(rows_); }
  void Finish(const absl::Status& group) override {
    answer_.status = group.ok() ? applied_ : group;
    answer_.done.Notify();
  }

 private:
  const IndexRows rows_;
  Answer& answer_;
  absl::Status applied_;
  size_t size_bytes_ = 0;
};

absl::Status Run(Committer& committer, std::unique_ptr<Operation> operation, Answer& answer) {
  committer.Enqueue(std::move(operation));
  answer.done.WaitForNotification();
  return answer.status;
}

}  // namespace

absl::Status MarkSegment(Committer& committer, const SegmentKey& segment) {
  Answer answer;
  return Run(committer, std::make_unique<MarkOperation>(segment, answer), answer);
}

absl::Status WriteRows(Committer& committer, IndexRows rows) {
  Answer answer;
  return Run(committer, std::make_unique<WriteOperation>(std::move(rows), answer), answer);
}

}  // namespace pledge::storage
