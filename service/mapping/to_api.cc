#include "service/mapping/to_api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "service/base/limits.h"
#include "service/mapping/result_digest.h"

namespace pledge::mapping {
namespace {

using pipeline::AnalyzedDocument;
using pipeline::ByteRange;
using pipeline::CleanText;

void AddRange(ByteRange in, v1::OffsetRange* out) {
  out->set_start(in.start);
  out->set_end(in.end);
}

// Carries what every conversion needs.
class Mapper {
 public:
  explicit Mapper(const AnalyzedDocument& analyzed) : clean_(analyzed.clean), tree_(analyzed.tree) {
    NameSections();
  }

  std::string Text(ByteRange range) const { return clean_.text.substr(range.start, range.size()); }

  void SetProvenance(ByteRange range, v1::Provenance* out) const {
    mapping::SetProvenance(clean_, range, out);
  }

  void SetArgument(const pipeline::Argument& in, v1::Argument* out) const {
    out->set_inferred(in.inferred);
    out->set_value(in.value);
    if (in.range.empty()) return;
    out->set_text(Text(in.range));
    SetProvenance(in.range, out->mutable_provenance());
  }

  v1::Section Section(size_t index, int ordinal) const;
  v1::Section Furniture(size_t index, int ordinal) const;
  v1::Commitment Commitment(const pipeline::Commitment& in, size_t index) const;
  v1::Achievement Achievement(const pipeline::Achievement& in, size_t index) const;
  v1::LetterFacts Facts(const pipeline::LetterFacts& in) const;

 private:
  static void SetDate(const pipeline::Date& in, google::type::Date* out) {
    out->set_year(in.year);
    out->set_month(in.month);
    out->set_day(in.day);
  }

  // Ids are paths of ordinals among siblings, such as 2.1.3.
  void NameSections() {
    std::vector<int> children(tree_.sections.size(), 0);
    for (const pipeline::Section& section : tree_.sections) {
      const bool top = section.parent < 0;
      const int ordinal = top ? ++top_count_ : ++children[section.parent];
      ids_.push_back(top ? absl::StrCat(ordinal)
                         : absl::StrCat(ids_[section.parent], ".", ordinal));
    }
  }

  std::string SectionName(int index) const {
    return index < 0 ? std::string() : absl::StrCat("sections/", ids_[index]);
  }

  std::string OwnText(size_t index) const;
  void SetTarget(const pipeline::Target& in, v1::Target* out) const;
  void SetDeadline(const pipeline::Deadline& in, v1::Deadline* out) const;
  void SetOptional(const std::optional<pipeline::Argument>& in,
                   v1::Argument* (v1::Commitment::*mutable_field)(), v1::Commitment* out) const {
    if (in.has_value()) SetArgument(*in, (out->*mutable_field)());
  }
  void SetFact(const std::optional<pipeline::Argument>& in,
               v1::Argument* (v1::LetterFacts::*mutable_field)(), v1::LetterFacts* out) const {
    if (in.has_value()) SetArgument(*in, (out->*mutable_field)());
  }

  const CleanText& clean_;
  const pipeline::SectionTree& tree_;
  std::vector<std::string> ids_;  // of tree_.sections
  int top_count_ = 0;
};

// The section's words without those of its children, a line each piece.
std::string Mapper::OwnText(size_t index) const {
  std::string out;
  for (const ByteRange& range : OwnRanges(clean_, tree_, index)) {
    absl::StrAppend(&out, out.empty() ? "" : "\n", Text(range));
  }
  return out;
}

v1::Section Mapper::Section(size_t index, int ordinal) const {
  const pipeline::Section& in = tree_.sections[index];
  v1::Section out;
  out.set_name(SectionName(static_cast<int>(index)));
  out.set_kind(static_cast<v1::SectionKind>(in.kind));
  out.set_level(in.level);
  out.set_parent(SectionName(in.parent));
  out.set_ordinal(ordinal);
  out.set_heading(Text(in.heading));
  out.set_heading_number(Text(in.label));
  out.set_text(OwnText(index));
  SetProvenance(in.text, out.mutable_provenance());
  return out;
}

v1::Section Mapper::Furniture(size_t index, int ordinal) const {
  const pipeline::FurnitureBlock& in = clean_.furniture[index];
  v1::Section out;
  out.set_name(absl::StrCat("sections/", top_count_ + 1 + index));
  out.set_kind(v1::SECTION_KIND_FURNITURE);
  out.set_level(1);
  out.set_ordinal(ordinal);
  out.set_heading(in.widget);
  out.set_text(in.text);
  AddRange(in.source, out.mutable_provenance()->add_source_ranges());
  return out;
}

void Mapper::SetTarget(const pipeline::Target& in, v1::Target* out) const {
  out->set_text(Text(in.range));
  if (in.quantity.has_value()) out->set_quantity(*in.quantity);
  out->set_unit(in.unit);
  out->set_subject(in.subject);
  out->set_comparator(static_cast<v1::Comparator>(in.comparator));
  out->set_fuzzy(in.fuzzy);
  out->set_baseline(in.baseline);
  if (!in.range.empty()) SetProvenance(in.range, out->mutable_provenance());
}

void Mapper::SetDeadline(const pipeline::Deadline& in, v1::Deadline* out) const {
  out->set_text(Text(in.range));
  if (in.start.has_value()) SetDate(*in.start, out->mutable_start_date());
  if (in.end.has_value()) SetDate(*in.end, out->mutable_end_date());
  out->set_recurrence(in.recurrence);
  out->set_inherited(in.inherited);
  out->set_inferred(in.inferred);
  if (!in.range.empty()) SetProvenance(in.range, out->mutable_provenance());
}

v1::Commitment Mapper::Commitment(const pipeline::Commitment& in, size_t index) const {
  v1::Commitment out;
  out.set_name(absl::StrFormat("commitments/c%02d", index + 1));
  out.set_text(Text(in.range));
  SetProvenance(in.range, out.mutable_provenance());
  out.set_type(static_cast<v1::CommitmentType>(in.type));
  out.set_strength(static_cast<v1::Strength>(in.strength));
  out.set_polarity(static_cast<v1::Polarity>(in.polarity));
  out.set_verifiability(static_cast<v1::Verifiability>(in.verifiability));
  SetOptional(in.action, &v1::Commitment::mutable_action, &out);
  SetOptional(in.object, &v1::Commitment::mutable_object, &out);
  SetOptional(in.actor, &v1::Commitment::mutable_actor, &out);
  SetOptional(in.manner, &v1::Commitment::mutable_manner, &out);
  SetOptional(in.strength_cue, &v1::Commitment::mutable_strength_cue, &out);
  SetOptional(in.future_cue, &v1::Commitment::mutable_future_cue, &out);
  for (const pipeline::Cooperator& cooperator : in.cooperators) {
    v1::Cooperator* added = out.add_cooperators();
    SetArgument(cooperator.body, added->mutable_body());
    added->set_role(static_cast<v1::CooperatorRole>(cooperator.role));
  }
  if (in.deadline) SetDeadline(*in.deadline, out.mutable_deadline());
  for (const pipeline::Target& target : in.targets) {
    SetTarget(target, out.add_targets());
  }
  if (in.condition.has_value()) {
    out.mutable_condition()->set_kind(static_cast<v1::ConditionKind>(in.condition->kind));
    SetArgument(in.condition->clause, out.mutable_condition()->mutable_clause());
  }
  out.set_section(SectionName(in.section));
  std::vector<std::string> path;
  for (int at = in.section; at >= 0; at = tree_.sections[at].parent) {
    const std::string label = Text(tree_.sections[at].label);
    if (!label.empty()) path.push_back(label);
  }
  for (auto label = path.rbegin(); label != path.rend(); ++label) {
    out.add_section_path(*label);
  }
  for (const char* rule_id : in.rule_ids) out.add_rule_ids(rule_id);
  return out;
}

v1::Achievement Mapper::Achievement(const pipeline::Achievement& in, size_t index) const {
  v1::Achievement out;
  out.set_name(absl::StrFormat("achievements/a%02d", index + 1));
  out.set_text(Text(in.range));
  SetProvenance(in.range, out.mutable_provenance());
  out.set_status(static_cast<v1::AchievementStatus>(in.status));
  for (const pipeline::Target& fact : in.facts) SetTarget(fact, out.add_facts());
  for (const ByteRange& named : in.named_documents) {
    out.add_named_documents(Text(named));
  }
  out.set_date_text(Text(in.date));
  out.set_section(SectionName(in.section));
  return out;
}

v1::LetterFacts Mapper::Facts(const pipeline::LetterFacts& in) const {
  using F = v1::LetterFacts;
  F out;
  out.set_kind(static_cast<v1::DocumentKind>(in.kind));
  SetFact(in.title, &F::mutable_title, &out);
  SetFact(in.document_number, &F::mutable_document_number, &out);
  SetFact(in.issuer, &F::mutable_issuer, &out);
  SetFact(in.issue_date, &F::mutable_issue_date, &out);
  for (const auto& one : in.addressees) SetArgument(one, out.add_addressees());
  SetFact(in.session, &F::mutable_session, &out);
  SetFact(in.proposal_number, &F::mutable_proposal_number, &out);
  SetFact(in.proposal_title, &F::mutable_proposal_title, &out);
  SetFact(in.result_category, &F::mutable_result_category, &out);
  SetFact(in.disclosure, &F::mutable_disclosure, &out);
  SetFact(in.handling_role, &F::mutable_handling_role, &out);
  SetFact(in.signatory, &F::mutable_signatory, &out);
  SetFact(in.contact_person, &F::mutable_contact_person, &out);
  SetFact(in.contact_phone, &F::mutable_contact_phone, &out);
  for (const auto& one : in.cc) SetArgument(one, out.add_cc());
  for (const auto& one : in.attachments) SetArgument(one, out.add_attachments());
  SetFact(in.region, &F::mutable_region, &out);
  return out;
}

// Drops from `facts` each field that the caller set, then takes the caller's.
void Override(const v1::LetterFacts& caller, v1::LetterFacts* facts) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  caller.GetReflection()->ListFields(caller, &fields);
  for (const auto* field : fields) {
    facts->GetReflection()->ClearField(facts, field);
  }
  facts->MergeFrom(caller);
}

std::string ValueOf(const v1::Argument& argument) {
  return argument.value().empty() ? argument.text() : argument.value();
}

// "2024-06-12", "2024-06" or "2024" → Date; other text gives no date.
void ParseDate(const std::string& text, google::type::Date* out) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  int numbers[3] = {0, 0, 0};
  for (size_t i = 0; i < parts.size() && i < 3; ++i) {
    if (!absl::SimpleAtoi(parts[i], &numbers[i])) return;
  }
  out->set_year(numbers[0]);
  out->set_month(numbers[1]);
  out->set_day(numbers[2]);
}

v1::LetterReference MakeReference(const v1::LetterFacts& facts) {
  v1::LetterReference out;
  out.set_issuer(ValueOf(facts.issuer()));
  out.set_document_number(ValueOf(facts.document_number()));
  out.set_title(ValueOf(facts.title()));
  if (facts.has_issue_date()) {
    ParseDate(ValueOf(facts.issue_date()), out.mutable_issue_date());
  }
  return out;
}

v1::Analysis MakeAnalysis(const AnalyzedDocument& analyzed, const ApiRecords& records) {
  v1::Analysis out;
  out.set_state(analyzed.clean.text.empty() ? v1::ANALYSIS_STATE_FAILED
                                            : v1::ANALYSIS_STATE_SUCCEEDED);
  out.set_engine_version(pipeline::kEngineVersion);
  out.set_detected_charset(analyzed.clean.charset);
  out.set_detected_media_type(analyzed.clean.media_type);
  for (const pipeline::Warning& warning : analyzed.warnings) {
    if (static_cast<size_t>(out.warnings_size()) == kMaxWarnings) break;
    v1::AnalysisWarning* added = out.add_warnings();
    added->set_reason(warning.reason);
    added->set_message(warning.message);
    for (const ByteRange& range : warning.source_ranges) {
      added->add_source_ranges()->set_start(range.start);
      added->mutable_source_ranges()->rbegin()->set_end(range.end);
    }
  }
  out.set_section_count(static_cast<int>(records.sections.size()));
  out.set_commitment_count(static_cast<int>(records.commitments.size()));
  out.set_achievement_count(static_cast<int>(records.achievements.size()));
  for (const std::string& profile : analyzed.clean.profiles) {
    out.add_repair_profiles(profile);
  }
  return out;
}

}  // namespace

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

void SetProvenance(const CleanText& clean, ByteRange range, v1::Provenance* out) {
  AddRange(range, out->mutable_text_range());
  for (const ByteRange& source : clean.map.SourceRanges(range)) {
    AddRange(source, out->add_source_ranges());
  }
  out->set_verbatim(clean.map.Verbatim(range));
}

std::vector<ByteRange> OwnRanges(const CleanText& clean, const pipeline::SectionTree& tree,
                                 size_t index) {
  const pipeline::Section& section = tree.sections[index];
  std::vector<ByteRange> out;
  uint32_t at = section.text.start;
  const auto add = [&](uint32_t end) {
    if (end <= at) return;
    const absl::string_view piece =
        absl::StripAsciiWhitespace(absl::string_view(clean.text).substr(at, end - at));
    if (piece.empty()) return;
    const auto start = static_cast<uint32_t>(piece.data() - clean.text.data());
    out.push_back({start, start + static_cast<uint32_t>(piece.size())});
  };
  for (size_t i = index + 1; i < tree.sections.size(); ++i) {
    const pipeline::Section& child = tree.sections[i];
    if (child.text.start >= section.text.end) break;
    if (child.parent != static_cast<int>(index)) continue;
    add(child.text.start);
    at = child.text.end;
  }
  add(section.text.end);
  return out;
}

ApiRecords ToApi(const AnalyzedDocument& analyzed, const v1::LetterFacts& caller_facts) {
  const Mapper mapper(analyzed);
  ApiRecords out;
  out.facts = mapper.Facts(analyzed.extraction.facts);
  Override(caller_facts, &out.facts);
  int ordinal = 0;
  for (size_t i = 0; i < analyzed.tree.sections.size(); ++i) {
    out.sections.push_back(mapper.Section(i, ordinal++));
  }
  for (size_t i = 0; i < analyzed.clean.furniture.size(); ++i) {
    out.sections.push_back(mapper.Furniture(i, ordinal++));
  }
  const v1::LetterReference letter = MakeReference(out.facts);
  for (const auto& one : analyzed.extraction.commitments) {
    out.commitments.push_back(mapper.Commitment(one, out.commitments.size()));
    *out.commitments.back().mutable_letter() = letter;
  }
  for (const auto& one : analyzed.extraction.achievements) {
    out.achievements.push_back(mapper.Achievement(one, out.achievements.size()));
  }
  out.analysis = MakeAnalysis(analyzed, out);
  out.analysis.set_result_digest(ResultDigest(out));
  return out;
}

std::vector<v1::Repair> ToRepairs(const CleanText& clean) {
  std::vector<v1::Repair> out;
  for (const pipeline::MapRun& run : clean.map.runs()) {
    if (run.kind == pipeline::RepairKind::kNone) continue;
    v1::Repair& repair = out.emplace_back();
    repair.set_kind(static_cast<v1::RepairKind>(run.kind));
    repair.mutable_source_range()->set_start(run.source.start);
    repair.mutable_source_range()->set_end(run.source.end);
    repair.mutable_text_range()->set_start(run.text.start);
    repair.mutable_text_range()->set_end(run.text.end);
    repair.set_detail(clean.map.details()[run.detail]);
  }
  return out;
}

}  // namespace pledge::mapping
