#include "tests/accuracy/gold.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace pledge::accuracy {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;

// The value under a key; a null value when there is none.
const Value& Get(const Struct& object, const std::string& key) {
  static const Value& null = *new Value;
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? null : found->second;
}

std::string Text(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return value.string_value();
    case Value::kNumberValue:
      return NumberText(value.number_value());
    default:
      return "";
  }
}

// Words of a part: the part's own, or those of its span.
std::string CleanWords(const Value& part) {
  return part.has_struct_value() ? Text(Get(part.struct_value(), "clean")) : Text(part);
}

Span SpanOf(const Struct& record) {
  const Value& span = Get(record, "span");
  const Struct& node = span.has_struct_value() ? span.struct_value() : record;
  return {static_cast<int>(Get(node, "byte_start").number_value()),
          static_cast<int>(Get(node, "byte_end").number_value())};
}

std::string Pairs(const ListValue& list, const std::vector<std::string>& keys) {
  std::vector<std::string> parts;
  for (const Value& item : list.values()) {
    std::vector<std::string> values;
    for (const std::string& key : keys) values.push_back(Text(Get(item.struct_value(), key)));
    parts.push_back(absl::StrJoin(values, ","));
  }
  return JoinSorted(std::move(parts));
}

ScoredCommitment ToCommitment(const Struct& record) {
  ScoredCommitment out{
      .span = SpanOf(record), .optional = Get(record, "optional").bool_value(), .fields = {}};
  for (const char* key : {"type", "strength", "polarity", "verifiability"})
    out.fields[key] = Text(Get(record, key));
  for (const char* key : {"action", "object"}) out.fields[key] = CleanWords(Get(record, key));
  out.fields["actor"] = Text(Get(Get(record, "actor").struct_value(), "resolved"));
  const Value& deadline = Get(record, "deadline");
  if (deadline.has_struct_value())
    out.fields["deadline"] = absl::StrCat(Text(Get(deadline.struct_value(), "start")), "..",
                                          Text(Get(deadline.struct_value(), "end")));
  else
    out.fields["deadline"] = "";
  out.fields["targets"] =
      Pairs(Get(record, "targets").list_value(), {"quantity", "unit", "comparator"});
  out.fields["cooperators"] = Pairs(Get(record, "cooperators").list_value(), {"name", "role"});
  out.fields["condition"] = Get(record, "condition").has_struct_value() ? "yes" : "";
  return out;
}

// Facts that are scored, by their key in the gold.
constexpr const char* kFacts[] = {"title",           "doc_number",      "issuer",
                                  "issue_date",      "proposal_number", "proposal_title",
                                  "result_category", "disclosure",      "handling_role",
                                  "signatory",       "contact_person",  "contact_phone"};

void AddFacts(const Struct& metadata, Gold& gold) {
  for (const char* key : kFacts) {
    const Value& fact = Get(metadata, key);
    if (!fact.has_struct_value()) continue;
    const std::string value = Text(Get(fact.struct_value(), "value"));
    gold.facts[key] = value.empty() ? std::nullopt : std::optional(value);
  }
}

// A gold without the list has everything annotated.
bool IsAnnotated(const Struct& root, const std::string& part) {
  const Value& annotated = Get(root, "annotated");
  if (!annotated.has_list_value()) return true;
  return std::any_of(annotated.list_value().values().begin(), annotated.list_value().values().end(),
                     [&](const Value& value) { return value.string_value() == part; });
}

Gold ToGold(const Struct& root) {
  Gold gold;
  gold.name = Text(Get(root, "doc_id"));
  for (const Value& c : Get(root, "commitments").list_value().values())
    gold.commitments.push_back(ToCommitment(c.struct_value()));
  for (const Value& n : Get(root, "hard_negatives").list_value().values())
    gold.negatives.push_back(SpanOf(n.struct_value()));
  if (IsAnnotated(root, "achievements"))
    for (const Value& a : Get(root, "achievements").list_value().values())
      gold.achievements.push_back(SpanOf(a.struct_value()));
  for (const Value& s : Get(root, "sections").list_value().values())
    if (!Text(Get(s.struct_value(), "parent")).empty())
      gold.sections.push_back({Text(Get(s.struct_value(), "kind")), SpanOf(s.struct_value())});
  gold.has_sections = IsAnnotated(root, "sections") && !gold.sections.empty();
  gold.has_facts = IsAnnotated(root, "metadata");
  if (gold.has_facts) AddFacts(Get(root, "metadata").struct_value(), gold);
  gold.clean_text = Text(Get(root, "clean_text"));
  return gold;
}

// An example may leave fields out, and names the actor by a word.
ScoredCommitment ToExampleCommitment(const Struct& record) {
  ScoredCommitment commitment = ToCommitment(record);
  const Value& actor = Get(record, "actor");
  if (actor.has_string_value()) commitment.fields["actor"] = actor.string_value();
  std::erase_if(commitment.fields, [&](const auto& field) {
    return !record.fields().contains(field.first) ||
           (field.first == "actor" && field.second.empty());
  });
  return commitment;
}

absl::StatusOr<Struct> ReadJson(const std::string& path, const std::string& schema) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::stringstream text;
  text << file.rdbuf();
  Struct root;
  const auto status = google::protobuf::util::JsonStringToMessage(text.str(), &root);
  if (!status.ok() || Text(Get(root, "schema")) != schema)
    return absl::DataLossError(absl::StrCat("no ", schema, ": ", path));
  return root;
}

}  // namespace

absl::StatusOr<std::vector<Example>> ReadExamples(const std::string& path) {
  const auto root = ReadJson(path, "reply-examples/1");
  if (!root.ok()) return root.status();
  std::vector<Example> examples;
  for (const Value& value : Get(*root, "examples").list_value().values()) {
    const Struct& node = value.struct_value();
    Example example{Text(Get(node, "id")),
                    Text(Get(node, "section_kind")),
                    Text(Get(node, "reference_date")),
                    Text(Get(node, "text")),
                    {}};
    for (const Value& c : Get(node, "commitments").list_value().values())
      example.commitments.push_back(ToExampleCommitment(c.struct_value()));
    examples.push_back(std::move(example));
  }
  return examples;
}

absl::StatusOr<Gold> ReadGold(const std::string& path) {
  const auto root = ReadJson(path, "reply-gold/1");
  if (!root.ok()) return root.status();
  Gold gold = ToGold(*root);
  gold.source_path = std::filesystem::path(path).parent_path() / Text(Get(*root, "source_path"));
  return gold;
}

std::vector<std::string> GoldFiles(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().string().ends_with(".gold.json")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string JoinSorted(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  return absl::StrJoin(parts, ";");
}

std::string NumberText(double value) { return absl::StrFormat("%.15g", value); }

}  // namespace pledge::accuracy
