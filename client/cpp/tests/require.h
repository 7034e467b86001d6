// What must hold for a test program to go on.
#ifndef PLEDGE_CLIENT_CPP_TESTS_REQUIRE_H_
#define PLEDGE_CLIENT_CPP_TESTS_REQUIRE_H_

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace pledge {

// Ends the program with code 1 when it does not.
inline void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "FAILED: " << what << "\n";
  std::exit(1);
}

}  // namespace pledge

#endif  // PLEDGE_CLIENT_CPP_TESTS_REQUIRE_H_
