#include "service/pipeline/segment/lines.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "service/pipeline/facts/date.h"
#include "service/pipeline/facts/doc_number.h"
#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/named_words.h"
#include "service/pipeline/text/phrase_table.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHan = 3;
constexpr size_t kLongestShortLine = 180;  // bytes, 60 characters
constexpr size_t kLongestLine = 900;       // no line of the frame is longer

// A field that is a contact where it says whom to ask, else a note.
constexpr LineKind kUnit = static_cast<LineKind>(0xff);

struct FieldGroup {
  LineKind kind;
  WordSet labels;
};

// Labels that a colon follows, by what their line is.
const std::initializer_list<FieldGroup>& FieldGroups() {
  static const std::initializer_list<FieldGroup> groups = {
      {LineKind::kCategoryMark,
       {"公开属性",     "公开方式", "公开类别", "是否公开",     "是否同意公开", "信息公开属性",
        "信息公开选项", "公开选项", "公开形式", "公开范围",     "复文公开属性", "办理结果",
        "办理类别",     "答复类别", "结果分类", "办理结果分类", "结果类别",     "类别",
        "分类",         "答复类型", "办理类型", "办理情况",     "办理方式",     "公开程序"}},
      {LineKind::kNote,
       {"签发人", "签发", "签批人", "责任部门", "信息来源", "来源", "责任编辑", "审核人",
        "领导署名", "备注", "注", "编辑"}},
      {LineKind::kContact,
       {"联系人",   "联系电话", "联系单位",       "联系人及电话", "联系人及联系电话",
        "联系方式", "联系地址", "联系单位及电话", "联系处室",     "联系科室",
        "联 系 人", "承办人",   "经办人",         "办理人员",     "咨询电话",
        "办公电话", "电话",     "传真",           "电子邮箱",     "邮政编码"}},
      {kUnit,
       {"承办单位", "承办处室", "承办科室", "承办部门", "办理单位", "办理处室", "办理科室",
        "经办处室", "主办单位", "主办处室"}},
      {LineKind::kCc, {"抄送", "抄报", "抄 送", "抄", "主送", "分送"}},
      {LineKind::kAttachment, {"附件", "附", "附件1", "附件一", "附表"}},
      {LineKind::kPageField,
       {"索引号",   "索 引 号", "主题分类", "发文机关",   "发布机构", "成文日期",
        "标题",     "标 题",    "标　　题", "发布日期",   "主题词",   "主 题 词",
        "生成日期", "公文种类", "发布时间", "信息索引号", "有效性",   "发文日期",
        "信息分类", "名称",     "名 称",    "时效性",     "浏览次数", "字体",
        "体裁分类", "服务对象", "效力状态", "失效日期",   "所属主题"}},
  };
  return groups;
}

const PhraseTable& FieldLabels() {
  static const PhraseTable& table = *new PhraseTable([] {
    std::vector<Phrase> phrases;
    for (const FieldGroup& group : FieldGroups()) {
      for (const std::string_view label : group.labels) {
        phrases.push_back({label, static_cast<uint32_t>(group.kind)});
      }
    }
    return phrases;
  }());
  return table;
}

// A telephone number, or a word for one or for a person.
bool TellsWhomToAsk(std::string_view words) {
  constexpr uint32_t kPhoneDigits = 7;
  if (ContainsAny<"电话", "联系人">(words)) return true;
  uint32_t digits = 0;
  for (const char c : words) {
    if (IsDigit(c)) {
      if (++digits == kPhoneDigits) return true;
    } else if (c != '-') {
      digits = 0;
    }
  }
  return false;
}

// The kind of a line that begins with a label, blanks and a colon; else kText.
LineKind KindOfField(std::string_view line) {
  const Phrase* label = FieldLabels().Match(line, 0);
  if (label == nullptr) return LineKind::kText;
  std::string_view rest = line.substr(label->words.size());
  rest.remove_prefix(BlankPrefix(rest));
  if (!rest.starts_with("：") && !rest.starts_with(":")) return LineKind::kText;
  const LineKind kind = static_cast<LineKind>(label->value);
  if (kind == kUnit) return TellsWhomToAsk(rest) ? LineKind::kContact : LineKind::kNote;
  const bool too_long = kind == LineKind::kCategoryMark && line.size() > kLongestShortLine;
  return too_long ? LineKind::kText : kind;
}

// Without one pair of brackets around it: 【A类】 → A类.
std::string_view WithoutBrackets(std::string_view line) {
  constexpr struct {
    std::string_view open;
    std::string_view close;
  } kPairs[] = {{"【", "】"}, {"（", "）"}, {"[", "]"}, {"〔", "〕"}, {"(", ")"}};
  for (const auto& pair : kPairs) {
    if (line.size() > pair.open.size() + pair.close.size() && StartsWith(line, pair.open) &&
        EndsWith(line, pair.close)) {
      line.remove_prefix(pair.open.size());
      line.remove_suffix(pair.close.size());
      return line;
    }
  }
  return line;
}

// A, A类, B1类, Ａ类, without brackets.
bool IsResultClass(std::string_view core) {
  if (core.empty() || core.size() > 12) return false;
  if (core[0] >= 'A' && core[0] <= 'D') {
    core.remove_prefix(1);
  } else if (StartsWithAny<"Ａ", "Ｂ", "Ｃ", "Ｄ">(core)) {
    core.remove_prefix(kHan);
  } else {
    return false;
  }
  if (!core.empty() && IsDigit(core[0])) core.remove_prefix(1);
  return core.empty() || core == "类" || core == "级";
}

bool IsDisclosure(std::string_view core) {
  return core == "主动公开" || core == "依申请公开" || core == "不予公开" || core == "不公开";
}

// （本文有删减）, the printer's line …印发, and a letterhead …局文件.
bool IsNote(std::string_view line) {
  if (line.starts_with("（") && line.ends_with("）")) {
    return ContainsAny<"删减", "删节", "此件", "此函", "有删", "本文", "公开发布", "略">(line);
  }
  if (line.ends_with("文件")) return IsBodyName(line.substr(0, line.size() - 2 * kHan));
  return line.ends_with("印发") && line.size() < kLongestShortLine &&
         !ContainsAny<"，", "。">(line);
}

bool IsAddressee(std::string_view line) {
  if (line.size() > 2 * kLongestShortLine || ContainsAny<"。", "；", "！">(line)) return false;
  if (line.ends_with("：") || line.ends_with(":")) {
    return !ContainsAny<"如下", "以下", "要求", "措施", "工作", "我们", "我局", "包括", "下一步">(
        line);
  }
  if (line.size() > kLongestShortLine || ContainsAny<"关于", "提案", "建议", "，">(line))
    return false;
  if (StartsWithAny<"网友", "网民", "尊敬的">(line)) return true;
  if (line.starts_with("“") && line.ends_with("”")) return true;  // “LL01”, a name on a board
  return EndsWithAny<"委员", "代表", "先生", "女士", "网友", "同志", "市民朋友", "（女士）",
                     "（先生）">(line);
}

// `core` has lost its brackets.
bool IsWholeDate(std::string_view core) {
  if (core.size() > 90 || !(core.ends_with("日") || core.ends_with("号") || IsDigit(core.back())))
    return false;
  const auto date = MatchDate(core);
  return date && date->size == core.size();
}

bool IsWholeNumber(std::string_view core) {
  if (!core.ends_with("号") && !IsDigit(core.back())) return false;
  return ParseDocumentNumber(core).has_value();
}

}  // namespace

// 示教提〔2031〕9号　A类　主动公开: a number with the marks behind it.
bool IsMarkedNumber(std::string_view core) {
  const std::optional<DocumentNumber> number = FindDocumentNumber(core);
  if (!number || number->range.start != 0 || number->range.end >= core.size()) return false;
  std::string_view rest = core.substr(number->range.end);
  bool has_mark = false;
  while (!rest.empty()) {
    rest.remove_prefix(BlankPrefix(rest));
    const size_t size = std::min({rest.find(' '), FindWord(rest, "\u3000"), rest.size()});
    const std::string_view mark = rest.substr(0, size);
    if (!mark.empty() && !IsResultClass(mark) && !IsDisclosure(mark)) return false;
    has_mark = has_mark || !mark.empty();
    rest.remove_prefix(size);
  }
  return has_mark;
}

bool IsBodyName(std::string_view text) {
  for (const std::string_view seal : {"（盖章）", "（印章）", "（章）"}) {
    if (EndsWith(text, seal)) text.remove_suffix(seal.size());
  }
  text.remove_suffix(BlankSuffix(text));
  if (text.size() < 2 * kHan || text.size() > 2 * kLongestShortLine) return false;
  static constexpr std::string_view kBodies[] = {"局",   "厅",   "委",   "办", "部", "署",   "院",
                                                 "会",   "处",   "站",   "所", "队", "政府", "中心",
                                                 "街道", "公司", "集团", "组", "科", "社",   "校",
                                                 "行",   "馆",   "大学", "室", "乡", "镇"};

  return EndsWithAny(text, kBodies) &&
         !ContainsAny<"，", "。", "；", "：", "！", "？", "《", "的", "您">(text);
}

bool IsUnknownField(std::string_view line) {
  const size_t colon = FindWord(line, "：");
  if (colon == std::string_view::npos || colon == 0 || colon > 8 * kHan) return false;
  return line.size() <= kLongestShortLine && !ContainsAny<"。", "，", "；", "如下", "您">(line);
}

bool IsGreeting(std::string_view line) {
  return line.size() <= 75 && (Contains(line, "您好") || Contains(line, "你好"));
}

bool LooksLikeTitle(std::string_view line) {
  if (line.size() > 4 * kLongestShortLine || ContainsAny<"。", "；">(line)) return false;
  if (StartsWithAny<"网友", "网民", "市民">(line) || IsGreeting(line)) return false;
  if (Contains(line, "如下") && line.size() >= 3 * kHan) return false;  // 现提出如下意见：
  if (ContainsAny<"关于", "答复", "复函", "批复">(line)) return true;
  return EndsWithAny<"通知", "意见", "办法", "规定", "方案", "规划", "计划", "公告", "决定", "细则",
                     "条例", "纲要", "报告", "的函", "预案", "措施", "指南", "通告", "要点",
                     "清单">(line);
}

bool IsPolicyTitle(std::string_view title) {
  if (ContainsAny<"答复", "复函", "批复", "的函", "会办意见", "协办意见", "办理意见">(title))
    return false;
  // What experts found binds nobody.
  if (EndsWithAny<"调查意见", "审查意见", "评审意见", "鉴定意见", "论证意见">(title)) return false;
  if (title.ends_with("）")) title = title.substr(0, title.rfind("（"));
  return EndsWithAny<"通知", "意见", "办法", "规定", "方案", "规划", "计划", "决定", "细则", "条例",
                     "纲要", "预案", "措施", "要点", "指南", "任务", "行动">(title);
}

LineKind ClassifyLine(std::string_view line) {
  if (line.empty() || line.size() > kLongestLine) return LineKind::kText;
  const std::string_view core = WithoutBrackets(line);
  if (IsWholeDate(core)) return LineKind::kDate;
  // （此件公开。联系人：…）: whom to ask outweighs what else a bracket says.
  if (core.size() < line.size() && Contains(core, "联系人")) return LineKind::kContact;
  if (const LineKind kind = KindOfField(core); kind != LineKind::kText) return kind;
  if (IsWholeNumber(core) || IsMarkedNumber(core)) return LineKind::kDocNumber;
  if (IsResultClass(core) || IsDisclosure(core)) return LineKind::kCategoryMark;
  if (IsNote(line)) return LineKind::kNote;
  if (StartsWithAny<"附件", "附表">(line) && line.size() <= 24) return LineKind::kAttachment;
  if (IsAddressee(line)) return LineKind::kAddressee;
  if (IsBodyName(line)) return LineKind::kBody;
  return LineKind::kText;
}

}  // namespace pledge::pipeline
