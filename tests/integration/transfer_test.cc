// ExportRecords and ImportRecords on real servers: kill -9, drains, writers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "pledge/v1/admin_service.grpc.pb.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CallUnary;
using testing::InfoOf;
using testing::Letter;
using Stub = v1::AdminService::Stub;

// A letter with an annex that does not compress well.
std::string LargeLetter(int number, size_t size) {
  std::mt19937 random(static_cast<unsigned>(number));
  std::string letter = Letter(number) + "附件：\n";
  while (letter.size() < size) {
    for (int i = 0; i < 60; ++i) letter.push_back(static_cast<char>('!' + random() % 90));
    letter.push_back('\n');
  }
  return letter;
}

struct Blocks {
  std::vector<v1::ExportRecordsResponse> messages;
  grpc::Status status;
  std::string digest() const { return messages.empty() ? "" : messages.back().digest(); }
};

class TransferTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(source_.Start()) << source_.Log(); }

  void Create(testing::ServerProcess& server, const std::string& id, const std::string& letter) {
    const auto documents = v1::DocumentService::NewStub(server.NewChannel());
    v1::CreateDocumentResponse created;
    const auto status = CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                                  testing::CreateRequest("water", id, letter), &created);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // Some MiB, so that an import is durable in the middle.
  void FillLarge() {
    for (int i = 0; i < 7; ++i) {
      Create(source_, "d" + std::to_string(i), LargeLetter(i, 500'000));
    }
  }

  // Reads at most `count` messages of an export.
  static Blocks Export(testing::ServerProcess& server, const v1::ExportRecordsRequest& request,
                       size_t count = 1000) {
    const auto stub = v1::AdminService::NewStub(server.NewChannel());
    grpc::ClientContext context;
    testing::SetDeadline(&context, 120);
    const auto reader = stub->ExportRecords(&context, request);
    Blocks out;
    v1::ExportRecordsResponse message;
    while (out.messages.size() < count && reader->Read(&message)) out.messages.push_back(message);
    if (out.messages.size() >= count) context.TryCancel();
    out.status = reader->Finish();
    return out;
  }

  // Sends the blocks; the digest of `blocks` when it has one.
  static grpc::Status Import(testing::ServerProcess& server, const Blocks& blocks,
                             v1::ImportRecordsResponse* response = nullptr) {
    const auto stub = v1::AdminService::NewStub(server.NewChannel());
    grpc::ClientContext context;
    testing::SetDeadline(&context, 120);
    v1::ImportRecordsResponse ignored;
    const auto writer = stub->ImportRecords(&context, response == nullptr ? &ignored : response);
    for (const v1::ExportRecordsResponse& message : blocks.messages) {
      v1::ImportRecordsRequest request;
      request.set_block(message.block());
      request.set_digest(message.digest());
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  static v1::GetStoreStatusResponse Status(testing::ServerProcess& server) {
    const auto stub = v1::AdminService::NewStub(server.NewChannel());
    v1::GetStoreStatusResponse response;
    const auto status =
        CallUnary(*stub, &Stub::GetStoreStatus, v1::GetStoreStatusRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  testing::TempDir source_dir_;
  testing::TempDir target_dir_;
  testing::ServerProcess source_{source_dir_.path()};
  testing::ServerProcess target_{target_dir_.path()};
};

TEST_F(TransferTest, MemoryAndDiskGiveTheSameBothWays) {
  for (int i = 0; i < 30; ++i) Create(source_, "d" + std::to_string(i), Letter(i));
  testing::ServerProcess memory(target_dir_.path(), {"--store", "memory:"});
  ASSERT_TRUE(memory.Start()) << memory.Log();
  testing::TempDir third_dir;
  testing::ServerProcess third(third_dir.path());
  ASSERT_TRUE(third.Start()) << third.Log();

  const Blocks first = Export(source_, {});
  v1::ImportRecordsResponse imported;
  ASSERT_TRUE(first.status.ok()) << first.status.error_message();
  ASSERT_TRUE(Import(memory, first, &imported).ok());
  const Blocks second = Export(memory, {});
  ASSERT_TRUE(Import(third, second).ok());

  EXPECT_EQ(imported.document_count(), 30);
  EXPECT_EQ(imported.revision_count(), 30);
  EXPECT_EQ(first.digest().size(), 32u);
  EXPECT_EQ(second.digest(), first.digest());
  EXPECT_EQ(Export(third, {}).digest(), first.digest());
  EXPECT_EQ(Status(third).document_count(), 30);
  EXPECT_EQ(Status(third).head().commit_number(), Status(source_).head().commit_number());
  EXPECT_EQ(Status(third).oldest().commit_number(), Status(source_).head().commit_number());
  // Tokens of the old store are refused by the new one, of either kind.
  v1::ExportRecordsRequest resume;
  resume.set_resume_token(first.messages.back().resume_token());
  EXPECT_EQ(InfoOf(Export(third, resume).status).reason(), "TOKEN_MALFORMED");
  v1::ExportRecordsRequest at;
  at.mutable_read_point()->set_exactly(first.messages.front().read_info().consistency_token());
  EXPECT_EQ(InfoOf(Export(third, at).status).reason(), "TOKEN_MALFORMED");
  resume.mutable_read_point()->set_latest(true);
  EXPECT_EQ(InfoOf(Export(source_, resume).status).metadata().at("field"), "read_point");
}

TEST_F(TransferTest, ExportUnderWritersIsOneState) {
  for (int i = 0; i < 10; ++i) Create(source_, "d" + std::to_string(i), LargeLetter(i, 200'000));
  const auto point = Status(source_).head();
  v1::ExportRecordsRequest request;
  request.mutable_read_point()->set_exactly(point.consistency_token());
  const Blocks quiet = Export(source_, request);
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    for (int i = 100; !stop; ++i) {
      Create(source_, "d" + std::to_string(i), Letter(i));
      ++written;
    }
  });

  while (written < 5) std::this_thread::yield();
  const Blocks busy = Export(source_, request);
  const int during = written;
  stop = true;
  writer.join();

  ASSERT_TRUE(busy.status.ok()) << busy.status.error_message();
  EXPECT_EQ(busy.digest(), quiet.digest());
  EXPECT_EQ(busy.messages.back().document_count(), 10);
  EXPECT_GE(during, 5);
}

TEST_F(TransferTest, ExportGoesOnBehindAKilledServer) {
  FillLarge();
  const Blocks whole = Export(source_, {});
  ASSERT_TRUE(whole.status.ok()) << whole.status.error_message();
  ASSERT_GT(whole.messages.size(), 4u);

  const Blocks begun = Export(source_, {}, 3);
  source_.Kill();
  ASSERT_TRUE(source_.Start()) << source_.Log();
  Create(source_, "later", Letter(99));
  v1::ExportRecordsRequest resume;
  resume.set_resume_token(begun.messages.back().resume_token());
  const Blocks rest = Export(source_, resume);

  ASSERT_TRUE(rest.status.ok()) << rest.status.error_message();
  EXPECT_EQ(rest.digest(), whole.digest());
  EXPECT_EQ(begun.messages.size() + rest.messages.size(), whole.messages.size());
  EXPECT_EQ(rest.messages.front().block(), whole.messages[3].block());
}

TEST_F(TransferTest, ImportGoesOnBehindAKilledServer) {
  FillLarge();
  const Blocks whole = Export(source_, {});
  ASSERT_TRUE(target_.Start()) << target_.Log();
  Blocks begun = whole;
  begun.messages.resize(whole.messages.size() - 1);
  const auto cut = Import(target_, begun);
  EXPECT_EQ(InfoOf(cut).reason(), "BLOCK_INVALID");
  EXPECT_EQ(InfoOf(cut).metadata().at("problem"), "END_MISSING");

  target_.Kill();
  ASSERT_TRUE(target_.Start()) << target_.Log();
  EXPECT_EQ(Status(target_).condition(), v1::STORE_CONDITION_IMPORTING);
  EXPECT_EQ(Status(target_).document_count(), 0);
  const auto documents = v1::DocumentService::NewStub(target_.NewChannel());
  v1::CreateDocumentResponse created;
  const auto refused = CallUnary(*documents, &v1::DocumentService::Stub::CreateDocument,
                                 testing::CreateRequest("water", "x", Letter(1)), &created);
  EXPECT_EQ(InfoOf(refused).reason(), "IMPORT_INCOMPLETE");
  EXPECT_EQ(InfoOf(Export(target_, {}).status).reason(), "IMPORT_INCOMPLETE");
  const auto finished = Import(target_, whole);

  ASSERT_TRUE(finished.ok()) << finished.error_message();
  EXPECT_EQ(Status(target_).condition(), v1::STORE_CONDITION_READ_WRITE);
  EXPECT_EQ(Status(target_).document_count(), 7);
  EXPECT_EQ(Export(target_, {}).digest(), whole.digest());
  target_.Kill();
  ASSERT_TRUE(target_.Start()) << target_.Log();
  EXPECT_EQ(Export(target_, {}).digest(), whole.digest());
  const auto again = Import(target_, whole);
  EXPECT_EQ(InfoOf(again).reason(), "STORE_NOT_EMPTY");
  EXPECT_EQ(InfoOf(again).metadata().count("imported_digest"), 1u);
}

TEST_F(TransferTest, DrainEndsBothInOrder) {
  FillLarge();
  const Blocks whole = Export(source_, {});
  ASSERT_TRUE(target_.Start()) << target_.Log();
  // An import that has begun, and an export that nobody reads on.
  const auto into = v1::AdminService::NewStub(target_.NewChannel());
  grpc::ClientContext import_context;
  v1::ImportRecordsResponse response;
  const auto writer = into->ImportRecords(&import_context, &response);
  const auto from = v1::AdminService::NewStub(source_.NewChannel());
  grpc::ClientContext export_context;
  const auto reader = from->ExportRecords(&export_context, {});
  v1::ExportRecordsResponse message;
  ASSERT_TRUE(reader->Read(&message));
  v1::ImportRecordsRequest request;
  request.set_block(message.block());
  ASSERT_TRUE(writer->Write(request));

  target_.Signal(SIGTERM);
  source_.Signal(SIGTERM);
  // Both notice at their next step.
  std::string token = message.resume_token();
  while (writer->Write(request)) {
  }
  while (reader->Read(&message)) token = message.resume_token();
  const auto imported = writer->Finish();
  const auto exported = reader->Finish();

  EXPECT_FALSE(imported.ok());
  EXPECT_EQ(target_.Wait(), 0) << target_.Log();
  EXPECT_EQ(source_.Wait(), 0) << source_.Log();
  ASSERT_TRUE(source_.Start()) << source_.Log();
  ASSERT_TRUE(target_.Start()) << target_.Log();
  if (!exported.ok()) {
    v1::ExportRecordsRequest resume;
    resume.set_resume_token(token);
    EXPECT_EQ(Export(source_, resume).digest(), whole.digest());
  }
  EXPECT_TRUE(Import(target_, whole).ok());
}

TEST_F(TransferTest, LowDiskRefusesAnImport) {
  Create(source_, "a", Letter(1));
  const Blocks whole = Export(source_, {});
  testing::ServerProcess full(target_dir_.path(), {"--disk-reserve-mib", "1099511627776"});
  ASSERT_TRUE(full.Start()) << full.Log();

  const auto status = Import(full, whole);

  EXPECT_EQ(InfoOf(status).reason(), "DISK_RESERVE");
}

TEST_F(TransferTest, MessagesOutOfPlaceAreRefused) {
  Create(source_, "a", Letter(1));
  Blocks whole = Export(source_, {});
  ASSERT_TRUE(target_.Start()) << target_.Log();
  Blocks empty;
  empty.messages.emplace_back();

  EXPECT_EQ(InfoOf(Import(target_, empty)).metadata().at("field"), "block");
  EXPECT_EQ(InfoOf(Import(target_, {})).reason(), "BLOCK_INVALID");
  whole.messages.back().set_digest("x");
  EXPECT_EQ(InfoOf(Import(target_, whole)).reason(), "DIGEST_MISMATCH");
  EXPECT_EQ(InfoOf(Import(source_, whole)).reason(), "STORE_NOT_EMPTY");
  EXPECT_EQ(Status(target_).condition(), v1::STORE_CONDITION_READ_WRITE);
}

}  // namespace
}  // namespace pledge
