#include "storage/trimmer.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/base/mutant.h"
#include "storage/document_reader.h"
#include "storage/key_codec.h"
#include "storage/stored_values.h"
#include "storage/trim_plan.h"
#include "storage/typed_operation.h"

namespace pledge::storage {
namespace {

constexpr uint64_t kNewest = std::numeric_limits<uint64_t>::max();
// A step stays short beside the writes of others: documents looked at, bytes of
// their revision rows, revisions that go.
constexpr int64_t kMaxDocuments = 2000;
constexpr size_t kMaxScannedBytes = size_t{4} << 20;
constexpr size_t kMaxRevisions = 200;
// Looks at a document that is written to all the while.
constexpr int kMaxAttempts = 8;

// What goes of a document in this step.
struct Plan {
  DocumentTrim trim;
  CommitPoint floor;  // the oldest revision that stays
  int64_t revisions = 0;
  int64_t bytes = 0;
  bool is_cut = false;  // more goes in the next step
};

// Adds the row at `key`, if it is there.
absl::Status AddRow(View& view, std::string key, Plan& plan) {
  const auto value = view.Get(key);
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::OkStatus();
  plan.bytes += static_cast<int64_t>(key.size() + (*value)->size());
  plan.trim.keys.push_back(std::move(key));
  return absl::OkStatus();
}

// Adds all pieces of a source or rows of a text.
absl::Status AddNumbered(View& view, Tag tag, const DocumentKey& version, Plan& plan) {
  const KeyRange range = NumberedRange(tag, version);
  const auto cursor = view.Scan(range.lower, range.upper, {.fill_cache = false});
  for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
    plan.bytes += static_cast<int64_t>(cursor->key().size() + cursor->value().size());
    plan.trim.keys.emplace_back(cursor->key());
  }
  return cursor->status();
}

// Adds the rows of the revisions from `kept` on, and the content that only they
// have.
absl::Status AddRows(View& view, const std::vector<TrimCandidate>& revisions, size_t kept,
                     Plan& plan) {
  DocumentKey key = plan.trim.newest;
  absl::Status status;
  for (size_t i = kept; i < revisions.size(); ++i) {
    key.commit = revisions[i].commit;
    status.Update(AddRow(view, RowKey(Tag::kRevision, key), plan));
    status.Update(AddRow(view, RowKey(Tag::kColumns, key), plan));
  }
  const UnsharedCommits unshared = FindUnshared(revisions, kept);
  for (const uint64_t commit : unshared.content) {
    key.commit = commit;
    for (const Tag tag : {Tag::kCommitments, Tag::kAchievements, Tag::kSections}) {
      status.Update(AddRow(view, RowKey(tag, key), plan));
    }
    status.Update(AddNumbered(view, Tag::kText, key, plan));
  }
  for (const uint64_t commit : unshared.source) {
    key.commit = commit;
    status.Update(AddNumbered(view, Tag::kSource, key, plan));
  }
  return status;
}

// Finds what goes in one view.
class Planner {
 public:
  Planner(View& view, const TrimSelector& selector)
      : view_(view), selector_(selector), reader_(view) {}

  // nullopt when all of it stays.
  absl::StatusOr<std::optional<Plan>> PlanDocument(uint32_t collection, uint32_t document,
                                                   size_t max_revisions) {
    std::vector<TrimCandidate> revisions;
    const auto walked = reader_.WalkBefore(collection, document, kNewest, [&](const auto& found) {
      scanned_bytes_ += found.row.ByteSizeLong();
      revisions.push_back({found.key.commit, found.row.ordinal(), found.row.commit_time_us(),
                           found.row.content_commit(), found.row.source_commit()});
      return true;
    });
    if (!walked.ok()) return walked.status();
    size_t kept = CountKept(revisions, selector_.rule, selector_.at);
    if (kept == revisions.size()) return std::nullopt;
    Plan plan;
    plan.is_cut = revisions.size() - kept > max_revisions;
    if (plan.is_cut) kept = revisions.size() - max_revisions;  // the oldest go first
    const TrimCandidate& oldest = revisions[kept - 1];
    plan.trim.newest = {collection, document, revisions[0].commit};
    plan.trim.first_kept = oldest.ordinal;
    plan.floor = {oldest.commit, FromMicros(oldest.time_us)};
    plan.revisions = static_cast<int64_t>(revisions.size() - kept);
    if (absl::Status status = AddRows(view_, revisions, kept, plan); !status.ok()) return status;
    return plan;
  }

  size_t scanned_bytes() const { return scanned_bytes_; }

 private:
  View& view_;
  const TrimSelector& selector_;
  DocumentReader reader_;
  size_t scanned_bytes_ = 0;
};

// One step.
class Trimmer {
 public:
  Trimmer(Engine& engine, const StoreState& state, Committer& committer,
          const TrimSelector& selector)
      : engine_(engine), state_(state), committer_(committer), selector_(selector) {}

  absl::StatusOr<TrimStep> Run(const TrimPosition& from) {
    step_.position = from;
    if (absl::Status status = Look(); !status.ok()) return status;
    if (selector_.dry_run) {
      for (const Plan& plan : plans_) Count(plan);
      return step_;
    }
    for (int attempt = 0; attempt < kMaxAttempts && !plans_.empty(); ++attempt) {
      if (attempt > 0) {
        if (absl::Status status = LookAgain(); !status.ok()) return status;
      }
      if (absl::Status status = Write(); !status.ok()) return status;
    }
    step_.failed = static_cast<int64_t>(plans_.size());
    return step_;
  }

 private:
  void Count(const Plan& plan) {
    step_.revisions += plan.revisions;
    step_.bytes += plan.bytes;
  }

  bool IsFull() const {
    return step_.documents >= kMaxDocuments || planned_revisions_ >= kMaxRevisions;
  }

  // Plans all documents of the step.
  absl::Status Look() {
    const std::unique_ptr<View> view = engine_.OpenView();
    Planner planner(*view, selector_);
    if (selector_.parents.empty()) return LookAtRange(*view, planner, std::nullopt);
    TrimPosition& at = step_.position;
    step_.complete = at.parent >= selector_.parents.size();
    while (at.parent < selector_.parents.size()) {
      const absl::Status status = LookAtParent(*view, planner, selector_.parents[at.parent]);
      if (!status.ok() || !step_.complete) return status;
      at = {.parent = at.parent + 1};
      step_.complete = at.parent == selector_.parents.size();
      if (IsFull()) break;
    }
    return absl::OkStatus();
  }

  // Sets complete when the parent is.
  absl::Status LookAtParent(View& view, Planner& planner, const ScanParent& parent) {
    const auto collection = state_.collections().NumberOf(parent.collection_id);
    step_.complete = true;
    if (!collection) return absl::OkStatus();
    if (parent.document_id.empty()) return LookAtRange(view, planner, *collection);
    const auto number = DocumentReader(view).FindNumber(*collection, parent.document_id, kNewest);
    if (!number.ok() || !number->has_value()) return number.status();
    return LookAtDocument(planner, *collection, **number);
  }

  absl::Status LookAtRange(View& view, Planner& planner, std::optional<uint32_t> collection) {
    const KeyRange range =
        collection ? CollectionRange(Tag::kRevision, *collection) : RangeOf(Tag::kRevision);
    TrimPosition& at = step_.position;
    if (collection) at.collection_number = *collection;
    const auto cursor = view.Scan(range.lower, range.upper, {.fill_cache = false});
    cursor->Seek(RowKey(Tag::kRevision, {at.collection_number, at.document_number, kNewest}));
    while (cursor->Valid()) {
      const auto key = ParseRowKey(Tag::kRevision, cursor->key());
      if (!key) return DamagedRow("revision key");
      at.collection_number = key->collection;
      at.document_number = key->document;
      step_.complete = false;
      if (IsFull() || planner.scanned_bytes() >= kMaxScannedBytes) return absl::OkStatus();
      absl::Status status = LookAtDocument(planner, key->collection, key->document);
      if (!status.ok() || !step_.complete) return status;
      cursor->Seek(DocumentRange(Tag::kRevision, key->collection, key->document).upper);
    }
    step_.complete = true;
    return cursor->status();
  }

  // Sets complete when nothing of the document is left for the next step.
  absl::Status LookAtDocument(Planner& planner, uint32_t collection, uint32_t document) {
    const size_t room = kMaxRevisions - std::min(planned_revisions_, kMaxRevisions);
    auto plan = planner.PlanDocument(collection, document, selector_.dry_run ? SIZE_MAX : room);
    if (!plan.ok()) return plan.status();
    step_.complete = !plan->has_value() || !(*plan)->is_cut;
    if (step_.complete) ++step_.documents;
    if (!plan->has_value()) return absl::OkStatus();
    if (!selector_.dry_run) planned_revisions_ += static_cast<size_t>((*plan)->revisions);
    if (selector_.dry_run) (*plan)->trim.keys.clear();
    plans_.push_back(**std::move(plan));
    return absl::OkStatus();
  }

  // Plans those that have moved once more.
  absl::Status LookAgain() {
    const std::unique_ptr<View> view = engine_.OpenView();
    Planner planner(*view, selector_);
    for (Plan& plan : std::exchange(plans_, {})) {
      const DocumentKey& key = plan.trim.newest;
      auto again =
          planner.PlanDocument(key.collection, key.document, static_cast<size_t>(plan.revisions));
      if (!again.ok()) return again.status();
      if (again->has_value()) plans_.push_back(**std::move(again));
    }
    return absl::OkStatus();
  }

  // First the floor, then the rows: a view that lacks a row was opened when every
  // reader could see the floor. Leaves the plans of the documents that have moved.
  absl::Status Write() {
    if (plans_.empty()) return absl::OkStatus();
    CommitPoint floor;
    std::vector<DocumentTrim> trims;
    for (Plan& plan : plans_) {
      if (plan.floor.number > floor.number) floor = plan.floor;
      trims.push_back(std::move(plan.trim));
    }
    if (floor.number > state_.Oldest().number && !IsMutant("p20-floor-left-out")) {
      const auto raised =
          CommitAndWait<bool>(committer_, [floor](CommitGroup& group) -> absl::StatusOr<bool> {
            absl::Status status = group.RaiseFloor(floor);
            if (!status.ok()) return status;
            return true;
          });
      if (!raised.ok()) return raised.status();
    }
    const auto moved = CommitAndWait<std::vector<size_t>>(
        committer_, [&trims](CommitGroup& group) { return group.Trim(trims); });
    if (!moved.ok()) return moved.status();
    std::vector<Plan> left;
    for (size_t i = 0; i < plans_.size(); ++i) {
      if (!std::binary_search(moved->begin(), moved->end(), i)) {
        Count(plans_[i]);
        continue;
      }
      plans_[i].trim = std::move(trims[i]);
      left.push_back(std::move(plans_[i]));
    }
    plans_ = std::move(left);
    return absl::OkStatus();
  }

  Engine& engine_;
  const StoreState& state_;
  Committer& committer_;
  const TrimSelector& selector_;
  std::vector<Plan> plans_;
  size_t planned_revisions_ = 0;
  TrimStep step_;
};

}  // namespace

absl::StatusOr<TrimStep> TakeTrimStep(Engine& engine, const StoreState& state, Committer& committer,
                                      const TrimSelector& selector, const TrimPosition& from) {
  return Trimmer(engine, state, committer, selector).Run(from);
}

}  // namespace pledge::storage
