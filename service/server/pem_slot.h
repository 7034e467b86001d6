// A text in memory that has a path, for a library that reads files: what it
// reads is whole, whenever the text is replaced. Nothing touches a disk.
// Thread-safe but for Replace, which one thread calls at a time.
#ifndef PLEDGE_SERVICE_SERVER_PEM_SLOT_H_
#define PLEDGE_SERVICE_SERVER_PEM_SLOT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace pledge::server {

class PemSlot {
 public:
  PemSlot() = default;
  ~PemSlot();
  PemSlot(const PemSlot&) = delete;
  PemSlot& operator=(const PemSlot&) = delete;

  // From now on the path reads as `text`. Its time of modification differs by a
  // second at least from that before, so that a reader who compares it before and
  // after never mixes two texts. INTERNAL when the system gives no memory; then
  // the text before stays.
  absl::Status Replace(std::string_view text);

  // Good inside this process, once Replace was called.
  std::string path() const;

 private:
  int descriptor_ = -1;
  int64_t modified_s_ = 0;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_PEM_SLOT_H_
