#include "service/pipeline/decode/html_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "service/pipeline/decode/html_align.h"
#include "service/pipeline/decode/html_flat.h"
#include "service/pipeline/decode/html_guard.h"
#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

using ::testing::IsEmpty;

struct Case {
  const char* name;
  const char* html;
  const char* text;
};

class HtmlCases : public ::testing::TestWithParam<Case> {};

TEST_P(HtmlCases, GiveTheTextThatIsShown) {
  const std::string html = GetParam().html;

  const DecodedText decoded = DecodeDocument(html, {.media_type = "text/html"});

  EXPECT_EQ(decoded.text, GetParam().text);
  EXPECT_EQ(decoded.media_type, "text/html");
  EXPECT_EQ(decoded.map.text_size(), decoded.text.size());
  EXPECT_EQ(decoded.map.source_size(), html.size());
}

INSTANTIATE_TEST_SUITE_P(
    All, HtmlCases,
    ::testing::Values(
        Case{"empty", "", ""}, Case{"text_alone", "修桥", "修桥"},
        Case{"paragraphs", "<p>修桥</p><p>补路</p>", "修桥\n补路"},
        Case{"unclosed_paragraphs", "<p>修桥<p>补路", "修桥\n补路"},
        Case{"line_breaks", "修桥<br>补路<br/><br>架线", "修桥\n补路\n架线"},
        Case{"inline_elements_join", "<p>修<b>桥</b><span>补</span><font>路</font></p>",
             "修桥补路"},
        Case{"element_inside_a_word", "<p>交<span lang=EN-US>通</span>局</p>", "交通局"},
        Case{"blanks_of_the_source", "<p>\n  修桥\n  补路  road\n  work </p>",
             "修桥补路 road work"},
        Case{"blank_between_words", "<p>road <b> work</b></p>", "road work"},
        Case{"non_breaking_blanks", "<p>修&nbsp;&nbsp;桥</p>", "修\xC2\xA0\xC2\xA0桥"},
        Case{"paragraphs_by_indentation", "<div>修桥。\n　　补路。\n　　架线。</div>",
             "修桥。\n　　补路。\n　　架线。"},
        Case{"references", "<p>&lt;桥&gt; &amp;amp; &#26725;&#x6881;&ldquo;&hellip;</p>",
             "<桥> &amp; 桥梁“…"},
        Case{"references_without_semicolon", "<p>a&ltb&copy2 &桥 &unknown; x&y</p>",
             "a<b©2 &桥 &unknown; x&y"},
        Case{"comments", "<p>修<!-- 旧 -->桥</p>", "修桥"},
        Case{"scripts_and_styles",
             "<style>p{}</style><p>修<script>var a='<p>路</p>';</script>桥</p>", "修桥"},
        Case{"hidden",
             "<p>修桥</p><p style=\"DISPLAY : none\">补路</p><div hidden>架线</div><p "
             "style='visibility:hidden'>挖井</p>",
             "修桥"},
        Case{"form_controls",
             "<p>修桥<select><option>路</option></select><textarea>井</textarea></p>", "修桥"},
        Case{"head", "<html><head><title>桥</title></head><body>修桥</body></html>", "修桥"},
        Case{"list", "<ul><li>修桥<li>补路</ul>", "修桥\n补路"},
        Case{"preformatted", "<pre>修 桥\n补  路</pre>", "修 桥\n补  路"},
        Case{"rows_of_data",
             "<table><tr><th>任务</th><th>期限</th></tr><tr><td>修桥</td><td><p>年底</p></td></"
             "tr></table>",
             "任务\t期限\n修桥\t年底"},
        Case{"layout_table", "<table><tr><td><p>修桥</p><p>补路</p></td><td>架线</td></tr></table>",
             "修桥\n补路\n架线"},
        Case{"rows_without_table", "<tr><td>修桥</td><td>年底</td></tr>", "修桥\t年底"},
        Case{"text_that_belongs_in_no_table", "<table>修桥<tr><td>补路</td></tr></table>",
             "修桥\n补路"},
        Case{"broken_nesting", "<b>修<i>桥</b>补</i>路", "修桥补路"},
        Case{"stray_end_tags", "修</b>桥</xyz>补</p>路", "修桥补\n路"},
        Case{"title_in_two_lines", "<h1>修桥事项<br>的复函</h1>", "修桥事项\n的复函"}),
    [](const auto& info) { return info.param.name; });

TEST(DecodeHtml, KeepsThePlaceOfEachCharacter) {
  const std::string html =
      "<p>我局<b>将</b>于&#24180;底<span>前</span>\n完成&quot;桥&quot;梁检修。</p>";

  const CleanText clean = CleanDocument(html, {.media_type = "text/html"});

  EXPECT_EQ(clean.text, "我局将于年底前完成\"桥\"梁检修。");
  EXPECT_EQ(SourceOf(html, clean, "我局将于"), "我局|将|于");
  EXPECT_EQ(SourceOf(html, clean, "年"), "&#24180;");
  EXPECT_EQ(SourceOf(html, clean, "前完成"), "前|完成");
  EXPECT_EQ(SourceOf(html, clean, "\"桥\"梁"), "&quot;桥&quot;梁");
  EXPECT_TRUE(clean.map.Verbatim({0, 12}));
  EXPECT_FALSE(clean.map.Verbatim({0, 15}));
}

struct SniffCase {
  const char* name;
  const char* bytes;
  const char* declared;
  bool html;
};

class SniffCases : public ::testing::TestWithParam<SniffCase> {};

TEST_P(SniffCases, TellHtmlFromText) {
  EXPECT_EQ(IsHtml(GetParam().bytes, GetParam().declared), GetParam().html);
}

INSTANTIATE_TEST_SUITE_P(
    All, SniffCases,
    ::testing::Values(SniffCase{"declared", "修桥", "text/html", true},
                      SniffCase{"declared_with_charset", "修桥", "Text/HTML; charset=gbk", true},
                      SniffCase{"xhtml", "修桥", "application/xhtml+xml", true},
                      SniffCase{"doctype", " <!DOCTYPE HTML><p>", "", true},
                      SniffCase{"fragment", "<p>修桥</p><p>补路</p>", "", true},
                      SniffCase{"tags_in_text_file", "修桥<br/><p align=center>补路</p>架线<br>",
                                "text/plain", true},
                      SniffCase{"plain", "修桥。a<b, c>d", "", false},
                      SniffCase{"about_tags", "标题用<h1>标签，正文用<p>标签。", "", false},
                      SniffCase{"book_titles", "《修桥》<补路><架线><挖井><栽树>", "", false}),
    [](const auto& info) { return info.param.name; });

TEST(DecodeHtml, ReadsPagesThatWereEscapedOnceMore) {
  const std::string bytes =
      "&lt;p "
      "class=&quot;a&quot;&gt;\\r\\n修桥\\r\\n&lt;/"
      "p&gt;\\r\\n&lt;p&gt;补&amp;ldquo;路&amp;rdquo;&lt;/p&gt;";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "修桥\n补“路”");
  EXPECT_EQ(clean.media_type, "text/html");
  EXPECT_EQ(SourceOf(bytes, clean, "“路"), "&amp;ldquo;路");
}

TEST(DecodeHtml, LeavesTextAboutMarkupAlone) {
  const std::string text = "段落写作 &lt;p&gt; 换行写作 \\n 以 &lt;/p&gt; 结束。";

  EXPECT_EQ(CleanDocument(text).text, text);
  EXPECT_EQ(CleanDocument(text).media_type, "text/plain");
}

TEST(HtmlAligner, SkipsTagsThatTheParserIgnored) {
  const std::string source = "修</x>桥&amp;梁";
  HtmlAligner aligner(source, {0, static_cast<uint32_t>(source.size())}, "修桥&梁");
  AlignedCharacter aligned;
  std::string places;
  while (aligner.Next(&aligned)) {
    places += source.substr(aligned.source.start, aligned.source.size()) + "|";
  }

  EXPECT_EQ(places, "修|桥|&amp;|梁|");
}

std::string Repeat(std::string_view part, size_t count) {
  std::string repeated;
  for (size_t i = 0; i < count; ++i) repeated += part;
  return repeated;
}

TEST(IsParsable, RefusesWhatWasMadeToBeDeep) {
  EXPECT_TRUE(IsParsable("<div><p>修桥</p></div>"));
  EXPECT_TRUE(IsParsable(Repeat("<p>修桥", 5000)));
  EXPECT_TRUE(IsParsable(Repeat("<div>", 100) + Repeat("</div>", 100)));
  EXPECT_FALSE(IsParsable(Repeat("<div>", 5000)));
  EXPECT_FALSE(IsParsable(Repeat("<div></b>", 5000)));
  EXPECT_FALSE(IsParsable(Repeat("<font size=1>", 5000)));
  EXPECT_FALSE(IsParsable("<a " + Repeat("x=1 ", 5000) + ">"));
  EXPECT_FALSE(IsParsable(Repeat("<i></i>", 200000)));
  EXPECT_TRUE(IsParsable("<script>" + Repeat("<div>", 5000) + "</script>"));
}

TEST(FlattenHtml, ReadsDeepPagesWithoutATree) {
  const std::string html =
      Repeat("<div>", 5000) +
      "<p>修&ldquo;桥&rdquo;</p><script>var a;</script>补<b>路</b><br>架&#32447;";

  const CleanText clean = CleanDocument(html);

  EXPECT_EQ(clean.text, "修“桥”\n补路\n架线");
  EXPECT_EQ(SourceOf(html, clean, "架线"), "架&#32447;");
}

// The parts of a page around a letter, and what must be left of it.
constexpr char kTitle[] = "关于加强农村桥梁管理的复函";
constexpr char kBody[] =
    "<p>张代表：</p><p>您提出的建议收悉。我局高度重视，组织力量作了研究，现答复如下：</p>"
    "<p>下一步，我局将会同各乡镇对农村公路桥梁开展全面检查，逐桥落实养护责任，限期维修加固。</p>"
    "<p style=\"text-align:right\">某县交通局</p><p style=\"text-align:right\">2024年3月5日</p>";
constexpr char kLetter[] =
    "关于加强农村桥梁管理的复函\n张代表：\n您提出的建议收悉。我局高度重视，组织力量作了研究，现答复"
    "如下：\n"
    "下一步，我局将会同各乡镇对农村公路桥梁开展全面检查，逐桥落实养护责任，限期维修加固。\n"
    "某县交通局\n2024年3月5日";

class PageCases : public ::testing::TestWithParam<Case> {};

TEST_P(PageCases, AreTheLetterOnly) {
  std::string page = GetParam().html;
  for (const auto& [name, value] : {std::pair("TITLE", kTitle), std::pair("BODY", kBody)}) {
    for (size_t at = page.find(name); at != std::string::npos; at = page.find(name)) {
      page.replace(at, std::string(name).size(), value);
    }
  }

  const CleanText clean = CleanDocument(page);

  EXPECT_EQ(clean.text, kLetter);
}

INSTANTIATE_TEST_SUITE_P(
    All, PageCases,
    ::testing::Values(
        Case{
            "elements_with_names",
            "<html><head><title>TITLE - 某县</title></head><body><header><nav><a href=/>首页</a>"
            "<a href=/b>公开</a></nav></header><main><h1>TITLE</h1><article>BODY</article>"
            "<aside><h3>推荐阅读</h3><ul><li><a>全县将新建停车场二十处</a></li></ul></aside></main>"
            "<footer>版权所有 某县人民政府</footer></body></html>",
            nullptr},
        Case{"classes",
             "<div class=\"top-nav\"><a>首页</a> <a>公开</a></div><div "
             "class=crumbs>当前位置：首页</div>"
             "<div class=wrap><div class=\"art-title\">TITLE</div><div "
             "class=info>发布时间：2024-03-06 "
             "点击：12</div><div id=zoom>BODY</div><div "
             "class=bdsharebuttonbox>分享到微信</div></div>"
             "<div "
             "class=\"hotRank\"><h4>点击排行</h4><p>全县将新建停车场二十处，总投资三亿元。</p></"
             "div>",
             nullptr},
        Case{
            "layout_by_tables",
            "<table><tr><td><a href=1>首 页</a> | <a href=2>机构</a> | <a href=3>公开</a></td></tr>"
            "<tr><td>您所在的位置：首页</td></tr><tr><td><font size=5>TITLE</font></td></tr>"
            "<tr><td>BODY</td></tr><tr><td>【<a>打印</a>】【<a>关闭</a>】</td></tr>"
            "<tr><td>地址：某县建设路1号　邮编：000000</td></tr></table>",
            nullptr},
        Case{"index_table_above",
             "<table><tr><td>索引号：</td><td>0001/2024</td><td>主题分类：</td><td>交通</td></tr>"
             "<tr><td>标　　题：</td><td>TITLE</td><td>发文字号：</td><td></td></tr></table>"
             "<div class=title>TITLE</div><div>BODY</div><div>扫一扫在手机打开当前页</div>",
             nullptr},
        Case{"letter_in_two_parts",
             "<div><h2>TITLE</h2><p>张代表：</p>"
             "<p>您提出的建议收悉。我局高度重视，组织力量作了研究，现答复如下：</p><div>"
             "<p>"
             "下一步，我局将会同各乡镇对农村公路桥梁开展全面检查，逐桥落实养护责任，限期维修加固。<"
             "/p>"
             "</div><p>某县交通局</p><p>2024年3月5日</p></div>",
             nullptr},
        Case{"nothing_but_the_letter", "<h2>TITLE</h2>BODY", nullptr}),
    [](const auto& info) { return info.param.name; });

TEST(DecodeHtml, KeepsLinksToAttachments) {
  const std::string page =
      "<p>现将桥梁检查办法印发给你们，请结合实际，认真贯彻执行。</p><p>附件：<a>1.检查办法</a></p>"
      "<p><a>2.检查表</a></p><p><a>3.责任人名单</a></p>";

  const CleanText clean = CleanDocument(page);

  EXPECT_EQ(clean.text,
            "现将桥梁检查办法印发给你们，请结合实际，认真贯彻执行。\n附件：1.检查办法\n2.检查表\n3."
            "责任人名单");
  EXPECT_THAT(clean.furniture, IsEmpty());
}

}  // namespace
}  // namespace pledge::pipeline
