// IngestService on the real server: every item exactly once, through cuts on
// either side, with typed results.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <set>
#include <thread>
#include <vector>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::InfoOf;
using testing::Letter;

constexpr char kSession[] = "collections/water/ingestSessions/s1";

v1::StreamIngestRequest Open(const std::string& session = kSession) {
  v1::StreamIngestRequest request;
  request.mutable_open()->set_ingest_session(session);
  return request;
}

v1::StreamIngestRequest Item(int64_t sequence, const std::string& id, const std::string& bytes) {
  v1::StreamIngestRequest request;
  request.mutable_item()->set_sequence(sequence);
  request.mutable_item()->set_document_id(id);
  request.mutable_item()->mutable_content()->set_data(bytes);
  return request;
}

// One attached stream.
class Attachment {
 public:
  explicit Attachment(v1::IngestService::Stub& stub) {
    testing::SetDeadline(&context_, 60);
    stream_ = stub.StreamIngest(&context_);
  }
  ~Attachment() {
    if (stream_ == nullptr) return;
    context_.TryCancel();
    stream_->Finish();
  }

  bool Write(const v1::StreamIngestRequest& request) { return stream_->Write(request); }
  bool Read(v1::StreamIngestResponse* response) { return stream_->Read(response); }
  // Reads acks until `count` results came, or the stream ends.
  std::map<int64_t, v1::IngestResult> ReadResults(size_t count) {
    std::map<int64_t, v1::IngestResult> results;
    v1::StreamIngestResponse response;
    while (results.size() < count && Read(&response)) {
      for (const auto& one : response.ack().results()) {
        EXPECT_TRUE(results.emplace(one.sequence(), one).second)
            << "result given twice: " << one.sequence();
      }
      if (response.has_ack()) durable_ = response.ack().durable_sequence();
    }
    return results;
  }
  int64_t durable() const { return durable_; }
  void HalfClose() { stream_->WritesDone(); }
  grpc::Status Finish() {
    v1::StreamIngestResponse rest;
    while (stream_->Read(&rest)) {
    }
    const grpc::Status status = stream_->Finish();
    stream_ = nullptr;
    return status;
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamIngestRequest, v1::StreamIngestResponse>>
      stream_;
  int64_t durable_ = 0;
};

class IngestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    Connect();
    CreateSession("s1");
  }

  void Connect() {
    channel_ = server_.NewChannel();
    stub_ = v1::IngestService::NewStub(channel_);
    documents_ = v1::DocumentService::NewStub(channel_);
    queries_ = v1::QueryService::NewStub(channel_);
  }

  v1::IngestSession CreateSession(const std::string& id) {
    v1::CreateIngestSessionRequest request;
    request.set_parent("collections/water");
    request.set_ingest_session_id(id);
    v1::CreateIngestSessionResponse response;
    const grpc::Status status =
        CallUnary(*stub_, &v1::IngestService::Stub::CreateIngestSession, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.session();
  }

  v1::IngestSession GetSession() {
    v1::GetIngestSessionRequest request;
    request.set_name(kSession);
    v1::GetIngestSessionResponse response;
    EXPECT_TRUE(
        CallUnary(*stub_, &v1::IngestService::Stub::GetIngestSession, request, &response).ok());
    return response.session();
  }

  // The revision ordinal of each stored document of the collection, by id.
  std::map<std::string, int> Ordinals() {
    v1::StreamSectionsRequest request;
    request.mutable_selector()->add_parents("collections/water");
    request.mutable_read_mask()->add_paths("name");
    grpc::ClientContext context;
    testing::SetDeadline(&context);
    auto reader = queries_->StreamSections(&context, request);
    v1::StreamSectionsResponse message;
    std::map<std::string, int> ordinals;
    while (reader->Read(&message)) {
      for (const auto& section : message.sections()) {
        char id[129];
        int ordinal = 0;
        if (std::sscanf(section.name().c_str(),
                        "collections/water/documents/%128[^/]/revisions/%d/", id, &ordinal) == 2) {
          ordinals[id] = ordinal;
        }
      }
    }
    EXPECT_TRUE(reader->Finish().ok());
    return ordinals;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::IngestService::Stub> stub_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::QueryService::Stub> queries_;
};

TEST_F(IngestTest, ItemsBecomeDocumentsWithResultsInOrder) {
  Attachment stream(*stub_);
  ASSERT_TRUE(stream.Write(Open()));
  v1::StreamIngestResponse opened;
  ASSERT_TRUE(stream.Read(&opened));
  for (int i = 1; i <= 40; ++i) {
    ASSERT_TRUE(stream.Write(Item(i, "d" + std::to_string(i), Letter(i))));
  }
  stream.HalfClose();

  const auto results = stream.ReadResults(40);

  EXPECT_GT(opened.opened().credit().max_items(), 0);
  ASSERT_EQ(results.size(), 40u);
  int64_t last_commit = 0;
  for (const auto& [sequence, result] : results) {
    EXPECT_EQ(result.outcome(), v1::INGEST_OUTCOME_CREATED);
    EXPECT_EQ(result.revision(),
              "collections/water/documents/d" + std::to_string(sequence) + "/revisions/1");
    EXPECT_GT(result.commit_number(), last_commit);
    last_commit = result.commit_number();
  }
  EXPECT_EQ(stream.durable(), 40);
  EXPECT_TRUE(stream.Finish().ok());
  EXPECT_EQ(GetSession().counts().created(), 40);
}

TEST_F(IngestTest, SameBytesMakeNoRevisionAndOtherBytesMakeOne) {
  Attachment stream(*stub_);
  stream.Write(Open());
  stream.Write(Item(1, "d", Letter(1)));
  stream.Write(Item(2, "d", Letter(1)));
  stream.Write(Item(3, "d", Letter(2)));

  auto results = stream.ReadResults(3);

  EXPECT_EQ(results[1].outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(results[2].outcome(), v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(results[2].revision(), "collections/water/documents/d/revisions/1");
  EXPECT_EQ(results[3].outcome(), v1::INGEST_OUTCOME_UPDATED);
  for (int ordinal : {1, 2}) {
    v1::GetDocumentRevisionRequest request;
    request.set_name("collections/water/documents/d/revisions/" + std::to_string(ordinal));
    v1::GetDocumentRevisionResponse response;
    ASSERT_TRUE(
        CallUnary(*documents_, &v1::DocumentService::Stub::GetDocumentRevision, request, &response)
            .ok());
    EXPECT_EQ(response.revision().source_size(), static_cast<int64_t>(Letter(ordinal).size()));
  }
}

TEST_F(IngestTest, ResentSequenceIsAnsweredFromTheStore) {
  int64_t first_commit = 0;
  {
    Attachment stream(*stub_);
    stream.Write(Open());
    stream.Write(Item(1, "d", Letter(1)));
    auto results = stream.ReadResults(1);
    ASSERT_EQ(results.size(), 1u);
    first_commit = results[1].commit_number();
  }
  Attachment again(*stub_);
  again.Write(Open());
  again.Write(Item(1, "d", Letter(1)));
  again.Write(Item(2, "e", Letter(2)));

  auto results = again.ReadResults(2);

  EXPECT_EQ(results[1].outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(results[1].commit_number(), first_commit);
  EXPECT_GT(results[2].commit_number(), first_commit);
  EXPECT_EQ(Ordinals(), (std::map<std::string, int>{{"d", 1}, {"e", 1}}));
}

TEST_F(IngestTest, SequenceWithOtherBytesEndsTheStream) {
  Attachment first(*stub_);
  first.Write(Open());
  first.Write(Item(1, "d", Letter(1)));
  ASSERT_EQ(first.ReadResults(1).size(), 1u);
  Attachment stream(*stub_);
  stream.Write(Open());
  stream.Write(Item(1, "d", Letter(2)));

  const grpc::Status status = stream.Finish();

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(InfoOf(status).reason(), "SEQUENCE_REUSED");
}

TEST_F(IngestTest, GapEndsTheStreamAndNamesTheExpectedSequence) {
  Attachment stream(*stub_);
  stream.Write(Open());
  stream.Write(Item(1, "a", Letter(1)));
  stream.Write(Item(3, "c", Letter(3)));

  const grpc::Status status = stream.Finish();

  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(InfoOf(status).reason(), "SEQUENCE_GAP");
  EXPECT_EQ(InfoOf(status).metadata().at("expected_sequence"), "2");
  EXPECT_EQ(GetSession().durable_sequence(), 1);
}

TEST_F(IngestTest, RefusedItemIsADurableResultAndTheRestGoesOn) {
  v1::StreamIngestRequest wrong_digest = Item(2, "b", Letter(2));
  wrong_digest.mutable_item()->mutable_content()->set_expected_sha256(std::string(32, 'x'));
  v1::StreamIngestRequest must_exist = Item(3, "c", Letter(3));
  must_exist.mutable_item()->set_if_etag("*");
  Attachment stream(*stub_);
  stream.Write(Open());
  stream.Write(Item(1, "a", Letter(1)));
  stream.Write(wrong_digest);
  stream.Write(must_exist);
  stream.Write(Item(4, "BAD ID", Letter(4)));
  stream.Write(Item(5, "e", Letter(5)));

  auto results = stream.ReadResults(5);

  EXPECT_EQ(results[1].outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(results[2].outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(results[2].status().code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(results[3].outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(results[3].status().code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(results[4].outcome(), v1::INGEST_OUTCOME_REJECTED);
  EXPECT_EQ(results[5].outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(stream.durable(), 5);
  EXPECT_EQ(GetSession().counts().failed(), 3);
}

TEST_F(IngestTest, NewerStreamFencesTheOlder) {
  Attachment older(*stub_);
  older.Write(Open());
  older.Write(Item(1, "a", Letter(1)));
  ASSERT_EQ(older.ReadResults(1).size(), 1u);
  Attachment newer(*stub_);
  newer.Write(Open());
  newer.Write(Item(2, "b", Letter(2)));
  ASSERT_EQ(newer.ReadResults(1).size(), 1u);
  older.Write(Item(3, "c", Letter(3)));

  const grpc::Status status = older.Finish();

  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(InfoOf(status).reason(), "SESSION_FENCED");
}

TEST_F(IngestTest, ProtocolMistakesAreNamed) {
  Attachment no_open(*stub_);
  no_open.Write(Item(1, "a", Letter(1)));
  Attachment unknown(*stub_);
  unknown.Write(Open("collections/water/ingestSessions/none"));
  Attachment twice(*stub_);
  twice.Write(Open());
  twice.Write(Open());

  const grpc::Status no_open_status = no_open.Finish();
  const grpc::Status unknown_status = unknown.Finish();
  const grpc::Status twice_status = twice.Finish();

  EXPECT_EQ(InfoOf(no_open_status).reason(), "FIELD_INVALID");
  EXPECT_EQ(InfoOf(unknown_status).reason(), "SESSION_NOT_FOUND");
  EXPECT_EQ(InfoOf(twice_status).metadata().at("field"), "open");
}

TEST_F(IngestTest, CreatingASessionAgainReturnsIt) {
  Attachment stream(*stub_);
  stream.Write(Open());
  stream.Write(Item(1, "a", Letter(1)));
  ASSERT_EQ(stream.ReadResults(1).size(), 1u);

  const v1::IngestSession again = CreateSession("s1");

  EXPECT_EQ(again.durable_sequence(), 1);
}

TEST_F(IngestTest, KilledServerLosesNothingThatWasAcknowledged) {
  constexpr int kItems = 400;
  std::set<int64_t> acknowledged;
  int64_t next = 1;
  for (int round = 0; round < 6 && next <= kItems; ++round) {
    Attachment stream(*stub_);
    stream.Write(Open());
    std::thread killer([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(30 + 20 * round));
      server_.Signal(SIGKILL);
    });
    std::thread writer([&, first = next] {
      for (int64_t i = first; i <= kItems; ++i) {
        if (!stream.Write(Item(i, "d" + std::to_string(i), Letter(static_cast<int>(i))))) {
          return;
        }
      }
    });
    for (const auto& [sequence, result] : stream.ReadResults(kItems - next + 1)) {
      EXPECT_NE(result.outcome(), v1::INGEST_OUTCOME_REJECTED);
      acknowledged.insert(sequence);
    }
    killer.join();
    writer.join();
    stream.Finish();
    server_.Wait();
    ASSERT_TRUE(server_.Start()) << server_.Log();
    Connect();
    const int64_t durable = GetSession().durable_sequence();
    ASSERT_TRUE(acknowledged.empty() || *acknowledged.rbegin() <= durable);
    next = durable + 1;
  }
  Attachment rest(*stub_);
  rest.Write(Open());
  std::thread writer([&, first = next] {
    for (int64_t i = first; i <= kItems; ++i) {
      rest.Write(Item(i, "d" + std::to_string(i), Letter(static_cast<int>(i))));
    }
  });
  rest.ReadResults(static_cast<size_t>(kItems - next + 1));
  writer.join();

  const auto ordinals = Ordinals();

  EXPECT_EQ(ordinals.size(), static_cast<size_t>(kItems));
  for (const auto& [id, ordinal] : ordinals) EXPECT_EQ(ordinal, 1) << id;
  EXPECT_EQ(GetSession().counts().created(), kItems);
}

TEST_F(IngestTest, KilledClientResumesWithEveryItemOnce) {
  constexpr int kItems = 300;
  const std::string address = server_.address();
  for (int round = 0; round < 3; ++round) {
    // pledgectl stands for a client that dies: a process of its own.
    const std::string list = dir_.path() + "/letters";
    if (round == 0) {
      std::string make = "mkdir -p " + list;
      ASSERT_EQ(testing::RunCommand(make).exit_code, 0);
      for (int i = 1; i <= kItems; ++i) {
        const std::string path = list + "/" + std::to_string(1000 + i) + ".txt";
        FILE* file = std::fopen(path.c_str(), "w");
        ASSERT_NE(file, nullptr);
        std::fputs(Letter(i).c_str(), file);
        std::fclose(file);
      }
    }
    const std::string command = testing::ProgramPath("pledgectl") + " --server " + address +
                                " ingest --collection water " + list;
    const bool last = round == 2;
    const auto result = testing::RunCommand(
        last ? command : "timeout -s KILL 0." + std::to_string(1 + round) + " " + command);
    if (last) {
      EXPECT_EQ(result.exit_code, 0) << result.output;
    }
  }

  const auto ordinals = Ordinals();

  EXPECT_EQ(ordinals.size(), static_cast<size_t>(kItems));
  for (const auto& [id, ordinal] : ordinals) EXPECT_EQ(ordinal, 1) << id;
}

TEST_F(IngestTest, ClientThatNeverReadsIsBoundedAndHarmless) {
  Attachment stuck(*stub_);
  stuck.Write(Open());
  std::thread writer([&] {
    for (int i = 1; i <= 3000; ++i) {
      if (!stuck.Write(Item(i, "s" + std::to_string(i), Letter(i)))) return;
    }
  });
  CreateSession("s2");
  Attachment other(*stub_);
  other.Write(Open("collections/water/ingestSessions/s2"));
  for (int i = 1; i <= 20; ++i) {
    other.Write(Item(i, "o" + std::to_string(i), Letter(i)));
  }

  const auto results = other.ReadResults(20);

  EXPECT_EQ(results.size(), 20u);
  server_.Kill();
  writer.join();
}

}  // namespace
}  // namespace pledge
