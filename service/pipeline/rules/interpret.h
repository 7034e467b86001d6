// Decides, clause by clause, what a passage undertakes and what it reports:
// tense from the outside in (guide section 2.1), what is no undertaking
// (section 2.2), headlines (3.3), and which adverbials before a clause belong to
// its span (3.1, 13). Linear in the passage; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_INTERPRET_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_INTERPRET_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/passages.h"

namespace pledge::pipeline {

enum class Verdict : uint8_t { kNone, kCommitment, kAchievement };

// Who undertakes, as far as the passage says.
struct ActorMention {
  SubjectKind kind = SubjectKind::kNone;
  ByteRange range;
  bool is_local = false;  // written for this very clause
};

struct InheritedCondition {
  ByteRange range;
  ConditionKind kind = ConditionKind::kIf;
};

// One clause that counts, with what it takes from its neighbours.
struct Finding {
  Verdict verdict = Verdict::kNone;
  ByteRange span;
  ClauseReading reading;
  ActorMention actor;
  ByteRange informant;             // who answers when no subject is written
  bool is_capped = false;          // 拟 or 力争 at the head of its series
  bool has_thing_subject = false;  // a project or an indicator is to do it
  bool is_goal = false;            // under a heading such as 主要目标
  bool is_creed = false;           // under a heading such as 基本原则
  bool has_ground_before = false;  // 根据实际情况， right before it
  bool is_guided = false;          // a later complement of 督促 or 指导
  std::vector<ByteRange> guided_bodies;
  std::vector<NamedBody> joined_bodies;      // of a 会同 clause before it
  std::vector<TimeExpression> joined_times;  // of a time clause inside the span
  std::optional<TimeExpression> inherited_time;
  std::optional<InheritedCondition> condition;
  Cue future_cue;
  std::vector<const char*> rule_ids;
};

// What became of one clause, whether or not it counts; for explanations.
struct ClauseOutcome {
  ByteRange range;      // without label and mark
  ByteRange label;      // 一是, at its head; empty when there is none
  ByteRange predicate;  // main verb; empty when it has none
  bool starts_sentence = false;
  Verdict verdict = Verdict::kNone;
  // The gates that kept it from being a commitment and an achievement; nullptr
  // where it was not tested. Ids of Gates().
  const char* promise_gate = nullptr;
  const char* report_gate = nullptr;
  // For an achievement the rules that decided; a commitment has its own.
  std::vector<const char*> rule_ids;
};

// The words and marks of the whole text; made once for a text.
struct ScannedText {
  std::string_view text;
  std::vector<Word> words;
  std::vector<Mark> marks;
};

// What one passage hands on to the next.
struct LetterState {
  ByteRange informant;  // the body that looked into the matter at hand
  ActorMention actor;   // who acts at the end of the passage
  uint32_t end = 0;     // where the passage ends
};

struct InterpretOptions {
  ReferenceDate reference;
  // 国家 speaks for the writer only when the State Council writes.
  bool is_state_council = false;
  bool has_issuer = false;      // the letter prints who writes it
  bool is_state_level = false;  // a ministry or commission of the State writes
  bool is_approval = false;     // grants what was asked for; its terms bind
  bool is_regulation = false;   // in articles: states duties and promises nothing
  bool is_policy = false;       // a plan or opinion: its clauses bind (guide section 11)
};

// Takes findings one by one.
using FindingSink = absl::FunctionRef<void(Finding&&)>;

// Hands the findings of one passage to `sink`, in text order, disjoint. Appends
// to `outcomes`, unless it is nullptr, what became of each clause, in text order.
void Interpret(const ScannedText& scanned, const Passage& passage, const InterpretOptions& options,
               LetterState& state, FindingSink sink,
               std::vector<ClauseOutcome>* outcomes = nullptr);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_INTERPRET_H_
