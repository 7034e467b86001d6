// Head and tail of letters, on lines and inside one line.
#include <string_view>

#include "gtest/gtest.h"
#include "tests/unit/pipeline_segment/describe.h"

namespace pledge::pipeline {
namespace {

TEST(FrameTest, ReadsALetterOnLines) {
  EXPECT_EQ(Describe("云岭省水利厅关于省政协第二次会议第12号提案的答复\n"
                     "云水函〔2024〕7号\n"
                     "林知远委员：\n"
                     "您提出的关于疏浚河道的提案收悉，现答复如下：\n"
                     "近年来，我厅疏浚河道80公里。\n"
                     "感谢您对水利工作的关心。\n"
                     "云岭省水利厅\n"
                     "2024年6月12日"),
            "title |云岭省水利厅关于省政协第二次会议第12号提案的答复|\n"
            "doc_number |云水函〔2024〕7号|\n"
            "addressee |林知远委员：|\n"
            "opening |您提出的关于疏浚河道的提案收悉，现答复如下：|\n"
            "progress |近年来，我厅疏浚河道80公里。|\n"
            "closing |感谢您对水利工作的关心。|\n"
            "signature |云岭省水利厅|\n"
            "date |2024年6月12日|\n");
}

TEST(FrameTest, ReadsALetterInOneLine) {
  EXPECT_EQ(Describe("网友“LL01”您好！您的留言已收悉，现将有关情况回复如下：经核实，该路段已修复。"
                     "下一步，我局将加装护栏。感谢您的监督！柳河县交通运输局2024年6月12日"),
            "opening |网友“LL01”您好！您的留言已收悉，现将有关情况回复如下：|\n"
            "progress |经核实，该路段已修复。|\n"
            "plan |下一步，我局将加装护栏。|\n"
            "closing |感谢您的监督！|\n"
            "signature |柳河县交通运输局|\n"
            "date |2024年6月12日|\n");
}

TEST(FrameTest, KeepsASalutationWithoutItsOwnLineInTheOpening) {
  EXPECT_EQ(Describe("柳河县人民政府：你县关于建桥的请示收悉。现函复如下：同意建桥。2024年6月12日"),
            "opening |柳河县人民政府：你县关于建桥的请示收悉。现函复如下：|\n"
            "explanation |同意建桥。|\n"
            "date |2024年6月12日|\n");
}

TEST(FrameTest, CutsTitleAndNumberOffAnUnbrokenLine) {
  EXPECT_EQ(
      Describe(
          "云岭省水利厅关于第12号提案的答复云水函〔2024〕7号林知远委员：您的提案收悉，现答复如下："
          "河道已疏浚。"),
      "title |云岭省水利厅关于第12号提案的答复|\n"
      "doc_number |云水函〔2024〕7号|\n"
      "opening |林知远委员：您的提案收悉，现答复如下：|\n"
      "progress |河道已疏浚。|\n");
}

TEST(FrameTest, LeavesBlanksBetweenRunTogetherPartsOut) {
  EXPECT_EQ(Describe("云岭省水利厅对省政协第12号提案的答复 云水函〔2024〕7号 "
                     "林知远委员：您的提案收悉，现答复如下："
                     "河道已疏浚。"),
            "title |云岭省水利厅对省政协第12号提案的答复|\n"
            "doc_number |云水函〔2024〕7号|\n"
            "opening |林知远委员：您的提案收悉，现答复如下：|\n"
            "progress |河道已疏浚。|\n");
}

struct KindsCase {
  std::string_view name;
  std::string_view text;
  std::string_view kinds;
};

void PrintTo(const KindsCase& c, std::ostream* out) { *out << c.name; }

class FrameKindsTest : public testing::TestWithParam<KindsCase> {};

TEST_P(FrameKindsTest, NamesTheParts) { EXPECT_EQ(TopKinds(GetParam().text), GetParam().kinds); }

INSTANTIATE_TEST_SUITE_P(
    Head, FrameKindsTest,
    testing::Values(
        KindsCase{"title over two lines",
                  "柳河县教育局关于县政协第一次会议\n第3号提案的答复\n沈若川委员：\n提案收悉，现答"
                  "复如下：\n校舍已修缮。",
                  "title title addressee opening progress"},
        KindsCase{"number before the title",
                  "柳教函〔2024〕3号\n关于第3号提案的答复\n沈若川委员：\n提案收悉，现答复如下：\n校"
                  "舍已修缮。",
                  "doc_number title addressee opening progress"},
        KindsCase{"marks and signer",
                  "A类\n公开属性：主动公开\n签发人：周望野\n关于第3号建议的答复\n何竹溪代表：\n建议"
                  "收悉，现答复如下：\n校舍已修缮。",
                  "category_mark category_mark note title addressee opening progress"},
        KindsCase{"letterhead",
                  "柳河县教育局文件\n柳教函〔2024〕3号\n关于第3号提案的答复\n提案收悉，现答复如"
                  "下：\n校舍已修缮。",
                  "note doc_number title opening progress"},
        KindsCase{"an answer announced without a receipt",
                  "关于第3号提案的答复\n沈若川委员：\n您的提案交我局办理。现将意见函告您，请审阅"
                  "。\n校舍已修缮，操场已硬化。",
                  "title addressee opening progress"},
        KindsCase{"如下 and for whom it is",
                  "关于第3号提案的会办意见\n县政府办：\n现就该提案提出如下意见，供答复时参考：\n"
                  "校舍已修缮，操场已硬化。",
                  "title addressee opening progress"},
        KindsCase{"another body answers the rest",
                  "关于第3号提案的答复\n沈若川委员：\n提案收悉。操场的建议由体育局另行答复。\n"
                  "校舍已修缮，操场已硬化。",
                  "title addressee opening progress"},
        KindsCase{"class in brackets",
                  "【B】\n关于第3号建议的答复\n何竹溪代表：\n建议收悉，现答复如下：\n校舍已修缮。",
                  "category_mark title addressee opening progress"},
        KindsCase{"menu of the page above the title",
                  "首页\n政务公开\n柳河县教育局关于第3号提案的答复\n沈若川委员：\n提案收悉，现答复"
                  "如下：\n校舍已修缮。",
                  "title addressee opening progress"},
        KindsCase{"table of the page above the title",
                  "索引号：\n0001\n成文日期：\n2024年6月12日\n标题：\n关于第3号提案的答复\n发文字号"
                  "：\n柳教函〔2024〕3号\n"
                  "发布日期：\n2024年7月1日\n关于第3号提案的答复\n柳教函〔2024〕3号\n沈若川委员：\n"
                  "提案收悉，现答复如下：\n校舍已修缮。",
                  "title doc_number addressee opening progress"},
        KindsCase{"greeting on its own line",
                  "网友“LL01”\n您好！\n来信收悉。现回复如下：\n校舍已修缮。",
                  "addressee opening progress"},
        KindsCase{"name of a reader in quotation marks",
                  "“LL01”\n您好！来信收悉。现回复如下：\n校舍已修缮。",
                  "addressee opening progress"},
        KindsCase{"salutation pushed right by blanks",
                  "网友“LL01”　　您好！来信收悉。现回复如下：　　校舍已修缮。",
                  "addressee opening progress"},
        KindsCase{"no receipt", "何先生：\n现将办理情况答复如下：\n校舍已修缮。",
                  "addressee opening progress"},
        KindsCase{"answer passed on without 如下",
                  "柳河县人民政府：\n你县来函收悉。省教育厅两次派人查看。现将有关意见转复你县。建议"
                  "你县组织专家核查，由于资金不足，暂不重建。",
                  "addressee opening explanation"},
        KindsCase{"receipt without 如下", "何先生：\n来信收悉。校舍已修缮。",
                  "addressee opening progress"},
        KindsCase{"courtesy behind the receipt", "何先生：\n来信收悉。感谢您的关心。校舍已修缮。",
                  "addressee opening progress"},
        KindsCase{"body only", "校舍已修缮，操场已硬化。", "progress"},
        KindsCase{"number quoted in the opening",
                  "柳河县人民政府：\n《关于建桥的请示》（柳政呈〔2024〕9号）收悉。经研究，现函复如"
                  "下：\n已同意建桥。",
                  "addressee opening progress"}));

INSTANTIATE_TEST_SUITE_P(
    Tail, FrameKindsTest,
    testing::Values(
        KindsCase{"formula", "校舍已修缮，操场已硬化。\n特此函复。", "progress closing"},
        KindsCase{"two lines of courtesy", "校舍已修缮，操场已硬化。\n感谢您的关心。\n特此函复。",
                  "progress closing closing"},
        KindsCase{"invitation and thanks",
                  "校舍已修缮。如您还有意见，欢迎向教育局反映。感谢您的监督！", "progress closing"},
        KindsCase{"telephone before the thanks",
                  "校舍已修缮。如您还有疑问，请致电教育局。感谢您的监督！",
                  "progress contact closing"},
        KindsCase{
            "a telephone inside an account",
            "校舍已修缮，工程量较大，分三批进行，欢迎您到场监督，电话见公示栏。感谢您的监督！",
            "progress closing"},
        KindsCase{"where to call before the thanks",
                  "校舍已修缮。如您还有疑问，可拨打教育局热线12345。感谢您的监督！",
                  "progress contact closing"},
        KindsCase{"telephone behind the thanks",
                  "校舍已修缮。感谢您的监督！如您还有疑问，请致电教育局。", "progress closing"},
        KindsCase{"telephone and no thanks",
                  "校舍已修缮。\n如您还有疑问，请致电教育局。\n2024年6月12日",
                  "progress contact date"},
        KindsCase{
            "thanks only in the middle",
            "校舍已修缮。感谢您的监督！另外，教育局已就此事开展三次专题研究并形成了会议纪要。",
            "progress"},
        KindsCase{"Han date", "校舍已修缮，操场已硬化。\n柳河县教育局\n二〇二四年六月十二日",
                  "progress signature date"},
        KindsCase{"date with zeros", "校舍已修缮，操场已硬化。\n柳河县教育局\n二○二四年六月十二日",
                  "progress signature date"},
        KindsCase{"date with dashes", "校舍已修缮，操场已硬化。\n2024-06-12", "progress date"},
        KindsCase{"sign-off on one line", "校舍已修缮，操场已硬化。\n柳河县教育局 2024年6月12日",
                  "progress signature date"},
        KindsCase{"sign-off behind the text, blanks behind the date",
                  "校舍已修缮，操场已硬化。柳河县教育局　　　　2024年6月12日 ",
                  "progress signature date"},
        KindsCase{"two signers",
                  "校舍已修缮，操场已硬化。\n柳河县教育局\n柳河县财政局\n2024年6月12日",
                  "progress signature signature date"},
        KindsCase{"contact",
                  "校舍已修缮，操场已硬化。\n2024年6月12日\n联系人：唐予安\n联系电话：0000-1234567",
                  "progress date contact contact"},
        KindsCase{"contact side by side",
                  "校舍已修缮，操场已硬化。\n2024年6月12日\n联系人：唐予安　　电话：0000-1234567",
                  "progress date contact"},
        KindsCase{"contact in a bracket with other marks",
                  "校舍已修缮，操场已硬化。\n2024年6月12日\n（此件公开发布。联系人：唐予安）",
                  "progress date contact"},
        KindsCase{"a wish at the end",
                  "校舍已修缮，操场已硬化。\n最后，希望你们继续关心教育，常到学校看看。\n"
                  "2024年6月12日",
                  "progress closing date"},
        KindsCase{"a wish in the middle",
                  "校舍已修缮，操场已硬化。最后，希望你们继续关心教育。\n2024年6月12日",
                  "progress date"},
        KindsCase{"leave taken before the thanks",
                  "校舍已修缮，操场已硬化。\n您的建议很有价值。我局将加强日常管护。感谢您的支持！",
                  "progress closing"},
        KindsCase{
            "a date before the thanks is more than leave",
            "校舍已修缮，操场已硬化。\n您的建议很有价值。我局将于9月前建成校门。感谢您的支持！",
            "progress background plan closing"},
        KindsCase{"the suggestion taken as an occasion",
                  "校舍已修缮，操场已硬化。\n办学关系千家万户。我局将以办理您的建议为契机，"
                  "加强日常管护。感谢您的支持！",
                  "progress closing"},
        KindsCase{"leave taken with a request instead of thanks",
                  "校舍已修缮，操场已硬化。\n办学好不好，家长最有发言权。我局将以办理提案为契机，"
                  "改进工作。恳请贵会继续给予关注和指导！",
                  "progress closing"},
        KindsCase{
            "a summing up of the whole letter",
            "一、关于校舍\n校舍已修缮。\n二、关于校车\n校车已更换。\n总的来看，建议多数已经落实，"
            "个别受权限所限未能采纳。感谢您的支持！",
            "topic topic closing"},
        KindsCase{"handed over for the answer of another body",
                  "校舍已修缮，操场已硬化。\n以上意见，供你厅答复代表时参考。\n2024年6月12日",
                  "progress closing date"},
        KindsCase{"a unit without a number is a note, with one a contact",
                  "校舍已修缮，操场已硬化。\n2024年6月12日\n承办单位：县教育局基建科\n"
                  "办理单位：县教育局办公室（电话0000123，联系人唐予安）",
                  "progress date note contact"},
        KindsCase{"a unit with the telephone number beside it",
                  "校舍已修缮，操场已硬化。\n2024年6月12日\n主办单位：县教育局　　　联系电话：0000-"
                  "1234567",
                  "progress date contact"},
        KindsCase{"an aim that serves for reference is no formula",
                  "校舍已修缮。\n我局每季度发布学位报告，为家长提供参考。\n2024年6月12日",
                  "progress progress date"},
        KindsCase{"contact in brackets",
                  "校舍已修缮，操场已硬化。\n2024年6月12日\n（联系人：唐予安，电话：0000-1234567）",
                  "progress date contact"},
        KindsCase{
            "contact before the sign-off",
            "校舍已修缮，操场已硬化。\n联系人：唐予安，0000-1234567\n柳河县教育局\n2024年6月12日",
            "progress contact signature date"},
        KindsCase{"copies", "校舍已修缮，操场已硬化。\n2024年6月12日\n抄送：县政协提案委员会。",
                  "progress date cc"},
        KindsCase{"unknown field among the tail",
                  "校舍已修缮，操场已硬化。\n分管领导：陈望\n柳河县教育局\n2024年6月12日",
                  "progress note signature date"},
        KindsCase{
            "contact behind a list of attachments",
            "校舍已修缮，操场已硬化。\n2024年6月12日\n附件：1.校舍清单\n2.操场清单\n联系人：唐予安",
            "progress date attachment attachment contact"},
        KindsCase{"note", "校舍已修缮，操场已硬化。\n柳河县教育局\n2024年6月12日\n（本文有删减）",
                  "progress signature date note"},
        KindsCase{"printing line",
                  "校舍已修缮，操场已硬化。\n柳河县教育局\n2024年6月12日\n柳河县教育局办公室2024年6"
                  "月13日印发",
                  "progress signature date note"},
        KindsCase{"notes run on behind the date",
                  "校舍已修缮。二〇二四年六月十二日公开程序：审核后公开责任部门：办公室",
                  "progress date category_mark note"},
        KindsCase{"what is told before the thanks is no courtesy",
                  "校舍已修缮，操场已硬化。\n另外，学校从未收过这笔钱。感谢您的监督！",
                  "progress explanation closing"},
        KindsCase{"attachment named before the sign-off",
                  "校舍已修缮，操场已硬化。\n附件：校舍清单\n柳河县教育局\n2024年6月12日",
                  "progress attachment signature date"},
        KindsCase{
            "list of attachments",
            "校舍已修缮，操场已硬化。\n附件：1.校舍清单\n2.操场清单\n柳河县教育局\n2024年6月12日",
            "progress attachment attachment signature date"},
        KindsCase{"annex with its rows",
                  "校舍已修缮，操场已硬化。\n柳河县教育局\n2024年6月12日\n附件1\n任务清单\n序号\n任"
                  "务\n附件2\n校舍清单\n一中",
                  "progress signature date attachment attachment"}));

// Guide 13.19: an annex that is a letter or a report itself.
TEST(FrameTest, ReadsAnAnnexedDocumentBelowItsMark) {
  EXPECT_EQ(TopKinds("柳河县人民政府：\n来函收悉。现答复如下：\n校舍已修缮，操场已硬化。\n"
                     "云岭省教育厅\n2024年6月12日\n附件1\n关于柳河县校舍情况的报告\n省政府：\n"
                     "现将有关情况报告如下：\n我厅已修缮校舍三栋。\n校舍鉴定组\n2024年5月2日\n"
                     "附件2\n任务清单\n序号\n任务"),
            "addressee opening progress signature date attachment title addressee opening progress "
            "signature date attachment");
}

TEST(FrameTest, ReadsRepliesThatABoardHasJoined) {
  EXPECT_EQ(Describe("网友“LL01”您好！来信收悉。现回复如下：校舍已修缮。感谢您的监督！柳河县教育局"
                     "2024年6月12日 网友“LL02”：\n您好！来信收悉。现回复如下：操场已硬化。\n"
                     "2024年7月1日\n您好！来信收悉。现回复如下：围墙已加固。"),
            "opening |网友“LL01”您好！来信收悉。现回复如下：|\n"
            "progress |校舍已修缮。|\n"
            "closing |感谢您的监督！|\n"
            "signature |柳河县教育局|\n"
            "date |2024年6月12日|\n"
            "addressee |网友“LL02”：|\n"
            "opening |您好！来信收悉。现回复如下：|\n"
            "progress |操场已硬化。|\n"
            "date |2024年7月1日|\n"
            "opening |您好！来信收悉。现回复如下：|\n"
            "progress |围墙已加固。|\n");
}

TEST(FrameTest, ADateInTheTextBeginsNoReply) {
  EXPECT_EQ(TopKinds("来信收悉。现回复如下：执法人员于2024年6月12日到场，自2024年7月1日起对该店："
                     "责令整改，每周检查。"),
            "opening progress");
}

TEST(FrameTest, ReadsAnAppendedDocumentAsOneMore) {
  EXPECT_EQ(
      TopKinds(
          "云岭省人民政府办公厅关于印发防汛方案的通知\n云政办发〔2024〕7号\n各市（州）人民政府：\n"
          "《云岭省防汛方案》已经省政府同意，现印发给你们，请认真执行。\n云岭省人民政府办公厅\n2024"
          "年3月15日\n"
          "云岭省防汛方案\n为做好防汛工作，制定本方案。\n一、总体要求\n坚持预防为主，科学调度各类水"
          "库，"
          "保障人民群众生命财产安全，最大限度减少洪涝灾害损失。\n二、重点任务\n每年汛前完成水库检查"
          "，"
          "六月底前完成险工险段加固，建立省市县三级会商机制，及时发布预警信息。"),
      "title doc_number addressee opening signature date title opening topic topic");
}

}  // namespace
}  // namespace pledge::pipeline
