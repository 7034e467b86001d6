#include "tests/bench/letter_maker.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "tests/bench/child_process.h"

namespace pledge::bench {
namespace {

constexpr double kSizeSpread = 0.8;  // sigma of the logarithm: a tenth are above 2.8 medians
constexpr double kLeastBytes = 1000;
constexpr double kMostBytes = 64'000;

constexpr absl::string_view kBodies[] = {"教育厅", "交通运输厅", "水利厅",      "卫生健康委员会",
                                         "民政厅", "财政厅",     "农业农村厅",  "住房和城乡建设厅",
                                         "商务厅", "自然资源厅", "文化和旅游厅"};

std::string Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in || text.str().empty()) Die("cannot read " + file);
  return text.str();
}

bool IsHeading(absl::string_view line) {
  for (const absl::string_view start : {"一、", "二、", "三、", "四、", "五、", "六、"}) {
    if (absl::StartsWith(line, start)) return true;
  }
  return false;
}

// A letter says more of what was done than of what will be.
bool IsPlan(absl::string_view line) {
  return absl::StartsWith(line, "下一步") || absl::StartsWith(line, "下阶段");
}

// The parts under headings, without their numbers.
void AddTopics(const std::string& letter, std::vector<std::string>* topics) {
  bool in_topic = false;
  for (const absl::string_view line : absl::StrSplit(letter, '\n', absl::SkipEmpty())) {
    if (IsHeading(line)) {
      topics->emplace_back(line.substr(absl::string_view("一、").size()));
      in_topic = true;
    } else if (in_topic && line.size() > 60) {
      absl::StrAppend(&topics->back(), "\n", line);
    }
  }
}

// Paragraphs that tell how things stand, and what was done about them.
void AddBackgrounds(const std::string& letter, std::vector<std::string>* backgrounds) {
  for (const absl::string_view line : absl::StrSplit(letter, '\n')) {
    for (const absl::string_view start : {"近年来", "近三年", "我省"}) {
      if (absl::StartsWith(line, start)) backgrounds->emplace_back(line);
    }
  }
}

std::string Numeral(size_t number) {
  constexpr absl::string_view kDigits[] = {"",   "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
  std::string text;
  if (number >= 20) absl::StrAppend(&text, kDigits[number / 10 % 10]);
  if (number >= 10) text += "十";
  return absl::StrCat(text, kDigits[number % 10]);
}

}  // namespace

LetterMaker::LetterMaker(const std::string& samples, double median_bytes)
    : median_bytes_(median_bytes) {
  for (const char* name : {"provincial-reply", "deadlines-reply", "refusal-reply",
                           "npc-suggestion-reply", "ministry-reply", "no-promise-reply"}) {
    AddTopics(Read(absl::StrCat(samples, "/", name, ".txt")), &topics_);
  }
  std::erase_if(topics_, [](const std::string& topic) { return !absl::StrContains(topic, "\n"); });
  if (topics_.size() < 6) Die("the samples in " + samples + " have too few headings");
  AddBackgrounds(Read(samples + "/provincial-reply.txt"), &backgrounds_);
  if (backgrounds_.empty()) Die("the samples in " + samples + " tell of nothing that was done");
  damaged_ = Read(samples + "/damaged-reply.txt");
  page_ = Read(samples + "/web-page.html");
}

std::string LetterMaker::Make(uint64_t number) const {
  const std::string own = absl::StrCat("（编号", number, "）");
  if (number % 20 == 7) return absl::StrCat(damaged_, "\n", own, "\n");
  if (number % 20 == 17) return absl::StrCat(page_, "<!-- ", number, " -->\n");
  std::mt19937_64 random(number);
  // Not std::normal_distribution: its results differ between libraries.
  double deviate = -6;
  for (int i = 0; i < 12; ++i) deviate += static_cast<double>(random() >> 11) * 0x1p-53;
  const double size =
      std::clamp(median_bytes_ * std::exp(kSizeSpread * deviate), kLeastBytes, kMostBytes);
  const std::string body = absl::StrCat("云岭省", kBodies[random() % std::size(kBodies)]);
  std::string letter = absl::StrCat(
      body, "关于省政协第十二届委员会第二次会议第", number, "号提案的复函\n云提案〔2024〕", number,
      "号\n沈若川委员：\n您提出的第", number, "号提案收悉。经研究，现答复如下：\n");
  for (size_t i = 1; static_cast<double>(letter.size()) < size; ++i) {
    absl::StrAppend(&letter, Numeral(i), "、");
    const bool with_plans = random() % 3 == 0;
    for (const absl::string_view line : absl::StrSplit(topics_[random() % topics_.size()], '\n')) {
      if (with_plans || !IsPlan(line)) absl::StrAppend(&letter, line, "\n");
    }
    for (int j = 0; j < 2; ++j) {
      absl::StrAppend(&letter, backgrounds_[random() % backgrounds_.size()], "\n");
    }
  }
  return absl::StrCat(letter, "感谢您对我们工作的关心和支持。\n", body, "\n2024年",
                      1 + random() % 12, "月", 1 + random() % 28, "日\n");
}

}  // namespace pledge::bench
