// Helpers of the extraction tests: run the rules on one made-up text and show what
// was found as short strings, so that tables of sentences stay readable.
#ifndef PLEDGE_TESTS_UNIT_PIPELINE_EXTRACT_SUPPORT_H_
#define PLEDGE_TESTS_UNIT_PIPELINE_EXTRACT_SUPPORT_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/pipeline/extract/extract_records.h"

namespace pledge::pipeline {

// The records of `text` as one section of `kind`, in a letter of 12 June 2024 by
// `issuer`.
ExtractedRecords RecordsOf(SectionKind kind, std::string_view text, std::string_view issuer = {});

// The same in a plan section.
ExtractedRecords PlanRecordsOf(std::string_view text);

// Spans of commitments or achievements, in text order.
std::vector<std::string> Spans(std::string_view text, const std::vector<Commitment>& records);
std::vector<std::string> Spans(std::string_view text, const std::vector<Achievement>& records);

// "action firm medium", by the names of the guide.
std::string Grades(const Commitment& commitment);
// "2024-06-12..2025-12-31", "2024-06-12.. P1Y", "none"; "inherited " before it.
std::string DeadlineOf(const Commitment& commitment);
// "30 所 eq", joined by "; "; "? approx" for 一批.
std::string TargetsOf(const std::vector<Target>& targets);
// "市教育局/with", joined by "; ".
std::string CooperatorsOf(std::string_view text, const Commitment& commitment);
// The words, or the value when it is resolved; "none" when absent.
std::string ActorOf(std::string_view text, const Commitment& commitment);
// "when 待标准出台后", or "none".
std::string ConditionOf(std::string_view text, const Commitment& commitment);
// "制定 | 管理办法"; a dash where there is none.
std::string PredicateOf(std::string_view text, const Commitment& commitment);

}  // namespace pledge::pipeline

#endif  // PLEDGE_TESTS_UNIT_PIPELINE_EXTRACT_SUPPORT_H_
