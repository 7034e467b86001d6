// A file that is there whole or not at all: written beside its place and moved
// there at the end. Not thread-safe; blocks on disk.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_WHOLE_FILE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_WHOLE_FILE_H_

#include <fstream>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace pledge::cli {

class WholeFile {
 public:
  // Begins `path`.part. Ask status().
  explicit WholeFile(std::string path);
  // Removes what was not finished.
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  // FILE_ERROR once something has failed.
  absl::Status status() const;
  absl::Status Write(std::string_view bytes);
  // Puts the file into its place, over one that is there.
  absl::Status Finish();

 private:
  const std::string path_;
  const std::string part_;
  std::ofstream out_;
  bool is_finished_ = false;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_WHOLE_FILE_H_
