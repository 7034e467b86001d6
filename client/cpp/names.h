// Resource names of the API, and the short forms that people type and read:
//
//   sichuan                 collections/sichuan
//   sichuan/reply-1488      collections/sichuan/documents/reply-1488
//   sichuan/reply-1488@2    collections/sichuan/documents/reply-1488/revisions/2
//
// Full names are taken as well. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_NAMES_H_
#define PLEDGE_CLIENT_CPP_NAMES_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace pledge::client {

// A collection, a document or a revision.
struct ResourceName {
  std::string collection;  // "-" stands for all collections
  std::string document;    // empty for a collection
  std::string revision;    // a number from 1 or "latest"; empty unless a revision

  bool is_collection() const { return document.empty(); }
  bool is_revision() const { return !revision.empty(); }

  // As the API writes it.
  std::string Full() const;
  // As people write it.
  std::string Short() const;
};

// True for 1 to 128 of [a-z0-9._-], neither "." nor "..".
bool IsValidId(std::string_view id);

// Takes a short or a full name. A text that begins with "collections/" is a
// full name. INVALID_ARGUMENT with NAME_INVALID for anything else.
absl::StatusOr<ResourceName> ParseName(std::string_view text);

// collections/{collection}.
std::string CollectionName(std::string_view collection);

// collections/{collection}/ingestSessions/{session}.
std::string SessionName(std::string_view collection, std::string_view session);

// The short form of any full name, also of a session or of a record
// (sichuan/reply-1488@2/c17); what is no full name comes back as it is.
std::string ShortName(std::string_view name);

// What follows the last '/': the id of a record inside its revision.
std::string LastId(std::string_view name);

// The name of the revision that holds a record; empty when `record` names
// none, as in the answer of AnalyzeDocument.
std::string RevisionOf(std::string_view record);

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_NAMES_H_
