#include "client/cpp/pledgectl/whole_file.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "client/cpp/status.h"

namespace pledge::cli {

WholeFile::WholeFile(std::string path)
    : path_(std::move(path)), part_(path_ + ".part"), out_(part_, std::ios::binary) {}

WholeFile::~WholeFile() {
  if (is_finished_) return;
  out_.close();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

absl::Status WholeFile::status() const {
  if (out_.good()) return absl::OkStatus();
  return client::MakeStatus(absl::StatusCode::kInternal, "FILE_ERROR",
                            path_ + ": cannot be written", {});
}

absl::Status WholeFile::Write(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return status();
}

absl::Status WholeFile::Finish() {
  out_.close();
  if (absl::Status written = status(); !written.ok()) return written;
  std::error_code error;
  std::filesystem::rename(part_, path_, error);
  is_finished_ = !error;
  if (is_finished_) return absl::OkStatus();
  return client::MakeStatus(absl::StatusCode::kInternal, "FILE_ERROR",
                            path_ + ": " + error.message(), {});
}

}  // namespace pledge::cli
