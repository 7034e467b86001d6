// Random UUIDs, for request ids. Thread-safe.
#ifndef PLEDGE_CLIENT_CPP_UUID_H_
#define PLEDGE_CLIENT_CPP_UUID_H_

#include <string>

namespace pledge::client {

// A version 4 UUID as text, lower case.
std::string NewUuid();

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_UUID_H_
