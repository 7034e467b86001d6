#include "service/query/record_filter.h"

#include <algorithm>
#include <optional>

#include "service/mapping/days.h"
#include "service/mapping/text_terms.h"
#include "service/query/filter_parser.h"
#include "service/query/filter_value.h"

namespace pledge::query {
namespace {

using storage::ColumnRow;
using storage::CommitmentColumns;
using storage::RecordKind;

FilterTarget TargetOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kSections:
      return FilterTarget::kSections;
    case RecordKind::kCommitments:
      return FilterTarget::kCommitments;
    case RecordKind::kAchievements:
      return FilterTarget::kAchievements;
  }
  return FilterTarget::kSections;
}

FilterValue OfLabel(const std::map<std::string, std::string>& labels, const FilterTest& test) {
  const auto found = labels.find(test.key);
  if (found == labels.end()) return FilterValue::Absent();
  // A label may be there with an empty value.
  return {FilterValue::Kind::kText, {}, found->second};
}

FilterValue OfDay(const std::optional<storage::DayNumber>& day) {
  return day ? FilterValue::Number(*day) : FilterValue::Absent();
}

// Fields that every record shares with its letter; kUnknown for all others.
FilterValue LetterValue(const ColumnRow& letter, const FilterTest& test) {
  switch (test.field) {
    case FilterField::kIssuer:
      return FilterValue::Text(letter.issuer);
    case FilterField::kIssueDate:
      if (!letter.issued) return FilterValue::Absent();
      return FilterValue::Range({letter.issued->first, letter.issued->last});
    case FilterField::kLabel:
      return OfLabel(letter.labels, test);
    default:
      return FilterValue::Unknown();
  }
}

FilterValue CommitmentValue(const ColumnRow& letter, const CommitmentColumns& c,
                            const FilterTest& test) {
  switch (test.field) {
    case FilterField::kType:
      return FilterValue::Number(c.type);
    case FilterField::kStrength:
      return FilterValue::Number(c.strength);
    case FilterField::kPolarity:
      return FilterValue::Number(c.polarity);
    case FilterField::kVerifiability:
      return FilterValue::Number(c.verifiability);
    case FilterField::kActor:
      return FilterValue::Text(c.actor.empty() ? letter.issuer : c.actor);
    case FilterField::kDeadline:
      return FilterValue::Presence(c.deadline_start || c.deadline_end || c.is_recurring);
    case FilterField::kDeadlineStart:
      return OfDay(c.deadline_start);
    case FilterField::kDeadlineEnd:
      return OfDay(c.deadline_end);
    case FilterField::kTargets:
      return FilterValue::Presence(c.has_target);
    case FilterField::kCondition:
      return FilterValue::Presence(c.has_condition);
    case FilterField::kRecurring:
      return FilterValue::Number(c.is_recurring ? 1 : 0);
    default:
      return LetterValue(letter, test);
  }
}

bool NamesCooperators(const FilterNode& node) {
  if (node.kind == FilterNode::Kind::kTest) return node.test.field == FilterField::kCooperators;
  return std::any_of(node.children.begin(), node.children.end(), NamesCooperators);
}

// Terms that a test, or a part of it that must hold, asks for.
void CollectRequired(const FilterNode& node, std::vector<storage::TermRange>* terms) {
  if (node.kind == FilterNode::Kind::kAnd) {
    for (const FilterNode& child : node.children) CollectRequired(child, terms);
  }
  const FilterTest& test = node.test;
  const bool is_exact = node.kind == FilterNode::Kind::kTest && test.op == FilterOp::kEqual &&
                        !test.open_start && !test.open_end;
  if (!is_exact) return;
  if (test.field == FilterField::kIssuer) {
    const uint64_t term = mapping::IssuerTerm(test.text);
    terms->push_back({term, term});
  } else if (test.field == FilterField::kLabel) {
    const uint64_t term = mapping::LabelTerm(test.key, test.text);
    terms->push_back({term, term});
  }
}

const std::string& WordsOf(const v1::Argument& argument) {
  return argument.value().empty() ? argument.text() : argument.value();
}

// True for a list when it is for one of its elements.
Truth TestCooperators(const FilterTest& test, const v1::Commitment& commitment) {
  for (const v1::Cooperator& cooperator : commitment.cooperators()) {
    if (Test(test, FilterValue::Text(WordsOf(cooperator.body()))) == Truth::kTrue) {
      return Truth::kTrue;
    }
  }
  return Truth::kFalse;
}

FilterValue TimeValue(bool is_set, const google::protobuf::Timestamp& time) {
  if (!is_set) return FilterValue::Absent();
  return FilterValue::Number(time.seconds() * 1'000'000 + time.nanos() / 1000);
}

// A fact by the name of its field; the schema names only arguments.
FilterValue FactValue(const v1::LetterFacts& facts, const std::string& name) {
  const auto* const field = v1::LetterFacts::descriptor()->FindFieldByName(name);
  if (field == nullptr || !facts.GetReflection()->HasField(facts, field)) {
    return FilterValue::Absent();
  }
  return FilterValue::Text(
      WordsOf(static_cast<const v1::Argument&>(facts.GetReflection()->GetMessage(facts, field))));
}

FilterValue DocumentValue(const v1::Document& document, const FilterTest& test) {
  switch (test.field) {
    case FilterField::kState:
      return FilterValue::Number(document.state());
    case FilterField::kIssuer:
      return FilterValue::Text(WordsOf(document.facts().issuer()));
    case FilterField::kIssueDate: {
      const auto days = mapping::ParseDays(WordsOf(document.facts().issue_date()));
      return days ? FilterValue::Range({days->first, days->last}) : FilterValue::Absent();
    }
    case FilterField::kLabel: {
      const auto found = document.labels().find(test.key);
      if (found == document.labels().end()) return FilterValue::Absent();
      return {FilterValue::Kind::kText, {}, found->second};
    }
    case FilterField::kSourceUri:
      return FilterValue::Text(document.source_uri());
    case FilterField::kMediaType:
      return FilterValue::Text(document.media_type());
    case FilterField::kCreateTime:
      return TimeValue(document.has_create_time(), document.create_time());
    case FilterField::kUpdateTime:
      return TimeValue(document.has_update_time(), document.update_time());
    case FilterField::kDeleteTime:
      return TimeValue(document.has_delete_time(), document.delete_time());
    case FilterField::kCommitmentCount:
      return FilterValue::Number(document.analysis().commitment_count());
    case FilterField::kDocumentKind:
      return document.facts().kind() == v1::DOCUMENT_KIND_UNSPECIFIED
                 ? FilterValue::Absent()
                 : FilterValue::Number(document.facts().kind());
    case FilterField::kFact:
      return FactValue(document.facts(), test.key);
    default:
      return FilterValue::Absent();
  }
}

}  // namespace

absl::StatusOr<RecordFilter> RecordFilter::Create(std::string_view field, std::string_view filter,
                                                  RecordKind kind) {
  auto root = ParseFilter(field, filter, TargetOf(kind));
  if (!root.ok()) return root.status();
  return RecordFilter(*std::move(root));
}

bool RecordFilter::ReadsRecords() const { return NamesCooperators(root_); }

std::vector<storage::TermRange> RecordFilter::RequiredTerms() const {
  std::vector<storage::TermRange> terms;
  CollectRequired(root_, &terms);
  return terms;
}

Truth RecordFilter::OnLetter(const ColumnRow& letter) const {
  return Evaluate(root_,
                  [&](const FilterTest& test) { return Test(test, LetterValue(letter, test)); });
}

Truth RecordFilter::OnCommitment(const ColumnRow& letter, const CommitmentColumns& columns) const {
  return Evaluate(root_, [&](const FilterTest& test) {
    return Test(test, CommitmentValue(letter, columns, test));
  });
}

Truth RecordFilter::OnTag(const ColumnRow& letter, uint8_t tag) const {
  return Evaluate(root_, [&](const FilterTest& test) {
    const bool is_tag = test.field == FilterField::kSectionKind ||
                        test.field == FilterField::kStatus || test.field == FilterField::kType;
    return Test(test, is_tag ? FilterValue::Number(tag) : LetterValue(letter, test));
  });
}

Truth RecordFilter::OnRecord(const ColumnRow& letter, const CommitmentColumns& columns,
                             const v1::Commitment& commitment) const {
  return Evaluate(root_, [&](const FilterTest& test) {
    if (test.field == FilterField::kCooperators) return TestCooperators(test, commitment);
    return Test(test, CommitmentValue(letter, columns, test));
  });
}

Truth RecordFilter::OnRecord(const ColumnRow& letter, const v1::Section& section) const {
  return Evaluate(root_, [&](const FilterTest& test) {
    switch (test.field) {
      case FilterField::kSectionKind:
        return Test(test, FilterValue::Number(section.kind()));
      case FilterField::kLevel:
        return Test(test, FilterValue::Number(section.level()));
      default:
        return Test(test, LetterValue(letter, test));
    }
  });
}

Truth RecordFilter::OnRecord(const ColumnRow& letter, const v1::Achievement& achievement) const {
  return OnTag(letter, static_cast<uint8_t>(achievement.status()));
}

absl::StatusOr<DocumentFilter> DocumentFilter::Create(std::string_view field,
                                                      std::string_view filter) {
  auto root = ParseFilter(field, filter, FilterTarget::kDocuments);
  if (!root.ok()) return root.status();
  return DocumentFilter(*std::move(root));
}

bool DocumentFilter::Matches(const v1::Document& document) const {
  const Truth truth = Evaluate(
      root_, [&](const FilterTest& test) { return Test(test, DocumentValue(document, test)); });
  return truth == Truth::kTrue;
}

}  // namespace pledge::query
