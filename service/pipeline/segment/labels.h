// Labels of headings and items: 一、 （一） 1. （1） ① 一是 第一， 首先 第一章 第一条.
// Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_LABELS_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_LABELS_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace pledge::pipeline {

// In the order of nesting (GB/T 9704 and common use): a class opens below the
// classes before it.
enum class LabelClass : uint8_t {
  kPlain,          // none: a heading without a number
  kPart,           // 第一编, 第一章
  kDivision,       // 第一节
  kArticle,        // 第一条
  kHan,            // 一、
  kHanBracket,     // （一）
  kArabic,         // 1. 1、
  kArabicBracket,  // （1） 1）
  kCircled,        // ①
  kIs,             // 一是, 一要
  kOrdinal,        // 第一，
  kFirstly,        // 首先，其次，
};

// Classes of items that stand inside a paragraph wherever they are printed.
inline bool IsInlineClass(LabelClass label_class) { return label_class >= LabelClass::kIs; }

struct Label {
  LabelClass label_class = LabelClass::kHan;
  int32_t ordinal = 0;  // as printed, from 1; 首先 is 1, 其次 2
  uint32_t size = 0;    // bytes, its mark included
};

// The label at the head of `text`, which begins where a clause begins.
std::optional<Label> MatchLabel(std::string_view text);

// Value of the Han numeral at the head of `text` (一 to 九十九) and its bytes;
// ordinal 0 when there is none.
struct HanNumeral {
  int32_t value = 0;
  uint32_t size = 0;
};
HanNumeral ReadHanNumeral(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_LABELS_H_
