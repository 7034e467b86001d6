#include "service/lineage/revision_diff.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/sha256.h"
#include "service/lineage/field_words.h"
#include "service/lineage/record_diff.h"

namespace pledge::lineage {
namespace {

using google::protobuf::FieldDescriptor;

// Values of one part by their path, in order.
using Values = std::map<std::string, std::string>;

std::string ValueOfField(const v1::LetterFacts& facts, const FieldDescriptor* field) {
  const auto* reflection = facts.GetReflection();
  const auto value_of = [](const google::protobuf::Message& message) {
    return ValueOf(static_cast<const v1::Argument&>(message));
  };
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return reflection->GetEnumValue(facts, field) == 0
               ? std::string()
               : std::string(reflection->GetEnum(facts, field)->name());
  }
  if (field->message_type() != v1::Argument::descriptor()) return "";
  if (!field->is_repeated()) {
    return reflection->HasField(facts, field) ? value_of(reflection->GetMessage(facts, field)) : "";
  }
  std::vector<std::string> values;
  for (int i = 0; i < reflection->FieldSize(facts, field); ++i) {
    values.push_back(value_of(reflection->GetRepeatedMessage(facts, field, i)));
  }
  return absl::StrJoin(values, "; ");
}

Values FactsOf(const RevisionContent& content) {
  Values out;
  const auto* type = v1::LetterFacts::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    out[absl::StrCat("facts.", type->field(i)->name())] =
        ValueOfField(content.document.facts(), type->field(i));
  }
  return out;
}

Values LabelsOf(const RevisionContent& content) {
  Values out;
  for (const auto& [key, value] : content.document.labels()) {
    out[absl::StrCat("labels.", key)] = value;
  }
  return out;
}

Values SourceOf(const RevisionContent& content) {
  return {{"source_sha256", Hex(content.source_sha256)},
          {"source_size", absl::StrCat(content.source_size)},
          {"source_uri", content.document.source_uri()},
          {"media_type", content.document.media_type()}};
}

// One entry for each path whose value differs.
void DiffValues(const std::string& part, const Values& base, const Values& target,
                RevisionDiff& out) {
  v1::DiffCount count;
  count.set_part(part);
  std::map<std::string, std::pair<std::string, std::string>> all;
  for (const auto& [path, value] : base) all[path].first = value;
  for (const auto& [path, value] : target) all[path].second = value;
  for (const auto& [path, values] : all) {
    const auto& [before, after] = values;
    if (before == after) {
      count.set_same(count.same() + (before.empty() ? 0 : 1));
      continue;
    }
    v1::DiffEntry& entry = out.entries.emplace_back();
    entry.set_part(part);
    if (part != "labels") entry.mutable_changed_fields()->add_paths(path);
    v1::FieldChange& change = *entry.add_field_changes();
    change.set_path(path);
    change.set_base_value(before);
    change.set_target_value(after);
    if (before.empty()) {
      entry.set_kind(v1::DIFF_KIND_ADDED);
      count.set_added(count.added() + 1);
    } else if (after.empty()) {
      entry.set_kind(v1::DIFF_KIND_REMOVED);
      count.set_removed(count.removed() + 1);
    } else {
      entry.set_kind(v1::DIFF_KIND_CHANGED);
      count.set_changed(count.changed() + 1);
    }
  }
  out.counts.push_back(std::move(count));
}

}  // namespace

const std::vector<std::string>& DiffParts() {
  static const auto& parts =
      *new std::vector<std::string>{"commitments", "facts", "labels", "sections", "source"};
  return parts;
}

RevisionDiff DiffRevisions(const RevisionContent& base, const RevisionContent& target,
                           const std::set<std::string>& parts) {
  RevisionDiff out;
  if (parts.count("commitments") > 0) DiffCommitments(base, target, out);
  if (parts.count("facts") > 0) DiffValues("facts", FactsOf(base), FactsOf(target), out);
  if (parts.count("labels") > 0) DiffValues("labels", LabelsOf(base), LabelsOf(target), out);
  if (parts.count("sections") > 0) DiffSections(base, target, out);
  if (parts.count("source") > 0) DiffValues("source", SourceOf(base), SourceOf(target), out);
  return out;
}

}  // namespace pledge::lineage
