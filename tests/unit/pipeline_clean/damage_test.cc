#include "service/pipeline/clean/damage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/pipeline_clean/clean_text.h"

namespace pledge::pipeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  const char* name;
  const char* damaged;
  const char* clean;
  const char* profile;  // nullptr: nothing may be touched
};

class DamageCases : public ::testing::TestWithParam<Case> {};

TEST_P(DamageCases, AreToldAndUndone) {
  const Case& c = GetParam();

  const CleanText clean = CleanDocument(c.damaged);

  EXPECT_EQ(clean.text, c.clean);
  if (c.profile == nullptr) {
    EXPECT_THAT(clean.profiles, IsEmpty());
  } else {
    EXPECT_THAT(clean.profiles, ElementsAre(c.profile));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Mirror, DamageCases,
    ::testing::Values(
        Case{"glosses_commas_and_script",
             "我局將會(huì)同交通部門,,在年內(nèi)完成橋樑檢(jiǎn)修,。費(fèi)用由市財(cái)政承擔("
             "dān)(三百萬元),。",
             "我局将会同交通部门，在年内完成桥梁检修。费用由市财政承担（三百万元）。",
             "mirror-gloss"},
        Case{"one_gloss_with_all_traits", "該項(xiàng)工程將於明年開工,,由區建設部門負責,。",
             "该项工程将于明年开工，由区建设部门负责。", "mirror-gloss"},
        Case{"commas_before_all_marks",
             "縣里將新建學(xué)校兩所,、幼兒園三所,;校車(chē)線路,,明年開(kāi)通,。是否收費(fèi),"
             "？不收,！",
             "县里将新建学校两所、幼儿园三所；校车线路，明年开通。是否收费？不收！",
             "mirror-gloss"},
        Case{"mark_between_ascii_gets_its_width_back",
             "線(xiàn)路分別為K5,,K7,,全部開(kāi)通,。運(yùn)營(yíng)由區屬企業負責,。",
             "线路分别为K5，K7，全部开通。运营由区属企业负责。", "mirror-gloss"},
        Case{"genuine_brackets_stay",
             "該路長(cháng)9公里(2023年測(cè)),,屬縣(xiàn)道(X305),,路面寬(kuān)7米(含路肩),。",
             "该路长9公里（2023年测），属县道（X305），路面宽7米（含路肩）。", "mirror-gloss"},
        Case{"commas_without_glosses",
             "我市將完善公交線網,,增設站點,,優化班次,、更新車輛,,方便市民出行,。",
             "我市将完善公交线网，增设站点，优化班次、更新车辆，方便市民出行。", "mirror-gloss"},
        Case{"commas_in_simplified_text",
             "我市将完善公交线网,，增设站点,，优化班次,、更新车辆,，方便市民出行,。",
             "我市将完善公交线网，增设站点，优化班次、更新车辆，方便市民出行。", "inserted-commas"},
        Case{"gloss_behind_an_ascii_letter",
             "會(huì)議定於五日A(tiǎo)廳召開(kāi),,時(shí)長(cháng)兩小時,。經(jīng)費(fèi)另列,。",
             "会议定于五日A厅召开，时长两小时。经费另列。", "mirror-gloss"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OtherGlosses, DamageCases,
    ::testing::Values(
        Case{"toneless", "我局(ju)将于年底前完成桥(qiao)梁检修，费用由市财(cai)政承担。",
             "我局将于年底前完成桥梁检修，费用由市财政承担。", "toneless-gloss"},
        Case{"toneless_second_reading",
             "银行(hang)贷款由区(qu)政府贴息，率(lv)为三成，长(chang)期有效，免手续费(fei)。",
             "银行贷款由区政府贴息，率为三成，长期有效，免手续费。", "toneless-gloss"},
        Case{
            "sparse",
            "我局将于年底前完成桥(qiáo)梁检修，并对沿线排水设施逐一排查，发现问题立即处理，确保雨季"
            "行车安全。下一步，我们将会同有关部门建立长(cháng)"
            "效机制，每季度通报一次进展情况。来年还"
            "将启动老旧护栏更换工作，所需经费已列入预(yù)"
            "算，不再另行申请，请予理解支持。如有疑问，请与"
            "我局工程科联系，我们将安排专人上门答复，直到您满意为止。再次感谢您长期以来对我局工作的"
            "关心。",
            "我局将于年底前完成桥梁检修，并对沿线排水设施逐一排查，发现问题立即处理，确保雨季行车安"
            "全。"
            "下一步，我们将会同有关部门建立长效机制，每季度通报一次进展情况。来年还将启动老旧护栏更"
            "换工作，"
            "所需经费已列入预算，不再另行申请，请予理解支持。如有疑问，请与我局工程科联系，我们将安"
            "排专人上门"
            "答复，直到您满意为止。再次感谢您长期以来对我局工作的关心。",
            "sparse-gloss"}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Genuine, DamageCases,
    ::testing::Values(
        Case{"teaching_every_character",
             "桥(qiáo)梁(liáng)检(jiǎn)修(xiū)，明(míng)年(nián)动(dòng)工(gōng)。",
             "桥（qiáo）梁（liáng）检（jiǎn）修（xiū），明（míng）年（nián）动（dòng）工（gōng）。",
             nullptr},
        Case{"teaching_with_blanks", "橋(qiáo) 樑(liáng) 高(gāo) 山(shān) 水(shuǐ)",
             "橋（qiáo） 樑（liáng） 高（gāo） 山（shān） 水（shuǐ）", nullptr},
        Case{"teaching_words",
             "桥梁(qiáoliáng)由工人(gōngrén)检修(jiǎnxiū)，他们(tāmen)的(de)工具(gōngjù)是(shì)新("
             "xīn)的。",
             "桥梁（qiáoliáng）由工人（gōngrén）检修（jiǎnxiū），他们（tāmen）的（de）工具（gōngjù"
             "）是（shì）新（xīn）的。",
             nullptr},
        Case{"input_method_table", "'qs': ['桥山', '前山'], // 桥(qiao)山(shan) / 前(qian)山(shan)",
             "'qs': ['桥山', '前山'], // 桥（qiao）山（shan） / 前（qian）山（shan）", nullptr},
        Case{"rare_names",
             "汨(mì)水与亳(bó)州、歙(shè)县的河道同期疏浚，工程由三地水利部门共同实施。",
             "汨（mì）水与亳（bó）州、歙（shè）县的河道同期疏浚，工程由三地水利部门共同实施。",
             nullptr},
        Case{"full_width_brackets",
             "弹（tán）幕、行（háng）业、重（chóng）建三个词的读音，请各台统一。",
             "弹（tán）幕、行（háng）业、重（chóng）建三个词的读音，请各台统一。", nullptr},
        Case{"abbreviations", "硬盘(ssd)、显卡(gpu)和内存(ram)由县里统一采购，软件(app)另行招标。",
             "硬盘（ssd）、显卡（gpu）和内存（ram）由县里统一采购，软件（app）另行招标。", nullptr},
        Case{"traditional_letter", "本局將於年底前完成橋樑檢修，費用由市財政承擔，特此函復。",
             "本局將於年底前完成橋樑檢修，費用由市財政承擔，特此函復。", nullptr},
        Case{"double_commas_of_the_author", "办理流程公开,,请市民监督。余下两条道路明年动工。",
             "办理流程公开，，请市民监督。余下两条道路明年动工。", nullptr},
        Case{"ascii_lists", "a,,b,,c,,d,,e,,f", "a,,b,,c,,d,,e,,f", nullptr}),
    [](const auto& info) { return info.param.name; });

TEST(Damage, PointsAtGlossesAndMarksByTheGuide) {
  const std::string bytes = "該局將會(huì)同區(qū)裡辦(bàn)理,,年內(nèi)辦(bàn)結,。";

  const CleanText clean = CleanDocument(bytes);

  EXPECT_EQ(clean.text, "该局将会同区里办理，年内办结。");
  EXPECT_EQ(SourceOf(bytes, clean, "会"), "會(huì)");
  EXPECT_EQ(SourceOf(bytes, clean, "会同"), "會(huì)同");
  EXPECT_EQ(SourceOf(bytes, clean, "办理"), "辦(bàn)理");
  EXPECT_EQ(SourceOf(bytes, clean, "年内"), "年內(nèi)");
  EXPECT_EQ(SourceOf(bytes, clean, "办理，年"), "辦(bàn)理,,年");
  EXPECT_FALSE(clean.map.Verbatim({0, static_cast<uint32_t>(clean.text.size())}));
}

}  // namespace
}  // namespace pledge::pipeline
