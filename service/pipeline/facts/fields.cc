#include "service/pipeline/facts/fields.h"

#include <algorithm>
#include <initializer_list>

#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/segment/labels.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHan = 3;
using Words = std::initializer_list<std::string_view>;

uint32_t PrefixOf(std::string_view text, const Words& words) {
  size_t best = 0;
  for (const std::string_view word : words) {
    if (StartsWith(text, word)) best = std::max(best, word.size());
  }
  return static_cast<uint32_t>(best);
}

uint32_t SuffixOf(std::string_view text, const Words& words) {
  size_t best = 0;
  for (const std::string_view word : words) {
    if (EndsWith(text, word)) best = std::max(best, word.size());
  }
  return static_cast<uint32_t>(best);
}

// `range` without blanks at its ends.
ByteRange Trimmed(std::string_view text, ByteRange range) {
  const std::string_view words = text.substr(range.start, range.size());
  const uint32_t front = BlankPrefix(words);
  if (front == words.size()) return {range.start, range.start};
  return {range.start + front, range.end - BlankSuffix(words)};
}

// Where a value ends: at a mark, a break, a wide blank or a closing bracket.
uint32_t ValueEnd(std::string_view text, uint32_t start) {
  uint32_t at = start;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '\n' || rest[0] == ',' || rest[0] == ';') break;
    if (PrefixOf(rest, {"，", "。", "；", "）", "】", "　　", "、联系", "    "}) > 0) break;
    at += CharSize(rest[0]);
  }
  return std::min(at, static_cast<uint32_t>(text.size()));
}

// The value behind the first of `labels` and its colon.
std::optional<ByteRange> FieldValue(std::string_view text, const Words& labels) {
  for (const std::string_view label : labels) {
    for (size_t at = FindWord(text, label); at != std::string_view::npos;
         at = FindWord(text, label, at + 1)) {
      uint32_t start = static_cast<uint32_t>(at + label.size());
      start += BlankPrefix(text.substr(start));
      const uint32_t colon = PrefixOf(text.substr(start), {"：", ":"});
      // （电话55501234，联系人林知远): in brackets the colon is left out.
      const bool is_bracketed = SuffixOf(text.substr(0, at), {"（", "("}) > 0 ||
                                (SuffixOf(text.substr(0, at), {"，"}) > 0 && Contains(text, "（"));
      if (colon == 0 && !is_bracketed) continue;
      start += colon;
      start += BlankPrefix(text.substr(start));
      const ByteRange value = Trimmed(text, {start, ValueEnd(text, start)});
      if (!value.empty()) return value;
    }
  }
  return std::nullopt;
}

// A line that is nothing but a class: A类, 【B】, （C类）.
std::optional<ByteRange> BareClass(std::string_view line) {
  ByteRange range = Trimmed(line, {0, static_cast<uint32_t>(line.size())});
  const std::string_view words = line.substr(range.start, range.size());
  const uint32_t open = PrefixOf(words, {"【", "（", "[", "(", "〔"});
  const uint32_t close = SuffixOf(words, {"】", "）", "]", ")", "〕"});
  if (open > 0 && close > 0) {
    range.start += open;
    range.end -= close;
  }
  std::string_view core = line.substr(range.start, range.size());
  const uint32_t letter = PrefixOf(core, {"A", "B", "C", "D", "Ａ", "Ｂ", "Ｃ", "Ｄ"});
  if (letter == 0) return std::nullopt;
  core.remove_prefix(letter);
  if (!core.empty() && IsDigit(core[0])) core.remove_prefix(1);
  if (!core.empty() && core != "类" && core != "级") return std::nullopt;
  return range;
}

// A line that is nothing but a mark of disclosure.
std::optional<ByteRange> BareDisclosure(std::string_view line) {
  for (const std::string_view mark : {"主动公开", "依申请公开", "不予公开"}) {
    const size_t at = FindWord(line, mark);
    if (at == std::string_view::npos || line.size() > mark.size() + 4 * kHan) continue;
    const std::string_view before = line.substr(0, at);
    if (!before.empty() && PrefixOf(before, {"（", "【", "(", "此件", "此函"}) == 0) continue;
    return ByteRange{static_cast<uint32_t>(at), static_cast<uint32_t>(at + mark.size())};
  }
  return std::nullopt;
}

// Digits, dashes and brackets of a telephone number from `start` on.
uint32_t PhoneEnd(std::string_view text, uint32_t start) {
  uint32_t at = start;
  uint32_t digits_end = start;
  while (at < text.size()) {
    const Numeral digits = ReadDigits(text.substr(at));
    if (digits.size > 0) {
      at += digits.size;
      digits_end = at;
      continue;
    }
    const uint32_t joint = PrefixOf(text.substr(at), {"-", "－", "—", "(", ")", "（", "）", " "});
    if (joint == 0) break;
    at += joint;
  }
  return digits_end;
}

// False for a bracket around the whole number: （0731-5550123）.
bool ClosesBracket(std::string_view text, uint32_t start, uint32_t end) {
  const std::string_view number = text.substr(start, end - start);
  return Contains(number, "）") || number.find(')') != number.npos;
}

std::optional<ByteRange> PhoneIn(std::string_view text, ByteRange value) {
  for (uint32_t at = value.start; at < value.end; at += CharSize(text[at])) {
    const bool bracket = PrefixOf(text.substr(at), {"（", "("}) > 0;
    const uint32_t open = bracket ? PrefixOf(text.substr(at), {"（", "("}) : 0;
    if (ReadDigits(text.substr(at + open)).digits == 0) continue;
    const uint32_t end = PhoneEnd(text, at);
    if (end - at >= 7) return ByteRange{at + (ClosesBracket(text, at, end) ? 0 : open), end};
    at = std::max(at, end) - CharSize(text[at]);
  }
  return std::nullopt;
}

// 曾琳 in 研究室曾琳 and 农村水利处　覃远: the office before the name is no part of it.
ByteRange WithoutOffice(std::string_view text, ByteRange name) {
  constexpr uint32_t kLongestName = 4 * kHan;
  const std::string_view words = text.substr(name.start, name.size());
  for (const std::string_view end : {"处", "科", "室", "局", "股", "中心", "部", "队", "办"}) {
    const size_t at = words.rfind(end);
    if (at == words.npos || at < 2 * kHan) continue;
    const ByteRange rest =
        Trimmed(text, {name.start + static_cast<uint32_t>(at + end.size()), name.end});
    if (rest.size() >= 2 * kHan && rest.size() <= kLongestName) return rest;
  }
  return name;
}

// The name in 某某 0000-1234567 or 某某，0000-1234567.
std::optional<ByteRange> NameIn(std::string_view text, ByteRange value) {
  uint32_t end = value.start;
  while (end < value.end && ReadDigits(text.substr(end)).size == 0 &&
         PrefixOf(text.substr(end), {"（", "(", "电话", "联系"}) == 0) {
    end += CharSize(text[end]);
  }
  const ByteRange name =
      WithoutOffice(text, Trimmed(text, {value.start, std::min(end, value.end)}));
  return name.empty() ? std::nullopt : std::optional(name);
}

void ReadContact(std::string_view lines, LineFields& fields) {
  const Words kPerson = {"联系人及电话", "联系人及联系电话", "联系人",
                         "承办人",       "经办人",           "联 系 人"};
  const Words kPhone = {"联系电话", "咨询电话", "办公电话", "电话", "联系方式", "电 话"};
  if (const auto value = FieldValue(lines, kPerson)) {
    fields.contact_person = NameIn(lines, *value);
    const uint32_t line_end =
        static_cast<uint32_t>(std::min(lines.find('\n', value->end), lines.size()));
    fields.contact_phone = PhoneIn(lines, {value->start, line_end});
  }
  if (const auto value = FieldValue(lines, kPhone)) {
    const uint32_t line_end =
        static_cast<uint32_t>(std::min(lines.find('\n', value->start), lines.size()));
    if (const auto phone = PhoneIn(lines, {value->start, line_end})) fields.contact_phone = phone;
  }
}

// Cuts `range` at 、 ， ； and line breaks outside brackets.
std::vector<ByteRange> SplitList(std::string_view text, ByteRange range) {
  std::vector<ByteRange> parts;
  uint32_t start = range.start;
  int depth = 0;
  const auto take = [&](uint32_t end) {
    const ByteRange part = Trimmed(text, {start, end});
    if (!part.empty()) parts.push_back(part);
  };
  for (uint32_t at = range.start; at < range.end;) {
    const std::string_view rest = text.substr(at);
    const uint32_t size = std::min(CharSize(rest[0]), range.end - at);
    if (PrefixOf(rest, {"（", "("}) > 0) ++depth;
    if (PrefixOf(rest, {"）", ")"}) > 0) --depth;
    const bool cut =
        rest[0] == '\n' || PrefixOf(rest, {"、", "，", "；", "。", "：", ":", ",", "　　"}) > 0;
    if (cut && depth <= 0) {
      take(at);
      start = at + size;
    }
    at += size;
  }
  take(range.end);
  return parts;
}

// Bytes of 等3位代表 at the end of `words`.
uint32_t CountSuffix(std::string_view words) {
  const size_t others = words.rfind("等");
  if (others == std::string_view::npos) return 0;
  const std::string_view rest = words.substr(others + kHan);
  const Numeral count = ReadDigits(rest);
  const bool counted = count.digits > 0 && PrefixOf(rest.substr(count.size), {"位", "名"}) > 0;
  return counted ? static_cast<uint32_t>(words.size() - others) : 0;
}

}  // namespace

LineFields ReadFields(std::string_view lines) {
  LineFields fields;
  fields.result_category = BareClass(lines);
  if (!fields.result_category) {
    fields.result_category =
        FieldValue(lines, {"办理结果分类", "办理结果", "结果分类", "结果类别", "答复类别",
                           "答复类型", "办理类别", "类别", "分类"});
  }
  fields.disclosure = BareDisclosure(lines);
  if (!fields.disclosure) {
    fields.disclosure = FieldValue(lines, {"公开属性", "公开方式", "公开类别", "公开选项",
                                           "公开形式", "是否公开", "是否同意公开", "公开范围"});
  }
  fields.handling_role = FieldValue(lines, {"办理方式", "承办方式", "办理形式", "办理角色"});
  fields.signatory = FieldValue(lines, {"签发人", "签批人", "签发", "领导署名"});
  ReadContact(lines, fields);
  return fields;
}

namespace {

constexpr uint32_t kLongestPhone = 40;     // bytes
constexpr uint32_t kFarthestInvite = 240;  // bytes between the invitation and the number

// True when the sentence that runs up to `at` asks its reader to call.
bool IsInvited(std::string_view text, uint32_t at) {
  const uint32_t far = at - std::min(at, kFarthestInvite);
  std::string_view before = text.substr(far, at - far);
  const size_t stop = before.rfind("。");
  if (stop != before.npos) before.remove_prefix(stop + kHan);
  const size_t line = before.rfind('\n');
  if (line != before.npos) before.remove_prefix(line + 1);
  for (const std::string_view words :
       {"请咨询", "请联系", "请与", "请向", "可与", "可咨询", "可以咨询", "可拨打", "请拨打",
        "请致电", "可致电", "咨询电话", "可联系", "直接与"}) {
    if (Contains(before, words)) return true;
  }
  return false;
}

}  // namespace

std::optional<ByteRange> InvitedPhone(std::string_view text) {
  std::optional<ByteRange> found;
  for (uint32_t at = 0; at < text.size(); ++at) {
    if (!IsDigit(text[at])) continue;
    uint32_t end = at;
    while (end < text.size() && (IsDigit(text[end]) || text[end] == '-' || text[end] == ')')) ++end;
    uint32_t start = at;
    for (const std::string_view bracket : {"（", "("}) {
      if (EndsWith(text.substr(0, at), bracket)) start -= static_cast<uint32_t>(bracket.size());
    }
    const auto limit = static_cast<uint32_t>(
        std::min<size_t>(text.size(), std::max<size_t>(end, start + kLongestPhone)));
    const auto phone = PhoneIn(text.substr(0, limit), {start, std::min(at + 1, limit)});
    if (phone && IsInvited(text, start)) {
      if (found) return std::nullopt;
      found = phone;
    }
    at = std::max(end, phone ? phone->end : end) - 1;
  }
  return found;
}

std::optional<ByteRange> HandlingRoleInText(std::string_view text) {
  for (const std::string_view role : {"主办", "会办", "分办", "独办", "协办"}) {
    for (size_t at = FindWord(text, role); at != std::string_view::npos;
         at = FindWord(text, role, at + kHan)) {
      const std::string_view before = text.substr(0, at);
      const std::string_view after = text.substr(at + role.size());
      const bool own = SuffixOf(before, {"作为", "我局为", "我厅为", "我委为", "我办为", "由我局",
                                         "由我厅", "由我委"}) > 0;
      if (own && PrefixOf(after, {"单位", "部门", "件", "，"}) > 0) {
        return ByteRange{static_cast<uint32_t>(at), static_cast<uint32_t>(at + role.size())};
      }
    }
  }
  return std::nullopt;
}

std::vector<ByteRange> ReadCopies(std::string_view line) {
  std::vector<ByteRange> parts = SplitList(line, {0, static_cast<uint32_t>(line.size())});
  if (!parts.empty()) parts.erase(parts.begin());  // the label
  return parts;
}

std::vector<ByteRange> ReadAttachments(std::string_view lines) {
  std::vector<ByteRange> titles;
  uint32_t start = PrefixOf(lines, {"附件", "附表", "附"});
  while (start < lines.size() && IsDigit(lines[start])) ++start;
  for (uint32_t at = start; at < lines.size();) {
    const uint32_t end = static_cast<uint32_t>(std::min(lines.find('\n', at), lines.size()));
    uint32_t first = at + BlankPrefix(lines.substr(at, end - at));
    first += PrefixOf(lines.substr(first), {"：", ":"});
    first += BlankPrefix(lines.substr(first));
    if (const auto label = MatchLabel(lines.substr(first, end - first))) first += label->size;
    ByteRange title = Trimmed(lines, {first, std::max(first, end)});
    title.end -= SuffixOf(lines.substr(title.start, title.size()), {"。", "；"});
    if (!title.empty()) titles.push_back(title);
    at = end + 1;
  }
  return titles;
}

std::vector<ByteRange> ReadAddressees(std::string_view line) {
  std::vector<ByteRange> names;
  for (ByteRange part : SplitList(line, {0, static_cast<uint32_t>(line.size())})) {
    part.start += PrefixOf(line.substr(part.start, part.size()), {"尊敬的", "敬爱的", "尊敬"});
    const std::string_view words = line.substr(part.start, part.size());
    if (PrefixOf(words, {"网友", "市民", "来信人", "网民", "您好", "你好"}) > 0) continue;
    part.end -= CountSuffix(words);
    part.end -= SuffixOf(line.substr(part.start, part.size()),
                         {"等代表", "等委员", "委员", "代表", "副主席", "主席", "先生（女士）",
                          "先生", "女士", "同志", "副主任", "等同志", "常委", "等"});
    part = Trimmed(line, part);
    if (!part.empty()) names.push_back(part);
  }
  return names;
}

}  // namespace pledge::pipeline
