// QueryService on the real server: order, resume, one state, masks, units.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using testing::CreateRequest;
using testing::InfoOf;
using testing::Letter;

class QueryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    Connect();
  }

  void Connect() {
    const auto channel = server_.NewChannel();
    documents_ = v1::DocumentService::NewStub(channel);
    queries_ = v1::QueryService::NewStub(channel);
  }

  void Store(int first, int last) {
    for (int i = first; i <= last; ++i) {
      v1::CreateDocumentResponse response;
      const grpc::Status status =
          testing::CallUnary(*documents_, &v1::DocumentService::Stub::CreateDocument,
                             CreateRequest("water", "d" + std::to_string(i), Letter(i)), &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
  }

  struct Read {
    std::vector<v1::Commitment> commitments;
    std::vector<v1::StreamPosition> positions;
    grpc::Status status;
  };

  // Reads at most `max_messages`, then cancels.
  Read ReadCommitments(const v1::StreamCommitmentsRequest& request,
                       size_t max_messages = SIZE_MAX) {
    Read read;
    grpc::ClientContext context;
    testing::SetDeadline(&context);
    auto reader = queries_->StreamCommitments(&context, request);
    v1::StreamCommitmentsResponse message;
    while (read.positions.size() < max_messages && reader->Read(&message)) {
      for (const auto& one : message.commitments()) {
        read.commitments.push_back(one);
      }
      read.positions.push_back(message.position());
    }
    if (read.positions.size() == max_messages) context.TryCancel();
    read.status = reader->Finish();
    return read;
  }

  static v1::StreamCommitmentsRequest All(const std::string& parent) {
    v1::StreamCommitmentsRequest request;
    request.mutable_selector()->add_parents(parent);
    return request;
  }

  static std::vector<std::string> Names(const Read& read) {
    std::vector<std::string> names;
    for (const auto& one : read.commitments) names.push_back(one.name());
    return names;
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::QueryService::Stub> queries_;
};

TEST_F(QueryTest, StreamsRecordsWithFullNamesInOrder) {
  Store(1, 3);

  const Read read = ReadCommitments(All("collections/water"));

  ASSERT_TRUE(read.status.ok()) << read.status.error_message();
  ASSERT_GE(read.commitments.size(), 6u);
  EXPECT_EQ(read.commitments[0].name(),
            "collections/water/documents/d1/revisions/1/commitments/c01");
  EXPECT_THAT(read.commitments[0].section(),
              ::testing::StartsWith("collections/water/documents/d1/revisions/1/sections/"));
  EXPECT_TRUE(read.positions.back().complete());
  EXPECT_EQ(read.positions.back().read_info().commit_number(), 3);
}

TEST_F(QueryTest, ACancelledStreamEndsOnTheServerToo) {
  Store(1, 40);
  auto request = All("collections/water");
  request.mutable_options()->set_max_batch(1);

  const Read read = ReadCommitments(request, 1);

  EXPECT_EQ(read.status.error_code(), grpc::StatusCode::CANCELLED);
  const auto is_logged = [this] {
    return server_.Log().find(R"("reason":"CANCELLED")") != std::string::npos;
  };
  for (int i = 0; i < 100 && !is_logged(); ++i) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_TRUE(is_logged()) << server_.Log();
}

TEST_F(QueryTest, SectionsHoldTheTreeAndSurviveRestart) {
  Store(1, 1);
  server_.Kill();
  ASSERT_TRUE(server_.Start());
  Connect();
  v1::StreamSectionsRequest request;
  request.mutable_selector()->add_parents("collections/water/documents/d1");
  grpc::ClientContext context;
  testing::SetDeadline(&context);
  auto reader = queries_->StreamSections(&context, request);
  v1::StreamSectionsResponse message;

  ASSERT_TRUE(reader->Read(&message));

  ASSERT_GT(message.sections_size(), 4);
  EXPECT_EQ(message.sections(0).kind(), v1::SECTION_KIND_TITLE);
  for (int i = 0; i < message.sections_size(); ++i) {
    EXPECT_EQ(message.sections(i).ordinal(), i);
  }
  EXPECT_TRUE(message.position().complete());
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(QueryTest, ResumeGoesOnWithoutGapOrDoubleAlsoAfterKill) {
  Store(1, 12);
  auto request = All("collections/water");
  request.mutable_options()->set_max_batch(3);
  const Read whole = ReadCommitments(request);
  const Read head = ReadCommitments(request, 2);
  Store(13, 15);  // must stay unseen: the token fixes the state
  server_.Kill();
  ASSERT_TRUE(server_.Start());
  Connect();
  request.mutable_options()->set_resume_token(head.positions[1].resume_token());

  const Read tail = ReadCommitments(request);

  ASSERT_TRUE(tail.status.ok()) << tail.status.error_message();
  std::vector<std::string> joined = Names(head);
  for (const std::string& name : Names(tail)) joined.push_back(name);
  EXPECT_EQ(joined, Names(whole));
  EXPECT_EQ(tail.positions.back().read_info().commit_number(), 12);
}

TEST_F(QueryTest, TokenOfTheLastMessageResumesToTheEnd) {
  Store(1, 2);
  auto request = All("collections/water");
  const Read whole = ReadCommitments(request);
  request.mutable_options()->set_resume_token(whole.positions.back().resume_token());

  const Read nothing = ReadCommitments(request);

  ASSERT_TRUE(nothing.status.ok());
  EXPECT_TRUE(nothing.commitments.empty());
  EXPECT_TRUE(nothing.positions.back().complete());
}

TEST_F(QueryTest, TokenOfAnotherSelectorIsRefused) {
  Store(1, 2);
  const Read read = ReadCommitments(All("collections/water"));
  auto request = All("collections/water/documents/d1");
  request.mutable_options()->set_resume_token(read.positions[0].resume_token());

  const Read refused = ReadCommitments(request);

  EXPECT_EQ(InfoOf(refused.status).reason(), "TOKEN_MALFORMED");
}

TEST_F(QueryTest, LimitEndsTheStream) {
  Store(1, 5);
  auto request = All("collections/-");
  request.mutable_options()->set_limit(3);

  const Read read = ReadCommitments(request);

  EXPECT_EQ(read.commitments.size(), 3u);
  EXPECT_TRUE(read.positions.back().complete());
}

TEST_F(QueryTest, MaskAndUnitChangeTheRecords) {
  Store(1, 1);
  auto request = All("collections/water");
  const Read plain = ReadCommitments(request);
  request.set_offset_unit(v1::OFFSET_UNIT_UTF16);
  request.mutable_read_mask()->add_paths("text");
  request.mutable_read_mask()->add_paths("provenance.text_range");

  const Read masked = ReadCommitments(request);

  ASSERT_EQ(masked.commitments.size(), plain.commitments.size());
  const v1::Commitment& one = masked.commitments[0];
  EXPECT_EQ(one.text(), plain.commitments[0].text());
  EXPECT_TRUE(one.name().empty());
  EXPECT_FALSE(one.has_action());
  EXPECT_LT(one.provenance().text_range().end(),
            plain.commitments[0].provenance().text_range().end());
}

TEST_F(QueryTest, PersonalDataInTheTextIsMaskedUnlessTheMaskNamesIt) {
  const std::string contact = "联系人：唐予安，联系电话：0000-8612046";
  v1::CreateDocumentResponse created;
  const grpc::Status status =
      testing::CallUnary(*documents_, &v1::DocumentService::Stub::CreateDocument,
                         CreateRequest("people", "a", Letter(1) + contact + "\n"), &created);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::StreamSectionsRequest request;
  request.mutable_selector()->add_parents("collections/people/documents/a");
  const auto read_contact = [&] {
    grpc::ClientContext context;
    testing::SetDeadline(&context);
    auto reader = queries_->StreamSections(&context, request);
    v1::StreamSectionsResponse message;
    v1::Section found;
    while (reader->Read(&message)) {
      for (const v1::Section& section : message.sections())
        if (section.kind() == v1::SECTION_KIND_CONTACT) found = section;
    }
    EXPECT_TRUE(reader->Finish().ok());
    return found;
  };

  const v1::Section plain = read_contact();
  request.set_offset_unit(v1::OFFSET_UNIT_UTF16);
  const v1::Section converted = read_contact();
  request.mutable_read_mask()->add_paths("kind");
  request.mutable_read_mask()->add_paths("personal_text");
  const v1::Section named = read_contact();

  EXPECT_EQ(plain.text(), "联系人：＊＊＊，联系电话：************");
  EXPECT_EQ(plain.personal_text(), "");
  EXPECT_EQ(plain.provenance().text_range().end() - plain.provenance().text_range().start(),
            static_cast<int64_t>(contact.size()));
  EXPECT_EQ(converted.text(), plain.text());
  EXPECT_EQ(converted.personal_text(), "");
  EXPECT_EQ(named.personal_text(), contact);
  EXPECT_EQ(named.text(), "");
}

TEST_F(QueryTest, MissingParentIsNotFoundAndEmptyCollectionIsEmpty) {
  const Read missing = ReadCommitments(All("collections/water/documents/none"));
  const Read empty = ReadCommitments(All("collections/nothing"));

  EXPECT_EQ(InfoOf(missing.status).reason(), "DOCUMENT_NOT_FOUND");
  EXPECT_TRUE(empty.status.ok());
  EXPECT_TRUE(empty.positions.back().complete());
}

TEST_F(QueryTest, BadSelectorsAreRefused) {
  const Read none = ReadCommitments(v1::StreamCommitmentsRequest());
  const Read malformed = ReadCommitments(All("documents/x"));

  EXPECT_EQ(InfoOf(none.status).metadata().at("field"), "selector.parents");
  EXPECT_EQ(InfoOf(malformed.status).metadata().at("field"), "selector.parents[0]");
}

TEST_F(QueryTest, CancelledStreamsLeaveTheServerHealthy) {
  Store(1, 30);
  auto request = All("collections/water");
  request.mutable_options()->set_max_batch(1);
  std::vector<std::thread> threads;
  std::atomic<int> cancelled{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        if (ReadCommitments(request, 1 + i % 7).status.error_code() ==
            grpc::StatusCode::CANCELLED) {
          ++cancelled;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();

  const Read after = ReadCommitments(request);

  EXPECT_GT(cancelled, 0);
  EXPECT_TRUE(after.status.ok());
  EXPECT_TRUE(after.positions.back().complete());
}

}  // namespace
}  // namespace pledge
