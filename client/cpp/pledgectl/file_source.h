// Files as the items of a bulk ingest. Used on the thread of IngestClient::Run.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_FILE_SOURCE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_FILE_SOURCE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/cpp/ingest.h"
#include "client/cpp/pledgectl/file_list.h"

namespace pledge::cli {

class FileSource final : public client::ItemSource {
 public:
  explicit FileSource(std::vector<ListedFile> files);

  int64_t count() const override { return static_cast<int64_t>(files_.size()); }
  void Load(int64_t sequence, int64_t max_document_bytes, v1::IngestItem* item) override;

  const std::string& path(int64_t sequence) const {
    return files_[static_cast<size_t>(sequence - 1)].path;
  }

  // Why the file of `sequence` could not be sent as it is; OK when it was. Then
  // the server's refusal of the item says less than this.
  absl::Status Problem(int64_t sequence) const;

 private:
  const std::vector<ListedFile> files_;
  std::vector<std::string> ids_;
  std::map<int64_t, absl::Status> problems_;
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_FILE_SOURCE_H_
