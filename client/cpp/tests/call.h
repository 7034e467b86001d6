// Makes any call of the API from its description, messages as JSON.
#ifndef PLEDGE_CLIENT_CPP_TESTS_CALL_H_
#define PLEDGE_CLIENT_CPP_TESTS_CALL_H_

#include <memory>

#include "client/cpp/tests/tree.h"
#include "grpcpp/channel.h"

namespace pledge::conformance {

// Makes the call of a step and waits for its end. What came back, in the form
// of client/conformance/README.md.
Value RunStep(const std::shared_ptr<grpc::Channel>& channel, const Value& step);

}  // namespace pledge::conformance

#endif  // PLEDGE_CLIENT_CPP_TESTS_CALL_H_
