#include "service/query/initial_state.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/base/sha256.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/stored_record.h"
#include "service/query/change_reader.h"

namespace pledge::query {
namespace {

using storage::DocumentPosition;
using storage::RecordKind;
using storage::ScanParent;

constexpr char kCommitmentPurpose[] = "watch-commitments";
constexpr char kDocumentPurpose[] = "watch-documents";

// Where a scan of a document's records stands, as the places of a token.
std::string PlaceOf(const storage::ScanPosition& position) {
  return absl::StrCat(position.parent, ",", position.collection_number, ",",
                      position.document_number, ",", position.next_record);
}

// Commitments, in the order of a stream.
class InitialCommitments final : public InitialState {
 public:
  InitialCommitments(storage::RecordStore& store, const ChangeSelector& selector,
                     const v1::WatchChangesRequest& request)
      : store_(store),
        selector_(selector),
        digest_(Hex(Sha256(mapping::SerializeDeterministic(request.selector()))).substr(0, 16)) {
    scan_.kind = RecordKind::kCommitments;
    scan_.include_deleted = selector.include_deleted();
    scan_.parents = selector.parents();
    scan_.at = store.Head().number;
  }

  // Token payload: digest, commit, place of the scan.
  absl::Status Resume(const std::string& token) {
    const auto payload = store_.Unseal(kCommitmentPurpose, token);
    if (!payload.ok()) return payload.status();
    const std::vector<std::string> parts = absl::StrSplit(*payload, ',');
    if (parts.size() != 6 || parts[0] != digest_ || !absl::SimpleAtoi(parts[1], &scan_.at) ||
        !absl::SimpleAtoi(parts[2], &position_.parent) ||
        !absl::SimpleAtoi(parts[3], &position_.collection_number) ||
        !absl::SimpleAtoi(parts[4], &position_.document_number) ||
        !absl::SimpleAtoi(parts[5], &position_.next_record)) {
      return MakeError(ErrorReason::kTokenMalformed, "resume_token was made for another selector",
                       {{"field", "resume_token"}});
    }
    return store_.PointOf(scan_.at).status();
  }

  absl::StatusOr<bool> Pull(v1::WatchChangesResponse* message) override {
    size_t bytes = 0;
    absl::Status failed;
    const auto add = [&](const storage::StoredRevision& revision, const storage::UnpackedRow& row,
                         size_t index) {
      if (bytes >= kStreamBatchBytes || !failed.ok()) return false;
      auto change = MakeChange(revision, row, index);
      if (!change.ok()) failed = change.status();
      if (!change.ok() || !change->has_value()) return change.ok();
      bytes += (*change)->ByteSizeLong();
      *message->add_changes() = **std::move(change);
      return true;
    };
    const auto pull = store_.Pull(scan_, position_, {kPullScanBytes}, add);
    if (!pull.ok()) return pull.status();
    if (!failed.ok()) return failed;
    position_ = pull->position;
    return pull->complete;
  }

  std::string MakeToken() const override {
    return store_.Seal(kCommitmentPurpose,
                       absl::StrCat(digest_, ",", scan_.at, ",", PlaceOf(position_)));
  }
  storage::CommitNumber at() const override { return scan_.at; }

 private:
  absl::StatusOr<std::optional<v1::Change>> MakeChange(const storage::StoredRevision& revision,
                                                       const storage::UnpackedRow& row,
                                                       size_t index) {
    if (!selector_.Matches(row.tag(index))) return std::nullopt;
    v1::Commitment commitment;
    if (!mapping::ParseStored(
            MakeRevisionName(revision.collection_id, revision.document_id, revision.ordinal), index,
            row.record(index), &commitment)) {
      return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
    }
    v1::Change change;
    change.set_kind(v1::CHANGE_KIND_EXISTS);
    change.set_commit_number(static_cast<int64_t>(revision.commit.number));
    change.set_cause(static_cast<v1::RevisionCause>(revision.cause));
    change.set_name(commitment.name());
    change.set_lineage_id(commitment.lineage_id());
    if (selector_.names_only()) return change;
    selector_.mask().Apply(&commitment);
    *change.mutable_commitment() = std::move(commitment);
    return change;
  }

  storage::RecordStore& store_;
  const ChangeSelector& selector_;
  const std::string digest_;
  storage::ScanSelector scan_;
  storage::ScanPosition position_;
};

// Documents, parent by parent, in the order of their names.
class InitialDocuments final : public InitialState {
 public:
  InitialDocuments(storage::RecordStore& store, const ChangeSelector& selector,
                   const v1::WatchChangesRequest& request)
      : store_(store),
        reader_(store, selector),
        digest_(Hex(Sha256(mapping::SerializeDeterministic(request.selector()))).substr(0, 16)),
        parents_(selector.parents()),
        include_deleted_(selector.include_deleted()),
        at_(store.Head().number) {
    if (parents_.empty()) parents_.emplace_back();  // all collections
  }

  // Token payload: digest, commit, parent, collection, document.
  absl::Status Resume(const std::string& token) {
    const auto payload = store_.Unseal(kDocumentPurpose, token);
    if (!payload.ok()) return payload.status();
    const std::vector<std::string> parts = absl::StrSplit(*payload, ',');
    if (parts.size() != 5 || parts[0] != digest_ || !absl::SimpleAtoi(parts[1], &at_) ||
        !absl::SimpleAtoi(parts[2], &parent_)) {
      return MakeError(ErrorReason::kTokenMalformed, "resume_token was made for another selector",
                       {{"field", "resume_token"}});
    }
    position_ = {parts[3], parts[4]};
    return store_.PointOf(at_).status();
  }

  absl::StatusOr<bool> Pull(v1::WatchChangesResponse* message) override {
    size_t bytes = 0;
    absl::Status failed;
    const auto add = [&](const storage::StoredRevision& revision) {
      if (bytes >= kStreamBatchBytes) return false;
      auto change = reader_.ReadExisting(revision);
      if (!change.ok()) failed = change.status();
      if (!change.ok() || !change->has_value()) return change.ok();
      bytes += (*change)->ByteSizeLong();
      *message->add_changes() = **std::move(change);
      return true;
    };
    const absl::Status status = PullFrom(parents_[parent_], add);
    if (!status.ok()) return status;
    if (!failed.ok()) return failed;
    return parent_ == parents_.size();
  }

  std::string MakeToken() const override {
    return store_.Seal(kDocumentPurpose,
                       absl::StrCat(digest_, ",", at_, ",", parent_, ",", position_.collection_id,
                                    ",", position_.document_id));
  }
  storage::CommitNumber at() const override { return at_; }

 private:
  // One pull of one parent; goes to the next one when it has no more.
  absl::Status PullFrom(const ScanParent& parent,
                        const storage::RecordStore::DocumentVisitor& add) {
    if (parent.document_id.empty()) {
      storage::DocumentSelector selector;
      selector.collection_id = parent.collection_id;
      selector.include_deleted = include_deleted_;
      selector.at = at_;
      const auto pull = store_.PullDocuments(selector, position_, kPullScanBytes, add);
      if (!pull.ok()) return pull.status();
      position_ = pull->position;
      if (!pull->complete) return absl::OkStatus();
    } else {
      const auto head = store_.GetDocument(parent.collection_id, parent.document_id, at_);
      if (!head.ok() && ReasonOf(head.status()) != ErrorReason::kDocumentNotFound) {
        return head.status();
      }
      if (head.ok()) add(*head);
    }
    ++parent_;
    position_ = {};
    return absl::OkStatus();
  }

  storage::RecordStore& store_;
  ChangeReader reader_;
  const std::string digest_;
  std::vector<ScanParent> parents_;
  const bool include_deleted_;
  storage::CommitNumber at_;
  size_t parent_ = 0;
  DocumentPosition position_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<InitialState>> NewInitialState(
    storage::RecordStore& store, const ChangeSelector& selector,
    const v1::WatchChangesRequest& request) {
  const auto begin = [&](auto initial) -> absl::StatusOr<std::unique_ptr<InitialState>> {
    if (request.resume_token().empty()) return initial;
    absl::Status status = initial->Resume(request.resume_token());
    if (!status.ok()) return status;
    return initial;
  };
  if (selector.target() == v1::WATCH_TARGET_COMMITMENTS) {
    return begin(std::make_unique<InitialCommitments>(store, selector, request));
  }
  return begin(std::make_unique<InitialDocuments>(store, selector, request));
}

}  // namespace pledge::query
