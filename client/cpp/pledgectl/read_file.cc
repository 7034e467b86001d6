#include "client/cpp/pledgectl/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "client/cpp/pledgectl/file_list.h"

namespace pledge::cli {
namespace {

constexpr int64_t kChunkBytes = 64 << 10;

// Appends up to `max_bytes`; an error number, or 0.
int ReadAll(int descriptor, int64_t max_bytes, std::string* out) {
  while (static_cast<int64_t>(out->size()) < max_bytes) {
    const size_t before = out->size();
    const int64_t want = std::min(kChunkBytes, max_bytes - static_cast<int64_t>(before));
    out->resize(before + static_cast<size_t>(want));
    const ssize_t got = read(descriptor, out->data() + before, static_cast<size_t>(want));
    out->resize(before + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return 0;
    if (got < 0 && errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace

absl::StatusOr<FileContent> ReadFile(const std::string& path, int64_t max_bytes) {
  const bool is_input = path == "-";
  const int descriptor = is_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return FileError(path, errno);
  const auto closer = absl::MakeCleanup([=] {
    if (!is_input) close(descriptor);
  });
  struct stat info;
  if (fstat(descriptor, &info) != 0) return FileError(path, errno);
  if (S_ISDIR(info.st_mode)) return FileError(path, EISDIR);
  FileContent content;
  content.size_bytes = info.st_size;
  content.modified_ns = info.st_mtim.tv_sec * int64_t{1'000'000'000} + info.st_mtim.tv_nsec;
  const int error = ReadAll(descriptor, max_bytes, &content.data);
  if (error != 0) return FileError(path, error);
  return content;
}

}  // namespace pledge::cli
