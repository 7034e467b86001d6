#include "service/access/policy.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace pledge::access {
namespace {

using Patterns = google::protobuf::RepeatedPtrField<std::string>;

constexpr char kAll[] = "*";

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

bool Matches(absl::string_view pattern, std::string_view text) {
  if (absl::EndsWith(pattern, kAll)) {
    pattern.remove_suffix(1);
    return absl::StartsWith(View(text), pattern);
  }
  return pattern == View(text);
}

bool AnyMatches(const Patterns& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [text](const std::string& pattern) { return Matches(pattern, text); });
}

std::string FullName(const MethodInfo& method) {
  return absl::StrCat(View(method.service), "/", View(method.method));
}

bool CoversMethod(const Patterns& patterns, const MethodInfo& method) {
  return AnyMatches(patterns, FullName(method)) ||
         std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
           return pattern == View(Name(method.kind));
         });
}

bool CoversSomething(const std::string& pattern) {
  Patterns one;
  *one.Add() = pattern;
  const auto& methods = Methods();
  return std::any_of(methods.begin(), methods.end(),
                     [&](const MethodInfo& method) { return CoversMethod(one, method); });
}

absl::Status Wrong(const std::string& where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

absl::Status CheckPatterns(const std::string& where, const Patterns& patterns) {
  for (const std::string& pattern : patterns) {
    if (pattern.empty()) return Wrong(where, "holds an empty text");
    if (pattern.find('*') < pattern.size() - 1) {
      return Wrong(where, absl::StrCat("\"", pattern, "\" has a * that is not at its end"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRule(const std::string& where, const v1::Rule& rule) {
  if (rule.principals().empty()) return Wrong(where, "names no principals");
  if (rule.methods().empty()) return Wrong(where, "names no methods");
  for (const auto& [name, patterns] :
       {std::pair(".principals", &rule.principals()), std::pair(".methods", &rule.methods()),
        std::pair(".collections", &rule.collections())}) {
    if (absl::Status checked = CheckPatterns(where + name, *patterns); !checked.ok()) {
      return checked;
    }
  }
  for (const std::string& pattern : rule.methods()) {
    if (!CoversSomething(pattern)) {
      return Wrong(where + ".methods", absl::StrCat("\"", pattern, "\" covers no method"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckQuota(const std::string& where, const v1::Quota& quota) {
  if (quota.principals().empty()) return Wrong(where, "names no principals");
  if (quota.max_streams() < 0 || quota.ingest_bytes_per_second() < 0) {
    return Wrong(where, "holds a number below zero");
  }
  return CheckPatterns(where + ".principals", quota.principals());
}

absl::Status Check(const v1::Policy& policy) {
  for (int i = 0; i < policy.rules_size(); ++i) {
    absl::Status checked = CheckRule(absl::StrCat("rules[", i, "]"), policy.rules(i));
    if (!checked.ok()) return checked;
  }
  for (int i = 0; i < policy.quotas_size(); ++i) {
    absl::Status checked = CheckQuota(absl::StrCat("quotas[", i, "]"), policy.quotas(i));
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Policy>> Policy::Parse(std::string_view json) {
  v1::Policy policy;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, &policy);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(std::string(parsed.message()));
  }
  if (absl::Status checked = Check(policy); !checked.ok()) return checked;
  return std::shared_ptr<const Policy>(new Policy(std::move(policy)));
}

bool Policy::Allows(std::string_view principal, const MethodInfo& method,
                    const RequestScope& scope) const {
  // Covers no collection, every one, or some of those named.
  bool covers_method = false;
  bool covers_all = false;
  std::set<std::string> left = scope.collections;
  for (const v1::Rule& rule : policy_.rules()) {
    if (!AnyMatches(rule.principals(), principal) || !CoversMethod(rule.methods(), method)) {
      continue;
    }
    covers_method = true;
    for (const std::string& pattern : rule.collections()) {
      covers_all |= pattern == kAll;
      std::erase_if(left, [&](const std::string& id) { return Matches(pattern, id); });
    }
  }
  return covers_method && left.empty() && (covers_all || !scope.is_all);
}

Allowance Policy::AllowanceOf(std::string_view principal) const {
  for (const v1::Quota& quota : policy_.quotas()) {
    if (AnyMatches(quota.principals(), principal)) {
      return {quota.max_streams(), quota.ingest_bytes_per_second()};
    }
  }
  return {};
}

}  // namespace pledge::access
