// Simplified to traditional script, one character at a time, as the mirror site
// does it (phrases are not looked at). Thread-safe: each call opens its own table.
#ifndef PLEDGE_TESTS_DAMAGE_SCRIPT_H_
#define PLEDGE_TESTS_DAMAGE_SCRIPT_H_

#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"

namespace pledge::damage {

// The traditional form of each character of `utf8` that has another one.
// NOT_FOUND when OpenCC's data is not installed.
absl::StatusOr<std::unordered_map<std::string, std::string>> TraditionalForms(
    std::string_view utf8);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_SCRIPT_H_
