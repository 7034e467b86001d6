// Words for the rules and gates of the pipeline. Thread-safe: reads constants.
#ifndef PLEDGE_SERVICE_RPC_DESCRIBE_RULES_H_
#define PLEDGE_SERVICE_RPC_DESCRIBE_RULES_H_

#include "absl/status/status.h"
#include "pledge/v1/query_service.pb.h"

namespace pledge::rpc {

// The rules asked for, or all. RULE_NOT_FOUND for an unknown id, FIELD_INVALID
// for too many.
absl::Status DescribeRules(const v1::DescribeRulesRequest& request,
                           v1::DescribeRulesResponse* response);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_DESCRIBE_RULES_H_
