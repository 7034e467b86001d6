// WatchService on the real server: from now, from a token, from an initial
// state; quiet stores, other collections, stopped readers, kills and drains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/integration/letters.h"
#include "tests/integration/revisions.h"
#include "tests/integration/server_process.h"
#include "tests/integration/watch_client.h"

namespace pledge {
namespace {

using testing::CallUnary;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::InfoOf;
using testing::Letter;
using ::testing::SizeIs;
using testing::WatchClient;
using testing::WatchRequest;

constexpr int kMaxOpenWatches = 400;  // as limits.h has it

class WatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    Connect();
  }

  void Connect() {
    channel_ = server_.NewChannel();
    writer_ = std::make_unique<testing::RevisionWriter>(channel_, "water",
                                                        absl::StrCat("s", ++sessions_));
  }
  // The commit that made the revision.
  int64_t Put(const std::string& id, const std::string& bytes) {
    const v1::IngestResult result = writer_->Put(id, bytes);
    EXPECT_THAT(result.revision(), HasSubstr(id));
    return Head();
  }
  int64_t Head() { return Watermarks().head().commit_number(); }
  v1::GetWatermarksResponse Watermarks() {
    const auto stub = v1::WatchService::NewStub(channel_);
    v1::GetWatermarksResponse response;
    const grpc::Status status = CallUnary(*stub, &v1::WatchService::Stub::GetWatermarks,
                                          v1::GetWatermarksRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // How a watch with this request ends at once.
  std::string Refusal(const v1::WatchChangesRequest& request) {
    WatchClient watch(channel_, request);
    v1::WatchChangesResponse message;
    EXPECT_FALSE(watch.Read(&message));
    return InfoOf(watch.Finish()).reason();
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<testing::RevisionWriter> writer_;
  int sessions_ = 0;
};

v1::WatchChangesRequest Commitments(const std::string& parent = "collections/water") {
  return WatchRequest(v1::WATCH_TARGET_COMMITMENTS, parent);
}

v1::WatchChangesRequest Documents(const std::string& parent = "collections/water") {
  return WatchRequest(v1::WATCH_TARGET_DOCUMENTS, parent);
}

// A letter of our own with two commitments for each of 200 sentences.
std::string LargeLetter() {
  std::string out =
      "临澜市水务局关于市政协第1号提案的答复函\n林清和委员：\n您提出的提案收悉，现答复如下：\n"
      "一、工作进展\n2023年，我局更换旧管1公里。\n二、下一步打算\n下一步，";
  for (int i = 1; i <= 200; ++i) {
    absl::StrAppend(&out, "我局将于2025年底前完成", i, "公里管网改造，制定管网巡检办法。");
  }
  return out + "\n感谢您对水务工作的关心。\n临澜市水务局\n2024年6月12日\n";
}

TEST_F(WatchTest, TellsWhereItBeginsAndThenWhatChanges) {
  Put("a", Letter(1));
  WatchClient watch(channel_, Commitments());
  v1::WatchChangesResponse first;
  ASSERT_TRUE(watch.Read(&first));
  EXPECT_EQ(first.changes_size(), 0);
  EXPECT_EQ(first.through().commit_number(), Head());
  EXPECT_EQ(first.backlog(), 0);

  const int64_t commit = Put("b", Letter(2));
  const auto changes = watch.ReadThrough(commit);

  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].kind(), v1::CHANGE_KIND_ADDED);
  EXPECT_EQ(changes[0].commit_number(), commit);
  EXPECT_EQ(changes[0].cause(), v1::REVISION_CAUSE_CREATED);
  EXPECT_EQ(changes[0].name(), "collections/water/documents/b/revisions/1/commitments/c01");
  EXPECT_EQ(changes[0].commitment().text(), "于2025年底前完成2公里管网改造");
  EXPECT_FALSE(changes[0].lineage_id().empty());
  EXPECT_FALSE(changes[0].has_previous_commitment());
}

TEST_F(WatchTest, OnlyWhatSaysSomethingElseHasChanged) {
  Put("a", Letter(1));
  auto request = Commitments();
  request.set_include_previous(true);
  WatchClient watch(channel_, request);
  v1::WatchChangesResponse first;
  ASSERT_TRUE(watch.Read(&first));

  const auto changes = watch.ReadThrough(Put("a", Letter(2)));

  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].kind(), v1::CHANGE_KIND_CHANGED);
  EXPECT_EQ(changes[0].cause(), v1::REVISION_CAUSE_CONTENT_REPLACED);
  EXPECT_EQ(changes[0].commitment().text(), "于2025年底前完成2公里管网改造");
  EXPECT_EQ(changes[0].previous_commitment().text(), "于2025年底前完成1公里管网改造");
  EXPECT_EQ(changes[0].commitment().lineage_id(), changes[0].previous_commitment().lineage_id());
}

// A promise comes in when it gets its deadline and goes when it loses it; the
// second one of the letter inherits the deadline of the first.
TEST_F(WatchTest, AFilterTellsWhatBeginsAndCeasesToMatch) {
  std::string undated = Letter(1);
  const std::string date = "于2025年底前";
  undated.erase(undated.find(date), date.size());
  Put("a", undated);
  auto request = Commitments();
  request.mutable_selector()->set_filter("deadline:*");
  request.set_include_previous(true);
  request.set_send_initial(true);
  WatchClient watch(channel_, request);
  EXPECT_TRUE(watch.ReadThrough(Head()).empty());

  const auto begun = watch.ReadThrough(Put("a", Letter(1)));
  const auto ceased = watch.ReadThrough(Put("a", undated));

  ASSERT_THAT(begun, SizeIs(2));
  ASSERT_THAT(ceased, SizeIs(2));
  EXPECT_EQ(begun[0].commitment().text(), "于2025年底前完成1公里管网改造");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(begun[i].kind(), v1::CHANGE_KIND_ADDED);
    EXPECT_EQ(ceased[i].kind(), v1::CHANGE_KIND_REMOVED);
    EXPECT_EQ(ceased[i].lineage_id(), begun[i].lineage_id());
  }
}

TEST_F(WatchTest, AFilterChoosesDocuments) {
  auto request = Documents();
  request.mutable_selector()->set_filter("facts.document_number = \"临水函〔2024〕2号\"");
  WatchClient watch(channel_, request);
  v1::WatchChangesResponse first;
  ASSERT_TRUE(watch.Read(&first));
  Put("a", Letter(1));

  const auto changes = watch.ReadThrough(Put("b", Letter(2)));

  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].name(), "collections/water/documents/b");
}

TEST_F(WatchTest, AFilterThatDoesNotParseIsRefused) {
  auto request = Commitments();
  request.mutable_selector()->set_filter("strength =");
  WatchClient watch(channel_, request);
  v1::WatchChangesResponse message;

  EXPECT_FALSE(watch.Read(&message));

  EXPECT_EQ(testing::InfoOf(watch.Finish()).reason(), "FILTER_SYNTAX");
}

TEST_F(WatchTest, DocumentsChangeWithEachHead) {
  WatchClient watch(channel_, Documents());
  v1::WatchChangesResponse first;
  ASSERT_TRUE(watch.Read(&first));
  Put("a", Letter(1));

  const auto changes = watch.ReadThrough(Put("a", Letter(2)));

  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].kind(), v1::CHANGE_KIND_ADDED);
  EXPECT_EQ(changes[1].kind(), v1::CHANGE_KIND_CHANGED);
  EXPECT_EQ(changes[1].name(), "collections/water/documents/a");
  EXPECT_EQ(changes[1].document().latest_revision(), "collections/water/documents/a/revisions/2");
}

TEST_F(WatchTest, MasksAndNamesOnly) {
  auto masked = Documents();
  masked.mutable_read_mask()->add_paths("etag");
  auto names = Commitments();
  names.set_names_only(true);
  WatchClient masked_watch(channel_, masked);
  WatchClient names_watch(channel_, names);
  v1::WatchChangesResponse first;
  ASSERT_TRUE(masked_watch.Read(&first) && names_watch.Read(&first));

  const int64_t commit = Put("a", Letter(1));

  const auto document = masked_watch.ReadThrough(commit)[0].document();
  EXPECT_FALSE(document.etag().empty());
  EXPECT_TRUE(document.name().empty());
  const auto change = names_watch.ReadThrough(commit)[0];
  EXPECT_FALSE(change.name().empty());
  EXPECT_FALSE(change.lineage_id().empty());
  EXPECT_FALSE(change.has_commitment());
}

TEST_F(WatchTest, PersonalDataOnlyWhenTheMaskNamesIt) {
  auto plain = Documents();
  plain.mutable_read_mask()->add_paths("facts");
  auto named = Documents();
  named.mutable_read_mask()->add_paths("facts.contact_person");
  WatchClient plain_watch(channel_, plain);
  WatchClient named_watch(channel_, named);
  v1::WatchChangesResponse first;
  ASSERT_TRUE(plain_watch.Read(&first) && named_watch.Read(&first));

  const int64_t commit = Put("a", Letter(1) + "联系人：周明，联系电话：0000-1234567\n");

  EXPECT_FALSE(plain_watch.ReadThrough(commit)[0].document().facts().has_contact_person());
  EXPECT_EQ(named_watch.ReadThrough(commit)[0].document().facts().contact_person().text(), "周明");
}

TEST_F(WatchTest, GoesOnFromATokenAlsoAfterTheServerWasKilled) {
  WatchClient watch(channel_, Commitments());
  watch.ReadThrough(Put("a", Letter(1)));
  server_.Kill();
  ASSERT_TRUE(server_.Start());
  Connect();
  const int64_t commit = Put("b", Letter(2));

  watch.Connect(channel_);
  const auto changes = watch.ReadThrough(commit);

  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_THAT(changes[0].name(), HasSubstr("/documents/b/"));
}

TEST_F(WatchTest, BeginsAfterTheStateOfAnyAnswer) {
  Put("a", Letter(1));
  auto request = Documents();
  request.set_resume_token(Watermarks().head().consistency_token());
  const int64_t commit = Put("b", Letter(2));
  request.mutable_selector()->set_parents(0, "collections/-");

  WatchClient watch(channel_, request);

  const auto changes = watch.ReadThrough(commit);
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].name(), "collections/water/documents/b");
}

TEST_F(WatchTest, BeginsAtTheOldestState) {
  const int64_t commit = Put("a", Letter(1));
  auto request = Documents();
  request.set_resume_token(Watermarks().oldest().consistency_token());

  WatchClient watch(channel_, request);

  EXPECT_THAT(watch.ReadThrough(commit), SizeIs(1));
}

// A quiet store, and one where nothing matches: messages come all the same, and
// their token moves on, so that a resume need not look at old commits again.
TEST_F(WatchTest, CheckpointsComeWhenNothingHappensOrMatches) {
  WatchClient watch(channel_, Documents("collections/other"));
  v1::WatchChangesResponse message;
  int64_t through = 0;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(watch.Read(&message));
    EXPECT_EQ(message.changes_size(), 0);
    // The store's own upkeep commits too.
    EXPECT_GE(message.through().commit_number(), through);
    through = message.through().commit_number();
    EXPECT_LE(through, Head());
  }
  EXPECT_TRUE(watch.ReadThrough(Head()).empty());
  const std::string token = watch.token();

  const int64_t commit = Put("a", Letter(1));

  EXPECT_TRUE(watch.ReadThrough(commit).empty());
  EXPECT_NE(watch.token(), token);
}

TEST_F(WatchTest, ParentsNeedNotBeThereYet) {
  WatchClient watch(channel_, Documents("collections/water/documents/later"));
  v1::WatchChangesResponse first;
  ASSERT_TRUE(watch.Read(&first));
  Put("other", Letter(1));

  const auto changes = watch.ReadThrough(Put("later", Letter(2)));

  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].kind(), v1::CHANGE_KIND_ADDED);
}

// Many letters, so that the initial state takes several messages; it is cut
// after each, and changes go on meanwhile.
TEST_F(WatchTest, InitialStateIsOneStateThoughItIsCut) {
  int letters = 0;
  const auto put_one = [&] {
    ++letters;
    return Put(absl::StrCat("d", letters), Letter(letters));
  };
  while (letters < 60) put_one();
  for (auto request : {Commitments(), Documents()}) {
    const bool of_documents = request.target() == v1::WATCH_TARGET_DOCUMENTS;
    const size_t records = of_documents ? 1 : 2;  // of one letter
    const size_t there = records * letters;
    request.set_send_initial(true);
    WatchClient watch(channel_, request);
    std::set<std::string> existing;
    v1::WatchChangesResponse message;
    for (;;) {
      ASSERT_TRUE(watch.Read(&message));
      for (const v1::Change& change : message.changes()) {
        EXPECT_EQ(change.kind(), v1::CHANGE_KIND_EXISTS);
        EXPECT_TRUE(existing.insert(change.name()).second) << change.name();
      }
      put_one();
      if (message.initial_complete()) break;
      EXPECT_FALSE(message.has_through());
      watch.Connect(channel_);
    }
    EXPECT_EQ(existing.size(), there);
    EXPECT_GT(records * letters, there + records) << "one message took it all";

    // Then everything that came after that state.
    const auto changes = watch.ReadThrough(Head());

    EXPECT_EQ(changes.size(), records * letters - there);
    for (const v1::Change& change : changes) {
      EXPECT_EQ(change.kind(), v1::CHANGE_KIND_ADDED);
      EXPECT_EQ(existing.count(change.name()), 0u);
    }
  }
}

// A reader that stops costs nobody anything: writers go on, and it gets
// everything when it reads again.
TEST_F(WatchTest, AStoppedReaderDelaysNobodyAndMissesNothing) {
  constexpr int kRevisions = 300;
  auto request = Commitments();
  request.mutable_checkpoint_interval()->set_nanos(100'000'000);
  WatchClient stopped(channel_, request);
  WatchClient reading(channel_, request);
  v1::WatchChangesResponse first;
  ASSERT_TRUE(stopped.Read(&first) && reading.Read(&first));
  int64_t commit = 0;
  for (int i = 0; i < kRevisions; ++i) {
    commit = Put(absl::StrCat("d", i), i % 50 == 0 ? LargeLetter() : Letter(i));
  }
  const auto seen = reading.ReadThrough(commit);

  const auto late = stopped.ReadThrough(commit);

  ASSERT_EQ(late.size(), seen.size());
  EXPECT_GE(late.size(), static_cast<size_t>(2 * kRevisions));
  for (size_t i = 0; i < late.size(); ++i) {
    EXPECT_EQ(late[i].SerializeAsString(), seen[i].SerializeAsString());
  }
}

// A commit that is larger than a message is cut; its pieces say so, and a client
// that goes away in between gets it whole.
TEST_F(WatchTest, ALargeCommitComesInPieces) {
  WatchClient watch(channel_, Commitments());
  v1::WatchChangesResponse message;
  ASSERT_TRUE(watch.Read(&message));
  const std::string before = watch.token();
  const int64_t commit = Put("large", LargeLetter());

  ASSERT_TRUE(watch.Read(&message));
  while (message.changes().empty()) ASSERT_TRUE(watch.Read(&message));
  EXPECT_TRUE(message.continues());
  EXPECT_TRUE(message.resume_token().empty());
  EXPECT_FALSE(message.has_through());
  watch.Connect(channel_);
  const auto changes = watch.ReadThrough(commit);

  std::set<std::string> names;
  for (const v1::Change& change : changes) names.insert(change.name());
  EXPECT_EQ(names.size(), changes.size());
  EXPECT_EQ(changes[0].name(), "collections/water/documents/large/revisions/1/commitments/c01");
  EXPECT_GT(changes.size(), 300u);
}

TEST_F(WatchTest, DrainSaysGoodbyeWithAToken) {
  WatchClient watch(channel_, Documents());
  v1::WatchChangesResponse message;
  ASSERT_TRUE(watch.Read(&message));
  Put("a", Letter(1));
  writer_.reset();

  server_.Signal(SIGTERM);
  const auto messages = watch.ReadUntil([](const auto&) { return false; });
  const grpc::Status status = watch.Finish();

  ASSERT_FALSE(messages.empty());
  EXPECT_TRUE(messages.back().has_closing_in());
  EXPECT_FALSE(messages.back().resume_token().empty());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(InfoOf(status).reason(), "DRAINING");
  EXPECT_EQ(server_.Wait(), 0);
}

TEST_F(WatchTest, WrongRequestsAreRefused) {
  const auto with = [&](auto edit) {
    auto request = Documents();
    edit(request);
    return Refusal(request);
  };

  EXPECT_EQ(with([](auto& r) { r.clear_target(); }), "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.clear_selector(); }), "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) {
              r.mutable_selector()->set_parents(0, "collections/c/documents/d/revisions/1");
            }),
            "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.mutable_selector()->set_text_contains("管网"); }),
            "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.mutable_checkpoint_interval()->set_nanos(1); }), "FIELD_INVALID");
  EXPECT_EQ(with([](auto& r) { r.mutable_read_mask()->add_paths("nothing"); }),
            "MASK_UNKNOWN_PATH");
  EXPECT_EQ(with([](auto& r) { r.set_resume_token("x"); }), "TOKEN_MALFORMED");
  EXPECT_EQ(with([](auto& r) {
              r.set_resume_token("x");
              r.set_send_initial(true);
            }),
            "TOKEN_MALFORMED");
}

// Watches that went away leave their place to others.
TEST_F(WatchTest, AsManyWatchesAsTheServerServes) {
  const std::vector<std::shared_ptr<grpc::Channel>> channels = {server_.NewChannel(),
                                                                server_.NewChannel()};
  std::vector<std::unique_ptr<WatchClient>> watches;
  v1::WatchChangesResponse message;
  for (int i = 0; i < kMaxOpenWatches; ++i) {
    watches.push_back(std::make_unique<WatchClient>(channels[i % 2], Documents()));
  }
  for (const auto& watch : watches) ASSERT_TRUE(watch->Read(&message));
  EXPECT_EQ(Refusal(Documents()), "TOO_MANY_STREAMS");

  watches.clear();

  const auto may_watch = [&] {
    WatchClient watch(channel_, Documents());
    return watch.Read(&message);
  };
  bool is_free = false;
  for (int attempt = 0; attempt < 1000 && !is_free; ++attempt) is_free = may_watch();
  EXPECT_TRUE(is_free);
}

TEST_F(WatchTest, PledgectlTellsChangesAndGoesOnFromItsToken) {
  Put("a", Letter(1));
  const auto run = [&](const std::string& words) {
    return testing::RunCommand(testing::ProgramPath("pledgectl") + " watch water --server " +
                               server_.address() + " " + words);
  };
  const auto now = run("--initial");
  EXPECT_EQ(now.exit_code, 0);
  EXPECT_THAT(now.output, HasSubstr("EXISTS\t"));
  const size_t at = now.output.rfind("--from ") + 7;
  const std::string token = now.output.substr(at, now.output.find('\n', at) - at);
  Put("a", Letter(2));

  const auto later = run("--from " + token);

  EXPECT_EQ(later.exit_code, 0);
  EXPECT_THAT(later.output, HasSubstr("CHANGED\t"));
  EXPECT_THAT(later.output, ::testing::Not(HasSubstr("EXISTS")));
  EXPECT_THAT(run("--width 80 --from " + token).output,
              HasSubstr("~  #### firm     water/a@2/c01"));
  EXPECT_THAT(run("-o jsonl --from " + token).output,
              HasSubstr("{\"change\":{\"kind\":\"CHANGE_KIND_CHANGED\""));
  EXPECT_EQ(run("--from x").exit_code, 2);
}

}  // namespace
}  // namespace pledge
