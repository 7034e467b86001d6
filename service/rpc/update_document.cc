#include "service/rpc/update_document.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "service/base/error.h"
#include "service/base/limits.h"
#include "service/base/resource_name.h"
#include "service/ingest/head_base.h"
#include "service/ingest/prepare.h"
#include "service/ingest/put_revision.h"
#include "service/mapping/caller_fields.h"
#include "service/mapping/stored_document.h"
#include "service/query/read_mask.h"
#include "service/query/read_point.h"
#include "service/rpc/request_identity.h"

namespace pledge::rpc {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;
using storage::PutDocumentRequest;
using storage::PutDocumentResult;
using storage::StoredRevision;

// How often an update is merged again. Each time another write went through.
constexpr int kMaxMerges = 8;

const std::set<std::string>& CallerPaths() {
  static const auto& paths =
      *new std::set<std::string>{"source_uri", "media_type", "labels", "facts"};
  return paths;
}

// The paths to change: those of the mask, all for "*", else those that the
// document sets. MASK_UNKNOWN_PATH; FIELD_INVALID for what only the server sets.
absl::StatusOr<FieldMask> PathsOf(const v1::UpdateDocumentRequest& request) {
  FieldMask out;
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "*") {
      out.Clear();
      for (const std::string& each : CallerPaths()) out.add_paths(each);
      return out;
    }
    if (!FieldMaskUtil::GetFieldDescriptors(v1::Document::descriptor(), path, nullptr)) {
      return MakeError(ErrorReason::kMaskUnknownPath,
                       absl::StrCat("update_mask: Document has no path \"", path, "\""),
                       {{"field", "update_mask"}, {"path", path}});
    }
    const std::string top = path.substr(0, path.find('.'));
    if (CallerPaths().count(top) == 0) {
      return FieldError("update_mask", absl::StrCat("\"", path, "\" is set by the server only"));
    }
    out.add_paths(path);
  }
  if (out.paths_size() > 0) return out;
  const v1::Document& document = request.document();
  if (!document.source_uri().empty()) out.add_paths("source_uri");
  if (!document.media_type().empty()) out.add_paths("media_type");
  if (!document.labels().empty()) out.add_paths("labels");
  if (document.has_facts()) out.add_paths("facts");
  return out;
}

// One update on its way. Each pending step holds it.
class Update : public std::enable_shared_from_this<Update> {
 public:
  Update(const Runtime& runtime, const Call& call, const v1::UpdateDocumentRequest& request,
         v1::UpdateDocumentResponse* response, UnaryDone done)
      : store_(runtime.store),
        executor_(runtime.executor),
        principal_(call.principal()),
        request_(request),
        response_(response),
        done_(std::move(done)) {}

  void Start(const Call& call) {
    absl::Status checked = Check(call);
    if (!checked.ok()) return done_(checked);
    if (identity_) {
      const auto answer = store_.FindAnswer(*identity_);
      if (!answer.ok()) return done_(answer.status());
      if (answer->has_value()) return done_(Answer(**answer));
    }
    Merge();
  }

 private:
  absl::Status Check(const Call& call) {
    auto name = ParseDocumentName("document.name", request_.document().name());
    if (!name.ok()) return name.status();
    name_ = *std::move(name);
    auto paths = PathsOf(request_);
    if (!paths.ok()) return paths.status();
    paths_ = *std::move(paths);
    if (request_.comment().size() > kMaxCommentBytes) {
      return FieldError("comment", absl::StrCat("at most ", kMaxCommentBytes, " bytes"));
    }
    auto identity = IdentityOf(call, "UpdateDocument", request_);
    if (!identity.ok()) return identity.status();
    identity_ = *std::move(identity);
    return absl::OkStatus();
  }

  // Reads the head, makes the draft and sends it.
  void Merge() {
    auto put = MakePut();
    if (!put.ok()) return done_(put.status());
    if (request_.validate_only()) return done_(Preview(*put));
    ingest::PutRevision(store_, executor_, *std::move(put),
                        [self = shared_from_this()](absl::StatusOr<PutDocumentResult> result) {
                          // The committer thread only hands on.
                          auto finish = [self, result = std::move(result)] {
                            self->Finish(result);
                          };
                          if (!self->executor_.Post(finish)) finish();
                        });
  }

  absl::StatusOr<PutDocumentRequest> MakePut() {
    absl::Status found = ReadHead();
    if (!found.ok()) return found;
    mapping::CallerFields caller;
    if (head_) {
      auto stored = mapping::DecodeCallerFields(*head_);
      if (!stored.ok()) return stored.status();
      caller = *std::move(stored);
    }
    FieldMaskUtil::MergeOptions replace;
    replace.set_replace_message_fields(true);
    replace.set_replace_repeated_fields(true);
    FieldMaskUtil::MergeMessageTo(request_.document(), paths_, replace, &caller.document);
    auto content = MakeContent(caller.charset);
    if (!content.ok()) return content.status();
    auto base = ingest::ReadHeadBase(store_, name_.collection, name_.document);
    if (!base.ok()) return base.status();
    auto draft = ingest::Prepare("", caller.document, *std::move(content), *std::move(base));
    if (!draft.ok()) return draft.status();

    PutDocumentRequest put;
    put.collection_id = name_.collection;
    put.document_id = name_.document;
    put.if_exists = storage::IfExists::kNewRevision;
    // The merge is right for this head only.
    put.if_etag = head_ ? head_->etag : "-";
    put.actor = principal_;
    put.comment = request_.comment();
    put.draft = *std::move(draft);
    put.request = identity_;
    return put;
  }

  absl::Status ReadHead() {
    head_.reset();
    auto head = store_.GetDocument(name_.collection, name_.document, store_.Head().number);
    const std::string& etag = request_.document().etag();
    if (!head.ok()) {
      const bool may_create = request_.allow_missing() && etag.empty() &&
                              ReasonOf(head.status()) == ErrorReason::kDocumentNotFound;
      if (!may_create) return head.status();
      return request_.has_content() ? absl::OkStatus()
                                    : FieldError("content", "must be set for a new document");
    }
    if (head->state == storage::DocumentState::kDeleted) {
      return MakeError(
          ErrorReason::kDocumentDeleted,
          absl::StrCat("document is deleted; undelete it first: ", request_.document().name()),
          {{"resource", request_.document().name()}});
    }
    if (!etag.empty() && etag != head->etag) {
      return MakeError(ErrorReason::kEtagMismatch, "the document has another etag",
                       {{"etag", head->etag}});
    }
    head_ = *std::move(head);
    return absl::OkStatus();
  }

  // The bytes to analyse: those of the request, or those that are there.
  absl::StatusOr<v1::DocumentContent> MakeContent(const std::string& charset) {
    if (request_.has_content()) return request_.content();
    auto source = store_.ReadSource(*head_);
    if (!source.ok()) return source.status();
    v1::DocumentContent content;
    content.set_data(*std::move(source));
    content.set_charset(charset);
    return content;
  }

  void Finish(const absl::StatusOr<PutDocumentResult>& result) {
    if (result.ok()) return done_(Answer(*result));
    const auto reason = ReasonOf(result.status());
    const bool has_moved =
        reason == ErrorReason::kEtagMismatch || reason == ErrorReason::kDocumentExists;
    if (!has_moved || !request_.document().etag().empty()) return done_(result.status());
    if (++merges_ >= kMaxMerges) {
      return done_(MakeError(ErrorReason::kHeadMoved, "other writes of the document came between"));
    }
    Merge();
  }

  absl::Status Answer(const PutDocumentResult& result) {
    auto document = mapping::DecodeDocument(result.revision, {});
    if (!document.ok()) return document.status();
    *response_->mutable_document() = *std::move(document);
    *response_->mutable_read_info() = query::MakeReadInfo(store_, result.commit);
    response_->set_revision_created(result.outcome != storage::PutOutcome::kUnchanged);
    response_->set_replayed(result.replayed);
    return absl::OkStatus();
  }

  // The document as it would be stored, without what only a commit gives.
  absl::Status Preview(const PutDocumentRequest& put) {
    StoredRevision revision = head_.value_or(StoredRevision());
    const bool is_same = head_ && head_->source_sha256 == put.draft->source_sha256 &&
                         head_->caller == put.draft->caller;
    revision.collection_id = put.collection_id;
    revision.document_id = put.document_id;
    if (!is_same) revision.document = put.draft->document;
    auto document = mapping::DecodeDocument(revision, {});
    if (!document.ok()) return document.status();
    if (!is_same) {
      document->clear_latest_revision();
      document->clear_update_time();
      document->clear_etag();
    }
    if (!head_) document->clear_create_time();
    *response_->mutable_document() = *std::move(document);
    *response_->mutable_read_info() = query::MakeReadInfo(store_, store_.Head());
    response_->set_revision_created(!is_same);
    return absl::OkStatus();
  }

  storage::RecordStore& store_;
  Executor& executor_;
  const std::string principal_;
  const v1::UpdateDocumentRequest& request_;
  v1::UpdateDocumentResponse* const response_;
  const UnaryDone done_;
  DocumentName name_;
  FieldMask paths_;
  std::optional<storage::RequestIdentity> identity_;
  std::optional<StoredRevision> head_;
  int merges_ = 0;
};

}  // namespace

void UpdateDocument(const Runtime& runtime, const Call& call,
                    const v1::UpdateDocumentRequest& request, v1::UpdateDocumentResponse* response,
                    const UnaryDone& done) {
  const absl::Status admitted =
      MakeAdmission(runtime, call.principal())(request.content().data().size());
  if (!admitted.ok()) return done(admitted);
  std::make_shared<Update>(runtime, call, request, response, done)->Start(call);
}

}  // namespace pledge::rpc
