// Random UUIDs of documents and stores. Thread-safe: pure but for the random
// bytes.
#ifndef PLEDGE_STORAGE_UUID_H_
#define PLEDGE_STORAGE_UUID_H_

#include <string>
#include <string_view>

namespace pledge::storage {

// 16 random bytes as a version 4 UUID, and its text.
std::string NewUuid();
std::string UuidText(std::string_view uuid);

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_UUID_H_
