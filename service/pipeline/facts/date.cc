#include "service/pipeline/facts/date.h"

#include <algorithm>
#include <cstdio>

#include "service/pipeline/facts/numerals.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kHan = 3;
constexpr size_t kLongestDate = 90;  // bytes; blanks between all parts included

// Reads one date, part by part.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(text) {}

  std::optional<DateMatch> Read() {
    const Numeral year = ReadYear(text_);
    if (year.value < 1900 || year.value > 2100) return std::nullopt;
    at_ = year.size;
    date_.year = static_cast<int16_t>(year.value);
    Blank();
    if (Take("年")) return ReadHanForm();
    for (const std::string_view separator : {"-", ".", "/", "－", "．", "—"}) {
      if (Take(separator)) return ReadMarkForm(separator);
    }
    return std::nullopt;
  }

 private:
  // 6月12日 behind the year; 12日 may be absent.
  std::optional<DateMatch> ReadHanForm() {
    if (!ReadPart(12, date_.month)) return std::nullopt;
    Blank();
    if (!Take("月")) return std::nullopt;
    const uint32_t month_end = at_;
    if (!ReadPart(31, date_.day)) return Found(month_end, 0);
    const uint32_t day_end = at_;
    Blank();
    if (Take("日") || Take("号")) return Found(at_, date_.day);
    const bool cut_off = at_ == text_.size();  // a copy that lost its last character
    return cut_off ? Found(day_end, date_.day) : Found(month_end, 0);
  }

  // 6-12 behind the year and a separator.
  std::optional<DateMatch> ReadMarkForm(std::string_view separator) {
    if (!ReadPart(12, date_.month)) return std::nullopt;
    if (!Take(separator) || !ReadPart(31, date_.day)) return std::nullopt;
    return Found(at_, date_.day);
  }

  bool ReadPart(int64_t largest, uint8_t& part) {
    Blank();
    const Numeral number = ReadSmall(text_.substr(at_));
    if (number.value < 1 || number.value > largest) return false;
    part = static_cast<uint8_t>(number.value);
    at_ += number.size;
    return true;
  }

  std::optional<DateMatch> Found(uint32_t size, uint8_t day) {
    constexpr uint8_t kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (day > kDays[date_.month - 1]) return std::nullopt;
    date_.day = day;
    return DateMatch{date_, size};
  }

  void Blank() { at_ += BlankPrefix(text_.substr(at_)); }

  bool Take(std::string_view word) {
    if (!StartsWith(text_.substr(at_), word)) return false;
    at_ += static_cast<uint32_t>(word.size());
    return true;
  }

  std::string_view text_;
  uint32_t at_ = 0;
  Date date_;
};

}  // namespace

std::optional<DateMatch> MatchDate(std::string_view text) { return DateReader(text).Read(); }

std::optional<uint32_t> FindDateAtEnd(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const char last = text.back();
  const bool ends_like_date = (last >= '0' && last <= '9') || text.ends_with("日") ||
                              text.ends_with("月") || text.ends_with("号");
  if (!ends_like_date) return std::nullopt;
  const size_t first = text.size() - std::min(text.size(), kLongestDate);
  for (size_t at = first; at + 2 * kHan < text.size(); ++at) {
    if ((text[at] & 0xC0) == 0x80) continue;
    const std::optional<DateMatch> date = MatchDate(text.substr(at));
    if (date && at + date->size == text.size()) return static_cast<uint32_t>(at);
  }
  return std::nullopt;
}

std::string FormatDate(const Date& date) {
  char out[16];
  if (date.month == 0) {
    std::snprintf(out, sizeof(out), "%04d", date.year);
  } else if (date.day == 0) {
    std::snprintf(out, sizeof(out), "%04d-%02d", date.year, date.month);
  } else {
    std::snprintf(out, sizeof(out), "%04d-%02d-%02d", date.year, date.month, date.day);
  }
  return out;
}

}  // namespace pledge::pipeline
