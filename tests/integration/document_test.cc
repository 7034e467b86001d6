// DocumentService on the real server: writes, reads, revisions, errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::CreateRequest;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::DocumentService::Stub;

class DocumentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    stub_ = v1::DocumentService::NewStub(server_.NewChannel());
  }

  grpc::Status Create(const v1::CreateDocumentRequest& request,
                      v1::CreateDocumentResponse* response) {
    return CallUnary(*stub_, &Stub::CreateDocument, request, response);
  }
  grpc::Status Get(const v1::GetDocumentRequest& request, v1::GetDocumentResponse* response) {
    return CallUnary(*stub_, &Stub::GetDocument, request, response);
  }
  v1::CreateDocumentResponse MustCreate(const v1::CreateDocumentRequest& request) {
    v1::CreateDocumentResponse response;
    const grpc::Status status = Create(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<Stub> stub_;
};

TEST_F(DocumentTest, CreateAnalysesAndStores) {
  v1::CreateDocumentRequest request = CreateRequest("water", "a", Letter(7));
  request.mutable_document()->set_source_uri("https://example.org/7");
  (*request.mutable_document()->mutable_labels())["batch"] = "first";

  const auto created = MustCreate(request);

  const v1::Document& document = created.document();
  EXPECT_EQ(document.name(), "collections/water/documents/a");
  EXPECT_EQ(document.latest_revision(), "collections/water/documents/a/revisions/1");
  EXPECT_EQ(document.source_uri(), "https://example.org/7");
  EXPECT_EQ(document.labels().at("batch"), "first");
  EXPECT_EQ(document.analysis().state(), v1::ANALYSIS_STATE_SUCCEEDED);
  EXPECT_GT(document.analysis().section_count(), 0);
  EXPECT_EQ(document.facts().document_number().value(), "临水函〔2024〕7号");
  EXPECT_EQ(created.read_info().commit_number(), 1);
  EXPECT_FALSE(created.replayed());
}

TEST_F(DocumentTest, GetReturnsWhatCreateReturned) {
  const auto created = MustCreate(CreateRequest("water", "a", Letter(1)));
  v1::GetDocumentRequest request;
  request.set_name("collections/water/documents/a");
  request.mutable_read_point()->set_at_least(created.read_info().consistency_token());
  v1::GetDocumentResponse got;

  ASSERT_TRUE(Get(request, &got).ok());

  EXPECT_EQ(got.document().SerializeAsString(), created.document().SerializeAsString());
}

TEST_F(DocumentTest, EmptyIdBecomesTheDigestOfTheBytes) {
  const auto created = MustCreate(CreateRequest("water", "", "abc"));

  EXPECT_EQ(created.document().name(),
            "collections/water/documents/"
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(DocumentTest, SecondCreateOfAnIdIsRefused) {
  MustCreate(CreateRequest("water", "a", Letter(1)));
  v1::CreateDocumentResponse response;

  const grpc::Status status = Create(CreateRequest("water", "a", Letter(2)), &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(InfoOf(status).reason(), "DOCUMENT_EXISTS");
}

TEST_F(DocumentTest, RepeatedRequestIdGivesTheFirstAnswerAlsoAfterRestart) {
  auto request = CreateRequest("water", "a", Letter(1));
  request.set_request_id("01234567-89ab-cdef-0123-456789abcdef");
  const auto first = MustCreate(request);
  server_.Kill();
  ASSERT_TRUE(server_.Start());

  const auto second = MustCreate(request);

  EXPECT_TRUE(second.replayed());
  EXPECT_EQ(second.document().SerializeAsString(), first.document().SerializeAsString());
  EXPECT_EQ(second.read_info().commit_number(), first.read_info().commit_number());
}

TEST_F(DocumentTest, RequestIdWithAnotherRequestIsRefused) {
  auto request = CreateRequest("water", "a", Letter(1));
  request.set_request_id("01234567-89ab-cdef-0123-456789abcdef");
  MustCreate(request);
  request.set_document_id("b");
  v1::CreateDocumentResponse response;

  const grpc::Status status = Create(request, &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(InfoOf(status).reason(), "REQUEST_ID_REUSED");
}

TEST_F(DocumentTest, ValidateOnlyStoresNothing) {
  auto request = CreateRequest("water", "a", Letter(1));
  request.set_validate_only(true);

  const auto preview = MustCreate(request);
  v1::GetDocumentRequest get;
  get.set_name("collections/water/documents/a");
  v1::GetDocumentResponse got;
  const grpc::Status status = Get(get, &got);

  EXPECT_GT(preview.document().analysis().commitment_count(), 0);
  EXPECT_EQ(preview.read_info().commit_number(), 0);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(DocumentTest, MissingDocumentNamesTheResource) {
  v1::GetDocumentRequest request;
  request.set_name("collections/water/documents/none");
  v1::GetDocumentResponse response;

  const grpc::Status status = Get(request, &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(InfoOf(status).reason(), "DOCUMENT_NOT_FOUND");
  EXPECT_EQ(InfoOf(status).domain(), "pledge");
  EXPECT_THAT(status.error_message(), ::testing::HasSubstr("none"));
}

TEST_F(DocumentTest, OldStateIsReadByItsToken) {
  v1::GetDocumentRequest request;
  request.set_name("collections/water/documents/b");
  const auto before = MustCreate(CreateRequest("water", "a", Letter(1)));
  MustCreate(CreateRequest("water", "b", Letter(2)));
  request.mutable_read_point()->set_exactly(before.read_info().consistency_token());
  v1::GetDocumentResponse response;

  const grpc::Status status = Get(request, &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(DocumentTest, ForgedTokenIsRefused) {
  auto token = MustCreate(CreateRequest("water", "a", Letter(1))).read_info().consistency_token();
  token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
  v1::GetDocumentRequest request;
  request.set_name("collections/water/documents/a");
  request.mutable_read_point()->set_exactly(token);
  v1::GetDocumentResponse response;

  const grpc::Status status = Get(request, &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(InfoOf(status).reason(), "TOKEN_MALFORMED");
}

TEST_F(DocumentTest, PersonalDataComesOnlyWhenTheMaskNamesIt) {
  auto create = CreateRequest("water", "a", Letter(1));
  create.mutable_document()->mutable_facts()->mutable_contact_person()->set_value("某工");
  MustCreate(create);
  v1::GetDocumentRequest request;
  request.set_name("collections/water/documents/a");
  v1::GetDocumentResponse without, with;
  ASSERT_TRUE(Get(request, &without).ok());
  request.mutable_read_mask()->add_paths("facts.contact_person");

  ASSERT_TRUE(Get(request, &with).ok());

  EXPECT_FALSE(without.document().facts().has_contact_person());
  EXPECT_EQ(with.document().facts().contact_person().value(), "某工");
  EXPECT_FALSE(with.document().facts().has_title());
}

TEST_F(DocumentTest, UnknownMaskPathIsRefused) {
  v1::GetDocumentRequest request;
  request.set_name("collections/water/documents/a");
  request.mutable_read_mask()->add_paths("facts.shoe_size");
  v1::GetDocumentResponse response;

  const grpc::Status status = Get(request, &response);

  EXPECT_EQ(InfoOf(status).reason(), "MASK_UNKNOWN_PATH");
}

struct BadRequestCase {
  const char* name;
  void (*change)(v1::CreateDocumentRequest*);
  grpc::StatusCode code;
  const char* reason;
  const char* field;  // as ErrorInfo names it; empty: none
};

class BadCreateTest : public DocumentTest, public ::testing::WithParamInterface<BadRequestCase> {};

TEST_P(BadCreateTest, IsRefusedWithReasonAndField) {
  auto request = CreateRequest("water", "a", Letter(1));
  GetParam().change(&request);
  v1::CreateDocumentResponse response;

  const grpc::Status status = Create(request, &response);

  EXPECT_EQ(status.error_code(), GetParam().code);
  const auto info = InfoOf(status);
  EXPECT_EQ(info.reason(), GetParam().reason);
  const auto field = info.metadata().find("field");
  EXPECT_EQ(field == info.metadata().end() ? "" : field->second, GetParam().field);
  EXPECT_LE(status.error_details().size(), 4096u);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadCreateTest,
    ::testing::Values(
        BadRequestCase{"Parent", [](auto* r) { r->set_parent("water"); },
                       grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "parent"},
        BadRequestCase{"Id", [](auto* r) { r->set_document_id("A b"); },
                       grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "document_id"},
        BadRequestCase{"RequestId", [](auto* r) { r->set_request_id("1"); },
                       grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "request_id"},
        BadRequestCase{"Empty", [](auto* r) { r->mutable_content()->clear_data(); },
                       grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "content.data"},
        BadRequestCase{
            "Digest",
            [](auto* r) { r->mutable_content()->set_expected_sha256(std::string(32, 'x')); },
            grpc::StatusCode::INVALID_ARGUMENT, "DIGEST_MISMATCH", ""},
        BadRequestCase{"Name", [](auto* r) { r->mutable_document()->set_name("x"); },
                       grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "document.name"},
        BadRequestCase{"TooLarge",
                       [](auto* r) {
                         r->mutable_content()->set_data(std::string((size_t{4} << 20) + 1, 'x'));
                       },
                       grpc::StatusCode::RESOURCE_EXHAUSTED, "DOCUMENT_TOO_LARGE", ""},
        BadRequestCase{"Labels",
                       [](auto* r) {
                         for (int i = 0; i < 65; ++i) {
                           (*r->mutable_document()->mutable_labels())["k" + std::to_string(i)] =
                               "v";
                         }
                       },
                       grpc::StatusCode::INVALID_ARGUMENT, "FIELD_INVALID", "document.labels"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(DocumentTest, AnalyzeAnswersWithoutStoring) {
  v1::AnalyzeDocumentRequest request;
  request.mutable_content()->set_data(Letter(3));
  v1::AnalyzeDocumentResponse response;

  ASSERT_TRUE(CallUnary(*stub_, &Stub::AnalyzeDocument, request, &response).ok());

  EXPECT_FALSE(response.clean_text().empty());
  ASSERT_GT(response.commitments_size(), 0);
  for (const v1::Commitment& commitment : response.commitments()) {
    const auto& range = commitment.provenance().text_range();
    EXPECT_EQ(response.clean_text().substr(range.start(), range.end() - range.start()),
              commitment.text());
  }
  v1::GetDocumentRequest get;
  get.set_name("collections/water/documents/x");
  v1::GetDocumentResponse got;
  EXPECT_EQ(Get(get, &got).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(DocumentTest, AnalyzeCountsOffsetsInTheUnitAsked) {
  v1::AnalyzeDocumentRequest request;
  request.mutable_content()->set_data(Letter(3));
  v1::AnalyzeDocumentResponse bytes, points;
  ASSERT_TRUE(CallUnary(*stub_, &Stub::AnalyzeDocument, request, &bytes).ok());
  request.set_offset_unit(v1::OFFSET_UNIT_CODE_POINT);

  ASSERT_TRUE(CallUnary(*stub_, &Stub::AnalyzeDocument, request, &points).ok());

  ASSERT_EQ(points.commitments_size(), bytes.commitments_size());
  for (int i = 0; i < bytes.commitments_size(); ++i) {
    const std::string before =
        bytes.clean_text().substr(0, bytes.commitments(i).provenance().text_range().start());
    const auto characters = std::count_if(before.begin(), before.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    EXPECT_EQ(points.commitments(i).provenance().text_range().start(), characters);
  }
}

TEST_F(DocumentTest, RevisionIsReadByNumberAndAsLatest) {
  MustCreate(CreateRequest("water", "a", Letter(1)));
  v1::GetDocumentRevisionRequest request;
  v1::GetDocumentRevisionResponse first, latest, missing;
  request.set_name("collections/water/documents/a/revisions/1");
  ASSERT_TRUE(CallUnary(*stub_, &Stub::GetDocumentRevision, request, &first).ok());
  request.set_name("collections/water/documents/a/revisions/latest");

  ASSERT_TRUE(CallUnary(*stub_, &Stub::GetDocumentRevision, request, &latest).ok());
  request.set_name("collections/water/documents/a/revisions/2");
  const grpc::Status none = CallUnary(*stub_, &Stub::GetDocumentRevision, request, &missing);

  EXPECT_EQ(first.revision().name(), latest.revision().name());
  EXPECT_EQ(first.revision().cause(), v1::REVISION_CAUSE_CREATED);
  EXPECT_EQ(first.revision().source_size(), static_cast<int64_t>(Letter(1).size()));
  EXPECT_EQ(first.revision().chain_digest().size(), 32u);
  EXPECT_EQ(InfoOf(none).reason(), "REVISION_NOT_FOUND");
}

}  // namespace
}  // namespace pledge
