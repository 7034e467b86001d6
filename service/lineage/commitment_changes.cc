#include "service/lineage/commitment_changes.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/lineage/field_words.h"

namespace pledge::lineage {
namespace {

// An act that the actor undertakes, not only an attitude or a referral.
bool IsUndertaken(v1::CommitmentType type) {
  return type == v1::COMMITMENT_TYPE_ACTION || type == v1::COMMITMENT_TYPE_OUTCOME;
}

bool IsOnlySaid(v1::CommitmentType type) {
  return type == v1::COMMITMENT_TYPE_STANCE || type == v1::COMMITMENT_TYPE_REFERRAL;
}

// The last day that a deadline leaves, as a number that grows with it; nullopt
// when it names none.
std::optional<int> DueOf(const v1::Deadline& deadline) {
  const google::type::Date& date =
      deadline.end_date().year() != 0 ? deadline.end_date() : deadline.start_date();
  if (date.year() == 0) return std::nullopt;
  const int month = date.month() != 0 ? date.month() : 12;
  const int day = date.day() != 0 ? date.day() : 31;
  return (date.year() * 100 + month) * 100 + day;
}

bool IsAtMost(v1::Comparator comparator) {
  return comparator == v1::COMPARATOR_LE || comparator == v1::COMPARATOR_LT;
}

std::string TargetWords(const v1::Commitment& commitment) {
  return absl::StrJoin(commitment.targets(), "; ", [](std::string* out, const v1::Target& target) {
    absl::StrAppend(out, target.text());
  });
}

std::string Bodies(const v1::Commitment& commitment) {
  return absl::StrJoin(commitment.cooperators(), "; ",
                       [](std::string* out, const v1::Cooperator& cooperator) {
                         absl::StrAppend(out, ValueOf(cooperator.body()));
                       });
}

bool IsSameTarget(const v1::Target& a, const v1::Target& b) {
  return a.has_quantity() == b.has_quantity() && a.quantity() == b.quantity() &&
         a.unit() == b.unit() && a.subject() == b.subject() && a.comparator() == b.comparator() &&
         a.fuzzy() == b.fuzzy() && a.baseline() == b.baseline();
}

class Comparison {
 public:
  Comparison(const v1::Commitment& base, const v1::Commitment& target)
      : base_(base), target_(target) {}

  RecordChanges Run() {
    if (base_.text() != target_.text()) out_.paths.push_back("text");
    CompareForce();
    CompareArguments();
    CompareDeadlines();
    CompareTargets();
    CompareConditions();
    if (!out_.empty() && senses_.empty()) {
      senses_.insert(base_.text() != target_.text() ? v1::CHANGE_SENSE_REWORDED
                                                    : v1::CHANGE_SENSE_OTHER);
    }
    out_.senses.assign(senses_.begin(), senses_.end());
    return std::move(out_);
  }

 private:
  // Notes the field when its values differ. True then.
  bool Note(const std::string& path, std::string base, std::string target) {
    if (base == target) return false;
    Add(path, std::move(base), std::move(target));
    return true;
  }

  void Add(const std::string& path, std::string base, std::string target) {
    out_.paths.push_back(path);
    v1::FieldChange& change = out_.values.emplace_back();
    change.set_path(path);
    change.set_base_value(std::move(base));
    change.set_target_value(std::move(target));
  }

  void CompareForce() {
    Note("type", WordOf(base_.type()), WordOf(target_.type()));
    if (IsUndertaken(base_.type()) && IsOnlySaid(target_.type())) {
      senses_.insert(v1::CHANGE_SENSE_WEAKENED);
    } else if (IsOnlySaid(base_.type()) && IsUndertaken(target_.type())) {
      senses_.insert(v1::CHANGE_SENSE_STRENGTHENED);
    }
    const v1::Strength before = base_.strength();
    const v1::Strength after = target_.strength();
    if (Note("strength", WordOf(before), WordOf(after)) && before != 0 && after != 0) {
      senses_.insert(after < before ? v1::CHANGE_SENSE_WEAKENED : v1::CHANGE_SENSE_STRENGTHENED);
    }
    if (Note("polarity", WordOf(base_.polarity()), WordOf(target_.polarity()))) {
      if (target_.polarity() == v1::POLARITY_REFUSE) senses_.insert(v1::CHANGE_SENSE_DECLINED);
      if (base_.polarity() == v1::POLARITY_REFUSE) senses_.insert(v1::CHANGE_SENSE_PROMISED);
    }
    Note("verifiability", WordOf(base_.verifiability()), WordOf(target_.verifiability()));
  }

  void CompareArguments() {
    Note("action", ValueOf(base_.action()), ValueOf(target_.action()));
    Note("object", ValueOf(base_.object()), ValueOf(target_.object()));
    if (Note("actor", ValueOf(base_.actor()), ValueOf(target_.actor()))) {
      senses_.insert(v1::CHANGE_SENSE_ACTOR_CHANGED);
    }
    Note("cooperators", Bodies(base_), Bodies(target_));
    Note("manner", ValueOf(base_.manner()), ValueOf(target_.manner()));
  }

  void CompareDeadlines() {
    const v1::Deadline& before = base_.deadline();
    const v1::Deadline& after = target_.deadline();
    Note("deadline.start_date", IsoDate(before.start_date()), IsoDate(after.start_date()));
    Note("deadline.end_date", IsoDate(before.end_date()), IsoDate(after.end_date()));
    Note("deadline.recurrence", before.recurrence(), after.recurrence());
    const auto due_before = DueOf(before);
    const auto due_after = DueOf(after);
    const bool has_before = due_before || !before.recurrence().empty();
    const bool has_after = due_after || !after.recurrence().empty();
    if (has_before && !has_after) {
      senses_.insert(v1::CHANGE_SENSE_DEADLINE_DROPPED);
    } else if (!has_before && has_after) {
      senses_.insert(v1::CHANGE_SENSE_DEADLINE_ADDED);
    } else if (due_before && due_after && *due_before != *due_after) {
      senses_.insert(*due_after > *due_before ? v1::CHANGE_SENSE_DEADLINE_LATER
                                              : v1::CHANGE_SENSE_DEADLINE_EARLIER);
    }
  }

  // Targets belong together when they count the same in the same unit, or else
  // anything in the same unit, in their order.
  void CompareTargets() {
    std::vector<bool> compared(base_.targets_size(), false);
    std::vector<bool> taken(target_.targets_size(), false);
    bool differs = false;
    for (const bool with_subject : {true, false}) {
      for (int i = 0; i < base_.targets_size(); ++i) {
        const int found = compared[i] ? -1 : FindTarget(base_.targets(i), with_subject, taken);
        if (found < 0) continue;
        compared[i] = true;
        taken[found] = true;
        differs = differs || !IsSameTarget(base_.targets(i), target_.targets(found));
        CompareQuantities(base_.targets(i), target_.targets(found));
      }
    }
    const bool has_dropped = std::find(compared.begin(), compared.end(), false) != compared.end();
    const bool has_added = std::find(taken.begin(), taken.end(), false) != taken.end();
    if (has_dropped) senses_.insert(v1::CHANGE_SENSE_TARGET_DROPPED);
    if (has_added) senses_.insert(v1::CHANGE_SENSE_TARGET_ADDED);
    if (differs || has_dropped || has_added) {
      Add("targets", TargetWords(base_), TargetWords(target_));
    }
  }

  // The first target that is not taken and fits; -1 for none.
  int FindTarget(const v1::Target& before, bool with_subject,
                 const std::vector<bool>& taken) const {
    for (int i = 0; i < target_.targets_size(); ++i) {
      const v1::Target& after = target_.targets(i);
      if (taken[i] || after.unit() != before.unit()) continue;
      if (!with_subject || after.subject() == before.subject()) return i;
    }
    return -1;
  }

  void CompareQuantities(const v1::Target& before, const v1::Target& after) {
    if (!before.has_quantity() && !after.has_quantity()) return;
    if (before.has_quantity() != after.has_quantity()) {
      senses_.insert(before.has_quantity() ? v1::CHANGE_SENSE_TARGET_LOWERED
                                           : v1::CHANGE_SENSE_TARGET_RAISED);
      return;
    }
    if (before.quantity() == after.quantity()) return;
    const bool asks_for_less =
        (after.quantity() < before.quantity()) != IsAtMost(after.comparator());
    senses_.insert(asks_for_less ? v1::CHANGE_SENSE_TARGET_LOWERED
                                 : v1::CHANGE_SENSE_TARGET_RAISED);
  }

  void CompareConditions() {
    // The reason of a refusal is none that a promise hangs on.
    const auto hangs = [](const v1::Commitment& commitment) {
      return commitment.has_condition() &&
             commitment.condition().kind() != v1::CONDITION_KIND_REASON;
    };
    Note("condition", ValueOf(base_.condition().clause()), ValueOf(target_.condition().clause()));
    if (!hangs(base_) && hangs(target_)) senses_.insert(v1::CHANGE_SENSE_CONDITION_ADDED);
    if (hangs(base_) && !hangs(target_)) senses_.insert(v1::CHANGE_SENSE_CONDITION_DROPPED);
  }

  const v1::Commitment& base_;
  const v1::Commitment& target_;
  RecordChanges out_;
  std::set<v1::ChangeSense> senses_;
};

}  // namespace

RecordChanges CompareCommitments(const v1::Commitment& base, const v1::Commitment& target) {
  return Comparison(base, target).Run();
}

}  // namespace pledge::lineage
