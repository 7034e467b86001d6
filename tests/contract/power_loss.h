// A disk that can lose power: knows for every file how much of it was synced,
// and gives what would be left of a folder if the power went out right now. Bytes
// that were written but not synced are gone; what a directory holds counts as
// durable at once.
#ifndef PLEDGE_TESTS_CONTRACT_POWER_LOSS_H_
#define PLEDGE_TESTS_CONTRACT_POWER_LOSS_H_

#include <rocksdb/env.h>

#include <filesystem>
#include <memory>

namespace pledge::testing {

class SyncedFileSystem;

// Thread-safe.
class PowerLossDisk {
 public:
  PowerLossDisk();
  ~PowerLossDisk();

  // For RocksDB; lives as long as the disk.
  rocksdb::Env* env() const { return env_.get(); }

  // Copies `from` as it would be after a loss of power at one moment during the
  // call. Writers wait meanwhile.
  void CopyAfterPowerLoss(const std::filesystem::path& from, const std::filesystem::path& to);

 private:
  const std::shared_ptr<SyncedFileSystem> files_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_CONTRACT_POWER_LOSS_H_
