// What each method of the API does and which fields of its request name the
// collections that it concerns: the one place that a new method must be added to.
// Thread-safe: constants.
#ifndef PLEDGE_SERVICE_ACCESS_METHOD_TABLE_H_
#define PLEDGE_SERVICE_ACCESS_METHOD_TABLE_H_

#include <string_view>
#include <vector>

namespace pledge::access {

// The words of a policy, in the order of the enum.
enum class MethodKind { kRead, kWrite, kOperate };
std::string_view Name(MethodKind kind);

enum class Scope {
  kNothing,  // no collection
  kFields,   // those that the fields name
  kStore,    // all of them
};

struct MethodInfo {
  std::string_view service;  // short, such as "QueryService"
  std::string_view method;
  MethodKind kind;
  Scope scope;
  // Path of the field that names them, such as "selector.parents"; for a client
  // stream in its first message. Two when there are two.
  std::vector<std::string_view> fields;
};

const std::vector<MethodInfo>& Methods();

// Null when there is none of this name. Names of methods are unique.
const MethodInfo* FindMethod(std::string_view method);

}  // namespace pledge::access

#endif  // PLEDGE_SERVICE_ACCESS_METHOD_TABLE_H_
