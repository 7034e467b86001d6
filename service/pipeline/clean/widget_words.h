// The words that the furniture of Chinese web pages is made of: headings of
// widgets, tool bars, breadcrumbs, footers. General vocabulary, no names of
// sites. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_WIDGET_WORDS_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_WIDGET_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

enum class Widget : uint8_t {
  kNone,
  kRelated,      // related news
  kRecommended,  // what the site would like to be read
  kRanking,      // what others read
  kComments,
  kShare,
  kToolbar,  // print, close, font size
  kPager,    // previous and next article
  kBreadcrumb,
  kNavigation,
  kMetadata,   // index number, source, date of publishing, clicks
  kCopyright,  // footer
  kCode,       // a code to scan
  kList,       // links under no heading that is known
  kPage,       // any other text outside the main part of a page
};

// Name for FurnitureBlock::widget and the details of the map.
std::string_view WidgetName(Widget widget);

// A heading such as 相关新闻 or 热门点击排行, and where it stands. One line may
// hold two of them without a blank between.
struct WidgetHeading {
  Widget widget = Widget::kNone;
  ByteRange range;
};

// The headings that a line is made of, when it is nothing else; empty for all
// other lines.
std::vector<WidgetHeading> WidgetHeadings(std::string_view line);

// The widget that a whole line is a part of by its own words; kNone for what may
// stand in a letter.
Widget WidgetOfLine(std::string_view line);

// What a line is part of when other furniture stands right before or behind it;
// alone it may stand in a letter (来源：, 主办：).
Widget WidgetBesideOthers(std::string_view line);

// Labels of the table of a page's index that a line holds (索引号：, 发文字号：), and
// whether one of them stands in no letter.
struct IndexLabels {
  size_t count = 0;
  bool telling = false;
};
IndexLabels FindIndexLabels(std::string_view line);

// Where the tools begin that stand behind the last sentence of a line, such as
// 【打印】【关闭】; line.size() when there are none.
size_t ToolsAtEnd(std::string_view line);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_WIDGET_WORDS_H_
