#include "client/cpp/pledgectl/json.h"

#include <unicode/utf8.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cpp/status.h"
#include "google/protobuf/util/json_util.h"

namespace pledge::cli {
namespace {

bool IsKnown(const google::protobuf::Any& any) {
  const std::string& url = any.type_url();
  const std::string type = url.substr(url.rfind('/') + 1);
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  return pool->FindMessageTypeByName(type) != nullptr;
}

void AppendEscaped(UChar32 character, std::string* out) {
  if (character == '"' || character == '\\') {
    out->push_back('\\');
    out->push_back(static_cast<char>(character));
  } else if (character < 0x20 || (character >= 0x7f && character < 0xa0)) {
    absl::StrAppendFormat(out, "\\u%04x", character);
  } else {
    char bytes[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, character);
    out->append(bytes, static_cast<size_t>(size));
  }
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = false;
  std::string out;
  const auto status = google::protobuf::util::MessageToJsonString(message, &out, options);
  // Only an Any of an unknown type can fail, and ToJson(IngestResult) drops it.
  return status.ok() ? out : "{}";
}

std::string ToJson(v1::IngestResult result) {
  auto* details = result.mutable_status()->mutable_details();
  for (int i = details->size() - 1; i >= 0; --i) {
    if (!IsKnown(details->Get(i))) details->DeleteSubrange(i, 1);
  }
  if (result.status().code() == 0) result.clear_status();
  const google::protobuf::Message& message = result;
  return ToJson(message);
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    UChar32 character;
    U8_NEXT_OR_FFFD(text.data(), at, static_cast<int32_t>(text.size()), character);
    AppendEscaped(character, &out);
  }
  return out + "\"";
}

std::string Tagged(std::string_view tag, std::string_view value) {
  return absl::StrCat("{\"", std::string(tag), "\":", std::string(value), "}");
}

std::string ErrorJson(const absl::Status& status) {
  const client::StatusDetails details = client::DetailsOf(status);
  const std::string metadata =
      absl::StrJoin(details.metadata, ",", [](std::string* out, const auto& entry) {
        absl::StrAppend(out, JsonString(entry.first), ":", JsonString(entry.second));
      });
  std::string out =
      absl::StrCat("{\"code\":", JsonString(client::CodeName(status.code())),
                   ",\"reason\":", JsonString(details.reason),
                   ",\"message\":", JsonString({status.message().data(), status.message().size()}),
                   ",\"metadata\":{", metadata, "}");
  if (!details.request_id.empty()) {
    absl::StrAppend(&out, ",\"requestId\":", JsonString(details.request_id));
  }
  return out + "}";
}

}  // namespace pledge::cli
