#include "client/cpp/document_pieces.h"

#include <gtest/gtest.h>

#include "client/cpp/sha256.h"

namespace pledge::client {
namespace {

v1::IngestItem Item(const std::string& bytes) {
  v1::IngestItem item;
  item.set_sequence(7);
  item.set_document_id("d");
  item.mutable_content()->set_data(bytes);
  item.mutable_content()->set_charset("gbk");
  return item;
}

TEST(DocumentPieces, AnnouncesAndGivesAllBytesInOrder) {
  v1::IngestItem item = Item("abcdefg");

  DocumentPieces pieces = DocumentPieces::Cut(3, 100, &item);
  std::string bytes;
  int count = 0;
  for (; !pieces.empty(); ++count) {
    const v1::IngestChunk chunk = pieces.Next();
    EXPECT_EQ(chunk.sequence(), 7);
    EXPECT_EQ(chunk.offset(), static_cast<int64_t>(bytes.size()));
    bytes += chunk.data();
  }

  EXPECT_EQ(bytes, "abcdefg");
  EXPECT_EQ(count, 3);
  EXPECT_EQ(pieces.sequence(), 7);
  EXPECT_FALSE(item.has_content());
  EXPECT_EQ(item.document_id(), "d");
  EXPECT_EQ(item.chunked().total_size(), 7);
  EXPECT_EQ(item.chunked().sha256(), Sha256("abcdefg"));
  EXPECT_EQ(item.chunked().charset(), "gbk");
}

TEST(DocumentPieces, DocumentThatIsTooLargeIsOnlyAnnounced) {
  v1::IngestItem item = Item("abcdefg");
  item.mutable_content()->set_expected_sha256(std::string(32, 'x'));

  const DocumentPieces pieces = DocumentPieces::Cut(3, 6, &item);

  EXPECT_TRUE(pieces.empty());
  EXPECT_EQ(item.chunked().total_size(), 7);
  EXPECT_EQ(item.chunked().sha256(), std::string(32, 'x'));
}

TEST(DocumentPieces, NothingToSendIsEmpty) { EXPECT_TRUE(DocumentPieces().empty()); }

}  // namespace
}  // namespace pledge::client
