#include "tests/accuracy/found.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/golden/names.h"

namespace pledge::accuracy {
namespace {

using golden::Name;
using pipeline::AnalyzedDocument;
using pipeline::Argument;
using pipeline::ByteRange;

class Converter {
 public:
  Converter(const AnalyzedDocument& letter, const std::string& source)
      : letter_(letter), source_(source) {}

  Found Run() {
    for (const auto& c : letter_.extraction.commitments) {
      Prove(c.range);
      found_.commitments.push_back(Commitment(c));
    }
    for (const auto& a : letter_.extraction.achievements) {
      Prove(a.range);
      found_.achievements.push_back(Hull(a.range));
    }
    for (const auto& s : letter_.tree.sections)
      found_.sections.push_back({Name(golden::kSectionKinds, s.kind), Hull(s.text)});
    Facts(letter_.extraction.facts);
    found_.clean_text = letter_.clean.text;
    return std::move(found_);
  }

 private:
  std::string Words(ByteRange range) const {
    return letter_.clean.text.substr(range.start, range.size());
  }

  std::string Value(const std::optional<Argument>& part) const {
    if (!part) return "";
    return part->value.empty() ? Words(part->range) : part->value;
  }

  Span Hull(ByteRange range) const {
    const auto pieces = letter_.clean.map.SourceRanges(range);
    if (pieces.empty()) return {};
    return {static_cast<int>(pieces.front().start), static_cast<int>(pieces.back().end)};
  }

  // A verbatim record equals the bytes that it points at; any other points inside the source.
  void Prove(ByteRange range) {
    const auto pieces = letter_.clean.map.SourceRanges(range);
    std::string bytes;
    bool inside = !pieces.empty();
    for (const ByteRange& piece : pieces) {
      inside = inside && piece.start < piece.end && piece.end <= source_.size();
      if (inside) bytes += source_.substr(piece.start, piece.size());
    }
    ++found_.pointers;
    found_.true_pointers += inside && (!letter_.clean.map.Verbatim(range) || bytes == Words(range));
  }

  static std::string DateText(const std::optional<pipeline::Date>& date) {
    return date && date->year != 0
               ? absl::StrFormat("%04d-%02d-%02d", date->year, date->month, date->day)
               : "";
  }

  ScoredCommitment Commitment(const pipeline::Commitment& c) const {
    ScoredCommitment out{.span = Hull(c.range), .optional = false, .fields = {}};
    out.fields["type"] = Name(golden::kTypes, c.type);
    out.fields["strength"] = Name(golden::kStrengths, c.strength);
    out.fields["polarity"] = Name(golden::kPolarities, c.polarity);
    out.fields["verifiability"] = Name(golden::kVerifiabilities, c.verifiability);
    out.fields["action"] = c.action ? Words(c.action->range) : "";
    out.fields["object"] = c.object ? Words(c.object->range) : "";
    out.fields["actor"] = Value(c.actor);
    out.fields["deadline"] =
        c.deadline ? DateText(c.deadline->start) + ".." + DateText(c.deadline->end) : "";
    std::vector<std::string> targets, cooperators;
    for (const auto& t : c.targets)
      targets.push_back(absl::StrCat(t.quantity ? NumberText(*t.quantity) : "", ",", t.unit, ",",
                                     Name(golden::kComparators, t.comparator)));
    for (const auto& body : c.cooperators)
      cooperators.push_back(absl::StrCat(Value(body.body), ",", Name(golden::kRoles, body.role)));
    out.fields["targets"] = JoinSorted(std::move(targets));
    out.fields["cooperators"] = JoinSorted(std::move(cooperators));
    out.fields["condition"] = c.condition ? "yes" : "";
    return out;
  }

  void Facts(const pipeline::LetterFacts& facts) {
    const std::pair<const char*, const std::optional<Argument>&> rows[] = {
        {"title", facts.title},
        {"doc_number", facts.document_number},
        {"issuer", facts.issuer},
        {"issue_date", facts.issue_date},
        {"proposal_number", facts.proposal_number},
        {"proposal_title", facts.proposal_title},
        {"result_category", facts.result_category},
        {"disclosure", facts.disclosure},
        {"handling_role", facts.handling_role},
        {"signatory", facts.signatory},
        {"contact_person", facts.contact_person},
        {"contact_phone", facts.contact_phone}};
    for (const auto& [key, fact] : rows)
      if (fact) found_.facts[key] = Value(fact);
  }

  const AnalyzedDocument& letter_;
  const std::string& source_;
  Found found_;
};

}  // namespace

Found ToFound(const AnalyzedDocument& letter, const std::string& source) {
  return Converter(letter, source).Run();
}

}  // namespace pledge::accuracy
