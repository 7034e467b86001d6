// Facts that letters print as label and value: 公开属性：主动公开, 联系人：某某.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_FIELDS_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_FIELDS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// Ranges into the line that was read.
struct LineFields {
  std::optional<ByteRange> result_category;  // A类, or the words behind 办理结果：
  std::optional<ByteRange> disclosure;       // 主动公开, 是
  std::optional<ByteRange> handling_role;    // 主办
  std::optional<ByteRange> signatory;
  std::optional<ByteRange> contact_person;
  std::optional<ByteRange> contact_phone;
};

// The fields of one line or of lines joined by '\n'; several may stand side by side.
LineFields ReadFields(std::string_view lines);

// The telephone number that the letter invites its reader to call: 如有疑问，请咨询…,
// 电话…. Empty when there are several, for then each is somebody else's. Linear.
std::optional<ByteRange> InvitedPhone(std::string_view text);

// 主办, 会办, 分办 or 独办 where the letter says in which part it answers:
// 我局作为主办单位.
std::optional<ByteRange> HandlingRoleInText(std::string_view text);

// The bodies behind 抄送：, in text order.
std::vector<ByteRange> ReadCopies(std::string_view line);

// The titles behind 附件：, without their numbers, in text order.
std::vector<ByteRange> ReadAttachments(std::string_view lines);

// Who is addressed: names without their roles, or bodies. Readers of a message
// board (网友, 市民) are nobody by name and left out.
std::vector<ByteRange> ReadAddressees(std::string_view line);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_FIELDS_H_
