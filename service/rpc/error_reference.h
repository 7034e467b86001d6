// The published table of errors, proto/ERRORS.md, written from the one table in
// base/error.cc and from what status.cc adds to a reason. Pure.
#ifndef PLEDGE_SERVICE_RPC_ERROR_REFERENCE_H_
#define PLEDGE_SERVICE_RPC_ERROR_REFERENCE_H_

#include <string>

namespace pledge::rpc {

// Markdown, in UTF-8.
std::string ErrorReference();

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_ERROR_REFERENCE_H_
