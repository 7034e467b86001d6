#include "service/pipeline/decode/html_compact.h"

#include <string>

#include "gtest/gtest.h"
#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/decode.h"
#include "service/pipeline/verify_map.h"

namespace pledge::pipeline {
namespace {

std::string Compact(std::string_view html) { return CompactHtml(html).text(); }

TEST(CompactHtml, CutsWhatIsInScriptsStylesAndComments) {
  EXPECT_EQ(Compact("<p>桥</p><script type=a>var a='<p>';</script><STYLE>p{}</STYLE >梁<!-- n -->"),
            "<p>桥</p><script type=a></script><STYLE></STYLE >梁<!---->");
  EXPECT_EQ(Compact("桥梁，1 < 2"), "桥梁，1 < 2");
  EXPECT_EQ(Compact(""), "");
}

// Where the end cannot be told for sure, everything stays.
TEST(CompactHtml, LeavesWhatMayEndElsewhere) {
  for (const std::string_view html :
       {"<script>a<!--<script>b</script>c--></script>", "<script>a</scripts>b", "<script>a",
        "<!-->桥-->", "<!--->桥-->", "<!-- a --!> 桥 -->", "<!-- a", "<!doctype html>",
        "<svg><style><p>桥</p></style></svg>", "<plaintext><script>a</script>",
        "<textarea><script>a</script></textarea>", "<title><!-- a --></title>"}) {
    EXPECT_EQ(Compact(html), html);
  }
}

TEST(CompactHtml, FindsRangesInTheFullText) {
  const std::string html = "ab<script>xyz</script>cd<!--xyz-->ef";
  const CompactHtml compact(html);
  const std::string& text = compact.text();
  ASSERT_EQ(text, "ab<script></script>cd<!---->ef");

  for (const std::string_view part : {"ab", "cd", "ef", "b<script>", "</script>cd<!--"}) {
    const auto start = static_cast<uint32_t>(text.find(part));
    const auto full = compact.InFull({start, start + static_cast<uint32_t>(part.size())});
    ASSERT_TRUE(full.has_value()) << part;
    EXPECT_EQ(html.substr(full->start, full->size()), part);
  }
  EXPECT_EQ(compact.InFull({0, static_cast<uint32_t>(text.size())}), std::nullopt);
  EXPECT_EQ(compact.InFull({9, 11}), std::nullopt);
}

// The page reads the same, and points at the same bytes, with and without what was cut.
TEST(CompactHtml, ChangesNothingInTheText) {
  for (const std::string_view unseen :
       {"<script>var a='<p>水</p>';</script>", "<style>p{}</style>", "<!-- <p>水</p> -->",
        "<script><!--\nvar a;\n//--></script>", "<script></script>"}) {
    const std::string before = "<html><body><div><p>我局将完成桥梁检修。</p>";
    const std::string behind = "<p>我局将清淤河道。</p></div></body></html>";
    const std::string html = before + std::string(unseen) + behind;

    const auto decoded =
        Decode({.bytes = html, .declared_charset = {}, .declared_media_type = "text/html"});

    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(decoded->text, "我局将完成桥梁检修。\n我局将清淤河道。");
    const auto at = static_cast<uint32_t>(decoded->text.find("清淤"));
    const auto source = decoded->map.SourceRanges({at, at + 6});
    ASSERT_EQ(source.size(), 1u);
    EXPECT_EQ(source[0].start, html.find("清淤"));
    EXPECT_TRUE(VerifyMap(html, Clean(*decoded)));
  }
}

}  // namespace
}  // namespace pledge::pipeline
