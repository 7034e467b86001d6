// Action, object, actor, cooperators, deadline, targets and condition of one
// commitment: guide sections 5, 13 and 14. All sentences are made up; the letter
// is of 12 June 2024.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pipeline_extract/support.h"

namespace pledge::pipeline {
namespace {

struct Case {
  std::string_view text;
  std::string_view shown;  // of the first commitment
};

Commitment FirstOf(std::string_view text) {
  const auto commitments = PlanRecordsOf(text).commitments;
  EXPECT_FALSE(commitments.empty()) << text;
  return commitments.empty() ? Commitment{} : commitments[0];
}

constexpr Case kPredicates[] = {
    {"我局将修订停车管理办法。", "修订 | 停车管理办法"},
    {"建立健全巡查机制。", "建立健全 | 巡查机制"},
    {"支持和推动社区食堂建设。", "支持和推动 | 社区食堂建设"},
    {"研究制定奖补办法。", "研究制定 | 奖补办法"},
    {"考虑增设公交站点。", "考虑增设 | 公交站点"},
    {"管好老旧小区电梯。", "管好 | 老旧小区电梯"},
    {"将养护经费纳入财政预算。", "纳入 | 养护经费"},
    {"把候诊时间压缩到20分钟。", "压缩 | 候诊时间"},
    {"补助标准提高到300元。", "提高 | -"},
    {"对渔民给予补贴。", "补贴 | 渔民"},
    {"予以充分考虑。", "考虑 | -"},
    {"进行两轮实地核查。", "进行 | 两轮实地核查"},
    {"调拨车辆运送学生。", "运送 | 学生"},
    {"对所有隐患及时处理到位。", "处理 | 所有隐患"},
    {"对改造项目实行终身责任制。", "实行 | 终身责任制"},
    {"购置20台公交车。", "购置 | 20台公交车"},
    {"每季度公布一次进度。", "公布 | 进度"},
    {"统筹现有资金给予支持。", "支持 | -"},
    {"再建12个。", "再建 | -"},
    {"力争覆盖率达到98%以上。", "达到 | -"},
    {"严格定额管理。", "严格 | 定额管理"},
    {"及时响应群众诉求。", "响应 | 群众诉求"},
    {"要求施工单位安装围挡。", "要求 | 施工单位安装围挡"},
    {"印发实施水系规划。", "印发实施 | 水系规划"},
    {"积极推动建立补偿机制。", "推动建立 | 补偿机制"},
    {"利用专项资金支持农户改厕。", "支持 | 农户改厕"},
    {"对接驳线路进行优化。", "优化 | 接驳线路"},
};

TEST(Fields, ActionIsTheBareVerbAndObjectTheWholeRest) {
  for (const Case& c : kPredicates)
    EXPECT_EQ(PredicateOf(c.text, FirstOf(c.text)), c.shown) << c.text;
}

constexpr Case kDeadlines[] = {
    {"于2025年底前完成改造。", "2024-06-12..2025-12-31"},
    {"计划2025年4月完成。", "2025-04-01..2025-04-30"},
    {"下半年启动建设。", "2024-07-01..2024-12-31"},
    {"用3年时间完成改造。", "2024-06-12..2027-06-12"},
    {"3月底前完成改造。", "2024-06-12..2025-03-31"},
    {"从今年起提高补助标准。", "2024-01-01.."},
    {"每年组织两次演练。", ".. P1Y"},
    {"每两年组织一次演练。", "2024-06-12.. P2Y"},
    {"近期完成改造。", "none"},
    {"尽快完成改造。", "none"},
    {"落实2025年重点任务。", "none"},
    {"指导各县（区）于6月底前完成摸底。", "2024-06-12..2024-06-30"},
    {"实施文明创建三年行动。", "none"},
    {"较2023年增加绿地。", "none"},
};

TEST(Fields, DeadlinesAreDays) {
  for (const Case& c : kDeadlines) EXPECT_EQ(DeadlineOf(FirstOf(c.text)), c.shown) << c.text;
}

std::vector<std::string> Deadlines(std::string_view text) {
  std::vector<std::string> shown;
  for (const Commitment& commitment : PlanRecordsOf(text).commitments)
    shown.push_back(DeadlineOf(commitment));
  return shown;
}

TEST(Fields, DeadlinesAreInheritedOverCommasOnly) {
  EXPECT_THAT(Deadlines("2025年底前完成改造，新建公厕。"),
              testing::ElementsAre("2024-06-12..2025-12-31", "inherited 2024-06-12..2025-12-31"));
  EXPECT_THAT(Deadlines("2025年底前完成改造；新建公厕。"),
              testing::ElementsAre("2024-06-12..2025-12-31", "none"));
  EXPECT_THAT(Deadlines("2025年底前完成改造。新建公厕。"),
              testing::ElementsAre("2024-06-12..2025-12-31", "none"));
  EXPECT_THAT(Deadlines("到2025年，建成泵站，到2027年，建成水厂。"),
              testing::ElementsAre("inherited 2024-06-12..2025-12-31", "2024-06-12..2027-12-31"));
}

constexpr Case kTargets[] = {
    {"新建公厕6座。", "6 座 eq"},
    {"新建公厕6座、新增停车位900个。", "6 座 eq; 900 个 delta"},
    {"安排专项资金2亿元。", "200000000 元 eq"},
    {"力争覆盖率达到98%以上。", "98 % ge"},
    {"培训骨干不少于500人次。", "500 人次 ge"},
    {"建成绿道超过80公里。", "80 公里 gt"},
    {"漏损率控制在9%以内。", "9 % le"},
    {"改造管网约30公里。", "30 公里 approx"},
    {"再建12个。", "12 个 delta"},
    {"新增学位600个。", "600 个 delta"},
    {"入学率提高0.5个百分点。", "0.5 个百分点 delta"},
    {"将补助标准提高10%。", "10 % ratio"},
    {"排放量下降50%以上。", "50 % ratio"},
    {"力争专利数量翻一番。", "2 multiple"},
    {"对所有隐患及时处理到位。", "1 ratio all"},
    {"实现村村通公交全覆盖。", "1 ratio all"},
    {"新建一批口袋公园。", "? approx"},
    {"等候时间压缩到5个小时。", "5 小时 eq"},
    {"建立一个服务站。", ""},
    {"从三个层面加强监管。", ""},
    {"推广5G应用。", ""},
    {"开展“百日攻坚”行动。", ""},
    {"将标准由200元提高到300元。", "300 元 eq"},
    {"每年开展一次督查。", "1 次 eq"},
    {"每个乡镇至少建成1个示范点。", "1 个 all"},
    {"落实第3号文件。", ""},
    {"完善二人转传承机制。", ""},
};

TEST(Fields, TargetsCarryQuantityUnitAndComparator) {
  for (const Case& c : kTargets) EXPECT_EQ(TargetsOf(FirstOf(c.text).targets), c.shown) << c.text;
}

constexpr Case kCooperators[] = {
    {"会同市财政局修订管理办法。", "市财政局/with"},
    {"联合市公安局、市城管局和各街道开展整治。", "市公安局/with; 市城管局/with; 各街道/with"},
    {"联合公安、消防等部门开展检查。", "公安/with; 消防/with"},
    {"与市气象局共同建设预警平台。", "市气象局/with"},
    {"与开发商协商移交事项。", "开发商/coordinate"},
    {"积极做好与有关方面的沟通。", "有关方面/coordinate"},
    {"指导各县（区）排查隐患。", "各县（区）/guide"},
    {"支持龙头企业和合作社建设冷库。", "龙头企业/guide; 合作社/guide"},
    {"督促具备资质的医院公开价格。", "医院/guide"},
    {"支持山区县发展茶叶。", "山区县/guide"},
    {"配合市交警支队设置标线。", "市交警支队/support"},
    {"积极争取省财政厅支持。", "省财政厅/coordinate"},
    {"积极向国家发展改革委汇报。", "国家发展改革委/coordinate"},
    {"积极协调供电企业实施改造。", "供电企业/coordinate"},
    {"推动产学研深度融合。", ""},
    {"支持企业技术改造。", ""},
    {"及时向您反馈进展。", ""},
};

TEST(Fields, CooperatorsHaveRoles) {
  for (const Case& c : kCooperators) {
    const Commitment commitment = FirstOf(c.text);
    EXPECT_EQ(CooperatorsOf(c.text, commitment), c.shown) << c.text;
  }
}

constexpr Case kConditions[] = {
    {"待施工图审定后，我局将组织招标。", "when 待施工图审定后"},
    {"待施工图审定后我局将组织招标。", "when 待施工图审定后"},
    {"如条件成熟，启动扩建工程。", "if 如条件成熟"},
    {"若反映属实，我局将依法处罚。", "if 若反映属实"},
    {"条件成熟时，启动扩建工程。", "when 条件成熟时"},
    {"对逾期不整改的企业，予以通报。", "if 对逾期不整改的企业"},
    {"逾期不公布的，予以约谈。", "if 逾期不公布的"},
    {"视测算结果研究补助标准。", "subject_to 视测算结果"},
    {"根据财力安排补助资金。", "subject_to 根据财力"},
    {"由于用地紧张，暂不新建停车场。", "reason 由于用地紧张"},
    {"将手续齐全的小区纳入改造。", "none"},
    {"在摸清底数的基础上制定方案。", "none"},
};

TEST(Fields, ConditionsHaveKinds) {
  for (const Case& c : kConditions)
    EXPECT_EQ(ConditionOf(c.text, FirstOf(c.text)), c.shown) << c.text;
}

TEST(Fields, AConditionAtTheHeadHoldsForTheSentence) {
  const std::string_view text = "待施工图审定后，我局将组织招标，启动建设。";
  const auto commitments = PlanRecordsOf(text).commitments;

  ASSERT_EQ(commitments.size(), 2u);
  EXPECT_EQ(ConditionOf(text, commitments[1]), "when 待施工图审定后");
}

std::vector<std::string> Actors(std::string_view text, std::string_view issuer) {
  std::vector<std::string> shown;
  for (const Commitment& c : RecordsOf(SectionKind::kPlan, text, issuer).commitments) {
    shown.push_back(ActorOf(text, c));
  }
  return shown;
}

TEST(Fields, ActorIsTheNearestSubjectResolved) {
  constexpr std::string_view kIssuer = "临川市水务局";
  using testing::ElementsAre;

  EXPECT_THAT(Actors("我局将新建泵站，更换管道。", kIssuer), ElementsAre(kIssuer, kIssuer));
  EXPECT_THAT(Actors("新建泵站。", kIssuer), ElementsAre(kIssuer));
  EXPECT_THAT(Actors("我们将新建泵站。", kIssuer), ElementsAre(kIssuer));
  EXPECT_THAT(Actors("市城管局将新建公厕。", kIssuer), ElementsAre("市城管局"));
  EXPECT_THAT(Actors("市水务局将新建泵站。", kIssuer), ElementsAre(kIssuer));
  EXPECT_THAT(Actors("教育局拟扩建校舍。体育局拟新建球场。", kIssuer),
              ElementsAre("教育局", "体育局"));
  EXPECT_THAT(Actors("将由市住建局牵头，编制规划，改造易涝点。", kIssuer),
              ElementsAre("市住建局", "市住建局"));
}

TEST(Fields, ActorStaysAsWrittenWithoutAnIssuer) {
  using testing::ElementsAre;

  EXPECT_THAT(Actors("我局将新建泵站。", ""), ElementsAre("我局"));
  EXPECT_THAT(Actors("新建泵站。", ""), ElementsAre("none"));
  EXPECT_THAT(Actors("经石桥镇政府核实，情况属实。更换管道。", ""), ElementsAre("石桥镇政府"));
}

}  // namespace
}  // namespace pledge::pipeline
