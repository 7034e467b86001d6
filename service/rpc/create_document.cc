#include "service/rpc/create_document.h"

#include <utility>

#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "service/ingest/prepare.h"
#include "service/mapping/stored_document.h"
#include "service/query/read_point.h"
#include "service/rpc/request_identity.h"

namespace pledge::rpc {
namespace {

using storage::PutDocumentResult;

absl::Status CheckIds(const v1::CreateDocumentRequest& request) {
  if (!request.document_id().empty() && !IsValidId(request.document_id())) {
    return FieldError("document_id", "1 to 128 of [a-z0-9._-], neither \".\" nor \"..\"");
  }
  return CheckRequestId(request.request_id());
}

// The document as it would be stored, without what only a commit gives.
absl::Status Preview(const storage::RecordStore& store, const storage::PutDocumentRequest& put,
                     v1::CreateDocumentResponse* response) {
  storage::StoredRevision revision;
  revision.collection_id = put.collection_id;
  revision.document_id = put.document_id;
  revision.document = put.draft->document;
  auto document = mapping::DecodeDocument(revision, {});
  if (!document.ok()) return document.status();
  document->clear_latest_revision();
  document->clear_create_time();
  document->clear_update_time();
  *response->mutable_document() = *std::move(document);
  *response->mutable_read_info() = query::MakeReadInfo(store, store.Head());
  return absl::OkStatus();
}

absl::Status Answer(const storage::RecordStore& store,
                    const absl::StatusOr<PutDocumentResult>& result,
                    v1::CreateDocumentResponse* response) {
  if (!result.ok()) return result.status();
  auto document = mapping::DecodeDocument(result->revision, {});
  if (!document.ok()) return document.status();
  *response->mutable_document() = *std::move(document);
  *response->mutable_read_info() = query::MakeReadInfo(store, result->commit);
  response->set_replayed(result->replayed);
  return absl::OkStatus();
}

absl::StatusOr<storage::PutDocumentRequest> MakePut(const Call& call,
                                                    const v1::CreateDocumentRequest& request) {
  auto parent = ParseCollectionName("parent", request.parent());
  if (!parent.ok()) return parent.status();
  absl::Status checked = CheckIds(request);
  if (!checked.ok()) return checked;
  storage::PutDocumentRequest put;
  put.collection_id = parent->collection;
  put.document_id = request.document_id().empty() ? ingest::DefaultDocumentId(request.content())
                                                  : request.document_id();
  put.actor = call.principal();
  auto identity = IdentityOf(call, "CreateDocument", request);
  if (!identity.ok()) return identity.status();
  put.request = *std::move(identity);
  auto draft = ingest::Prepare("", request.document(), request.content());
  if (!draft.ok()) return draft.status();
  put.draft = *std::move(draft);
  return put;
}

}  // namespace

void CreateDocument(const Runtime& runtime, const Call& call,
                    const v1::CreateDocumentRequest& request, v1::CreateDocumentResponse* response,
                    const UnaryDone& done) {
  const absl::Status admitted =
      MakeAdmission(runtime, call.principal())(request.content().data().size());
  if (!admitted.ok()) return done(admitted);
  auto put = MakePut(call, request);
  if (!put.ok()) return done(put.status());
  storage::RecordStore& store = runtime.store;
  if (request.validate_only()) return done(Preview(store, *put, response));
  store.PutDocument(*std::move(put), [&store, &executor = runtime.executor, response,
                                      done](absl::StatusOr<PutDocumentResult> result) {
    // The committer thread only hands on.
    auto answer = [&store, response, done, result = std::move(result)] {
      done(Answer(store, result, response));
    };
    if (!executor.Post(answer)) answer();
  });
}

}  // namespace pledge::rpc
