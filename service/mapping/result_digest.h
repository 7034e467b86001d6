// One digest over all derived records of a document: two runs of the same
// engine over the same bytes give the same. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_RESULT_DIGEST_H_
#define PLEDGE_SERVICE_MAPPING_RESULT_DIGEST_H_

#include <string>

#include "google/protobuf/message_lite.h"

namespace pledge::mapping {

struct ApiRecords;

// SHA-256 (32 raw bytes) over facts, sections, commitments and achievements in
// this order, each as its length and its deterministic serialisation.
std::string ResultDigest(const ApiRecords& records);

// Serialisation with map entries in key order.
std::string SerializeDeterministic(const google::protobuf::MessageLite& message);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_RESULT_DIGEST_H_
