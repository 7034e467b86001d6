#include "service/server/pem_slot.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "absl/strings/str_cat.h"

namespace pledge::server {
namespace {

absl::Status Failed(const char* what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

}  // namespace

PemSlot::~PemSlot() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::Status PemSlot::Replace(std::string_view text) {
  const int fresh = ::memfd_create("pem", MFD_CLOEXEC);
  if (fresh < 0) return Failed("memfd_create");
  const int64_t modified_s = std::max<int64_t>(std::time(nullptr), modified_s_ + 1);
  const timespec times[2] = {{modified_s, 0}, {modified_s, 0}};
  absl::Status status;
  if (::write(fresh, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::futimens(fresh, times) != 0) {
    status = Failed("memfd");
  } else if (descriptor_ < 0) {
    descriptor_ = fresh;
    modified_s_ = modified_s;
    return absl::OkStatus();
  } else if (::dup3(fresh, descriptor_, O_CLOEXEC) < 0) {
    status = Failed("dup3");
  } else {
    modified_s_ = modified_s;
  }
  ::close(fresh);
  return status;
}

std::string PemSlot::path() const { return absl::StrCat("/proc/self/fd/", descriptor_); }

}  // namespace pledge::server
