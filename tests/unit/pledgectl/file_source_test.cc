#include "client/cpp/pledgectl/file_source.h"

#include <filesystem>

#include "client/cpp/status.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/temp_dir.h"

namespace pledge::cli {
namespace {

constexpr int64_t kLimit = 10;

TEST(FileSource, GivesFilesAsItems) {
  const testing::TempDir dir;
  dir.Write("a.txt", "复函");
  dir.Write("b.txt", "two");
  FileSource source(*ListFiles({dir.path()}));

  v1::IngestItem item;
  source.Load(1, kLimit, &item);

  EXPECT_EQ(source.count(), 2);
  EXPECT_EQ(item.document_id(), "a");
  EXPECT_EQ(item.content().data(), "复函");
  EXPECT_EQ(item.content().expected_sha256(), "");
  EXPECT_TRUE(source.Problem(1).ok());
}

TEST(FileSource, GivesTheSameItemEachTime) {
  const testing::TempDir dir;
  dir.Write("a.txt", "same");
  FileSource source(*ListFiles({dir.path()}));

  v1::IngestItem first, second;
  source.Load(1, kLimit, &first);
  source.Load(1, kLimit, &second);

  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
}

// What must not be stored goes out under a digest that no bytes have.
void ExpectRefused(FileSource& source, const std::string& reason) {
  v1::IngestItem item;
  source.Load(1, kLimit, &item);

  EXPECT_EQ(item.content().expected_sha256(), std::string(32, '\0'));
  EXPECT_FALSE(item.content().data().empty());
  EXPECT_EQ(client::DetailsOf(source.Problem(1)).reason, reason);
}

TEST(FileSource, DoesNotSendAFileThatChanged) {
  const testing::TempDir dir;
  dir.Write("a.txt", "before");
  FileSource source(*ListFiles({dir.path()}));

  dir.Write("a.txt", "after it");

  ExpectRefused(source, "DIGEST_MISMATCH");
}

TEST(FileSource, DoesNotSendAFileThatIsGone) {
  const testing::TempDir dir;
  const std::string path = dir.Write("a.txt", "before");
  FileSource source(*ListFiles({dir.path()}));

  std::filesystem::remove(path);

  ExpectRefused(source, "FILE_UNREADABLE");
}

TEST(FileSource, SendsJustTooMuchOfAFileThatIsTooLarge) {
  const testing::TempDir dir;
  dir.Write("a.txt", std::string(1000, 'x'));
  FileSource source(*ListFiles({dir.path()}));

  v1::IngestItem item;
  source.Load(1, kLimit, &item);

  EXPECT_EQ(item.content().data().size(), static_cast<size_t>(kLimit + 1));
  ExpectRefused(source, "DOCUMENT_TOO_LARGE");
}

}  // namespace
}  // namespace pledge::cli
