#include "service/query/filter_schema.h"

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"

namespace pledge::query {
namespace {

using Fields = std::vector<FilterFieldInfo>;
using F = FilterField;
using T = FilterType;

// Of the letter that a record stands in.
Fields LetterFields() {
  return {{"issuer", F::kIssuer, T::kText},
          {"issue_date", F::kIssueDate, T::kDate},
          {"labels", F::kLabel, T::kText}};
}

Fields Join(Fields fields, const Fields& more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

Fields CommitmentFields() {
  return Join(
      {{"type", F::kType, T::kEnum, v1::CommitmentType_descriptor()},
       {"strength", F::kStrength, T::kOrderedEnum, v1::Strength_descriptor()},
       {"polarity", F::kPolarity, T::kEnum, v1::Polarity_descriptor()},
       {"verifiability", F::kVerifiability, T::kOrderedEnum, v1::Verifiability_descriptor()},
       {"actor", F::kActor, T::kText},
       {"cooperators", F::kCooperators, T::kTexts},
       {"deadline", F::kDeadline, T::kPresence},
       {"deadline.start_date", F::kDeadlineStart, T::kDate},
       {"deadline.end_date", F::kDeadlineEnd, T::kDate},
       {"targets", F::kTargets, T::kPresence},
       {"condition", F::kCondition, T::kPresence},
       {"recurring", F::kRecurring, T::kBool}},
      LetterFields());
}

Fields DocumentFields() {
  return {{"state", F::kState, T::kEnum, v1::DocumentState_descriptor()},
          {"issuer", F::kIssuer, T::kText},
          {"issue_date", F::kIssueDate, T::kDate},
          {"labels", F::kLabel, T::kText},
          {"source_uri", F::kSourceUri, T::kText},
          {"media_type", F::kMediaType, T::kText},
          {"create_time", F::kCreateTime, T::kTime},
          {"update_time", F::kUpdateTime, T::kTime},
          {"delete_time", F::kDeleteTime, T::kTime},
          {"commitment_count", F::kCommitmentCount, T::kNumber},
          {"facts.kind", F::kDocumentKind, T::kEnum, v1::DocumentKind_descriptor()},
          {"facts.issuer", F::kIssuer, T::kText},
          {"facts.issue_date", F::kIssueDate, T::kDate},
          {"facts.title", F::kFact, T::kText},
          {"facts.document_number", F::kFact, T::kText},
          {"facts.session", F::kFact, T::kText},
          {"facts.proposal_number", F::kFact, T::kText},
          {"facts.proposal_title", F::kFact, T::kText},
          {"facts.result_category", F::kFact, T::kText},
          {"facts.disclosure", F::kFact, T::kText},
          {"facts.handling_role", F::kFact, T::kText},
          {"facts.signatory", F::kFact, T::kText},
          {"facts.region", F::kFact, T::kText}};
}

}  // namespace

const std::vector<FilterFieldInfo>& FilterFields(FilterTarget target) {
  static const auto& sections =
      *new Fields(Join({{"kind", F::kSectionKind, T::kEnum, v1::SectionKind_descriptor()},
                        {"level", F::kLevel, T::kNumber}},
                       LetterFields()));
  static const auto& commitments = *new Fields(CommitmentFields());
  static const auto& achievements = *new Fields(
      Join({{"status", F::kStatus, T::kEnum, v1::AchievementStatus_descriptor()}}, LetterFields()));
  static const auto& documents = *new Fields(DocumentFields());
  switch (target) {
    case FilterTarget::kSections:
      return sections;
    case FilterTarget::kCommitments:
      return commitments;
    case FilterTarget::kAchievements:
      return achievements;
    case FilterTarget::kDocuments:
      return documents;
  }
  return documents;
}

}  // namespace pledge::query
