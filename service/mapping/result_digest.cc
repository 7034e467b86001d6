#include "service/mapping/result_digest.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "service/base/sha256.h"
#include "service/mapping/to_api.h"

namespace pledge::mapping {
namespace {

template <typename Messages>
void AppendAll(const Messages& messages, std::string* out) {
  for (const auto& message : messages) {
    const std::string bytes = SerializeDeterministic(message);
    const auto size = static_cast<uint32_t>(bytes.size());
    out->append(reinterpret_cast<const char*>(&size), sizeof(size));
    out->append(bytes);
  }
}

}  // namespace

std::string SerializeDeterministic(const google::protobuf::MessageLite& message) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return out;
}

std::string ResultDigest(const ApiRecords& records) {
  std::string all;
  AppendAll(std::initializer_list<v1::LetterFacts>{records.facts}, &all);
  AppendAll(records.sections, &all);
  AppendAll(records.commitments, &all);
  AppendAll(records.achievements, &all);
  return Sha256(all);
}

}  // namespace pledge::mapping
