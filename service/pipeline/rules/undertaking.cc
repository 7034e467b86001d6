#include "service/pipeline/rules/undertaking.h"

#include <algorithm>

#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_scanner.h"

namespace pledge::pipeline {
namespace {

bool Contains(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::string_view Text(std::string_view text, ByteRange range) {
  return text.substr(range.start, range.size());
}

// 重点抓好以下几项工作: announces a list and promises nothing itself.
bool IsLeadIn(std::string_view clause) {
  return Contains(clause, {"以下", "下列", "如下", "几个方面", "几方面", "三个方面", "四个方面",
                           "五个方面", "两个方面", "六个方面"}) &&
         Contains(clause, {"工作", "方面", "措施", "事项", "意见", "内容", "几点", "任务"});
}

// 必将产生效益, 将有利于…: the subject is a measure and the verb an effect.
bool IsForecast(const ClauseReading& reading) {
  if (!(reading.action_classes & kEffect)) return false;
  return reading.subject == SubjectKind::kThing || reading.subject == SubjectKind::kNone;
}

bool IsHardRefusal(std::string_view cue) {
  static constexpr std::string_view kHard[] = {
      "暂不",     "不予",   "不再",     "不宜",     "暂缓",     "暂无法", "暂不能",   "暂难以",
      "暂不宜",   "不支持", "不同意",   "不考虑",   "暂不考虑", "暂时不", "暂时无法", "暂时不能",
      "目前暂不", "尚不能", "暂不具备", "尚不具备", "不适宜",   "不适合", "不新增",   "不再新增",
      "不单独",   "不另行", "暂不予",   "可不",     "尚不宜",   "不具备"};
  return std::find(std::begin(kHard), std::end(kHard), cue) != std::end(kHard);
}

// 无法核实, 无法与您联系: the writer does not know; nothing is declined.
bool LacksInformation(std::string_view action) {
  return Contains(action, {"核实", "判断", "联系", "核对", "答复", "了解", "核查", "确认", "查询",
                           "认定", "明确", "取得", "查证", "得知", "满足", "进入"});
}

bool ReportsAchievements(SectionKind kind) {
  return kind == SectionKind::kProgress || kind == SectionKind::kOverview ||
         kind == SectionKind::kTopic || kind == SectionKind::kPlan ||
         kind == SectionKind::kBackground || kind == SectionKind::kInlineItem ||
         kind == SectionKind::kExplanation;
}

// Complying with a superior without an object of its own (guide section 2.2).
bool IsFraming(std::string_view clause, const ClauseReading& reading) {
  if (!(reading.action_classes & (kStance | kTelic))) return false;
  return Contains(clause, {"贯彻", "落实", "坚持", "遵循"}) &&
         Contains(clause, {"决策部署", "有关要求", "重要讲话", "重要指示", "精神", "党中央",
                           "重要抓手", "部署要求", "工作要求", "重要论述", "方针政策"});
}

}  // namespace

bool HasContent(std::string_view text, const ClauseReading& reading) {
  if (reading.form != ClauseForm::kPredicate || reading.action.empty()) return false;
  if (reading.weak_modal.IsSet() && reading.subject != SubjectKind::kSelf) return false;
  const std::string_view clause = Text(text, reading.range);
  return !IsLeadIn(clause) && !IsForecast(reading);
}

bool IsRefusal(std::string_view text, const ClauseReading& reading, bool is_expected,
               SectionKind kind) {
  if (kind == SectionKind::kOpening || reading.form != ClauseForm::kPredicate) return false;
  if (reading.action.empty() || reading.subject == SubjectKind::kThird) return false;
  const bool is_hard = IsHardRefusal(Text(text, reading.refusal.range));
  if (!is_hard && LacksInformation(Text(text, reading.action))) return false;
  if (!is_hard && reading.subject == SubjectKind::kThing) return false;
  if (reading.modal.IsSet()) return true;
  return is_expected || (kind == SectionKind::kExplanation && is_hard);
}

bool IsAchievement(std::string_view text, const ClauseReading& reading, SectionKind kind) {
  if (!ReportsAchievements(kind) || reading.form != ClauseForm::kPredicate) return false;
  if (reading.perfect.Is(kNegation) || reading.refusal.IsSet() || reading.weak_modal.IsSet())
    return false;
  const bool is_narrative = kind == SectionKind::kBackground || kind == SectionKind::kExplanation ||
                            kind == SectionKind::kTopic;
  if (is_narrative && !reading.perfect.IsSet()) return false;
  if (reading.subject == SubjectKind::kSuperior) return false;
  return !IsFraming(Text(text, reading.range), reading);
}

bool IsGuidance(std::string_view text, const ClauseReading& reading) {
  if (!(reading.last_classes & kSupport) || !(reading.last_classes & kGuide)) return false;
  const std::string_view verb = Text(text, reading.action);
  return Contains(verb, {"督促", "指导", "督导", "敦促", "监督"}) &&
         !GuidedBodies(text, reading).empty();
}

std::vector<ByteRange> NamesAtHead(std::string_view text, ByteRange range) {
  std::vector<ByteRange> names;
  const std::vector<Word> words = WordScanner::Default().Scan(Text(text, range));
  uint32_t begin = range.start;
  uint32_t end = 0;  // of the name so far; 0 when none
  for (size_t i = 0; i < words.size(); ++i) {
    Word word = words[i];
    const bool is_in_name = word.Is(kAgencyRoot) && i + 1 < words.size() &&
                            words[i + 1].start == word.end &&
                            words[i + 1].Is(kAgencyRoot | kSuffix);
    word.start += range.start;
    word.end += range.start;
    if (word.Is(kOf)) {
      // A limiting attribute is dropped: 具备资质的医院.
      names.clear();
      begin = word.end;
      end = 0;
    } else if (word.Is(kSelf | kBodyEnd | kAreaEnd | kThird | kGroup)) {
      end = word.end + (text.substr(word.end).starts_with("）") ? 3 : 0);
    } else if (word.Is(kAnd) && end == word.start) {
      names.push_back({begin, end});
      begin = word.end;
      end = 0;
    } else if (word.Is(kVerb | kAdverb | kPreposition | kTimeWord | kFuture) && !is_in_name &&
               !word.Is(kAnd)) {
      break;
    }
  }
  if (end > begin) names.push_back({begin, end});
  return names;
}

std::vector<ByteRange> GuidedBodies(std::string_view text, const ClauseReading& reading) {
  if (!(reading.last_classes & kGuide) || reading.object.empty() || reading.is_fronted) return {};
  return NamesAtHead(text, reading.object);
}

bool HasFigure(std::string_view clause) {
  return std::any_of(clause.begin(), clause.end(), [](char c) { return IsDigit(c); });
}

}  // namespace pledge::pipeline
