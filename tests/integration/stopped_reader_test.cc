// A reader that stops reading in the middle of a stream, while writers change
// everything: it goes on with the state that it began with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

constexpr int kDocuments = 120;
constexpr int kCommitments = 150;  // of a letter
constexpr absl::Duration kStop = absl::Minutes(1);
// More than any buffer between server and reader takes.
constexpr size_t kEnoughBytes = size_t{8} << 20;

std::string LongLetter(int number, int year) {
  std::string letter = absl::StrCat("临澜市水务局关于市政协第", number,
                                    "号提案的答复函\n林清和委员：\n您提出的提案收悉，现答复如下：\n"
                                    "一、下一步打算\n");
  for (int i = 1; i <= kCommitments; ++i) {
    absl::StrAppend(&letter, i, ".我局将于", year, "年底前会同市财政局完成第", i,
                    "片区老旧供水管网改造，新建泵站", i, "座。\n");
  }
  return letter + "临澜市水务局\n2024年6月12日\n";
}

class StoppedReaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    documents_ = v1::DocumentService::NewStub(server_.NewChannel());
    queries_ = v1::QueryService::NewStub(server_.NewChannel());
  }

  static std::string Name(int document) {
    return absl::StrCat("collections/water/documents/d", document);
  }

  void StoreAll() {
    for (int i = 0; i < kDocuments; ++i) {
      v1::CreateDocumentResponse response;
      const auto request =
          testing::CreateRequest("water", absl::StrCat("d", i), LongLetter(i, 2025));
      const grpc::Status status = testing::CallUnary(
          *documents_, &v1::DocumentService::Stub::CreateDocument, request, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
  }

  // Replaces each letter, then deletes it, until told to stop. Adds new ones.
  void WriteUntil(const std::atomic<bool>& is_done) {
    for (int round = 0; !is_done; ++round) {
      absl::SleepFor(absl::Milliseconds(50));
      const int document = round % kDocuments;
      v1::UpdateDocumentRequest update;
      update.mutable_document()->set_name(Name(document));
      update.mutable_content()->set_data(LongLetter(document, 2030 + round));
      v1::UpdateDocumentResponse updated;
      if (testing::CallUnary(*documents_, &v1::DocumentService::Stub::UpdateDocument, update,
                             &updated)
              .ok()) {
        ++writes_;
      }
      v1::DeleteDocumentRequest remove;
      remove.set_name(Name(document));
      v1::DeleteDocumentResponse removed;
      if (testing::CallUnary(*documents_, &v1::DocumentService::Stub::DeleteDocument, remove,
                             &removed)
              .ok()) {
        ++writes_;
      }
      v1::CreateDocumentResponse created;
      const auto create =
          testing::CreateRequest("water", absl::StrCat("new", round), LongLetter(round, 2040));
      if (testing::CallUnary(*documents_, &v1::DocumentService::Stub::CreateDocument, create,
                             &created)
              .ok()) {
        ++writes_;
      }
    }
  }

  struct Read {
    std::vector<std::string> commitments;  // serialised
    size_t bytes = 0;
    bool is_complete = false;
  };

  // Reads the whole stream; `stop` is run behind the first message.
  Read ReadAll(const std::function<void()>& stop) {
    Read read;
    grpc::ClientContext context;
    testing::SetDeadline(&context, 200);
    v1::StreamCommitmentsRequest request;
    request.mutable_selector()->add_parents("collections/water");
    auto reader = queries_->StreamCommitments(&context, request);
    v1::StreamCommitmentsResponse message;
    for (bool is_first = true; reader->Read(&message); is_first = false) {
      for (const auto& one : message.commitments()) {
        read.commitments.push_back(one.SerializeAsString());
        read.bytes += read.commitments.back().size();
      }
      read.is_complete = message.position().complete();
      if (is_first) stop();
    }
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return read;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::QueryService::Stub> queries_;
  std::atomic<int> writes_ = 0;
};

TEST_F(StoppedReaderTest, GoesOnWithTheStateItBeganWith) {
  ASSERT_NO_FATAL_FAILURE(StoreAll());
  const Read before = ReadAll([] {});
  ASSERT_GE(before.commitments.size(), size_t{kDocuments} * kCommitments);
  ASSERT_GT(before.bytes, kEnoughBytes);

  std::atomic<bool> is_done = false;
  std::thread writer;
  const Read stopped = ReadAll([&] {
    writer = std::thread([&] { WriteUntil(is_done); });
    absl::SleepFor(kStop);
  });
  is_done = true;
  writer.join();

  EXPECT_TRUE(stopped.is_complete);
  EXPECT_TRUE(stopped.commitments == before.commitments);
  // All of the first letters were replaced meanwhile.
  EXPECT_GT(writes_, 3 * kDocuments);
  EXPECT_FALSE(ReadAll([] {}).commitments == before.commitments);
}

}  // namespace
}  // namespace pledge
