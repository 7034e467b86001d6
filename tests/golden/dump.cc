#include "tests/golden/dump.h"

#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/golden/names.h"

namespace pledge::golden {
namespace {

using namespace pipeline;  // NOLINT(google-build-using-namespace): a dump names nearly every type
                           // of it

class Dumper {
 public:
  explicit Dumper(const AnalyzedDocument& letter) : letter_(letter) {}

  std::string Run() {
    Cleaning();
    Facts(letter_.extraction.facts);
    for (const Section& section : letter_.tree.sections) SectionLine(section);
    for (const Commitment& commitment : letter_.extraction.commitments) CommitmentLine(commitment);
    for (const Achievement& achievement : letter_.extraction.achievements)
      AchievementLine(achievement);
    return std::move(out_);
  }

 private:
  // Line breaks would make two lines of one record.
  std::string Words(ByteRange range) const {
    std::string words = letter_.clean.text.substr(range.start, range.size());
    for (char& c : words)
      if (c == '\n') c = '/';
    return words;
  }

  // "start-end" in source bytes, one for each piece.
  std::string Where(ByteRange range) const {
    std::string where;
    for (const ByteRange& piece : letter_.clean.map.SourceRanges(range))
      absl::StrAppend(&where, where.empty() ? "" : "+", piece.start, "-", piece.end);
    return where;
  }

  void Cleaning() {
    std::map<RepairKind, int> repairs;
    for (const MapRun& run : letter_.clean.map.runs()) ++repairs[run.kind];
    repairs.erase(RepairKind::kNone);
    absl::StrAppend(&out_, "source       ", letter_.clean.charset, " ", letter_.clean.media_type,
                    "\n");
    for (const std::string& profile : letter_.clean.profiles)
      absl::StrAppend(&out_, "profile      ", profile, "\n");
    for (const auto& [kind, count] : repairs)
      absl::StrAppend(&out_, "repairs      ", Name(kRepairs, kind), " ", count, "\n");
    for (const FurnitureBlock& block : letter_.clean.furniture)
      absl::StrAppend(&out_, "furniture    ", block.widget, " @", block.source.start, "-",
                      block.source.end, "\n");
    for (const Warning& warning : letter_.warnings)
      absl::StrAppend(&out_, "warning      ", warning.reason, "\n");
  }

  void Fact(std::string_view name, const Argument& fact) {
    absl::StrAppend(&out_, absl::StrFormat("fact         %-16s ", std::string(name)),
                    Words(fact.range));
    if (!fact.value.empty()) absl::StrAppend(&out_, " = ", fact.value);
    absl::StrAppend(&out_, fact.inferred ? " (inferred)\n" : "\n");
  }

  void Facts(const LetterFacts& facts) {
    absl::StrAppend(&out_, "fact         kind             ", Name(kDocumentKinds, facts.kind),
                    "\n");
    const std::pair<std::string_view, const std::optional<Argument>&> single[] = {
        {"title", facts.title},
        {"document_number", facts.document_number},
        {"issuer", facts.issuer},
        {"issue_date", facts.issue_date},
        {"session", facts.session},
        {"proposal_number", facts.proposal_number},
        {"proposal_title", facts.proposal_title},
        {"result_category", facts.result_category},
        {"disclosure", facts.disclosure},
        {"handling_role", facts.handling_role},
        {"signatory", facts.signatory},
        {"contact_person", facts.contact_person},
        {"contact_phone", facts.contact_phone},
        {"region", facts.region}};
    for (const auto& [name, fact] : single)
      if (fact) Fact(name, *fact);
    for (const Argument& fact : facts.addressees) Fact("addressee", fact);
    for (const Argument& fact : facts.cc) Fact("cc", fact);
    for (const Argument& fact : facts.attachments) Fact("attachment", fact);
  }

  void SectionLine(const Section& section) {
    absl::StrAppend(&out_, "section      ", std::string(2 * (section.level - 1), ' '),
                    Name(kSectionKinds, section.kind));
    if (!section.label.empty()) absl::StrAppend(&out_, " [", Words(section.label), "]");
    if (!section.heading.empty()) absl::StrAppend(&out_, " ", Words(section.heading));
    absl::StrAppend(&out_, " @", Where(section.text), "\n");
  }

  static std::string DateText(const std::optional<Date>& date) {
    return date ? absl::StrFormat("%04d-%02d-%02d", date->year, date->month, date->day) : "";
  }

  void Part(std::string_view name, const std::optional<Argument>& part) {
    if (!part) return;
    absl::StrAppend(&out_, " ", std::string(name), "=",
                    part->value.empty() ? Words(part->range) : part->value);
  }

  void TargetPart(std::string_view name, const Target& target) {
    absl::StrAppend(&out_, " ", std::string(name), "=", Name(kComparators, target.comparator), ":");
    if (target.quantity) absl::StrAppendFormat(&out_, "%.15g", *target.quantity);
    if (!target.unit.empty()) absl::StrAppend(&out_, ":", target.unit);
    if (!target.subject.empty()) absl::StrAppend(&out_, ":", target.subject);
  }

  void DeadlinePart(const Deadline& deadline) {
    absl::StrAppend(&out_, " due=", DateText(deadline.start), "..", DateText(deadline.end));
    if (!deadline.recurrence.empty()) absl::StrAppend(&out_, ":", deadline.recurrence);
    if (deadline.inherited) absl::StrAppend(&out_, "(inherited)");
  }

  void CommitmentLine(const Commitment& c) {
    absl::StrAppend(&out_, "commitment   ", Words(c.range), " @", Where(c.range), "\n            ");
    absl::StrAppend(&out_, " ", Name(kStrengths, c.strength), " ", Name(kTypes, c.type), " ",
                    Name(kVerifiabilities, c.verifiability),
                    c.polarity == Polarity::kRefuse ? " refuse" : "");
    Part("action", c.action);
    Part("object", c.object);
    Part("actor", c.actor);
    for (const Cooperator& body : c.cooperators) Part(Name(kRoles, body.role), body.body);
    if (c.deadline) DeadlinePart(*c.deadline);
    for (const Target& target : c.targets) TargetPart("target", target);
    if (c.condition) Part(Name(kConditions, c.condition->kind), c.condition->clause);
    Part("manner", c.manner);
    Part("cue", c.strength_cue);
    absl::StrAppend(&out_, "\n");
  }

  void AchievementLine(const Achievement& a) {
    absl::StrAppend(&out_, "achievement  ", Words(a.range), " @", Where(a.range), " ",
                    Name(kStatuses, a.status));
    for (const Target& fact : a.facts) TargetPart("fact", fact);
    absl::StrAppend(&out_, "\n");
  }

  const AnalyzedDocument& letter_;
  std::string out_;
};

}  // namespace

std::string Dump(const AnalyzedDocument& letter) { return Dumper(letter).Run(); }

}  // namespace pledge::golden
