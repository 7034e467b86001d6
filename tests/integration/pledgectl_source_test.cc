// source, text, repairs and explain of stored letters, as programs against the
// real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/integration/letters.h"
#include "tests/integration/server_process.h"

namespace pledge {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::Letter;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kContact[] = "联系人：唐予安；联系电话：0000-8612046";

class PledgectlSourceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.Start()) << server_.Log();
    stub_ = v1::DocumentService::NewStub(server_.NewChannel());
  }

  void Create(const std::string& id, const std::string& bytes) {
    v1::CreateDocumentResponse response;
    const auto status = testing::CallUnary(*stub_, &v1::DocumentService::Stub::CreateDocument,
                                           testing::CreateRequest("water", id, bytes), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // Standard output alone.
  testing::CommandResult Run(const std::string& words, const std::string& rest = " 2>/dev/null") {
    return testing::RunCommand("{ cd " + dir_.path() + " && " + testing::ProgramPath("pledgectl") +
                               " " + words + " --server " + server_.address() + rest + "; }");
  }
  std::string FileBytes(const std::string& name) const {
    std::ostringstream bytes;
    bytes << std::ifstream(dir_.path() + "/" + name, std::ios::binary).rdbuf();
    return bytes.str();
  }
  bool HasFile(const std::string& name) const {
    return std::filesystem::exists(dir_.path() + "/" + name);
  }

  testing::TempDir dir_;
  testing::ServerProcess server_{dir_.path()};
  std::unique_ptr<v1::DocumentService::Stub> stub_;
};

TEST_F(PledgectlSourceTest, SourceGivesTheBytes) {
  const std::string page = "<html><body><p>临澜市水务局</p>\r\n\x1b[31m</body></html>";
  Create("a", page);

  EXPECT_EQ(Run("source water/a").output, page);
  EXPECT_EQ(Run("source water/a@1 --range 6:12").output, page.substr(6, 6));
  EXPECT_EQ(Run("source water/a --range 0:12 -o json").output.find("{\"data\":\"PGh0bWw+PGJvZHk+"),
            0u);
  EXPECT_THAT(Run("source water/a -o jsonl").output,
              AllOf(StartsWith("{\"piece\":{\"data\":"), EndsWith("}}\n{\"complete\":true}\n")));
  // For a terminal nothing that moves its cursor.
  EXPECT_THAT(Run("source water/a --width 80").output,
              AllOf(HasSubstr("\\x1b[31m"), Not(HasSubstr("\x1b"))));
  EXPECT_EQ(Run("source water/a --range 5:99999").exit_code, 2);
  EXPECT_EQ(Run("source water/a --range 5-9").exit_code, 2);
  EXPECT_EQ(Run("source water").exit_code, 2);
}

TEST_F(PledgectlSourceTest, AFileIsWrittenWholeOrNotAtAll) {
  Create("a", Letter(1));

  const auto written = Run("source water/a --output-file a.txt", " 2>&1");
  const auto missing = Run("source water/b --output-file b.txt");
  const auto nowhere = Run("source water/a --output-file none/a.txt", " 2>&1");

  EXPECT_EQ(written.exit_code, 0) << written.output;
  EXPECT_THAT(written.output, HasSubstr(" bytes, SHA-256 "));
  EXPECT_EQ(FileBytes("a.txt"), Letter(1));
  EXPECT_FALSE(HasFile("a.txt.part"));
  EXPECT_EQ(missing.exit_code, 5);
  EXPECT_FALSE(HasFile("b.txt"));
  EXPECT_FALSE(HasFile("b.txt.part"));
  EXPECT_EQ(nowhere.exit_code, 1);
  EXPECT_THAT(nowhere.output, HasSubstr("none/a.txt: cannot be written"));
}

TEST_F(PledgectlSourceTest, TextIsMaskedUnlessAskedFor) {
  std::string letter = Letter(1);
  letter.insert(letter.find("临澜市水务局\n2024"), std::string(kContact) + "\n");
  Create("a", letter);

  EXPECT_THAT(Run("text water/a").output,
              AllOf(HasSubstr("联系人：＊＊＊"), Not(HasSubstr("8612046"))));
  EXPECT_THAT(Run("text water/a --personal-data").output, HasSubstr(kContact));
  EXPECT_EQ(Run("text water/a --range 0:18").output, "临澜市水务局");
  EXPECT_EQ(Run("text water/a --range 1:18").exit_code, 2);
}

TEST_F(PledgectlSourceTest, RepairsAreATableOrLines) {
  Create("page", "<html><body><p>临澜市水务局</p></body></html>");
  Create("plain", "临澜市水务局");

  const auto table = Run("repairs water/page --width 80");
  const auto lines = Run("repairs water/page");
  const auto json = Run("repairs water/page --unit points -o jsonl");

  EXPECT_THAT(table.output, StartsWith("repair  source  text"));
  EXPECT_THAT(table.output, HasSubstr("2 markup\n"));
  EXPECT_THAT(lines.output, StartsWith("MARKUP\t0-15\t0\t"));
  EXPECT_THAT(json.output, StartsWith("{\"repair\":{\"kind\":\"REPAIR_KIND_MARKUP\""));
  EXPECT_THAT(json.output, HasSubstr("\"textRange\":{\"start\":\"6\",\"end\":\"6\"}"));
  EXPECT_THAT(json.output, HasSubstr(",\"complete\":true}\n"));
  EXPECT_EQ(Run("repairs water/plain").output, "");
  EXPECT_THAT(Run("repairs water/plain --width 80", " 2>&1").output, HasSubstr("no repairs"));
  EXPECT_EQ(Run("repairs water/page --unit words").exit_code, 2);
}

TEST_F(PledgectlSourceTest, ExplainTakesStoredLetters) {
  Create("a", Letter(1));
  std::ofstream(dir_.path() + "/letter.txt", std::ios::binary) << Letter(1);

  const auto file = Run("explain letter.txt");
  const auto stored = Run("explain water/a@1");

  EXPECT_EQ(stored.exit_code, 0);
  std::string expected = file.output;
  for (size_t at = expected.find("letter.txt"); at != std::string::npos;
       at = expected.find("letter.txt")) {
    expected.replace(at, 10, "water/a@1");
  }
  EXPECT_EQ(stored.output, expected);
  EXPECT_THAT(Run("explain water/a -o html").output, StartsWith("<!doctype html>"));
  const auto neither = Run("explain water/none", " 2>&1");
  EXPECT_EQ(neither.exit_code, 5);
  EXPECT_THAT(neither.output, HasSubstr("no file has this name either"));
  // A file goes first.
  std::filesystem::create_directories(dir_.path() + "/water");
  std::ofstream(dir_.path() + "/water/a", std::ios::binary) << "临澜市教育局";
  EXPECT_THAT(Run("explain water/a").output, HasSubstr("临澜市教育局"));
}

}  // namespace
}  // namespace pledge
