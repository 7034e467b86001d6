// What a call gave, as a tree of JSON values, and what conformance cases ask of
// it (client/conformance/README.md). Pure functions.
#ifndef PLEDGE_CLIENT_CPP_TESTS_TREE_H_
#define PLEDGE_CLIENT_CPP_TESTS_TREE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace pledge::conformance {

using google::protobuf::Value;

// Reads JSON; ends the program when it is none.
Value FromJson(const std::string& json);
std::string ToJson(const Value& value);

Value Text(std::string_view text);
Value List(const std::vector<Value>& values);

// The field of an object; null when it has none.
const Value& Field(const Value& object, const std::string& name);
bool IsNull(const Value& value);

// All values that a path such as messages.*.documents.0.name leads to.
std::vector<Value> ValuesAt(const Value& tree, std::string_view path);

// The value with the words that begin with $ replaced.
Value Substitute(const Value& value, const Value& letters,
                 const std::map<std::string, Value>& saved);

// Whether one of the `checks` of a step holds: [path, relation, value].
bool Holds(const Value& result, const Value& check);

}  // namespace pledge::conformance

#endif  // PLEDGE_CLIENT_CPP_TESTS_TREE_H_
