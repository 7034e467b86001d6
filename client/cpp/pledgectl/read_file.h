// Whole files into memory. Thread-safe; blocks on disk.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_READ_FILE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_READ_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace pledge::cli {

// What was read, and the file's state at that moment.
struct FileContent {
  std::string data;
  int64_t size_bytes = 0;  // of the whole file
  int64_t modified_ns = 0;
};

// At most `max_bytes` from the beginning of a file; "-" is standard input.
// FILE_UNREADABLE with a code by cause.
absl::StatusOr<FileContent> ReadFile(const std::string& path, int64_t max_bytes);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_READ_FILE_H_
