// A random run on the real server: writers on a few letters, watches that are
// cut and stopped, a server that is killed. Then the validators look at what
// each watch was told. The seed is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/integration/letters.h"
#include "tests/integration/replicas.h"
#include "tests/integration/revisions.h"
#include "tests/integration/server_process.h"
#include "tests/integration/watch_client.h"
#include "tests/integration/watch_history.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::RecordWords;
using testing::TrueCommit;
using testing::WatchClient;
using testing::WatchHistory;

constexpr unsigned kSeed = 20417;
constexpr int kRounds = 3;  // between them the server is killed
constexpr int kWritesPerRound = 60;
constexpr int kDocuments = 5;

// Some promises of our own, each at most once, with a random number.
std::string RandomLetter(std::mt19937& random) {
  const std::vector<std::pair<std::string, std::string>> promises = {
      {"改造供水管网", "公里"}, {"新建托育机构", "所"}, {"培训养老护理员", "名"},
      {"建设口袋公园", "座"},   {"检查燃气用户", "户"}, {"招聘乡村教师", "名"}};
  std::vector<std::string> sentences;
  for (const auto& [what, unit] : promises) {
    if (random() % 3 == 0) continue;
    sentences.push_back(absl::StrCat(what, 10 + random() % 5, unit));
  }
  std::shuffle(sentences.begin(), sentences.end(), random);
  return absl::StrCat("临澜市人民政府关于第", 1 + random() % 900,
                      "号建议的答复函\n林清和代表：\n您提出的建议收悉，现答复如下：\n"
                      "下一步，我市将采取以下措施。",
                      absl::StrJoin(sentences, "。"),
                      "。\n感谢您的关心。\n临澜市人民政府\n2024年6月12日\n");
}

// Where the history takes place: a server on its folder, which is killed and
// started again, or replicas on a database, of which another one takes over.
class WatchHistoryTest : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (!GetParam()) return;
    if (!testing::PrivatePostgres::IsInstalled()) GTEST_SKIP() << "postgresql-15 is not installed";
    replicas_ = std::make_unique<testing::Replicas>(testing::SharedPostgres(), dir_.path(), 3);
  }
  bool StartServer() { return replicas_ != nullptr ? replicas_->Start() : server_.Start(); }
  bool KillServer() {
    if (replicas_ != nullptr) {
      replicas_->KillServing();
      return server_.AwaitServing();
    }
    server_.Kill();
    return server_.Start();
  }

  struct Watch {
    v1::WatchChangesRequest request;
    WatchHistory history;
    std::unique_ptr<WatchClient> client;
  };

  void AddWatch(v1::WatchTarget target, const std::string& parent) {
    Watch& watch = watches_.emplace_back();
    watch.request = testing::WatchRequest(target, parent);
    watch.request.set_include_previous(true);
    watch.history.parent = parent;
    v1::GetWatermarksResponse marks = Watermarks();
    watch.history.begin = marks.head().commit_number();
    watch.request.set_resume_token(marks.head().consistency_token());
    watch.client = std::make_unique<WatchClient>(server_.NewChannel(), watch.request);
  }

  v1::GetWatermarksResponse Watermarks() {
    const auto stub = v1::WatchService::NewStub(server_.NewChannel());
    v1::GetWatermarksResponse response;
    EXPECT_TRUE(CallUnary(*stub, &v1::WatchService::Stub::GetWatermarks, v1::GetWatermarksRequest(),
                          &response)
                    .ok());
    return response;
  }

  void Write(unsigned seed, const std::string& session) {
    std::mt19937 random(seed);
    testing::RevisionWriter writer(server_.NewChannel(), random() % 2 ? "city" : "county", session);
    for (int i = 0; i < kWritesPerRound; ++i) {
      const auto result =
          writer.Put(absl::StrCat("d", random() % kDocuments), RandomLetter(random));
      EXPECT_NE(result.outcome(), v1::INGEST_OUTCOME_UNSPECIFIED);
    }
  }

  // Reads a random number of messages, with random cuts between them.
  void ReadSome(Watch& watch, std::mt19937& random) {
    for (int cuts = random() % 3; cuts >= 0; --cuts) {
      auto& stream = watch.history.streams.emplace_back();
      v1::WatchChangesResponse message;
      for (int left = random() % 4; left >= 0; --left) {
        if (!watch.client->Read(&message)) break;
        stream.push_back(message);
      }
      watch.client->Connect(server_.NewChannel());
    }
  }

  void ReadToTheEnd(Watch& watch) {
    watch.client->Connect(server_.NewChannel());
    const int64_t head = Watermarks().head().commit_number();
    watch.history.streams.push_back(watch.client->ReadUntil([head](const auto& message) {
      return message.has_through() && message.through().commit_number() >= head;
    }));
  }

  RecordWords WordsOf(const v1::DocumentRevision& revision, bool of_documents);
  std::vector<TrueCommit> ReadTruth(bool of_documents);

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};  // with replicas: their address only
  std::unique_ptr<testing::Replicas> replicas_;
  std::vector<Watch> watches_;
};

RecordWords WatchHistoryTest::WordsOf(const v1::DocumentRevision& revision, bool of_documents) {
  if (of_documents) return {{"", revision.snapshot().etag()}};
  RecordWords words;
  const auto stub = v1::QueryService::NewStub(server_.NewChannel());
  v1::StreamCommitmentsRequest request;
  request.mutable_selector()->add_parents(revision.name());
  grpc::ClientContext context;
  const auto stream = stub->StreamCommitments(&context, request);
  v1::StreamCommitmentsResponse message;
  while (stream->Read(&message)) {
    for (const v1::Commitment& one : message.commitments()) words[one.lineage_id()] = one.text();
  }
  EXPECT_TRUE(stream->Finish().ok());
  return words;
}

// From the revisions of all documents, not from the log.
std::vector<TrueCommit> WatchHistoryTest::ReadTruth(bool of_documents) {
  const auto stub = v1::DocumentService::NewStub(server_.NewChannel());
  std::map<int64_t, TrueCommit> by_commit;
  for (const std::string collection : {"city", "county"}) {
    for (int i = 0; i < kDocuments; ++i) {
      const std::string name = absl::StrCat("collections/", collection, "/documents/d", i);
      RecordWords before;
      for (int ordinal = 1;; ++ordinal) {
        v1::GetDocumentRevisionRequest request;
        request.set_name(absl::StrCat(name, "/revisions/", ordinal));
        v1::GetDocumentRevisionResponse response;
        if (!CallUnary(*stub, &v1::DocumentService::Stub::GetDocumentRevision, request, &response)
                 .ok()) {
          break;
        }
        const int64_t commit = response.revision().commit_number();
        RecordWords after = WordsOf(response.revision(), of_documents);
        by_commit[commit] = {commit, name, before, after};
        before = std::move(after);
      }
    }
  }
  std::vector<TrueCommit> truth;
  for (auto& [commit, one] : by_commit) truth.push_back(std::move(one));
  return truth;
}

TEST_P(WatchHistoryTest, EveryWatchIsToldTheTruth) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  ASSERT_TRUE(StartServer()) << server_.Log();
  std::mt19937 random(kSeed);
  for (const auto target : {v1::WATCH_TARGET_DOCUMENTS, v1::WATCH_TARGET_COMMITMENTS}) {
    for (const std::string parent : {"collections/-", "collections/city", "collections/none"}) {
      AddWatch(target, parent);
    }
  }
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::thread> writers;
    for (int i = 0; i < 3; ++i) {
      writers.emplace_back([this, seed = random(), round, i] {
        Write(static_cast<unsigned>(seed), absl::StrCat("s", round, "-", i));
      });
    }
    // The first watch of each target is not read before the end.
    for (size_t i = 0; i < watches_.size(); ++i) {
      if (i % 3 != 0) ReadSome(watches_[i], random);
    }
    for (std::thread& writer : writers) writer.join();
    if (round == 1) AddWatch(v1::WATCH_TARGET_COMMITMENTS, "collections/county");
    ASSERT_TRUE(KillServer()) << server_.Log();
  }

  for (Watch& watch : watches_) ReadToTheEnd(watch);

  const auto of_documents = ReadTruth(true);
  const auto of_commitments = ReadTruth(false);
  EXPECT_GT(of_documents.size(), 100u);
  for (const Watch& watch : watches_) {
    const bool documents = watch.request.target() == v1::WATCH_TARGET_DOCUMENTS;
    SCOPED_TRACE(absl::StrCat(watch.history.parent, documents ? " documents" : " commitments"));
    testing::ExpectTrueHistory(watch.history, documents ? of_documents : of_commitments);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, WatchHistoryTest, ::testing::Bool(), [](const auto& info) {
  return info.param ? "ReplicasOnPostgres" : "RocksDb";
});

}  // namespace
}  // namespace pledge
