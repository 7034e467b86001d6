// What holds for the tree and the facts of any text at all: texts are put
// together at random out of labels, marks, formulas and broken bytes.
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "service/pipeline/facts/extract_facts.h"
#include "service/pipeline/segment/segment.h"
#include "tests/unit/pipeline_segment/describe.h"

namespace pledge::pipeline {
namespace {

constexpr std::string_view kPieces[] = {"一、",
                                        "二、",
                                        "三、",
                                        "（一）",
                                        "（二）",
                                        "1.",
                                        "2、",
                                        "（1）",
                                        "①",
                                        "一是",
                                        "二是",
                                        "三要",
                                        "第一，",
                                        "第二，",
                                        "首先，",
                                        "其次，",
                                        "第一章",
                                        "第一条",
                                        "\n",
                                        "\n",
                                        "　　",
                                        " ",
                                        "，",
                                        "。",
                                        "；",
                                        "：",
                                        "！",
                                        "“",
                                        "”",
                                        "《",
                                        "》",
                                        "（",
                                        "）",
                                        "下一步，",
                                        "近年来，",
                                        "目前",
                                        "我局将",
                                        "将该路段",
                                        "已",
                                        "由于",
                                        "暂不",
                                        "感谢您",
                                        "特此函复",
                                        "来信收悉",
                                        "现答复如下",
                                        "网友“LL01”",
                                        "您好！",
                                        "林知远委员",
                                        "示例县水务局",
                                        "2024年6月12日",
                                        "二〇二四年六月",
                                        "示水函〔2024〕12号",
                                        "关于第12号提案的答复",
                                        "联系人：唐予安",
                                        "联系电话：0000-1234567",
                                        "抄送：县财政局",
                                        "附件：清单",
                                        "附件1",
                                        "A类",
                                        "公开属性：主动公开",
                                        "签发人：林",
                                        "（本文有删减）",
                                        "路灯",
                                        "问题",
                                        "关于路灯问题",
                                        "加强巡查",
                                        "以下工作",
                                        "\xE4",
                                        "\xE4\xB8",
                                        "\x80",
                                        "\xF0\x9F",
                                        "a",
                                        "1",
                                        "-",
                                        "\u200b",
                                        "\u00a0"};

std::string RandomText(std::mt19937& random) {
  std::uniform_int_distribution<size_t> piece(0, std::size(kPieces) - 1);
  std::uniform_int_distribution<int> length(0, 60);
  std::string text;
  for (int i = length(random); i > 0; --i) text.append(kPieces[piece(random)]);
  return text;
}

bool Holds(ByteRange outer, ByteRange inner) {
  return outer.start <= inner.start && inner.end <= outer.end;
}

void CheckTree(const std::string& text, const SectionTree& tree) {
  const ByteRange whole{0, static_cast<uint32_t>(text.size())};
  std::vector<uint32_t> end_of_children(tree.sections.size() + 1, 0);  // [0] is the root
  for (size_t i = 0; i < tree.sections.size(); ++i) {
    const Section& section = tree.sections[i];
    const bool top = section.parent < 0;
    ASSERT_LT(section.parent, static_cast<int32_t>(i)) << text;
    ASSERT_FALSE(section.text.empty()) << text;
    ASSERT_TRUE(Holds(top ? whole : tree.sections[section.parent].text, section.text)) << text;
    ASSERT_EQ(section.level, top ? 1 : tree.sections[section.parent].level + 1) << text;
    ASSERT_GE(section.text.start, end_of_children[section.parent + 1]) << text;
    end_of_children[section.parent + 1] = section.text.end;
    if (!section.label.empty()) {
      ASSERT_TRUE(Holds(section.text, section.label)) << text;
    }
    if (!section.heading.empty()) {
      ASSERT_TRUE(Holds(section.text, section.heading)) << text;
    }
  }
}

void CheckFact(const std::string& text, const std::optional<Argument>& fact) {
  if (fact) {
    ASSERT_TRUE(Holds({0, static_cast<uint32_t>(text.size())}, fact->range)) << text;
  }
}

void CheckFacts(const std::string& text, const LetterFacts& facts) {
  for (const auto* fact :
       {&facts.title, &facts.document_number, &facts.issuer, &facts.issue_date, &facts.session,
        &facts.proposal_number, &facts.proposal_title, &facts.result_category, &facts.disclosure,
        &facts.handling_role, &facts.signatory, &facts.contact_person, &facts.contact_phone,
        &facts.region}) {
    CheckFact(text, *fact);
  }
  for (const auto* list : {&facts.addressees, &facts.cc, &facts.attachments}) {
    for (const Argument& fact : *list) CheckFact(text, fact);
  }
}

TEST(SegmentPropertiesTest, HoldForAnyText) {
  std::mt19937 random(20240612);
  for (int i = 0; i < 20000; ++i) {
    CleanText clean;
    clean.text = RandomText(random);

    const SectionTree tree = Segment(clean);
    const LetterFacts facts = ExtractFacts(clean, tree);

    CheckTree(clean.text, tree);
    CheckFacts(clean.text, facts);
    if (HasFatalFailure()) FAIL() << Describe(clean.text);
  }
}

TEST(SegmentPropertiesTest, AreTheSameEachTime) {
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    CleanText clean;
    clean.text = RandomText(random);

    const SectionTree once = Segment(clean);
    const SectionTree again = Segment(clean);

    ASSERT_EQ(once.sections.size(), again.sections.size());
    for (size_t k = 0; k < once.sections.size(); ++k) {
      ASSERT_EQ(once.sections[k].text, again.sections[k].text);
      ASSERT_EQ(once.sections[k].kind, again.sections[k].kind);
    }
  }
}

}  // namespace
}  // namespace pledge::pipeline
