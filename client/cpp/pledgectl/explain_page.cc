#include "client/cpp/pledgectl/explain_page.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cpp/pledgectl/digest.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/page_parts.h"
#include "client/cpp/pledgectl/source_text.h"

namespace pledge::cli {
namespace {

// Longest repair whose source is shown whole; what is longer is markup, a second
// copy or furniture.
constexpr size_t kMaxShownBytes = 6000;

// The first bytes that end with a whole character.
std::string_view CutText(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return text.substr(0, max_bytes);
}

// What stands in the source behind each repair.
std::string RepairsJson(const AnalyzedFile& file) {
  SourceText source(file.response.analysis().detected_charset());
  std::vector<std::string> repairs;
  for (const v1::Repair& repair : file.response.repairs()) {
    const auto start = static_cast<size_t>(repair.source_range().start());
    const auto end = static_cast<size_t>(repair.source_range().end());
    const std::string_view bytes =
        std::string_view(file.data).substr(std::min(start, file.data.size()), end - start);
    const std::string words = source.Decode(bytes.substr(0, 2 * kMaxShownBytes));
    const std::string_view shown = CutText(words, kMaxShownBytes);
    const bool is_cut = shown.size() < words.size() || bytes.size() > 2 * kMaxShownBytes;
    repairs.push_back(
        absl::StrCat("{\"words\":", JsonString(shown), is_cut ? ",\"cut\":true}" : "}"));
  }
  return absl::StrCat("[", absl::StrJoin(repairs, ","), "]");
}

std::string RulesJson(const RuleWords& words) {
  return absl::StrCat("{",
                      absl::StrJoin(words, ",",
                                    [](std::string* out, const auto& entry) {
                                      absl::StrAppend(
                                          out, JsonString(entry.first),
                                          ":{\"zh\":", JsonString(entry.second.text_zh()),
                                          ",\"en\":", JsonString(entry.second.text_en()),
                                          ",\"example\":", JsonString(entry.second.example()), "}");
                                    }),
                      "}");
}

const char* CodeOf(Language language) {
  if (language == Language::kUnset) return "";
  return language == Language::kChinese ? "zh" : "en";
}

// JSON for the inside of a script element: no character in it can end the
// element or begin a comment.
std::string DataJson(const std::string& name, const AnalyzedFile& file, const RuleWords& words,
                     Language language) {
  const std::string json =
      absl::StrCat("{\"file\":", JsonString(name), ",\"lang\":\"", CodeOf(language),
                   "\",\"sourceSize\":", file.data.size(), ",\"sha256\":\"",
                   HexDigest(file.data, 64), "\",\"response\":", ToJson(file.response),
                   ",\"repairs\":", RepairsJson(file), ",\"rules\":", RulesJson(words), "}");
  return absl::StrReplaceAll(json, {{"<", "\\u003c"}, {">", "\\u003e"}, {"&", "\\u0026"}});
}

std::string EscapeHtml(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

// For the page's security policy: only the style and the script of the page
// itself are let in.
std::string PolicyHash(std::string_view content) {
  return absl::StrCat("sha256-",
                      absl::Base64Escape(absl::HexStringToBytes(HexDigest(content, 64))));
}

}  // namespace

std::string ExplainPage(const std::string& name, const AnalyzedFile& file, const RuleWords& words,
                        Language language) {
  const std::map<std::string_view, std::string> places = {
      {"title", EscapeHtml(name)},
      {"style", std::string(kPageStyle)},
      {"script", std::string(kPageScript)},
      {"style-hash", PolicyHash(kPageStyle)},
      {"script-hash", PolicyHash(kPageScript)},
      {"data", DataJson(name, file, words, language)},
  };
  // In one pass, so that nothing that was put in is looked at again.
  std::string page;
  std::string_view rest = kPageTemplate;
  for (size_t open = rest.find("{{"); open != rest.npos; open = rest.find("{{")) {
    const size_t close = rest.find("}}", open);
    page.append(rest.substr(0, open));
    page.append(places.at(rest.substr(open + 2, close - open - 2)));
    rest.remove_prefix(close + 2);
  }
  page.append(rest);
  return page;
}

}  // namespace pledge::cli
