// Which collections a request concerns. Thread-safe: pure functions.
#ifndef PLEDGE_SERVICE_ACCESS_REQUEST_SCOPE_H_
#define PLEDGE_SERVICE_ACCESS_REQUEST_SCOPE_H_

#include <set>
#include <string>

#include "google/protobuf/message.h"
#include "service/access/method_table.h"

namespace pledge::access {

struct RequestScope {
  bool is_all = false;                // every collection; `collections` is then empty
  std::set<std::string> collections;  // ids
};

// What the fields of `method` name in `request`. A field that is empty or holds
// no name of a collection or of something in one, such as collections/-, means
// every collection: what cannot be read is never taken for less than it may be.
RequestScope ScopeOf(const MethodInfo& method, const google::protobuf::Message& request);

// For the log: ids with commas, "-" for all, empty for none; at most some 200
// bytes.
std::string ScopeText(const RequestScope& scope);

}  // namespace pledge::access

#endif  // PLEDGE_SERVICE_ACCESS_REQUEST_SCOPE_H_
