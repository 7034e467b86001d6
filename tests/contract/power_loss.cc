#include "tests/contract/power_loss.h"

#include <rocksdb/file_system.h>

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "tests/contract/temp_dir.h"

namespace pledge::testing {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// Size of what is synced, by file; shared by a file system and its files.
struct SyncedSizes {
  std::mutex mutex;  // held while a file changes
  std::map<std::string, uint64_t> sizes;
};

namespace {

// Tells what was synced. Everything that changes the file waits for the mutex.
class SyncedFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  SyncedFile(std::unique_ptr<FSWritableFile> file, std::string path,
             std::shared_ptr<SyncedSizes> synced)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        synced_(std::move(synced)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    size_ += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& info, IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    size_ += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, info, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    synced_->sizes[path_] = size_;
    return FSWritableFileOwnerWrapper::Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    synced_->sizes[path_] = size_;
    return FSWritableFileOwnerWrapper::Fsync(options, debug);
  }

 private:
  const std::string path_;
  const std::shared_ptr<SyncedSizes> synced_;
  uint64_t size_ = 0;  // guarded by synced_->mutex
};

}  // namespace

class SyncedFileSystem : public rocksdb::FileSystemWrapper {
 public:
  SyncedFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "SyncedFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
    if (!status.ok()) return status;
    synced_->sizes[path] = 0;
    *file = std::make_unique<SyncedFile>(std::move(*file), path, synced_);
    return status;
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    const auto moved = synced_->sizes.extract(from);
    if (!moved.empty()) synced_->sizes[to] = moved.mapped();
    return FileSystemWrapper::RenameFile(from, to, options, debug);
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    synced_->sizes.erase(path);
    return FileSystemWrapper::DeleteFile(path, options, debug);
  }

  void CopyAfterPowerLoss(const fs::path& from, const fs::path& to) {
    const std::lock_guard<std::mutex> lock(synced_->mutex);
    CopyFolder(from, to);
    for (const auto& [path, size] : synced_->sizes) {
      const fs::path copy = to / fs::path(path).lexically_relative(from);
      std::error_code gone;  // a file of another folder
      if (fs::exists(copy, gone) && fs::file_size(copy) > size) fs::resize_file(copy, size);
    }
  }

 private:
  const std::shared_ptr<SyncedSizes> synced_ = std::make_shared<SyncedSizes>();
};

PowerLossDisk::PowerLossDisk()
    : files_(std::make_shared<SyncedFileSystem>()), env_(rocksdb::NewCompositeEnv(files_)) {}

PowerLossDisk::~PowerLossDisk() = default;

void PowerLossDisk::CopyAfterPowerLoss(const fs::path& from, const fs::path& to) {
  files_->CopyAfterPowerLoss(from, to);
}

}  // namespace pledge::testing
