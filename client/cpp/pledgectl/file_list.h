// The files of a bulk ingest: found, put in order, and fingerprinted so that
// the same command comes back to the same session. Functions over the file
// system; they block.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_FILE_LIST_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_FILE_LIST_H_

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::cli {

// A file as it was when it was found.
struct ListedFile {
  std::string path;     // as it is opened
  std::string id_path;  // what the document id is made from
  int64_t size_bytes = 0;
  int64_t modified_ns = 0;
  bool readable = true;
};

// The regular files that `paths` name: files as given, folders with all that is
// below them in the order of their paths. Inside folders, names that begin with
// a dot and links to folders are passed over. A file that is named twice comes
// once. NOT_FOUND, PERMISSION_DENIED or INVALID_ARGUMENT naming the path that
// cannot be listed.
absl::StatusOr<std::vector<ListedFile>> ListFiles(const std::vector<std::string>& paths);

// One path a line; empty lines are passed over.
std::vector<std::string> ReadPathList(std::istream& in);

// An id for the session that stores these files in a collection: the same for
// the same collection and the same files, and another one as soon as a file was
// added, taken away or written again. `generation` from 1 tells apart sessions
// that follow an expired one.
std::string SessionIdFor(std::string_view collection, const std::vector<ListedFile>& files,
                         int generation);

// The status for an error number of the system, such as NOT_FOUND for ENOENT,
// with FILE_UNREADABLE and "path: words".
absl::Status FileError(const std::string& path, int error_number);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_FILE_LIST_H_
