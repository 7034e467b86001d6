// Growing, jittered delays between attempts. Not thread-safe; a value type.
#ifndef PLEDGE_CLIENT_CPP_BACKOFF_H_
#define PLEDGE_CLIENT_CPP_BACKOFF_H_

#include <algorithm>

#include "absl/random/random.h"
#include "absl/time/time.h"

namespace pledge::client {

class Backoff {
 public:
  // Delays double from `first` up to `longest` and vary by a fifth, so that
  // clients cut at the same moment do not all come back at the same moment.
  Backoff(absl::Duration first, absl::Duration longest)
      : first_(first), longest_(longest), next_(first) {}

  // The delay before the next attempt, at least `floor` (what the server asked
  // for).
  absl::Duration Next(absl::Duration floor = absl::ZeroDuration()) {
    const absl::Duration delay = next_ * absl::Uniform(random_, 0.8, 1.2);
    next_ = std::min(next_ * 2, longest_);
    return std::max(delay, floor);
  }

  // Something went well: the next delay is the first again.
  void Reset() { next_ = first_; }

 private:
  const absl::Duration first_;
  const absl::Duration longest_;
  absl::Duration next_;
  absl::BitGen random_;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_BACKOFF_H_
