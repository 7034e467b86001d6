#include "tests/integration/watch_history.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace pledge::testing {
namespace {

using v1::Change;
using v1::WatchChangesResponse;

// collections/c/documents/d of any name below it.
std::string DocumentOf(const std::string& name) { return name.substr(0, name.find("/revisions/")); }

std::string WordsOf(const v1::Commitment& commitment, const v1::Document& document) {
  return commitment.text().empty() ? document.etag() : commitment.text();
}

std::string CurrentOf(const Change& change) {
  return WordsOf(change.commitment(), change.document());
}

std::string PreviousOf(const Change& change) {
  return WordsOf(change.previous_commitment(), change.previous_document());
}

// One change in words: what is compared with the truth.
std::string LineOf(int64_t commit, v1::ChangeKind kind, const std::string& document,
                   const std::string& lineage, const std::string& before,
                   const std::string& after) {
  return absl::StrCat(commit, " ", v1::ChangeKind_Name(kind), " ", document, " ", lineage, " [",
                      before, "] [", after, "]");
}

std::vector<std::string> ExpectedLines(const WatchHistory& history,
                                       const std::vector<TrueCommit>& truth) {
  std::vector<std::string> lines;
  for (const TrueCommit& commit : truth) {
    if (commit.commit <= history.begin) continue;
    if (history.parent != "collections/-" &&
        !absl::StartsWith(commit.document, history.parent + "/")) {
      continue;
    }
    std::set<std::string> of_commit;
    for (const auto& [lineage, words] : commit.after) {
      const auto old = commit.before.find(lineage);
      if (old == commit.before.end()) {
        of_commit.insert(
            LineOf(commit.commit, v1::CHANGE_KIND_ADDED, commit.document, lineage, "", words));
      } else if (old->second != words) {
        of_commit.insert(LineOf(commit.commit, v1::CHANGE_KIND_CHANGED, commit.document, lineage,
                                old->second, words));
      }
    }
    for (const auto& [lineage, words] : commit.before) {
      if (commit.after.count(lineage) > 0) continue;
      of_commit.insert(
          LineOf(commit.commit, v1::CHANGE_KIND_REMOVED, commit.document, lineage, words, ""));
    }
    lines.insert(lines.end(), of_commit.begin(), of_commit.end());
  }
  return lines;
}

// The lines of a history, those of one commit in alphabetical order.
std::vector<std::string> ToldLines(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  std::set<std::string> of_commit;
  int64_t commit = 0;
  const auto flush = [&] {
    lines.insert(lines.end(), of_commit.begin(), of_commit.end());
    of_commit.clear();
  };
  for (const Change& change : changes) {
    if (change.commit_number() != commit) flush();
    commit = change.commit_number();
    of_commit.insert(LineOf(commit, change.kind(), DocumentOf(change.name()), change.lineage_id(),
                            PreviousOf(change), CurrentOf(change)));
  }
  flush();
  return lines;
}

// Messages with the pieces of cut commits put together; a piece that was never
// finished is dropped, for its commit comes again.
std::vector<WatchChangesResponse> Whole(const std::vector<WatchChangesResponse>& messages) {
  std::vector<WatchChangesResponse> out;
  WatchChangesResponse pending;
  for (const WatchChangesResponse& message : messages) {
    pending.MergeFrom(message);
    if (message.continues()) {
      EXPECT_TRUE(message.resume_token().empty());
      EXPECT_FALSE(message.has_through());
      continue;
    }
    pending.set_continues(false);
    out.push_back(std::exchange(pending, {}));
  }
  return out;
}

class Validator {
 public:
  explicit Validator(const WatchHistory& history) : through_(history.begin) {}

  void Take(const WatchChangesResponse& message) {
    ASSERT_TRUE(message.has_through());
    ASSERT_FALSE(message.resume_token().empty());
    const int64_t through = message.through().commit_number();
    EXPECT_GE(through, through_) << "ordered: tokens go back";
    for (const Change& change : message.changes()) {
      // Resumable, bookmarkable and atomic: what a token covers is over. A
      // commit of which a part came before it would break this.
      EXPECT_GT(change.commit_number(), through_) << "came after its bookmark";
      EXPECT_LE(change.commit_number(), through) << "ahead of its bookmark";
      EXPECT_GE(change.commit_number(), last_) << "ordered";
      last_ = change.commit_number();
      TakeChange(change);
    }
    through_ = through;
  }

  const std::vector<Change>& changes() const { return changes_; }

 private:
  void TakeChange(const Change& change) {
    const std::string record = absl::StrCat(DocumentOf(change.name()), " ", change.lineage_id());
    EXPECT_TRUE(seen_.insert(absl::StrCat(change.commit_number(), " ", record)).second)
        << "unique: " << record;
    const auto known = known_.find(record);
    const bool is_known = known != known_.end();
    switch (change.kind()) {
      case v1::CHANGE_KIND_ADDED:
        EXPECT_FALSE(is_known) << "kinds: added again: " << record;
        EXPECT_EQ(PreviousOf(change), "");
        break;
      case v1::CHANGE_KIND_CHANGED:
      case v1::CHANGE_KIND_REMOVED:
        // What was there before the watch began is not known to it.
        if (is_known) {
          EXPECT_EQ(PreviousOf(change), known->second) << "previous value: " << record;
        }
        break;
      default:
        ADD_FAILURE() << "kind " << change.kind();
    }
    if (change.kind() == v1::CHANGE_KIND_REMOVED) {
      known_.erase(record);
    } else {
      known_[record] = CurrentOf(change);
    }
    changes_.push_back(change);
  }

  int64_t through_;
  int64_t last_ = 0;
  std::set<std::string> seen_;
  std::map<std::string, std::string> known_;
  std::vector<Change> changes_;
};

}  // namespace

void ExpectTrueHistory(const WatchHistory& history, const std::vector<TrueCommit>& truth) {
  Validator validator(history);
  for (const auto& stream : history.streams) {
    for (const WatchChangesResponse& message : Whole(stream)) {
      ASSERT_NO_FATAL_FAILURE(validator.Take(message));
    }
  }
  EXPECT_EQ(ToldLines(validator.changes()), ExpectedLines(history, truth))
      << "complete, filtered right, previous value right";
}

}  // namespace pledge::testing
