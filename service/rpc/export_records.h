// ExportRecords as a source of messages: one block each. Thread-safe as
// MessageSource says.
#ifndef PLEDGE_SERVICE_RPC_EXPORT_RECORDS_H_
#define PLEDGE_SERVICE_RPC_EXPORT_RECORDS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "pledge/v1/admin_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/stream_reactor.h"

namespace pledge::rpc {

// Blocks on disk. FIELD_INVALID, TOKEN_MALFORMED, HISTORY_TRIMMED,
// IMPORT_INCOMPLETE.
absl::StatusOr<std::unique_ptr<MessageSource>> NewExportSource(
    const Runtime& runtime, const v1::ExportRecordsRequest& request);

}  // namespace pledge::rpc

#endif  // PLEDGE_SERVICE_RPC_EXPORT_RECORDS_H_
