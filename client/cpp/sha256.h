// SHA-256. Thread-safe: a pure function.
#ifndef PLEDGE_CLIENT_CPP_SHA256_H_
#define PLEDGE_CLIENT_CPP_SHA256_H_

#include <string>
#include <string_view>

namespace pledge::client {

// The 32 raw bytes of the digest.
std::string Sha256(std::string_view bytes);

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_SHA256_H_
