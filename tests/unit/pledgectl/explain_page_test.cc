// The page as a file: it parses, holds what it should, and what a letter says
// stays data. What it does in a browser is looked at by people.
#include "client/cpp/pledgectl/explain_page.h"

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/escaping.h"
#include "client/cpp/pledgectl/digest.h"
#include "client/cpp/pledgectl/page_parts.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/sample_records.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHostile[] =
    "</script><script>alert(1)</script><!--<script>]]>\"'&{{script}}\xE2\x80\xA8";

AnalyzedFile HostileFile() {
  AnalyzedFile file;
  file.data = std::string("路灯(x)") + kHostile;
  file.response.set_clean_text(std::string("路灯") + kHostile);
  for (const v1::SentenceReading& sentence : testing::MakeReadings())
    *file.response.add_sentences() = sentence;
  file.response.mutable_sentences(2)->set_text(kHostile);
  file.response.mutable_facts()->mutable_title()->set_text(kHostile);
  file.response.mutable_analysis()->set_detected_charset("UTF-8");
  v1::Repair* repair = file.response.add_repairs();
  repair->set_kind(v1::REPAIR_KIND_GLOSS);
  repair->mutable_source_range()->set_start(6);
  repair->mutable_source_range()->set_end(9);
  repair->set_detail(kHostile);
  return file;
}

RuleWords Words() {
  RuleWords words;
  for (const v1::RuleDescription& rule : testing::MakeRules()) words[rule.rule_id()] = rule;
  return words;
}

size_t Count(const std::string& text, const std::string& word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++count;
  return count;
}

std::string DataOf(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"data\">";
  const size_t start = page.find(open) + open.size();
  return page.substr(start, page.find("</script>", start) - start);
}

google::protobuf::Struct Parse(const std::string& json) {
  google::protobuf::Struct out;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &out).ok()) << json;
  return out;
}

std::string PageFile(const std::string& name) {
  std::ifstream file(std::string(PLEDGE_PAGE_DIR) + "/" + name);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

TEST(ExplainPage, KeepsWordsOfALetterOutOfTheMarkup) {
  const std::string page =
      ExplainPage(std::string("a") + kHostile + ".txt", HostileFile(), Words(), Language::kUnset);

  // The page's own data and script, and nothing of the letter.
  EXPECT_EQ(Count(page, "<script"), 2u);
  EXPECT_EQ(Count(page, "</script"), 2u);
  EXPECT_EQ(Count(page, "<!--"), 0u);
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("<title>a&lt;/script&gt;&lt;script&gt;alert(1)"));
  const std::string data = DataOf(page);
  EXPECT_EQ(data.find_first_of("<>&"), std::string::npos);
}

TEST(ExplainPage, GivesTheWordsBackUnchanged) {
  const auto data =
      Parse(DataOf(ExplainPage("a.txt", HostileFile(), Words(), Language::kChinese))).fields();

  EXPECT_EQ(data.at("file").string_value(), "a.txt");
  EXPECT_EQ(data.at("lang").string_value(), "zh");
  const auto& response = data.at("response").struct_value().fields();
  EXPECT_EQ(response.at("cleanText").string_value(), std::string("路灯") + kHostile);
  EXPECT_EQ(response.at("sentences").list_value().values_size(), 3);
  const auto& repair = data.at("repairs").list_value().values(0).struct_value().fields();
  EXPECT_EQ(repair.at("words").string_value(), "(x)");
  const auto& rule = data.at("rules").struct_value().fields().at("gate.opener").struct_value();
  EXPECT_EQ(rule.fields().at("zh").string_value(), "只引出打算。");
}

TEST(ExplainPage, CutsLongRepairsAtACharacter) {
  AnalyzedFile file = HostileFile();
  for (int i = 0; i < 10000; ++i) file.data += "灯";
  file.response.mutable_repairs(0)->mutable_source_range()->set_start(0);
  file.response.mutable_repairs(0)->mutable_source_range()->set_end(
      static_cast<int64_t>(file.data.size()));

  const auto data = Parse(DataOf(ExplainPage("a", file, Words(), Language::kUnset))).fields();

  const auto& repair = data.at("repairs").list_value().values(0).struct_value().fields();
  EXPECT_TRUE(repair.at("cut").bool_value());
  EXPECT_LE(repair.at("words").string_value().size(), 6000u);
  EXPECT_THAT(repair.at("words").string_value(), ::testing::EndsWith("灯"));
}

TEST(ExplainPage, SurvivesRepairsOutsideTheSource) {
  AnalyzedFile file = HostileFile();
  file.response.mutable_repairs(0)->mutable_source_range()->set_start(1 << 20);
  file.response.mutable_repairs(0)->mutable_source_range()->set_end(2 << 20);

  EXPECT_THAT(ExplainPage("a", file, Words(), Language::kUnset), HasSubstr("\"words\":\"\""));
}

TEST(ExplainPage, LetsInItsOwnStyleAndScriptOnly) {
  const std::string page = ExplainPage("a", HostileFile(), Words(), Language::kUnset);
  const auto hash = [](std::string_view part) {
    return "'sha256-" + absl::Base64Escape(absl::HexStringToBytes(HexDigest(part, 64))) + "'";
  };

  EXPECT_THAT(page, HasSubstr("default-src 'none'; style-src " + hash(kPageStyle) +
                              "; script-src " + hash(kPageScript) + ";"));
  EXPECT_THAT(page, HasSubstr("<style>" + std::string(kPageStyle) + "</style>"));
  EXPECT_THAT(page, HasSubstr("<script>" + std::string(kPageScript) + "</script>"));
  EXPECT_THAT(page, Not(HasSubstr("{{style")));
}

TEST(ExplainPage, PartsAreTheFilesAndReachForNothing) {
  EXPECT_TRUE(kPageTemplate == PageFile("page.html"));
  EXPECT_TRUE(kPageStyle == PageFile("page.css"));
  EXPECT_TRUE(kPageScript == PageFile("words.js") + PageFile("letter.js") + PageFile("view.js") +
                                 PageFile("page.js"));
  for (const std::string_view part : {kPageTemplate, kPageStyle, kPageScript}) {
    for (const char* word : {"http:", "https:", "url(", "@import", "fetch(", "XMLHttp", "innerHTML",
                             "outerHTML", "insertAdjacent", "document.write", "eval(", "src="}) {
      EXPECT_EQ(part.find(word), part.npos) << word;
    }
  }
}

TEST(ExplainPage, BothLanguagesHaveTheSameWords) {
  const std::string words = PageFile("words.js");
  const size_t english = words.find("\n  en: {");
  const auto keys = [](std::string part) {
    part = std::regex_replace(part, std::regex("'[^'\n]*'"), "''");
    static const std::regex kKey("(\\w+):");
    std::multiset<std::string> out;
    for (std::sregex_iterator at(part.begin(), part.end(), kKey), end; at != end; ++at)
      out.insert((*at)[1]);
    out.erase("zh");
    out.erase("en");
    return out;
  };
  ASSERT_NE(english, words.npos);
  const auto chinese_keys = keys(words.substr(0, english));

  EXPECT_GT(chinese_keys.size(), 80u);
  EXPECT_EQ(chinese_keys, keys(words.substr(english)));
}

}  // namespace
}  // namespace pledge::cli
