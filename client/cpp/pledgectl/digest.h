// SHA-256 in hex, for ids that are made from names. Thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_DIGEST_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_DIGEST_H_

#include <string>
#include <string_view>

namespace pledge::cli {

// The first `digits` lower-case hex digits of the SHA-256 of `bytes`; at most 64.
std::string HexDigest(std::string_view bytes, size_t digits);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_DIGEST_H_
