#include "service/pipeline/widget_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "service/pipeline/utf8.h"

namespace pledge::pipeline {
namespace {

// Longer lines are no furniture of one widget, whatever words they hold.
constexpr size_t kMaxWidgetLine = 240;

struct Word {
  std::string_view text;
  Widget widget;  // of the heading that it makes; kNone: says nothing about it
};

// Words before the noun of a heading.
constexpr Word kModifiers[] = {
    {"相关", Widget::kRelated},
    {"类似", Widget::kRelated},
    {"同类", Widget::kRelated},
    {"延伸", Widget::kRelated},
    {"关联", Widget::kRelated},
    {"热门", Widget::kRanking},
    {"热点", Widget::kRanking},
    {"热评", Widget::kRanking},
    {"本周", Widget::kRanking},
    {"本月", Widget::kRanking},
    {"今日", Widget::kRanking},
    {"24小时", Widget::kRanking},
    {"48小时", Widget::kRanking},
    {"点击", Widget::kRanking},
    {"浏览", Widget::kRanking},
    {"阅读", Widget::kRanking},
    {"人气", Widget::kRanking},
    {"推荐", Widget::kRecommended},
    {"精彩", Widget::kRecommended},
    {"最新", Widget::kRecommended},
    {"图片", Widget::kRecommended},
    {"精选", Widget::kRecommended},
    {"编辑", Widget::kRecommended},
    {"随机", Widget::kRecommended},
    {"猜你喜欢", Widget::kRecommended},
    {"为您", Widget::kRecommended},
    {"为你", Widget::kRecommended},
    {"本站", Widget::kRecommended},
    {"站内", Widget::kRecommended},
    {"更多", Widget::kRecommended},
    {"网友", Widget::kComments},
    {"用户", Widget::kComments},
    {"全部", Widget::kNone},
    {"查看", Widget::kNone},
    {"我要", Widget::kNone},
    {"发表", Widget::kComments},
    {"友情", Widget::kNavigation},
};

// Nouns of headings. A heading is modifiers and nouns only, with one of each.
constexpr Word kNouns[] = {
    {"新闻", Widget::kNone},      {"资讯", Widget::kNone},     {"信息", Widget::kNone},
    {"文章", Widget::kNone},      {"阅读", Widget::kNone},     {"链接", Widget::kNone},
    {"内容", Widget::kNone},      {"报道", Widget::kNone},     {"稿件", Widget::kNone},
    {"专题", Widget::kNone},      {"视频", Widget::kNone},     {"图集", Widget::kNone},
    {"文档", Widget::kNone},      {"推荐", Widget::kNone},     {"推送", Widget::kNone},
    {"排行榜", Widget::kRanking}, {"排行", Widget::kRanking},  {"排名", Widget::kRanking},
    {"点击榜", Widget::kRanking}, {"点击", Widget::kRanking},  {"关注", Widget::kNone},
    {"评论", Widget::kComments},  {"留言", Widget::kComments}, {"跟帖", Widget::kComments},
};

// Headings that are whole by themselves.
constexpr Word kWholeHeadings[] = {
    {"猜你喜欢", Widget::kRecommended}, {"大家都在看", Widget::kRanking},
    {"大家还在看", Widget::kRanking},   {"排行榜", Widget::kRanking},
    {"网友评论", Widget::kComments},    {"我要评论", Widget::kComments},
    {"发表评论", Widget::kComments},    {"最新评论", Widget::kComments},
};

// Tools of a page. A line of nothing else is a tool bar when one of them is
// strong, that is, stands in no letter.
struct Tool {
  std::string_view text;
  Widget widget;
  bool strong;
};
constexpr Tool kTools[] = {
    {"分享到", Widget::kShare, true},
    {"分享至", Widget::kShare, true},
    {"一键分享", Widget::kShare, true},
    {"分享", Widget::kShare, true},
    {"微信好友", Widget::kShare, false},
    {"朋友圈", Widget::kShare, false},
    {"微信", Widget::kShare, false},
    {"新浪微博", Widget::kShare, false},
    {"腾讯微博", Widget::kShare, false},
    {"微博", Widget::kShare, false},
    {"QQ空间", Widget::kShare, false},
    {"QQ好友", Widget::kShare, false},
    {"人人网", Widget::kShare, false},
    {"豆瓣", Widget::kShare, false},
    {"复制链接", Widget::kShare, true},
    {"更多", Widget::kShare, false},
    {"打印本页", Widget::kToolbar, true},
    {"打印本文", Widget::kToolbar, true},
    {"打印此页", Widget::kToolbar, true},
    {"打印页面", Widget::kToolbar, true},
    {"我要打印", Widget::kToolbar, true},
    {"打印", Widget::kToolbar, true},
    {"关闭窗口", Widget::kToolbar, true},
    {"关闭本页", Widget::kToolbar, true},
    {"关闭页面", Widget::kToolbar, true},
    {"关闭此页", Widget::kToolbar, true},
    {"关闭", Widget::kToolbar, true},
    {"返回顶部", Widget::kToolbar, true},
    {"返回首页", Widget::kToolbar, true},
    {"返回上页", Widget::kToolbar, true},
    {"返回列表", Widget::kToolbar, true},
    {"返回", Widget::kToolbar, false},
    {"顶部", Widget::kToolbar, false},
    {"我要纠错", Widget::kToolbar, true},
    {"纠错", Widget::kToolbar, true},
    {"收藏本页", Widget::kToolbar, true},
    {"加入收藏", Widget::kToolbar, true},
    {"收藏", Widget::kToolbar, true},
    {"保存本页", Widget::kToolbar, true},
    {"保存", Widget::kToolbar, false},
    {"下载", Widget::kToolbar, false},
    {"邮件", Widget::kToolbar, false},
    {"字体大小", Widget::kToolbar, true},
    {"字体", Widget::kToolbar, true},
    {"字号", Widget::kToolbar, true},
    {"繁体", Widget::kToolbar, false},
    {"简体", Widget::kToolbar, false},
    {"大", Widget::kToolbar, false},
    {"中", Widget::kToolbar, false},
    {"小", Widget::kToolbar, false},
    {"无障碍浏览", Widget::kToolbar, true},
    {"无障碍", Widget::kToolbar, true},
    {"长者模式", Widget::kToolbar, true},
    {"点赞", Widget::kShare, true},
    {"语音播报", Widget::kToolbar, true},
    {"朗读", Widget::kToolbar, true},
    {"扫一扫在手机打开当前页", Widget::kCode, true},
    {"扫一扫在手机上查看当前页面", Widget::kCode, true},
    {"扫一扫分享本页", Widget::kCode, true},
    {"扫码分享", Widget::kCode, true},
    {"扫一扫", Widget::kCode, true},
    {"扫描二维码", Widget::kCode, true},
    {"二维码", Widget::kCode, false},
};

constexpr std::string_view kPagerStarts[] = {"上一篇", "下一篇", "上一条", "下一条", "上一则",
                                             "下一则", "前一篇", "后一篇", "上一页", "下一页"};

constexpr std::string_view kBreadcrumbStarts[] = {
    "当前位置",     "您的位置", "您所在的位置", "您所在位置", "您现在的位置",
    "您当前的位置", "你的位置", "你所在的位置", "所在位置",   "现在位置"};

// Words that no letter has. Those of the second list stand in letters as well
// and are furniture beside the others only.
constexpr std::string_view kFooterWords[] = {
    "版权所有",   "All Rights Reserved", "All rights reserved",
    "Copyright ", "网站标识码：",        "网站标识码:"};
constexpr std::string_view kFooterNumbers[] = {"ICP备", "公网安备", "ICP证"};
constexpr std::string_view kFooterNeighbours[] = {
    "主办",     "承办",     "协办",     "技术支持", "网站地图", "关于我们", "联系我们", "网站声明",
    "法律声明", "隐私声明", "免责声明", "建议使用", "您是第",   "网站管理", "网站首页"};

constexpr std::string_view kScanStarts[] = {"扫一扫",         "扫码",       "扫描二维码",
                                            "扫描下方二维码", "长按二维码", "微信扫一扫"};

constexpr std::string_view kCommentStarts[] = {"条评论",   "条留言", "人参与",  "登录后发表",
                                               "请登录后", "验证码", "匿名发表"};

constexpr std::string_view kPageLabels[] = {
    "信息来源", "文章来源", "稿件来源", "来源",   "发布时间", "发布日期", "发表时间",
    "更新时间", "发稿时间", "责任编辑", "编辑",   "作者",     "浏览次数", "浏览量",
    "点击数",   "点击次数", "点击率",   "点击量", "阅读次数", "阅读量",   "访问次数",
    "访问量",   "字号",     "字体",     "浏览",   "点击",     "阅读"};

constexpr std::string_view kIndexLabels[] = {
    "索引号",   "主题分类", "发文机关", "成文日期", "标题",        "发文字号", "发布日期", "主题词",
    "发布机构", "信息分类", "体裁分类", "公开方式", "公开范围",    "生成日期", "信息名称", "有效性",
    "公开日期", "公开形式", "公开时限", "公开程序", "发文日期",    "文号",     "名称",     "关键词",
    "信息索引", "服务对象", "制发日期", "发布机关", "公开责任部门"};

bool IsSeparator(char32_t c) {
  constexpr std::u32string_view kSeparators = U"|｜·•-—_/\\【】[]（）()<>《》»«＞>：:、,，+*●■◆…";
  return IsBlank(c) || kSeparators.find(c) != std::u32string_view::npos;
}

size_t SkipSeparators(std::string_view line, size_t at) {
  while (at < line.size()) {
    const Utf8Character c = CharacterAt(line, at);
    if (!IsSeparator(c.value)) break;
    at += c.size;
  }
  return at;
}

size_t SkipDigits(std::string_view line, size_t at) {
  while (at < line.size() && IsAsciiDigit(ByteAt(line, at))) ++at;
  return at;
}

template <typename Table>
const auto* LongestAt(const Table& table, std::string_view line, size_t at) {
  decltype(std::begin(table)) best = nullptr;
  for (const auto& word : table) {
    if (line.compare(at, word.text.size(), word.text) != 0) continue;
    if (best == nullptr || word.text.size() > best->text.size()) best = &word;
  }
  return best;
}

template <typename Starts>
bool StartsWithAny(std::string_view line, const Starts& starts) {
  return std::any_of(std::begin(starts), std::end(starts),
                     [line](std::string_view start) { return line.starts_with(start); });
}

// One heading at `at`; its end in range.end, kNone when there is none.
WidgetHeading HeadingAt(std::string_view line, size_t at) {
  WidgetHeading heading;
  heading.range = {static_cast<uint32_t>(at), static_cast<uint32_t>(at)};
  const size_t digits = SkipDigits(line, at);
  if (digits > at && StartsWithAny(line.substr(digits), kCommentStarts)) {
    heading.widget = Widget::kComments;  // 0条评论
    heading.range.end = static_cast<uint32_t>(digits + std::string_view("条评论").size());
    return heading;
  }
  if (const Word* whole = LongestAt(kWholeHeadings, line, at)) {
    heading.widget = whole->widget;
    at += whole->text.size();
  } else {
    size_t modifiers = 0;
    while (const Word* modifier = LongestAt(kModifiers, line, at)) {
      if (heading.widget == Widget::kNone) heading.widget = modifier->widget;
      at += modifier->text.size();
      ++modifiers;
    }
    if (modifiers == 0) return {};
    const Word* noun = LongestAt(kNouns, line, at);
    // 热门推荐, 点击排行: the last modifier may be the noun itself.
    if (noun == nullptr && modifiers < 2) return {};
    if (noun == nullptr) heading.range.end = static_cast<uint32_t>(at);
  }
  while (const Word* noun = LongestAt(kNouns, line, at)) {
    if (LongestAt(kModifiers, line, at) != nullptr && HeadingAt(line, at).widget != Widget::kNone) {
      break;  // the next heading begins
    }
    if (noun->widget != Widget::kNone) heading.widget = noun->widget;
    at += noun->text.size();
  }
  heading.range.end = static_cast<uint32_t>(at);
  if (heading.widget == Widget::kNone) heading.widget = Widget::kList;
  return heading;
}

struct ToolCensus {
  size_t end = 0;  // behind the last tool
  bool strong = false;
  Widget widget = Widget::kNone;
};

// Tools and separators from `at` on.
ToolCensus ReadTools(std::string_view line, size_t at) {
  ToolCensus census;
  at = SkipSeparators(line, at);
  while (const Tool* tool = LongestAt(kTools, line, at)) {
    census.strong |= tool->strong;
    if (census.widget == Widget::kNone || tool->strong) census.widget = tool->widget;
    at = SkipSeparators(line, at + tool->text.size());
    census.end = at;
  }
  return census;
}

bool EndsSentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'”' || c == U'）' || c == ')' ||
         c == U'日';
}

size_t CountOf(std::string_view line, std::string_view part) {
  size_t count = 0;
  for (size_t at = line.find(part); at != std::string_view::npos; at = line.find(part, at + 1)) {
    ++count;
  }
  return count;
}

bool IsProse(std::string_view line) {
  return CountOf(line, "。") > 0 || CountOf(line, "；") > 0 || CountOf(line, "，") > 1;
}

bool IsBreadcrumb(std::string_view line) {
  if (StartsWithAny(line, kBreadcrumbStarts)) return true;
  if (!line.starts_with("首页")) return false;
  return CountOf(line, ">") + CountOf(line, "＞") + CountOf(line, "»") > 0;
}

bool IsFooter(std::string_view line) {
  for (const std::string_view word : kFooterNumbers) {
    const size_t at = line.find(word);
    if (at == std::string_view::npos) continue;
    const size_t behind = SkipSeparators(line, at + word.size());
    if (IsAsciiDigit(CharacterAt(line, behind).value)) return true;
  }
  return std::any_of(
      std::begin(kFooterWords), std::end(kFooterWords),
      [line](std::string_view word) { return line.find(word) != std::string_view::npos; });
}

// Labels of `table` with a colon behind them; blanks inside a label do not
// count (标　　题：).
template <typename Table>
size_t CountLabels(std::string_view line, const Table& table) {
  size_t count = 0;
  std::string packed;
  for (size_t at = 0; at < line.size();) {
    const Utf8Character c = CharacterAt(line, at);
    if (!IsBlank(c.value)) packed.append(line, at, c.size);
    at += c.size;
  }
  for (const std::string_view label : table) {
    for (const std::string_view colon : {"：", ":"}) {
      const size_t at = packed.find(std::string(label) + std::string(colon));
      if (at == std::string::npos) continue;
      ++count;
      packed.replace(at, label.size(), label.size(), '#');  // counts once
    }
  }
  return count;
}

}  // namespace

std::string_view WidgetName(Widget widget) {
  constexpr std::array<std::string_view, 15> kNames = {
      "",           "related", "recommended", "ranking", "comments", "share", "toolbar", "pager",
      "breadcrumb", "nav",     "metadata",    "footer",  "code",     "list",  "page"};
  return kNames[static_cast<size_t>(widget)];
}

std::vector<WidgetHeading> WidgetHeadings(std::string_view line) {
  std::vector<WidgetHeading> headings;
  if (line.size() > kMaxWidgetLine) return headings;
  size_t at = SkipSeparators(line, 0);
  while (at < line.size()) {
    const WidgetHeading heading = HeadingAt(line, at);
    if (heading.widget == Widget::kNone) return {};
    headings.push_back(heading);
    at = SkipSeparators(line, heading.range.end);
  }
  return headings;
}

Widget WidgetOfLine(std::string_view line) {
  if (line.empty() || line.size() > kMaxWidgetLine || IsProse(line)) return Widget::kNone;
  if (StartsWithAny(line, kPagerStarts)) return Widget::kPager;
  if (IsBreadcrumb(line)) return Widget::kBreadcrumb;
  if (IsFooter(line)) return Widget::kCopyright;
  if (StartsWithAny(line, kScanStarts)) return Widget::kCode;
  const ToolCensus tools = ReadTools(line, 0);
  if (tools.end == line.size() && tools.strong) return tools.widget;
  if (CountLabels(line, kPageLabels) >= 2) return Widget::kMetadata;
  return Widget::kNone;
}

Widget WidgetBesideOthers(std::string_view line) {
  if (line.size() > kMaxWidgetLine || IsProse(line)) return Widget::kNone;
  if (StartsWithAny(line, kFooterNeighbours)) return Widget::kCopyright;
  const bool label = StartsWithAny(line, kPageLabels) && CountLabels(line, kPageLabels) == 1;
  return label ? Widget::kMetadata : Widget::kNone;
}

IndexLabels FindIndexLabels(std::string_view line) {
  constexpr std::string_view kTelling[] = {"索引号", "主题分类", "信息索引", "体裁分类",
                                           "公开时限"};
  if (line.size() > kMaxWidgetLine || IsProse(line)) return {};
  return {CountLabels(line, kIndexLabels), CountLabels(line, kTelling) > 0};
}

size_t ToolsAtEnd(std::string_view line) {
  // The earliest place behind the end of a sentence from where only tools stand.
  const size_t from = line.size() > kMaxWidgetLine ? line.size() - kMaxWidgetLine : 0;
  for (size_t at = from; at < line.size(); ++at) {
    if (at == 0 || IsContinuation(ByteAt(line, at))) continue;
    if (!EndsSentence(CharacterBefore(line, at).value)) continue;
    const ToolCensus tools = ReadTools(line, at);
    if (tools.strong && tools.end == line.size()) return at;
  }
  return line.size();
}

}  // namespace pledge::pipeline
