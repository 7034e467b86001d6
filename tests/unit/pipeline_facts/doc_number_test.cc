#include "service/pipeline/facts/doc_number.h"

#include <cctype>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

struct NumberCase {
  std::string_view text;
  std::string_view agency_code;
  int32_t year;
  int32_t serial;
  std::string_view standard;
};

class DocumentNumberTest : public testing::TestWithParam<NumberCase> {};

TEST_P(DocumentNumberTest, IsParsed) {
  const NumberCase& c = GetParam();

  const std::optional<DocumentNumber> number = ParseDocumentNumber(c.text);

  ASSERT_TRUE(number.has_value()) << c.text;
  EXPECT_EQ(number->agency_code, c.agency_code) << c.text;
  EXPECT_EQ(number->year, c.year) << c.text;
  EXPECT_EQ(number->serial, c.serial) << c.text;
  EXPECT_EQ(number->StandardForm(), c.standard) << c.text;
}

constexpr std::string_view kForm = "示教函〔2024〕12号";

INSTANTIATE_TEST_SUITE_P(
    Brackets, DocumentNumberTest,
    testing::Values(NumberCase{"示教函〔2024〕12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函[2024]12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函［2024］12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函﹝2024﹞12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函（2024）12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函(2024)12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函【2024】12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〖2024〗12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〈2024〉12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔2024］12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函（2024)12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔２０２４〕１２号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔二〇二四〕12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔2024年〕12号", "示教函", 2024, 12, kForm}));

INSTANTIATE_TEST_SUITE_P(
    Blanks, DocumentNumberTest,
    testing::Values(NumberCase{"示教函 〔2024〕12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔2024〕 12号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔2024〕12 号", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔 2024 〕 12 号", "示教函", 2024, 12, kForm},
                    NumberCase{"　示教函〔2024〕12号　", "示教函", 2024, 12, kForm},
                    NumberCase{"\u200b示教函〔2024〕12号\u200b", "示教函", 2024, 12, kForm},
                    NumberCase{"示教函〔2024〕第 12 号", "示教函", 2024, 12, kForm}));

INSTANTIATE_TEST_SUITE_P(
    Forms, DocumentNumberTest,
    testing::Values(
        NumberCase{"发文字号：示教函〔2024〕12号", "示教函", 2024, 12, kForm},
        NumberCase{"文号: 示教函〔2024〕12号", "示教函", 2024, 12, kForm},
        NumberCase{"示教函〔2024〕第12号", "示教函", 2024, 12, kForm},
        NumberCase{"示教函〔2024〕字第12号", "示教函", 2024, 12, kForm},
        NumberCase{"示教函字(2024)第12号", "示教函字", 2024, 12, "示教函字〔2024〕12号"},
        NumberCase{"示教复A〔2024〕7号", "示教复A", 2024, 7, "示教复A〔2024〕7号"},
        NumberCase{"示教提复（B）〔2024〕7号", "示教提复（B）", 2024, 7,
                   "示教提复（B）〔2024〕7号"},
        NumberCase{"示教建函(A)〔2024〕107号", "示教建函(A)", 2024, 107,
                   "示教建函(A)〔2024〕107号"},
        NumberCase{"示政办发提字〔2024〕305号", "示政办发提字", 2024, 305,
                   "示政办发提字〔2024〕305号"},
        NumberCase{"示教函、示卫函〔2024〕3号", "示教函、示卫函", 2024, 3,
                   "示教函、示卫函〔2024〕3号"},
        NumberCase{"示教函〔2024〕号12", "示教函", 2024, 12, kForm},
        NumberCase{"示教函〔2024〕12", "示教函", 2024, 12, kForm},
        NumberCase{"示发改A函〔2024〕1024号", "示发改A函", 2024, 1024, "示发改A函〔2024〕1024号"},
        NumberCase{"示教、示财〔2024〕3号", "示教、示财", 2024, 3, "示教、示财〔2024〕3号"},
        NumberCase{"示例省政府令第219号", "示例省政府令", 0, 219, "示例省政府令第219号"},
        NumberCase{"示例省政府令 第219号", "示例省政府令", 0, 219, "示例省政府令第219号"},
        NumberCase{"公告2024年第9号", "公告", 2024, 9, "公告〔2024〕9号"},
        NumberCase{"示例总局公告〔2024〕第9号", "示例总局公告", 2024, 9, "示例总局公告〔2024〕9号"},
        NumberCase{"示例总局2024年第9号", "示例总局", 2024, 9, "示例总局〔2024〕9号"}));

TEST(DocumentNumberTest, LeavesOtherWordsAlone) {
  for (const std::string_view text :
       {"", "示教函", "〔2024〕12号", "2024年6月12日", "关于第12号提案的答复", "示教函〔24〕12号",
        "示教函〔2024〕号", "示教函〔1024〕12号", "您好（2024）", "第12号",
        "示教函〔2024〕123456号"}) {
    EXPECT_FALSE(ParseDocumentNumber(text).has_value()) << text;
  }
}

TEST(DocumentNumberTest, IsTheWholeTextOrNothing) {
  EXPECT_FALSE(ParseDocumentNumber("见示教函〔2024〕12号文件").has_value());
  EXPECT_FALSE(ParseDocumentNumber("《办法》（示教函〔2024〕12号）").has_value());
}

TEST(DocumentNumberTest, GivesItsRange) {
  const std::string_view text = "发文字号：示教函〔2024〕12号 ";

  const std::optional<DocumentNumber> number = ParseDocumentNumber(text);

  ASSERT_TRUE(number.has_value());
  EXPECT_EQ(text.substr(number->range.start, number->range.size()), kForm);
}

TEST(DocumentNumberTest, IsFoundInsideText) {
  const std::string_view text = "《办法》（示教函〔2024〕12号）已印发。";

  const std::optional<DocumentNumber> number = FindDocumentNumber(text);

  ASSERT_TRUE(number.has_value());
  EXPECT_EQ(number->StandardForm(), kForm);
  EXPECT_EQ(text.substr(number->range.start, number->range.size()), kForm);
}

TEST(DocumentNumberTest, PassesOverBracketsWithoutAYear) {
  const std::optional<DocumentNumber> number = FindDocumentNumber("示例（县级）示教函（2024）12号");

  ASSERT_TRUE(number.has_value());
  EXPECT_EQ(number->agency_code, "示教函");
}

// ---- The numbers of the shared corpus, read a second way ----

// What a line of one of the frequent shapes says, by its digits alone.
struct Expected {
  std::string agency_code;
  std::string year;
  std::string serial;
};

std::string Without(std::string text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (size_t at; (at = text.find(word)) != std::string::npos;) text.erase(at, word.size());
  }
  return text;
}

Expected ReadBySplitting(const std::string& line) {
  std::string bare = Without(line, {"发文字号：", " ", "\u200b", "\u00a0", "第", "号"});
  std::vector<std::string> digits(1);
  size_t code_end = std::string::npos;
  for (size_t i = 0; i < bare.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(bare[i]))) {
      code_end = std::min(code_end, i);
      digits.back().push_back(bare[i]);
    } else if (!digits.back().empty()) {
      digits.emplace_back();
    }
  }
  if (digits.back().empty()) digits.pop_back();
  std::string code = bare.substr(0, code_end);
  code = Without(code, {"〔", "[", "(", "﹝"});
  if (digits.size() == 1) return {code, "0", digits[0]};
  return {code, digits[0], digits.size() > 1 ? digits[1] : ""};
}

// Every digit run as 9 and every other letter dropped: a line's shape.
std::string Shape(const std::string& line) {
  std::string shape;
  for (const char c : line) {
    if (std::isdigit(static_cast<unsigned char>(c))) {
      if (shape.empty() || shape.back() != '9') shape.push_back('9');
    } else if ((c & 0x80) == 0) {
      shape.push_back(c);
    }
  }
  return shape;
}

std::string SharedPath(const std::string& name) {
  const char* shared = std::getenv("PLEDGE_SHARED");
  return std::string(shared != nullptr ? shared : "../shared") + "/" + name;
}

TEST(DocumentNumberCorpusTest, ReadsNearlyEveryLine) {
  std::ifstream lines(SharedPath("corpus/docnumbers.tsv"));
  if (!lines) GTEST_SKIP() << "the shared corpus is not here";
  std::string line;
  std::getline(lines, line);  // names of the columns
  int total = 0;
  int right = 0;
  std::map<std::string, int> failures;

  while (std::getline(lines, line)) {
    const std::string text = line.substr(0, line.find('\t'));
    const Expected expected = ReadBySplitting(text);
    const std::optional<DocumentNumber> number = ParseDocumentNumber(text);
    const bool good =
        number && number->agency_code == expected.agency_code &&
        std::to_string(number->year) == expected.year &&
        std::to_string(number->serial) == std::to_string(std::atoi(expected.serial.c_str()));
    ++total;
    right += good;
    if (!good) ++failures[Shape(text)];
  }

  ASSERT_GT(total, 0);
  for (const auto& [shape, count] : failures) {
    std::printf("shape not read as expected, %d times: %s\n", count, shape.c_str());
  }
  EXPECT_GE(right, 0.99 * total) << right << " of " << total;
}

}  // namespace
}  // namespace pledge::pipeline
