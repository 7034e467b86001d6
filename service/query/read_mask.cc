#include "service/query/read_mask.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "service/base/error.h"

namespace pledge::query {

using google::protobuf::util::FieldMaskUtil;

absl::StatusOr<ReadMask> ReadMask::Create(const google::protobuf::FieldMask& mask,
                                          const google::protobuf::Descriptor* type) {
  ReadMask out;
  for (const std::string& path : mask.paths()) {
    if (path == "*") return ReadMask();
    if (!FieldMaskUtil::GetFieldDescriptors(type, path, nullptr)) {
      return MakeError(ErrorReason::kMaskUnknownPath,
                       absl::StrCat("read_mask: ", type->name(), " has no path \"", path, "\""),
                       {{"field", "read_mask"}, {"path", path}});
    }
  }
  out.mask_ = mask;
  return out;
}

bool ReadMask::Names(const std::string& path) const {
  for (const std::string& named : mask_.paths()) {
    if (named == path || absl::StartsWith(named, path + ".")) return true;
  }
  return false;
}

void ReadMask::Apply(google::protobuf::Message* message) const {
  if (keeps_all()) return;
  FieldMaskUtil::TrimMessage(mask_, message);
}

bool NamesPersonalData(const ReadMask& mask, const std::string& facts) {
  return mask.Names(facts + "contact_person") || mask.Names(facts + "contact_phone");
}

}  // namespace pledge::query
