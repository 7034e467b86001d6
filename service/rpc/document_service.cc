#include "service/rpc/document_service.h"

#include <utility>
#include <vector>

#include "service/base/error.h"
#include "service/base/resource_name.h"
#include "service/ingest/prepare.h"
#include "service/mapping/offset_table.h"
#include "service/mapping/stored_document.h"
#include "service/mapping/to_api.h"
#include "service/query/read_mask.h"
#include "service/query/read_point.h"
#include "service/rpc/change_document.h"
#include "service/rpc/create_document.h"
#include "service/rpc/diff_document_revisions.h"
#include "service/rpc/document_lists.h"
#include "service/rpc/reanalyze_documents.h"
#include "service/rpc/source_calls.h"
#include "service/rpc/unary.h"
#include "service/rpc/update_document.h"

namespace pledge::rpc {
namespace {

absl::Status CheckUnit(v1::OffsetUnit unit) {
  return v1::OffsetUnit_IsValid(unit) ? absl::OkStatus()
                                      : FieldError("offset_unit", "unknown value");
}

absl::Status GetDocument(storage::RecordStore& store, const v1::GetDocumentRequest& request,
                         v1::GetDocumentResponse* response) {
  auto name = ParseDocumentName("name", request.name());
  if (!name.ok()) return name.status();
  absl::Status unit = CheckUnit(request.offset_unit());
  if (!unit.ok()) return unit;
  auto mask = query::ReadMask::Create(request.read_mask(), v1::Document::descriptor());
  if (!mask.ok()) return mask.status();
  auto point = query::ResolveReadPoint(store, request.read_point());
  if (!point.ok()) return point.status();
  auto revision = store.GetDocument(name->collection, name->document, point->number);
  if (!revision.ok()) return revision.status();
  auto document = mapping::DecodeDocument(
      *revision, {request.offset_unit(), query::NamesPersonalData(*mask, "facts.")});
  if (!document.ok()) return document.status();
  mask->Apply(&*document);
  *response->mutable_document() = *std::move(document);
  *response->mutable_read_info() = query::MakeReadInfo(store, *point);
  return absl::OkStatus();
}

absl::Status GetRevision(storage::RecordStore& store, const v1::GetDocumentRevisionRequest& request,
                         v1::GetDocumentRevisionResponse* response) {
  auto name = ParseRevisionName("name", request.name());
  if (!name.ok()) return name.status();
  auto mask = query::ReadMask::Create(request.read_mask(), v1::DocumentRevision::descriptor());
  if (!mask.ok()) return mask.status();
  const storage::CommitPoint head = store.Head();
  auto stored =
      name->ordinal == 0
          ? store.GetDocument(name->collection, name->document, head.number)
          : store.GetRevision(name->collection, name->document, name->ordinal, head.number);
  if (!stored.ok()) return stored.status();
  auto revision = mapping::DecodeRevision(
      *stored, {v1::OFFSET_UNIT_UTF8_BYTE, query::NamesPersonalData(*mask, "snapshot.facts.")});
  if (!revision.ok()) return revision.status();
  mask->Apply(&*revision);
  *response->mutable_revision() = *std::move(revision);
  *response->mutable_read_info() = query::MakeReadInfo(store, head);
  return absl::OkStatus();
}

template <typename Messages>
void CollectAll(const Messages& messages, std::vector<uint32_t>* offsets) {
  for (const auto& message : messages) {
    mapping::CollectOffsets(message, offsets);
  }
}

template <typename Messages>
void ConvertAll(const mapping::OffsetTable& table, v1::OffsetUnit unit, Messages* messages) {
  for (auto& message : *messages) {
    mapping::ConvertOffsets(table, unit, &message);
  }
}

void ConvertUnit(v1::OffsetUnit unit, v1::AnalyzeDocumentResponse* response) {
  if (unit != v1::OFFSET_UNIT_CODE_POINT && unit != v1::OFFSET_UNIT_UTF16) {
    return;
  }
  std::vector<uint32_t> offsets;
  mapping::CollectOffsets(response->facts(), &offsets);
  CollectAll(response->sections(), &offsets);
  CollectAll(response->commitments(), &offsets);
  CollectAll(response->achievements(), &offsets);
  CollectAll(response->repairs(), &offsets);
  CollectAll(response->sentences(), &offsets);
  const mapping::OffsetTable table(response->clean_text(), std::move(offsets));
  mapping::ConvertOffsets(table, unit, response->mutable_facts());
  ConvertAll(table, unit, response->mutable_sections());
  ConvertAll(table, unit, response->mutable_commitments());
  ConvertAll(table, unit, response->mutable_achievements());
  ConvertAll(table, unit, response->mutable_repairs());
  ConvertAll(table, unit, response->mutable_sentences());
}

absl::Status Analyze(const v1::AnalyzeDocumentRequest& request,
                     v1::AnalyzeDocumentResponse* response) {
  absl::Status unit = CheckUnit(request.offset_unit());
  if (!unit.ok()) return unit;
  v1::Document fields;
  fields.set_media_type(request.media_type());
  absl::Status checked = ingest::CheckInput("", fields, request.content());
  if (!checked.ok()) return checked;
  auto analyzed = pipeline::Analyze(
      {request.content().data(), request.content().charset(), request.media_type()},
      {.explain = request.explain()});
  if (!analyzed.ok()) return analyzed.status();
  mapping::ApiRecords records = mapping::ToApi(*analyzed, {});
  std::vector<v1::SentenceReading> sentences = mapping::ToReadings(*analyzed, records);
  std::vector<v1::Repair> repairs = mapping::ToRepairs(analyzed->clean);
  response->set_clean_text(std::move(analyzed->clean.text));
  *response->mutable_facts() = std::move(records.facts);
  *response->mutable_analysis() = std::move(records.analysis);
  *response->mutable_sections() = {records.sections.begin(), records.sections.end()};
  *response->mutable_commitments() = {records.commitments.begin(), records.commitments.end()};
  *response->mutable_achievements() = {records.achievements.begin(), records.achievements.end()};
  *response->mutable_repairs() = {repairs.begin(), repairs.end()};
  *response->mutable_sentences() = {sentences.begin(), sentences.end()};
  ConvertUnit(request.offset_unit(), response);
  return absl::OkStatus();
}

}  // namespace

grpc::ServerUnaryReactor* DocumentService::CreateDocument(grpc::CallbackServerContext* context,
                                                          const v1::CreateDocumentRequest* request,
                                                          v1::CreateDocumentResponse* response) {
  return RunAsync(runtime_, context, "CreateDocument", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::CreateDocument(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* DocumentService::GetDocument(grpc::CallbackServerContext* context,
                                                       const v1::GetDocumentRequest* request,
                                                       v1::GetDocumentResponse* response) {
  return RunUnary(runtime_, context, "GetDocument", *request,
                  [this, request, response](const Call&) {
                    return rpc::GetDocument(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* DocumentService::GetDocumentRevision(
    grpc::CallbackServerContext* context, const v1::GetDocumentRevisionRequest* request,
    v1::GetDocumentRevisionResponse* response) {
  return RunUnary(runtime_, context, "GetDocumentRevision", *request,
                  [this, request, response](const Call&) {
                    return GetRevision(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* DocumentService::DiffDocumentRevisions(
    grpc::CallbackServerContext* context, const v1::DiffDocumentRevisionsRequest* request,
    v1::DiffDocumentRevisionsResponse* response) {
  return RunUnary(runtime_, context, "DiffDocumentRevisions", *request,
                  [this, request, response](const Call&) {
                    return rpc::DiffDocumentRevisions(runtime_.store, *request, response);
                  });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* DocumentService::ReadSource(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return rpc::ReadSource(runtime_, *context, *request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* DocumentService::ReadRepairs(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return rpc::ReadRepairs(runtime_, *context, *request);
}

grpc::ServerUnaryReactor* DocumentService::AnalyzeDocument(
    grpc::CallbackServerContext* context, const v1::AnalyzeDocumentRequest* request,
    v1::AnalyzeDocumentResponse* response) {
  return RunUnary(runtime_, context, "AnalyzeDocument", *request,
                  [request, response](const Call&) { return Analyze(*request, response); });
}

grpc::ServerUnaryReactor* DocumentService::BatchGetDocuments(
    grpc::CallbackServerContext* context, const v1::BatchGetDocumentsRequest* request,
    v1::BatchGetDocumentsResponse* response) {
  return RunUnary(runtime_, context, "BatchGetDocuments", *request,
                  [this, request, response](const Call&) {
                    return rpc::BatchGetDocuments(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* DocumentService::ListDocuments(grpc::CallbackServerContext* context,
                                                         const v1::ListDocumentsRequest* request,
                                                         v1::ListDocumentsResponse* response) {
  return RunUnary(runtime_, context, "ListDocuments", *request,
                  [this, request, response](const Call&) {
                    return rpc::ListDocuments(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* DocumentService::ListDocumentRevisions(
    grpc::CallbackServerContext* context, const v1::ListDocumentRevisionsRequest* request,
    v1::ListDocumentRevisionsResponse* response) {
  return RunUnary(runtime_, context, "ListDocumentRevisions", *request,
                  [this, request, response](const Call&) {
                    return rpc::ListDocumentRevisions(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* DocumentService::ListCollections(
    grpc::CallbackServerContext* context, const v1::ListCollectionsRequest* request,
    v1::ListCollectionsResponse* response) {
  return RunUnary(runtime_, context, "ListCollections", *request,
                  [this, request, response](const Call&) {
                    return rpc::ListCollections(runtime_.store, *request, response);
                  });
}

grpc::ServerUnaryReactor* DocumentService::UpdateDocument(grpc::CallbackServerContext* context,
                                                          const v1::UpdateDocumentRequest* request,
                                                          v1::UpdateDocumentResponse* response) {
  return RunAsync(runtime_, context, "UpdateDocument", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::UpdateDocument(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* DocumentService::DeleteDocument(grpc::CallbackServerContext* context,
                                                          const v1::DeleteDocumentRequest* request,
                                                          v1::DeleteDocumentResponse* response) {
  return RunAsync(runtime_, context, "DeleteDocument", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::DeleteDocument(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* DocumentService::UndeleteDocument(
    grpc::CallbackServerContext* context, const v1::UndeleteDocumentRequest* request,
    v1::UndeleteDocumentResponse* response) {
  return RunAsync(runtime_, context, "UndeleteDocument", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::UndeleteDocument(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* DocumentService::RollbackDocument(
    grpc::CallbackServerContext* context, const v1::RollbackDocumentRequest* request,
    v1::RollbackDocumentResponse* response) {
  return RunAsync(runtime_, context, "RollbackDocument", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::RollbackDocument(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* DocumentService::PurgeDocument(grpc::CallbackServerContext* context,
                                                         const v1::PurgeDocumentRequest* request,
                                                         v1::PurgeDocumentResponse* response) {
  return RunAsync(runtime_, context, "PurgeDocument", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::PurgeDocument(runtime_, call, *request, response, done);
                  });
}

grpc::ServerUnaryReactor* DocumentService::ReanalyzeDocuments(
    grpc::CallbackServerContext* context, const v1::ReanalyzeDocumentsRequest* request,
    v1::ReanalyzeDocumentsResponse* response) {
  return RunAsync(runtime_, context, "ReanalyzeDocuments", *request,
                  [this, request, response](const Call& call, const UnaryDone& done) {
                    rpc::ReanalyzeDocuments(runtime_, call, *request, response, done);
                  });
}

}  // namespace pledge::rpc
