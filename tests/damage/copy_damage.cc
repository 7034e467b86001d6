#include "tests/damage/copy_damage.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>
#include <random>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/damage/furniture.h"
#include "tests/damage/gbk.h"
#include "tests/damage/readings.h"
#include "tests/damage/script.h"

namespace pledge::damage {
namespace {

using Converter = std::unique_ptr<UConverter, void (*)(UConverter*)>;

absl::StatusOr<Converter> Open(const char* charset) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(charset, &error), ucnv_close);
  if (U_FAILURE(error)) return absl::NotFoundError(absl::StrCat("no charset ", charset));
  return converter;
}

absl::Status Unconvertible(const char* charset) {
  return absl::InvalidArgumentError(absl::StrCat("the text does not fit into ", charset));
}

// Letters of pinyin without their tone marks.
std::string Toneless(std::string_view reading) {
  static const auto& plain = *new std::unordered_map<std::string_view, std::string_view>{
      {"ā", "a"}, {"á", "a"}, {"ǎ", "a"}, {"à", "a"}, {"ē", "e"}, {"é", "e"},
      {"ě", "e"}, {"è", "e"}, {"ī", "i"}, {"í", "i"}, {"ǐ", "i"}, {"ì", "i"},
      {"ō", "o"}, {"ó", "o"}, {"ǒ", "o"}, {"ò", "o"}, {"ū", "u"}, {"ú", "u"},
      {"ǔ", "u"}, {"ù", "u"}, {"ǖ", "v"}, {"ǘ", "v"}, {"ǚ", "v"}, {"ǜ", "v"}};
  std::string letters;
  for (const std::string_view letter : Characters(reading)) {
    const auto found = plain.find(letter);
    letters += found == plain.end() ? letter : found->second;
  }
  return letters;
}

bool IsStop(std::string_view mark) {
  return mark == "，" || mark == "；" || mark == "、" || mark == "。";
}

// Calls `take` with each line of the text.
template <typename Function>
void ForEachLine(std::string_view text, Function take) {
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    take(text.substr(at, end - at));
    at = end + 1;
  }
}

std::string Links(const std::vector<std::string>& titles, size_t first, size_t end) {
  std::string list = "<ul>\n";
  for (size_t i = first; i < end && i < titles.size(); ++i) {
    absl::StrAppend(&list, "<li><a href=\"/art/", i, ".html\">", titles[i], "</a></li>\n");
  }
  return list + "</ul>\n";
}

}  // namespace

absl::StatusOr<std::string> GlossSimplified(std::string_view clean, bool toned,
                                            uint32_t per_thousand, uint64_t seed) {
  auto forms = TraditionalForms(clean);
  if (!forms.ok()) return forms.status();
  std::mt19937_64 random(seed);
  std::string text;
  for (const std::string_view character : Characters(clean)) {
    text += character;
    const auto form = forms->find(std::string(character));
    if (form == forms->end() || random() % 1000 >= per_thousand) continue;
    const std::string_view reading = ReadingOf(form->second);
    if (reading.empty()) continue;
    absl::StrAppend(&text, "(", toned ? std::string(reading) : Toneless(reading), ")");
  }
  return text;
}

std::string InsertCommas(std::string_view clean, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text;
  for (const std::string_view character : Characters(clean)) {
    if (!text.empty() && IsStop(character) && random() % 3 < 2) text += ',';
    text += character;
  }
  return text;
}

std::string SpaceOut(std::string_view clean, size_t blanks) {
  std::string text;
  for (const std::string_view character : Characters(clean)) {
    if (!text.empty() && text.back() != '\n' && character != "\n") text.append(blanks, ' ');
    text += character;
  }
  return text;
}

std::string WrapLines(std::string_view clean, size_t characters) {
  std::string text;
  ForEachLine(clean, [&](std::string_view line) {
    if (!text.empty()) text += '\n';
    text += "　　";
    size_t count = 2;
    for (const std::string_view character : Characters(line)) {
      // No mark opens a line.
      if (count >= characters && !IsStop(character)) {
        text += '\n';
        count = 0;
      }
      text += character;
      ++count;
    }
  });
  return text;
}

std::string Double(std::string_view clean, std::string_view between) {
  return std::string(clean) + std::string(between) + std::string(clean);
}

absl::StatusOr<std::string> Encode(std::string_view utf8, const char* charset) {
  auto converter = Open(charset);
  if (!converter.ok()) return converter.status();
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setFromUCallBack(converter->get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  std::string bytes(static_cast<size_t>(text.length()) * 4 + 4, '\0');
  const int32_t size =
      ucnv_fromUChars(converter->get(), bytes.data(), static_cast<int32_t>(bytes.size()),
                      text.getBuffer(), text.length(), &error);
  if (U_FAILURE(error)) return Unconvertible(charset);
  bytes.resize(static_cast<size_t>(size));
  return bytes;
}

absl::StatusOr<std::string> Misread(std::string_view bytes, const char* charset) {
  auto converter = Open(charset);
  if (!converter.ok()) return converter.status();
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter->get(),
                                error);
  if (U_FAILURE(error)) return Unconvertible(charset);
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

absl::StatusOr<std::string> InTraditional(std::string_view clean) {
  auto forms = TraditionalForms(clean);
  if (!forms.ok()) return forms.status();
  std::string text;
  for (const std::string_view character : Characters(clean)) {
    const auto form = forms->find(std::string(character));
    text += form == forms->end() ? std::string(character) : form->second;
  }
  return text;
}

std::string WebPage(std::string_view clean, uint64_t seed) {
  const std::string title(clean.substr(0, clean.find('\n')));
  const std::vector<std::string> lines = FurnitureLines(title, seed);
  std::vector<std::string> headlines;
  for (const std::string& line : lines) {
    if (line.starts_with("- ") && line != "- 无相关信息") headlines.push_back(line.substr(2));
  }
  std::string page = absl::StrCat(
      "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>", title,
      "</title>\n<style>p { margin: 0 }</style><script>var views = 12;</script></head>\n<body>\n"
      "<div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/zwgk\">政务公开</a> "
      "<a href=\"/hdjl\">互动交流</a></div>\n"
      "<div class=\"crumb\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/ta\">建议提案</a> "
      "&gt; 正文</div>\n<div class=\"content\">\n");
  ForEachLine(clean,
              [&](std::string_view line) { page += "<p>　　" + std::string(line) + "</p>\n"; });
  absl::StrAppend(&page,
                  "</div>\n<div class=\"share\">分享到：<a>微信</a> <a>微博</a> "
                  "<a href=\"javascript:print()\">打印</a> <a>关闭窗口</a></div>\n"
                  "<div class=\"related\"><h3>相关链接</h3>\n",
                  Links(headlines, 0, 4), "</div>\n<div class=\"hot\"><h3>热门点击排行</h3>\n",
                  Links(headlines, 4, headlines.size()),
                  "</div>\n<div class=\"footer\"><p>主办单位：云岭省人民政府办公厅</p>"
                  "<p>版权所有 网站标识码：5300000001</p></div>\n</body></html>\n");
  return page;
}

}  // namespace pledge::damage
