#include "service/lineage/record_diff.h"

#include <map>
#include <optional>
#include <utility>

#include "service/lineage/commitment_changes.h"
#include "service/lineage/field_words.h"
#include "service/lineage/record_order.h"

namespace pledge::lineage {
namespace {

// Words of a record that an entry carries.
constexpr size_t kMaxTextBytes = 1024;

const std::string& WordsOf(const v1::Commitment& commitment) { return commitment.text(); }
const std::string& WordsOf(const v1::Section& section) {
  return section.heading().empty() ? section.text() : section.heading();
}

// The section around a record.
const std::string& HolderOf(const v1::Commitment& commitment) { return commitment.section(); }
const std::string& HolderOf(const v1::Section& section) { return section.parent(); }

RecordChanges Compare(const v1::Commitment& base, const v1::Commitment& target) {
  return CompareCommitments(base, target);
}

RecordChanges Compare(const v1::Section& base, const v1::Section& target) {
  RecordChanges out;
  const auto note = [&](const char* path, const std::string& before, const std::string& after) {
    if (before == after) return;
    out.paths.push_back(path);
    if (out.senses.empty()) out.senses.push_back(v1::CHANGE_SENSE_REWORDED);
  };
  note("heading", base.heading(), target.heading());
  note("text", base.text(), target.text());
  if (base.kind() != target.kind()) {
    out.paths.push_back("kind");
    if (out.senses.empty()) out.senses.push_back(v1::CHANGE_SENSE_OTHER);
  }
  return out;
}

// Lineage of sections by their name.
std::map<std::string, std::string> LineageByName(const RevisionContent& content) {
  std::map<std::string, std::string> out;
  for (const v1::Section& section : content.sections) out[section.name()] = section.lineage_id();
  return out;
}

template <typename Record>
class RecordDiff {
 public:
  RecordDiff(const RevisionContent& base, const RevisionContent& target,
             const std::vector<Record>& base_records, const std::vector<Record>& target_records,
             const std::string& part)
      : base_(base_records),
        target_(target_records),
        base_sections_(LineageByName(base)),
        target_sections_(LineageByName(target)),
        part_(part) {
    for (const auto& [name, lineage] : target_sections_) kept_sections_.insert(lineage);
  }

  void Run(RevisionDiff& out) {
    Join();
    v1::DiffCount count;
    count.set_part(part_);
    size_t pair = 0;
    for (size_t i = 0; i < target_.size(); ++i) {
      if (before_[i]) {
        AddPair(base_[*before_[i]], target_[i], moved_[pair++], count, out);
      } else {
        v1::DiffEntry& entry = AddEntry(v1::DIFF_KIND_ADDED, nullptr, &target_[i], out);
        entry.set_lineage_id(target_[i].lineage_id());
        count.set_added(count.added() + 1);
      }
    }
    for (size_t i = 0; i < base_.size(); ++i) {
      if (is_kept_[i]) continue;
      v1::DiffEntry& entry = AddEntry(v1::DIFF_KIND_REMOVED, &base_[i], nullptr, out);
      entry.set_lineage_id(base_[i].lineage_id());
      count.set_removed(count.removed() + 1);
    }
    out.counts.push_back(std::move(count));
  }

 private:
  void Join() {
    std::map<std::string, size_t> places;
    for (size_t i = 0; i < base_.size(); ++i) places.emplace(base_[i].lineage_id(), i);
    places.erase("");
    is_kept_.resize(base_.size(), false);
    std::vector<PlacedRecord> pairs;
    for (const Record& record : target_) {
      const auto place = places.find(record.lineage_id());
      const bool is_known = place != places.end() && !is_kept_[place->second];
      before_.push_back(is_known ? std::optional(place->second) : std::nullopt);
      if (!is_known) continue;
      is_kept_[place->second] = true;
      pairs.push_back({place->second, LeftSection(base_[place->second], record)});
    }
    moved_ = FindMoved(pairs);
  }

  // A record whose section is gone stays where it is: the section went away
  // around it.
  bool LeftSection(const Record& before, const Record& after) const {
    const auto lineage_of = [](const auto& sections, const std::string& name) {
      const auto found = sections.find(name);
      return found == sections.end() ? std::string() : found->second;
    };
    const std::string was = lineage_of(base_sections_, HolderOf(before));
    return was != lineage_of(target_sections_, HolderOf(after)) &&
           (was.empty() || kept_sections_.count(was) > 0);
  }

  v1::DiffEntry& AddEntry(v1::DiffKind kind, const Record* base, const Record* target,
                          RevisionDiff& out) const {
    v1::DiffEntry& entry = out.entries.emplace_back();
    entry.set_kind(kind);
    entry.set_part(part_);
    if (base != nullptr) {
      entry.set_base_name(base->name());
      entry.set_base_text(Beginning(WordsOf(*base), kMaxTextBytes));
    }
    if (target != nullptr) {
      entry.set_target_name(target->name());
      entry.set_target_text(Beginning(WordsOf(*target), kMaxTextBytes));
    }
    return entry;
  }

  void AddPair(const Record& base, const Record& target, bool moved, v1::DiffCount& count,
               RevisionDiff& out) const {
    const RecordChanges changes = Compare(base, target);
    if (changes.empty() && !moved) return count.set_same(count.same() + 1);
    const v1::DiffKind kind = changes.empty() ? v1::DIFF_KIND_MOVED : v1::DIFF_KIND_CHANGED;
    v1::DiffEntry& entry = AddEntry(kind, &base, &target, out);
    entry.set_lineage_id(target.lineage_id());
    entry.set_moved(moved);
    for (const std::string& path : changes.paths) entry.mutable_changed_fields()->add_paths(path);
    for (const v1::ChangeSense sense : changes.senses) entry.add_senses(sense);
    for (const v1::FieldChange& value : changes.values) *entry.add_field_changes() = value;
    if (changes.empty()) {
      count.set_moved(count.moved() + 1);
    } else {
      count.set_changed(count.changed() + 1);
    }
  }

  const std::vector<Record>& base_;
  const std::vector<Record>& target_;
  const std::map<std::string, std::string> base_sections_;
  const std::map<std::string, std::string> target_sections_;
  const std::string part_;
  std::set<std::string> kept_sections_;
  std::vector<std::optional<size_t>> before_;  // of each of target_
  std::vector<bool> is_kept_;                  // of base_
  std::vector<bool> moved_;                    // of the pairs, in the order of target_
};

}  // namespace

void DiffCommitments(const RevisionContent& base, const RevisionContent& target,
                     RevisionDiff& out) {
  RecordDiff(base, target, base.commitments, target.commitments, "commitments").Run(out);
}

void DiffSections(const RevisionContent& base, const RevisionContent& target, RevisionDiff& out) {
  RecordDiff(base, target, base.sections, target.sections, "sections").Run(out);
}

}  // namespace pledge::lineage
