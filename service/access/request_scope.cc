#include "service/access/request_scope.h"

#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/base/resource_name.h"

namespace pledge::access {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kMaxTextBytes = 200;

void AddName(absl::string_view name, RequestScope* scope) {
  const bool is_named = absl::ConsumePrefix(&name, "collections/");
  const absl::string_view id = name.substr(0, name.find('/'));
  // "-" is an id by its letters, but means every collection.
  if (!is_named || id == "-" || !IsValidId({id.data(), id.size()})) {
    scope->is_all = true;
  } else {
    scope->collections.emplace(id);
  }
}

void AddField(const Message& message, const FieldDescriptor* field, RequestScope* scope) {
  const auto* reflection = message.GetReflection();
  std::string scratch;
  if (!field->is_repeated()) {
    return AddName(reflection->GetStringReference(message, field, &scratch), scope);
  }
  const int count = reflection->FieldSize(message, field);
  if (count == 0) scope->is_all = true;
  for (int i = 0; i < count; ++i) {
    AddName(reflection->GetRepeatedStringReference(message, field, i, &scratch), scope);
  }
}

// Follows a path; a step that is not there means every collection.
void AddPath(const Message& request, std::string_view path, RequestScope* scope) {
  const std::vector<std::string> steps =
      absl::StrSplit(absl::string_view(path.data(), path.size()), '.');
  const Message* at = &request;
  for (size_t i = 0; i < steps.size(); ++i) {
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(steps[i]);
    if (field == nullptr) {
      scope->is_all = true;
    } else if (i + 1 == steps.size()) {
      AddField(*at, field, scope);
    } else {
      at = &at->GetReflection()->GetMessage(*at, field);
      continue;
    }
    return;
  }
}

}  // namespace

RequestScope ScopeOf(const MethodInfo& method, const Message& request) {
  RequestScope scope;
  if (method.scope == Scope::kStore) scope.is_all = true;
  if (method.scope == Scope::kFields) {
    for (const std::string_view path : method.fields) AddPath(request, path, &scope);
  }
  if (scope.is_all) scope.collections.clear();
  return scope;
}

std::string ScopeText(const RequestScope& scope) {
  if (scope.is_all) return "-";
  std::string out;
  for (const std::string& id : scope.collections) {
    if (out.size() + id.size() > kMaxTextBytes) return absl::StrCat(out, ",…");
    absl::StrAppend(&out, out.empty() ? "" : ",", id);
  }
  return out;
}

}  // namespace pledge::access
