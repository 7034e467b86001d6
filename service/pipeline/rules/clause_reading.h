// How one clause reads on its own, before its neighbours and its section are
// looked at: what kind of phrase it is, who its subject is, which cues of tense
// and strength stand in it, and which verb with which object is its core.
// Linear in the clause; pure; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CLAUSE_READING_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CLAUSE_READING_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/records.h"
#include "service/pipeline/rules/clauses.h"
#include "service/pipeline/rules/lexicon.h"
#include "service/pipeline/rules/time_expression.h"

namespace pledge::pipeline {

enum class ClauseForm : uint8_t {
  kPredicate,    // has a main verb
  kOpening,      // 下一步
  kTime,         // 到2027年底
  kCondition,    // 待标准出台后
  kCooperator,   // 会同市财政局
  kTarget,       // 对于您提出的建议
  kMeans,        // 围绕重点领域, 以…为抓手
  kReason,       // 由于资金有限
  kPurpose,      // 以便群众查询
  kSubject,      // a body or thing without a verb
  kExhortation,  // 希望您继续关注
  kFormula,      // 现答复如下
  kAppositive,   // 作为牵头部门
  kNominal,      // no verb at all
};

enum class SubjectKind : uint8_t {
  kNone,
  kSelf,      // 我们, 我局
  kBody,      // 市教育局
  kArea,      // 全市
  kThing,     // 该项目, an indicator
  kThird,     // 企业, 业主
  kSuperior,  // 国家, 《条例》
  kYou,       // 您
};

struct Cue {
  ByteRange range;
  WordMask classes = 0;

  bool IsSet() const { return classes != 0; }
  bool Is(WordMask any_of) const { return (classes & any_of) != 0; }
};

// A body that takes part, as named.
struct NamedBody {
  ByteRange range;
  CooperatorRole role = CooperatorRole::kWith;
};

struct ClauseReading {
  ByteRange range;  // of the clause
  ByteRange core;   // the span that a record of it would have
  ClauseForm form = ClauseForm::kNominal;

  SubjectKind subject = SubjectKind::kNone;
  ByteRange subject_range;
  ByteRange informant;     // 经市住建局核实: the body that looked into the matter
  bool has_agent = false;  // 由市教育局牵头: the subject stands behind 由

  Cue opening;                    // 下一步
  Cue modal;                      // 将, 拟, 计划, 争取, 确保, 要
  Cue perfect;                    // 已, 了, 正在: done or being done
  Cue weak_modal;                 // 可, 应
  Cue refusal;                    // 暂不
  Cue weakest;                    // adverb or verb that binds least
  bool has_effort = false;        // 加快 or 进一步 stands before the verb
  bool has_when = false;          // 待…后
  bool is_object_marker = false;  // its 将 means 把
  bool is_total = false;          // 所有
  bool is_request = false;        // 请专家参加: asks others to take part
  bool selects_cases = false;     // 对连续两年不合格的单位

  ByteRange action;             // the verb or verbs; empty when there is none
  WordMask action_classes = 0;  // of all verbs of the action
  WordMask last_classes = 0;    // of the last verb of the action
  ByteRange object;             // what the action governs; empty when nothing
  bool is_toward = false;       // the object stands behind 对, before the verb
  bool is_fronted = false;      // the object stands before the verb
  WordMask object_classes = 0;  // of the words in the object
  ByteRange manner;
  ByteRange condition;  // 待…后 inside the clause
  ConditionKind condition_kind = ConditionKind::kWhen;
  std::vector<NamedBody> bodies;
  std::vector<TimeExpression> times;
};

// No clause of prose is longer; what is longer is a table or a list of names and
// is not read. Reading is not linear within a clause, so the limit keeps it
// linear over all.
inline constexpr uint32_t kLongestClause = 900;  // bytes, 300 characters
inline bool IsTooLong(ByteRange clause) { return clause.size() > kLongestClause; }

// Reads `clause`. `words` are those of the text with the opaque ones taken out.
ClauseReading ReadClause(std::string_view text, const Clause& clause,
                         const std::vector<Word>& words, const std::vector<ByteRange>& opaque,
                         const ReferenceDate& reference);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CLAUSE_READING_H_
