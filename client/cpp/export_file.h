// The file that holds an export: blocks with the token behind each, and at the
// end the digest. A file that is not complete stands beside it as NAME.part, and
// is gone on with. Not thread-safe; blocks on disk.
//
// The file: "PLEDGEX1", then frames: u8 kind, u32 size (big-endian), bytes. 'B' is
// a block as the server gave it, 'T' the token behind it, 'D' the digest. Never
// renumber.
#ifndef PLEDGE_CLIENT_CPP_EXPORT_FILE_H_
#define PLEDGE_CLIENT_CPP_EXPORT_FILE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace pledge::client {

// The digest over all blocks up to `block`; `before` is that of the blocks before
// it, empty for none.
std::string DigestAfter(const std::string& before, std::string_view block);

struct ExportSummary {
  int64_t block_count = 0;
  int64_t size_bytes = 0;  // of the blocks
  std::string digest;      // over them; empty for none
};

class ExportFileWriter {
 public:
  // Takes up PATH.part, or begins it. What of it is cut or damaged is given
  // again. FILE_EXISTS when PATH is there; FILE_UNWRITABLE.
  static absl::StatusOr<std::unique_ptr<ExportFileWriter>> Open(const std::string& path);
  ~ExportFileWriter();

  ExportFileWriter(const ExportFileWriter&) = delete;
  ExportFileWriter& operator=(const ExportFileWriter&) = delete;

  // What is there, and the token behind it; empty to begin.
  const ExportSummary& summary() const { return summary_; }
  const std::string& token() const { return token_; }

  // FILE_UNWRITABLE.
  absl::Status Append(std::string_view block, const std::string& token);
  // The last block. Syncs the file and gives it its name. DIGEST_MISMATCH, and
  // nothing is added, when the blocks have another digest than the server says.
  absl::Status Finish(std::string_view block, const std::string& digest);

 private:
  ExportFileWriter(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  absl::Status TakeUp();
  absl::Status Write(char kind, std::string_view bytes);

  const std::string path_;
  std::FILE* file_;
  ExportSummary summary_;
  std::string token_;
};

class ExportFileReader {
 public:
  // FILE_UNREADABLE; FILE_INCOMPLETE when the end is missing; FILE_DAMAGED when it
  // is no export.
  static absl::StatusOr<std::unique_ptr<ExportFileReader>> Open(const std::string& path);
  ~ExportFileReader();

  ExportFileReader(const ExportFileReader&) = delete;
  ExportFileReader& operator=(const ExportFileReader&) = delete;

  // The digest that the file claims.
  const std::string& digest() const { return digest_; }
  // The next block into `block`; false at the end. FILE_DAMAGED.
  absl::StatusOr<bool> Next(std::string* block);
  // To the first block again.
  absl::Status Rewind();

 private:
  ExportFileReader(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  const std::string path_;
  std::FILE* file_;
  std::string digest_;
};

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_EXPORT_FILE_H_
