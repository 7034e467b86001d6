#include "service/pipeline/rules/time_expression.h"

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/time_reader.h"
#include "service/pipeline/rules/utf8.h"

namespace pledge::pipeline {
namespace {

// A number in front of a unit of time or a dash between years.
bool CountsTime(std::string_view text) {
  static const CharSet* const kBehind = new CharSet("年月个天日周季星至到—－-~～–余多");
  size_t at = 0;
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at < text.size() && kBehind->HasFirst(text.substr(at));
}

// The first characters of expressions.
const CharSet& FirstCharacters() {
  static const CharSet* const kFirst = new CharSet(
      "0123456789一二两三四五六七八九十〇到至自从每按“今明后来本去前次上下年第当月春除元端中清劳国"
      "未"
      "用再近利力");
  return *kFirst;
}

// A quick test for a place with one of them: where a Han character begins the expression
// the second one tells as well.
bool MayBegin(std::string_view text) {
  static const CharSet* const kSecond = new CharSet(
      "0123456789一二两三四五六七八九十〇月周季年半底内末中月节夕宵旦午秋明动庆来后前季第日天周学个"
      "本今去"
      "下上春元端清劳国“争用");
  if (IsDigit(text[0])) return CountsTime(text);
  const uint32_t size = CharSize(text[0]);
  return size == 1 || (text.size() > size && kSecond->HasFirst(text.substr(size)));
}

}  // namespace

std::vector<TimeExpression> FindTimes(std::string_view text, ByteRange range,
                                      const ReferenceDate& reference) {
  std::vector<TimeExpression> found;
  const CharSet& first = FirstCharacters();
  uint32_t at = range.start;
  while ((at = first.FindIn(text, at, range.end)) < range.end) {
    const std::string_view rest = text.substr(at, range.end - at);
    std::optional<TimeExpression> time;
    if (MayBegin(rest)) time = TimeReader(rest, reference).Read();
    if (!time) {
      at += CharSize(text[at]);
      // The tail of a longer number is no number.
      while (at < range.end && at > range.start && IsDigit(text[at]) && IsDigit(text[at - 1])) ++at;
      continue;
    }
    time->range = {at, at + time->range.end};
    at = time->range.end;
    // 较2023年增长: a point of comparison is no time of the act.
    const std::string_view before = text.substr(range.start, time->range.start - range.start);
    if (!before.ends_with("较") && !before.ends_with("比")) found.push_back(*time);
  }
  return found;
}

}  // namespace pledge::pipeline
