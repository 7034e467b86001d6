#include "client/cpp/pledgectl/document_ids.h"

#include <set>

#include "client/cpp/names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::MatchesRegex;

TEST(DocumentId, IsTheNameWithoutItsExtension) {
  EXPECT_EQ(DocumentIdFor("reply-12.txt"), "reply-12");
  EXPECT_EQ(DocumentIdFor("page.HTML"), "page");
  EXPECT_EQ(DocumentIdFor("no_extension"), "no_extension");
  EXPECT_EQ(DocumentIdFor("answer.2024"), "answer.2024");
}

TEST(DocumentId, HoldsOnlyWhatAnIdMay) {
  EXPECT_EQ(DocumentIdFor("2024/No 7 (final).txt"), "2024-no-7-final");
  EXPECT_EQ(DocumentIdFor("..a..txt"), "a");
}

TEST(DocumentId, TellsApartNamesOfOtherScripts) {
  const std::string one = DocumentIdFor("答复函一.txt");
  const std::string two = DocumentIdFor("答复函二.txt");

  EXPECT_THAT(one, MatchesRegex("file-[0-9a-f]{8}"));
  EXPECT_NE(one, two);
  EXPECT_EQ(one, DocumentIdFor("答复函一.txt"));
  EXPECT_THAT(DocumentIdFor("12号答复.txt"), MatchesRegex("12-[0-9a-f]{8}"));
}

TEST(DocumentId, ShortensLongNames) {
  const std::string one = DocumentIdFor(std::string(200, 'a') + "1.txt");
  const std::string two = DocumentIdFor(std::string(200, 'a') + "2.txt");

  EXPECT_EQ(one.size(), 128u);
  EXPECT_NE(one, two);
}

TEST(DocumentId, IsAlwaysValid) {
  for (const char* path : {"", ".", "..", "-", "a/../b", "...txt", "\x01", "\xff.txt", " .txt"}) {
    EXPECT_TRUE(client::IsValidId(DocumentIdFor(path))) << path << " → " << DocumentIdFor(path);
  }
}

TEST(AssignDocumentIds, MarksAllThatWouldBeTheSame) {
  const auto ids = AssignDocumentIds(
      {{"a.txt", "x/a.txt"}, {"b.txt", "x/b.txt"}, {"a.html", "y/a.html"}, {"a.txt", "z/a.txt"}});

  EXPECT_THAT(ids, ElementsAre(MatchesRegex("a-[0-9a-f]{8}"), "b", MatchesRegex("a-[0-9a-f]{8}"),
                               MatchesRegex("a-[0-9a-f]{8}")));
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 4u);
}

}  // namespace
}  // namespace pledge::cli
