#include "service/base/resource_name.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge {
namespace {

// The ids of a name whose odd pieces are `words`; empty when it does not fit.
std::vector<std::string> Split(std::string_view name,
                               std::initializer_list<std::string_view> words) {
  const std::vector<std::string> pieces =
      absl::StrSplit(absl::string_view(name.data(), name.size()), '/');
  if (pieces.size() != words.size() * 2) return {};
  std::vector<std::string> ids;
  size_t at = 0;
  for (std::string_view word : words) {
    if (pieces[at] != word || !IsValidId(pieces[at + 1])) return {};
    ids.push_back(pieces[at + 1]);
    at += 2;
  }
  return ids;
}

absl::Status BadName(std::string_view field, std::string_view shape) {
  return FieldError(field, absl::StrCat("must be ", std::string(shape), ", ids of 1 to ",
                                        kMaxIdBytes, " of [a-z0-9._-]"));
}

bool ParseOrdinal(std::string_view text, uint64_t* ordinal) {
  *ordinal = 0;
  if (text == "latest") return true;
  return !text.empty() && text[0] != '0' &&
         absl::SimpleAtoi(absl::string_view(text.data(), text.size()), ordinal);
}

}  // namespace

bool IsValidId(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdBytes || id == "." || id == "..") {
    return false;
  }
  for (char c : id) {
    const bool ok =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!ok) return false;
  }
  return true;
}

absl::StatusOr<CollectionName> ParseCollectionName(std::string_view field, std::string_view name) {
  const auto ids = Split(name, {"collections"});
  if (ids.empty()) return BadName(field, "collections/{collection}");
  return CollectionName{ids[0]};
}

absl::StatusOr<DocumentName> ParseDocumentName(std::string_view field, std::string_view name) {
  const auto ids = Split(name, {"collections", "documents"});
  if (ids.empty()) {
    return BadName(field, "collections/{collection}/documents/{document}");
  }
  return DocumentName{ids[0], ids[1]};
}

absl::StatusOr<RevisionName> ParseRevisionName(std::string_view field, std::string_view name) {
  const auto ids = Split(name, {"collections", "documents", "revisions"});
  RevisionName out;
  if (ids.empty() || !ParseOrdinal(ids[2], &out.ordinal)) {
    return BadName(field,
                   "collections/{collection}/documents/{document}/revisions/"
                   "{revision}, the revision a number from 1 or \"latest\"");
  }
  out.collection = ids[0];
  out.document = ids[1];
  return out;
}

absl::StatusOr<SessionName> ParseSessionName(std::string_view field, std::string_view name) {
  const auto ids = Split(name, {"collections", "ingestSessions"});
  if (ids.empty()) {
    return BadName(field, "collections/{collection}/ingestSessions/{ingest_session}");
  }
  return SessionName{ids[0], ids[1]};
}

absl::StatusOr<JobName> ParseJobName(std::string_view field, std::string_view name) {
  const auto ids = Split(name, {"jobs"});
  if (ids.empty()) return BadName(field, "jobs/{job}");
  return JobName{ids[0]};
}

std::string MakeDocumentName(std::string_view collection, std::string_view document) {
  return absl::StrCat("collections/", std::string(collection), "/documents/",
                      std::string(document));
}

std::string MakeRevisionName(std::string_view collection, std::string_view document,
                             uint64_t ordinal) {
  return absl::StrCat(MakeDocumentName(collection, document), "/revisions/", ordinal);
}

std::string MakeSessionName(std::string_view collection, std::string_view session) {
  return absl::StrCat("collections/", std::string(collection), "/ingestSessions/",
                      std::string(session));
}

std::string MakeJobName(std::string_view job) { return absl::StrCat("jobs/", std::string(job)); }

}  // namespace pledge
