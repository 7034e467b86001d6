#include "service/query/aggregate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/query/group_key.h"
#include "service/query/read_point.h"
#include "service/query/record_match.h"
#include "service/query/selection.h"

namespace pledge::query {
namespace {

using storage::ColumnRow;
using storage::CommitmentColumns;

struct Count {
  int64_t commitments = 0;
  int64_t documents = 0;
};

// Counts document by document.
class Counter {
 public:
  explicit Counter(const GroupKey& key) : key_(key) {}

  void BeginDocument(const ColumnRow& letter, std::string_view collection_id) {
    const std::string part = key_.LetterPart(letter, collection_id);
    letter_ = letters_.try_emplace(part, letters_.size()).first->second;
  }

  void Add(const CommitmentColumns& commitment) {
    const uint64_t part = key_.CommitmentPart(commitment);
    for (auto& [seen, count] : of_document_) {
      if (seen != part) continue;
      ++count;
      return;
    }
    of_document_.emplace_back(part, 1);
  }

  void EndDocument() {
    for (const auto& [part, count] : of_document_) {
      Count& group = groups_[{letter_, part}];
      group.commitments += count;
      ++group.documents;
    }
    of_document_.clear();
  }

  bool is_full() const { return groups_.size() > kMaxCountedGroups; }

  // The largest groups, largest first, equal ones by their values.
  void Finish(int max_groups, v1::AggregateCommitmentsResponse* response) const;

 private:
  using Key = std::pair<size_t, uint64_t>;

  const GroupKey& key_;
  absl::flat_hash_map<std::string, size_t> letters_;
  absl::flat_hash_map<Key, Count> groups_;
  size_t letter_ = 0;
  std::vector<std::pair<uint64_t, int64_t>> of_document_;  // few, so that a search is short
};

void Counter::Finish(int max_groups, v1::AggregateCommitmentsResponse* response) const {
  std::vector<std::string_view> words(letters_.size());
  for (const auto& [part, id] : letters_) words[id] = part;
  std::vector<v1::AggregateGroup> all;
  all.reserve(groups_.size());
  for (const auto& [key, count] : groups_) {
    v1::AggregateGroup& group = all.emplace_back();
    for (std::string& value : key_.Values(words[key.first], key.second)) {
      group.add_values(std::move(value));
    }
    group.set_count(count.commitments);
    group.set_document_count(count.documents);
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    if (a.count() != b.count()) return a.count() > b.count();
    return std::lexicographical_compare(a.values().begin(), a.values().end(), b.values().begin(),
                                        b.values().end());
  });
  for (size_t i = 0; i < all.size(); ++i) {
    if (i < static_cast<size_t>(max_groups)) {
      response->add_groups()->Swap(&all[i]);
    } else {
      response->set_other_count(response->other_count() + all[i].count());
    }
  }
}

// Ids of collections by their numbers; each is looked up once.
class CollectionIds {
 public:
  explicit CollectionIds(storage::RecordStore& store) : store_(store) {}

  absl::StatusOr<std::string_view> Of(const storage::ScannedColumns& row) {
    const auto known = ids_.find(row.collection_number);
    if (known != ids_.end()) return known->second;
    auto revision = store_.GetScanned(row.collection_number, row.document_number, row.commit);
    if (!revision.ok()) return revision.status();
    return ids_.emplace(row.collection_number, revision->collection_id).first->second;
  }

 private:
  storage::RecordStore& store_;
  std::map<uint32_t, std::string> ids_;
};

class Aggregation {
 public:
  Aggregation(storage::RecordStore& store, const Selection& selection, const GroupKey& key,
              const std::function<bool()>& is_cancelled)
      : store_(store),
        selection_(selection),
        key_(key),
        is_cancelled_(is_cancelled),
        match_(selection),
        counter_(key),
        collections_(store) {}

  absl::Status Run() {
    const bool reads_records =
        selection_.text || (selection_.filter && selection_.filter->ReadsRecords());
    return reads_records ? CountRecords() : CountColumns();
  }
  const Counter& counter() const { return counter_; }

 private:
  // Pulls until nothing is left. `pull(position, limits)` gives the next result.
  template <typename PullOne>
  absl::Status PullAll(const PullOne& pull) {
    storage::ScanPosition position;
    for (;;) {
      if (is_cancelled_()) return MakeError(ErrorReason::kCancelled, "the caller went away");
      const storage::ScanLimits limits{kPullScanBytes, absl::Milliseconds(kPullMilliseconds)};
      absl::StatusOr<storage::PullResult> pulled = pull(position, limits);
      if (!pulled.ok()) return pulled.status();
      if (!failed_.ok()) return failed_;
      if (counter_.is_full()) {
        return FieldError("group_by", absl::StrCat("more than ", kMaxCountedGroups, " groups"));
      }
      if (pulled->complete) return absl::OkStatus();
      position = pulled->position;
    }
  }

  absl::Status CountColumns();
  bool CountRow(const storage::ScannedColumns& row);
  absl::Status CountRecords();

  storage::RecordStore& store_;
  const Selection& selection_;
  const GroupKey& key_;
  const std::function<bool()>& is_cancelled_;
  RecordMatch match_;
  Counter counter_;
  CollectionIds collections_;
  std::vector<bool> wanted_;
  absl::Status failed_;
};

absl::Status Aggregation::CountColumns() {
  return PullAll([this](const storage::ScanPosition& from, const storage::ScanLimits& limits) {
    return store_.PullColumns(selection_.scan, from, limits,
                              [this](const storage::ScannedColumns& row) { return CountRow(row); });
  });
}

bool Aggregation::CountRow(const storage::ScannedColumns& row) {
  wanted_.clear();
  if (!match_.Select(row.columns, &wanted_)) return true;
  std::string_view collection_id;
  if (key_.needs_collection()) {
    auto id = collections_.Of(row);
    failed_ = id.status();
    if (!id.ok()) return false;
    collection_id = *id;
  }
  counter_.BeginDocument(row.columns, collection_id);
  for (size_t i = 0; i < row.columns.commitments.size(); ++i) {
    const CommitmentColumns& commitment = row.columns.commitments[i];
    if (!wanted_.empty() && !wanted_[i]) continue;
    if ((selection_.scan.tag_mask >> commitment.type & 1) != 0) counter_.Add(commitment);
  }
  counter_.EndDocument();
  return true;
}

absl::Status Aggregation::CountRecords() {
  storage::ScanSelector selector = selection_.scan;
  selector.filter = &match_;
  const ColumnRow* open = nullptr;  // the row in the counter
  uint64_t open_commit = 0;
  const auto close = [&] {
    if (open != nullptr) counter_.EndDocument();
    open = nullptr;
  };
  return PullAll([&](const storage::ScanPosition& from, const storage::ScanLimits& limits) {
    auto pulled = store_.Pull(selector, from, limits,
                              [&](const storage::StoredRevision& revision,
                                  const storage::UnpackedRow& row, size_t index) {
                                auto matches = match_.Matches(row, index);
                                failed_ = matches.status();
                                if (!matches.ok() || !*matches) return matches.ok();
                                if (open == nullptr || open_commit != revision.commit.number) {
                                  close();
                                  open = &match_.letter();
                                  open_commit = revision.commit.number;
                                  counter_.BeginDocument(*open, revision.collection_id);
                                }
                                counter_.Add(match_.letter().commitments[index]);
                                return true;
                              });
    close();  // a pull ends between documents
    return pulled;
  });
}

}  // namespace

absl::StatusOr<v1::AggregateCommitmentsResponse> Aggregate(
    storage::RecordStore& store, const v1::AggregateCommitmentsRequest& request,
    const std::function<bool()>& is_cancelled) {
  auto key = GroupKey::Create(request.group_by());
  if (!key.ok()) return key.status();
  if (request.max_groups() < 0) return FieldError("max_groups", "must not be negative");
  const int max_groups =
      request.max_groups() == 0 ? kDefaultMaxGroups : std::min(request.max_groups(), kMaxGroups);
  auto selection = MakeSelection(storage::RecordKind::kCommitments, request.selector());
  if (!selection.ok()) return selection.status();
  auto point = ResolveReadPoint(store, request.read_point());
  if (!point.ok()) return point.status();
  selection->scan.at = point->number;
  Aggregation aggregation(store, *selection, *key, is_cancelled);
  if (absl::Status status = aggregation.Run(); !status.ok()) return status;
  v1::AggregateCommitmentsResponse response;
  aggregation.counter().Finish(max_groups, &response);
  *response.mutable_read_info() = MakeReadInfo(store, *point);
  return response;
}

}  // namespace pledge::query
