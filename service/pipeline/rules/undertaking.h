// Tests on one clause: does it promise, decline, report or guide anything at
// all? Pure functions; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_UNDERTAKING_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_UNDERTAKING_H_

#include <string_view>
#include <vector>

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

// The functions that end in Gate give nullptr when the clause passes, or the id
// of the gate (gate_table.h) that it does not pass.

// Passes when the clause has a verb with something to it, and is neither a
// lead-in (做好以下工作) nor a forecast of effects (必将产生效益).
const char* ContentGate(std::string_view text, const ClauseReading& reading);

// Passes when a clause with 暂不, 不宜 and the like declines something. The softer
// cues (无法, 难以) do so only where `is_expected`: behind a reason or in a plan.
const char* RefusalGate(std::string_view text, const ClauseReading& reading, bool is_expected,
                        SectionKind kind);

// Passes when a clause without a prospective cue reports an act or a state of the
// speaker's side (guide section 9.2). `is_told` when a 已 earlier in the sentence
// covers it.
const char* AchievementGate(std::string_view text, const ClauseReading& reading, SectionKind kind,
                            bool is_told);

// True for 支持 + body without the act, which the next clause brings:
// 指导企业从三个方面，改进工艺.
bool LacksComplement(std::string_view text, const ClauseReading& reading);

// True for 督促 and 指导 + body + act.
bool IsGuidance(std::string_view text, const ClauseReading& reading);

// The bodies or groups that 支持, 指导, 要求 X + act names; empty when X is a thing.
std::vector<ByteRange> GuidedBodies(std::string_view text, const ClauseReading& reading);

// The first body that a bracket such as （责任单位：省水利厅、省财政厅） or （市教育局负责）
// makes responsible; empty when the bracket says nothing of the kind.
ByteRange ResponsibleBody(std::string_view text, ByteRange bracket);

// True when a digit or a written number with a unit stands in `clause`.
bool HasFigure(std::string_view clause);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_UNDERTAKING_H_
