#include "client/cpp/export_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cpp/sha256.h"
#include "client/cpp/status.h"

namespace pledge::client {
namespace {

constexpr char kMagic[] = "PLEDGEX1";
constexpr size_t kMagicBytes = 8;
constexpr size_t kFrameHeaderBytes = 5;
constexpr size_t kDigestBytes = 32;
// Blocks have at most 1 MiB, tokens some hundred bytes.
constexpr size_t kMaxFrameBytes = size_t{4} << 20;
constexpr char kBlock = 'B';
constexpr char kToken = 'T';
constexpr char kDigest = 'D';

absl::Status Unwritable(const std::string& path, const char* what) {
  return MakeStatus(absl::StatusCode::kInternal, "FILE_UNWRITABLE",
                    absl::StrCat(path, ": ", what, ": ", std::strerror(errno)), {{"file", path}});
}

absl::Status Damaged(const std::string& path, const char* what) {
  return MakeStatus(absl::StatusCode::kInvalidArgument, "FILE_DAMAGED",
                    absl::StrCat(path, ": ", what), {{"file", path}});
}

struct Frame {
  char kind = 0;
  std::string bytes;
};

// nullopt where no whole frame follows.
std::optional<Frame> ReadFrame(std::FILE* file) {
  unsigned char header[kFrameHeaderBytes];
  if (std::fread(header, 1, sizeof(header), file) != sizeof(header)) return std::nullopt;
  size_t size = 0;
  for (size_t i = 1; i < sizeof(header); ++i) size = size << 8 | header[i];
  if (size > kMaxFrameBytes) return std::nullopt;
  Frame frame{static_cast<char>(header[0]), std::string(size, '\0')};
  if (std::fread(frame.bytes.data(), 1, size, file) != size) return std::nullopt;
  return frame;
}

bool ReadMagic(std::FILE* file) {
  char magic[kMagicBytes];
  return std::fread(magic, 1, kMagicBytes, file) == kMagicBytes &&
         std::memcmp(magic, kMagic, kMagicBytes) == 0;
}

std::string Folder(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// So that the new name is there after a crash.
bool SyncFolder(const std::string& path) {
  const int folder = open(Folder(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool synced = fsync(folder) == 0;
  close(folder);
  return synced;
}

}  // namespace

std::string DigestAfter(const std::string& before, std::string_view block) {
  return before.empty() ? Sha256(block) : Sha256(absl::StrCat(before, std::string(block)));
}

absl::StatusOr<std::unique_ptr<ExportFileWriter>> ExportFileWriter::Open(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) {
    return MakeStatus(absl::StatusCode::kAlreadyExists, "FILE_EXISTS",
                      absl::StrCat(path, " is there already"), {{"file", path}});
  }
  const std::string part = path + ".part";
  const int descriptor = open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  std::FILE* const file = descriptor < 0 ? nullptr : fdopen(descriptor, "r+b");
  if (file == nullptr) return Unwritable(part, "cannot open");
  std::unique_ptr<ExportFileWriter> writer(new ExportFileWriter(path, file));
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return Unwritable(part, "another export writes it");
  if (absl::Status status = writer->TakeUp(); !status.ok()) return status;
  return writer;
}

ExportFileWriter::~ExportFileWriter() {
  if (file_ != nullptr) std::fclose(file_);
}

absl::Status ExportFileWriter::TakeUp() {
  const std::string part = path_ + ".part";
  std::fseek(file_, 0, SEEK_END);
  const bool is_new = std::ftell(file_) == 0;
  std::rewind(file_);
  if (is_new) {
    if (std::fwrite(kMagic, 1, kMagicBytes, file_) == kMagicBytes) return absl::OkStatus();
    return Unwritable(part, "cannot write");
  }
  if (!ReadMagic(file_)) return Damaged(part, "not an export; take it away");
  long kept = std::ftell(file_);
  for (;;) {
    const std::optional<Frame> block = ReadFrame(file_);
    if (!block || block->kind != kBlock) break;
    const std::optional<Frame> token = ReadFrame(file_);
    // The last block has none: with it alone the file would be without a digest.
    if (!token || token->kind != kToken || token->bytes.empty()) break;
    kept = std::ftell(file_);
    token_ = token->bytes;
    ++summary_.block_count;
    summary_.size_bytes += static_cast<int64_t>(block->bytes.size());
    summary_.digest = DigestAfter(summary_.digest, block->bytes);
  }
  if (std::fseek(file_, kept, SEEK_SET) != 0 || ftruncate(fileno(file_), kept) != 0) {
    return Unwritable(part, "cannot cut");
  }
  return absl::OkStatus();
}

absl::Status ExportFileWriter::Write(char kind, std::string_view bytes) {
  std::string header(1, kind);
  for (int shift = 24; shift >= 0; shift -= 8) {
    header.push_back(static_cast<char>(bytes.size() >> shift));
  }
  const bool written = std::fwrite(header.data(), 1, header.size(), file_) == header.size() &&
                       std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
  return written ? absl::OkStatus() : Unwritable(path_ + ".part", "cannot write");
}

absl::Status ExportFileWriter::Append(std::string_view block, const std::string& token) {
  absl::Status status = Write(kBlock, block);
  if (status.ok()) status = Write(kToken, token);
  if (status.ok() && std::fflush(file_) != 0) status = Unwritable(path_ + ".part", "cannot write");
  if (!status.ok()) return status;
  ++summary_.block_count;
  summary_.size_bytes += static_cast<int64_t>(block.size());
  summary_.digest = DigestAfter(summary_.digest, block);
  token_ = token;
  return status;
}

absl::Status ExportFileWriter::Finish(std::string_view block, const std::string& digest) {
  if (digest != DigestAfter(summary_.digest, block)) {
    return MakeStatus(absl::StatusCode::kDataLoss, "DIGEST_MISMATCH",
                      absl::StrCat(path_, ".part does not have the digest of the export"),
                      {{"file", path_}});
  }
  if (absl::Status status = Append(block, ""); !status.ok()) return status;
  if (absl::Status status = Write(kDigest, digest); !status.ok()) return status;
  const std::string part = path_ + ".part";
  if (std::fflush(file_) != 0 || fsync(fileno(file_)) != 0) return Unwritable(part, "cannot sync");
  // Without replacing what came to be there meanwhile.
  if (link(part.c_str(), path_.c_str()) != 0) return Unwritable(path_, "cannot name the file");
  if (unlink(part.c_str()) != 0 || !SyncFolder(path_)) return Unwritable(path_, "cannot sync");
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ExportFileReader>> ExportFileReader::Open(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) {
    const auto code =
        errno == ENOENT ? absl::StatusCode::kNotFound : absl::StatusCode::kPermissionDenied;
    return MakeStatus(code, "FILE_UNREADABLE", absl::StrCat(path, ": ", std::strerror(errno)),
                      {{"file", path}});
  }
  std::unique_ptr<ExportFileReader> reader(new ExportFileReader(path, file));
  if (!ReadMagic(file)) return Damaged(path, "not an export");
  const auto end = static_cast<long>(kFrameHeaderBytes + kDigestBytes);
  const bool found = std::fseek(file, -end, SEEK_END) == 0;
  const std::optional<Frame> last = found ? ReadFrame(file) : std::nullopt;
  if (!last || last->kind != kDigest || last->bytes.size() != kDigestBytes) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "FILE_INCOMPLETE",
                      absl::StrCat(path, ": the end of the export is missing"), {{"file", path}});
  }
  reader->digest_ = last->bytes;
  if (absl::Status status = reader->Rewind(); !status.ok()) return status;
  return reader;
}

ExportFileReader::~ExportFileReader() { std::fclose(file_); }

absl::Status ExportFileReader::Rewind() {
  if (std::fseek(file_, kMagicBytes, SEEK_SET) == 0) return absl::OkStatus();
  return Damaged(path_, "cannot be read again");
}

absl::StatusOr<bool> ExportFileReader::Next(std::string* block) {
  for (;;) {
    std::optional<Frame> frame = ReadFrame(file_);
    if (!frame) return Damaged(path_, "a part of the file is cut");
    if (frame->kind == kDigest) return false;
    if (frame->kind == kToken) continue;
    if (frame->kind != kBlock) return Damaged(path_, "a part of the file is no export");
    *block = std::move(frame->bytes);
    return true;
  }
}

}  // namespace pledge::client
