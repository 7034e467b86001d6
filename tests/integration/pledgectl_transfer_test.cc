// pledgectl export, import and copy, as programs against real servers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using ::testing::HasSubstr;
using testing::Letter;

class PledgectlTransfer : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(source_.Start()) << source_.Log();
    ASSERT_TRUE(target_.Start()) << target_.Log();
    const std::string folder = dir_.path() + "/letters";
    std::filesystem::create_directories(folder);
    for (int i = 0; i < 200; ++i) {
      // Annexes, so that there are some blocks.
      std::string letter = Letter(i);
      for (int line = 0; line < 1500; ++line) {
        letter += std::to_string(i * 7919 + line * 104729) + std::to_string(line * i) + "\n";
      }
      std::ofstream(folder + "/d" + std::to_string(i) + ".txt") << letter;
    }
    const auto ingested = Run("ingest " + folder + " --collection water --session s", source_);
    ASSERT_EQ(ingested.exit_code, 0) << ingested.output;
  }

  testing::CommandResult Run(const std::string& words, testing::ServerProcess& server) {
    return testing::RunCommand(testing::ProgramPath("pledgectl") + " " + words + " --server " +
                               server.address());
  }
  std::string Path(const std::string& name) { return dir_.path() + "/" + name; }
  static std::string Read(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
  }
  static void Write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  // The value of a fact in lines of name, TAB, value.
  static std::string Fact(const std::string& output, const std::string& name) {
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind(name + "\t", 0) == 0) return line.substr(name.size() + 1);
    }
    return "";
  }

  testing::TempDir dir_;
  testing::TempDir target_dir_;
  testing::ServerProcess source_{dir_.path()};
  testing::ServerProcess target_{target_dir_.path()};
};

TEST_F(PledgectlTransfer, AFileCarriesAStoreAcross) {
  const std::string file = Path("a.plx");

  const auto exported = Run("export " + file, source_);
  const auto imported = Run("import " + file + " -o jsonl", target_);
  const auto again = Run("import " + file, target_);
  const auto back = Run("export " + Path("b.plx"), target_);

  ASSERT_EQ(exported.exit_code, 0) << exported.output;
  EXPECT_EQ(Fact(exported.output, "documents"), "200");
  EXPECT_EQ(Fact(exported.output, "file"), file);
  ASSERT_EQ(imported.exit_code, 0) << imported.output;
  const std::string digest = Fact(exported.output, "digest");
  EXPECT_EQ(digest.size(), 64u);
  EXPECT_THAT(imported.output, HasSubstr("{\"digest\":\"" + digest + "\""));
  EXPECT_THAT(imported.output, HasSubstr("\"documentCount\":\"200\",\"revisionCount\":\"200\""));
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("was there already"));
  EXPECT_EQ(Fact(back.output, "digest"), digest);
  EXPECT_EQ(Run("commitments water/d7", target_).output,
            Run("commitments water/d7", source_).output);
  EXPECT_EQ(Run("results water/s", target_).output, Run("results water/s", source_).output);
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
}

TEST_F(PledgectlTransfer, APartialFileIsGoneOnWith) {
  const auto exported = Run("export " + Path("a.plx"), source_);
  ASSERT_EQ(exported.exit_code, 0) << exported.output;
  const std::string whole = Read(Path("a.plx"));
  ASSERT_GT(whole.size(), size_t{3} << 20);

  int turn = 0;
  for (const size_t size : {size_t{8}, size_t{100}, whole.size() / 2, whole.size() - 40}) {
    const std::string file = Path("cut" + std::to_string(turn++) + ".plx");
    Write(file + ".part", whole.substr(0, size));
    const auto resumed = Run("export " + file, source_);
    EXPECT_EQ(resumed.exit_code, 0) << resumed.output;
    EXPECT_EQ(Read(file), whole);
    EXPECT_EQ(resumed.output.find("going on") != std::string::npos, size > whole.size() / 3);
  }
  // Of another store.
  Write(Path("other.plx.part"), whole.substr(0, whole.size() / 2));
  const auto foreign = Run("export " + Path("other.plx"), target_);
  EXPECT_EQ(foreign.exit_code, 2) << foreign.output;
  EXPECT_THAT(foreign.output, HasSubstr("TOKEN_MALFORMED"));
  EXPECT_THAT(foreign.output, HasSubstr("take " + Path("other.plx") + ".part away"));
}

TEST_F(PledgectlTransfer, BadFilesAndFullStoresAreRefused) {
  const std::string file = Path("a.plx");
  ASSERT_EQ(Run("export " + file, source_).exit_code, 0);
  const std::string whole = Read(file);
  std::string flipped = whole;
  flipped[whole.size() / 2] = static_cast<char>(flipped[whole.size() / 2] ^ 1);
  Write(Path("flipped.plx"), flipped);
  Write(Path("cut.plx"), whole.substr(0, whole.size() - 1));
  Write(Path("none.plx"), "letters");

  const auto exists = Run("export " + file, source_);
  const auto damaged = Run("import " + Path("flipped.plx"), target_);
  const auto cut = Run("import " + Path("cut.plx"), target_);
  const auto none = Run("import " + Path("none.plx"), target_);
  const auto missing = Run("import " + Path("missing.plx"), target_);
  const auto full = Run("import " + file, source_);

  EXPECT_EQ(exists.exit_code, 6) << exists.output;
  EXPECT_EQ(damaged.exit_code, 2) << damaged.output;
  EXPECT_EQ(cut.exit_code, 2) << cut.output;
  EXPECT_THAT(cut.output, HasSubstr("FILE_INCOMPLETE"));
  EXPECT_EQ(none.exit_code, 2) << none.output;
  EXPECT_EQ(missing.exit_code, 5) << missing.output;
  EXPECT_EQ(full.exit_code, 6) << full.output;
  EXPECT_THAT(full.output, HasSubstr("STORE_NOT_EMPTY"));
  // The undamaged file goes on where the damaged one ended.
  EXPECT_EQ(Run("import " + file, target_).exit_code, 0);
}

TEST_F(PledgectlTransfer, CopyStreamsFromOneIntoTheOther) {
  const std::string pledgectl = testing::ProgramPath("pledgectl");
  const std::string copy =
      pledgectl + " copy --from " + source_.address() + " --to " + target_.address();

  const auto copied = testing::RunCommand(copy);
  const auto again = testing::RunCommand(copy);
  const auto exported = Run("export " + Path("a.plx"), target_);
  const auto gone = testing::RunCommand(pledgectl + " copy --give-up-after 1s --from " +
                                        source_.address() + " --to unix:" + Path("nobody"));

  ASSERT_EQ(copied.exit_code, 0) << copied.output;
  EXPECT_EQ(Fact(copied.output, "documents"), "200");
  EXPECT_EQ(Fact(copied.output, "digest"), Fact(exported.output, "digest"));
  EXPECT_EQ(again.exit_code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("was there already"));
  EXPECT_EQ(gone.exit_code, 7) << gone.output;
  EXPECT_EQ(Run("count water --by strength", target_).output,
            Run("count water --by strength", source_).output);
}

TEST_F(PledgectlTransfer, CopyGoesOnThroughKilledServers) {
  const std::string words =
      "copy --give-up-after 60s --from " + source_.address() + " --to " + target_.address();
  testing::CommandResult copied;
  target_.Kill();
  std::thread copy(
      [&] { copied = testing::RunCommand(testing::ProgramPath("pledgectl") + " " + words); });

  ASSERT_TRUE(target_.Start()) << target_.Log();
  // Wherever the copy is now.
  source_.Kill();
  ASSERT_TRUE(source_.Start()) << source_.Log();
  target_.Kill();
  ASSERT_TRUE(target_.Start()) << target_.Log();
  copy.join();

  EXPECT_EQ(copied.exit_code, 0) << copied.output;
  EXPECT_EQ(Run("count water --by strength", target_).output,
            Run("count water --by strength", source_).output);
}

}  // namespace
}  // namespace pledge
