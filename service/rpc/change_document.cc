#include "service/rpc/change_document.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/mapping/stored_document.h"
#include "service/query/read_point.h"
#include "service/rpc/request_identity.h"

namespace pledge::rpc {
namespace {

using storage::ChangeDocumentRequest;
using storage::DocumentChange;
using storage::PutDocumentResult;

absl::StatusOr<absl::Duration> PurgeAfter(const google::protobuf::Duration& after) {
  if (after.seconds() == 0 && after.nanos() == 0) return absl::Seconds(kDefaultPurgeAfterSeconds);
  if (after.seconds() < 0 || after.nanos() < 0 || after.seconds() > kMaxPurgeAfterSeconds) {
    return FieldError("purge_after", absl::StrCat("0 to ", kMaxPurgeAfterSeconds, " seconds"));
  }
  return absl::Seconds(after.seconds()) + absl::Nanoseconds(after.nanos());
}

// The fields that all changes have; `name` is parsed by its own shape.
template <typename Name, typename Request>
absl::StatusOr<ChangeDocumentRequest> MakeChange(const Call& call, const char* method,
                                                 DocumentChange change,
                                                 const absl::StatusOr<Name>& name,
                                                 const Request& request) {
  if (!name.ok()) return name.status();
  auto identity = IdentityOf(call, method, request);
  if (!identity.ok()) return identity.status();
  ChangeDocumentRequest out;
  out.change = change;
  out.collection_id = name->collection;
  out.document_id = name->document;
  out.if_etag = request.etag();
  out.actor = call.principal();
  out.request = *std::move(identity);
  return out;
}

// Sends the change; `answer` fills the response on a worker.
template <typename Answer>
void Send(const Runtime& runtime, absl::StatusOr<ChangeDocumentRequest> change,
          const UnaryDone& done, Answer answer) {
  if (!change.ok()) return done(change.status());
  runtime.store.ChangeDocument(*std::move(change), [&executor = runtime.executor, done, answer](
                                                       absl::StatusOr<PutDocumentResult> result) {
    // The committer thread only hands on.
    auto finish = [done, answer, result = std::move(result)] {
      done(result.ok() ? answer(*result) : result.status());
    };
    if (!executor.Post(finish)) finish();
  });
}

template <typename Response>
absl::Status AnswerDocument(const storage::RecordStore& store, const PutDocumentResult& result,
                            Response* response) {
  *response->mutable_read_info() = query::MakeReadInfo(store, result.commit);
  if (result.revision.ordinal == 0) return absl::OkStatus();
  auto document = mapping::DecodeDocument(result.revision, {});
  if (!document.ok()) return document.status();
  *response->mutable_document() = *std::move(document);
  return absl::OkStatus();
}

}  // namespace

void DeleteDocument(const Runtime& runtime, const Call& call,
                    const v1::DeleteDocumentRequest& request, v1::DeleteDocumentResponse* response,
                    const UnaryDone& done) {
  auto purge_after = PurgeAfter(request.purge_after());
  if (!purge_after.ok()) return done(purge_after.status());
  auto change = MakeChange(call, "DeleteDocument", DocumentChange::kDelete,
                           ParseDocumentName("name", request.name()), request);
  if (change.ok()) {
    change->allow_missing = request.allow_missing();
    change->purge_after = *purge_after;
  }
  Send(runtime, std::move(change), done,
       [&store = runtime.store, response](const PutDocumentResult& result) {
         return AnswerDocument(store, result, response);
       });
}

void UndeleteDocument(const Runtime& runtime, const Call& call,
                      const v1::UndeleteDocumentRequest& request,
                      v1::UndeleteDocumentResponse* response, const UnaryDone& done) {
  Send(runtime,
       MakeChange(call, "UndeleteDocument", DocumentChange::kUndelete,
                  ParseDocumentName("name", request.name()), request),
       done, [&store = runtime.store, response](const PutDocumentResult& result) {
         return AnswerDocument(store, result, response);
       });
}

void RollbackDocument(const Runtime& runtime, const Call& call,
                      const v1::RollbackDocumentRequest& request,
                      v1::RollbackDocumentResponse* response, const UnaryDone& done) {
  if (request.comment().size() > kMaxCommentBytes) {
    return done(FieldError("comment", absl::StrCat("at most ", kMaxCommentBytes, " bytes")));
  }
  const auto name = ParseRevisionName("name", request.name());
  auto change = MakeChange(call, "RollbackDocument", DocumentChange::kRollback, name, request);
  if (change.ok()) {
    change->ordinal = name->ordinal;
    change->comment = request.comment();
  }
  Send(runtime, std::move(change), done,
       [&store = runtime.store, response](const PutDocumentResult& result) -> absl::Status {
         auto revision = mapping::DecodeRevision(result.revision, {});
         if (!revision.ok()) return revision.status();
         *response->mutable_revision() = *std::move(revision);
         *response->mutable_read_info() = query::MakeReadInfo(store, result.commit);
         return absl::OkStatus();
       });
}

void PurgeDocument(const Runtime& runtime, const Call& call,
                   const v1::PurgeDocumentRequest& request, v1::PurgeDocumentResponse* response,
                   const UnaryDone& done) {
  if (request.etag().empty()) return done(FieldError("etag", "must be the current etag"));
  Send(runtime,
       MakeChange(call, "PurgeDocument", DocumentChange::kPurge,
                  ParseDocumentName("name", request.name()), request),
       done, [&store = runtime.store, response](const PutDocumentResult& result) {
         *response->mutable_read_info() = query::MakeReadInfo(store, result.commit);
         // The tombstone follows them.
         response->set_revisions_purged(static_cast<int64_t>(result.revision.ordinal) - 1);
         return absl::OkStatus();
       });
}

}  // namespace pledge::rpc
