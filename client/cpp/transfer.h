// The calls ExportRecords and ImportRecords, one block at a time. Not
// thread-safe; they block.
#ifndef PLEDGE_CLIENT_CPP_TRANSFER_H_
#define PLEDGE_CLIENT_CPP_TRANSFER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "pledge/v1/admin_service.grpc.pb.h"

namespace pledge::client {

// Calls `take` for each message of an export, the last of which has the digest.
// Ends with the first status of `take` that is not OK, or that of the call.
// UNAVAILABLE when the stream ended before the digest.
absl::Status RunExport(v1::AdminService::Stub& stub, const v1::ExportRecordsRequest& request,
                       const std::function<absl::Status(const v1::ExportRecordsResponse&)>& take);

// One call of ImportRecords. Each method gives the status of the call when it has
// ended; then nothing more is sent.
class ImportCall {
 public:
  explicit ImportCall(v1::AdminService::Stub& stub);
  // Cancels what was not finished.
  ~ImportCall();

  absl::Status Send(std::string block);
  absl::StatusOr<v1::ImportRecordsResponse> Finish(const std::string& digest);

 private:
  absl::Status End();

  const std::unique_ptr<grpc::ClientContext> context_;
  v1::ImportRecordsResponse response_;
  const std::unique_ptr<grpc::ClientWriter<v1::ImportRecordsRequest>> writer_;
  bool ended_ = false;
};

// True when `status` refuses an import because an earlier one made the store.
bool HasImport(const absl::Status& status);
// True when that was of what has this digest: its answer was lost on its way.
bool IsImported(const absl::Status& status, const std::string& digest);

}  // namespace pledge::client

#endif  // PLEDGE_CLIENT_CPP_TRANSFER_H_
