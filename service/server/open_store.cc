#include "service/server/open_store.h"

#include <unistd.h>

#include <atomic>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "service/base/log.h"
#include "service/mapping/text_terms.h"
#include "service/server/admin_http.h"
#include "storage/memory_engine.h"
#include "storage/postgres_engine.h"
#include "storage/postgres_target.h"
#include "storage/rocksdb_engine.h"

namespace pledge::server {
namespace {

using storage::RecordStore;

storage::RecordStoreOptions StoreOptions(const Options& options, const OpenStoreCalls& calls) {
  storage::RecordStoreOptions out;
  out.on_group = calls.on_group;
  out.disk_reserve_bytes = options.disk_reserve_mib << 20;
  out.text_index.terms = mapping::AppendRecordTerms;
  out.text_index.letter_terms = mapping::AppendLetterTerms;
  return out;
}

absl::StatusOr<std::unique_ptr<RecordStore>> OpenRocksDb(const Options& options,
                                                         const OpenStoreCalls& calls) {
  const std::string dir(absl::StripPrefix(options.store, kRocksDbPrefix));
  storage::RocksDbOptions engine_options;
  engine_options.cache_bytes = size_t(options.cache_mib) << 20;
  engine_options.write_buffer_bytes = size_t(options.write_buffer_mib) << 20;
  auto engine = storage::RocksDbEngine::Open(dir, engine_options);
  if (!engine.ok()) return engine.status();
  storage::RecordStoreOptions store_options = StoreOptions(options, calls);
  store_options.mark_dir = dir;
  return RecordStore::Open(*std::move(engine), store_options);
}

// "HOST:PROCESS", shown to the replicas that wait.
std::string OwnerName() {
  char host[256] = "";
  if (::gethostname(host, sizeof(host) - 1) != 0) host[0] = '\0';
  return absl::StrCat(host, ":", ::getpid());
}

// What a replica does while another one serves: it is alive and not ready, and
// says so once and on its admin port.
class Standby {
 public:
  Standby(std::string admin_listen, std::function<bool()> should_stop)
      : admin_listen_(std::move(admin_listen)), should_stop_(std::move(should_stop)) {}

  // False when the waiting is over.
  bool KeepWaiting(const absl::Status& why) {
    if (!has_begun_) Begin(why);
    if (!status_.ok()) return false;
    was_stopped_ = should_stop_ != nullptr && should_stop_();
    return !was_stopped_;
  }

  // Why the waiting ended, unless it was for the store.
  absl::Status status() const {
    if (was_stopped_) return absl::CancelledError("stopped while another replica serves");
    return status_;
  }

 private:
  void Begin(const absl::Status& why) {
    has_begun_ = true;
    Log(LogLevel::kInfo, "standby", {{"why", std::string(why.message())}});
    if (admin_listen_.empty()) return;
    auto admin = AdminHttp::Start(admin_listen_,
                                  {{"/livez",
                                    [] {
                                      return HttpAnswer{true, "alive\n"};
                                    }},
                                   {"/readyz", [] {
                                      return HttpAnswer{false, "standby: another replica serves\n"};
                                    }}});
    status_ = admin.status();
    if (admin.ok()) admin_ = *std::move(admin);
  }

  const std::string admin_listen_;
  const std::function<bool()> should_stop_;
  bool has_begun_ = false;
  bool was_stopped_ = false;
  absl::Status status_;
  std::unique_ptr<AdminHttp> admin_;
};

absl::StatusOr<std::unique_ptr<RecordStore>> OpenPostgres(const Options& options,
                                                          const OpenStoreCalls& calls) {
  Standby standby(options.admin_listen, calls.should_stop);
  storage::PostgresOptions engine_options;
  engine_options.max_views = static_cast<size_t>(options.max_db_connections);
  storage::LeaseOptions& lease = engine_options.lease;
  lease.target.conninfo = std::string(absl::StripPrefix(options.store, kPostgresPrefix));
  lease.ttl = options.lease_ttl;
  lease.owner = OwnerName();
  lease.keep_waiting = [&standby](const absl::Status& why) { return standby.KeepWaiting(why); };
  lease.on_lost = [on_lost = calls.on_lost](const absl::Status&) {
    if (on_lost != nullptr) on_lost();
  };
  auto engine = storage::OpenPostgresEngine(engine_options);
  if (!standby.status().ok()) return standby.status();
  if (!engine.ok()) return engine.status();
  return RecordStore::Open(*std::move(engine), StoreOptions(options, calls));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordStore>> OpenStore(const Options& options,
                                                       const OpenStoreCalls& calls) {
  if (options.store == kMemoryStore) {
    return RecordStore::Open(storage::NewMemoryEngine(), StoreOptions(options, calls));
  }
  if (absl::StartsWith(options.store, kPostgresPrefix)) return OpenPostgres(options, calls);
  return OpenRocksDb(options, calls);
}

std::string DescribeStore(const std::string& store) {
  if (!absl::StartsWith(store, kPostgresPrefix)) return store;
  return storage::DescribeTarget(std::string(absl::StripPrefix(store, kPostgresPrefix)));
}

}  // namespace pledge::server
