// Field masks of read requests. Value type, thread-safe to read.
#ifndef PLEDGE_SERVICE_QUERY_READ_MASK_H_
#define PLEDGE_SERVICE_QUERY_READ_MASK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace pledge::query {

class ReadMask {
 public:
  // Keeps everything.
  ReadMask() = default;
  // MASK_UNKNOWN_PATH when a path is none of `type`.
  static absl::StatusOr<ReadMask> Create(const google::protobuf::FieldMask& mask,
                                         const google::protobuf::Descriptor* type);

  // True when everything is kept.
  bool keeps_all() const { return mask_.paths().empty(); }
  // True when a path is `path`, or lies inside it.
  bool Names(const std::string& path) const;
  // Drops the fields that the mask does not name.
  void Apply(google::protobuf::Message* message) const;

 private:
  google::protobuf::FieldMask mask_;
};

// True when the mask names personal data below `facts` ("facts." or
// "snapshot.facts.").
bool NamesPersonalData(const ReadMask& mask, const std::string& facts);

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_READ_MASK_H_
