#include "service/pipeline/rules/quantities.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/clauses.h"
#include "service/pipeline/rules/numbers.h"
#include "service/pipeline/rules/quantity_words.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {
namespace {

using std::string_view_literals::operator""sv;

constexpr uint32_t kFarthestEvery = 90;  // bytes between 每个 and the figure

bool IsRate(std::string_view unit) { return unit == "%" || unit == "％" || unit == "‰"; }

// Those that a quantity may begin with.
const CharSet& FirstCharacters() {
  static const CharSet* const kFirst =
      new CharSet("0123456789一二两三四五六七八九十〇零翻全所若数上几多第");
  return *kFirst;
}

// As text.rfind(word).
size_t FindLastWord(std::string_view text, std::string_view word) {
  for (size_t size = text.size(); size >= word.size(); --size) {
    if (EndsWith(text.substr(0, size), word)) return size - word.size();
  }
  return text.npos;
}

class QuantityReader {
 public:
  QuantityReader(std::string_view text, ByteRange span, const std::vector<TimeExpression>& times,
                 ByteRange object)
      : text_(text),
        span_(span),
        times_(times),
        object_(object),
        opaque_(OpaqueRanges(FindMarks(text, span))) {}

  std::vector<Target> Run() {
    uint32_t at = span_.start;
    while ((at = SkipPlain(at)) < span_.end) {
      const uint32_t skipped = SkipName(at);
      if (skipped > at) {
        at = skipped;
        continue;
      }
      const uint32_t next = ReadAt(at);
      at = next > at ? next : at + CharSize(text_[at]);
    }
    return std::move(found_);
  }

 private:
  std::string_view Rest(uint32_t at) const {
    return text_.substr(at, span_.end > at ? span_.end - at : 0);
  }
  std::string_view Before(uint32_t at) const { return text_.substr(span_.start, at - span_.start); }

  // Over Han characters with which no quantity, date or name in marks begins.
  uint32_t SkipPlain(uint32_t at) const {
    const auto is_plain = [&] {
      const auto lead = static_cast<uint8_t>(text_[at]);
      return lead >= 0xE4 && lead <= 0xE9 && !FirstCharacters().Has(CodePointAt(text_, at)) &&
             std::none_of(times_.begin(), times_.end(),
                          [at](const TimeExpression& time) { return time.range.start == at; });
    };
    while (at < span_.end && is_plain()) at += 3;
    return at;
  }

  // Quotations, titles, dates and codes hold no quantity.
  uint32_t SkipName(uint32_t at) const {
    for (const ByteRange& range : opaque_) {
      if (range.start == at) return range.end;
    }
    for (const TimeExpression& time : times_) {
      if (time.range.start == at) return time.range.end;
    }
    if (IsDigit(text_[at])) return at;
    uint32_t end = at;
    while (end < span_.end &&
           (absl::ascii_isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '-')) {
      ++end;
    }
    return end;
  }

  uint32_t ReadAt(uint32_t at) {
    const std::string_view rest = Rest(at);
    if (!FirstCharacters().HasFirst(rest)) return at;
    if (rest.starts_with("翻一番") || rest.starts_with("翻番"))
      return AddDouble(at, rest.starts_with("翻番") ? 6 : 9);
    if (rest.starts_with("全覆盖") || rest.starts_with("全面覆盖"))
      return AddAll(at, at + (rest.starts_with("全覆盖") ? 9u : 12u));
    if (at == object_.start && !object_.empty() && (rest.starts_with("所有") || IsTotal(at)))
      return AddAll(at, at + 6);
    for (const std::string_view word : kFuzzyWords) {
      if (StartsWith(rest, word)) return AddFuzzy(at, word);
    }
    if (rest.starts_with("第")) return SkipOrdinal(at);
    const std::optional<Number> number = ReadNumber(rest);
    if (!number) return at;
    const std::optional<Number> upper = UpperEnd(rest.substr(number->size));
    const uint32_t end = at + number->size;
    if (!upper) {
      AddNumber(at, *number, end);
      return end;
    }
    const uint32_t range_end = end + upper->size;
    const size_t count = found_.size();
    AddNumber(at, *number, range_end);
    if (found_.size() > count && found_.back().comparator == Comparator::kEq)
      found_.back().comparator = Comparator::kGe;
    return range_end;
  }

  // 到3 in 2到3家: the first number is the least that is promised.
  static std::optional<Number> UpperEnd(std::string_view rest) {
    for (const std::string_view dash : {"到", "至", "-", "—", "－", "~", "～"}) {
      if (!StartsWith(rest, dash)) continue;
      std::optional<Number> upper = ReadNumber(rest.substr(dash.size()));
      if (upper) upper->size += static_cast<uint32_t>(dash.size());
      return upper;
    }
    return std::nullopt;
  }

  // 全部 + noun; 全部 before a verb is an adverb (全部完成).
  bool IsTotal(uint32_t at) const {
    if (!Rest(at).starts_with("全部")) return false;
    return at > span_.start && Rest(at).size() > 6;
  }

  uint32_t SkipOrdinal(uint32_t at) const {
    const std::optional<Number> number = ReadNumber(Rest(at + 3));
    return number ? at + 3 + number->size : at + 3;
  }

  uint32_t AddDouble(uint32_t at, uint32_t size) {
    Target target;
    target.range = {at, at + size};
    target.quantity = 2;
    target.comparator = Comparator::kMultiple;
    AddBaseline(at, target);
    found_.push_back(target);
    return at + size;
  }

  uint32_t AddAll(uint32_t at, uint32_t end) {
    Target target;
    target.range = {at, end};
    target.quantity = 1;
    target.unit = "ratio";
    target.comparator = Comparator::kAll;
    target.subject = SubjectAfter(end);
    found_.push_back(target);
    return end;
  }

  uint32_t AddFuzzy(uint32_t at, std::string_view word) {
    const uint32_t end = at + static_cast<uint32_t>(word.size());
    Target target;
    target.range = {at, end};
    target.comparator = Comparator::kApprox;
    target.fuzzy = true;
    target.subject = SubjectAfter(end);
    found_.push_back(target);
    return end;
  }

  std::string SubjectAfter(uint32_t at) const {
    std::string_view rest = Rest(at);
    for (const std::string_view mark : {"、", "，", "；", "。"})
      rest = rest.substr(0, FindWord(rest, mark));
    return std::string(rest);
  }

  std::string_view UnitAt(uint32_t at) const {
    const std::string_view rest = Rest(at);
    for (const std::string_view unit : kUnits) {
      if (StartsWith(rest, unit)) return unit;
    }
    return {};
  }

  // `end` is where the unit begins.
  void AddNumber(uint32_t at, const Number& number, uint32_t end) {
    std::string_view unit = UnitAt(end);
    // 5个小时: 个 is dropped before a unit of time.
    if (unit == "个") {
      for (const std::string_view time : {"小时", "工作日", "月", "季度"}) {
        if (StartsWith(Rest(end + 3), time)) unit = Rest(end).substr(0, 3 + time.size());
      }
    }
    if (unit.empty()) return;
    const uint32_t unit_end = end + static_cast<uint32_t>(unit.size());
    if (!IsQuantity(at, number, unit, unit_end)) return;
    Target target;
    target.quantity = number.value;
    target.unit =
        unit.starts_with("个") && unit.size() > 3 && unit != "个百分点" ? unit.substr(3) : unit;
    if (target.unit == "％") target.unit = "%";
    target.range = {at, unit_end};
    target.comparator = Compare(at, number, unit, unit_end, target);
    target.subject = SubjectAfter(unit_end);
    AddBaseline(at, target);
    found_.push_back(target);
  }

  // Rules out articles (建立一个站), numbers of list items and of names.
  bool IsQuantity(uint32_t at, const Number& number, std::string_view unit,
                  uint32_t unit_end) const {
    const std::string_view before = Before(at);
    const std::string_view after = Rest(unit_end);
    if (before.ends_with("由") || before.ends_with("从") || before.ends_with("较") ||
        before.ends_with("比"))
      return false;
    if (StartsRange(before, after) || NamesTerm(before, number, unit, after)) return false;
    if (before.ends_with("第") || before.ends_with("每") || before.ends_with("“") ||
        before.ends_with("—"))
      return false;
    if (number.is_written) {
      const bool is_frequency = (unit == "次" || unit == "轮" || unit == "场" || unit == "期") &&
                                text_.substr(span_.start, span_.size()).find("每") != text_.npos;
      const bool is_floor =
          is_frequency || EndsWithAny<"至少", "不少于", "最少", "每年", "每月", "每季度", "每周",
                                      "每半年", "每个", "各">(before);
      if (number.value == 1 && !is_floor) return false;
      if (unit == "年" || unit == "级" || unit == "度" || (unit == "期" && !is_frequency) ||
          unit == "市" || unit == "县" || unit == "村" || unit == "镇" || unit == "方" ||
          unit == "道" || unit == "口" || unit == "站" || unit == "层" || unit == "对" ||
          unit == "位" || unit == "头") {
        return false;
      }
      // 石油、钢铁和有色三个行业: the number only counts what is listed.
      const std::string_view near =
          before.substr(before.size() - std::min<size_t>(before.size(), 30));
      if (unit == "个" && Contains(near, "和") && Contains(before, "、")) return false;
      for (const std::string_view noun : kListNouns) {
        if (StartsWith(after, noun)) return false;
      }
    }
    if (CountsList(before, number.value)) return false;
    if (!number.is_written && number.value >= 1949 && number.value <= 2100 && unit == "年")
      return false;
    if (BelongsToWord(unit, after)) return false;
    if ((unit == "栋" || unit == "幢" || unit == "期") &&
        !EndsWithAny<"新建", "改造", "建成", "建设", "拆除", "整治", "完成", "加装", "共">(before))
      return false;
    if (unit == "P" || unit == "度" || unit == "级") return false;
    return true;
  }

  // 24小时开放, 500米范围内, 等8个片区: part of what is named.
  static bool NamesTerm(std::string_view before, const Number& number, std::string_view unit,
                        std::string_view after) {
    if (number.value == 24 && unit == "小时") return true;
    if (StartsWithAny<"范围内", "以上的", "以内的">(after)) return true;
    if (unit == "次" && after.starts_with("性")) return true;  // 一次性
    return before.ends_with("等") && !after.empty() && !StartsWithAny<"，", "。">(after);
  }

  // 由每户500元提高到800元: where the change begins.
  static bool StartsRange(std::string_view before, std::string_view after) {
    constexpr size_t kFarthest = 24;     // bytes between 由 and the number
    constexpr size_t kLongestVerb = 12;  // bytes: an adverb and a verb
    const std::string_view near = before.substr(before.size() - std::min(before.size(), kFarthest));
    if (!ContainsAny<"由", "从">(near)) return false;
    // 延长到, 降至, 逐步调整为: some verb and where the change ends.
    for (size_t at = 3; at <= kLongestVerb && at + 3 <= after.size(); at += 3) {
      if (StartsWithAny<"到", "至", "为">(after.substr(at))) return true;
    }
    return false;
  }

  // 东坝、西坝、北坝3座水闸: the number only counts what is listed.
  static bool CountsList(std::string_view before, double value) {
    const size_t comma = before.rfind("，");
    if (comma != before.npos) before.remove_prefix(comma + 3);
    double listed = 1;
    size_t last = before.npos;
    for (size_t at = FindWord(before, "、"); at != before.npos;
         at = FindWord(before, "、", at + 3)) {
      ++listed;
      last = at;
    }
    const std::string_view item = last == before.npos ? before : before.substr(last + 3);
    if (last != before.npos && ContainsAny<"和", "与", "及">(item)) ++listed;
    if (listed < 2 || listed != value || before.ends_with("等")) return false;
    return !item.empty() && item.size() <= 36 && std::none_of(item.begin(), item.end(), IsDigit);
  }

  // 二人民医院, 三个人才: the unit is the beginning of a longer word.
  static bool BelongsToWord(std::string_view unit, std::string_view after) {
    if (unit != "人") return false;
    for (const std::string_view tail : {"民", "才", "员", "口", "大", "事", "社", "力", "转"}) {
      if (StartsWith(after, tail)) return true;
    }
    return false;
  }

  Comparator Compare(uint32_t at, const Number& number, std::string_view unit, uint32_t unit_end,
                     Target& target) {
    const std::string_view before = Before(at);
    const std::string_view after = Rest(unit_end);
    for (const CueRow& row : kAfter) {
      if (!StartsWith(after, row.words)) continue;
      target.range.end += static_cast<uint32_t>(row.words.size());
      if (IsRate(unit) && row.comparator == Comparator::kGe && IsChange(before))
        return Comparator::kRatio;
      return row.comparator;
    }
    for (const CueRow& row : kBefore) {
      if (EndsWith(before, row.words)) {
        target.range.start = at - static_cast<uint32_t>(row.words.size());
        return row.comparator;
      }
    }
    if (number.is_more) return Comparator::kApprox;
    if (number.value == 100 && IsRate(unit)) return Comparator::kAll;
    if (IsEvery(at)) return Comparator::kAll;
    // 至少校准一次: the verb stands between.
    if (EndsWithAny<"至少", "最少">(AtLeastBefore(before))) return Comparator::kGe;
    if (IsChange(before)) return IsRate(unit) ? Comparator::kRatio : Comparator::kDelta;
    return Comparator::kEq;
  }

  // `before` without the verb of two characters at its end.
  static std::string_view AtLeastBefore(std::string_view before) {
    return before.substr(0, before.size() - std::min<size_t>(before.size(), 6));
  }

  bool IsChange(std::string_view before) const {
    for (const std::string_view verb : kGrowth) {
      if (EndsWith(before, verb)) return true;
    }
    // 新增学位6000个: the noun stands between verb and number; 再建12个.
    const size_t from = before.rfind("、");
    const std::string_view own = from == before.npos ? before : before.substr(from + 3);
    const size_t raised = FindWord(own, "增加");  // 增加到260座 tells where it ends
    const bool is_raise = raised != own.npos && !StartsWithAny<"到", "至">(own.substr(raised + 6));
    return is_raise || Contains(own, "新增") || Contains(own, "新开发") || Contains(own, "再建") ||
           Contains(own, "再增") || Contains(own, "再新建") || Contains(own, "增设");
  }

  // 每个 may stand in the subject, before the span.
  bool IsEvery(uint32_t at) const {
    const std::string_view before =
        text_.substr(at - std::min(at, kFarthestEvery), std::min(at, kFarthestEvery));
    const size_t every = before.rfind("每个");
    return every != before.npos && FindWord(before, "至少", every) != before.npos &&
           FindWord(before, "。", every) == before.npos &&
           FindWord(before, "，", every) == before.npos;
  }

  // 比2020年, 较上年, 在…基础上.
  void AddBaseline(uint32_t at, Target& target) const {
    const std::string_view before = Before(at);
    for (const std::string_view word : {"较"sv, "比"sv}) {
      const size_t start = FindLastWord(before, word);
      if (start == before.npos) continue;
      std::string_view base = before.substr(start + 3);
      for (const std::string_view verb : kGrowth) base = base.substr(0, FindWord(base, verb));
      if (!base.empty() && base.size() < 36) target.baseline = std::string(base);
    }
  }

  const std::string_view text_;
  const ByteRange span_;
  const std::vector<TimeExpression>& times_;
  const ByteRange object_;
  const std::vector<ByteRange> opaque_;
  std::vector<Target> found_;
};

}  // namespace

std::vector<Target> FindQuantities(std::string_view text, ByteRange span,
                                   const std::vector<TimeExpression>& times, ByteRange object) {
  return QuantityReader(text, span, times, object).Run();
}

}  // namespace pledge::pipeline
