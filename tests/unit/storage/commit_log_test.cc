#include "storage/commit_log.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/sha256.h"
#include "storage/key_codec.h"
#include "storage/memory_engine.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

LogEntry Revision(int64_t time_us, LogKind kind) {
  LogEntry entry;
  entry.time_us = time_us;
  entry.kind = kind;
  entry.collection = 1;
  entry.document = 300;
  entry.ordinal = 2;
  entry.content_commit = 50;
  entry.old_commit = kind == LogKind::kCreated ? 0 : 40;
  entry.old_content_commit = kind == LogKind::kCreated ? 0 : 30;
  entry.digest = "8 bytes!";
  return entry;
}

LogEntry Answer(int64_t time_us) {
  LogEntry entry;
  entry.time_us = time_us;
  entry.collection = 1;
  return entry;
}

LogRow SomeRow() {
  LogRow row;
  row.first_commit = 60;
  row.entries = {Revision(1'000'000, LogKind::kCreated), Answer(1'000'001),
                 Revision(5'000'000, LogKind::kMetadataUpdated)};
  return row;
}

TEST(CommitLog, RowComesBack) {
  LogRow row = SomeRow();
  const std::string value = EncodeLogRow(row, EmptyLogDigest());

  const auto decoded = DecodeLogRow(60, value);

  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->entries, row.entries);
  EXPECT_EQ(decoded->running_digest, row.running_digest);
  EXPECT_EQ(decoded->last_commit(), 62u);
}

// A time that runs over would be before all others.
TEST(CommitLog, TimesThatRunOverAreDamage) {
  const auto value = [](uint64_t first_us, uint64_t later_us) {
    std::string bytes;
    AppendU8(bytes, 1);  // format
    AppendU64(bytes, first_us);
    AppendVarint(bytes, 1);
    AppendVarint(bytes, later_us);
    AppendU8(bytes, static_cast<uint8_t>(LogKind::kAnswer));
    AppendVarint(bytes, 1);
    return bytes + EmptyLogDigest();
  };
  constexpr uint64_t kLatest = INT64_MAX;

  EXPECT_TRUE(DecodeLogRow(1, value(kLatest - 5, 5)).ok());
  for (const std::string& bytes :
       {value(kLatest - 5, 6), value(kLatest + 1, 0), value(UINT64_MAX, 1), value(5, UINT64_MAX)}) {
    EXPECT_EQ(ReasonOf(DecodeLogRow(1, bytes).status()), ErrorReason::kChecksumFailed);
  }
}

// On disk: these bytes never change.
TEST(CommitLog, WritesTheDocumentedBytes) {
  LogRow row;
  row.first_commit = 60;
  row.entries = {Revision(1'000'000, LogKind::kContentReplaced), Answer(1'000'130)};

  const std::string value = EncodeLogRow(row, EmptyLogDigest());

  // Format, time, count; the revision; the answer 130 us later.
  const std::string body =
      "0100000000000f424002"
      "000401ac02020a140a3820627974657321"
      "82010101";
  const std::string digest_input = std::string(32, '\0') + std::string("\0\0\0\0\0\0\0\x3c", 8);
  EXPECT_EQ(Hex(value).substr(0, body.size()), body);
  EXPECT_EQ(value.substr(value.size() - 32),
            Sha256(digest_input + value.substr(0, value.size() - 32)));
}

TEST(CommitLog, RunningDigestDependsOnAllBefore) {
  LogRow one = SomeRow();
  LogRow two = SomeRow();
  EncodeLogRow(one, EmptyLogDigest());

  EncodeLogRow(two, one.running_digest);

  EXPECT_NE(one.running_digest, two.running_digest);
  LogRow elsewhere = SomeRow();
  elsewhere.first_commit = 61;
  EncodeLogRow(elsewhere, EmptyLogDigest());
  EXPECT_NE(elsewhere.running_digest, one.running_digest);
}

TEST(CommitLog, CutRowsAreDamage) {
  LogRow row = SomeRow();
  const std::string value = EncodeLogRow(row, EmptyLogDigest());
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_EQ(ReasonOf(DecodeLogRow(60, value.substr(0, size)).status()),
              ErrorReason::kChecksumFailed);
  }
}

class CommitLogReader : public ::testing::Test {
 protected:
  // Commits 1 to 100 in rows of 1 to 7, at times 1000, 2000, ...
  CommitLogReader() {
    Batch batch;
    std::string digest = EmptyLogDigest();
    for (uint64_t next = 1, size = 1; next <= kHead; size = size % 7 + 1) {
      LogRow row;
      row.first_commit = next;
      for (; row.entries.size() < size && next <= kHead; ++next) {
        row.entries.push_back(Answer(static_cast<int64_t>(next) * 1000));
      }
      std::string value = EncodeLogRow(row, digest);
      digest = row.running_digest;
      batch.Put(LogKey(row.first_commit), std::move(value));
    }
    engine_->Commit(batch);
    view_ = engine_->OpenView();
  }

  static constexpr uint64_t kHead = 100;
  const std::unique_ptr<Engine> engine_ = NewMemoryEngine();
  std::unique_ptr<View> view_;
};

TEST_F(CommitLogReader, EveryCommitIsFound) {
  for (uint64_t commit = 1; commit <= kHead; ++commit) {
    const auto row = FindLogRow(*view_, commit);

    ASSERT_TRUE(row.ok() && row->has_value());
    EXPECT_LE((*row)->first_commit, commit);
    EXPECT_GE((*row)->last_commit(), commit);
  }
  EXPECT_FALSE(FindLogRow(*view_, 0)->has_value());
  EXPECT_EQ((*LastLogRow(*view_))->last_commit(), kHead);
}

TEST_F(CommitLogReader, EveryTimeIsFound) {
  for (const uint64_t head : {uint64_t{1}, uint64_t{17}, kHead}) {
    for (uint64_t commit = 1; commit <= head; ++commit) {
      const auto time_us = static_cast<int64_t>(commit) * 1000;

      EXPECT_EQ(FindLogPointAtTime(*view_, head, time_us)->commit, commit);
      EXPECT_EQ(FindLogPointAtTime(*view_, head, time_us - 1)->commit, commit - 1);
      EXPECT_EQ(FindLogPointAtTime(*view_, head, time_us)->time_us, time_us);
    }
    EXPECT_EQ(FindLogPointAtTime(*view_, head, INT64_MAX)->commit, head);
    EXPECT_EQ(FindLogPointAtTime(*view_, head, INT64_MIN)->commit, 0u);
  }
}

TEST(CommitLogEmpty, HasNoPoint) {
  const auto engine = NewMemoryEngine();
  const auto view = engine->OpenView();

  EXPECT_FALSE(LastLogRow(*view)->has_value());
  EXPECT_EQ(FindLogPointAtTime(*view, 0, 1000)->commit, 0u);
}

}  // namespace
}  // namespace pledge::storage
