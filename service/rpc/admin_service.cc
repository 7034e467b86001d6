#include "service/rpc/admin_service.h"

#include "absl/strings/str_cat.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/mapping/time.h"
#include "service/query/read_point.h"
#include "service/rpc/export_records.h"
#include "service/rpc/import_reactor.h"
#include "service/rpc/stream_reactor.h"
#include "service/rpc/unary.h"
#include "service/rpc/upkeep_calls.h"
#include "service_config.h"

namespace pledge::rpc {
namespace {

// How long the store keeps the answer to a request id.
constexpr int kRequestIdWindowSeconds = 24 * 3600;
// Longest grace that DrainServer may ask for.
constexpr int kMaxDrainGraceSeconds = 3600;

// Minor features that a client may look for. Names are never reused.
constexpr const char* kFeatures[] = {
    "chunked_ingest", "upload_documents", "finish_session", "ingest_results", "flush",
    "max_ack_delay",  "drain_messages",   "backup",         "jobs",           "reanalyze",
    "export",         "trim_revisions",   "verify_store",   "metrics"};

void FillInfo(const storage::RecordStore& store, const std::string& version,
              v1::GetServerInfoResponse* response) {
  response->set_version(version);
  response->set_store_id(store.StoreId());
  for (const char* feature : kFeatures) response->add_features(feature);
  response->set_max_message_bytes(static_cast<int32_t>(kMaxMessageBytes));
  response->set_max_document_bytes(static_cast<int64_t>(kMaxDocumentBytes));
  response->mutable_request_id_window()->set_seconds(kRequestIdWindowSeconds);
  response->set_service_config(kServiceConfig);
}

absl::Status FillStatus(const Runtime& runtime, const WatchRegistry& watches,
                        v1::GetStoreStatusResponse* response) {
  const auto status = runtime.store.Status();
  if (!status.ok()) return status.status();
  response->set_condition(static_cast<v1::StoreCondition>(status->condition));
  *response->mutable_head() = query::MakeReadInfo(runtime.store, status->head);
  *response->mutable_oldest() = query::MakeReadInfo(runtime.store, status->oldest);
  response->set_disk_free_bytes(static_cast<int64_t>(status->free_disk_bytes));
  response->set_disk_reserve_bytes(static_cast<int64_t>(status->disk_reserve_bytes));
  response->set_store_bytes(static_cast<int64_t>(status->stored_bytes));
  response->set_document_count(status->document_count);
  response->set_analysis_queue(static_cast<int64_t>(runtime.executor.queued()));
  response->set_watch_count(watches.count());
  response->set_watch_max_backlog(static_cast<int64_t>(watches.MaxBacklog(status->head.number)));
  if (status->last_verified) {
    mapping::SetTime(*status->last_verified, response->mutable_last_verified_time());
  }
  return absl::OkStatus();
}

absl::Status MakeBackup(storage::RecordStore& store, const std::string& backup_dir,
                        const v1::BackupStoreRequest& request, v1::BackupStoreResponse* response) {
  if (!IsValidId(request.backup_id())) {
    return FieldError("backup_id", "1 to 128 of [a-z0-9._-], neither \".\" nor \"..\"");
  }
  if (backup_dir.empty()) {
    return FieldError("backup_id", "the server has no folder for backups (--backup-dir)");
  }
  const std::string folder = absl::StrCat(backup_dir, "/", request.backup_id());
  const auto backup = store.Backup(folder);
  if (absl::IsAlreadyExists(backup.status())) {
    return FieldError("backup_id", "a backup of this name is there");
  }
  if (!backup.ok() && ReasonOf(backup.status())) return backup.status();
  if (!backup.ok()) {
    // The disk of the backups, not that of the store, as the message says.
    return MakeError(ErrorReason::kDiskReserve, std::string(backup.status().message()));
  }
  const auto point = store.PointOf(backup->commit);
  if (!point.ok()) return point.status();
  response->set_folder(folder);
  response->set_file_count(backup->summary.file_count);
  response->set_size_bytes(static_cast<int64_t>(backup->summary.size_bytes));
  *response->mutable_read_info() = query::MakeReadInfo(store, *point);
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* AdminService::GetServerInfo(grpc::CallbackServerContext* context,
                                                      const v1::GetServerInfoRequest* request,
                                                      v1::GetServerInfoResponse* response) {
  return RunUnary(runtime_, context, "GetServerInfo", *request, [this, response](const Call&) {
    FillInfo(runtime_.store, options_.version, response);
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* AdminService::GetStoreStatus(grpc::CallbackServerContext* context,
                                                       const v1::GetStoreStatusRequest* request,
                                                       v1::GetStoreStatusResponse* response) {
  return RunUnary(runtime_, context, "GetStoreStatus", *request, [this, response](const Call&) {
    return FillStatus(runtime_, *options_.watches, response);
  });
}

grpc::ServerUnaryReactor* AdminService::GetMetrics(grpc::CallbackServerContext* context,
                                                   const v1::GetMetricsRequest* request,
                                                   v1::GetMetricsResponse* response) {
  return RunUnary(runtime_, context, "GetMetrics", *request, [this, response](const Call&) {
    response->set_text(options_.metrics());
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* AdminService::BackupStore(grpc::CallbackServerContext* context,
                                                    const v1::BackupStoreRequest* request,
                                                    v1::BackupStoreResponse* response) {
  return RunUnary(runtime_, context, "BackupStore", *request,
                  [this, request, response](const Call&) {
                    return MakeBackup(runtime_.store, options_.backup_dir, *request, response);
                  });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* AdminService::ExportRecords(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return StreamReactor::Start(
      runtime_, *context, "ExportRecords",
      [this,
       bytes = *request](Call& call) mutable -> absl::StatusOr<std::unique_ptr<MessageSource>> {
        v1::ExportRecordsRequest parsed;
        if (!grpc::SerializationTraits<v1::ExportRecordsRequest>::Deserialize(&bytes, &parsed)
                 .ok()) {
          return FieldError("request", "does not parse");
        }
        if (absl::Status allowed = call.Authorize(parsed); !allowed.ok()) return allowed;
        return NewExportSource(runtime_, parsed);
      });
}

grpc::ServerReadReactor<v1::ImportRecordsRequest>* AdminService::ImportRecords(
    grpc::CallbackServerContext* context, v1::ImportRecordsResponse* response) {
  return ImportReactor::Start(runtime_, *context, response);
}

grpc::ServerUnaryReactor* AdminService::VerifyStore(grpc::CallbackServerContext* context,
                                                    const v1::VerifyStoreRequest* request,
                                                    v1::VerifyStoreResponse* response) {
  return RunAsync(runtime_, context, "VerifyStore", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::VerifyStore(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* AdminService::TrimRevisions(grpc::CallbackServerContext* context,
                                                      const v1::TrimRevisionsRequest* request,
                                                      v1::TrimRevisionsResponse* response) {
  return RunAsync(runtime_, context, "TrimRevisions", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::TrimRevisions(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* AdminService::DrainServer(grpc::CallbackServerContext* context,
                                                    const v1::DrainServerRequest* request,
                                                    v1::DrainServerResponse* response) {
  return RunUnary(
      runtime_, context, "DrainServer", *request, [this, request, response](const Call&) {
        const int64_t seconds = request->grace().seconds();
        if (seconds < 0 || request->grace().nanos() < 0 || seconds > kMaxDrainGraceSeconds) {
          return FieldError("grace", absl::StrCat("0 to ", kMaxDrainGraceSeconds, " seconds"));
        }
        response->set_open_calls(runtime_.streams.open_count());
        options_.stop(absl::Seconds(seconds) + absl::Nanoseconds(request->grace().nanos()));
        return absl::OkStatus();
      });
}

}  // namespace pledge::rpc
