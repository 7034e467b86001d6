#include "service/server/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "absl/strings/ascii.h"
#include "service/pipeline/analyze.h"
#include "service/server/listener.h"
#include "service/server/option_sources.h"

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
    "  pledged --store 'postgres:host=db dbname=pledge sslmode=verify-full'\n"
    "  pledged --config /etc/pledge/pledged.conf --check-config\n"
    "  pledged --store memory:                      nothing is kept; for trying things out\n\n"
    "Every flag may also stand in the environment (PLEDGE_DISK_RESERVE_MIB for\n"
    "--disk-reserve-mib, lists with commas) and in the file of --config\n"
    "(disk-reserve-mib = 2048, lists in brackets). A flag goes before the\n"
    "environment, the environment before the file, the file before the default.\n\n"
    "SIGTERM or SIGINT: finishes what was accepted, closes the store, exits 0\n"
    "within the grace. A second SIGINT ends the process at once. SIGHUP: reads\n"
    "certificates and policy again; they are also read again when they change.";

constexpr int kUsageError = 2;
constexpr double kDaySeconds = 24 * 3600;

std::string CheckStore(const std::string& store) {
  const auto has = [&store](const std::string& prefix) {
    return store.rfind(prefix, 0) == 0 && store.size() > prefix.size();
  };
  const bool is_known = store == kMemoryStore || has(kRocksDbPrefix) || has(kPostgresPrefix);
  return is_known ? "" : "must be rocksdb:DIR, postgres:CONNINFO or memory:";
}

std::string VersionText() {
  return std::string("pledged ") + PLEDGE_VERSION + " (engine " + pipeline::kEngineVersion + ")";
}

// A duration in seconds, between `least` and `most`.
CLI::Option* AddSeconds(CLI::App* app, const std::string& name, absl::Duration* value, double least,
                        double most, const std::string& help) {
  return app
      ->add_option_function<double>(
          name, [value](const double& seconds) { *value = absl::Seconds(seconds); }, help)
      ->type_name("SECONDS")
      ->default_str(std::to_string(absl::ToInt64Seconds(*value)))
      ->check(CLI::Range(least, most));
}

void AddListeners(CLI::App* app, Options* options) {
  app->add_option("--listen", options->listen,
                  "Address to serve gRPC on: HOST:PORT (TLS when there is a certificate), "
                  "tls:HOST:PORT, plain:HOST:PORT or unix:PATH; may be repeated")
      ->type_name("ADDR")
      ->capture_default_str()
      ->delimiter(',');
  app->add_option("--operator-listen", options->operator_listen,
                  "Address for AdminService, which can stop the server; default: with the others")
      ->type_name("ADDR");
  app->add_option("--health-listen", options->health_listen,
                  "Address for grpc.health.v1 alone, in clear text; default: none beside --listen")
      ->type_name("HOST:PORT");
  app->add_option("--admin-listen", options->admin_listen,
                  "Address for /livez, /readyz and /metrics over HTTP; default: none")
      ->type_name("HOST:PORT");
}

void AddObservation(CLI::App* app, Options* options) {
  app->add_option(
         "--otlp-endpoint", options->otlp_endpoint,
         "Collector that spans are sent to by OTLP over gRPC, in clear text; default: none")
      ->type_name("HOST:PORT");
  app->add_option("--trace-ratio", options->trace_ratio,
                  "Part of the calls without a traceparent that become a trace of their own")
      ->type_name("0..1")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  app->add_flag("--channelz", options->channelz,
                "Serve grpc.channelz.v1, which names connections, where AdminService is served");
}

void AddTls(CLI::App* app, TlsPaths* tls) {
  CLI::Option* const certificate =
      app->add_option("--tls-cert", tls->certificate,
                      "PEM file of the server's certificate and those above it; read again when "
                      "it changes, as all files here")
          ->type_name("FILE");
  CLI::Option* const key = app->add_option("--tls-key", tls->private_key,
                                           "PEM file of its private key, without a passphrase")
                               ->type_name("FILE")
                               ->needs(certificate);
  certificate->needs(key);
  CLI::Option* const client_ca =
      app->add_option("--tls-client-ca", tls->client_ca,
                      "PEM file of the authorities whose client certificates are believed")
          ->type_name("FILE")
          ->needs(certificate);
  app->add_flag("--tls-require-client-cert", tls->requires_client,
                "Refuse who has no client certificate")
      ->needs(client_ca);
  app->add_option("--tls-crl", tls->revoked,
                  "PEM file of revocation lists, one of each authority; a client certificate that "
                  "no list in force covers is refused")
      ->type_name("FILE")
      ->needs(client_ca);
}

void AddAccess(CLI::App* app, Options* options) {
  app->add_option("--policy", options->policy,
                  "JSON file of who may do what (proto/pledge/access/v1/policy.proto), read again "
                  "when it changes; default: everybody may do everything")
      ->type_name("FILE");
  CLI::Option* const header =
      app->add_option("--principal-header", options->principals.header,
                      "Header in which a mesh names the caller, such as l5d-client-id or "
                      "x-forwarded-client-cert; believed of clear text unless --principal-proxy")
          ->type_name("NAME");
  app->add_option("--principal-proxy", options->principals.proxies,
                  "Only callers with this client certificate may set the header; may be repeated")
      ->type_name("PRINCIPAL")
      ->delimiter(',')
      ->needs(header);
}

void AddStore(CLI::App* app, Options* options) {
  app->add_option("--store", options->store, "Where the records are kept")
      ->type_name("rocksdb:DIR|postgres:CONNINFO|memory:")
      ->required()
      ->check(CheckStore);
  app->add_option("--backup-dir", options->backup_dir,
                  "Folder below which BackupStore makes backups; default: none are made")
      ->type_name("DIR");
  AddSeconds(app, "--purge-interval", &options->purge_interval, 0.1, kDaySeconds,
             "Seconds between looks for deleted documents whose purge time has passed");
  AddSeconds(app, "--erase-interval", &options->erase_interval, 0.1, 30 * kDaySeconds,
             "Seconds between runs that erase purged bytes from the files of the store");
  app->add_option("--disk-reserve-mib", options->disk_reserve_mib,
                  "Free disk below which writes are refused")
      ->type_name("MIB")
      ->capture_default_str();
  app->add_option("--cache-mib", options->cache_mib, "Memory of the block cache")
      ->type_name("MIB")
      ->capture_default_str()
      ->check(CLI::Range(8, 1 << 20));
  app->add_option("--write-buffer-mib", options->write_buffer_mib, "Memory of the write buffers")
      ->type_name("MIB")
      ->capture_default_str()
      ->check(CLI::Range(8, 1 << 16));
  AddSeconds(app, "--lease-seconds", &options->lease_ttl, 1, 600,
             "postgres: silence of the replica that serves after which a waiting one takes over");
  app->add_option("--max-db-connections", options->max_db_connections,
                  "postgres: connections for reading; two more are for writing and the lease")
      ->capture_default_str()
      ->check(CLI::Range(2, 1000));
}

void AddLife(CLI::App* app, Options* options) {
  app->add_option("--workers", options->workers, "Threads that analyse and read; 0: one a core")
      ->capture_default_str()
      ->check(CLI::Range(0, 256));
  AddSeconds(app, "--grace", &options->grace, 1, 3600,
             "Seconds within which the process ends after SIGTERM");
  AddSeconds(app, "--drain-notice", &options->drain_notice, 0, 600,
             "Seconds of the grace in which calls are still taken after health says NOT_SERVING, "
             "for load balancers to notice");
  AddSeconds(app, "--max-connection-age", &options->connection_age, 0, 7 * kDaySeconds,
             "Seconds after which a connection is told to end, give or take a tenth; 0: never");
  AddSeconds(app, "--max-connection-age-grace", &options->connection_age_grace, 0, 7 * kDaySeconds,
             "Seconds that calls on such a connection may still take; 0: as long as they like");
}

// What no single flag shows. Empty when all is well.
std::string CheckTogether(const Options& options) {
  const bool has_tls = !options.tls.empty();
  std::vector<std::string> addresses = options.listen;
  if (!options.operator_listen.empty()) addresses.push_back(options.operator_listen);
  for (const std::string& address : addresses) {
    const auto listener = ParseListener(address, has_tls);
    if (!listener.ok()) return std::string(listener.status().message());
  }
  for (const std::string& address : {options.health_listen, options.admin_listen}) {
    const auto listener = ParseListener(address, false);
    if (!address.empty() && !listener.ok()) return std::string(listener.status().message());
  }
  for (const char letter : options.principals.header) {
    if (!absl::ascii_islower(letter) && !absl::ascii_isdigit(letter) && letter != '-') {
      return "--principal-header: must be small letters, digits and -";
    }
  }
  if (options.drain_notice > options.grace / 2) {
    return "--drain-notice: must be at most half of --grace";
  }
  return "";
}

}  // namespace

Options ParseOptions(int argc, char** argv, std::optional<int>* exit_code) {
  Options options;
  CLI::App app(kAbout, "pledged");
  app.footer(kFooter);
  app.set_version_flag("--version", VersionText());
  AddListeners(&app, &options);
  AddTls(&app, &options.tls);
  AddAccess(&app, &options);
  AddStore(&app, &options);
  AddLife(&app, &options);
  AddObservation(&app, &options);
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
  app.add_flag("--check-config", options.only_check,
               "Say whether a server could start with this, and what is wrong; exits 0 or 1")
      ->configurable(false);
  AddOptionSources(&app);
  try {
    app.parse(argc, argv);
    const std::string wrong = CheckTogether(options);
    if (!wrong.empty()) throw CLI::ValidationError(wrong);
  } catch (const CLI::ConfigError& error) {
    std::fprintf(stderr, "%s: %s\n", app["--config"]->as<std::string>().c_str(), error.what());
    *exit_code = kUsageError;
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    *exit_code = code == 0 ? 0 : kUsageError;
  }
  options.log_level = levels.at(level);
  return options;
}

}  // namespace pledge::server
