// Topics, paragraphs and items between opening and closing.
#include <string_view>

#include "gtest/gtest.h"
#include "tests/unit/pipeline_segment/describe.h"

namespace pledge::pipeline {
namespace {

struct TreeCase {
  std::string_view name;
  std::string_view text;
  std::string_view tree;
};

void PrintTo(const TreeCase& c, std::ostream* out) { *out << c.name; }

class BodyTest : public testing::TestWithParam<TreeCase> {};

TEST_P(BodyTest, GrowsTheTree) { EXPECT_EQ(Describe(GetParam().text), GetParam().tree); }

INSTANTIATE_TEST_SUITE_P(
    Topics, BodyTest,
    testing::Values(
        TreeCase{
            "headings on their own lines",
            "我市现有公园9个。\n一、关于绿地\n已建成绿地3公顷。\n二、关于步道\n已建成步道2公里。",
            "overview |我市现有公园9个。|\n"
            "topic |一、关于绿地/已建成绿地3公顷。| [一、] {关于绿地}\n"
            "  progress |已建成绿地3公顷。|\n"
            "topic |二、关于步道/已建成步道2公里。| [二、] {关于步道}\n"
            "  progress |已建成步道2公里。|\n"},
        TreeCase{"run-in headings",
                 "一、关于绿地。已建成绿地3公顷。\n二、关于步道。已建成步道2公里。",
                 "topic |一、关于绿地。已建成绿地3公顷。| [一、] {关于绿地}\n"
                 "  progress |已建成绿地3公顷。|\n"
                 "topic |二、关于步道。已建成步道2公里。| [二、] {关于步道}\n"
                 "  progress |已建成步道2公里。|\n"},
        TreeCase{"run-in heading closed by a colon",
                 "一、绿地情况：已建成绿地3公顷。\n二、步道情况：已建成步道2公里。",
                 "topic |一、绿地情况：已建成绿地3公顷。| [一、] {绿地情况}\n"
                 "  progress |已建成绿地3公顷。|\n"
                 "topic |二、步道情况：已建成步道2公里。| [二、] {步道情况}\n"
                 "  progress |已建成步道2公里。|\n"},
        TreeCase{"headings inside one line, without a mark",
                 "来信收悉，现答复如下：一、关于路灯问题经核实，路灯已修复。二、关于井盖问题经核实"
                 "，井盖已更换。下一步，我局将每月巡查。",
                 "opening |来信收悉，现答复如下：|\n"
                 "topic |一、关于路灯问题经核实，路灯已修复。| [一、] {关于路灯问题}\n"
                 "topic |二、关于井盖问题经核实，井盖已更换。下一步，我局将每月巡查。| [二、] "
                 "{关于井盖问题}\n"
                 "  plan |下一步，我局将每月巡查。|\n"},
        TreeCase{"a second plan in one line is for all topics",
                 "来信收悉，现答复如下：一、关于路灯问题经核实，路灯已修复。二、关于井盖问题经核实"
                 "，井盖已更换。下一步，我局将每月巡查。这次更换已完工。今后，我局将加强管护。",
                 "opening |来信收悉，现答复如下：|\n"
                 "topic |一、关于路灯问题经核实，路灯已修复。| [一、] {关于路灯问题}\n"
                 "topic |二、关于井盖问题经核实，井盖已更换。下一步，我局将每月巡查。"
                 "这次更换已完工。| [二、] {关于井盖问题}\n"
                 "  plan |下一步，我局将每月巡查。|\n"
                 "plan |今后，我局将加强管护。|\n"},
        TreeCase{"numbered paragraphs without a heading",
                 "一、同意建桥。\n二、你县要组织好施工，并于年底前报告进度。",
                 "topic |一、同意建桥。| [一、]\n"
                 "topic |二、你县要组织好施工，并于年底前报告进度。| [二、]\n"},
        TreeCase{"two classes",
                 "一、工作情况\n（一）绿地建设。已建成绿地3公顷。\n（二）步道建设。已建成步道2公里"
                 "。\n二、下一步打算\n新建步道5公里。",
                 "topic "
                 "|一、工作情况/（一）绿地建设。已建成绿地3公顷。/"
                 "（二）步道建设。已建成步道2公里。| [一、] {工作情况}\n"
                 "  topic |（一）绿地建设。已建成绿地3公顷。| [（一）] {绿地建设}\n"
                 "    progress |已建成绿地3公顷。|\n"
                 "  topic |（二）步道建设。已建成步道2公里。| [（二）] {步道建设}\n"
                 "    progress |已建成步道2公里。|\n"
                 "topic |二、下一步打算/新建步道5公里。| [二、] {下一步打算}\n"
                 "  plan |新建步道5公里。|\n"},
        TreeCase{"a level is skipped",
                 "一、工作情况\n1.绿地建设。已建成绿地3公顷。\n2.步道建设。已建成步道2公里。",
                 "topic |一、工作情况/1.绿地建设。已建成绿地3公顷。/2.步道建设。已建成步道2公里。| "
                 "[一、] {工作情况}\n"
                 "  topic |1.绿地建设。已建成绿地3公顷。| [1.] {绿地建设}\n"
                 "    progress |已建成绿地3公顷。|\n"
                 "  topic |2.步道建设。已建成步道2公里。| [2.] {步道建设}\n"
                 "    progress |已建成步道2公里。|\n"},
        TreeCase{"numbers that count through the topics",
                 "一、工作情况\n1.绿地建设。已建成绿地3公顷。\n2."
                 "步道建设。已建成步道2公里。\n二、下一步打算\n3.补种树木。新种3000棵。",
                 "topic |一、工作情况/1.绿地建设。已建成绿地3公顷。/2.步道建设。已建成步道2公里。| "
                 "[一、] {工作情况}\n"
                 "  topic |1.绿地建设。已建成绿地3公顷。| [1.] {绿地建设}\n"
                 "    progress |已建成绿地3公顷。|\n"
                 "  topic |2.步道建设。已建成步道2公里。| [2.] {步道建设}\n"
                 "    progress |已建成步道2公里。|\n"
                 "topic |二、下一步打算/3.补种树木。新种3000棵。| [二、] {下一步打算}\n"
                 "  topic |3.补种树木。新种3000棵。| [3.] {补种树木}\n"
                 "    plan |新种3000棵。|\n"},
        TreeCase{"a count is no label", "一、二期工程已完工。三期工程正在施工。",
                 "progress |一、二期工程已完工。三期工程正在施工。|\n"},
        TreeCase{"a plan that ends in a colon goes on in the topics behind it",
                 "管护还存在短板：一是人手不足，二是资金困难。\n下一步，我局将做好以下工作：\n一、"
                 "加强协调，增"
                 "加人员。\n二、加强考核，落实资金。",
                 "explanation |管护还存在短板：一是人手不足，二是资金困难。|\n"
                 "  inline_item |一是人手不足，| [一是]\n"
                 "  inline_item |二是资金困难。| [二是]\n"
                 "plan |下一步，我局将做好以下工作：|\n"
                 "topic |一、加强协调，增加人员。| [一、]\n"
                 "topic |二、加强考核，落实资金。| [二、]\n"},
        TreeCase{
            "a decision has paragraphs, not headings",
            "一、同意建桥。桥长80米。\n二、按以下标准收费：小型车每日5元，大型车每日9元。\n"
            "三、收费年限至2027年12月31日。期满后停止收费。\n四、你县要组织好施工。施工由交通局"
            "负责。",
            "topic |一、同意建桥。桥长80米。| [一、]\n"
            "topic |二、按以下标准收费：小型车每日5元，大型车每日9元。| [二、]\n"
            "topic |三、收费年限至2027年12月31日。期满后停止收费。| [三、]\n"
            "topic |四、你县要组织好施工。施工由交通局负责。| [四、]\n"},
        TreeCase{
            "consent at the head of a series makes all of it paragraphs",
            "一、原则同意建桥方案。\n二、所需资金由县级筹集。省级按程序补助。\n三、加强养护。桥面"
            "每年检修。",
            "topic |一、原则同意建桥方案。| [一、]\n"
            "topic |二、所需资金由县级筹集。省级按程序补助。| [二、]\n"
            "topic |三、加强养护。桥面每年检修。| [三、]\n"},
        TreeCase{
            "a sentence among numbered paragraphs is no heading",
            "1.新生凭通知书报到，住校生当日入住，走读生次日到校。\n2.符合条件的学生可转学，须经"
            "学校同意。其他学生原校就读。\n3.收费公开。每学期公布一次。",
            "topic |1.新生凭通知书报到，住校生当日入住，走读生次日到校。| [1.]\n"
            "topic |2.符合条件的学生可转学，须经学校同意。其他学生原校就读。| [2.]\n"
            "topic |3.收费公开。每学期公布一次。| [3.] {收费公开}\n"
            "  progress |每学期公布一次。|\n"},
        TreeCase{"a plan for all topics",
                 "一、关于绿地\n已建成绿地3公顷。\n二、关于步道\n已建成步道2公里。\n下一步，我局将"
                 "加强管护。",
                 "topic |一、关于绿地/已建成绿地3公顷。| [一、] {关于绿地}\n"
                 "  progress |已建成绿地3公顷。|\n"
                 "topic |二、关于步道/已建成步道2公里。| [二、] {关于步道}\n"
                 "  progress |已建成步道2公里。|\n"
                 "plan |下一步，我局将加强管护。|\n"},
        TreeCase{
            "a plan of each topic",
            "一、关于绿地\n已建成绿地3公顷。\n下一步，我局将补种行道树。\n二、关于步道\n已建成步道2"
            "公里。\n下一步，我局将加强管护。",
            "topic |一、关于绿地/已建成绿地3公顷。/下一步，我局将补种行道树。| [一、] {关于绿地}\n"
            "  progress |已建成绿地3公顷。|\n"
            "  plan |下一步，我局将补种行道树。|\n"
            "topic |二、关于步道/已建成步道2公里。/下一步，我局将加强管护。| [二、] {关于步道}\n"
            "  progress |已建成步道2公里。|\n"
            "  plan |下一步，我局将加强管护。|\n"}));

INSTANTIATE_TEST_SUITE_P(
    Items, BodyTest,
    testing::Values(
        TreeCase{
            "short heads of all items are headlines",
            "下一步，我局将做好两项工作。一是修路，年底前完成。二是补树，明年春天完成。",
            "plan |下一步，我局将做好两项工作。一是修路，年底前完成。二是补树，明年春天完成。|\n"
            "  inline_item |一是修路，年底前完成。| [一是] {修路}\n"
            "  inline_item |二是补树，明年春天完成。| [二是] {补树}\n"},
        TreeCase{"a head closed by a stop",
                 "下一步，一是修路。年底前修复全部破损路段。二是补种行道树。",
                 "plan |下一步，一是修路。年底前修复全部破损路段。二是补种行道树。|\n"
                 "  inline_item |一是修路。年底前修复全部破损路段。| [一是] {修路}\n"
                 "  inline_item |二是补种行道树。| [二是]\n"},
        TreeCase{
            "one long head spoils the series",
            "下一步，一是修路，年底前完成。二是会同交警部门优化县城中心区域信号配时，缓解拥堵。",
            "plan "
            "|下一步，一是修路，年底前完成。二是会同交警部门优化县城中心区域信号配时，缓解拥堵。|\n"
            "  inline_item |一是修路，年底前完成。| [一是]\n"
            "  inline_item |二是会同交警部门优化县城中心区域信号配时，缓解拥堵。| [二是]\n"},
        TreeCase{"items behind semicolons", "下一步，我局将：一是修复破损路段；二是补种行道树。",
                 "plan |下一步，我局将：一是修复破损路段；二是补种行道树。|\n"
                 "  inline_item |一是修复破损路段；| [一是]\n"
                 "  inline_item |二是补种行道树。| [二是]\n"},
        TreeCase{"一要", "今后，一要修复破损路段，二要补种行道树。",
                 "plan |今后，一要修复破损路段，二要补种行道树。|\n"
                 "  inline_item |一要修复破损路段，| [一要]\n"
                 "  inline_item |二要补种行道树。| [二要]\n"},
        TreeCase{"第一， 第二，", "下一步，第一，修复破损路段。第二，补种行道树。",
                 "plan |下一步，第一，修复破损路段。第二，补种行道树。|\n"
                 "  inline_item |第一，修复破损路段。| [第一，]\n"
                 "  inline_item |第二，补种行道树。| [第二，]\n"},
        TreeCase{"首先 and 其次", "下一步，首先，修复破损路段。其次，补种行道树。",
                 "plan |下一步，首先，修复破损路段。其次，补种行道树。|\n"
                 "  inline_item |首先，修复破损路段。| [首先，]\n"
                 "  inline_item |其次，补种行道树。| [其次，]\n"},
        TreeCase{"bracketed items of one paragraph",
                 "下一步，我局将：（一）修复破损路段；（二）补种行道树。",
                 "plan |下一步，我局将：（一）修复破损路段；（二）补种行道树。|\n"
                 "  inline_item |（一）修复破损路段；| [（一）]\n"
                 "  inline_item |（二）补种行道树。| [（二）]\n"},
        TreeCase{"items on lines of their own join their paragraph",
                 "下一步，我局将做好以下工作：\n一是修复破损路段。\n二是补种行道树。",
                 "plan |下一步，我局将做好以下工作：/一是修复破损路段。/二是补种行道树。|\n"
                 "  inline_item |一是修复破损路段。| [一是]\n"
                 "  inline_item |二是补种行道树。| [二是]\n"},
        TreeCase{"items inside items",
                 "下一步，一是修路，包括：（1）县道；（2）乡道。二是补种行道树。",
                 "plan |下一步，一是修路，包括：（1）县道；（2）乡道。二是补种行道树。|\n"
                 "  inline_item |一是修路，包括：（1）县道；（2）乡道。| [一是]\n"
                 "    inline_item |（1）县道；| [（1）]\n"
                 "    inline_item |（2）乡道。| [（2）]\n"
                 "  inline_item |二是补种行道树。| [二是]\n"},
        TreeCase{"一是 alone is no item", "下一步，我局将加强巡查，一是为了安全。",
                 "plan |下一步，我局将加强巡查，一是为了安全。|\n"},
        TreeCase{"一是 inside a quotation is no item", "我局已落实“一是修路，二是补树”的要求。",
                 "progress |我局已落实“一是修路，二是补树”的要求。|\n"},
        TreeCase{
            "a new series in the same paragraph",
            "我局已开展两项工作：一是修复路段；二是补种树木。下一步，一是新建步道；二是增设座椅。",
            "progress |我局已开展两项工作：一是修复路段；二是补种树木。|\n"
            "  inline_item |一是修复路段；| [一是]\n"
            "  inline_item |二是补种树木。| [二是]\n"
            "plan |下一步，一是新建步道；二是增设座椅。|\n"
            "  inline_item |一是新建步道；| [一是]\n"
            "  inline_item |二是增设座椅。| [二是]\n"}));

INSTANTIATE_TEST_SUITE_P(
    Turns, BodyTest,
    testing::Values(
        TreeCase{"progress turns to plan at a sentence",
                 "近年来，我局已修路9公里。下一步，我局将修路3公里。",
                 "progress |近年来，我局已修路9公里。|\n"
                 "plan |下一步，我局将修路3公里。|\n"},
        TreeCase{"and at a comma", "该桥已移交我局，下一步将加装护栏。",
                 "progress |该桥已移交我局，|\n"
                 "plan |下一步将加装护栏。|\n"},
        TreeCase{"今后 behind a comma tells for how long", "该路已由县级接管，今后仍由县级养护。",
                 "progress |该路已由县级接管，今后仍由县级养护。|\n"},
        TreeCase{"plan ends at 目前", "下一步，我局将修路3公里。目前，该项目已开工。",
                 "plan |下一步，我局将修路3公里。|\n"
                 "progress |目前，该项目已开工。|\n"},
        TreeCase{"plan ends where things done are told",
                 "下一步，我局将修路3公里。同时，该镇已建成公交站2处。",
                 "plan |下一步，我局将修路3公里。|\n"
                 "progress |同时，该镇已建成公交站2处。|\n"},
        TreeCase{"我局将 to the end of the paragraph",
                 "由于资金不足，暂不修建天桥。我局将增设信号灯。",
                 "explanation |由于资金不足，暂不修建天桥。|\n"
                 "plan |我局将增设信号灯。|\n"},
        TreeCase{"我们将 behind what it answers",
                 "目前，该路段由三家单位管养。对于您提出的建议，我们将认真研究，统一管养标准。",
                 "progress |目前，该路段由三家单位管养。|\n"
                 "plan |对于您提出的建议，我们将认真研究，统一管养标准。|\n"},
        TreeCase{"我局将 in the middle does not split",
                 "我局已修路9公里。我局将该路段移交养护站。目前该路段已通车。",
                 "progress |我局已修路9公里。我局将该路段移交养护站。目前该路段已通车。|\n"},
        TreeCase{"an account stays one, whatever it forecasts",
                 "经查，该路段计划拓宽，预计年底完工，届时将方便出行。\n下一步，我局将加强巡查。",
                 "progress |经查，该路段计划拓宽，预计年底完工，届时将方便出行。|\n"
                 "plan |下一步，我局将加强巡查。|\n"},
        TreeCase{"a condition keeps the sentence in the explanation",
                 "由于客流不足，暂不开通专线。如客流增长，我局将及时研究。",
                 "explanation |由于客流不足，暂不开通专线。如客流增长，我局将及时研究。|\n"},
        TreeCase{"past words inside the items of a plan do not end it",
                 "下一步，一是修复路段。目前破损处较多，分批修复。二是补种树木。",
                 "plan |下一步，一是修复路段。目前破损处较多，分批修复。二是补种树木。|\n"
                 "  inline_item |一是修复路段。目前破损处较多，分批修复。| [一是] {修复路段}\n"
                 "  inline_item |二是补种树木。| [二是]\n"},
        TreeCase{"purpose, field or time before 我局将",
                 "我局已修路9公里。为方便群众，我局将增设座椅。\n"
                 "我局已补树9棵。绿化方面，我局将增设花坛。\n"
                 "我局已修桥2座。2026年，我局计划修桥3座。",
                 "progress |我局已修路9公里。|\nplan |为方便群众，我局将增设座椅。|\n"
                 "progress |我局已补树9棵。|\nplan |绿化方面，我局将增设花坛。|\n"
                 "progress |我局已修桥2座。|\nplan |2026年，我局计划修桥3座。|\n"},
        TreeCase{"what another body says it will do",
                 "该路已列入名录。县财政局表示，将安排养护资金。",
                 "progress |该路已列入名录。|\nplan |县财政局表示，将安排养护资金。|\n"},
        TreeCase{"a time to come needs no 将",
                 "我局已巡查9次。从明年起，每月巡查2次，每次不少于3天。",
                 "progress |我局已巡查9次。|\nplan |从明年起，每月巡查2次，每次不少于3天。|\n"},
        TreeCase{"a time past opens no plan",
                 "我局已巡查9次。从去年起，每月巡查2次，每次不少于3天。",
                 "progress |我局已巡查9次。从去年起，每月巡查2次，每次不少于3天。|\n"},
        TreeCase{"a time to come and what will be done then",
                 "全市已办赛事9届，吸引游客3万人。今年10月将举办帆船赛，明年申办排球赛。",
                 "progress |全市已办赛事9届，吸引游客3万人。|\n"
                 "plan |今年10月将举办帆船赛，明年申办排球赛。|\n"},
        TreeCase{"the period of a plan leads to the will",
                 "已改造农房900户，户均补助2万元。“十五五”期间，我们将按照省里安排，改造600户。",
                 "progress |已改造农房900户，户均补助2万元。|\n"
                 "plan |“十五五”期间，我们将按照省里安排，改造600户。|\n"},
        TreeCase{"what is being prepared",
                 "去年已检查中心90个，发现部分闲置。我局准备7月集中检查一次，结果通报各市。",
                 "progress |去年已检查中心90个，发现部分闲置。|\n"
                 "plan |我局准备7月集中检查一次，结果通报各市。|\n"},
        TreeCase{"what follows the headline of the last item is its text",
                 "一是修复路段。已修路9公里。二是加强监测。县水务局将每月监测。",
                 "progress |一是修复路段。已修路9公里。二是加强监测。县水务局将每月监测。|\n"
                 "  inline_item |一是修复路段。已修路9公里。| [一是] {修复路段}\n"
                 "  inline_item |二是加强监测。县水务局将每月监测。| [二是] {加强监测}\n"}));

INSTANTIATE_TEST_SUITE_P(
    PlainHeadings, BodyTest,
    testing::Values(
        TreeCase{
            "lines of their own",
            "来信收悉，现答复如下：\n已经办好的事项\n我局已修路9公里，已补树9棵。\n正在办理的事项\n"
            "我局将修路3公里，补树3棵。",
            "opening |来信收悉，现答复如下：|\n"
            "topic |已经办好的事项/我局已修路9公里，已补树9棵。| {已经办好的事项}\n"
            "  progress |我局已修路9公里，已补树9棵。|\n"
            "topic |正在办理的事项/我局将修路3公里，补树3棵。| {正在办理的事项}\n"
            "  plan |我局将修路3公里，补树3棵。|\n"},
        TreeCase{"lines of two clauses",
                 "建议一：多修步道\n我局已修路9公里，已补树9棵。\n建议二：多设座椅\n"
                 "我局将设座椅3处，补树3棵。",
                 "topic |建议一：多修步道/我局已修路9公里，已补树9棵。| {建议一：多修步道}\n"
                 "  progress |我局已修路9公里，已补树9棵。|\n"
                 "topic |建议二：多设座椅/我局将设座椅3处，补树3棵。| {建议二：多设座椅}\n"
                 "  plan |我局将设座椅3处，补树3棵。|\n"},
        TreeCase{"one line alone is no series",
                 "来信收悉，现答复如下：\n已经办好的事项\n我局已修路9公里，已补树9棵。\n我局将修路3"
                 "公里，补树3棵。",
                 "opening |来信收悉，现答复如下：|\n"
                 "progress |已经办好的事项|\n"
                 "progress |我局已修路9公里，已补树9棵。|\n"
                 "plan |我局将修路3公里，补树3棵。|\n"},
        TreeCase{"run-in, 关于…的建议",
                 "关于多修步道的建议。我局已修路9公里。\n关于多设座椅的建议。我局将设座椅3处。",
                 "topic |关于多修步道的建议。我局已修路9公里。| {关于多修步道的建议}\n"
                 "  progress |我局已修路9公里。|\n"
                 "topic |关于多设座椅的建议。我局将设座椅3处。| {关于多设座椅的建议}\n"
                 "  plan |我局将设座椅3处。|\n"},
        TreeCase{"behind dashes, announced by a decision",
                 "按照您的建议，我局研究，决定从以下方面落实。\n——修好步道。新修步道3公里。\n"
                 "——设好座椅。新设座椅3处。",
                 "plan |按照您的建议，我局研究，决定从以下方面落实。|\n"
                 "topic |——修好步道。新修步道3公里。| {修好步道}\n"
                 "  plan |新修步道3公里。|\n"
                 "topic |——设好座椅。新设座椅3处。| {设好座椅}\n"
                 "  plan |新设座椅3处。|\n"},
        TreeCase{"nouns that a full stop closes",
                 "网点布局。我局已建便民站9处。\n业态升级。我局将改造菜市场3个，并设老店专区。",
                 "topic |网点布局。我局已建便民站9处。| {网点布局}\n"
                 "  progress |我局已建便民站9处。|\n"
                 "topic |业态升级。我局将改造菜市场3个，并设老店专区。| {业态升级}\n"
                 "  plan |我局将改造菜市场3个，并设老店专区。|\n"},
        TreeCase{"short sentences are no headings",
                 "情况属实。我局已责令改正。\n您说得对。我局将加强巡查，并公布结果。",
                 "progress |情况属实。我局已责令改正。|\n"
                 "background |您说得对。|\n"
                 "plan |我局将加强巡查，并公布结果。|\n"},
        TreeCase{"in brackets",
                 "【关于渔排改造】我局已改造渔排900口。\n【关于渔民转产】我局将每年培训300人。",
                 "topic |【关于渔排改造】我局已改造渔排900口。| {关于渔排改造}\n"
                 "  progress |我局已改造渔排900口。|\n"
                 "topic |【关于渔民转产】我局将每年培训300人。| {关于渔民转产}\n"
                 "  plan |我局将每年培训300人。|\n"},
        TreeCase{"what is answered, each with its answer",
                 "建议一：利用桥下空间，增设健身器材。\n答复：已建成健身点9处。\n"
                 "建议二：球馆免费开放。\n答复：我局将延长免费时段2小时。",
                 "topic |建议一：利用桥下空间，增设健身器材。/答复：已建成健身点9处。| "
                 "{建议一：利用桥下空间，增设健身器材}\n"
                 "  progress |答复：已建成健身点9处。|\n"
                 "topic |建议二：球馆免费开放。/答复：我局将延长免费时段2小时。| "
                 "{建议二：球馆免费开放}\n"
                 "  plan |答复：我局将延长免费时段2小时。|\n"},
        TreeCase{"lines over labels of a lower class",
                 "来信收悉，现答复如下：\n办理情况\n我局已修路9公里，已补树9棵。\n下一步打算\n（一"
                 "）摸清底数。用一年普查。\n"
                 "（二）建好台账。每季更新。",
                 "opening |来信收悉，现答复如下：|\n"
                 "topic |办理情况/我局已修路9公里，已补树9棵。| {办理情况}\n"
                 "  progress |我局已修路9公里，已补树9棵。|\n"
                 "topic |下一步打算/（一）摸清底数。用一年普查。/（二）建好台账。每季更新。| "
                 "{下一步打算}\n"
                 "  topic |（一）摸清底数。用一年普查。| [（一）] {摸清底数}\n"
                 "    plan |用一年普查。|\n"
                 "  topic |（二）建好台账。每季更新。| [（二）] {建好台账}\n"
                 "    plan |每季更新。|\n"},
        TreeCase{"numbered topics leave plain lines alone",
                 "一、关于步道\n先期工程\n我局已修路9公里，已补树9棵。\n后期工程\n"
                 "我局已修桥2座，已补树3棵。",
                 "topic |一、关于步道/先期工程/我局已修路9公里，已补树9棵。/后期工程/"
                 "我局已修桥2座，已补树3棵。| [一、] {关于步道}\n"
                 "  background |先期工程|\n"
                 "  progress |我局已修路9公里，已补树9棵。|\n"
                 "  progress |后期工程|\n"
                 "  progress |我局已修桥2座，已补树3棵。|\n"}));

}  // namespace
}  // namespace pledge::pipeline
