#include "client/cpp/pledgectl/render_commitments.h"

#include "absl/strings/str_split.h"
#include "client/cpp/pledgectl/display_width.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pledgectl/sample_records.h"

namespace pledge::cli {
namespace {

using ::testing::HasSubstr;
using testing::MakeCommitment;
using ::testing::Not;

const LetterHead kHead = {"city/lamps@1", testing::kIssuer, "示城管函〔2026〕7号"};

Layout MakeLayout(int width) {
  Layout layout;
  layout.width = width;
  layout.today = absl::CivilDay(2026, 10, 1);
  return layout;
}

std::string Render(const std::vector<v1::Commitment>& commitments, const Layout& layout) {
  return RenderCommitments(kHead, commitments, false, true, layout);
}

void SetDate(google::type::Date* date, int year, int month, int day) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

TEST(RenderCommitments, AlignsColumnsAndWrapsWords) {
  auto firm =
      MakeCommitment("c01", v1::STRENGTH_FIRM, "更换全部老旧街巷的照明灯具并接入统一的控制平台");
  SetDate(firm.mutable_deadline()->mutable_end_date(), 2027, 6, 30);
  const auto explore = MakeCommitment("c02", v1::STRENGTH_EXPLORE, "研究夜间调光的办法");

  EXPECT_EQ(Render({firm, explore}, MakeLayout(60)),
            "city/lamps@1  示例市城市管理局  2 of 2\n"
            "id   strength      due         commitment\n"
            "c01  #### firm     2027-06-30  更换全部老旧街巷的照明灯具并\n"
            "                               接入统一的控制平台\n"
            "                               at 2.1  bytes 120-189\n"
            "c02  #... explore  -           研究夜间调光的办法\n"
            "                               at 2.1  bytes 120-147\n");
}

TEST(RenderCommitments, ShowsAllDetailsUnderTheWords) {
  auto commitment = MakeCommitment("c01", v1::STRENGTH_INTENT, "争取建成充电桩");
  auto* target = commitment.add_targets();
  target->set_quantity(800);
  target->set_unit("个");
  target->set_comparator(v1::COMPARATOR_GE);
  auto* fuzzy = commitment.add_targets();
  fuzzy->set_text("一批");
  fuzzy->set_fuzzy(true);
  commitment.mutable_condition()->set_kind(v1::CONDITION_KIND_SUBJECT_TO);
  commitment.mutable_condition()->mutable_clause()->set_text("经费落实后");
  auto* cooperator = commitment.add_cooperators();
  cooperator->mutable_body()->set_value("示例市财政局");
  cooperator->set_role(v1::COOPERATOR_ROLE_WITH);
  commitment.mutable_manner()->set_text("分两批");
  commitment.mutable_actor()->set_value(testing::kIssuer);
  commitment.mutable_actor()->set_inferred(true);
  commitment.mutable_deadline()->set_text("明年年底前");
  commitment.mutable_deadline()->set_inherited(true);

  const std::string text = Render({commitment}, MakeLayout(100));

  const std::string indent(31, ' ');
  EXPECT_THAT(text,
              HasSubstr(indent + "target: >= 800 个; 一批 (fuzzy)\n" +  //
                        indent + "due: 明年年底前 (inherited)\n" +      //
                        indent + "condition: 经费落实后\n" +            //
                        indent + "with: 示例市财政局\n" +               //
                        indent + "by: 分两批\n" +                       //
                        indent + "at 2.1  bytes 120-141  actor 示例市城市管理局 (inferred)\n"));
}

TEST(RenderCommitments, ShowsTheReasonOfARefusal) {
  auto refusal = MakeCommitment("c01", v1::STRENGTH_FIRM, "暂不增设服务窗口");
  refusal.set_type(v1::COMMITMENT_TYPE_REFUSAL);
  refusal.set_polarity(v1::POLARITY_REFUSE);
  refusal.mutable_condition()->set_kind(v1::CONDITION_KIND_REASON);
  refusal.mutable_condition()->mutable_clause()->set_text("场地不足");

  const std::string text = Render({refusal}, MakeLayout(80));

  EXPECT_THAT(text, HasSubstr("c01  no   refusal  -           暂不增设服务窗口\n"));
  EXPECT_THAT(text, HasSubstr("reason: 场地不足\n"));
}

TEST(RenderCommitments, HidesStancesAndCountsThem) {
  auto stance = MakeCommitment("c02", v1::STRENGTH_INTENT, "高度重视照明工作");
  stance.set_type(v1::COMMITMENT_TYPE_STANCE);
  const auto firm = MakeCommitment("c01", v1::STRENGTH_FIRM, "更换灯具");

  const std::string hidden = RenderCommitments(kHead, {firm, stance}, false, true, MakeLayout(80));
  const std::string shown = RenderCommitments(kHead, {firm, stance}, true, true, MakeLayout(80));

  EXPECT_THAT(hidden, HasSubstr("1 of 2; 1 stance hidden\n"));
  EXPECT_THAT(hidden, Not(HasSubstr("c02")));
  EXPECT_THAT(shown, HasSubstr("2 of 2\n"));
  EXPECT_THAT(shown, HasSubstr("c02       stance   -           高度重视照明工作\n"));
}

TEST(RenderCommitments, SaysThatALetterPromisesNothing) {
  EXPECT_EQ(Render({}, MakeLayout(80)), "city/lamps@1  示例市城市管理局  no commitments\n");
}

TEST(RenderCommitments, HasMoreColumnsWhenWide) {
  auto commitment = MakeCommitment("c01", v1::STRENGTH_SUPPORT, "支持企业改造");
  commitment.mutable_actor()->set_value(testing::kIssuer);
  Layout layout = MakeLayout(120);
  layout.wide = true;

  EXPECT_EQ(Render({commitment}, layout),
            "city/lamps@1  示例市城市管理局  1 of 1\n"
            "id   strength      type    verif   due         sect  bytes    commitment\n"
            "c01  ##.. support  action  medium  -           2.1   120-138  支持企业改造\n"
            "                                                              "
            "actor 示例市城市管理局\n");
}

TEST(RenderCommitments, NeverGoesBeyondTheWidth) {
  auto commitment =
      MakeCommitment("c01", v1::STRENGTH_FIRM,
                     "在2027年底前完成“十小场所”用电改造1200处，并建立巡查制度（每季度一次）");
  commitment.mutable_condition()->set_kind(v1::CONDITION_KIND_IF);
  commitment.mutable_condition()->mutable_clause()->set_text("如各街道能够按期提供现场勘查资料");
  for (int width = 52; width < 130; ++width) {
    for (absl::string_view line : absl::StrSplit(Render({commitment}, MakeLayout(width)), '\n')) {
      EXPECT_LE(CellWidth({line.data(), line.size()}), width) << line;
    }
  }
}

TEST(RenderCommitments, ColoursTheCueAndTheMeter) {
  auto commitment = MakeCommitment("c01", v1::STRENGTH_INTENT, "年内力争完成");
  commitment.mutable_strength_cue()->set_text("力争");
  Layout layout = MakeLayout(80);
  layout.color = true;

  const std::string text = Render({commitment}, layout);

  EXPECT_THAT(text, HasSubstr("\x1b[36m###. intent\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("年内\x1b[36m力争\x1b[0m完成\n"));
}

TEST(RenderCommitments, TakesTheCueWhereItStands) {
  auto commitment = MakeCommitment("c01", v1::STRENGTH_SUPPORT, "支持站点，支持延时");
  commitment.mutable_provenance()->mutable_text_range()->set_start(300);
  commitment.mutable_strength_cue()->set_text("支持");
  commitment.mutable_strength_cue()->mutable_provenance()->mutable_text_range()->set_start(315);
  Layout layout = MakeLayout(80);
  layout.color = true;

  EXPECT_THAT(Render({commitment}, layout), HasSubstr("支持站点，\x1b[32m支持\x1b[0m延时\n"));
}

TEST(RenderCommitments, KeepsTheCueColouredAcrossALineBreak) {
  auto commitment = MakeCommitment("c01", v1::STRENGTH_INTENT, "逐步在全市范围内大力推进");
  commitment.mutable_strength_cue()->set_text("大力推进");
  Layout layout = MakeLayout(31 + 20);
  layout.color = true;

  const std::string text = Render({commitment}, layout);

  EXPECT_THAT(text, HasSubstr("逐步在全市范围内\x1b[36m大力\x1b[0m\n"));
  EXPECT_THAT(text, HasSubstr("\x1b[36m推进\x1b[0m\n"));
}

TEST(RenderCommitments, WarnsOfWhatIsDueSoonAndNotOfWhatIsPast) {
  auto soon = MakeCommitment("c01", v1::STRENGTH_FIRM, "甲");
  SetDate(soon.mutable_deadline()->mutable_end_date(), 2026, 12, 0);
  auto past = MakeCommitment("c02", v1::STRENGTH_FIRM, "乙");
  SetDate(past.mutable_deadline()->mutable_end_date(), 2026, 9, 30);
  auto later = MakeCommitment("c03", v1::STRENGTH_FIRM, "丙");
  SetDate(later.mutable_deadline()->mutable_end_date(), 2027, 1, 1);
  Layout layout = MakeLayout(80);
  layout.color = true;
  layout.today = absl::CivilDay(2026, 10, 2);

  const std::string text = Render({soon, past, later}, layout);

  EXPECT_THAT(text, HasSubstr("\x1b[33m2026-12\x1b[0m"));
  EXPECT_THAT(text, HasSubstr("     2026-09-30  "));
  EXPECT_THAT(text, HasSubstr("     2027-01-01  "));
}

TEST(RenderCommitments, ShowsNoControlCharacters) {
  auto commitment = MakeCommitment("c\x1b", v1::STRENGTH_FIRM, "更换\x1b]0;灯具\x07");
  commitment.set_section("s/\x1b");
  commitment.mutable_actor()->set_value("局\n");
  const LetterHead head = {"city/\x1b", "局\x1b", ""};

  const std::string text = RenderCommitments(head, {commitment}, false, true, MakeLayout(80));

  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_THAT(text, HasSubstr("更换\\x1b]0;灯具\\x07"));
}

TEST(CommitmentLine, HasAllColumnsUncut) {
  auto commitment = MakeCommitment("c01", v1::STRENGTH_SUPPORT, "支持\t企业\n改造");
  commitment.mutable_actor()->set_value(testing::kIssuer);
  commitment.add_cooperators();
  SetDate(commitment.mutable_deadline()->mutable_start_date(), 2027, 1, 1);
  SetDate(commitment.mutable_deadline()->mutable_end_date(), 2027, 12, 31);
  commitment.mutable_deadline()->set_recurrence("P1Y");

  EXPECT_EQ(
      CommitmentLine(commitment),
      "collections/city/documents/lamps/revisions/1/commitments/c01\tSUPPORT\tACTION\tAFFIRM\t"
      "MEDIUM\t2027-01-01\t2027-12-31\t1\t示例市城市管理局\t支持\\t企业\\n改造\t2.1\t120-140\t"
      "P1Y\n");
}

}  // namespace
}  // namespace pledge::cli
