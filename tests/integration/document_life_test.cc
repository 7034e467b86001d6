// The life of a document on the real server: updates, deletes, rollbacks,
// purges, and the lists that show it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::CreateRequest;
using ::testing::ElementsAre;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::DocumentService::Stub;

constexpr char kName[] = "collections/water/documents/a";
constexpr char kRequestId[] = "01234567-89ab-cdef-0123-456789abcdef";

class DocumentLifeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    stub_ = v1::DocumentService::NewStub(server_.NewChannel());
  }

  template <typename Request, typename Response>
  Response Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) {
    Response response;
    const grpc::Status status = CallUnary(*stub_, method, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // The reason of a call that must fail; empty when it does not.
  template <typename Request, typename Response>
  std::string ReasonOfCall(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                        Response*),
                           const Request& request) {
    Response response;
    return InfoOf(CallUnary(*stub_, method, request, &response)).reason();
  }

  v1::Document MustCreate(const std::string& id, int letter = 1) {
    auto request = CreateRequest("water", id, Letter(letter));
    (*request.mutable_document()->mutable_labels())["batch"] = "first";
    return Must(&Stub::CreateDocument, request).document();
  }
  v1::DeleteDocumentResponse MustDelete(const std::string& name) {
    v1::DeleteDocumentRequest request;
    request.set_name(name);
    return Must(&Stub::DeleteDocument, request);
  }
  static v1::UpdateDocumentRequest UpdateRequest(const std::string& label) {
    v1::UpdateDocumentRequest request;
    request.mutable_document()->set_name(kName);
    (*request.mutable_document()->mutable_labels())["batch"] = label;
    request.mutable_update_mask()->add_paths("labels");
    return request;
  }
  v1::Document Get() {
    v1::GetDocumentRequest request;
    request.set_name(kName);
    return Must(&Stub::GetDocument, request).document();
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<Stub> stub_;
};

TEST_F(DocumentLifeTest, UpdateChangesTheFieldsOfTheMaskOnly) {
  const v1::Document before = MustCreate("a");
  auto request = UpdateRequest("second");
  request.mutable_document()->set_source_uri("https://example.org/ignored");
  request.set_comment("sorted");

  const auto updated = Must(&Stub::UpdateDocument, request);

  EXPECT_TRUE(updated.revision_created());
  EXPECT_EQ(updated.document().labels().at("batch"), "second");
  EXPECT_EQ(updated.document().source_uri(), "");
  EXPECT_EQ(updated.document().uid(), before.uid());
  EXPECT_EQ(updated.document().facts().SerializeAsString(), before.facts().SerializeAsString());
  v1::GetDocumentRevisionRequest get;
  get.set_name(absl::StrCat(kName, "/revisions/2"));
  const auto revision = Must(&Stub::GetDocumentRevision, get).revision();
  EXPECT_EQ(revision.cause(), v1::REVISION_CAUSE_METADATA_UPDATED);
  EXPECT_EQ(revision.comment(), "sorted");
}

TEST_F(DocumentLifeTest, TheSameUpdateAgainMakesNoRevision) {
  MustCreate("a");
  Must(&Stub::UpdateDocument, UpdateRequest("second"));

  const auto again = Must(&Stub::UpdateDocument, UpdateRequest("second"));

  EXPECT_FALSE(again.revision_created());
  EXPECT_EQ(again.document().latest_revision(), absl::StrCat(kName, "/revisions/2"));
}

TEST_F(DocumentLifeTest, FieldsOfTheCallerSurviveNewBytes) {
  MustCreate("a");
  auto facts = UpdateRequest("second");
  facts.mutable_document()->mutable_facts()->mutable_title()->set_value("改好的标题");
  facts.mutable_update_mask()->add_paths("facts.title");
  Must(&Stub::UpdateDocument, facts);
  v1::UpdateDocumentRequest bytes;
  bytes.mutable_document()->set_name(kName);
  bytes.mutable_content()->set_data(Letter(2));

  const auto updated = Must(&Stub::UpdateDocument, bytes).document();

  EXPECT_EQ(updated.facts().document_number().value(), "临水函〔2024〕2号");
  EXPECT_EQ(updated.facts().title().value(), "改好的标题");
  EXPECT_EQ(updated.labels().at("batch"), "second");
  // Cleared, the letter's own title shows again.
  v1::UpdateDocumentRequest clear;
  clear.mutable_document()->set_name(kName);
  clear.mutable_update_mask()->add_paths("facts.title");
  const auto cleared = Must(&Stub::UpdateDocument, clear).document();
  EXPECT_THAT(cleared.facts().title().text(), ::testing::HasSubstr("答复函"));
  EXPECT_EQ(cleared.facts().title().value(), "");
}

TEST_F(DocumentLifeTest, UpdateChecksEtagMaskAndExistence) {
  const std::string etag = MustCreate("a").etag();
  auto request = UpdateRequest("second");
  request.mutable_document()->set_etag("\"other\"");
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, request), "ETAG_MISMATCH");
  request.mutable_document()->set_etag(etag);
  request.mutable_update_mask()->add_paths("no_such");
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, request), "MASK_UNKNOWN_PATH");
  request.mutable_update_mask()->set_paths(1, "state");
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, request), "FIELD_INVALID");
  request.mutable_update_mask()->mutable_paths()->RemoveLast();
  Must(&Stub::UpdateDocument, request);
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, request), "ETAG_MISMATCH");

  v1::UpdateDocumentRequest other;
  other.mutable_document()->set_name("collections/water/documents/b");
  other.mutable_content()->set_data(Letter(3));
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, other), "DOCUMENT_NOT_FOUND");
  other.set_allow_missing(true);
  EXPECT_TRUE(Must(&Stub::UpdateDocument, other).revision_created());
}

TEST_F(DocumentLifeTest, UpdateWithARequestIdIsDoneOnce) {
  const std::string etag = MustCreate("a").etag();
  auto request = UpdateRequest("second");
  request.mutable_document()->set_etag(etag);
  request.set_request_id(kRequestId);
  const auto first = Must(&Stub::UpdateDocument, request);
  server_.Kill();
  ASSERT_TRUE(server_.Start());

  const auto second = Must(&Stub::UpdateDocument, request);

  EXPECT_TRUE(second.replayed());
  EXPECT_EQ(second.document().SerializeAsString(), first.document().SerializeAsString());
  request.set_comment("another");
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, request), "REQUEST_ID_REUSED");
}

TEST_F(DocumentLifeTest, ValidateOnlyUpdatesNothing) {
  MustCreate("a");
  auto request = UpdateRequest("second");
  request.set_validate_only(true);

  const auto preview = Must(&Stub::UpdateDocument, request);

  EXPECT_TRUE(preview.revision_created());
  EXPECT_EQ(preview.document().labels().at("batch"), "second");
  EXPECT_EQ(Get().labels().at("batch"), "first");
}

TEST_F(DocumentLifeTest, DeletedDocumentsCanBeRestored) {
  MustCreate("a");

  const auto deleted = MustDelete(kName).document();

  EXPECT_EQ(deleted.state(), v1::DOCUMENT_STATE_DELETED);
  EXPECT_EQ(deleted.purge_time().seconds() - deleted.delete_time().seconds(), 30 * 24 * 3600);
  EXPECT_EQ(Get().state(), v1::DOCUMENT_STATE_DELETED);
  EXPECT_EQ(ReasonOfCall(&Stub::UpdateDocument, UpdateRequest("x")), "DOCUMENT_DELETED");
  v1::DeleteDocumentRequest again;
  again.set_name(kName);
  EXPECT_EQ(ReasonOfCall(&Stub::DeleteDocument, again), "DOCUMENT_DELETED");
  again.set_allow_missing(true);
  EXPECT_EQ(Must(&Stub::DeleteDocument, again).document().etag(), deleted.etag());
  again.mutable_purge_after()->set_seconds(-1);
  EXPECT_EQ(ReasonOfCall(&Stub::DeleteDocument, again), "FIELD_INVALID");
  v1::UndeleteDocumentRequest undelete;
  undelete.set_name(kName);
  const auto restored = Must(&Stub::UndeleteDocument, undelete).document();
  EXPECT_EQ(restored.state(), v1::DOCUMENT_STATE_ACTIVE);
  EXPECT_FALSE(restored.has_delete_time());
  EXPECT_EQ(ReasonOfCall(&Stub::UndeleteDocument, undelete), "NOT_DELETED");
}

TEST_F(DocumentLifeTest, RollbackCopiesAnOlderRevision) {
  const v1::Document first = MustCreate("a", 1);
  v1::UpdateDocumentRequest bytes;
  bytes.mutable_document()->set_name(kName);
  bytes.mutable_content()->set_data(Letter(2));
  Must(&Stub::UpdateDocument, bytes);
  v1::RollbackDocumentRequest request;
  request.set_name(absl::StrCat(kName, "/revisions/1"));
  request.set_comment("the first was right");

  const auto revision = Must(&Stub::RollbackDocument, request).revision();

  EXPECT_EQ(revision.name(), absl::StrCat(kName, "/revisions/3"));
  EXPECT_EQ(revision.cause(), v1::REVISION_CAUSE_ROLLED_BACK);
  EXPECT_EQ(revision.restored_from(), absl::StrCat(kName, "/revisions/1"));
  EXPECT_EQ(revision.comment(), "the first was right");
  EXPECT_EQ(Get().facts().SerializeAsString(), first.facts().SerializeAsString());
  request.set_name(absl::StrCat(kName, "/revisions/9"));
  EXPECT_EQ(ReasonOfCall(&Stub::RollbackDocument, request), "REVISION_NOT_FOUND");
}

TEST_F(DocumentLifeTest, PurgeErasesADeletedDocumentForGood) {
  const v1::Document first = MustCreate("a");
  v1::PurgeDocumentRequest request;
  request.set_name(kName);
  EXPECT_EQ(ReasonOfCall(&Stub::PurgeDocument, request), "FIELD_INVALID");
  request.set_etag(first.etag());
  EXPECT_EQ(ReasonOfCall(&Stub::PurgeDocument, request), "NOT_DELETED");
  const v1::Document deleted = MustDelete(kName).document();
  EXPECT_EQ(ReasonOfCall(&Stub::PurgeDocument, request), "ETAG_MISMATCH");
  request.set_etag(deleted.etag());
  request.set_request_id(kRequestId);

  const auto purged = Must(&Stub::PurgeDocument, request);

  EXPECT_EQ(purged.revisions_purged(), 2);
  EXPECT_EQ(Must(&Stub::PurgeDocument, request).revisions_purged(), 2) << "the same answer again";
  v1::GetDocumentRequest get;
  get.set_name(kName);
  EXPECT_EQ(ReasonOfCall(&Stub::GetDocument, get), "DOCUMENT_NOT_FOUND");
  EXPECT_NE(MustCreate("a").uid(), first.uid());
}

TEST_F(DocumentLifeTest, ListsShowOneStatePageByPage) {
  for (const char* id : {"c", "a", "b"}) MustCreate(id);
  v1::ListDocumentsRequest request;
  request.set_parent("collections/water");
  request.set_page_size(2);
  std::vector<std::string> ids;

  const auto first = Must(&Stub::ListDocuments, request);
  MustCreate("bb");
  MustDelete("collections/water/documents/c");
  request.set_page_token(first.next_page_token());
  const auto second = Must(&Stub::ListDocuments, request);

  for (const auto* page : {&first, &second}) {
    for (const v1::Document& document : page->documents()) ids.push_back(document.name());
  }
  EXPECT_THAT(ids,
              ElementsAre(kName, "collections/water/documents/b", "collections/water/documents/c"));
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_EQ(second.read_info().commit_number(), first.read_info().commit_number());
  request.set_show_deleted(true);
  EXPECT_EQ(ReasonOfCall(&Stub::ListDocuments, request), "TOKEN_MALFORMED");
  request.clear_page_token();
  request.set_page_size(0);
  EXPECT_EQ(Must(&Stub::ListDocuments, request).documents_size(), 4);
  request.set_show_deleted(false);
  request.mutable_read_mask()->add_paths("name");
  const auto named = Must(&Stub::ListDocuments, request);
  ASSERT_EQ(named.documents_size(), 3);
  EXPECT_EQ(named.documents(0).etag(), "");
}

TEST_F(DocumentLifeTest, ListsTakeAFilter) {
  MustCreate("a", 1);
  MustCreate("b", 2);
  MustCreate("c", 3);
  v1::ListDocumentsRequest request;
  request.set_parent("collections/water");
  request.set_page_size(1);
  request.set_filter("facts.document_number != \"临水函〔2024〕2号\" AND labels.batch = first");
  request.mutable_read_mask()->add_paths("name");

  const auto first = Must(&Stub::ListDocuments, request);
  request.set_page_token(first.next_page_token());
  const auto second = Must(&Stub::ListDocuments, request);

  ASSERT_EQ(first.documents_size(), 1);
  EXPECT_EQ(first.documents(0).name(), kName);
  ASSERT_EQ(second.documents_size(), 1);
  EXPECT_EQ(second.documents(0).name(), "collections/water/documents/c");
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.set_filter("labels.batch = second");
  EXPECT_EQ(Must(&Stub::ListDocuments, request).documents_size(), 0);
  request.set_filter("colour = red");
  EXPECT_EQ(ReasonOfCall(&Stub::ListDocuments, request), "FILTER_SYNTAX");
}

TEST_F(DocumentLifeTest, RevisionsAreListedNewestFirst) {
  MustCreate("a");
  for (const char* label : {"2", "3"}) Must(&Stub::UpdateDocument, UpdateRequest(label));
  v1::ListDocumentRevisionsRequest request;
  request.set_parent(kName);
  request.set_page_size(2);

  const auto first = Must(&Stub::ListDocumentRevisions, request);
  Must(&Stub::UpdateDocument, UpdateRequest("4"));
  request.set_page_token(first.next_page_token());
  const auto second = Must(&Stub::ListDocumentRevisions, request);

  ASSERT_EQ(first.revisions_size(), 2);
  EXPECT_EQ(first.revisions(0).name(), absl::StrCat(kName, "/revisions/3"));
  EXPECT_THAT(first.revisions(0).alternate_ids(), ElementsAre("latest"));
  ASSERT_EQ(second.revisions_size(), 1);
  EXPECT_EQ(second.revisions(0).name(), absl::StrCat(kName, "/revisions/1"));
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(DocumentLifeTest, ABatchIsReadAtOneState) {
  MustCreate("a");
  const auto before = Must(&Stub::ListCollections, v1::ListCollectionsRequest());
  MustCreate("b");
  v1::BatchGetDocumentsRequest request;
  request.set_parent("collections/-");
  for (const char* id : {"b", "a"}) {
    request.add_names(absl::StrCat("collections/water/documents/", id));
  }

  const auto batch = Must(&Stub::BatchGetDocuments, request);

  ASSERT_EQ(batch.documents_size(), 2);
  EXPECT_EQ(batch.documents(1).name(), kName);
  request.mutable_read_point()->set_exactly(before.read_info().consistency_token());
  EXPECT_EQ(ReasonOfCall(&Stub::BatchGetDocuments, request), "DOCUMENT_NOT_FOUND");
  request.set_parent("collections/other");
  EXPECT_EQ(ReasonOfCall(&Stub::BatchGetDocuments, request), "FIELD_INVALID");
}

TEST_F(DocumentLifeTest, CollectionsAreListedWithTheirCounts) {
  MustCreate("a");
  MustCreate("b");
  Must(&Stub::CreateDocument, CreateRequest("air", "a", Letter(5)));
  MustDelete(kName);
  v1::ListCollectionsRequest request;
  request.set_page_size(1);

  const auto first = Must(&Stub::ListCollections, request);
  request.set_page_token(first.next_page_token());
  const auto second = Must(&Stub::ListCollections, request);

  EXPECT_EQ(first.collections(0).name(), "collections/air");
  EXPECT_EQ(second.collections(0).name(), "collections/water");
  EXPECT_EQ(second.collections(0).document_count(), 1);
  EXPECT_EQ(second.next_page_token(), "");
}

}  // namespace
}  // namespace pledge
