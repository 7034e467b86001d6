#include "client/cpp/names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

constexpr size_t kMaxIdBytes = 128;

std::vector<std::string> SplitAt(std::string_view text, char separator) {
  return absl::StrSplit(absl::string_view(text.data(), text.size()), separator);
}

bool IsValidRevision(std::string_view text) {
  if (text == "latest") return true;
  return !text.empty() && text.size() <= 18 && text[0] != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

absl::Status BadName(std::string_view text) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, "NAME_INVALID",
                    absl::StrCat("not a name: \"", std::string(text), "\""), {});
}

// Pieces of a full name → name; false when they do not fit.
bool FromFull(const std::vector<std::string>& pieces, ResourceName* name) {
  const size_t size = pieces.size();
  if (size != 2 && size != 4 && size != 6) return false;
  name->collection = pieces[1];
  if (size >= 4) {
    if (pieces[2] != "documents") return false;
    name->document = pieces[3];
  }
  if (size == 6) {
    if (pieces[4] != "revisions") return false;
    name->revision = pieces[5];
  }
  return true;
}

// "collection", "collection/document", "collection/document@revision".
bool FromShort(std::string_view text, ResourceName* name) {
  const size_t at = text.find('@');
  if (at != std::string_view::npos) {
    name->revision = text.substr(at + 1);
    text = text.substr(0, at);
    if (name->revision.empty()) return false;
  }
  const std::vector<std::string> pieces = SplitAt(text, '/');
  if (pieces.size() > 2) return false;
  name->collection = pieces[0];
  if (pieces.size() == 2) {
    name->document = pieces[1];
    return !name->document.empty();
  }
  return name->revision.empty();
}

bool IsValid(const ResourceName& name) {
  return IsValidId(name.collection) && (name.document.empty() || IsValidId(name.document)) &&
         (name.revision.empty() || IsValidRevision(name.revision));
}

}  // namespace

std::string ResourceName::Full() const {
  std::string out = CollectionName(collection);
  if (!document.empty()) absl::StrAppend(&out, "/documents/", document);
  if (!revision.empty()) absl::StrAppend(&out, "/revisions/", revision);
  return out;
}

std::string ResourceName::Short() const {
  std::string out = collection;
  if (!document.empty()) absl::StrAppend(&out, "/", document);
  if (!revision.empty()) absl::StrAppend(&out, "@", revision);
  return out;
}

bool IsValidId(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdBytes || id == "." || id == "..") return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

absl::StatusOr<ResourceName> ParseName(std::string_view text) {
  ResourceName name;
  const std::vector<std::string> pieces = SplitAt(text, '/');
  const bool is_full = pieces[0] == "collections" && pieces.size() > 1;
  const bool fits = is_full ? FromFull(pieces, &name) : FromShort(text, &name);
  if (!fits || !IsValid(name)) return BadName(text);
  return name;
}

std::string CollectionName(std::string_view collection) {
  return absl::StrCat("collections/", std::string(collection));
}

std::string SessionName(std::string_view collection, std::string_view session) {
  return absl::StrCat(CollectionName(collection), "/ingestSessions/", std::string(session));
}

std::string ShortName(std::string_view name) {
  const std::vector<std::string> pieces = SplitAt(name, '/');
  if (pieces.size() < 2 || pieces.size() % 2 != 0 || pieces[0] != "collections") {
    return std::string(name);
  }
  std::string out = pieces[1];
  for (size_t i = 2; i < pieces.size(); i += 2) {
    absl::StrAppend(&out, pieces[i] == "revisions" ? "@" : "/", pieces[i + 1]);
  }
  return out;
}

std::string LastId(std::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

std::string RevisionOf(std::string_view record) {
  const std::vector<std::string> pieces = SplitAt(record, '/');
  if (pieces.size() < 6 || pieces[4] != "revisions") return "";
  return absl::StrCat(pieces[0], "/", pieces[1], "/", pieces[2], "/", pieces[3], "/", pieces[4],
                      "/", pieces[5]);
}

}  // namespace pledge::client
