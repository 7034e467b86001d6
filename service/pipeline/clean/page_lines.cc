#include "service/pipeline/clean/page_lines.h"

#include <algorithm>

#include "service/pipeline/text/byte_search.h"
#include "service/pipeline/text/lines.h"
#include "service/pipeline/text/text_match.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kFewestHanOfProse = 25;
constexpr uint32_t kFewestHanOfTitle = 8;
constexpr uint32_t kMostHanOfSignOff = 30;

constexpr std::string_view kClosings[] = {
    "特此函复", "特此答复", "特此回复", "特此复函", "特此函告", "特此通知", "专此函复",
    "专此答复", "专此",     "此复",     "感谢",     "谢谢",     "此致",     "敬礼"};

constexpr std::string_view kSignOffEnds[] = {"厅",   "局", "委员会", "办公室", "办公厅",
                                             "政府", "部", "委",     "院",     "会",
                                             "中心", "站", "队",     "署"};

constexpr std::string_view kLetterParts[] = {"附件",     "附：",     "附:",      "抄送",   "（此件",
                                             "(此件",    "联系人",   "联系电话", "（联系", "(联系",
                                             "公开属性", "是否公开", "主题词："};

constexpr std::string_view kTitleEnds[] = {"函",   "答复", "回复", "通知", "意见",    "办法",
                                           "方案", "规划", "条例", "决定", "公告",    "通告",
                                           "报告", "批复", "细则", "规定", "请示",    "纪要",
                                           "要点", "情况", "计划", "纲要", "答复意见"};

bool IsBullet(char32_t c) {
  constexpr std::u32string_view kBullets = U"-–—·•●○■□◆◇▪►▶»※*＊・";
  return kBullets.find(c) != std::u32string_view::npos;
}

bool ClosesSentence(std::string_view line) {
  constexpr std::string_view kEnds[] = {"。", "！", "？", "；", "：", "。”", "。）", "!", "?", ";"};
  return EndsWithAny(line, kEnds);
}

// A date with or without the body before it.
bool EndsWithDate(std::string_view line) {
  return line.ends_with("日") && Contains(line, "月") && Contains(line, "年");
}

struct LineCensus {
  uint32_t han = 0;
  uint32_t commas = 0;
  bool sentence = false;  // a full stop or a semicolon
};

// All characters that begin with E4 to E9 are Han.
LineCensus CountLine(std::string_view line) {
  LineCensus census;
  census.han = static_cast<uint32_t>(CountBytesBetween<0xE4, 0xE9>(line));
  ForEachByteOf<0xE3, 0xEF, 0xF0>(line, 0, line.size(), [&](size_t at) {
    const char32_t c = CharacterAt(line, at).value;
    census.sentence |= c == U'。' || c == U'；';
    census.commas += c == U'，' ? 1 : 0;
    if (IsHanCharacter(c)) ++census.han;
  });
  return census;
}

}  // namespace

PageLine DescribeLine(std::string_view text, ByteRange range) {
  const std::string_view line = Slice(text, range);
  const LineCensus census = CountLine(line);
  PageLine described;
  described.range = range;
  described.han = census.han;
  described.closes_sentence = ClosesSentence(line);
  described.prose =
      census.han >= kFewestHanOfProse && (census.sentence || described.closes_sentence);
  if (described.prose) return described;
  // Clauses and sentences speak of no widget.
  if (!census.sentence && census.commas < 2) described.widget = WidgetOfLine(line);
  described.headings = WidgetHeadings(line);
  return described;
}

std::vector<PageLine> DescribeLines(std::string_view text) {
  std::vector<PageLine> lines;
  ForEachLine(text, [&](ByteRange range) {
    const ByteRange content = Trim(text, range);
    if (!content.empty()) lines.push_back(DescribeLine(text, content));
  });
  return lines;
}

bool IsListItem(std::string_view line) { return IsBullet(CharacterAt(line, 0).value); }

bool ClosesLetter(std::string_view line, const PageLine& described) {
  const bool sign_off = described.han <= kMostHanOfSignOff && !IsListItem(line) &&
                        (EndsWithDate(line) || EndsWithAny(line, kSignOffEnds));
  return sign_off || ContainsAny(line, kClosings);
}

bool BelongsToLetter(std::string_view line) { return StartsWithAny(line, kLetterParts); }

bool LooksLikeTitle(std::string_view line, const PageLine& described) {
  if (described.han < kFewestHanOfTitle || IsListItem(line)) return false;
  if (Contains(line, "。") || Contains(line, "收悉")) return false;
  if (line.ends_with("）")) line = line.substr(0, line.rfind("（"));
  return EndsWithAny(line, kTitleEnds);
}

}  // namespace pledge::pipeline
