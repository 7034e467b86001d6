// The reactor of ImportRecords: blocks in, one answer out. A call is always in
// exactly one place: a read in flight, a job in the executor, or finished; whoever
// holds it makes the next step as the last thing it does. So at most one block is
// in memory beside those that the importer gathers. Deletes itself in OnDone.
#ifndef PLEDGE_SERVICE_RPC_IMPORT_REACTOR_H_
#define PLEDGE_SERVICE_RPC_IMPORT_REACTOR_H_

#include <atomic>
#include <memory>

#include "absl/status/status.h"
#include "grpcpp/support/server_callback.h"
#include "pledge/v1/admin_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/stream_entry.h"
#include "storage/transfer.h"

namespace pledge::rpc {

class ImportReactor final : public grpc::ServerReadReactor<v1::ImportRecordsRequest> {
 public:
  // `response` is gRPC's until Finish.
  static ImportReactor* Start(const Runtime& runtime, const grpc::CallbackServerContext& context,
                              v1::ImportRecordsResponse* response);

  void OnReadDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  ImportReactor(const Runtime& runtime, const grpc::CallbackServerContext& context,
                v1::ImportRecordsResponse* response);

  // On a worker: takes what was read and reads on, or ends.
  void Step(bool has_message);
  absl::Status Take();
  absl::Status Complete();
  void End(const absl::Status& status);

  // Constant.
  const Runtime runtime_;
  v1::ImportRecordsResponse* const response_;
  // Touched only by the holder of the call.
  StreamEntry entry_;
  Call call_;
  v1::ImportRecordsRequest request_;
  std::unique_ptr<storage::Importer> importer_;
  // Self-synchronised.
  std::atomic<bool> cancelled_{false};
};

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_IMPORT_REACTOR_H_
