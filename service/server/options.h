// What pledged can be told: flags with their defaults and checks, which may also
// stand in the environment and in a file.
#ifndef PLEDGE_SERVICE_SERVER_OPTIONS_H_
#define PLEDGE_SERVICE_SERVER_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "service/base/log.h"
#include "service/rpc/principal.h"
#include "service/server/tls_files.h"

namespace pledge::server {

// Keeps the records in memory: for tests, and for trying things out.
inline constexpr char kMemoryStore[] = "memory:";
inline constexpr char kRocksDbPrefix[] = "rocksdb:";    // before a folder
inline constexpr char kPostgresPrefix[] = "postgres:";  // before a target of libpq

struct Options {
  // Addresses, as ParseListener takes them.
  std::vector<std::string> listen = {"127.0.0.1:7420"};
  // Where AdminService is served; empty: on the addresses above.
  std::string operator_listen;
  std::string health_listen;  // for grpc.health.v1 alone, in clear text; empty: none
  std::string admin_listen;   // HOST:PORT; empty: no admin port
  std::string otlp_endpoint;  // HOST:PORT or unix:PATH of a collector of spans; empty: none
  double trace_ratio = 0.01;  // of the calls that come without a trace
  bool channelz = false;      // with AdminService
  TlsPaths tls;

  std::string policy;  // file of pledge.access.v1.Policy; empty: everybody may do everything
  rpc::PrincipalSource principals;

  std::string store;       // kMemoryStore, or one of the prefixes and what follows
  std::string backup_dir;  // below it BackupStore makes folders; empty: none
  uint64_t disk_reserve_mib = 1024;
  int cache_mib = 192;
  int write_buffer_mib = 128;
  absl::Duration lease_ttl = absl::Seconds(10);
  int max_db_connections = 16;
  absl::Duration purge_interval = absl::Minutes(1);
  absl::Duration erase_interval = absl::Hours(1);

  int workers = 0;  // 0: as many as there are cores
  absl::Duration grace = absl::Seconds(20);
  // How long calls are still taken after health says that there is no service.
  absl::Duration drain_notice = absl::ZeroDuration();
  // After which a connection is told to end, give or take a tenth; zero: never.
  absl::Duration connection_age = absl::ZeroDuration();
  // How long calls on it may still take; zero: for good.
  absl::Duration connection_age_grace = absl::ZeroDuration();

  LogLevel log_level = LogLevel::kInfo;
  bool only_check = false;  // --check-config
};

// Reads the command line, then what it does not say from the environment
// (PLEDGE_ and the flag's name), then from the file of --config. When the process
// should end at once (--help, --version, wrong use), prints what there is to say
// and sets `exit_code`.
Options ParseOptions(int argc, char** argv, std::optional<int>* exit_code);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_OPTIONS_H_
