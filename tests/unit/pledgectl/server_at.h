// The connection that most tests of commands use.
#ifndef PLEDGE_TESTS_UNIT_PLEDGECTL_SERVER_AT_H_
#define PLEDGE_TESTS_UNIT_PLEDGECTL_SERVER_AT_H_

#include <string>

#include "client/cpp/pledgectl/arguments.h"

namespace pledge::cli {

// In clear text.
inline ConnectionFlags ServerAt(const std::string& address) {
  ConnectionFlags flags;
  flags.server = address;
  return flags;
}

}  // namespace pledge::cli

#endif  // PLEDGE_TESTS_UNIT_PLEDGECTL_SERVER_AT_H_
