#include "service/pipeline/rules/openers.h"

#include <algorithm>

namespace pledge::pipeline {
namespace {

constexpr size_t kHan = 3;  // bytes of one Han character in UTF-8
constexpr size_t kReadLimit = 120;

// What has to stand behind the words for them to be an opener.
enum class Follow : uint8_t {
  kAny,     // 下一步 always opens
  kModal,   // 后期 opens before ， 将 拟 我… but not in 后期维修费用
  kBefore,  // the words end with 以来 or 期间 within the same clause
};

struct Row {
  std::string_view words;
  ScopeChange change;
  Follow follow;
};

// Longer words before their own beginnings.
constexpr Row kRows[] = {
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
    "同时",     "此外",   "另外", "因此", "为此",   "对此",  "综上所述",
    "总之",     "最后",   "其次", "所以", "但是",   "并且",  "与此同时",
    "针对上述情况", "综上", "当然", "再次", "另",
};

// Blanks of one, two and three bytes.
constexpr std::string_view kBlanks[] = {" ", "\t", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b"};

constexpr std::string_view kCommas[] = {"，", ",", "：", ":", "、"};

// Modals and other words that may follow an opener that is also an attribute.
constexpr std::string_view kModals[] = {
    "，", ",", "：", "将", "还将", "也将", "拟", "计划", "我", "要", "会", "需", "还会",
    "也会", "继续", "由我", "市", "区", "县", "镇", "街道", "如不", "争取", "力争", "可",
};

// Last characters of bodies that speak for themselves in letters.
constexpr std::string_view kBodyEnds[] = {
    "我们", "局", "厅", "委", "办", "部", "署", "院", "会", "处", "站", "所", "队",
    "政府", "中心", "街道", "社区", "市", "区", "县", "镇", "乡", "省", "校",
    "部门", "单位", "支队", "大队", "学院", "财政",
};

// Names that end like a body of the speaker's side and are none.
constexpr std::string_view kOutsideEnds[] = {"协会", "商会", "学会", "联谊会", "基金会"};

constexpr std::string_view kWills[] = {
    "将", "也将", "还将", "均将", "都将", "亦将", "拟", "计划", "打算", "正拟",
};

// 将 before these is 把: the clause tells what was done with a thing.
constexpr std::string_view kObjectHeads[] = {
    "该", "此", "其", "这", "您", "你", "上述", "《", "“", "有关情况", "相关情况",
    "有关问题", "所有", "全部", "本次", "原", "他", "它",
};

// Words that 将 = 把 is waiting for, further on in its clause: 将路灯纳入计划.
constexpr std::string_view kPlacings[] = {
    "纳入", "列入", "列为", "作为", "扩大到", "扩大至", "提高到", "提高至", "调整为", "调整到",
    "降至", "降到", "降低到", "延长至", "移交", "转交", "转办", "移送", "交由", "划归", "划入",
    "用于", "压缩到", "压缩至", "增加到", "增加至", "下放", "落实到", "举办为", "改造成", "改造为",
    "改为", "打造成", "建设成", "分为", "报送", "反馈给", "置于",
};

// Beginnings of verbs, adverbs and prepositions that follow a future 将.
constexpr std::string_view kVerbHeads[] = {
    "进一步", "继续", "加", "积极", "会", "按", "在", "于", "以", "坚", "严", "深", "全力", "全面",
    "大力", "根据", "结合", "认真", "尽", "督", "协", "组织", "推", "开展", "建", "完善", "完成", "研",
    "统筹", "切实", "着", "重点", "依", "及时", "逐", "力", "探", "启", "强", "通过", "围", "持", "向",
    "定期", "陆续", "密切", "要求", "联", "配合", "抓", "优", "实施", "做", "采取", "安排", "投入", "对",
    "出台", "印发", "制定", "指导", "支持", "引导", "鼓励", "提", "充分", "参照", "适时", "同步", "争取",
    "努力", "不断", "把", "为", "从", "与", "同", "由", "打造", "形成", "举办", "召开", "新", "落实",
    "优先", "稳步", "有序", "针对", "聚焦", "立足", "发挥", "修订", "编制", "健全", "规范", "保", "纳入",
    "列入", "移交",
};

template <size_t n>
size_t PrefixSize(std::string_view text, const std::string_view (&words)[n]) {
  size_t best = 0;
  for (const std::string_view word : words) {
    if (word.size() > best && text.starts_with(word)) best = word.size();
  }
  return best;
}

size_t SkipBlanks(std::string_view text) {
  size_t at = 0;
  while (const size_t blank = PrefixSize(text.substr(at), kBlanks)) at += blank;
  return at;
}

// Blanks, and a connective with the comma behind it: 同时，.
size_t SkipConnective(std::string_view text) {
  const size_t start = SkipBlanks(text);
  const size_t word = PrefixSize(text.substr(start), kConnectives);
  if (word == 0) return start;
  const size_t comma = PrefixSize(text.substr(start + word), kCommas);
  return comma == 0 ? start : start + word + comma;
}

// Bytes of the clause at the head of `text`: up to the first mark.
size_t ClauseSize(std::string_view text) {
  constexpr std::string_view kMarks[] = {"，", "。", "；", "：", "！", "？", "\n", ","};
  size_t size = text.size();
  for (const std::string_view mark : kMarks) size = std::min(size, text.find(mark));
  return std::min(size, text.size());
}

bool FollowHolds(Follow follow, std::string_view rest) {
  switch (follow) {
    case Follow::kAny:
      return true;
    case Follow::kModal:
      return PrefixSize(rest, kModals) > 0;
    case Follow::kBefore: {
      const std::string_view clause = rest.substr(0, ClauseSize(rest));
      return clause.ends_with("以来") || clause.ends_with("至今") || clause.ends_with("后");
    }
  }
  return false;
}

// 2019年以来, and 2026年，我们将: a year that tells the tense.
Opener MatchYear(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at != 4 || !text.substr(at).starts_with("年")) return {};
  const std::string_view clause = text.substr(0, ClauseSize(text));
  if (clause.ends_with("以来")) return {ScopeChange::kPast, static_cast<uint32_t>(clause.size())};
  std::string_view rest = text.substr(at + kHan);
  const size_t comma = PrefixSize(rest, kCommas);
  rest.remove_prefix(comma);
  const uint32_t size = static_cast<uint32_t>(at + kHan + comma);
  if (StartsWithOwnWill(rest)) return {ScopeChange::kPlan, size};
  return {};
}

Opener MatchWords(std::string_view text) {
  if (!text.empty() && text[0] >= '0' && text[0] <= '9') return MatchYear(text);
  for (const Row& row : kRows) {
    if (!text.starts_with(row.words)) continue;
    const std::string_view rest = text.substr(row.words.size());
    if (!FollowHolds(row.follow, rest)) continue;
    const size_t comma = PrefixSize(rest, kCommas);
    return {row.change, static_cast<uint32_t>(row.words.size() + comma)};
  }
  return {};
}

bool IsOwnBody(std::string_view subject) {
  for (const std::string_view end : kOutsideEnds) {
    if (subject.ends_with(end)) return false;
  }
  for (const std::string_view end : kBodyEnds) {
    if (subject.ends_with(end)) return true;
  }
  return false;
}

// True when the 将 before `rest` puts its object in front of the verb (= 把).
bool TakesObject(std::string_view rest) {
  if (PrefixSize(rest, kObjectHeads) > 0) return true;
  if (PrefixSize(rest, kVerbHeads) > 0) return false;
  const std::string_view clause = rest.substr(0, ClauseSize(rest));
  for (const std::string_view word : kPlacings) {
    if (clause.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// Bytes of a body at the head of `text` that is directly followed by one of
// `next`; 0 when there is none. A body has at most 16 characters and no mark.
template <size_t n>
size_t SubjectSize(std::string_view text, const std::string_view (&next)[n]) {
  const size_t limit = std::min(ClauseSize(text), 16 * kHan);
  for (size_t at = kHan; at <= limit && at < text.size(); ++at) {
    if ((text[at] & 0xC0) == 0x80 || PrefixSize(text.substr(at), next) == 0) continue;
    if (IsOwnBody(text.substr(0, at))) return at;
  }
  return 0;
}

// Openers that may stand behind a subject: 我局下一步将….
constexpr std::string_view kAfterSubject[] = {"下一步", "下步", "下阶段", "今后", "接下来", "后续将", "近期将", "目前", "近年来"};

// In front of the words: 在今后的工作中, 对于下一步工作.
constexpr std::string_view kBeforeWords[] = {"在", "对于", "对", "关于", "针对", "并在"};

}  // namespace

bool StartsWithOwnWill(std::string_view sentence) {
  std::string_view text = sentence.substr(0, kReadLimit);
  text.remove_prefix(SkipConnective(text));
  const size_t subject = SubjectSize(text, kWills);
  if (subject == 0) return false;
  text.remove_prefix(subject);
  const size_t will = PrefixSize(text, kWills);
  return !text.substr(0, will).ends_with("将") || !TakesObject(text.substr(will));
}

Opener MatchOpener(std::string_view sentence) {
  const std::string_view text = sentence.substr(0, kReadLimit);
  size_t at = SkipConnective(text);
  at += PrefixSize(text.substr(at), kBeforeWords);
  Opener found = MatchWords(text.substr(at));
  if (found.change == ScopeChange::kNone) {
    const size_t subject = SubjectSize(text.substr(at), kAfterSubject);
    if (subject > 0) {
      at += subject;
      found = MatchWords(text.substr(at));
    }
  }
  if (found.change == ScopeChange::kNone) {
    if (!StartsWithOwnWill(text)) return {};
    const std::string_view rest = text.substr(at);
    const size_t subject = SubjectSize(rest, kWills);
    const size_t will = PrefixSize(rest.substr(subject), kWills);
    return {ScopeChange::kSentencePlan, static_cast<uint32_t>(at + subject + will)};
  }
  found.size += static_cast<uint32_t>(at);
  return found;
}

}  // namespace pledge::pipeline
