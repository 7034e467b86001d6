// What a line at the head or the tail of a letter is, by its form alone.
// Pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_LINES_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_LINES_H_

#include <cstdint>
#include <string_view>

namespace pledge::pipeline {

enum class LineKind : uint8_t {
  kText,          // none of the others
  kDocNumber,     // 示教函〔2024〕12号
  kAddressee,     // 某某委员：
  kDate,          // 2024年6月12日, nothing else
  kBody,          // name of a body, nothing else; only likely at the tail
  kContact,       // 联系人：…
  kCc,            // 抄送：…
  kAttachment,    // 附件：…
  kCategoryMark,  // A类, 公开属性：主动公开
  kNote,          // 签发人：…, （本文有删减）
  kPageField,     // 索引号：…, a row of a web page's table
};

// `line` has no blanks at its ends and no line break inside.
LineKind ClassifyLine(std::string_view line);

// True when the line is a short label, a colon and a short value, whatever the
// label: between other lines of the tail such a line belongs there too.
bool IsUnknownField(std::string_view line);

// True for the salutation of a letter without a line of its own: 您好！.
bool IsGreeting(std::string_view line);

// True when the line has the form of a title: about something, or ending in the
// name of a kind of document; no full stop.
bool LooksLikeTitle(std::string_view line);

// True when a title is that of a policy: …的通知, …实施方案; not that of a reply.
bool IsPolicyTitle(std::string_view title);

// True when `text` ends with the ending of a body's name and holds no mark.
bool IsBodyName(std::string_view text);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_LINES_H_
