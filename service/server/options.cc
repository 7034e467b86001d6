#include "service/server/options.h"

#include <CLI/CLI.hpp>
#include <map>

#include "service/pipeline/analyze.h"

namespace pledge::server {
namespace {

constexpr char kAbout[] =
    "Stores government reply letters as versioned, source-grounded records and "
    "streams their sections and commitments over gRPC.";

constexpr char kFooter[] =
    "Examples:\n"
    "  pledged --store rocksdb:/var/lib/pledge\n"
    "  pledged --listen unix:/run/pledge.sock --store rocksdb:/var/lib/pledge\n"
    "  pledged --listen 0.0.0.0:7420 --store rocksdb:/data "
    "--admin-listen 0.0.0.0:7421\n"
    "  pledged --store memory:                      nothing is kept; for trying things out\n\n"
    "SIGTERM or SIGINT: finishes what was accepted, closes the store, exits 0\n"
    "within the grace. A second SIGINT ends the process at once.";

constexpr int kUsageError = 2;

std::string CheckAddress(const std::string& address) {
  if (address.rfind("unix:", 0) == 0) {
    return address.size() > 5 ? "" : "unix: needs a path";
  }
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
    return "must be HOST:PORT or unix:PATH";
  }
  return "";
}

std::string CheckStore(const std::string& store) {
  const bool ok = store == kMemoryStore || (store.rfind("rocksdb:", 0) == 0 && store.size() > 8);
  return ok ? "" : "must be rocksdb:DIR or memory:";
}

std::string VersionText() {
  return std::string("pledged ") + PLEDGE_VERSION + " (engine " + pipeline::kEngineVersion + ")";
}

}  // namespace

Options ParseOptions(int argc, char** argv, std::optional<int>* exit_code) {
  Options options;
  CLI::App app(kAbout, "pledged");
  app.footer(kFooter);
  app.set_version_flag("--version", VersionText());
  app.add_option("--listen", options.listen,
                 "Address to serve gRPC on, HOST:PORT or unix:PATH; may be repeated")
      ->type_name("ADDR")
      ->capture_default_str()
      ->check(CheckAddress);
  app.add_option("--store", options.store, "Where the records are kept")
      ->type_name("rocksdb:DIR|memory:")
      ->required()
      ->check(CheckStore);
  app.add_option("--backup-dir", options.backup_dir,
                 "Folder below which BackupStore makes backups; default: none are made")
      ->type_name("DIR");
  app.add_option("--operator-listen", options.operator_listen,
                 "Address for AdminService, which can stop the server; default: with the others")
      ->type_name("ADDR")
      ->check(CheckAddress);
  app.add_option("--admin-listen", options.admin_listen,
                 "Address for /livez and /readyz over HTTP; default: none")
      ->type_name("HOST:PORT")
      ->check(CheckAddress);
  app.add_option("--workers", options.workers, "Threads that analyse and read; 0: one a core")
      ->capture_default_str()
      ->check(CLI::Range(0, 256));
  double grace_seconds = absl::ToDoubleSeconds(options.grace);
  app.add_option("--grace", grace_seconds, "Seconds within which the process ends after SIGTERM")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(1.0, 3600.0));
  double purge_seconds = absl::ToDoubleSeconds(options.purge_interval);
  app.add_option("--purge-interval", purge_seconds,
                 "Seconds between looks for deleted documents whose purge time has passed")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 86400.0));
  double erase_seconds = absl::ToDoubleSeconds(options.erase_interval);
  app.add_option("--erase-interval", erase_seconds,
                 "Seconds between runs that erase purged bytes from the files of the store")
      ->type_name("SECONDS")
      ->capture_default_str()
      ->check(CLI::Range(0.1, 30.0 * 86400));
  app.add_option("--disk-reserve-mib", options.disk_reserve_mib,
                 "Free disk below which writes are refused")
      ->type_name("MIB")
      ->capture_default_str();
  app.add_option("--cache-mib", options.cache_mib, "Memory of the block cache")
      ->type_name("MIB")
      ->capture_default_str()
      ->check(CLI::Range(8, 1 << 20));
  app.add_option("--write-buffer-mib", options.write_buffer_mib, "Memory of the write buffers")
      ->type_name("MIB")
      ->capture_default_str()
      ->check(CLI::Range(8, 1 << 16));
  const std::map<std::string, LogLevel> levels = {{"debug", LogLevel::kDebug},
                                                  {"info", LogLevel::kInfo},
                                                  {"warning", LogLevel::kWarning},
                                                  {"error", LogLevel::kError}};
  std::string level = "info";
  app.add_option("--log-level", level,
                 "debug, info (one line a call), warning or error; JSON lines on "
                 "standard error")
      ->type_name("LEVEL")
      ->capture_default_str()
      ->check(CLI::IsMember(levels));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    *exit_code = code == 0 ? 0 : kUsageError;
  }
  options.grace = absl::Seconds(grace_seconds);
  options.purge_interval = absl::Seconds(purge_seconds);
  options.erase_interval = absl::Seconds(erase_seconds);
  options.log_level = levels.at(level);
  return options;
}

}  // namespace pledge::server
