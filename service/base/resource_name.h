// Resource names of the API: made and parsed in one place.
//
//   collections/{c}
//   collections/{c}/documents/{d}
//   collections/{c}/documents/{d}/revisions/{n}     n: ordinal or "latest"
//   …/revisions/{n}/{sections|commitments|achievements}/{k}
//   collections/{c}/ingestSessions/{s}
//   jobs/{j}
//
// Ids hold 1 to 128 of [a-z0-9._-]. Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_BASE_RESOURCE_NAME_H_
#define PLEDGE_SERVICE_BASE_RESOURCE_NAME_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pledge {

// True for 1 to 128 of [a-z0-9._-], neither "." nor "..".
bool IsValidId(std::string_view id);

struct CollectionName {
  std::string collection;
};

struct DocumentName {
  std::string collection;
  std::string document;
};

struct RevisionName {
  std::string collection;
  std::string document;
  uint64_t ordinal = 0;  // 0: latest
};

struct SessionName {
  std::string collection;
  std::string session;
};

struct JobName {
  std::string job;
};

// INVALID_ARGUMENT with FIELD_INVALID naming `field` for anything else.
absl::StatusOr<CollectionName> ParseCollectionName(std::string_view field, std::string_view name);
absl::StatusOr<DocumentName> ParseDocumentName(std::string_view field, std::string_view name);
absl::StatusOr<RevisionName> ParseRevisionName(std::string_view field, std::string_view name);
absl::StatusOr<SessionName> ParseSessionName(std::string_view field, std::string_view name);
absl::StatusOr<JobName> ParseJobName(std::string_view field, std::string_view name);

std::string MakeDocumentName(std::string_view collection, std::string_view document);
std::string MakeRevisionName(std::string_view collection, std::string_view document,
                             uint64_t ordinal);
std::string MakeSessionName(std::string_view collection, std::string_view session);
std::string MakeJobName(std::string_view job);

}  // namespace pledge

#endif  // PLEDGE_SERVICE_BASE_RESOURCE_NAME_H_
