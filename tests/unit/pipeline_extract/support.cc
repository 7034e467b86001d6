#include "tests/unit/pipeline_extract/support.h"

#include <cstdio>

namespace pledge::pipeline {
namespace {

constexpr Date kLetterDate = {2024, 6, 12};

std::string Cut(std::string_view text, ByteRange range) {
  return std::string(text.substr(range.start, range.size()));
}

std::string Day(const std::optional<Date>& date) {
  if (!date) return "";
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", date->year, date->month, date->day);
  return text;
}

std::string Amount(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.10g", value);
  return text;
}

}  // namespace

ExtractedRecords RecordsOf(SectionKind kind, std::string_view text, std::string_view issuer) {
  SectionTree tree;
  Section section;
  section.kind = kind;
  section.text = {0, static_cast<uint32_t>(text.size())};
  tree.sections.push_back(section);
  LetterContext context;
  context.reference.date = kLetterDate;
  context.issuer = issuer;
  return ExtractRecords(text, tree, context);
}

ExtractedRecords PlanRecordsOf(std::string_view text) {
  return RecordsOf(SectionKind::kPlan, text);
}

std::vector<std::string> Spans(std::string_view text, const std::vector<Commitment>& records) {
  std::vector<std::string> spans;
  for (const Commitment& record : records) spans.push_back(Cut(text, record.range));
  return spans;
}

std::vector<std::string> Spans(std::string_view text, const std::vector<Achievement>& records) {
  std::vector<std::string> spans;
  for (const Achievement& record : records) spans.push_back(Cut(text, record.range));
  return spans;
}

std::string Grades(const Commitment& commitment) {
  static constexpr const char* kTypes[] = {"",        "action",   "outcome",
                                           "refusal", "referral", "stance"};
  static constexpr const char* kStrengths[] = {"", "explore", "support", "intent", "firm"};
  static constexpr const char* kGrades[] = {"", "low", "medium", "high"};
  return std::string(kTypes[static_cast<int>(commitment.type)]) + " " +
         kStrengths[static_cast<int>(commitment.strength)] + " " +
         kGrades[static_cast<int>(commitment.verifiability)];
}

std::string DeadlineOf(const Commitment& commitment) {
  if (!commitment.deadline) return "none";
  const Deadline& deadline = *commitment.deadline;
  std::string shown = deadline.inherited ? "inherited " : "";
  shown += Day(deadline.start) + ".." + Day(deadline.end);
  if (!deadline.recurrence.empty()) shown += " " + deadline.recurrence;
  return shown;
}

std::string TargetsOf(const std::vector<Target>& targets) {
  static constexpr const char* kComparators[] = {"",       "eq",    "ge",    "gt",       "le", "lt",
                                                 "approx", "delta", "ratio", "multiple", "all"};
  std::string shown;
  for (const Target& target : targets) {
    if (!shown.empty()) shown += "; ";
    shown += target.quantity ? Amount(*target.quantity) : "?";
    if (!target.unit.empty()) shown += " " + target.unit;
    shown += std::string(" ") + kComparators[static_cast<int>(target.comparator)];
  }
  return shown;
}

std::string CooperatorsOf(std::string_view text, const Commitment& commitment) {
  static constexpr const char* kRoles[] = {"", "with", "support", "guide", "coordinate"};
  std::string shown;
  for (const Cooperator& cooperator : commitment.cooperators) {
    if (!shown.empty()) shown += "; ";
    shown += Cut(text, cooperator.body.range) + "/" + kRoles[static_cast<int>(cooperator.role)];
  }
  return shown;
}

std::string ActorOf(std::string_view text, const Commitment& commitment) {
  if (!commitment.actor) return "none";
  return commitment.actor->value.empty() ? Cut(text, commitment.actor->range)
                                         : commitment.actor->value;
}

std::string ConditionOf(std::string_view text, const Commitment& commitment) {
  static constexpr const char* kKinds[] = {"", "if", "when", "subject_to", "reason"};
  if (!commitment.condition) return "none";
  return std::string(kKinds[static_cast<int>(commitment.condition->kind)]) + " " +
         Cut(text, commitment.condition->clause.range);
}

std::string PredicateOf(std::string_view text, const Commitment& commitment) {
  const std::string action = commitment.action ? Cut(text, commitment.action->range) : "-";
  const std::string object = commitment.object ? Cut(text, commitment.object->range) : "-";
  return action + " | " + object;
}

}  // namespace pledge::pipeline
