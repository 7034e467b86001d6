#include "client/cpp/ingest_stream.h"

#include "client/cpp/channel.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/fake_ingest_service.h"

namespace pledge::client {
namespace {

absl::Status WaitForEnd(IngestStream& stream, Waker& waker) {
  for (;;) {
    while (stream.Take().has_value()) {
    }
    if (const auto end = stream.Ended()) return *end;
    waker.WaitUntil(absl::InfiniteFuture());
  }
}

v1::StreamIngestRequest MakeOpen() {
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session("collections/city/ingestSessions/s1");
  return request;
}

// The call may be over before, while or after the message is handed over.
TEST(IngestStream, EndsWhenTheCallBreaksWhileAMessageIsSent) {
  const testing::TempDir dir;
  const auto stub = v1::IngestService::NewStub(Connect("unix:" + dir.path() + "/nobody"));
  for (int i = 0; i < 300; ++i) {
    const auto waker = std::make_shared<Waker>();
    IngestStream stream(stub.get(), waker);

    if (stream.CanSend()) stream.Send(MakeOpen());

    EXPECT_EQ(WaitForEnd(stream, *waker).code(), absl::StatusCode::kUnavailable);
    EXPECT_FALSE(stream.CanSend());
  }
}

TEST(IngestStream, CanBeDestroyedAtAnyTime) {
  testing::FakeIngestService service;
  testing::FakeServer server({&service});
  const auto stub = v1::IngestService::NewStub(Connect(server.address()));
  v1::CreateIngestSessionRequest request;
  request.set_parent("collections/city");
  request.set_ingest_session_id("s1");
  v1::CreateIngestSessionResponse response;
  ASSERT_TRUE(
      stub->CreateIngestSession(MakeContext(absl::Seconds(30)).get(), request, &response).ok());
  for (int i = 0; i < 300; ++i) {
    const auto waker = std::make_shared<Waker>();
    IngestStream stream(stub.get(), waker);
    if (i % 3 > 0 && stream.CanSend()) stream.Send(MakeOpen());
    if (i % 3 > 1) waker->WaitUntil(absl::InfiniteFuture());
  }
}

TEST(IngestStream, EndsAfterItWasClosed) {
  testing::FakeIngestService service;
  testing::FakeServer server({&service});
  const auto stub = v1::IngestService::NewStub(Connect(server.address()));
  const auto waker = std::make_shared<Waker>();
  IngestStream stream(stub.get(), waker);

  stream.CloseSending();

  EXPECT_EQ(WaitForEnd(stream, *waker).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace pledge::client
