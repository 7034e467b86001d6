#include "client/cpp/pledgectl/backup_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "client/cpp/pledgectl/digest.h"
#include "client/cpp/status.h"
#include "tests/unit/pledgectl/temp_dir.h"

namespace pledge::cli {
namespace {

namespace fs = std::filesystem;

std::string ManifestOf(const std::string& files) {
  const std::string body = "pledge-backup 1\nstore s-1\ncommit 7\n" + files;
  return absl::StrCat(body, "end ", HexDigest(body, 64), "\n");
}

std::string Line(const std::string& path, const std::string& bytes) {
  return absl::StrCat(HexDigest(bytes, 64), " ", bytes.size(), " ", path, "\n");
}

std::string ReasonOf(const absl::Status& status) { return client::DetailsOf(status).reason; }

class BackupFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(dir_.path() + "/b/db");
    Write("b/db/1.sst", "table");
    Write("b/mark", "mark");
    Write("b/MANIFEST", ManifestOf(Line("db/1.sst", "table") + Line("mark", "mark")));
  }

  void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(dir_.path() + "/" + path, std::ios::binary) << bytes;
  }
  std::string Read(const std::string& path) {
    std::ifstream file(dir_.path() + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  std::string backup() const { return dir_.path() + "/b"; }
  std::string target() const { return dir_.path() + "/t"; }

  const testing::TempDir dir_;
};

TEST_F(BackupFilesTest, WholeBackupIsRestored) {
  const auto checked = CheckBackup(backup());
  const auto restored = RestoreBackup(backup(), target());

  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->store_id, "s-1");
  EXPECT_EQ(checked->commit, 7u);
  EXPECT_EQ(checked->files.size(), 2u);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(Read("t/db/1.sst"), "table");
  EXPECT_EQ(Read("t/mark"), "mark");
  EXPECT_EQ(ReasonOf(RestoreBackup(backup(), target()).status()), "FOLDER_EXISTS");
}

TEST_F(BackupFilesTest, AnyFlippedByteIsRefused) {
  for (const std::string path : {"b/db/1.sst", "b/mark", "b/MANIFEST"}) {
    const std::string whole = Read(path);
    for (size_t i = 0; i < whole.size(); ++i) {
      std::string flipped = whole;
      flipped[i] = static_cast<char>(flipped[i] ^ 1);
      Write(path, flipped);
      EXPECT_EQ(ReasonOf(CheckBackup(backup()).status()), "BACKUP_DAMAGED") << path << " " << i;
      EXPECT_EQ(ReasonOf(RestoreBackup(backup(), target()).status()), "BACKUP_DAMAGED");
      EXPECT_FALSE(fs::exists(target()));
      EXPECT_FALSE(fs::exists(target() + ".part"));
    }
    Write(path, whole);
  }
}

TEST_F(BackupFilesTest, MissingCutAndStrayFilesAreRefused) {
  Write("b/db/2.sst", "stray");
  EXPECT_EQ(ReasonOf(CheckBackup(backup()).status()), "BACKUP_DAMAGED");
  EXPECT_EQ(ReasonOf(RestoreBackup(backup(), target()).status()), "BACKUP_DAMAGED");
  fs::remove(backup() + "/db/2.sst");
  Write("b/mark", "mar");
  EXPECT_EQ(ReasonOf(CheckBackup(backup()).status()), "BACKUP_DAMAGED");
  fs::remove(backup() + "/mark");
  EXPECT_EQ(ReasonOf(CheckBackup(backup()).status()), "BACKUP_DAMAGED");
  fs::remove(backup() + "/MANIFEST");
  EXPECT_EQ(ReasonOf(CheckBackup(backup()).status()), "BACKUP_NOT_FOUND");
}

TEST(ParseManifest, PathsThatLeadOutAreRefused) {
  EXPECT_TRUE(ParseManifest(ManifestOf(Line("a b", ""))).ok());
  for (const char* path : {"../x", "/etc/x", "a/../../x", "MANIFEST", "./x"}) {
    EXPECT_EQ(ReasonOf(ParseManifest(ManifestOf(Line(path, ""))).status()), "BACKUP_DAMAGED")
        << path;
  }
  EXPECT_EQ(ReasonOf(ParseManifest("").status()), "BACKUP_DAMAGED");
  EXPECT_EQ(ReasonOf(ParseManifest("end \n").status()), "BACKUP_DAMAGED");
}

}  // namespace
}  // namespace pledge::cli
