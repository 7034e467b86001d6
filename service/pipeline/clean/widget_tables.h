// The word lists behind clean/widget_words.cc, which alone includes this.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_WIDGET_TABLES_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_WIDGET_TABLES_H_

#include <string_view>

#include "service/pipeline/clean/widget_words.h"

namespace pledge::pipeline::widget_tables {

struct Word {
  std::string_view text;
  Widget widget;  // of the heading that it makes; kNone: says nothing about it
};

// Words before the noun of a heading.
inline constexpr Word kModifiers[] = {
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
inline constexpr Word kNouns[] = {
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
inline constexpr Word kWholeHeadings[] = {
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
inline constexpr Tool kTools[] = {
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

inline constexpr std::string_view kPagerStarts[] = {"上一篇", "下一篇", "上一条", "下一条",
                                                    "上一则", "下一则", "前一篇", "后一篇",
                                                    "上一页", "下一页"};

inline constexpr std::string_view kBreadcrumbStarts[] = {
    "当前位置",     "您的位置", "您所在的位置", "您所在位置", "您现在的位置",
    "您当前的位置", "你的位置", "你所在的位置", "所在位置",   "现在位置"};

// Words that no letter has. Those of the second list stand in letters as well
// and are furniture beside the others only.
inline constexpr std::string_view kFooterWords[] = {
    "版权所有",   "All Rights Reserved", "All rights reserved",
    "Copyright ", "网站标识码：",        "网站标识码:"};
inline constexpr std::string_view kFooterNumbers[] = {"ICP备", "公网安备", "ICP证"};
inline constexpr std::string_view kFooterNeighbours[] = {
    "主办",     "承办",     "协办",     "技术支持", "网站地图", "关于我们", "联系我们", "网站声明",
    "法律声明", "隐私声明", "免责声明", "建议使用", "您是第",   "网站管理", "网站首页"};

inline constexpr std::string_view kScanStarts[] = {"扫一扫",         "扫码",       "扫描二维码",
                                                   "扫描下方二维码", "长按二维码", "微信扫一扫"};

// Behind a number: 0条评论.
inline constexpr std::string_view kCommentCounts[] = {"条评论", "条留言", "条跟帖"};

inline constexpr std::string_view kPageLabels[] = {
    "信息来源", "文章来源", "稿件来源", "来源",   "发布时间", "发布日期", "发表时间",
    "更新时间", "发稿时间", "责任编辑", "编辑",   "作者",     "浏览次数", "浏览量",
    "点击数",   "点击次数", "点击率",   "点击量", "阅读次数", "阅读量",   "访问次数",
    "访问量",   "字号",     "字体",     "浏览",   "点击",     "阅读"};

inline constexpr std::string_view kIndexLabels[] = {
    "索引号",   "主题分类", "发文机关", "成文日期", "标题",        "发文字号", "发布日期", "主题词",
    "发布机构", "信息分类", "体裁分类", "公开方式", "公开范围",    "生成日期", "信息名称", "有效性",
    "公开日期", "公开形式", "公开时限", "公开程序", "发文日期",    "文号",     "名称",     "关键词",
    "信息索引", "服务对象", "制发日期", "发布机关", "公开责任部门"};

// Those of them that no letter has.
inline constexpr std::string_view kTellingLabels[] = {"索引号", "主题分类", "信息索引", "体裁分类",
                                                      "公开时限"};

// One of these stands in every row of tools.
inline constexpr std::string_view kTailHints[] = {"打印", "关闭", "分享", "扫一扫", "返回", "纠错",
                                                  "收藏", "字体", "字号", "点赞",   "朗读"};

}  // namespace pledge::pipeline::widget_tables

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_WIDGET_TABLES_H_
