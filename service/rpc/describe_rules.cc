#include "service/rpc/describe_rules.h"

#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/pipeline/rules/gate_table.h"

namespace pledge::rpc {
namespace {

using RuleMap = std::map<std::string_view, const pipeline::Rule*>;

const RuleMap& AllRules() {
  static const RuleMap& rules = *[] {
    auto* all = new RuleMap;
    for (const pipeline::Rule& rule : pipeline::Rules()) all->emplace(rule.id, &rule);
    for (const pipeline::Rule& gate : pipeline::Gates()) all->emplace(gate.id, &gate);
    return all;
  }();
  return rules;
}

absl::Status UnknownRule(const std::string& id) {
  return MakeError(ErrorReason::kRuleNotFound, absl::StrCat("rule not found: ", id),
                   {{"resource", id}});
}

}  // namespace

absl::Status DescribeRules(const v1::DescribeRulesRequest& request,
                           v1::DescribeRulesResponse* response) {
  if (request.rule_ids_size() > kMaxDescribedRules) {
    return FieldError("rule_ids", absl::StrCat("at most ", kMaxDescribedRules));
  }
  RuleMap wanted;
  for (const std::string& id : request.rule_ids()) {
    const auto found = AllRules().find(id);
    if (found == AllRules().end()) return UnknownRule(id);
    wanted.insert(*found);
  }
  for (const auto& [id, rule] : request.rule_ids().empty() ? AllRules() : wanted) {
    v1::RuleDescription* described = response->add_rules();
    described->set_rule_id(std::string(id));
    described->set_text_zh(std::string(rule->chinese));
    described->set_text_en(std::string(rule->english));
    described->set_example(std::string(rule->example));
  }
  return absl::OkStatus();
}

}  // namespace pledge::rpc
