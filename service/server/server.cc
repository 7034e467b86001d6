#include "service/server/server.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "service/base/executor.h"
#include "service/base/limits.h"
#include "service/base/log.h"
#include "service/jobs/job_runner.h"
#include "service/jobs/work_registry.h"
#include "service/mapping/text_terms.h"
#include "service/rpc/admin_service.h"
#include "service/rpc/document_service.h"
#include "service/rpc/ingest_service.h"
#include "service/rpc/job_service.h"
#include "service/rpc/query_service.h"
#include "service/rpc/watch_service.h"
#include "service/server/admin_http.h"
#include "service/server/housekeeper.h"
#include "storage/memory_engine.h"
#include "storage/record_store.h"
#include "storage/rocksdb_engine.h"

namespace pledge::server {
namespace {

using storage::RecordStore;
using storage::StoreCondition;

constexpr char kStorePrefix[] = "rocksdb:";
// Kept of the grace for closing the store.
constexpr absl::Duration kCloseReserve = absl::Seconds(2);

void SetStoreOptions(const Options& options, storage::RecordStoreOptions* out) {
  out->disk_reserve_bytes = options.disk_reserve_mib << 20;
  out->text_index.terms = mapping::AppendRecordTerms;
  out->text_index.letter_terms = mapping::AppendLetterTerms;
}

absl::StatusOr<std::unique_ptr<RecordStore>> OpenStore(const Options& options) {
  storage::RecordStoreOptions store_options;
  SetStoreOptions(options, &store_options);
  if (options.store == kMemoryStore) {
    return RecordStore::Open(storage::NewMemoryEngine(), store_options);
  }
  const std::string dir(absl::StripPrefix(options.store, kStorePrefix));
  storage::RocksDbOptions engine_options;
  engine_options.cache_bytes = size_t(options.cache_mib) << 20;
  engine_options.write_buffer_bytes = size_t(options.write_buffer_mib) << 20;
  auto engine = storage::RocksDbEngine::Open(dir, engine_options);
  if (!engine.ok()) return engine.status();
  store_options.mark_dir = dir;
  return RecordStore::Open(*std::move(engine), store_options);
}

const char* Name(StoreCondition condition) {
  switch (condition) {
    case StoreCondition::kReadWrite:
      return "read-write";
    case StoreCondition::kLowDisk:
      return "low disk: reads only";
    case StoreCondition::kDataLoss:
      return "data loss: reads only";
    case StoreCondition::kReadOnly:
      return "storage error: reads only";
    case StoreCondition::kImporting:
      return "importing: nothing is shown yet";
  }
  return "unknown";
}

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(static_cast<int>(kMaxMessageBytes));
  builder->SetMaxSendMessageSize(-1);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(kMaxMetadataBytes));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection);
  // Two servers on one port would share its calls unseen.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

class PledgeServer final : public Server {
 public:
  PledgeServer(std::unique_ptr<RecordStore> store, size_t workers, std::string backup_dir)
      : store_(std::move(store)),
        executor_(workers, kMaxQueuedCalls),
        job_runner_(*store_, jobs::MakeWorkRegistry(*store_)),
        runtime_{*store_, executor_, streams_, job_runner_},
        documents_(runtime_),
        ingest_(runtime_),
        queries_(runtime_),
        watches_(runtime_),
        jobs_(runtime_),
        operator_calls_(runtime_, {.version = PLEDGE_VERSION,
                                   .backup_dir = std::move(backup_dir),
                                   .stop = [this](absl::Duration g) { RequestStop(g); },
                                   .watches = &watches_.open_watches()}) {}

  absl::Status Serve(const Options& options);
  void Stop(absl::Duration grace) override;
  std::optional<absl::Duration> requested_grace() const override;

 private:
  absl::Status ServeOperators(const std::string& address);
  // As a SIGTERM would, with a grace of its own unless it is zero.
  void RequestStop(absl::Duration grace);
  Probe Ready() const;

  // Destroyed in reverse: the server first, the store last.
  std::unique_ptr<RecordStore> store_;
  rpc::StreamRegistry streams_;
  Executor executor_;
  jobs::JobRunner job_runner_;
  rpc::Runtime runtime_;
  rpc::DocumentService documents_;
  rpc::IngestService ingest_;
  rpc::QueryService queries_;
  rpc::WatchService watches_;
  rpc::JobService jobs_;
  rpc::AdminService operator_calls_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> operator_server_;  // null: served with the others
  std::unique_ptr<AdminHttp> admin_;
  std::unique_ptr<Housekeeper> housekeeper_;

  mutable absl::Mutex mutex_;
  std::optional<absl::Duration> requested_grace_ ABSL_GUARDED_BY(mutex_);
};

absl::Status PledgeServer::Serve(const Options& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  std::vector<int> ports(options.listen.size(), 0);
  for (size_t i = 0; i < options.listen.size(); ++i) {
    builder.AddListeningPort(options.listen[i], grpc::InsecureServerCredentials(), &ports[i]);
  }
  builder.RegisterService(&documents_);
  builder.RegisterService(&ingest_);
  builder.RegisterService(&queries_);
  builder.RegisterService(&watches_);
  builder.RegisterService(&jobs_);
  if (options.operator_listen.empty()) builder.RegisterService(&operator_calls_);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", absl::StrJoin(options.listen, ", ")));
  }
  if (absl::Status served = ServeOperators(options.operator_listen); !served.ok()) return served;
  if (!options.admin_listen.empty()) {
    auto admin = AdminHttp::Start(
        options.admin_listen,
        [] {
          return Probe{true, "alive"};
        },
        [this] { return Ready(); });
    if (!admin.ok()) return admin.status();
    admin_ = *std::move(admin);
  }
  for (const char* service :
       {"", "pledge.v1.DocumentService", "pledge.v1.IngestService", "pledge.v1.QueryService",
        "pledge.v1.WatchService", "pledge.v1.JobService", "pledge.v1.AdminService"}) {
    server_->GetHealthCheckService()->SetServingStatus(service, true);
  }
  housekeeper_ =
      std::make_unique<Housekeeper>(*store_, options.purge_interval, options.erase_interval);
  for (size_t i = 0; i < ports.size(); ++i) {
    Log(LogLevel::kInfo, "listening", {{"address", options.listen[i]}, {"port", ports[i]}});
  }
  Log(LogLevel::kInfo, "ready",
      {{"store", options.store},
       {"store_id", store_->StoreId()},
       {"condition", Name(store_->Condition())},
       {"head", store_->Head().number},
       {"admin", options.admin_listen}});
  return absl::OkStatus();
}

absl::Status PledgeServer::ServeOperators(const std::string& address) {
  if (address.empty()) return absl::OkStatus();
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&operator_calls_);
  operator_server_ = builder.BuildAndStart();
  if (operator_server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot listen on ", address, " for operators"));
  }
  Log(LogLevel::kInfo, "listening", {{"address", address}, {"port", port}, {"for", "operators"}});
  return absl::OkStatus();
}

void PledgeServer::RequestStop(absl::Duration grace) {
  {
    absl::MutexLock lock(&mutex_);
    if (grace > absl::ZeroDuration()) requested_grace_ = grace;
  }
  ::kill(::getpid(), SIGTERM);
}

std::optional<absl::Duration> PledgeServer::requested_grace() const {
  absl::MutexLock lock(&mutex_);
  return requested_grace_;
}

Probe PledgeServer::Ready() const {
  if (streams_.draining()) return {false, "draining"};
  const StoreCondition condition = store_->Condition();
  return {condition == StoreCondition::kReadWrite, Name(condition)};
}

void PledgeServer::Stop(absl::Duration grace) {
  const absl::Duration serving = std::max(grace - kCloseReserve, grace / 2);
  const auto deadline = std::chrono::system_clock::now() + absl::ToChronoMilliseconds(serving);
  Log(LogLevel::kInfo, "draining",
      {{"open_streams", streams_.open_count()}, {"grace_s", absl::ToDoubleSeconds(grace)}});
  server_->GetHealthCheckService()->SetServingStatus(false);
  streams_.Drain(serving);
  job_runner_.Stop();  // the next start goes on
  server_->Shutdown(deadline);
  server_->Wait();
  watches_.Stop();
  jobs_.Stop();
  if (operator_server_ != nullptr) {
    operator_server_->Shutdown(deadline);
    operator_server_->Wait();
  }
  executor_.Stop();
  housekeeper_.reset();
  admin_.reset();
  const uint64_t head = store_->Head().number;
  store_.reset();
  Log(LogLevel::kInfo, "stopped", {{"head", head}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  auto store = OpenStore(options);
  if (!store.ok()) {
    return absl::Status(store.status().code(), absl::StrCat("cannot open the store ", options.store,
                                                            ": ", store.status().message()));
  }
  const size_t workers = options.workers > 0 ? static_cast<size_t>(options.workers)
                                             : std::max(1u, std::thread::hardware_concurrency());
  auto server = std::make_unique<PledgeServer>(*std::move(store), workers, options.backup_dir);
  absl::Status served = server->Serve(options);
  if (!served.ok()) return served;
  return server;
}

}  // namespace pledge::server
