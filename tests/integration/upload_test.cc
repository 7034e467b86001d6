// Documents in pieces, uploads without acknowledgements on the way, and how
// acknowledgements are asked for, on the real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "service/base/limits.h"
#include "service/base/sha256.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::IngestService::Stub;

constexpr char kSession[] = "collections/water/ingestSessions/s1";

// A letter of more than `size_bytes`, all in one.
std::string LargeLetter(size_t size_bytes) {
  std::string text = Letter(1);
  while (text.size() < size_bytes) text += "附件：管网改造明细表，本表不含承诺事项。\n";
  return text;
}

template <typename Request>
Request Item(int64_t sequence, const std::string& id, const std::string& bytes) {
  Request request;
  request.mutable_item()->set_sequence(sequence);
  request.mutable_item()->set_document_id(id);
  request.mutable_item()->mutable_content()->set_data(bytes);
  return request;
}

template <typename Request>
Request Announcement(int64_t sequence, const std::string& id, const std::string& bytes) {
  Request request;
  request.mutable_item()->set_sequence(sequence);
  request.mutable_item()->set_document_id(id);
  request.mutable_item()->mutable_chunked()->set_total_size(bytes.size());
  request.mutable_item()->mutable_chunked()->set_sha256(Sha256(bytes));
  return request;
}

template <typename Request>
Request Chunk(int64_t sequence, size_t offset, const std::string& bytes) {
  Request request;
  request.mutable_chunk()->set_sequence(sequence);
  request.mutable_chunk()->set_offset(offset);
  request.mutable_chunk()->set_data(bytes.substr(offset, kMaxChunkBytes));
  return request;
}

// The announcement and all pieces; false when the stream broke.
template <typename Request, typename Stream>
bool SendInPieces(Stream& stream, int64_t sequence, const std::string& id,
                  const std::string& bytes) {
  if (!stream.Write(Announcement<Request>(sequence, id, bytes))) return false;
  for (size_t at = 0; at < bytes.size(); at += kMaxChunkBytes) {
    if (!stream.Write(Chunk<Request>(sequence, at, bytes))) return false;
  }
  return true;
}

class UploadTest : public ::testing::Test {
 protected:
  using In = v1::StreamIngestRequest;
  using Up = v1::UploadDocumentsRequest;

  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    Connect();
    v1::CreateIngestSessionRequest request;
    request.set_parent("collections/water");
    request.set_ingest_session_id("s1");
    v1::CreateIngestSessionResponse response;
    ASSERT_TRUE(CallUnary(*stub_, &Stub::CreateIngestSession, request, &response).ok());
  }

  void Connect() {
    stub_ = v1::IngestService::NewStub(server_.NewChannel());
    documents_ = v1::DocumentService::NewStub(server_.NewChannel());
  }

  // Opens a stream; `context` must be new.
  auto Open(grpc::ClientContext* context, In open = {}) {
    testing::SetDeadline(context, 60);
    auto stream = stub_->StreamIngest(context);
    open.mutable_open()->set_ingest_session(kSession);
    stream->Write(open);
    EXPECT_TRUE(stream->Read(&opened_));
    return stream;
  }

  // The next acknowledgement; empty at the end of the stream.
  template <typename Stream>
  static v1::StreamIngestResponse::Ack ReadAck(Stream& stream) {
    v1::StreamIngestResponse response;
    while (stream.Read(&response)) {
      if (response.has_ack()) return response.ack();
    }
    return {};
  }

  template <typename Stream>
  static grpc::Status End(Stream& stream) {
    v1::StreamIngestResponse response;
    while (stream.Read(&response)) {
    }
    return stream.Finish();
  }

  int64_t SourceSize(const std::string& id) {
    v1::GetDocumentRevisionRequest request;
    request.set_name("collections/water/documents/" + id + "/revisions/latest");
    v1::GetDocumentRevisionResponse response;
    const auto status =
        CallUnary(*documents_, &v1::DocumentService::Stub::GetDocumentRevision, request, &response);
    return status.ok() ? response.revision().source_size() : -1;
  }

  v1::IngestSession Session() {
    v1::GetIngestSessionRequest request;
    request.set_name(kSession);
    v1::GetIngestSessionResponse response;
    EXPECT_TRUE(CallUnary(*stub_, &Stub::GetIngestSession, request, &response).ok());
    return response.session();
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<Stub> stub_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  v1::StreamIngestResponse opened_;
};

TEST_F(UploadTest, LargeDocumentComesInPieces) {
  const std::string letter = LargeLetter(kMaxContentBytes + 12345);
  grpc::ClientContext context;
  const auto stream = Open(&context);
  EXPECT_EQ(opened_.opened().max_chunk_bytes(), static_cast<int>(kMaxChunkBytes));
  EXPECT_EQ(opened_.opened().max_document_bytes(), static_cast<int64_t>(kMaxDocumentBytes));

  ASSERT_TRUE(SendInPieces<In>(*stream, 1, "large", letter));
  stream->Write(Item<In>(2, "small", Letter(2)));
  stream->WritesDone();
  auto ack = ReadAck(*stream);
  if (ack.durable_sequence() < 2) ack = ReadAck(*stream);

  EXPECT_EQ(ack.durable_sequence(), 2);
  EXPECT_TRUE(End(*stream).ok());
  EXPECT_EQ(SourceSize("large"), static_cast<int64_t>(letter.size()));
  EXPECT_EQ(Session().counts().created(), 2);
}

TEST_F(UploadTest, CutInTheMiddleOfPiecesLeavesNothing) {
  const std::string letter = LargeLetter(2 * kMaxChunkBytes);
  {
    grpc::ClientContext context;
    const auto stream = Open(&context);
    ASSERT_TRUE(stream->Write(Announcement<In>(1, "large", letter)));
    ASSERT_TRUE(stream->Write(Chunk<In>(1, 0, letter)));
    context.TryCancel();
    stream->Finish();
  }
  grpc::ClientContext half;
  const auto closed = Open(&half);
  closed->Write(Announcement<In>(1, "large", letter));
  closed->Write(Chunk<In>(1, 0, letter));
  closed->WritesDone();

  const grpc::Status status = End(*closed);

  EXPECT_EQ(InfoOf(status).metadata().at("field"), "chunk");
  EXPECT_EQ(Session().durable_sequence(), 0);
  EXPECT_EQ(SourceSize("large"), -1);
  grpc::ClientContext again;
  const auto stream = Open(&again);
  ASSERT_TRUE(SendInPieces<In>(*stream, 1, "large", letter));
  EXPECT_EQ(ReadAck(*stream).durable_sequence(), 1);
}

TEST_F(UploadTest, OtherBytesThanAnnouncedAndTooManyAreDurableRefusals) {
  const std::string letter = Letter(1);
  In wrong = Announcement<In>(1, "wrong", letter);
  wrong.mutable_item()->mutable_chunked()->set_sha256(std::string(32, 'x'));
  In large = Announcement<In>(2, "large", letter);
  large.mutable_item()->mutable_chunked()->set_total_size(kMaxDocumentBytes + 1);
  grpc::ClientContext context;
  const auto stream = Open(&context);
  stream->Write(wrong);
  stream->Write(Chunk<In>(1, 0, letter));
  stream->Write(large);
  stream->Write(Chunk<In>(2, 0, letter));  // on its way already
  stream->Write(Item<In>(3, "next", Letter(3)));
  stream->WritesDone();
  std::vector<v1::IngestResult> results;
  while (results.size() < 3) {
    const auto ack = ReadAck(*stream);
    if (ack.results_size() == 0) break;
    results.insert(results.end(), ack.results().begin(), ack.results().end());
  }

  ASSERT_EQ(results.size(), 3u);
  const auto reason = [](const v1::IngestResult& result) {
    return InfoOf(grpc::Status(grpc::StatusCode::UNKNOWN, "", result.status().SerializeAsString()))
        .reason();
  };
  EXPECT_EQ(results[0].outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(reason(results[0]), "DIGEST_MISMATCH");
  EXPECT_EQ(results[1].outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(reason(results[1]), "DOCUMENT_TOO_LARGE");
  EXPECT_EQ(results[2].outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(Session().counts().failed(), 2);
}

TEST_F(UploadTest, AcknowledgementsWaitUntilTheyAreDueOrAskedFor) {
  In open;
  open.mutable_open()->mutable_max_ack_delay()->set_seconds(50);
  open.mutable_open()->set_failures_only(true);
  grpc::ClientContext context;
  const auto stream = Open(&context, open);
  for (int i = 1; i <= 5; ++i) stream->Write(Item<In>(i, "d" + std::to_string(i), Letter(i)));
  In bad = Item<In>(6, "d6", Letter(6));
  bad.mutable_item()->set_if_etag("*");
  stream->Write(bad);
  In flush;
  flush.mutable_flush();
  stream->Write(flush);

  // One answer to the flush, though the results came one after the other.
  const auto ack = ReadAck(*stream);

  EXPECT_EQ(ack.durable_sequence(), 6);
  ASSERT_EQ(ack.results_size(), 1);
  EXPECT_EQ(ack.results(0).sequence(), 6);
  EXPECT_GT(ack.read_info().commit_number(), 0);
}

TEST_F(UploadTest, AcknowledgementsComeByThemselvesAfterTheirDelay) {
  In open;
  open.mutable_open()->mutable_max_ack_delay()->set_nanos(20'000'000);
  grpc::ClientContext context;
  const auto stream = Open(&context, open);

  stream->Write(Item<In>(1, "d", Letter(1)));

  EXPECT_EQ(ReadAck(*stream).durable_sequence(), 1);
}

TEST_F(UploadTest, UploadAnswersWithOneSummary) {
  const std::string letter = LargeLetter(kMaxChunkBytes + 1);
  grpc::ClientContext context;
  testing::SetDeadline(&context, 60);
  v1::UploadDocumentsResponse response;
  const auto upload = stub_->UploadDocuments(&context, &response);
  Up open;
  open.set_ingest_session(kSession);
  upload->Write(open);
  upload->Write(Item<Up>(1, "a", Letter(1)));
  ASSERT_TRUE(SendInPieces<Up>(*upload, 2, "large", letter));
  Up bad = Item<Up>(3, "b", Letter(3));
  bad.mutable_item()->set_if_etag("*");
  upload->Write(bad);
  upload->WritesDone();

  const grpc::Status status = upload->Finish();

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.session().durable_sequence(), 3);
  EXPECT_EQ(response.session().counts().created(), 2);
  ASSERT_EQ(response.failures_size(), 1);
  EXPECT_EQ(response.failures(0).sequence(), 3);
  EXPECT_GT(response.read_info().commit_number(), 3);
  EXPECT_EQ(SourceSize("large"), static_cast<int64_t>(letter.size()));
}

TEST_F(UploadTest, UploadMistakesAreNamed) {
  const auto run = [this](std::vector<Up> requests) {
    grpc::ClientContext context;
    testing::SetDeadline(&context, 60);
    v1::UploadDocumentsResponse response;
    const auto upload = stub_->UploadDocuments(&context, &response);
    for (const Up& request : requests) {
      if (!upload->Write(request)) break;
    }
    upload->WritesDone();
    return InfoOf(upload->Finish());
  };
  Up open;
  open.set_ingest_session(kSession);
  Up unknown;
  unknown.set_ingest_session("collections/water/ingestSessions/none");

  EXPECT_EQ(run({}).metadata().at("field"), "message");
  EXPECT_EQ(run({Item<Up>(1, "a", Letter(1))}).metadata().at("field"), "message");
  EXPECT_EQ(run({open, open}).metadata().at("field"), "ingest_session");
  EXPECT_EQ(run({unknown}).reason(), "SESSION_NOT_FOUND");
  EXPECT_EQ(run({open, Item<Up>(2, "a", Letter(1))}).reason(), "SEQUENCE_GAP");
  EXPECT_EQ(run({open, Chunk<Up>(1, 0, "x")}).metadata().at("field"), "chunk");
}

TEST_F(UploadTest, NewerStreamFencesAnUpload) {
  grpc::ClientContext context;
  testing::SetDeadline(&context, 60);
  v1::UploadDocumentsResponse response;
  const auto upload = stub_->UploadDocuments(&context, &response);
  Up open;
  open.set_ingest_session(kSession);
  upload->Write(open);
  upload->Write(Item<Up>(1, "a", Letter(1)));
  // The stream is attached once its item is durable.
  while (Session().durable_sequence() < 1) {
  }
  grpc::ClientContext newer;
  const auto stream = Open(&newer);
  upload->Write(Item<Up>(2, "b", Letter(2)));
  upload->WritesDone();

  EXPECT_EQ(InfoOf(upload->Finish()).reason(), "SESSION_FENCED");
}

TEST_F(UploadTest, DrainInTheMiddleOfPiecesLosesNothingThatWasAcknowledged) {
  const std::string letter = LargeLetter(2 * kMaxChunkBytes);
  grpc::ClientContext context;
  const auto stream = Open(&context);
  stream->Write(Item<In>(1, "a", Letter(1)));
  ASSERT_EQ(ReadAck(*stream).durable_sequence(), 1);
  stream->Write(Announcement<In>(2, "large", letter));
  stream->Write(Chunk<In>(2, 0, letter));

  server_.Signal(SIGTERM);
  v1::StreamIngestResponse response;
  bool draining = false;
  while (stream->Read(&response)) {
    if (!response.has_draining()) continue;
    draining = true;
    EXPECT_GT(response.draining().deadline().seconds(), 0);
    EXPECT_EQ(response.draining().reason(), "DRAINING");
  }
  const grpc::Status status = stream->Finish();

  EXPECT_TRUE(draining);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(server_.Wait(), 0);
  ASSERT_TRUE(server_.Start());
  Connect();
  EXPECT_EQ(Session().durable_sequence(), 1);
  grpc::ClientContext later;
  const auto again = Open(&later);
  ASSERT_TRUE(SendInPieces<In>(*again, 2, "large", letter));
  EXPECT_EQ(ReadAck(*again).durable_sequence(), 2);
}

}  // namespace
}  // namespace pledge
