#include "service/server/server.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "service/base/executor.h"
#include "service/base/limits.h"
#include "service/base/log.h"
#include "service/jobs/job_runner.h"
#include "service/jobs/work_registry.h"
#include "service/rpc/admin_service.h"
#include "service/rpc/document_service.h"
#include "service/rpc/ingest_service.h"
#include "service/rpc/job_service.h"
#include "service/rpc/query_service.h"
#include "service/rpc/watch_service.h"
#include "service/server/admin_http.h"
#include "service/server/file_watch.h"
#include "service/server/grpc_front.h"
#include "service/server/health_board.h"
#include "service/server/housekeeper.h"
#include "service/server/observation.h"
#include "service/server/open_store.h"
#include "service/server/policy_file.h"
#include "service/server/server_gauges.h"
#include "service/server/service_manager.h"
#include "service/server/tls_credentials.h"
#include "storage/record_store.h"

namespace pledge::server {
namespace {

using storage::RecordStore;
using storage::StoreCondition;

// Content type of what Prometheus reads.
constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";
// Kept of the grace for closing the store.
constexpr absl::Duration kCloseReserve = absl::Seconds(2);
constexpr absl::Duration kHealthInterval = absl::Milliseconds(250);
constexpr absl::Duration kFileInterval = absl::Seconds(1);

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
    case StoreCondition::kUnreachable:
      return "the database does not answer";
  }
  return "unknown";
}

// Servers that are built from now on have the service.
void EnableChannelz(bool is_wanted) {
  if (is_wanted) grpc::channelz::experimental::InitChannelzService();
}

class PledgeServer final : public Server {
 public:
  PledgeServer(std::unique_ptr<Observation> observation, std::unique_ptr<RecordStore> store,
               std::shared_ptr<std::atomic<bool>> is_lost, size_t workers, const Options& options)
      : is_lost_(std::move(is_lost)),
        observation_(std::move(observation)),
        store_(std::move(store)),
        executor_(workers, kMaxQueuedCalls),
        job_runner_(*store_, jobs::MakeWorkRegistry(*store_)),
        options_(options),
        runtime_{*store_, executor_, streams_, job_runner_, gate_, options_.principals},
        documents_(runtime_),
        ingest_(runtime_),
        queries_(runtime_),
        watches_(runtime_),
        jobs_(runtime_),
        operator_calls_(runtime_, {.version = PLEDGE_VERSION,
                                   .backup_dir = options.backup_dir,
                                   .stop = [this](absl::Duration g) { RequestStop(g); },
                                   .metrics = [this] { return observation_->Text(gauges_); },
                                   .watches = &watches_.open_watches()}),
        gauges_({.runtime = runtime_,
                 .ingest = &ingest_,
                 .watches = &watches_.open_watches(),
                 .version = PLEDGE_VERSION,
                 .backup_dir = options.backup_dir,
                 .certificates = [this] { return Certificates(); }}) {}

  absl::Status Serve();
  void Stop(absl::Duration grace) override;
  void ReloadFiles() override;
  std::optional<absl::Duration> requested_grace() const override;
  bool has_lost_store() const override { return *is_lost_; }

 private:
  absl::Status OpenListeners(const Options& options);
  absl::Status OpenAdmin(const std::string& address);
  // Takes the file of the policy into force; on an error nothing changes.
  absl::Status ReadPolicy();
  // Reads certificates and policy again when they change.
  void WatchFiles();
  // As a SIGTERM would, with a grace of its own unless it is zero.
  void RequestStop(absl::Duration grace);
  HttpAnswer Ready() const;
  std::vector<HttpPage> AdminPages() const;
  std::vector<CertificateExpiry> Certificates() const;

  const std::shared_ptr<std::atomic<bool>> is_lost_;
  // Destroyed in reverse: what calls first, then the servers, the store last.
  std::unique_ptr<Observation> observation_;
  std::unique_ptr<RecordStore> store_;
  rpc::StreamRegistry streams_;
  Executor executor_;
  jobs::JobRunner job_runner_;
  access::Gate gate_;
  const Options options_;
  rpc::Runtime runtime_;
  rpc::DocumentService documents_;
  rpc::IngestService ingest_;
  rpc::QueryService queries_;
  rpc::WatchService watches_;
  rpc::JobService jobs_;
  rpc::AdminService operator_calls_;
  ServerGauges gauges_;
  std::unique_ptr<TlsCredentials> tls_;  // null: no certificate
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> operator_server_;  // null: served with the others
  std::unique_ptr<grpc::Server> health_server_;    // null: only with the others
  std::atomic<bool> leaving_{false};               // health says that there is no service
  ServiceManager manager_;
  std::unique_ptr<HealthBoard> health_;
  std::unique_ptr<FileWatch> files_;
  std::unique_ptr<AdminHttp> admin_;
  std::unique_ptr<Housekeeper> housekeeper_;

  mutable absl::Mutex mutex_;
  std::optional<absl::Duration> requested_grace_ ABSL_GUARDED_BY(mutex_);
};

absl::Status PledgeServer::Serve() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  if (!options_.tls.empty()) {
    auto tls = TlsCredentials::Create(options_.tls);
    if (!tls.ok()) return tls.status();
    tls_ = *std::move(tls);
  }
  if (absl::Status loaded = ReadPolicy(); !loaded.ok()) return loaded;
  if (absl::Status opened = OpenListeners(options_); !opened.ok()) return opened;
  if (absl::Status opened = OpenAdmin(options_.admin_listen); !opened.ok()) return opened;
  WatchFiles();
  housekeeper_ =
      std::make_unique<Housekeeper>(*store_, options_.purge_interval, options_.erase_interval);
  Log(LogLevel::kInfo, "ready",
      {{"store", DescribeStore(options_.store)},
       {"store_id", store_->StoreId()},
       {"condition", Name(store_->Condition())},
       {"head", store_->Head().number},
       {"admin", options_.admin_listen}});
  manager_.SayReady();
  return absl::OkStatus();
}

absl::Status PledgeServer::OpenListeners(const Options& options) {
  std::vector<grpc::HealthCheckServiceInterface*> health;
  if (!options.health_listen.empty()) {
    auto probes =
        GrpcFront(options, nullptr, *observation_).Start({options.health_listen}, {}, "health");
    if (!probes.ok()) return probes.status();
    health_server_ = *std::move(probes);
    health.push_back(health_server_->GetHealthCheckService());
  }
  const GrpcFront front(options, tls_.get(), *observation_);
  std::vector<grpc::Service*> services = {&documents_, &ingest_, &queries_, &watches_, &jobs_};
  if (options.operator_listen.empty()) services.push_back(&operator_calls_);
  if (options.operator_listen.empty()) EnableChannelz(options.channelz);
  auto server = front.Start(options.listen, services, "all");
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  health.push_back(server_->GetHealthCheckService());
  if (!options.operator_listen.empty()) {
    EnableChannelz(options.channelz);
    auto operators = front.Start({options.operator_listen}, {&operator_calls_}, "operators");
    if (!operators.ok()) return operators.status();
    operator_server_ = *std::move(operators);
    health.push_back(operator_server_->GetHealthCheckService());
  }
  health_ = std::make_unique<HealthBoard>(
      std::move(health),
      [this] {
        manager_.Beat();
        return Ready().ok;
      },
      kHealthInterval);
  return absl::OkStatus();
}

absl::Status PledgeServer::OpenAdmin(const std::string& address) {
  if (address.empty()) return absl::OkStatus();
  auto admin = AdminHttp::Start(address, AdminPages());
  if (!admin.ok()) return admin.status();
  admin_ = *std::move(admin);
  Log(LogLevel::kInfo, "listening",
      {{"address", address}, {"port", admin_->port()}, {"for", "admin"}});
  return absl::OkStatus();
}

absl::Status PledgeServer::ReadPolicy() {
  if (options_.policy.empty()) return absl::OkStatus();
  auto policy = LoadPolicy(options_.policy);
  if (!policy.ok()) return policy.status();
  gate_.Replace(*std::move(policy));
  return absl::OkStatus();
}

void PledgeServer::WatchFiles() {
  std::vector<FileWatch::Entry> entries;
  if (tls_ != nullptr) {
    entries.push_back({"certificates", options_.tls.files(), [this] { return tls_->Reload(); }});
  }
  if (!options_.policy.empty()) {
    entries.push_back({"policy", {options_.policy}, [this] { return ReadPolicy(); }});
  }
  if (!entries.empty()) {
    files_ = std::make_unique<FileWatch>(std::move(entries), kFileInterval);
  }
}

void PledgeServer::ReloadFiles() {
  if (files_ != nullptr) files_->ReloadAll();
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

HttpAnswer PledgeServer::Ready() const {
  if (leaving_.load(std::memory_order_relaxed)) return {false, "draining\n"};
  const StoreCondition condition = store_->Condition();
  return {condition == StoreCondition::kReadWrite, absl::StrCat(Name(condition), "\n")};
}

std::vector<HttpPage> PledgeServer::AdminPages() const {
  return {{"/livez",
           [] {
             return HttpAnswer{true, "alive\n"};
           }},
          {"/readyz", [this] { return Ready(); }},
          {"/metrics", [this] {
             return HttpAnswer{true, observation_->Text(gauges_), kMetricsType};
           }}};
}

std::vector<CertificateExpiry> PledgeServer::Certificates() const {
  if (tls_ == nullptr) return {};
  return {{"server", tls_->not_after()}};
}

// Health turns first and calls are still taken for a while, so that nobody is
// sent to a server that refuses him. Streams come to an end before the listeners
// close, the store closes last.
void PledgeServer::Stop(absl::Duration grace) {
  const absl::Duration serving = std::max(grace - kCloseReserve, grace / 2);
  const absl::Time end = absl::Now() + serving;
  const absl::Duration notice = std::min(options_.drain_notice, serving / 2);
  Log(LogLevel::kInfo, "draining",
      {{"open_streams", streams_.open_count()},
       {"notice_s", absl::ToDoubleSeconds(notice)},
       {"grace_s", absl::ToDoubleSeconds(grace)}});
  manager_.SayStopping();
  leaving_ = true;
  health_->Drain();
  absl::SleepFor(notice);
  streams_.Drain(end - absl::Now());
  job_runner_.Stop();  // the next start goes on
  const auto deadline = absl::ToChronoTime(end);
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
  files_.reset();
  health_.reset();
  if (health_server_ != nullptr) health_server_->Shutdown(std::chrono::system_clock::now());
  admin_.reset();
  const uint64_t head = store_->Head().number;
  store_.reset();
  Log(LogLevel::kInfo, "stopped", {{"head", head}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options,
                                                      std::function<bool()> should_stop) {
  auto observation = std::make_unique<Observation>(
      observe::SpanExporterOptions{options.otlp_endpoint, options.trace_ratio, PLEDGE_VERSION});
  auto is_lost = std::make_shared<std::atomic<bool>>(false);
  OpenStoreCalls calls;
  calls.on_group = [&work = observation->work()](const storage::GroupReport& group) {
    work.OnGroup(group);
  };
  calls.should_stop = std::move(should_stop);
  // A replica that was overtaken ends as after a SIGTERM, for whoever started it
  // to start it again: it waits for its turn then.
  calls.on_lost = [is_lost] {
    *is_lost = true;
    ::kill(::getpid(), SIGTERM);
  };
  auto store = OpenStore(options, calls);
  if (absl::IsCancelled(store.status())) return store.status();
  if (!store.ok()) {
    return absl::Status(store.status().code(),
                        absl::StrCat("cannot open the store ", DescribeStore(options.store), ": ",
                                     store.status().message()));
  }
  const size_t workers = options.workers > 0 ? static_cast<size_t>(options.workers)
                                             : std::max(1u, std::thread::hardware_concurrency());
  auto server = std::make_unique<PledgeServer>(std::move(observation), *std::move(store),
                                               std::move(is_lost), workers, options);
  absl::Status served = server->Serve();
  if (!served.ok()) return served;
  return server;
}

}  // namespace pledge::server
