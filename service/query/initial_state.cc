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
#include "service/query/change_reader.h"
#include "service/query/record_reader.h"

namespace pledge::query {
namespace {

using storage::DocumentPosition;
using storage::ScanParent;

constexpr char kCommitmentPurpose[] = "watch-commitments";
constexpr char kDocumentPurpose[] = "watch-documents";

// The revisions that records name, one after the other. Records of one document
// follow each other, so that each document costs one look.
class RevisionsOfRecords {
 public:
  explicit RevisionsOfRecords(storage::RecordStore& store) : store_(store) {}

  // The revision that the record stands in; nullopt when it was erased since.
  absl::StatusOr<std::optional<storage::StoredRevision>> Find(const std::string& record_name,
                                                              storage::CommitNumber at) {
    const std::string name =
        record_name.substr(0, record_name.rfind('/', record_name.rfind('/') - 1));
    if (name == name_) return revision_;
    const auto parsed = ParseRevisionName("name", name);
    if (!parsed.ok()) return parsed.status();
    auto found = store_.GetRevision(parsed->collection, parsed->document, parsed->ordinal, at);
    const bool is_gone = ReasonOf(found.status()) == ErrorReason::kDocumentNotFound ||
                         ReasonOf(found.status()) == ErrorReason::kRevisionNotFound;
    if (!found.ok() && !is_gone) return found.status();
    name_ = name;
    revision_.reset();
    if (found.ok()) revision_ = *std::move(found);
    return revision_;
  }

 private:
  storage::RecordStore& store_;
  std::string name_;  // of the last one
  std::optional<storage::StoredRevision> revision_;
};

// Commitments: what a stream of the same selector gives.
class InitialCommitments final : public InitialState {
 public:
  static absl::StatusOr<std::unique_ptr<InitialState>> Create(
      storage::RecordStore& store, const v1::WatchChangesRequest& request) {
    ReaderQuery query;
    query.kind = storage::RecordKind::kCommitments;
    query.selector = request.selector();
    query.read_mask = request.read_mask();
    // What a change says beside the record.
    if (!query.read_mask.paths().empty()) {
      query.read_mask.add_paths("name");
      query.read_mask.add_paths("lineage_id");
    }
    query.token = request.resume_token();
    query.token_field = "resume_token";
    query.purpose = kCommitmentPurpose;
    auto reader = RecordReader::Create(store, query);
    if (!reader.ok()) return reader.status();
    auto mask = ReadMask::Create(request.read_mask(), v1::Commitment::descriptor());
    if (!mask.ok()) return mask.status();
    return std::unique_ptr<InitialState>(
        new InitialCommitments(store, *std::move(reader), *std::move(mask), request.names_only()));
  }

  absl::StatusOr<bool> Pull(v1::WatchChangesResponse* message) override {
    std::string records;
    const auto piece = reader_->Pull({.bytes = kStreamBatchBytes,
                                      .records = static_cast<int64_t>(kMaxStreamBatchRecords),
                                      .time = absl::Milliseconds(kPullMilliseconds)},
                                     &records);
    if (!piece.ok()) return piece.status();
    v1::StreamCommitmentsResponse parsed;
    if (!parsed.ParseFromString(records)) {
      return MakeError(ErrorReason::kChecksumFailed, "a stored record does not parse");
    }
    for (v1::Commitment& commitment : *parsed.mutable_commitments()) {
      const auto revision = revisions_.Find(commitment.name(), at());
      if (!revision.ok()) return revision.status();
      if (!revision->has_value()) continue;
      v1::Change& change = *message->add_changes();
      change.set_kind(v1::CHANGE_KIND_EXISTS);
      change.set_commit_number(static_cast<int64_t>((*revision)->commit.number));
      change.set_cause(static_cast<v1::RevisionCause>((*revision)->cause));
      change.set_name(commitment.name());
      change.set_lineage_id(commitment.lineage_id());
      if (names_only_) continue;
      mask_.Apply(&commitment);
      *change.mutable_commitment() = std::move(commitment);
    }
    return reader_->complete();
  }

  std::string MakeToken() const override { return reader_->MakeToken(); }
  storage::CommitNumber at() const override {
    return static_cast<storage::CommitNumber>(reader_->MakeInfo().commit_number());
  }

 private:
  InitialCommitments(storage::RecordStore& store, std::unique_ptr<RecordReader> reader,
                     ReadMask mask, bool names_only)
      : revisions_(store),
        reader_(std::move(reader)),
        mask_(std::move(mask)),
        names_only_(names_only) {}

  RevisionsOfRecords revisions_;
  const std::unique_ptr<RecordReader> reader_;
  const ReadMask mask_;
  const bool names_only_;
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
  if (selector.target() == v1::WATCH_TARGET_COMMITMENTS) {
    return InitialCommitments::Create(store, request);
  }
  auto documents = std::make_unique<InitialDocuments>(store, selector, request);
  if (!request.resume_token().empty()) {
    absl::Status status = documents->Resume(request.resume_token());
    if (!status.ok()) return status;
  }
  return documents;
}

}  // namespace pledge::query
