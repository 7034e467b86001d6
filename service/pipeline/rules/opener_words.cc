#include "service/pipeline/rules/opener_words.h"
#include "service/pipeline/text/text_match.h"

#include <iterator>
#include <vector>

namespace pledge::pipeline {
namespace {

// Longer words before their own beginnings.
using Follow = OpenerFollow;

constexpr OpenerRow kRows[] = {
    {"下一步", ScopeChange::kPlan, Follow::kAny},
    {"下一阶段", ScopeChange::kPlan, Follow::kAny},
    {"下步", ScopeChange::kPlan, Follow::kAny},
    {"下阶段", ScopeChange::kPlan, Follow::kAny},
    {"下个阶段", ScopeChange::kPlan, Follow::kAny},
    {"下一年度", ScopeChange::kPlan, Follow::kModal},
    {"后阶段", ScopeChange::kPlan, Follow::kAny},
    {"后一阶段", ScopeChange::kPlan, Follow::kAny},
    {"接下来", ScopeChange::kPlan, Follow::kAny},
    {"今后如", ScopeChange::kAside, Follow::kAny},
    {"今后再", ScopeChange::kAside, Follow::kAny},
    {"今后", ScopeChange::kPlan, Follow::kAny},
    {"未来几年", ScopeChange::kPlan, Follow::kAny},
    {"未来三年", ScopeChange::kPlan, Follow::kAny},
    {"未来五年", ScopeChange::kPlan, Follow::kAny},
    {"未来一段时间", ScopeChange::kPlan, Follow::kAny},
    {"未来一个时期", ScopeChange::kPlan, Follow::kAny},
    {"未来", ScopeChange::kPlan, Follow::kModal},
    {"往后", ScopeChange::kPlan, Follow::kModal},
    {"以后的工作中", ScopeChange::kPlan, Follow::kAny},
    {"以后工作中", ScopeChange::kPlan, Follow::kAny},
    {"以后", ScopeChange::kPlan, Follow::kModal},
    {"后续工作中", ScopeChange::kPlan, Follow::kAny},
    {"后续", ScopeChange::kPlan, Follow::kModal},
    {"后期", ScopeChange::kPlan, Follow::kModal},
    {"近期内", ScopeChange::kPlan, Follow::kModal},
    {"近期将", ScopeChange::kPlan, Follow::kAny},
    {"近期也将", ScopeChange::kPlan, Follow::kAny},
    {"近期拟", ScopeChange::kPlan, Follow::kAny},
    {"近期计划", ScopeChange::kPlan, Follow::kAny},
    {"明年", ScopeChange::kPlan, Follow::kModal},
    {"来年", ScopeChange::kPlan, Follow::kModal},
    {"下半年", ScopeChange::kPlan, Follow::kModal},
    {"工作打算", ScopeChange::kPlan, Follow::kAny},
    {"工作计划", ScopeChange::kPlan, Follow::kModal},
    {"近年来", ScopeChange::kPast, Follow::kAny},
    {"近几年", ScopeChange::kPast, Follow::kAny},
    {"近些年", ScopeChange::kPast, Follow::kAny},
    {"近两年", ScopeChange::kPast, Follow::kAny},
    {"近三年", ScopeChange::kPast, Follow::kAny},
    {"近五年", ScopeChange::kPast, Follow::kAny},
    {"近年", ScopeChange::kPast, Follow::kAny},
    {"近期", ScopeChange::kPast, Follow::kAny},
    {"近日", ScopeChange::kPast, Follow::kAny},
    {"多年来", ScopeChange::kPast, Follow::kAny},
    {"几年来", ScopeChange::kPast, Follow::kAny},
    {"一年来", ScopeChange::kPast, Follow::kAny},
    {"长期以来", ScopeChange::kPast, Follow::kAny},
    {"一直以来", ScopeChange::kPast, Follow::kAny},
    {"目前", ScopeChange::kPast, Follow::kAny},
    {"当前", ScopeChange::kPast, Follow::kAny},
    {"现阶段", ScopeChange::kPast, Follow::kAny},
    {"至目前", ScopeChange::kPast, Follow::kAny},
    {"到目前", ScopeChange::kPast, Follow::kAny},
    {"截至", ScopeChange::kPast, Follow::kAny},
    {"截止", ScopeChange::kPast, Follow::kAny},
    {"迄今", ScopeChange::kPast, Follow::kAny},
    {"去年", ScopeChange::kPast, Follow::kAny},
    {"前年", ScopeChange::kPast, Follow::kAny},
    {"今年以来", ScopeChange::kPast, Follow::kAny},
    {"今年上半年", ScopeChange::kPast, Follow::kAny},
    {"年初以来", ScopeChange::kPast, Follow::kAny},
    {"前期", ScopeChange::kPast, Follow::kAny},
    {"前段时间", ScopeChange::kPast, Follow::kAny},
    {"此前", ScopeChange::kPast, Follow::kAny},
    {"日前", ScopeChange::kPast, Follow::kAny},
    {"经查", ScopeChange::kPast, Follow::kAny},
    {"经核", ScopeChange::kPast, Follow::kAny},
    {"经调查", ScopeChange::kPast, Follow::kAny},
    {"经了解", ScopeChange::kPast, Follow::kAny},
    {"接到", ScopeChange::kPast, Follow::kAny},
    {"接报", ScopeChange::kPast, Follow::kAny},
    {"自接到", ScopeChange::kPast, Follow::kAny},
    {"据了解", ScopeChange::kPast, Follow::kAny},
    {"据查", ScopeChange::kPast, Follow::kAny},
    {"据统计", ScopeChange::kPast, Follow::kAny},
    {"自", ScopeChange::kPast, Follow::kBefore},
    {"特别是今年以来", ScopeChange::kPast, Follow::kAny},
    {"感谢", ScopeChange::kAside, Follow::kAny},
    {"衷心感谢", ScopeChange::kAside, Follow::kAny},
    {"再次感谢", ScopeChange::kAside, Follow::kAny},
    {"诚挚感谢", ScopeChange::kAside, Follow::kAny},
    {"非常感谢", ScopeChange::kAside, Follow::kAny},
    {"十分感谢", ScopeChange::kAside, Follow::kAny},
    {"谢谢", ScopeChange::kAside, Follow::kAny},
    {"欢迎您", ScopeChange::kAside, Follow::kAny},
    {"特此", ScopeChange::kAside, Follow::kAny},
    {"专此", ScopeChange::kAside, Follow::kAny},
    {"此复", ScopeChange::kAside, Follow::kAny},
    {"以上答复", ScopeChange::kAside, Follow::kAny},
    {"如您还有", ScopeChange::kAside, Follow::kAny},
    {"如您有", ScopeChange::kAside, Follow::kAny},
    {"如您今后", ScopeChange::kAside, Follow::kAny},
    {"如您再", ScopeChange::kAside, Follow::kAny},
    {"如果您今后", ScopeChange::kAside, Follow::kAny},
    {"如果您再", ScopeChange::kAside, Follow::kAny},
    {"如果您还", ScopeChange::kAside, Follow::kAny},
    {"如果您有", ScopeChange::kAside, Follow::kAny},
    {"如还有", ScopeChange::kAside, Follow::kAny},
    {"如有疑问", ScopeChange::kAside, Follow::kAny},
    {"如有其他", ScopeChange::kAside, Follow::kAny},
    {"如有不", ScopeChange::kAside, Follow::kAny},
    {"若您还有", ScopeChange::kAside, Follow::kAny},
    {"若还有", ScopeChange::kAside, Follow::kAny},
    {"若有疑问", ScopeChange::kAside, Follow::kAny},
};

constexpr std::string_view kConnectives[] = {
    "同时", "此外", "另外", "因此",     "为此",         "对此", "综上所述", "总之", "最后", "其次",
    "所以", "但是", "并且", "与此同时", "针对上述情况", "综上", "当然",     "再次", "另",
};

// Modals and other words that may follow an opener that is also an attribute.
constexpr std::string_view kModals[] = {
    "，",   "：",   "将",   "还将", "也将", "拟", "计划", "我",   "要",   "会",   "需",   "还会",
    "也会", "继续", "由我", "市",   "区",   "县", "镇",   "街道", "如不", "争取", "力争", "可",
};

// Last characters of bodies that speak for themselves in letters.
constexpr std::string_view kBodyEnds[] = {
    "我们", "局", "厅", "委",   "办",   "部",   "署",   "院",   "会",   "处",
    "站",   "所", "队", "政府", "中心", "街道", "社区", "市",   "区",   "县",
    "镇",   "乡", "省", "校",   "部门", "单位", "支队", "大队", "学院", "财政",
};

// Names that end like a body of the speaker's side and are none.
constexpr std::string_view kOutsideEnds[] = {"协会", "商会", "学会", "联谊会", "基金会"};

constexpr std::string_view kWills[] = {
    "将",   "也将", "还将", "均将", "都将", "亦将", "拟",
    "计划", "打算", "准备", "正拟", "也拟", "还拟",
};

// 将 before these is 把: the clause tells what was done with a thing.
constexpr std::string_view kObjectHeads[] = {
    "该",       "此",       "其",       "这",   "您",   "你",   "上述", "《", "“",
    "有关情况", "相关情况", "有关问题", "所有", "全部", "本次", "原",   "他", "它",
};

// Words that 将 = 把 is waiting for, further on in its clause: 将路灯纳入计划.
constexpr std::string_view kPlacings[] = {
    "纳入",   "列入",   "列为", "作为",   "扩大到", "扩大至", "提高到", "提高至",
    "调整为", "调整到", "降至", "降到",   "降低到", "延长至", "移交",   "转交",
    "转办",   "移送",   "交由", "划归",   "划入",   "用于",   "压缩到", "压缩至",
    "增加到", "增加至", "下放", "落实到", "举办为", "改造成", "改造为", "改为",
    "打造成", "建设成", "分为", "报送",   "反馈给", "置于",
};

// Beginnings of verbs, adverbs and prepositions that follow a future 将.
constexpr std::string_view kVerbHeads[] = {
    "进一步", "继续", "加",   "积极", "会",   "按",   "在",   "于",   "以",   "坚",   "严",
    "深",     "全力", "全面", "大力", "根据", "结合", "认真", "尽",   "督",   "协",   "组织",
    "推",     "开展", "建",   "完善", "完成", "研",   "统筹", "切实", "着",   "重点", "依",
    "及时",   "逐",   "力",   "探",   "启",   "强",   "通过", "围",   "持",   "向",   "定期",
    "陆续",   "密切", "要求", "联",   "配合", "抓",   "优",   "实施", "做",   "采取", "安排",
    "投入",   "对",   "出台", "印发", "制定", "指导", "支持", "引导", "鼓励", "提",   "充分",
    "参照",   "适时", "同步", "争取", "努力", "不断", "把",   "为",   "从",   "与",   "同",
    "由",     "打造", "形成", "举办", "召开", "新",   "落实", "优先", "稳步", "有序", "针对",
    "聚焦",   "立足", "发挥", "修订", "编制", "健全", "规范", "保",   "纳入", "列入", "移交",
};

// Openers that may stand behind a subject: 我局下一步将….
constexpr std::string_view kAfterSubject[] = {"下一步", "下步",   "下阶段", "今后",  "接下来",
                                              "后续将", "近期将", "目前",   "近年来"};

constexpr std::string_view kMarks[] = {"，", "。", "；", "：", "！", "？"};

PhraseTable TableOf(std::span<const std::string_view> words) {
  std::vector<Phrase> phrases;
  for (const std::string_view word : words) phrases.push_back({word, 0});
  return PhraseTable(phrases);
}

PhraseTable TableOfRows() {
  std::vector<Phrase> phrases;
  for (size_t i = 0; i < std::size(kRows); ++i) {
    phrases.push_back({kRows[i].words, static_cast<uint32_t>(i)});
  }
  return PhraseTable(phrases);
}

PhraseTable TableBehindSubject() {
  constexpr auto kOther = static_cast<uint32_t>(BehindSubject::kOtherWord);
  std::vector<Phrase> phrases = {{"计划生育", kOther}, {"拟定", kOther}, {"将军", kOther}};
  const auto add = [&](std::span<const std::string_view> words, BehindSubject value) {
    for (const std::string_view word : words)
      phrases.push_back({word, static_cast<uint32_t>(value)});
  };
  add(kMarks, BehindSubject::kMark);
  add(kWills, BehindSubject::kWill);
  add(kAfterSubject, BehindSubject::kOpeningWord);
  return PhraseTable(phrases);
}

}  // namespace

std::span<const OpenerRow> OpenerRows() { return kRows; }

const OpenerTables& Openers() {
  static const OpenerTables& tables =
      *new OpenerTables{TableOfRows(),         TableOf(kConnectives), TableOf(kWills),
                        TableBehindSubject(),  TableOf(kMarks),       TableOf(kModals),
                        TableOf(kObjectHeads), TableOf(kVerbHeads),   TableOf(kPlacings)};
  return tables;
}

bool IsOwnBody(std::string_view subject) {
  for (const std::string_view end : kOutsideEnds) {
    if (EndsWith(subject, end)) return false;
  }
  for (const std::string_view end : kBodyEnds) {
    if (EndsWith(subject, end)) return true;
  }
  return false;
}

}  // namespace pledge::pipeline
