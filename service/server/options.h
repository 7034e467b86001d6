// What pledged can be told: flags with their defaults and checks.
#ifndef PLEDGE_SERVICE_SERVER_OPTIONS_H_
#define PLEDGE_SERVICE_SERVER_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "service/base/log.h"

namespace pledge::server {

// Keeps the records in memory: for tests, and for trying things out.
inline constexpr char kMemoryStore[] = "memory:";

struct Options {
  std::vector<std::string> listen = {"127.0.0.1:7420"};  // HOST:PORT or unix:PATH
  std::string store;                                     // rocksdb:DIR or kMemoryStore
  std::string backup_dir;  // below it BackupStore makes folders; empty: none
  // Where AdminService is served; empty: on the addresses above.
  std::string operator_listen;
  std::string admin_listen;  // HOST:PORT; empty: no admin port
  int workers = 0;           // 0: as many as there are cores
  absl::Duration purge_interval = absl::Minutes(1);
  absl::Duration erase_interval = absl::Hours(1);
  absl::Duration grace = absl::Seconds(20);
  uint64_t disk_reserve_mib = 1024;
  int cache_mib = 192;
  int write_buffer_mib = 128;
  LogLevel log_level = LogLevel::kInfo;
};

// Reads the command line. When the process should end at once (--help,
// --version, wrong use), prints what there is to say and sets `exit_code`.
Options ParseOptions(int argc, char** argv, std::optional<int>* exit_code);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_OPTIONS_H_
