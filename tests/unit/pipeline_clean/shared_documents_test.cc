// Real documents that are not part of the project: the seed letter comes back
// exactly, undamaged texts pass without an edit but the normal form, and every
// pointer of every document is true. Skipped where they are not there
// (PLEDGE_SHARED names their folder).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

namespace fs = std::filesystem;

class SharedDocuments : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PLEDGE_SHARED");
    root_ = folder == nullptr ? "../shared" : folder;
    if (!fs::exists(root_ / "seed")) GTEST_SKIP() << "no documents in " << root_;
  }

  static std::string Read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }

  std::vector<fs::path> FilesIn(const char* folder) const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(root_ / folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
  }

  fs::path root_;
};

TEST_F(SharedDocuments, SeedComesBackExactly) {
  std::string expected = Read(root_ / "seed/reply-1488.clean.txt");
  while (expected.ends_with('\n')) expected.pop_back();

  const CleanText clean = CleanDocument(Read(root_ / "seed/reply-1488.txt"));

  EXPECT_EQ(clean.text, expected);
  EXPECT_THAT(clean.profiles, ::testing::ElementsAre("mirror-gloss"));
  EXPECT_EQ(clean.furniture.size(), 4u);
}

TEST_F(SharedDocuments, EveryPointerIsTrue) {
  for (const char* folder : {"corpus/replies", "corpus/policies", "corpus/noisy", "seed", "gold"}) {
    for (const fs::path& path : FilesIn(folder)) {
      if (path.extension() == ".json") continue;
      SCOPED_TRACE(path);
      CleanDocument(Read(path));
    }
  }
}

// The repairs of the documented normal form.
bool IsNormalForm(const MapRun& run) {
  return run.kind == RepairKind::kNone || run.kind == RepairKind::kMarkForm ||
         run.kind == RepairKind::kSpacing;
}

TEST_F(SharedDocuments, UndamagedTextsHaveNoEditButTheNormalForm) {
  const std::set<std::string> damage = {"hard-wrap", "duplicate-text"};  // the corpus has both
  for (const char* folder : {"corpus/replies", "corpus/policies"}) {
    for (const fs::path& path : FilesIn(folder)) {
      if (path.extension() != ".txt") continue;
      SCOPED_TRACE(path);

      const CleanText clean = CleanDocument(Read(path));

      EXPECT_THAT(clean.furniture, ::testing::IsEmpty());
      bool damaged = false;
      for (const std::string& profile : clean.profiles) {
        EXPECT_TRUE(damage.contains(profile)) << profile;
        damaged = true;
      }
      if (damaged) continue;
      for (const MapRun& run : clean.map.runs()) EXPECT_TRUE(IsNormalForm(run));
    }
  }
}

TEST_F(SharedDocuments, TextsThatTeachReadingAreLeftAlone) {
  for (const char* name : {"0004.txt", "0005.txt", "0006.txt", "0007.txt"}) {
    SCOPED_TRACE(name);

    const CleanText clean = CleanDocument(Read(root_ / "corpus/noisy" / name));

    EXPECT_THAT(clean.profiles, ::testing::IsEmpty());
    for (const MapRun& run : clean.map.runs()) EXPECT_TRUE(IsNormalForm(run));
  }
}

}  // namespace
}  // namespace pledge::pipeline
