#include "service/pipeline/verify_records.h"

#include <algorithm>
#include <optional>

#include "service/pipeline/verify_map.h"

namespace pledge::pipeline {
namespace {

// Proves the pointers of records before they are handed out.
class AnchorCheck {
 public:
  AnchorCheck(std::string_view source, const CleanText& clean) : source_(source), clean_(clean) {}

  bool Holds(ByteRange range) const { return range.empty() || VerifyRange(source_, clean_, range); }
  // A piece of a record; it need not lie inside the record, for it may be
  // inherited.
  bool Holds(const Argument& argument) const { return Holds(argument.range); }
  bool Holds(const std::optional<Argument>& argument) const {
    return !argument.has_value() || Holds(*argument);
  }

  bool Holds(const Commitment& commitment) const {
    return !commitment.range.empty() && Holds(commitment.range) && Holds(commitment.action) &&
           Holds(commitment.object) && Holds(commitment.actor) && Holds(commitment.manner) &&
           Holds(commitment.strength_cue) && Holds(commitment.future_cue) &&
           (!commitment.deadline || Holds(commitment.deadline->range)) &&
           (!commitment.condition || Holds(commitment.condition->clause)) &&
           std::all_of(commitment.targets.begin(), commitment.targets.end(),
                       [&](const Target& one) { return Holds(one.range); }) &&
           std::all_of(commitment.cooperators.begin(), commitment.cooperators.end(),
                       [&](const Cooperator& one) { return Holds(one.body); });
  }

  bool Holds(const Achievement& achievement) const {
    return !achievement.range.empty() && Holds(achievement.range) && Holds(achievement.date) &&
           std::all_of(achievement.facts.begin(), achievement.facts.end(),
                       [&](const Target& one) { return Holds(one.range); }) &&
           std::all_of(achievement.named_documents.begin(), achievement.named_documents.end(),
                       [&](ByteRange one) { return Holds(one); });
  }

  bool Holds(const Section& section) const {
    return !section.text.empty() && Holds(section.text) && Holds(section.label) &&
           Holds(section.heading);
  }

 private:
  const std::string_view source_;
  const CleanText& clean_;
};

// Drops the records that do not hold; says how many.
template <typename Records>
size_t DropFalse(const AnchorCheck& check, Records* records) {
  return std::erase_if(*records, [&](const auto& one) { return !check.Holds(one); });
}

size_t DropFalseFacts(const AnchorCheck& check, LetterFacts* facts) {
  size_t dropped = 0;
  for (auto* fact :
       {&facts->title, &facts->document_number, &facts->issuer, &facts->issue_date, &facts->session,
        &facts->proposal_number, &facts->proposal_title, &facts->result_category,
        &facts->disclosure, &facts->handling_role, &facts->signatory, &facts->contact_person,
        &facts->contact_phone, &facts->region}) {
    if (check.Holds(*fact)) continue;
    fact->reset();
    ++dropped;
  }
  return dropped + DropFalse(check, &facts->addressees) + DropFalse(check, &facts->cc) +
         DropFalse(check, &facts->attachments);
}

}  // namespace

size_t DropFalseRecords(std::string_view source_bytes, const CleanText& clean, SectionTree* tree,
                        Extraction* extraction) {
  const AnchorCheck check(source_bytes, clean);
  size_t dropped = DropFalseFacts(check, &extraction->facts) +
                   DropFalse(check, &extraction->commitments) +
                   DropFalse(check, &extraction->achievements);
  const bool tree_holds = std::all_of(tree->sections.begin(), tree->sections.end(),
                                      [&](const Section& one) { return check.Holds(one); });
  if (tree_holds) return dropped;
  // Records name their section by its place in the tree.
  dropped +=
      tree->sections.size() + extraction->commitments.size() + extraction->achievements.size();
  tree->sections.clear();
  extraction->commitments.clear();
  extraction->achievements.clear();
  return dropped;
}

}  // namespace pledge::pipeline
