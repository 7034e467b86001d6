// The Engine on RocksDB: one process, one directory. Its .cc is the only file
// of the project that knows RocksDB. Thread-safe as Engine says.
//
// Files: DIR/db holds the database. When opening meets damaged log records, the
// logs are kept under DIR/damaged/N before the undamaged part is recovered.
#ifndef PLEDGE_STORAGE_ROCKSDB_ENGINE_H_
#define PLEDGE_STORAGE_ROCKSDB_ENGINE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine.h"
#include "storage/key_codec.h"

namespace rocksdb {
class Env;
}

namespace pledge::storage {

// Memory of an engine is about cache_bytes + write_buffer_bytes + 50 MiB.
struct RocksDbOptions {
  // Must stay the same for the life of a directory.
  std::vector<KeyFamily> families = KeyFamilies();
  size_t cache_bytes = size_t{192} << 20;
  // Of all families together.
  size_t write_buffer_bytes = size_t{128} << 20;
  // The log is cut by flushing beyond this; replay after a crash reads it all.
  size_t max_log_bytes = size_t{512} << 20;
  // The operating system; null for the real one. Must outlive the engine. Tests
  // put a disk here that loses what was not synced.
  rocksdb::Env* env = nullptr;
};

class RocksDbEngine : public Engine {
 public:
  // Opens the database in `dir`, or creates it. Replays the log: blocks for
  // about a second per 300 MB of it. FAILED_PRECONDITION when another process
  // has it open, DATA_LOSS when what is there cannot be read.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(const std::string& dir,
                                                      const RocksDbOptions& options = {});
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_ROCKSDB_ENGINE_H_
