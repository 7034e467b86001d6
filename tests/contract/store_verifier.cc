#include "tests/contract/store_verifier.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "storage/column_row.h"
#include "storage/commit_log.h"
#include "storage/document_rows.h"
#include "storage/key_codec.h"
#include "storage/packed_row.h"
#include "storage/stored_values.h"

namespace pledge::testing {
namespace {

using namespace storage;  // NOLINT: a verifier of one namespace's rows

class Verifier {
 public:
  explicit Verifier(Engine& engine) : view_(engine.OpenView()) {}

  std::vector<std::string> Run() {
    CheckLog();
    CheckRevisions();
    CheckCollections();
    CheckRowsHaveRevisions();
    CheckText();
    CheckSessions();
    CheckJobs();
    return findings_;
  }

 private:
  using Place = std::tuple<uint32_t, uint32_t, uint64_t>;

  template <typename Visit>
  void ForEach(Tag tag, const Visit& visit) {
    const KeyRange range = RangeOf(tag);
    const auto cursor = view_->Scan(range.lower, range.upper, {});
    for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
      visit(cursor->key(), cursor->value());
    }
    if (!cursor->status().ok()) Find(cursor->status().ToString());
  }

  void Find(std::string what) { findings_.push_back(std::move(what)); }
  bool Has(const std::string& key) { return view_->Get(key)->has_value(); }

  // Commits without holes, times that grow, an unbroken running digest.
  void CheckLog() {
    const auto import = view_->Get(ImportKey());
    if (import->has_value()) imported_ = ParseRow<v1::ImportProgress>(**import)->commit();
    // The log of an imported store begins with the state that was imported.
    uint64_t next = std::max<uint64_t>(1, imported_);
    int64_t last_us = -1;
    std::string digest = EmptyLogDigest();
    ForEach(Tag::kLog, [&](std::string_view key, std::string_view value) {
      auto row = DecodeLogRow(*ParseLogKey(key), value);
      if (!row.ok()) return Find("log row does not parse");
      if (row->first_commit != next) Find(absl::StrCat("hole in the log at ", next));
      next = row->last_commit() + 1;
      LogRow again = *row;
      EncodeLogRow(again, digest);
      if (again.running_digest != row->running_digest) Find("running digest is broken");
      digest = row->running_digest;
      for (size_t i = 0; i < row->entries.size(); ++i) {
        const LogEntry& entry = row->entries[i];
        if (entry.time_us <= last_us) Find("commit times do not grow");
        last_us = entry.time_us;
        if (entry.kind < LogKind::kCreated) continue;
        if (entry.kind == LogKind::kPurged) Forget(entry.collection, entry.document);
        logged_[{entry.collection, entry.document, row->first_commit + i}] = entry.digest;
      }
    });
    head_ = next - 1;
  }

  // Only the tombstone is left of a purged document.
  void Forget(uint32_t collection, uint32_t document) {
    logged_.erase(logged_.lower_bound({collection, document, 0}),
                  logged_.upper_bound({collection, document, UINT64_MAX}));
  }

  void CheckRevisions() {
    std::map<std::pair<uint32_t, uint32_t>, std::pair<uint64_t, std::string>> newer;
    ForEach(Tag::kRevision, [&](std::string_view key, std::string_view value) {
      const DocumentKey at = *ParseRowKey(Tag::kRevision, key);
      const auto row = ParseRow<v1::RevisionRow>(value);
      if (!row.ok()) return Find("revision row does not parse");
      CheckRevision(at, *row);
    });
    size_t count = 0;
    for (const Place& place : revisions_) count += std::get<2>(place) > imported_ ? 1 : 0;
    if (logged_.size() != count) Find("log and revisions differ in number");
  }

  void CheckRevision(const DocumentKey& at, const v1::RevisionRow& row) {
    const std::string name = absl::StrCat(row.document_id(), "@", row.ordinal());
    revisions_.insert({at.collection, at.document, at.commit});
    const auto logged = logged_.find({at.collection, at.document, at.commit});
    if (at.commit > imported_) {
      if (logged == logged_.end()) return Find(name + ": no log entry");
      if (logged->second != row.chain_digest().substr(0, 8)) Find(name + ": logged digest differs");
    }
    if (StateOf(row) == DocumentState::kPurged) return CheckPurged(name, at);
    CheckChain(name, at, row);
    CheckRows(name, at, row);
    if (StateOf(row) == DocumentState::kDeleted && IsNewest(at) &&
        !Has(PurgeDueKey(row.purge_time_us(), at.collection, at.document))) {
      Find(name + ": nothing will purge it");
    }
    if (StateOf(row) == DocumentState::kActive && IsNewest(at)) ++live_[at.collection];
    const auto names = NameRange(at.collection, row.document_id());
    const auto cursor = view_->Scan(names.lower, names.upper, {});
    cursor->Seek(names.lower);
    if (!cursor->Valid()) Find(name + ": no name row");
  }

  // Revisions of a document are met newest first.
  bool IsNewest(const DocumentKey& at) const {
    const auto newest = revisions_.upper_bound({at.collection, at.document, at.commit});
    return newest == revisions_.end() || std::get<0>(*newest) != at.collection ||
           std::get<1>(*newest) != at.document;
  }

  void CheckPurged(const std::string& name, const DocumentKey& at) {
    for (const KeyRange& range : RangesOfDocument(at.collection, at.document)) {
      const auto cursor = view_->Scan(range.lower, range.upper, {});
      for (cursor->Seek(range.lower); cursor->Valid(); cursor->Next()) {
        if (cursor->key() != RowKey(Tag::kRevision, at)) Find(name + ": purged rows are left");
      }
    }
  }

  // Counts of collections are those of their live documents.
  void CheckCollections() {
    ForEach(Tag::kCollection, [&](std::string_view key, std::string_view value) {
      const auto row = ParseRow<v1::CollectionRow>(value);
      if (row->document_count() != live_[row->number()]) {
        Find(absl::StrCat("wrong count of collection ", std::string(*ParseCollectionKey(key))));
      }
    });
  }

  void CheckChain(const std::string& name, const DocumentKey& at, const v1::RevisionRow& row) {
    std::string before;
    if (row.previous_commit() != 0) {
      const auto value =
          view_->Get(RowKey(Tag::kRevision, {at.collection, at.document, row.previous_commit()}));
      if (!(*value).has_value()) return Find(name + ": previous revision is missing");
      const auto previous = ParseRow<v1::RevisionRow>(**value);
      if (previous->ordinal() + 1 != row.ordinal()) Find(name + ": ordinals have a gap");
      before = previous->chain_digest();
    } else if (row.ordinal() != 1) {
      Find(name + ": no previous revision");
    }
    if (ChainDigest(before, at.commit, row) != row.chain_digest()) Find(name + ": chain is broken");
  }

  void CheckRows(const std::string& name, const DocumentKey& at, const v1::RevisionRow& row) {
    DocumentKey content = at;
    content.commit = row.content_commit();
    for (const Tag tag : {Tag::kCommitments, Tag::kAchievements, Tag::kSections}) {
      const auto value = view_->Get(RowKey(tag, content));
      if (!(*value).has_value()) {
        Find(name + ": records are missing");
      } else if (!UnpackedRow::Unpack(**value).ok()) {
        Find(name + ": records do not parse");
      }
    }
    const auto columns = view_->Get(RowKey(Tag::kColumns, at));
    if (!(*columns).has_value()) return Find(name + ": column row is missing");
    const auto parsed = DecodeColumnRow(**columns);
    if (!parsed.ok() || parsed->content_commit != row.content_commit()) {
      Find(name + ": column row is wrong");
    }
    CheckSource(name, {at.collection, at.document, row.source_commit()}, row);
    contents_.insert({at.collection, at.document, row.content_commit()});
    if (!Has(TextKey(content, 0))) Find(name + ": cleaned text is missing");
  }

  void CheckSource(const std::string& name, const DocumentKey& at, const v1::RevisionRow& row) {
    std::string source;
    for (uint32_t piece = 0; source.size() < row.source_size_bytes(); ++piece) {
      const auto value = view_->Get(SourceKey(at, piece));
      if (!(*value).has_value()) return Find(name + ": source is missing");
      const auto bytes = UnpackBytes(**value);
      if (!bytes.ok()) return Find(name + ": source does not parse");
      source += *bytes;
    }
    if (Sha256(source) != row.source_sha256()) Find(name + ": source has another digest");
  }

  // Column and packed rows of commits that no revision is of.
  void CheckRowsHaveRevisions() {
    for (const Tag tag : {Tag::kColumns, Tag::kCommitments, Tag::kAchievements, Tag::kSections}) {
      ForEach(tag, [&](std::string_view key, std::string_view) {
        const DocumentKey at = *ParseRowKey(tag, key);
        if (revisions_.count({at.collection, at.document, at.commit}) == 0) {
          Find("row without its revision");
        }
      });
    }
  }

  // Rows of cleaned text: of a content that some revision points to, whole, and
  // numbered without gaps.
  void CheckText() {
    uint32_t next = 0;
    Place last;
    ForEach(Tag::kText, [&](std::string_view key, std::string_view value) {
      const auto at = ParseNumberedKey(Tag::kText, key);
      if (!at) return Find("key of a text row does not parse");
      const Place place{at->version.collection, at->version.document, at->version.commit};
      if (contents_.count(place) == 0) Find("text without its revision");
      if (place != last) next = 0;
      last = place;
      if (at->number != next++) Find("text rows have a gap");
      if (!UnpackBytes(value).ok()) Find("a text row does not parse");
    });
  }

  // Every durable sequence has its result, and every result a logged commit.
  void CheckSessions() {
    int64_t results = 0;
    int64_t durable = 0;
    ForEach(Tag::kSession, [&](std::string_view, std::string_view value) {
      const auto row = ParseRow<v1::SessionRow>(value);
      durable += row->durable_sequence() - row->deleted_sequence();
      if (row->created() + row->updated() + row->unchanged() + row->failed() !=
          row->durable_sequence()) {
        Find("counts of a session do not add up");
      }
      if (row->commit() > head_) Find("session is ahead of the log");
    });
    ForEach(Tag::kResults, [&](std::string_view key, std::string_view value) {
      const auto run = ParseRow<v1::ResultRun>(value);
      results += run->results_size();
      const uint64_t last = *ParseResultsKey(key);
      if (static_cast<uint64_t>(run->first_sequence()) + run->results_size() - 1 != last) {
        Find("a run of results has another last sequence");
      }
    });
    if (results != durable) Find("sessions and results differ in number");
  }

  // Every job is found by its id, and marked exactly while it has not ended.
  void CheckJobs() {
    int64_t jobs = 0;
    ForEach(Tag::kJob, [&](std::string_view key, std::string_view value) {
      const uint64_t commit = *ParseJobKey(Tag::kJob, key);
      const auto row = ParseRow<v1::JobRow>(value);
      if (!row.ok()) return Find("job row does not parse");
      ++jobs;
      if (commit > head_ || row->commit() > head_) Find("job is ahead of the log");
      const auto id = view_->Get(JobIdKey(row->id()));
      v1::JobIdRow place;
      if (!id->has_value() || !place.ParseFromString(**id) || place.create_commit() != commit) {
        Find("job is not found by its id");
      }
      if (Has(JobKey(Tag::kJobUnfinished, commit)) != (row->end_time_us() == 0)) {
        Find("mark of an unfinished job is wrong");
      }
    });
    ForEach(Tag::kJobId, [&](std::string_view, std::string_view) { --jobs; });
    if (jobs != 0) Find("jobs and their ids differ in number");
    ForEach(Tag::kJobUnfinished, [&](std::string_view key, std::string_view) {
      const uint64_t commit = *ParseJobKey(Tag::kJobUnfinished, key);
      if (!Has(JobKey(Tag::kJob, commit))) Find("mark of a job that is not there");
    });
  }

  const std::unique_ptr<View> view_;
  std::vector<std::string> findings_;
  std::map<Place, std::string> logged_;
  std::set<Place> revisions_;
  std::set<Place> contents_;          // what derived rows they point to
  std::map<uint32_t, int64_t> live_;  // documents by collection
  uint64_t head_ = 0;
  uint64_t imported_ = 0;  // commit of the state that was imported; 0 for none
};

}  // namespace

std::vector<std::string> FindBrokenRows(Engine& engine) { return Verifier(engine).Run(); }

}  // namespace pledge::testing
