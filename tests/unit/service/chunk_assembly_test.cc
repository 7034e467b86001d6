#include "service/ingest/chunk_assembly.h"

#include <gtest/gtest.h>

#include <string>

#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::ingest {
namespace {

std::shared_ptr<v1::IngestItem> Announce(int64_t total_size) {
  auto item = std::make_shared<v1::IngestItem>();
  item->set_sequence(7);
  item->mutable_chunked()->set_total_size(total_size);
  item->mutable_chunked()->set_sha256(std::string(32, 'd'));
  item->mutable_chunked()->set_charset("gbk");
  return item;
}

v1::IngestChunk Chunk(int64_t offset, const std::string& data, int64_t sequence = 7) {
  v1::IngestChunk chunk;
  chunk.set_sequence(sequence);
  chunk.set_offset(offset);
  chunk.set_data(data);
  return chunk;
}

std::string FieldOf(const absl::Status& status) {
  EXPECT_EQ(ReasonOf(status), ErrorReason::kFieldInvalid) << status;
  const ErrorMetadata metadata = MetadataOf(status);
  return metadata.count("field") > 0 ? metadata.at("field") : "";
}

TEST(ChunkAssembly, PiecesBecomeTheContent) {
  ChunkAssembly assembly;
  assembly.Begin(Announce(5), false);
  EXPECT_EQ(assembly.reserved_bytes(), 5);

  ASSERT_TRUE(assembly.Add(Chunk(0, "ab")).ok());
  EXPECT_FALSE(assembly.is_complete());
  ASSERT_TRUE(assembly.Add(Chunk(2, "cde")).ok());
  ASSERT_TRUE(assembly.is_complete());
  const auto item = assembly.Take();

  EXPECT_EQ(item->sequence(), 7);
  EXPECT_EQ(item->content().data(), "abcde");
  EXPECT_EQ(item->content().charset(), "gbk");
  EXPECT_EQ(item->content().expected_sha256(), std::string(32, 'd'));
  EXPECT_FALSE(assembly.is_open());
  EXPECT_EQ(assembly.reserved_bytes(), 0);
}

TEST(ChunkAssembly, WrongPiecesAreRefusedAndChangeNothing) {
  ChunkAssembly assembly;
  EXPECT_EQ(FieldOf(assembly.Add(Chunk(0, "a"))), "chunk");
  assembly.Begin(Announce(3), false);
  ASSERT_TRUE(assembly.Add(Chunk(0, "a")).ok());

  EXPECT_EQ(FieldOf(assembly.Add(Chunk(1, "b", 8))), "chunk.sequence");
  EXPECT_EQ(FieldOf(assembly.Add(Chunk(0, "b"))), "chunk.offset");
  EXPECT_EQ(FieldOf(assembly.Add(Chunk(2, "b"))), "chunk.offset");
  EXPECT_EQ(FieldOf(assembly.Add(Chunk(1, ""))), "chunk.data");
  EXPECT_EQ(FieldOf(assembly.Add(Chunk(1, "bcd"))), "chunk.data");
  EXPECT_EQ(FieldOf(assembly.Add(Chunk(1, std::string(kMaxChunkBytes + 1, 'x')))), "chunk.data");

  ASSERT_TRUE(assembly.Add(Chunk(1, "bc")).ok());
  EXPECT_EQ(assembly.Take()->content().data(), "abc");
}

TEST(ChunkAssembly, DroppedDocumentHoldsNothing) {
  ChunkAssembly assembly;
  assembly.Begin(Announce(2), true);

  EXPECT_TRUE(assembly.is_open());
  EXPECT_FALSE(assembly.needs_pieces());
  EXPECT_EQ(assembly.reserved_bytes(), 0);
  ASSERT_TRUE(assembly.Add(Chunk(0, "ab")).ok());
  EXPECT_EQ(assembly.Take(), nullptr);
}

TEST(ChunkAssembly, AnnouncementsAreChecked) {
  const auto check = [](const v1::IngestItem& item) {
    return CheckAnnouncement("item.chunked", item.chunked());
  };
  EXPECT_TRUE(check(*Announce(1)).ok());
  EXPECT_TRUE(check(*Announce(kMaxDocumentBytes)).ok());
  EXPECT_EQ(FieldOf(check(*Announce(0))), "item.chunked.total_size");
  EXPECT_EQ(FieldOf(check(*Announce(-1))), "item.chunked.total_size");
  auto no_digest = Announce(1);
  no_digest->mutable_chunked()->set_sha256("short");
  EXPECT_EQ(FieldOf(check(*no_digest)), "item.chunked.sha256");
  const absl::Status large = check(*Announce(int64_t{kMaxDocumentBytes} + 1));
  EXPECT_EQ(ReasonOf(large), ErrorReason::kDocumentTooLarge);
  EXPECT_EQ(MetadataOf(large).at("limit_bytes"), std::to_string(kMaxDocumentBytes));
}

}  // namespace
}  // namespace pledge::ingest
