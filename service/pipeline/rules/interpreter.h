// Walks through the clauses of one passage and hands out what counts. One
// interpreter for one passage; not shared between threads.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_INTERPRETER_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_INTERPRETER_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "service/pipeline/rules/clauses.h"
#include "service/pipeline/rules/interpret.h"
#include "service/pipeline/rules/reading_window.h"
#include "service/pipeline/rules/scope.h"
#include "service/pipeline/rules/word_match.h"

namespace pledge::pipeline {

class Interpreter {
 public:
  Interpreter(const ScannedText& scanned, const Passage& passage, const InterpretOptions& options,
              LetterState& state, FindingSink sink, std::vector<ClauseOutcome>* outcomes);

  void Run();

 private:
  std::string_view Text(ByteRange range) const { return Cut(text_, range); }

  // Keeping the scope while walking.
  void Visit(size_t i);
  void Follow(size_t i);
  void NoteOutcome(size_t i);
  ByteRange GroundBefore(size_t i) const;
  void EnterSentence(size_t i);
  bool IsPreamble(size_t i);
  void VisitForm(size_t i, ClauseForm form);
  void VisitAdverbial(size_t i, ClauseForm form);
  bool TakeTime(const ClauseReading& reading);
  bool StartsAnew(const ClauseReading& reading);

  // Looking ahead.
  ClauseForm FormInPlace(size_t i);
  bool IsMeansClause(size_t i);
  bool ActFollows(size_t i);
  bool IsShared(size_t i);

  // One clause with a verb (interpreter_verdicts.cc).
  void Judge(size_t i);
  const char* PassingGate(const ClauseReading& reading);
  const char* SpeakerGate() const;
  const char* UndertakingGate(const ClauseReading& reading) const;
  bool IsTaskRow(const ClauseReading& reading) const;
  bool IsLoneName(const ClauseReading& reading) const;
  bool IsOwnPolicy(const ClauseReading& reading) const;
  const char* ReportGate(const ClauseReading& reading) const;

  // Making findings and handing them out (interpreter_findings.cc).
  void Promise(size_t i, const char* rule);
  void Report(size_t i);
  void AddContext(size_t i, Finding& finding);
  void AddResponsible(Finding& finding);
  void FindResponsible(uint32_t behind);
  void AddTime(Finding& finding);
  ByteRange ToldBefore(size_t i);
  void AddCondition(size_t i, Finding& finding);
  void AddGuidance(Finding& finding);
  bool HasOwnCondition();
  bool Completes(size_t i);
  void ExtendState(size_t i);
  void Emit(size_t i, Finding&& finding);
  void Flush();

  const std::string_view text_;
  const Passage& passage_;
  const InterpretOptions& options_;
  LetterState& state_;
  FindingSink sink_;
  std::vector<ClauseOutcome>* const outcomes_;  // nullptr: nobody asks
  ClauseOutcome outcome_;                       // of the clause at hand
  const std::span<const Mark> marks_;
  const std::vector<ByteRange> opaque_;
  const std::vector<Word> words_;
  const std::vector<Clause> clauses_;
  const std::vector<bool> headlines_;
  ReadingWindow readings_;
  Scope scope_;
  Finding last_;  // may still grow
  bool has_last_ = false;
  size_t next_bracket_ = 0;  // first opaque range not yet asked who is responsible
  ByteRange responsible_bracket_;
  ByteRange responsible_;             // body named in it; empty when none is
  ByteRange ground_;                  // clause before 因此, or one that tells a limit
  size_t last_clause_ = 0;            // of last_, its extensions included
  std::optional<size_t> incomplete_;  // clause of 支持 + body that still lacks its act
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_INTERPRETER_H_
