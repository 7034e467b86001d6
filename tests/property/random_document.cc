#include "tests/property/random_document.h"

#include <iterator>
#include <random>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::property {
namespace {

using pipeline::CharacterAt;
using pipeline::CharsetTable;
using pipeline::Utf8Character;

constexpr std::string_view kActors[] = {"我局",   "县交通局", "市水利部门",
                                        "各乡镇", "我们",     "区教育局"};
constexpr std::string_view kTimes[] = {"于今年年底前", "在2025年内", "下一步",
                                       "近期",         "每季度",     "自3月1日起"};
constexpr std::string_view kVerbs[] = {"完成",     "启动",     "加快推进",
                                       "继续做好", "逐步落实", "组织开展"};
constexpr std::string_view kObjects[] = {
    "12座桥梁的检修",         "城区道路改造（二期）", "河道清淤和绿化", "“平安校园”建设",
    "《桥梁管理办法》的修订", "A3区公交线网优化",     "𠮷野河桥的加固"};
constexpr std::string_view kTails[] = {"，确保按期见效",
                                       "、方便群众出行",
                                       "；经费已列入预算",
                                       "，达到98.5%以上",
                                       "，资料见https://example.org/a?b=1",
                                       "：分三批进行"};
constexpr std::string_view kGlosses[][2] = {
    {"桥", "qiáo"}, {"检", "jiǎn"}, {"县", "xiàn"}, {"教", "jiào"}, {"农", "nóng"}, {"优", "yōu"},
    {"预", "yù"},   {"时", "shí"},  {"建", "jiàn"}, {"确", "què"},  {"续", "xù"},   {"开", "kāi"}};
constexpr std::string_view kFurniture =
    "相关新闻：\n- 某市拟新建停车场二十处\n- 图书馆将延长开放时间";

class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  RandomDocument Make() {
    RandomDocument document;
    const std::vector<std::string> paragraphs = Paragraphs();
    for (const std::string& paragraph : paragraphs) {
      if (!document.letter.empty()) document.letter += '\n';
      document.letter += paragraph;
    }
    document.html = Chance(40);
    const std::string text = document.html ? Page(paragraphs) : Text(paragraphs);
    Encode(text, &document);
    return document;
  }

 private:
  // Not std::uniform_int_distribution: its results differ between libraries.
  size_t Below(size_t limit) { return random_() % limit; }
  bool Chance(size_t percent) { return Below(100) < percent; }
  template <typename Table>
  std::string Pick(const Table& table) {
    return std::string(table[Below(std::size(table))]);
  }

  std::string Sentence() {
    std::string sentence;
    if (Chance(60)) absl::StrAppend(&sentence, Pick(kTimes), "，");
    absl::StrAppend(&sentence, Pick(kActors), "将", Pick(kVerbs), Pick(kObjects));
    while (Chance(40)) sentence += Pick(kTails);
    sentence += "。";
    return sentence;
  }

  std::vector<std::string> Paragraphs() {
    std::vector<std::string> paragraphs = {absl::StrCat("关于第", 1 + Below(900), "号建议的复函"),
                                           "张代表：", "您提出的建议收悉。现答复如下："};
    for (size_t i = 1 + Below(4); i > 0; --i) {
      std::string paragraph;
      for (size_t j = 1 + Below(4); j > 0; --j) paragraph += Sentence();
      paragraphs.push_back(paragraph);
    }
    paragraphs.push_back("感谢您对我们工作的关心和支持。");
    paragraphs.push_back("某县交通局");
    paragraphs.push_back(absl::StrCat("2024年", 1 + Below(12), "月5日"));
    return paragraphs;
  }

  // Marks in ASCII where a Han character stands on both sides, so that the
  // normal form gives them back.
  std::string NarrowMarks(const std::string& paragraph) {
    std::string narrow;
    char32_t before = 0;
    for (size_t at = 0; at < paragraph.size();) {
      const Utf8Character c = CharacterAt(paragraph, at);
      const char32_t behind = CharacterAt(paragraph, at + c.size).value;
      const bool inside = pipeline::IsHanCharacter(before) && pipeline::IsHanCharacter(behind);
      const std::string_view mark = c.value == U'，'   ? ","
                                    : c.value == U'；' ? ";"
                                    : c.value == U'：' ? ":"
                                                       : "";
      narrow += inside && !mark.empty() && Chance(50) ? mark : paragraph.substr(at, c.size);
      before = c.value;
      at += c.size;
    }
    return narrow;
  }

  // Glosses and inserted commas, as a mirror site leaves them.
  std::string Mirror(std::string paragraph) {
    for (const auto& [character, gloss] : kGlosses) {
      std::string glossed(character);
      glossed.append("(").append(gloss).append(")");
      for (size_t at = paragraph.find(character); at != std::string::npos;
           at = paragraph.find(character, at + glossed.size())) {
        paragraph.replace(at, character.size(), glossed);
      }
    }
    for (const std::string_view mark : {"，", "。", "；"}) {
      for (size_t at = paragraph.find(mark); at != std::string::npos;
           at = paragraph.find(mark, at + mark.size() + 1)) {
        if (Chance(60)) paragraph.insert(at, 1, ',');
      }
    }
    return paragraph;
  }

  std::string Invisible(const std::string& paragraph) {
    std::string text;
    for (size_t at = 0; at < paragraph.size();) {
      const uint32_t size = CharacterAt(paragraph, at).size;
      if (Chance(4)) text += Chance(50) ? "\xE2\x80\x8B" : "\xEF\xBB\xBF";
      text += paragraph.substr(at, size);
      at += size;
    }
    return text;
  }

  std::string Text(const std::vector<std::string>& paragraphs) {
    const bool mirror = Chance(40);
    const bool invisible = !mirror && Chance(30);
    const std::string line_break = Chance(30) ? "\r\n" : "\n";
    const std::string gap = absl::StrCat(" \t", line_break, line_break);
    const std::string indent = Chance(50) ? "　　" : Chance(50) ? "    " : "";
    std::string text;
    for (const std::string& paragraph : paragraphs) {
      text += indent + (mirror      ? Mirror(paragraph)
                        : invisible ? Invisible(paragraph)
                                    : NarrowMarks(paragraph));
      text += Chance(20) ? gap : line_break;
    }
    if (Chance(40)) text += kFurniture;
    return text;
  }

  std::string Character(std::string_view character) {
    const char32_t c = CharacterAt(character, 0).value;
    if (c == '&') return "&amp;";
    if (c == '<') return "&lt;";
    if (Chance(3)) return absl::StrCat("&#", static_cast<uint32_t>(c), ";");
    std::string text(character);
    if (Chance(2)) text += "<!-- n -->";
    if (Chance(3)) return absl::StrCat("<span class=a>", text, "</span>");
    if (Chance(1)) text += "</font>";
    return text;
  }

  std::string Page(const std::vector<std::string>& paragraphs) {
    const bool whole = Chance(50);
    const bool breaks = Chance(30);
    std::string page =
        whole ? "<!DOCTYPE html>\n<html><head><title>x</title><style>p{}</style></head>"
                "<body><div class=nav><a href=/>首页</a></div>\n"
              : "";
    page += "<div id=zoom>";
    const bool mirror = Chance(30);
    for (const std::string& clean : paragraphs) {
      const std::string paragraph = mirror ? Mirror(clean) : clean;
      page += breaks ? "　　" : "<p style='text-indent:2em'>&nbsp;\n ";
      for (size_t at = 0; at < paragraph.size();) {
        const uint32_t size = CharacterAt(paragraph, at).size;
        page += Character(std::string_view(paragraph).substr(at, size));
        at += size;
      }
      page += breaks ? "<br>\n" : "</p>\n";
    }
    page += "</div>";
    if (whole)
      page += "<div class=footer>版权所有 某县</div><script>var a='<p>';</script></body></html>";
    return page;
  }

  static void AppendUtf16(char32_t c, std::string* out) {
    if (c >= 0x10000) {
      AppendUtf16(0xD800 + ((c - 0x10000) >> 10), out);
      c = 0xDC00 + (c & 0x3FF);
    }
    *out += {static_cast<char>(c), static_cast<char>(c >> 8)};
  }

  void Encode(const std::string& text, RandomDocument* document) {
    document->bytes = absl::StrCat(Chance(10) ? "\xEF\xBB\xBF" : "", text);
    document->charset = "UTF-8";
    if (Chance(50)) return;
    std::string gbk;
    std::string utf16 = "\xFF\xFE";
    bool in_gbk = true;
    for (size_t at = 0; at < text.size();) {
      const Utf8Character c = CharacterAt(text, at);
      at += c.size;
      AppendUtf16(c.value, &utf16);
      const uint16_t code = c.size < 4 ? CharsetTable::Gb18030().Encode(c.value) : uint16_t{0};
      if (c.size > 1 && code == 0) in_gbk = false;
      if (c.size > 1) gbk += static_cast<char>(code >> 8);
      gbk += static_cast<char>(c.size > 1 ? code : c.value);
    }
    const bool use_gbk = in_gbk && Chance(60);
    document->bytes = use_gbk ? gbk : utf16;
    document->charset = use_gbk ? "GB18030" : "UTF-16LE";
  }

  std::mt19937_64 random_;
};

}  // namespace

RandomDocument MakeDocument(uint64_t seed) { return Maker(seed).Make(); }

}  // namespace pledge::property
