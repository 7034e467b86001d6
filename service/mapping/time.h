// absl::Time ↔ google.protobuf.Timestamp. Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_TIME_H_
#define PLEDGE_SERVICE_MAPPING_TIME_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace pledge::mapping {

inline void SetTime(absl::Time time, google::protobuf::Timestamp* out) {
  const absl::Duration since = time - absl::UnixEpoch();
  absl::Duration rest;
  out->set_seconds(absl::IDivDuration(since, absl::Seconds(1), &rest));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

inline absl::Time GetTime(const google::protobuf::Timestamp& in) {
  return absl::FromUnixSeconds(in.seconds()) + absl::Nanoseconds(in.nanos());
}

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_TIME_H_
