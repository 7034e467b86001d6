// Numbers as letters print them: ASCII, full-width and Han digits, and the
// blanks that type-setters put between them. Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_NUMERALS_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_NUMERALS_H_

#include <cstdint>
#include <string_view>

namespace pledge::pipeline {

// A number at the head of a text; digits 0 when there is none.
struct Numeral {
  int64_t value = 0;
  uint32_t size = 0;    // bytes
  uint32_t digits = 0;  // how many were printed
};

// 2024 or ２０２４; at most 12 digits are read.
Numeral ReadDigits(std::string_view text);

// A year, digit by digit: 2024, ２０２４, 二〇二四, 二○二四, 二零二四.
Numeral ReadYear(std::string_view text);

// A month or day: 6, 06, 六, 十二, 二十九, 三十一.
Numeral ReadSmall(std::string_view text);

// Bytes of blanks at the head of `text`, zero-width ones included.
uint32_t BlankPrefix(std::string_view text);

// Bytes of blanks at the end of `text`.
uint32_t BlankSuffix(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_NUMERALS_H_
