// The language of replies, construction by construction: each sentence of the tables in
// language/ is put into a document of its genre and goes through the whole chain. All
// sentences are made up.
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "service/pipeline/analyze.h"
#include "tests/unit/pipeline_extract/marked_sentence.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

struct Genre {
  std::string before;
  std::string after;
};

const Genre& GenreOf(const std::string& name) {
  static const auto& genres = *new std::map<std::string, Genre>{
      {"board",
       {"网友：\n您好！您在留言板反映的问题收悉。经调查核实，现将有关情况回复如下：\n",
        "\n感谢您对我们工作的关注与支持！\n临澜市住房和城乡建设局\n2024年6月12日"}},
      {"report",
       {"临澜市水务局关于市政协第17号提案的答复函\n林清和委员：\n您提出的关于改善供水的提案收悉，"
        "现答复如下：\n一、工作进展情况\n近年来，我局建成泵站12座。",
        "\n感谢您对我局工作的支持。\n临澜市水务局\n2024年6月12日"}},
      {"plan",
       {"临澜市水务局关于市政协第17号提案的答复函\n林清和委员：\n您提出的关于改善供水的提案收悉，"
        "现答复如下：\n一、工作进展情况\n近年来，我局建成泵站12座。\n二、下一步工作打算\n",
        "\n感谢您对我局工作的支持。\n临澜市水务局\n2024年6月12日"}},
      {"approval",
       {"临澜市人民政府关于城东供水工程有关问题的批复\n市水务局：\n你局《关于城东供水工程有关问题的"
        "请示》收悉。经研究，现批复如下：\n",
        "\n临澜市人民政府\n2024年6月12日"}},
      {"policy",
       {"临澜市供水管网改造三年行动方案\n一、指导思想\n坚持以人民为中心。\n二、重点任务\n",
        "\n三、保障措施\n加强组织领导。\n临澜市人民政府\n2024年6月12日"}},
  };
  return genres.at(name);
}

std::string Day(const Commitment& commitment) {
  if (!commitment.deadline || !commitment.deadline->end) return "none";
  const Date& end = *commitment.deadline->end;
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", end.year, end.month, end.day);
  return text;
}

std::string Quantities(const Commitment& commitment) {
  std::vector<std::string> all;
  for (const Target& target : commitment.targets) {
    if (target.quantity) all.push_back(absl::StrFormat("%.10g", *target.quantity));
  }
  return all.empty() ? "none" : absl::StrJoin(all, "/");
}

// All that the braces of a span may say of it.
std::vector<std::string> TagsOf(std::string_view text, const Commitment& commitment) {
  std::vector<std::string> tags = absl::StrSplit(Grades(commitment), ' ');
  tags.push_back(absl::StrCat("by=", Day(commitment)));
  tags.push_back(absl::StrCat("n=", Quantities(commitment)));
  const std::string condition = ConditionOf(text, commitment);
  tags.push_back(condition.substr(0, condition.find(' ')));
  return tags;
}

bool Agrees(const MarkedSpan& wanted, std::string_view words,
            const std::vector<std::string>& tags) {
  if (wanted.words != words) return false;
  return std::all_of(wanted.tags.begin(), wanted.tags.end(), [&](const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

struct Found {
  std::string words;
  std::vector<std::string> tags;
  bool is_stance = false;
};

std::vector<Found> FindIn(const MarkedCase& one, const std::string& sentence) {
  const Genre& genre = GenreOf(one.genre);
  const auto document = Analyze({genre.before + sentence + genre.after, "", ""});
  if (!document.ok()) return {{"refused", {document.status().ToString()}}};
  const std::string& text = document->clean.text;
  const uint32_t start = static_cast<uint32_t>(text.find(sentence));
  std::vector<Found> found;
  for (const Commitment& commitment : document->extraction.commitments) {
    if (commitment.range.start < start || commitment.range.start >= start + sentence.size())
      continue;
    found.push_back({text.substr(commitment.range.start, commitment.range.size()),
                     TagsOf(text, commitment), commitment.type == CommitmentType::kStance});
  }
  return found;
}

// The first thing that is wrong; empty when all is right. An attitude that nobody marked
// does not matter: the guide leaves it open.
std::string Differs(const MarkedSentence& sentence, const std::vector<Found>& found) {
  size_t next = 0;
  for (const Found& one : found) {
    if (next < sentence.spans.size() && Agrees(sentence.spans[next], one.words, one.tags)) {
      ++next;
    } else if (!one.is_stance) {
      return "found " + one.words;
    }
  }
  const auto is_stance = [](const MarkedSpan& span) {
    return std::find(span.tags.begin(), span.tags.end(), "stance") != span.tags.end();
  };
  while (next < sentence.spans.size() && is_stance(sentence.spans[next])) ++next;
  return next < sentence.spans.size() ? "missed " + sentence.spans[next].words : "";
}

std::string Show(const std::vector<Found>& found) {
  std::string shown;
  for (const Found& one : found) {
    absl::StrAppend(&shown, "\n    [", one.words, "]{", absl::StrJoin(one.tags, " "), "}");
  }
  return shown;
}

TEST(Language, SentencesGiveWhatIsMarked) {
  const std::vector<MarkedCase> cases = ReadMarkedCases(PLEDGE_LANGUAGE_DIR);

  ASSERT_GT(cases.size(), 500u);
  for (const MarkedCase& one : cases) {
    const std::optional<MarkedSentence> sentence = ParseMarked(one.line);
    ASSERT_TRUE(sentence) << one.source << " " << one.line;
    const std::vector<Found> found = FindIn(one, sentence->text);
    const std::string wrong = Differs(*sentence, found);
    EXPECT_EQ(wrong, "") << one.source << " " << one.line << "\n  found:" << Show(found);
  }
}

TEST(MarkedSentence, TakesMarksOutOfTheText) {
  const auto sentence = ParseMarked("我局将[更换护栏]{action firm}，[清洗标牌]{by=2031-12-31}。");

  ASSERT_TRUE(sentence);
  EXPECT_EQ(sentence->text, "我局将更换护栏，清洗标牌。");
  ASSERT_EQ(sentence->spans.size(), 2u);
  EXPECT_EQ(sentence->spans[1].tags, std::vector<std::string>{"by=2031-12-31"});
  EXPECT_FALSE(ParseMarked("我局将[更换护栏。"));
  EXPECT_FALSE(ParseMarked("我局将[更换护栏]。"));
}

}  // namespace
}  // namespace pledge::pipeline
