#include "service/pipeline/clean/furniture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "service/pipeline/clean/widget_words.h"
#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kLetter[] =
    "关于加强农村桥梁管理的复函\n"
    "张代表：\n"
    "您提出的建议收悉。下一步，我局将会同各乡镇对农村公路桥梁开展全面检查，逐桥落实养护责任。\n"
    "感谢您对交通工作的关心和支持。\n"
    "某县交通局\n"
    "2024年3月5日";

std::vector<std::string> Widgets(const CleanText& clean) {
  std::vector<std::string> widgets;
  for (const FurnitureBlock& block : clean.furniture) widgets.push_back(block.widget);
  return widgets;
}

struct Case {
  const char* name;
  const char* before;
  const char* behind;
  std::vector<std::string> widgets;
};

class FurnitureCases : public ::testing::TestWithParam<Case> {};

TEST_P(FurnitureCases, AreCutAroundTheLetter) {
  const Case& c = GetParam();

  const CleanText clean = CleanDocument(std::string(c.before) + kLetter + c.behind);

  EXPECT_EQ(clean.text, kLetter);
  EXPECT_EQ(Widgets(clean), c.widgets);
}

INSTANTIATE_TEST_SUITE_P(
    All, FurnitureCases,
    ::testing::Values(
        Case{"related",
             "",
             "\n相关新闻：\n- 全县将新建停车场二十处\n- 图书馆拟延长开放时间",
             {"related"}},
        Case{"several_widgets",
             "",
             "\n相关新闻\n无\n0条评论\n网友评论推荐资讯\n公交车将全部更换\n热门点击排行\n·农产品展"
             "销会开幕",
             {"related", "comments", "recommended", "ranking"}},
        Case{"headline_with_a_full_stop",
             "",
             "\n热点新闻\n市政府将投资三亿元建桥。\n桥梁节开幕",
             {"ranking"}},
        Case{"list_without_heading",
             "",
             "\n· 全县将新建停车场二十处\n· 图书馆拟延长开放时间\n· 公交车将全部更换",
             {"list"}},
        Case{"list_under_its_own_heading",
             "",
             "\n热闻\n- 全县将新建停车场二十处\n- 图书馆拟延长开放时间\n- 公交车将全部更换",
             {"list"}},
        Case{"tools", "", "\n【打印本页】【关闭窗口】", {"toolbar"}},
        Case{"tools_in_the_last_line", "", "【打印】 【关闭】", {"toolbar"}},
        Case{"share_bar", "", "\n分享到： 微信 新浪微博 QQ空间", {"share"}},
        Case{"pager", "", "\n上一篇：全县将新建停车场\n下一篇：没有了", {"pager"}},
        Case{"code", "", "\n扫一扫在手机打开当前页", {"code"}},
        Case{"footer",
             "",
             "\n主办：某县人民政府办公室\n版权所有 某县人民政府 X ICP备12345678号",
             {"footer"}},
        Case{"breadcrumb", "当前位置：首页 > 政务公开 > 建议办理\n", "", {"breadcrumb"}},
        Case{"navigation_line_by_line",
             "首页\n新闻中心\n政务公开\n您所在的位置：首页 > 建议办理\n",
             "",
             {"nav", "breadcrumb"}},
        Case{"index_table",
             "索引号：0001/"
             "2024-00012\n发布机构：某县交通局\n发文字号：无\n标　　题：关于桥梁的复函\n",
             "",
             {"metadata"}}),
    [](const auto& info) { return info.param.name; });

TEST(CleanFurniture, CutsTheLineOfSourceAndClicksBelowTheTitle) {
  std::string page = kLetter;
  page.insert(page.find('\n') + 1,
              "来源：办公室 发布时间：2024-03-06 浏览次数：18\n字号：大 中 小\n");

  EXPECT_EQ(CleanDocument(page).text, kLetter);
}

TEST(CleanFurniture, KeepsWhatWasCutWithItsPlace) {
  const std::string page = std::string(kLetter) + "\n相关链接\n- 全县(2024)新建停车场";

  const CleanText clean = CleanDocument(page);

  ASSERT_EQ(clean.furniture.size(), 1u);
  const FurnitureBlock& block = clean.furniture.front();
  EXPECT_EQ(block.text, "相关链接\n- 全县（2024）新建停车场");
  EXPECT_EQ(page.substr(block.source.start, block.source.size()),
            "相关链接\n- 全县(2024)新建停车场");
}

TEST(CleanFurniture, LeavesAHoleInThePointer) {
  const std::string page =
      "下一步，我局将会同各乡镇对农村公路桥梁开展全面检查，\n分享到：微信\n逐桥落实养护责任，确保安"
      "全通行。";

  const CleanText clean = CleanDocument(page);

  EXPECT_EQ(SourceOf(page, clean, clean.text),
            "下一步，我局将会同各乡镇对农村公路桥梁开展全面检查，|\n"
            "逐桥落实养护责任，确保安全通行。");
}

struct KeptCase {
  const char* name;
  const char* lines;  // put behind the letter
};

class KeptCases : public ::testing::TestWithParam<KeptCase> {};

TEST_P(KeptCases, StayInTheLetter) {
  const std::string text = std::string(kLetter) + "\n" + GetParam().lines;

  const CleanText clean = CleanDocument(text);

  EXPECT_EQ(clean.text, text);
  EXPECT_THAT(clean.furniture, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, KeptCases,
    ::testing::Values(
        KeptCase{"attachments", "附件：1.桥梁检查表\n2.养护责任人名单"},
        KeptCase{"copies", "抄送：县人大常委会办公室，县政府办公室"},
        KeptCase{"contact", "联系人：交通局办公室\n联系电话：0000-0000000"},
        KeptCase{"disclosure", "（此件公开发布）"}, KeptCase{"one_label_alone", "来源：某县交通局"},
        KeptCase{"organiser_alone", "主办单位：某县交通局"},
        KeptCase{"scan_in_a_sentence", "群众可通过手机“扫一扫”等方式查询桥梁限载信息。"},
        KeptCase{"share_in_a_sentence", "让群众分享到桥梁改造的成果，打印店等小店也将受益。"},
        KeptCase{"form_labels", "ICP备案号\n公网安备号"},
        KeptCase{"heading_before_the_letter_goes_on",
                 "相关信息\n我局将会同各乡镇对辖区内桥梁逐一登记造册，并于年底前将登记结果在县政府"
                 "网站公布，接受"
                 "群众监督，对群众反映的问题及时核查处理，处理结果同步公开。"}),
    [](const auto& info) { return info.param.name; });

TEST(WidgetHeadings, SplitsHeadingsThatRunTogether) {
  const std::string line = "网友评论推荐资讯";

  const std::vector<WidgetHeading> headings = WidgetHeadings(line);

  ASSERT_EQ(headings.size(), 2u);
  EXPECT_EQ(headings[0].widget, Widget::kComments);
  EXPECT_EQ(headings[1].widget, Widget::kRecommended);
  EXPECT_EQ(headings[1].range, (ByteRange{12, 24}));
}

TEST(WidgetHeadings, TakesNothingElseForOne) {
  for (const char* line :
       {"", "相关", "新闻发布会", "相关工作情况", "最新", "推荐阅读桥梁一文", "一、相关新闻"}) {
    EXPECT_THAT(WidgetHeadings(line), IsEmpty()) << line;
  }
}

TEST(ToolsAtEnd, FindsToolsBehindASentenceOnly) {
  const std::string line = "特此函复。【打印】【关闭】";

  EXPECT_EQ(ToolsAtEnd(line), std::string("特此函复。").size());
  for (const std::string other : {"特此函复。", "请打印", "同意打印。请收藏此件", ""}) {
    EXPECT_EQ(ToolsAtEnd(other), other.size()) << other;
  }
}

}  // namespace
}  // namespace pledge::pipeline
