#include "client/cpp/tests/tree.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/cpp/tests/require.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"

namespace pledge::conformance {
namespace {

// What std::string counts, and so what its slices are cut by.
constexpr char kUnit[] = "OFFSET_UNIT_UTF8_BYTE";

bool IsEqual(const Value& left, const Value& right) {
  return google::protobuf::util::MessageDifferencer::Equals(left, right);
}

std::vector<Value> StepAt(const Value& value, const std::string& part) {
  if (value.has_struct_value()) {
    const Value& field = Field(value, part);
    return IsNull(field) ? std::vector<Value>{} : std::vector<Value>{field};
  }
  if (!value.has_list_value()) return {};
  const auto& values = value.list_value().values();
  if (part == "*") return {values.begin(), values.end()};
  int index = 0;
  if (part == "last") {
    index = values.size() - 1;
  } else if (!absl::SimpleAtoi(part, &index)) {
    return {};
  }
  if (index < 0 || index >= values.size()) return {};
  return {values[index]};
}

int64_t Offset(const Value& range, const std::string& name) {
  int64_t offset = 0;
  return absl::SimpleAtoi(Field(range, name).string_value(), &offset) ? offset : 0;
}

// Whether the text between the record's offsets is the record's text.
bool Slices(const Value& record, const std::string& text) {
  const Value& range = Field(Field(record, "provenance"), "textRange");
  const size_t start = Offset(range, "start");
  const size_t end = Offset(range, "end");
  return start <= end && end <= text.size() &&
         text.substr(start, end - start) == Field(record, "text").string_value();
}

std::vector<std::string> Sorted(const std::vector<Value>& values) {
  std::vector<std::string> out;
  for (const Value& value : values) out.push_back(ToJson(value));
  std::sort(out.begin(), out.end());
  return out;
}

Value SubstituteWord(const std::string& word, const Value& letters,
                     const std::map<std::string, Value>& saved) {
  const std::vector<std::string> parts = absl::StrSplit(word, ':');
  if (parts[0] == "$unit") return Text(kUnit);
  if (parts[0] == "$saved") return saved.at(parts[1]);
  const std::string& letter = Field(letters, parts[1]).string_value();
  return Text(absl::Base64Escape(absl::StrReplaceAll(letter, {{"{n}", parts[2]}})));
}

}  // namespace

Value FromJson(const std::string& json) {
  Value value;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &value);
  Require(status.ok(), status.ToString());
  return value;
}

std::string ToJson(const Value& value) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(value, &json);
  Require(status.ok(), status.ToString());
  return json;
}

Value Text(std::string_view text) {
  Value value;
  value.set_string_value(std::string(text));
  return value;
}

Value List(const std::vector<Value>& values) {
  Value list;
  list.mutable_list_value();
  for (const Value& value : values) *list.mutable_list_value()->add_values() = value;
  return list;
}

const Value& Field(const Value& object, const std::string& name) {
  const auto& fields = object.struct_value().fields();
  const auto found = fields.find(name);
  return found == fields.end() ? Value::default_instance() : found->second;
}

bool IsNull(const Value& value) {
  return value.kind_case() == Value::KIND_NOT_SET || value.has_null_value();
}

std::vector<Value> ValuesAt(const Value& tree, std::string_view path) {
  std::vector<Value> found = {tree};
  for (const auto part : absl::StrSplit(absl::string_view(path.data(), path.size()), '.')) {
    std::vector<Value> step;
    for (const Value& value : found) {
      for (Value& inner : StepAt(value, std::string(part))) step.push_back(std::move(inner));
    }
    found = std::move(step);
  }
  return found;
}

Value Substitute(const Value& value, const Value& letters,
                 const std::map<std::string, Value>& saved) {
  Value out = value;
  if (value.has_struct_value()) {
    for (auto& [name, inner] : *out.mutable_struct_value()->mutable_fields()) {
      inner = Substitute(Value(inner), letters, saved);
    }
  } else if (value.has_list_value()) {
    for (Value& inner : *out.mutable_list_value()->mutable_values()) {
      inner = Substitute(Value(inner), letters, saved);
    }
  } else if (value.string_value().rfind('$', 0) == 0) {
    return SubstituteWord(value.string_value(), letters, saved);
  }
  return out;
}

bool Holds(const Value& result, const Value& check) {
  const std::string& path = check.list_value().values(0).string_value();
  const std::string& relation = check.list_value().values(1).string_value();
  const Value& wanted = check.list_value().values(2);
  const std::vector<Value> found = ValuesAt(result, path);
  const auto has = [&wanted](const Value& text) {
    return text.string_value().find(wanted.string_value()) != std::string::npos;
  };
  if (relation == "is" && path.find('*') != std::string::npos) return IsEqual(List(found), wanted);
  if (relation == "is") return found.empty() ? IsNull(wanted) : IsEqual(found[0], wanted);
  if (relation == "set") {
    const auto& values = wanted.list_value().values();
    return Sorted(found) == Sorted({values.begin(), values.end()});
  }
  if (relation == "count") return found.size() == wanted.number_value();
  if (relation == "contains") return std::any_of(found.begin(), found.end(), has);
  if (relation == "lacks") return std::none_of(found.begin(), found.end(), has);
  Require(relation == "slices", relation);
  const std::vector<Value> texts = ValuesAt(result, wanted.string_value());
  return !texts.empty() && !found.empty() &&
         std::all_of(found.begin(), found.end(), [&texts](const Value& record) {
           return Slices(record, texts[0].string_value());
         });
}

}  // namespace pledge::conformance
