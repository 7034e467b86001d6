// The words behind openers.h, and the tables that they are looked up in.
// Constant after first use; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_OPENER_WORDS_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_OPENER_WORDS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "service/pipeline/rules/openers.h"
#include "service/pipeline/text/phrase_table.h"

namespace pledge::pipeline {

// What has to stand behind the words for them to be an opener.
enum class OpenerFollow : uint8_t {
  kAny,     // 下一步 always opens
  kModal,   // 后期 opens before ， 将 拟 我… but not in 后期维修费用
  kBefore,  // the words end with 以来 or 期间 within the same clause
};

struct OpenerRow {
  std::string_view words;
  ScopeChange change;
  OpenerFollow follow;
};

// What ends the search for a subject or stands behind one.
enum class BehindSubject : uint32_t {
  kMark,
  kWill,         // 将, 拟
  kOpeningWord,  // 下一步 behind 我局
  kOtherWord,    // holds one of the others and is none: 计划生育
};

struct OpenerTables {
  PhraseTable rows;            // values are places in OpenerRows()
  PhraseTable connectives;     // 同时, 此外
  PhraseTable wills;           // 将, 拟
  PhraseTable behind_subject;  // values are BehindSubject
  PhraseTable marks;           // end a clause
  PhraseTable modals;          // what an opener with kModal needs behind it
  PhraseTable object_heads;    // 将 before these is 把
  PhraseTable verb_heads;      // 将 before these is the future
  PhraseTable placings;        // 纳入: what a 将 = 把 is waiting for
};

std::span<const OpenerRow> OpenerRows();
const OpenerTables& Openers();

// True when `subject` ends like a body that speaks for itself in letters: 我局,
// 县水务局, 街道; not an association or a company.
bool IsOwnBody(std::string_view subject);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_OPENER_WORDS_H_
