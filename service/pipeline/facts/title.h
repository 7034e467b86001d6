// What a title says: who answers, which meeting, which proposal.
// Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_FACTS_TITLE_H_
#define PLEDGE_SERVICE_PIPELINE_FACTS_TITLE_H_

#include <optional>
#include <string_view>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// Ranges into the words that were read; absent when they do not say it.
struct ProposalWords {
  std::optional<ByteRange> session;          // 政协示例省第二届委员会第三次会议
  std::optional<ByteRange> proposal_number;  // 第12号, blanks and all
  std::optional<ByteRange> proposal_title;   // without 《》
};

// Session and number anywhere in `words` (a title or an opening).
ProposalWords FindSessionAndNumber(std::string_view words);

// The body before 关于 or 对 in a title; nullopt when the title names none.
std::optional<ByteRange> IssuerInTitle(std::string_view title);

// The X of 关于X建议的复函: the subject of a title that counts no proposal.
std::optional<ByteRange> ProposalTitleInTitle(std::string_view title);

// The X of 您提出的《X》 or 提出的关于X的提案 in an opening.
std::optional<ByteRange> ProposalTitleInOpening(std::string_view opening);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_FACTS_TITLE_H_
