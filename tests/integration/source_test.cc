// ReadSource and ReadRepairs on the real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "pledge/v1/admin_service.grpc.pb.h"
#include "service/base/sha256.h"
#include "tests/integration/server_process.h"
#include "tests/integration/source_client.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::CreateRequest;
using ::testing::HasSubstr;
using testing::InfoOf;
using testing::Letter;
using ::testing::Not;
using testing::ReadBytes;
using testing::ReadRepairs;
using testing::ReadSource;
using testing::SourceRequest;
using testing::TextRequest;
using testing::WithRange;
using Stub = v1::DocumentService::Stub;

constexpr char kLatest[] = "collections/water/documents/a/revisions/latest";
constexpr char kContact[] = "联系人：唐予安；联系电话：0000-8612046";

// A letter with a contact line.
std::string LetterWithContact() {
  std::string letter = Letter(1);
  letter.insert(letter.find("临澜市水务局\n2024"), std::string(kContact) + "\n");
  return letter;
}

// `size_bytes` at least, no two paragraphs alike.
std::string LongLetter(size_t size_bytes) {
  std::string letter = Letter(1);
  for (int i = 0; letter.size() < size_bytes; ++i) {
    absl::StrAppend(&letter, "第", i, "段。下一步，我局将完成", i, "号管网改造，编号",
                    Hex(Sha256(absl::StrCat(i))), "。\n");
  }
  return letter;
}

class SourceTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    stub_ = v1::DocumentService::NewStub(server_.NewChannel());
  }
  void Create(const std::string& id, const std::string& bytes) {
    v1::CreateDocumentResponse response;
    const auto status =
        CallUnary(*stub_, &Stub::CreateDocument, CreateRequest("water", id, bytes), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  template <typename Request, typename Response>
  void Must(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            const Request& request, Response* response) {
    const auto status = CallUnary(*stub_, method, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  void Delete(std::string* etag) {
    v1::DeleteDocumentRequest request;
    request.set_name("collections/water/documents/a");
    v1::DeleteDocumentResponse response;
    Must(&Stub::DeleteDocument, request, &response);
    *etag = response.document().etag();
  }
  void Purge(const std::string& etag) {
    v1::PurgeDocumentRequest request;
    request.set_name("collections/water/documents/a");
    request.set_etag(etag);
    v1::PurgeDocumentResponse response;
    Must(&Stub::PurgeDocument, request, &response);
  }
  std::string ReasonOfRead(const v1::ReadSourceRequest& request) {
    return InfoOf(ReadSource(*stub_, request).status).reason();
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path(), {"--backup-dir", dir_.path() + "/backups"}};
  std::unique_ptr<Stub> stub_;
};

TEST_F(SourceTest, BytesComeBackWholeAndInRanges) {
  const std::string bytes = LongLetter(700'000);
  Create("a", bytes);

  const ReadBytes whole = ReadSource(*stub_, SourceRequest(kLatest));

  ASSERT_TRUE(whole.status.ok()) << whole.status.error_message();
  EXPECT_EQ(whole.bytes, bytes);
  EXPECT_EQ(whole.total_size, static_cast<int64_t>(bytes.size()));
  EXPECT_EQ(whole.sha256, Sha256(bytes));
  EXPECT_GE(whole.messages, 11);
  // Inside one stored piece, across two, at the end, nothing.
  const auto size = static_cast<int64_t>(bytes.size());
  for (const auto& [start, end] : std::vector<std::pair<int64_t, int64_t>>{
           {5, 17}, {262'000, 262'200}, {1, size}, {size - 1, size}, {size, size}, {9, 9}}) {
    const ReadBytes part = ReadSource(*stub_, WithRange(SourceRequest(kLatest), start, end));
    ASSERT_TRUE(part.status.ok()) << part.status.error_message();
    EXPECT_EQ(part.bytes, bytes.substr(start, end - start));
    EXPECT_EQ(part.total_size, size);
    EXPECT_EQ(part.sha256, Sha256(bytes));
  }
}

TEST_F(SourceTest, CleanedTextIsCutBetweenCharacters) {
  Create("a", LongLetter(400'000));
  const ReadBytes whole = ReadSource(*stub_, TextRequest(kLatest));
  ASSERT_TRUE(whole.status.ok()) << whole.status.error_message();
  EXPECT_EQ(whole.sha256, Sha256(whole.bytes));
  EXPECT_EQ(whole.total_size, static_cast<int64_t>(whole.bytes.size()));

  // Every piece is a place to go on at, wherever the range began.
  const auto start = static_cast<int64_t>(whole.bytes.find("收悉"));
  const auto request = WithRange(TextRequest(kLatest), start, whole.total_size);
  grpc::ClientContext context;
  const auto stream = stub_->ReadSource(&context, request);
  v1::ReadSourceResponse piece;
  int pieces = 0;
  for (; stream->Read(&piece); ++pieces) {
    const ReadBytes rest =
        ReadSource(*stub_, WithRange(TextRequest(kLatest), piece.offset(), whole.total_size));
    ASSERT_TRUE(rest.status.ok()) << rest.status.error_message();
    EXPECT_EQ(rest.bytes, whole.bytes.substr(piece.offset()));
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_GE(pieces, 6);
}

TEST_F(SourceTest, PersonalDataOfTheTextIsMaskedUnlessAskedFor) {
  const std::string letter = LetterWithContact();
  Create("a", letter);
  v1::ReadSourceRequest request = TextRequest(kLatest);

  const ReadBytes masked = ReadSource(*stub_, request);
  request.set_personal_data(true);
  const ReadBytes plain = ReadSource(*stub_, request);

  EXPECT_THAT(masked.bytes, HasSubstr("联系人：＊＊＊"));
  EXPECT_THAT(masked.bytes, Not(HasSubstr("唐予安")));
  EXPECT_THAT(masked.bytes, Not(HasSubstr("8612046")));
  EXPECT_EQ(masked.sha256, Sha256(masked.bytes));
  EXPECT_THAT(plain.bytes, HasSubstr(kContact));
  EXPECT_EQ(plain.sha256, Sha256(plain.bytes));
  EXPECT_EQ(plain.bytes.size(), masked.bytes.size());
  // A range that begins amid the name.
  const auto at = static_cast<int64_t>(plain.bytes.find("予安"));
  EXPECT_EQ(ReadSource(*stub_, WithRange(request, at, at + 6)).bytes, "予安");
}

TEST_F(SourceTest, RangesOutsideAreRefused) {
  Create("a", Letter(1));
  const ReadBytes text = ReadSource(*stub_, TextRequest(kLatest));
  const ReadBytes source = ReadSource(*stub_, SourceRequest(kLatest));

  for (const auto& request :
       {WithRange(SourceRequest(kLatest), -1, 5), WithRange(SourceRequest(kLatest), 5, 4),
        WithRange(SourceRequest(kLatest), 0, source.total_size + 1),
        WithRange(TextRequest(kLatest), 0, text.total_size + 1),
        WithRange(TextRequest(kLatest), 1, 3), WithRange(TextRequest(kLatest), 0, 2)}) {
    const auto info = InfoOf(ReadSource(*stub_, request).status);
    EXPECT_EQ(info.reason(), "FIELD_INVALID") << request.ShortDebugString();
    EXPECT_EQ(info.metadata().at("field"), "range");
  }
  EXPECT_EQ(ReadSource(*stub_, WithRange(SourceRequest(kLatest), 1, 3)).bytes,
            Letter(1).substr(1, 2));
}

TEST_F(SourceTest, WhatIsNotThereIsSaid) {
  Create("a", Letter(1));
  const std::string document = "collections/water/documents/a";

  EXPECT_EQ(ReasonOfRead(SourceRequest("collections/water/documents/b/revisions/latest")),
            "DOCUMENT_NOT_FOUND");
  EXPECT_EQ(ReasonOfRead(SourceRequest(document + "/revisions/2")), "REVISION_NOT_FOUND");
  EXPECT_EQ(ReasonOfRead(SourceRequest(document)), "FIELD_INVALID");
  EXPECT_EQ(InfoOf(ReadRepairs(*stub_, document + "/revisions/2").status).reason(),
            "REVISION_NOT_FOUND");
  EXPECT_EQ(InfoOf(ReadRepairs(*stub_, kLatest, static_cast<v1::OffsetUnit>(9)).status).reason(),
            "FIELD_INVALID");

  std::string etag;
  ASSERT_NO_FATAL_FAILURE(Delete(&etag));
  for (const auto& request : {SourceRequest(kLatest), TextRequest(kLatest)}) {
    EXPECT_EQ(ReasonOfRead(request), "DOCUMENT_DELETED");
  }
  EXPECT_EQ(InfoOf(ReadRepairs(*stub_, kLatest).status).reason(), "DOCUMENT_DELETED");
  EXPECT_EQ(ReadSource(*stub_, SourceRequest(document + "/revisions/1")).bytes, Letter(1));
  EXPECT_TRUE(ReadRepairs(*stub_, document + "/revisions/1").complete);

  ASSERT_NO_FATAL_FAILURE(Purge(etag));
  for (const auto& request : {SourceRequest(kLatest), TextRequest(document + "/revisions/1")}) {
    EXPECT_EQ(ReasonOfRead(request), "DOCUMENT_NOT_FOUND");
  }
  EXPECT_EQ(InfoOf(ReadRepairs(*stub_, document + "/revisions/1").status).reason(),
            "DOCUMENT_NOT_FOUND");
}

TEST_F(SourceTest, EachRevisionKeepsItsText) {
  Create("a", Letter(1));
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name("collections/water/documents/a");
  update.mutable_content()->set_data(Letter(2));
  v1::UpdateDocumentResponse updated;
  ASSERT_NO_FATAL_FAILURE(Must(&Stub::UpdateDocument, update, &updated));
  v1::RollbackDocumentRequest rollback;
  rollback.set_name("collections/water/documents/a/revisions/1");
  v1::RollbackDocumentResponse restored;
  ASSERT_NO_FATAL_FAILURE(Must(&Stub::RollbackDocument, rollback, &restored));

  const auto text = [&](int revision) {
    return ReadSource(*stub_, TextRequest(absl::StrCat("collections/water/documents/a/revisions/",
                                                       revision)))
        .bytes;
  };
  EXPECT_THAT(text(1), HasSubstr("第1号提案"));
  EXPECT_THAT(text(2), HasSubstr("第2号提案"));
  EXPECT_EQ(text(3), text(1));
}

TEST_F(SourceTest, RepairsComeInPieces) {
  std::string page = "<html><body>";
  for (int i = 0; i < 3000; ++i) absl::StrAppend(&page, "<p>第", i, "段，下一步将完成。</p>");
  Create("a", page + "</body></html>");

  const auto read = ReadRepairs(*stub_, kLatest);

  ASSERT_TRUE(read.status.ok()) << read.status.error_message();
  EXPECT_TRUE(read.complete);
  EXPECT_GE(read.messages, 3);
  int64_t source = 0;
  for (const v1::Repair& repair : read.repairs) {
    EXPECT_GE(repair.source_range().start(), source);
    source = repair.source_range().end();
  }
}

TEST_F(SourceTest, ATextWithoutRepairsIsOneCompleteMessage) {
  Create("a", "临澜市水务局");

  const auto read = ReadRepairs(*stub_, kLatest);

  ASSERT_TRUE(read.status.ok()) << read.status.error_message();
  EXPECT_TRUE(read.complete);
  EXPECT_EQ(read.messages, 1);
  EXPECT_TRUE(read.repairs.empty());
}

TEST_F(SourceTest, AClientGoesOnAfterTheServerWasKilled) {
  const std::string bytes = LongLetter(3'500'000);
  Create("a", bytes);
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  const auto stub = v1::DocumentService::NewStub(server_.NewSmallChannel());
  const auto stream = stub->ReadSource(&context, SourceRequest(kLatest));
  v1::ReadSourceResponse piece;
  ASSERT_TRUE(stream->Read(&piece));
  std::string read = piece.data();

  server_.Kill();
  while (stream->Read(&piece)) read += piece.data();
  const grpc::Status cut = stream->Finish();

  EXPECT_EQ(cut.error_code(), grpc::StatusCode::UNAVAILABLE);
  ASSERT_LT(read.size(), bytes.size());
  ASSERT_NO_FATAL_FAILURE(Start());
  const ReadBytes rest =
      ReadSource(*stub_, WithRange(SourceRequest(kLatest), static_cast<int64_t>(read.size()),
                                   static_cast<int64_t>(bytes.size())));
  ASSERT_TRUE(rest.status.ok()) << rest.status.error_message();
  EXPECT_EQ(read + rest.bytes, bytes);
  EXPECT_EQ(rest.sha256, Sha256(bytes));
}

TEST_F(SourceTest, AReadThatAPurgeOvertakesEnds) {
  Create("a", LongLetter(3'500'000));
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  const auto stub = v1::DocumentService::NewStub(server_.NewSmallChannel());
  const auto stream = stub->ReadSource(&context, SourceRequest(kLatest));
  v1::ReadSourceResponse piece;
  ASSERT_TRUE(stream->Read(&piece));

  std::string etag;
  ASSERT_NO_FATAL_FAILURE(Delete(&etag));
  ASSERT_NO_FATAL_FAILURE(Purge(etag));
  size_t rest = 0;
  while (stream->Read(&piece)) rest += piece.data().size();

  EXPECT_EQ(InfoOf(stream->Finish()).reason(), "DOCUMENT_NOT_FOUND");
  // The server did not run ahead of its reader.
  EXPECT_LT(rest, size_t{1} << 20);
}

TEST_F(SourceTest, ABackupHoldsTheText) {
  Create("a", LetterWithContact());
  const ReadBytes before = ReadSource(*stub_, TextRequest(kLatest));
  const auto admin = v1::AdminService::NewStub(server_.NewChannel());
  v1::BackupStoreRequest request;
  request.set_backup_id("monday");
  v1::BackupStoreResponse made;
  const auto status = CallUnary(*admin, &v1::AdminService::Stub::BackupStore, request, &made);
  ASSERT_TRUE(status.ok()) << status.error_message();
  testing::TempDir other;
  const auto restored = testing::RunCommand(testing::ProgramPath("pledgectl") + " restore " +
                                            made.folder() + " --to " + other.path() + "/store");
  ASSERT_EQ(restored.exit_code, 0) << restored.output;

  testing::ServerProcess second(other.path());
  ASSERT_TRUE(second.Start()) << second.Log();
  const auto stub = v1::DocumentService::NewStub(second.NewChannel());
  const ReadBytes after = ReadSource(*stub, TextRequest(kLatest));

  ASSERT_TRUE(after.status.ok()) << after.status.error_message();
  EXPECT_EQ(after.bytes, before.bytes);
  EXPECT_FALSE(after.bytes.empty());
}

}  // namespace
}  // namespace pledge
