#include "service/pipeline/segment/kinds.h"

#include "service/pipeline/rules/openers.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/phrase_table.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr uint32_t kReach = 160;       // bytes of a clause that its subject can stand in
constexpr uint32_t kAnswerWeight = 3;  // of taking up what was suggested, for an explanation

// How many clauses hold a cue of each sort.
struct Tally {
  uint32_t future = 0;  // with no cue of the past beside it
  uint32_t past = 0;
  uint32_t finding = 0;  // of those of the past: no act, 经核实
  uint32_t reason = 0;
  uint32_t ground = 0;  // of the reasons: more than 按照
  uint32_t denial = 0;
  uint32_t limit = 0;
  uint32_t refusal = 0;
  uint32_t history = 0;
  uint32_t state = 0;
  uint32_t effort = 0;
  uint32_t own = 0;
  uint32_t advice = 0;
  uint32_t third = 0;
  uint32_t verdict = 0;  // ends of sentences that say what cannot be
  uint32_t clauses = 0;
};

// A paragraph half full of limits explains why.
uint32_t LimitWeight(const Tally& tally) { return 3 * tally.limit >= tally.clauses ? 2 : 1; }

// 经核实，…: opens an account of what was found out.
bool OpensFindings(const ScanClause& first) {
  return first.Has(kCueFinding) && !first.Has(kCueDone);
}

// 经核实，该车位为开发商所有…: what others have or do, told as the reason, not as
// own work.
uint32_t FindingWeight(const Tally& tally, const ScanClause& first) {
  return OpensFindings(first) && tally.own == 0 && tally.effort <= 1 ? tally.third : 0;
}

// 建议你县组织核查: without a subject it is the letter that advises.
bool Advises(std::string_view text, const ScanClause& clause) {
  return clause.Has(kCueAdvice) || text.substr(clause.start).starts_with("建议");
}

// …，单列编制难以实现。: the end of a sentence that says what cannot be, and why.
bool IsVerdict(const ScanClause& clause) {
  constexpr uint32_t kVerdict = kCueGround | kCueRefusal | kCueLimit | kCueDenial;
  return clause.EndsSentence() && clause.Has(kVerdict) &&
         !clause.Has(kCueDone | kCueFuture | kCueEffort | kCueOwn);
}

// 我局将 and a 将 that leaves its subject out hold for the clauses behind them.
bool OpensScope(std::string_view clause) {
  return StartsWithOwnWill(clause) || StartsWithBareWill(clause);
}

Tally Count(std::string_view text, const Scan& scan, uint32_t first, uint32_t end) {
  Tally tally;
  bool in_scope = false;  // 我局将 holds to the end of its sentence
  for (uint32_t i = first; i < end; ++i) {
    const ScanClause& clause = scan.clauses[i];
    ++tally.clauses;
    const bool promises = PromisesFuture(text, clause);
    in_scope |= promises && OpensScope(text.substr(clause.start, kReach));
    if (promises || (in_scope && !clause.Has(kCueDone))) ++tally.future;
    if (clause.EndsSentence()) in_scope = false;
    if (clause.Has(kCuePast)) ++tally.past;
    if (clause.Has(kCueFinding) && !clause.Has(kCueDone)) ++tally.finding;
    if (clause.Has(kCueReason)) ++tally.reason;
    if (clause.Has(kCueGround)) ++tally.ground;
    if (clause.Has(kCueDenial)) ++tally.denial;
    if (clause.Has(kCueLimit)) ++tally.limit;
    if (clause.Has(kCueRefusal)) ++tally.refusal;
    if (clause.Has(kCueHistory)) ++tally.history;
    if (clause.Has(kCueState)) ++tally.state;
    if (clause.Has(kCueEffort)) ++tally.effort;
    if (clause.Has(kCueOwn)) ++tally.own;
    if (Advises(text, clause)) ++tally.advice;
    if (clause.Has(kCueThird)) ++tally.third;
    if (IsVerdict(clause)) ++tally.verdict;
  }
  return tally;
}

// 省政府同意…, 经研究，同意…: the decision itself, which neither reports nor plans.
bool GrantsRequest(std::string_view text, const Scan& scan, uint32_t first, uint32_t end) {
  for (uint32_t i = first; i < end && i < first + 2; ++i) {
    const ScanClause& clause = scan.clauses[i];
    const std::string_view words = text.substr(clause.start, clause.end - clause.start);
    if (words.starts_with("同意") || words.starts_with("原则同意")) return true;
    if (words.starts_with("国务院同意") || words.starts_with("省政府同意") ||
        words.starts_with("市政府同意") || words.starts_with("县政府同意"))
      return true;
  }
  return false;
}

// 按照您的建议，我局研究决定从以下方面予以落实。: nothing but the words before a list.
bool AnnouncesMeasures(std::string_view text, const Scan& scan, uint32_t first, uint32_t end) {
  constexpr uint32_t kMostClauses = 4;
  if (end - first > kMostClauses) return false;
  for (uint32_t i = first; i < end; ++i) {
    if (scan.clauses[i].Has(kCueDone)) return false;
  }
  const ScanClause& last = scan.clauses[end - 1];
  const std::string_view words = text.substr(last.start, last.end - last.start);
  return words.starts_with("决定") && (Contains(words, "个方面") || Contains(words, "以下"));
}

}  // namespace

bool PromisesFuture(std::string_view text, const ScanClause& clause) {
  if (!clause.Has(kCueFuture) || clause.Has(kCuePast | kCueInvite | kCueAdvice)) return false;
  return !clause.Has(kCueThird) || StartsWithOwnWill(text.substr(clause.start, kReach));
}

SectionKind KindOf(std::string_view text, const Scan& scan, uint32_t first, uint32_t end) {
  if (GrantsRequest(text, scan, first, end)) return SectionKind::kExplanation;
  if (AnnouncesMeasures(text, scan, first, end)) return SectionKind::kPlan;
  const Tally t = Count(text, scan, first, end);
  const bool answers = TakesUpSuggestion(text, scan.clauses[first]);
  const uint32_t explanation =
      t.reason + t.ground + LimitWeight(t) * t.limit + 4 * t.refusal + 2 * t.advice + 2 * t.denial +
      2 * t.verdict + FindingWeight(t, scan.clauses[first]) + (answers ? kAnswerWeight : 0);
  const uint32_t progress = 2 * (t.past - t.finding) + t.effort + t.own + t.state;
  const bool explains = explanation > (answers ? kAnswerWeight : 0);
  if (answers && explains && explanation > progress) return SectionKind::kExplanation;
  if (t.future > t.past && t.future > t.reason && 5 * t.future >= 2 * t.clauses) {
    return SectionKind::kPlan;
  }
  // What opens a paragraph sets its scene: 随着….
  const uint32_t scene = scan.clauses[first].Has(kCueHistory) ? 4 : 0;
  const uint32_t background = OpensFindings(scan.clauses[first]) ? 0 : 4 * t.history + scene;
  if (explanation > progress && explanation >= background) return SectionKind::kExplanation;
  if (background > progress) return SectionKind::kBackground;
  return SectionKind::kProgress;
}

bool SetsScene(const Scan& scan, uint32_t first, uint32_t end) {
  constexpr uint32_t kActs = kCueDone | kCuePast | kCueFuture | kCueRefusal | kCueAdvice;
  uint32_t reasons = 0;
  uint32_t efforts = 0;
  for (uint32_t i = first; i < end; ++i) {
    if (scan.clauses[i].Has(kActs)) return false;
    reasons += scan.clauses[i].Has(kCueReason);
    efforts += scan.clauses[i].Has(kCueEffort);
  }
  return 3 * reasons <= end - first && 3 * efforts < end - first;
}

bool TakesUpSuggestion(std::string_view text, const ScanClause& clause) {
  constexpr uint32_t kAbout = 1;  // decided by the end of the clause
  static constexpr Phrase kHeads[] = {
      {"您建议"},       {"您提出"},      {"您提到"},   {"您所"},         {"至于您"},
      {"关于您"},       {"对于您"},      {"针对您"},   {"你们提出"},     {"关于你们"},
      {"对于你们"},     {"代表提出"},    {"委员提出"}, {"关于", kAbout}, {"对于", kAbout},
      {"针对", kAbout}, {"至于", kAbout}};
  static const PhraseTable& table = *new PhraseTable(kHeads);
  const std::string_view words = text.substr(clause.start, clause.end - clause.start);
  const Phrase* head = table.Match(words, 0);
  if (head == nullptr) return false;
  if (head->value != kAbout) return true;
  return words.ends_with("建议") || words.ends_with("诉求") || words.ends_with("提议");
}

bool HeadingAnnouncesPlan(std::string_view heading) {
  static constexpr Phrase kWords[] = {{"下一步"},   {"下步"},     {"下阶段"},   {"下一阶段"},
                                      {"今后"},     {"打算"},     {"未来"},     {"工作计划"},
                                      {"工作安排"}, {"工作思路"}, {"工作举措"}, {"工作目标"},
                                      {"后续工作"}, {"努力方向"}, {"拟采取"},   {"将采取"}};
  static const PhraseTable& table = *new PhraseTable(kWords);
  for (uint32_t at = 0; at < heading.size(); at += CharSize(heading[at])) {
    if (table.Match(heading, at) != nullptr) return true;
  }
  return false;
}

}  // namespace pledge::pipeline
