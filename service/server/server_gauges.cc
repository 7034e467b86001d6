#include "service/server/server_gauges.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>

#include "absl/strings/match.h"
#include "service/base/limits.h"
#include "service/observe/gauge_list.h"
#include "service/pipeline/analyze.h"
#include "storage/backup.h"
#include "storage/job_store.h"

namespace pledge::server {
namespace {

namespace fs = std::filesystem;
using observe::GaugeList;
using storage::JobState;
using storage::StoreCondition;

// Jobs looked at, the newest first; ended ones are kept for weeks.
constexpr size_t kMaxJobs = 1000;

struct ConditionName {
  StoreCondition condition;
  const char* name;
};
constexpr ConditionName kConditions[] = {
    {StoreCondition::kReadWrite, "read_write"}, {StoreCondition::kLowDisk, "low_disk"},
    {StoreCondition::kDataLoss, "data_loss"},   {StoreCondition::kReadOnly, "read_only"},
    {StoreCondition::kImporting, "importing"},  {StoreCondition::kUnreachable, "unreachable"}};

constexpr const char* kJobStates[] = {"pending", "running", "succeeded", "failed", "cancelled"};

double Seconds(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }

void AddBuild(const std::string& version, GaugeList* out) {
  out->BeginGauge("pledge_build_info", "Version of the server.");
  out->Value(1, "version", version);
  out->BeginGauge("pledge_engine_info", "Version of the rules that read letters.");
  out->Value(1, "engine_version", pipeline::kEngineVersion);
}

void AddCondition(StoreCondition condition, GaugeList* out) {
  out->BeginGauge("pledge_store_condition", "1 for the condition that the store is in.");
  for (const ConditionName& one : kConditions) {
    out->Value(one.condition == condition ? 1 : 0, "condition", one.name);
  }
}

void AddDisk(const storage::StoreStatus& status, GaugeList* out) {
  out->Gauge("pledge_store_bytes", "What the store takes on disk.",
             static_cast<double>(status.stored_bytes));
  if (status.free_disk_bytes != std::numeric_limits<uint64_t>::max()) {
    out->Gauge("pledge_store_disk_free_bytes", "Free disk where the store is.",
               static_cast<double>(status.free_disk_bytes));
  }
  out->Gauge("pledge_store_disk_reserve_bytes", "Free disk below which writes are refused.",
             static_cast<double>(status.disk_reserve_bytes));
  out->Gauge("pledge_store_cache_bytes", "Memory that cached blocks hold.",
             static_cast<double>(status.memory.cache_bytes));
  out->Gauge("pledge_store_cache_limit_bytes", "Memory that cached blocks may hold.",
             static_cast<double>(status.memory.cache_limit_bytes));
}

void AddStore(const storage::StoreStatus& status, GaugeList* out) {
  out->Gauge("pledge_store_documents", "Live documents.",
             static_cast<double>(status.document_count));
  out->Counter("pledge_store_commits_total", "Number of the newest durable commit.",
               static_cast<double>(status.head.number));
  out->Gauge("pledge_store_oldest_commit", "Number of the oldest commit that can be read.",
             static_cast<double>(status.oldest.number));
  out->Gauge("pledge_store_verified_timestamp_seconds",
             "When a check of the whole store last found no fault; 0: never.",
             status.last_verified ? Seconds(*status.last_verified) : 0);
  out->Gauge("pledge_store_write_queue_operations", "Writes that are not on disk yet.",
             static_cast<double>(status.queued_writes));
  out->Gauge("pledge_store_write_queue_bytes", "Memory of the writes that are not on disk yet.",
             static_cast<double>(status.queued_bytes));
  out->Gauge("pledge_store_write_queue_limit_bytes", "Beyond it writes get SERVER_BUSY.",
             static_cast<double>(status.max_queued_bytes));
  AddDisk(status, out);
}

void AddJobs(storage::RecordStore& store, GaugeList* out) {
  const auto jobs = store.Jobs().ListJobs(std::numeric_limits<uint64_t>::max(), kMaxJobs);
  if (!jobs.ok()) return;
  std::array<int, std::size(kJobStates)> counts{};
  for (const storage::StoredJob& job : *jobs) {
    ++counts[static_cast<size_t>(job.state) - static_cast<size_t>(JobState::kPending)];
  }
  out->BeginGauge("pledge_jobs", "Jobs by state, of the newest thousand.");
  for (size_t i = 0; i < counts.size(); ++i) out->Value(counts[i], "state", kJobStates[i]);
}

void AddCalls(const ServerGauges::Sources& sources, GaugeList* out) {
  const rpc::Runtime& runtime = sources.runtime;
  out->Gauge("pledge_calls_queued", "Calls and steps of streams that wait for a worker.",
             static_cast<double>(runtime.executor.queued()));
  out->Gauge("pledge_calls_queue_limit", "Beyond it unary calls get SERVER_BUSY.",
             static_cast<double>(kMaxQueuedCalls));
  out->Gauge("pledge_streams_open", "Streams that are open.", runtime.streams.open_count());
  out->Gauge("pledge_streams_limit", "Beyond it streams get TOO_MANY_STREAMS.", kMaxOpenStreams);
  out->Gauge("pledge_watches_open", "Watches that are open.", sources.watches->count());
  out->Gauge("pledge_watches_limit", "Beyond it watches get TOO_MANY_STREAMS.", kMaxOpenWatches);
  out->Gauge("pledge_watch_backlog_commits",
             "Commits that the watch furthest behind has still to look at.",
             static_cast<double>(sources.watches->MaxBacklog(runtime.store.Head().number)));
  out->Gauge("pledge_ingest_in_flight_bytes", "Bytes of ingest streams without result.",
             static_cast<double>(sources.ingest->bytes_in_flight()));
  out->Gauge("pledge_ingest_in_flight_limit_bytes", "Beyond it the server stops reading streams.",
             static_cast<double>(kIngestTotalBytes));
}

void AddDrain(const rpc::StreamRegistry& streams, GaugeList* out) {
  const std::optional<absl::Time> deadline = streams.drain_deadline();
  out->Gauge("pledge_draining", "1 once the server takes no new work and comes to its end.",
             deadline.has_value() ? 1 : 0);
  out->Gauge("pledge_drain_deadline_timestamp_seconds",
             "When a draining server cuts what is still open; 0: it does not drain.",
             deadline ? Seconds(*deadline) : 0);
}

void AddBackups(const std::string& backup_dir, GaugeList* out) {
  const bool has_folder = !backup_dir.empty();
  out->Gauge("pledge_backup_enabled", "1 when the server has a folder for backups.",
             has_folder ? 1 : 0);
  if (!has_folder) return;
  const std::optional<absl::Time> newest = storage::NewestBackup(backup_dir);
  out->Gauge("pledge_backup_timestamp_seconds",
             "When the newest complete backup in the folder was finished; 0: there is none.",
             newest ? Seconds(*newest) : 0);
}

void AddCertificates(const std::vector<CertificateExpiry>& certificates, GaugeList* out) {
  if (certificates.empty()) return;
  out->BeginGauge("pledge_certificate_expiry_timestamp_seconds",
                  "Until when a certificate in use is good.");
  for (const CertificateExpiry& one : certificates) {
    out->Value(Seconds(one.not_after), "certificate", one.name);
  }
}

}  // namespace

std::vector<prometheus::MetricFamily> ServerGauges::Collect() const {
  GaugeList out;
  storage::RecordStore& store = sources_.runtime.store;
  AddBuild(sources_.version, &out);
  AddCondition(store.Condition(), &out);
  // Of a dead disk nothing but the condition can be told.
  if (const auto status = store.Status(); status.ok()) AddStore(*status, &out);
  AddJobs(store, &out);
  AddCalls(sources_, &out);
  AddDrain(sources_.runtime.streams, &out);
  AddBackups(sources_.backup_dir, &out);
  AddCertificates(sources_.certificates(), &out);
  return out.Take();
}

}  // namespace pledge::server
