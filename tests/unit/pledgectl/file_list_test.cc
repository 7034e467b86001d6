#include "client/cpp/pledgectl/file_list.h"

#include <filesystem>
#include <sstream>

#include "client/cpp/pledgectl/read_file.h"
#include "client/cpp/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/temp_dir.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> IdPaths(const std::vector<ListedFile>& files) {
  std::vector<std::string> out;
  for (const ListedFile& file : files) out.push_back(file.id_path);
  return out;
}

TEST(ListFiles, GoesThroughFoldersInOrder) {
  const testing::TempDir dir;
  dir.Write("b.txt", "2");
  dir.Write("a/2.txt", "1");
  dir.Write("a/10.txt", "1");

  const auto files = ListFiles({dir.path()});

  ASSERT_TRUE(files.ok());
  EXPECT_THAT(IdPaths(*files), ElementsAre("a/10.txt", "a/2.txt", "b.txt"));
}

TEST(ListFiles, TakesFilesInTheOrderGivenAndOnce) {
  const testing::TempDir dir;
  const std::string b = dir.Write("b.txt", "22");
  const std::string a = dir.Write("a.txt", "1");

  const auto files = ListFiles({b, a, b, dir.path()});

  ASSERT_TRUE(files.ok());
  EXPECT_THAT(IdPaths(*files), ElementsAre("b.txt", "a.txt"));
  EXPECT_EQ((*files)[0].size_bytes, 2);
  EXPECT_EQ((*files)[0].path, b);
}

TEST(ListFiles, PassesOverHiddenNamesAndLinksToFolders) {
  const testing::TempDir dir;
  dir.Write("seen.txt", "1");
  dir.Write(".hidden", "1");
  dir.Write(".git/config", "1");
  std::filesystem::create_directory_symlink(dir.path(), dir.path() + "/loop");
  std::filesystem::create_symlink("nowhere", dir.path() + "/broken");

  const auto files = ListFiles({dir.path()});

  ASSERT_TRUE(files.ok());
  EXPECT_THAT(IdPaths(*files), ElementsAre("seen.txt"));
}

TEST(ListFiles, NamesThePathThatIsMissing) {
  const auto files = ListFiles({"/nowhere/letter.txt"});

  EXPECT_EQ(files.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(client::DetailsOf(files.status()).reason, "FILE_UNREADABLE");
  EXPECT_EQ(files.status().message(), "/nowhere/letter.txt: No such file or directory");
}

TEST(ListFiles, RefusesWhatIsNoFile) {
  EXPECT_EQ(ListFiles({"/dev/null"}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ReadPathList, TakesOnePathALine) {
  std::istringstream in("a.txt\n\nb c.txt\r\nlast");

  EXPECT_THAT(ReadPathList(in), ElementsAre("a.txt", "b c.txt", "last"));
}

TEST(SessionId, IsTheSameForTheSameFiles) {
  const testing::TempDir dir;
  dir.Write("a.txt", "1");

  const std::string once = SessionIdFor("city", *ListFiles({dir.path()}), 1);
  const std::string again = SessionIdFor("city", *ListFiles({dir.path() + "/./"}), 1);

  EXPECT_EQ(once, again);
}

TEST(SessionId, ChangesWithAllThatMatters) {
  const testing::TempDir dir;
  dir.Write("a.txt", "1");
  const auto before = *ListFiles({dir.path()});
  const std::string id = SessionIdFor("city", before, 1);

  EXPECT_NE(SessionIdFor("town", before, 1), id);
  EXPECT_NE(SessionIdFor("city", before, 2), id);
  auto touched = before;
  touched[0].modified_ns += 1;
  EXPECT_NE(SessionIdFor("city", touched, 1), id);
  auto longer = before;
  longer[0].size_bytes += 1;
  EXPECT_NE(SessionIdFor("city", longer, 1), id);
  dir.Write("b.txt", "2");
  EXPECT_NE(SessionIdFor("city", *ListFiles({dir.path()}), 1), id);
}

TEST(ReadFile, StopsAtTheLimit) {
  const testing::TempDir dir;
  const std::string path = dir.Write("a.txt", std::string(100'000, 'x'));

  EXPECT_EQ(ReadFile(path, 70'000)->data.size(), 70'000u);
  EXPECT_EQ(ReadFile(path, 70'000)->size_bytes, 100'000);
  EXPECT_EQ(ReadFile(path, 200'000)->data.size(), 100'000u);
}

TEST(ReadFile, SaysWhyItCannotBeRead) {
  EXPECT_EQ(ReadFile("/nowhere", 10).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReadFile("/", 10).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace pledge::cli
