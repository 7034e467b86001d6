// ProtoJSON: messages as the HTTP gateway gives them (lowerCamelCase names,
// enums by name, defaults left out), alone or inside tagged objects. Pure
// functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_JSON_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_JSON_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "pledge/v1/ingest_service.pb.h"

namespace pledge::cli {

// One line without a line end. Error details of types that this build does not
// know are left out.
std::string ToJson(const google::protobuf::Message& message);
std::string ToJson(v1::IngestResult result);

// A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
std::string JsonString(std::string_view text);

// {"tag":value}
std::string Tagged(std::string_view tag, std::string_view value);

// {"code":…,"reason":…,"message":…,"metadata":{…}} and "requestId" when known.
std::string ErrorJson(const absl::Status& status);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_JSON_H_
