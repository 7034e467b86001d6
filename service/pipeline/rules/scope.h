// What holds from one clause to the next while a passage is read: tense, cap,
// subject, deadline and condition that later clauses inherit (guide sections
// 2.1, 7.22, 7.24, 13). A plain value; the functions that change it are here
// and in tense.h.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_SCOPE_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_SCOPE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "service/pipeline/rules/interpret.h"
#include "service/pipeline/rules/rule_table.h"

namespace pledge::pipeline {

struct Scope {
  // To the end of the passage.
  bool is_goal = false;  // under a heading such as 主要目标: a state is a promise
  bool is_open = false;  // 下一步 or a plan section
  const char* open_rule = kRulePlanSection;
  Cue open_cue;
  ActorMention actor;
  std::optional<ActorMention> before_agent;  // who acted before 由市财政局, for the next sentence
  bool was_future = false;                   // 将 or 拟 in the sentence before
  bool has_promised = false;                 // the actor has undertaken something
  // To the end of the sentence.
  bool is_sentence_future = false;  // 将 or 拟 before
  Cue sentence_cue;
  bool is_list_future = false;              // the same before the first item of a list
  std::optional<TimeExpression> list_time;  // 今年底前，一是…二是…
  bool is_capped = false;                   // 拟 or 力争
  bool is_third = false;                    // a third party is the subject
  bool is_quoted = false;                   // 《规划》提出
  bool is_exhorting = false;                // 希望您
  bool is_thing = false;                    // the subject is a project or an indicator
  bool is_past = false;                     // 近年来
  bool is_forecasting = false;              // 该项目的实施将…
  bool is_reasoning = false;                // 原因如下：一是…, to the end of the list
  bool is_preamble = false;                 // 为…，现提出以下意见
  bool is_told = false;                     // 已 in an earlier clause
  bool is_led = false;                      // 由市水务局牵头: who acts in all that follows
  bool has_series = false;                  // a commitment in an earlier clause
  bool has_actor = false;                   // a body is the subject of an earlier clause
  bool has_several_actors = false;          // and another one of a later clause
  // To the next semicolon.
  bool has_reason = false;
  ByteRange reason;
  bool is_guiding = false;  // 督促 + body
  std::vector<ByteRange> guided;
  std::optional<TimeExpression> time;
  std::optional<InheritedCondition> condition;
  // Adverbial clauses directly before; only the last few are kept.
  std::vector<size_t> pending;
};

// How many pending adverbials are kept.
inline constexpr size_t kMostPending = 8;

// A sentence begins with the words `sentence`; `is_topic` when its first clause
// is a heading of the kind 关于停车的问题。, `is_list` when it is the first item of
// a list that the sentence before announced. With a known issuer a body that has
// undertaken nothing, or one of several, is no subject of the next sentence.
void BeginSentence(std::string_view sentence, bool is_topic, bool is_list, bool has_issuer,
                   Scope& scope);

// An inline item begins: items share the tense of what stands before their list.
void BeginItem(bool is_first, Scope& scope);

// 下一步 stands in the clause.
void OpenPlan(const Cue& opening, Scope& scope);

// A semicolon ends what a series hands on, but not its tense.
void EndSeries(Scope& scope);

// 将 or 拟 of `reading` holds to the end of the sentence.
void StartFuture(const ClauseReading& reading, Scope& scope);

// Takes over the subject of the clause.
void TrackSubject(const ClauseReading& reading, const InterpretOptions& options, Scope& scope);

// Notes clause `i` as an adverbial that the next clause may take in.
void AddPending(size_t i, Scope& scope);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_SCOPE_H_
