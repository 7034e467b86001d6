// The server's words for its rules and gates, by id. Blocks on the server.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RULE_WORDS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RULE_WORDS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/cpp/pledgectl/arguments.h"
#include "grpcpp/channel.h"
#include "pledge/v1/query_service.pb.h"

namespace pledge::cli {

using RuleWords = std::map<std::string, v1::RuleDescription>;

// All of them, in one call.
absl::StatusOr<RuleWords> ReadRuleWords(const std::shared_ptr<grpc::Channel>& channel,
                                        const CommonFlags& flags);

// The sentence of a rule in the language; empty when the server has none.
std::string WordsOf(const RuleWords& words, const std::string& rule_id, Language language);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RULE_WORDS_H_
