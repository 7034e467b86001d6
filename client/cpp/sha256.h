// SHA-256.
#ifndef PLEDGE_CLIENT_CPP_SHA256_H_
#define PLEDGE_CLIENT_CPP_SHA256_H_

#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace pledge::client {

// The 32 raw bytes of the digest. Thread-safe: a pure function.
std::string Sha256(std::string_view bytes);

// The digest of bytes that come in pieces. Not thread-safe.
class Sha256Hasher {
 public:
  Sha256Hasher();
  ~Sha256Hasher();
  Sha256Hasher(const Sha256Hasher&) = delete;
  Sha256Hasher& operator=(const Sha256Hasher&) = delete;

  void Add(std::string_view bytes);
  // The 32 raw bytes of the digest. Once; nothing may be added afterwards.
  std::string Finish();

 private:
  evp_md_ctx_st* context_;  // owned
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_SHA256_H_
