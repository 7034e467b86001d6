// What each line of a page looks like, for telling the letter from what stands
// around it. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_PAGE_LINES_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_PAGE_LINES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/clean/widget_words.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

struct PageLine {
  ByteRange range;
  uint32_t han = 0;               // Han characters
  bool prose = false;             // a sentence of a letter
  bool closes_sentence = false;   // ends with 。 or the like
  Widget widget = Widget::kNone;  // furniture by its own words
  std::vector<WidgetHeading> headings;
};

// One line of the text.
PageLine DescribeLine(std::string_view text, ByteRange range);
// All of them.
std::vector<PageLine> DescribeLines(std::string_view text);

// Begins like an item of a list: - · •
bool IsListItem(std::string_view line);
// Closing formula, sign-off or date.
bool ClosesLetter(std::string_view line, const PageLine& described);
// What stands behind a sign-off: 附件, 抄送.
bool BelongsToLetter(std::string_view line);
// Ends with what documents are called: 的复函, 的通知（试行）.
bool LooksLikeTitle(std::string_view line, const PageLine& described);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_PAGE_LINES_H_
