// Reads one clause from left to right up to its main verb. One reader for one
// clause; not shared between threads.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_CLAUSE_READER_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_CLAUSE_READER_H_

#include <string_view>

#include "service/pipeline/rules/clause_reading.h"
#include "service/pipeline/rules/subject.h"
#include "service/pipeline/rules/word_cursor.h"

namespace pledge::pipeline {

class ClauseReader {
 public:
  ClauseReader(WordCursor cursor, ClauseReading& reading)
      : cursor_(cursor), reading_(reading), first_word_(cursor.index()) {}

  void Run();

 private:
  // Understands what stands at the cursor and moves on; false at the main verb
  // and where nothing more can be understood.
  bool Step();

  // What stands before the span: connectives and openers.
  void StripLead();
  bool StripOpening();
  bool StripHere(const Word& word);
  static bool TakeOpeningTail(WordCursor& cursor);
  static bool IsVague(std::string_view word);

  // Adverbials and what tells the tense.
  bool SkipTime();
  bool SkipEvent();
  bool StepOverQuote(uint32_t end);
  bool TakeRefusal(const Word& here);
  bool IsProgressive(const Word& here) const;
  bool TakePerfect(const Word& here);
  bool TakeModal(const Word& here);
  bool OpensUnknownAct(const Word& here) const;
  bool TakeWeakModal(const Word& here);
  bool IsAdverbAt(const Word& here) const;
  bool TakeAdverb(const Word& here);
  bool IsEffort(const Word& here) const;

  // The subject (clause_subject.cc).
  bool TakeSubject();
  bool TakeNounSubject();
  bool TakeTopicBefore(uint32_t predicate);
  uint32_t PhraseBefore(uint32_t predicate) const;
  bool IsSoughtFrom(const Subject& subject) const;
  void SetSubject(const Subject& subject, bool strip);
  bool SkipToPredicate();
  bool IsOwnInstrument(const Subject& subject) const;
  bool IsDescribed(const Subject& subject) const;
  bool StartsName(const Word& here) const;
  bool StartsAttribute(const Word& here) const;
  bool ClosesSubject(const Word& here) const;
  uint32_t PredicateBehindAttribute() const;
  bool TakeDescribedSubject(uint32_t predicate);
  static bool IsStripped(SubjectKind kind);
  static bool NamesIndicator(std::string_view noun);

  // The verb.
  bool Finish();
  bool FinishCopula(const Word& here);
  bool StatesValue(const Word& here) const;
  bool TakeUnknownVerb();
  void FindDone();
  ClauseForm FormWithoutVerb() const;

  WordCursor cursor_;
  ClauseReading& reading_;
  const uint32_t first_word_;
  bool has_subject_ = false;
  bool has_event_ = false;
  bool expects_verb_ = false;  // an adverb or a modal stands before the cursor
  bool is_lead_kept_ = false;  // something that belongs to the span stands before the cursor
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_CLAUSE_READER_H_
