#include "client/cpp/pledgectl/rule_words.h"

#include "client/cpp/channel.h"
#include "client/cpp/status.h"
#include "pledge/v1/query_service.grpc.pb.h"

namespace pledge::cli {

absl::StatusOr<RuleWords> ReadRuleWords(const std::shared_ptr<grpc::Channel>& channel,
                                        const CommonFlags& flags) {
  const auto stub = v1::QueryService::NewStub(channel);
  v1::DescribeRulesResponse response;
  const auto context = client::MakeContext(flags.timeout.value_or(client::kDefaultTimeout));
  const absl::Status status = client::FromGrpc(stub->DescribeRules(context.get(), {}, &response));
  if (!status.ok()) return status;
  RuleWords words;
  for (const v1::RuleDescription& rule : response.rules()) words[rule.rule_id()] = rule;
  return words;
}

std::string WordsOf(const RuleWords& words, const std::string& rule_id, Language language) {
  const auto found = words.find(rule_id);
  if (found == words.end()) return "";
  return language == Language::kChinese ? found->second.text_zh() : found->second.text_en();
}

}  // namespace pledge::cli
