#include "tests/damage/furniture.h"

#include <algorithm>
#include <array>

#include "tests/damage/gbk.h"

namespace pledge::damage {
namespace {

constexpr size_t kHeadlineCharacters = 20;  // where such sites cut a headline

constexpr std::array kHeadlines = std::to_array<std::string_view>({
    "多地将扩大夜间公交服务范围，年内新增线路三百条",
    "某港口集团拟投资建设冷链物流园区",
    "专家：未来三年仓储自动化水平将大幅提升",
    "全国快件分拨中心数量突破两千个",
    "高铁货运新线力争年底前开通",
    "物流企业加快布局海外仓，支持跨境电商发展",
    "航空货运枢纽二期工程计划明年启动",
    "城市配送车辆通行管理办法公开征求意见",
    "新能源货车补贴政策将延续到明年六月",
    "沿江港口推动多式联运示范项目建设",
    "本周国际油价小幅回落",
    "一图读懂现代流通体系建设方案",
});

// Mixes a seed and an index into a number that looks random and is the same everywhere.
uint64_t Mix(uint64_t seed, uint64_t index) {
  uint64_t x = seed + (index + 1) * 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

std::string Cut(std::string_view headline) {
  const std::vector<std::string_view> characters = Characters(headline);
  const size_t count = std::min(characters.size(), kHeadlineCharacters);
  const char* end = characters[count - 1].data() + characters[count - 1].size();
  return std::string(headline.data(), end);
}

}  // namespace

std::vector<std::string> FurnitureLines(std::string_view title, uint64_t seed) {
  std::vector<std::string_view> headlines(kHeadlines.begin(), kHeadlines.end());
  std::stable_sort(headlines.begin(), headlines.end(),
                   [seed](std::string_view a, std::string_view b) {
                     return Mix(seed, a.size() * 31 + a[3]) < Mix(seed, b.size() * 31 + b[3]);
                   });
  std::vector<std::string> lines = {"相关新闻：", "- 无相关信息", "0条评论", "网友评论",
                                    "推荐资讯"};
  for (size_t i = 0; i < 5; ++i) lines.push_back("- " + Cut(headlines[i]));
  lines.push_back("热门点击排行");
  if (!title.empty()) lines.push_back("- ·" + Cut(title));
  for (size_t i = 5; i < 10; ++i) lines.push_back("- ·" + Cut(headlines[i]));
  return lines;
}

}  // namespace pledge::damage
