// Document ids out of file names. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_DOCUMENT_IDS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_DOCUMENT_IDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace pledge::cli {

// The id for a file: its name without the extension in lower case, other
// characters than [a-z0-9._-] as '-'; folders inside the one that was named
// come before it ("2024/No 7.txt" → "2024-no-7"). Where letters were lost, as
// in a Chinese name, or the id would be too long, eight hex digits of the
// path's digest follow. Depends on `path` alone, so that a file keeps its id.
std::string DocumentIdFor(std::string_view path);

// A file by the path that its id is made from and by the one it is read from.
struct FilePath {
  std::string id_path;  // the name, or the path inside the folder that was named
  std::string path;
};

// The ids of all; those that would be the same all get digits of the digest of
// their whole path, so that none takes over the document of another.
std::vector<std::string> AssignDocumentIds(const std::vector<FilePath>& files);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_DOCUMENT_IDS_H_
