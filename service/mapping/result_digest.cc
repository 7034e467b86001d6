#include "service/mapping/result_digest.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "service/base/sha256.h"
#include "service/mapping/to_api.h"

namespace pledge::mapping {
namespace {

// Sizes are computed once and the bytes written in place.
void AppendDeterministic(const google::protobuf::MessageLite& message, std::string* out) {
  const size_t before = out->size();
  const size_t size = message.ByteSizeLong();
  out->resize(before + size);
  google::protobuf::io::ArrayOutputStream stream(out->data() + before, static_cast<int>(size));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
}

template <typename Messages>
void AppendAll(const Messages& messages, std::string* out) {
  for (const auto& message : messages) {
    const auto size = static_cast<uint32_t>(message.ByteSizeLong());
    out->append(reinterpret_cast<const char*>(&size), sizeof(size));
    AppendDeterministic(message, out);
  }
}

}  // namespace

std::string SerializeDeterministic(const google::protobuf::MessageLite& message) {
  std::string out;
  AppendDeterministic(message, &out);
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
