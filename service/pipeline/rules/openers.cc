#include "service/pipeline/rules/openers.h"

#include <algorithm>

#include "service/pipeline/rules/opener_words.h"
#include "service/pipeline/text/phrase_table.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kHan = 3;  // bytes of one Han character in UTF-8
constexpr size_t kReadLimit = 120;

// Blanks of one, two and three bytes.
constexpr std::string_view kBlanks[] = {" ", "\t", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b"};

constexpr std::string_view kCommas[] = {"，", ",", "：", ":", "、"};

template <size_t n>
size_t PrefixSize(std::string_view text, const std::string_view (&words)[n]) {
  size_t best = 0;
  for (const std::string_view word : words) {
    if (word.size() > best && StartsWith(text, word)) best = word.size();
  }
  return best;
}

size_t PrefixSize(std::string_view text, const PhraseTable& table) {
  const Phrase* phrase = table.Match(text, 0);
  return phrase == nullptr ? 0 : phrase->words.size();
}

size_t SkipBlanks(std::string_view text) {
  if (!text.empty() && static_cast<uint8_t>(text[0]) >= 0xE4 && text[0] != '\xEF') return 0;  // Han
  size_t at = 0;
  while (const size_t blank = PrefixSize(text.substr(at), kBlanks)) at += blank;
  return at;
}

// Blanks, and a connective with the comma behind it: 同时，.
size_t SkipConnective(std::string_view text) {
  const size_t start = SkipBlanks(text);
  const size_t word = PrefixSize(text.substr(start), Openers().connectives);
  if (word == 0) return start;
  const size_t comma = PrefixSize(text.substr(start + word), kCommas);
  return comma == 0 ? start : start + word + comma;
}

// Bytes of the character at `at`, 1 for a stray byte.
size_t StepSize(std::string_view text, size_t at) {
  const uint8_t lead = static_cast<uint8_t>(text[at]);
  const size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(size, text.size() - at);
}

bool IsMark(std::string_view text, size_t at) {
  return text[at] == '\n' || text[at] == ',' || Openers().marks.Match(text, at) != nullptr;
}

// Bytes of the clause at the head of `text`: up to the first mark.
size_t ClauseSize(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && !IsMark(text, at)) at += StepSize(text, at);
  return at;
}

bool IsModal(std::string_view rest) {
  return rest.starts_with(",") || rest.starts_with(":") || PrefixSize(rest, Openers().modals) > 0;
}

bool FollowHolds(OpenerFollow follow, std::string_view rest) {
  switch (follow) {
    case OpenerFollow::kAny:
      return true;
    case OpenerFollow::kModal:
      return IsModal(rest);
    case OpenerFollow::kBefore: {
      const std::string_view clause = rest.substr(0, ClauseSize(rest));
      return clause.ends_with("以来") || clause.ends_with("至今") || clause.ends_with("后");
    }
  }
  return false;
}

// 2019年以来, and 2026年，我们将: a year that tells the tense.
Opener MatchYear(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at != 4 || !text.substr(at).starts_with("年")) return {};
  const std::string_view clause = text.substr(0, ClauseSize(text));
  if (clause.ends_with("以来")) return {ScopeChange::kPast, static_cast<uint32_t>(clause.size())};
  std::string_view rest = text.substr(at + kHan);
  const size_t comma = PrefixSize(rest, kCommas);
  rest.remove_prefix(comma);
  const uint32_t size = static_cast<uint32_t>(at + kHan + comma);
  if (StartsWithOwnWill(rest)) return {ScopeChange::kPlan, size};
  return {};
}

Opener MatchRow(std::string_view text, const OpenerRow& row) {
  const std::string_view rest = text.substr(row.words.size());
  if (!FollowHolds(row.follow, rest)) return {};
  const size_t comma = PrefixSize(rest, kCommas);
  return {row.change, static_cast<uint32_t>(row.words.size() + comma)};
}

Opener MatchWords(std::string_view text) {
  if (!text.empty() && text[0] >= '0' && text[0] <= '9') return MatchYear(text);
  const Phrase* longest = Openers().rows.Match(text, 0);
  if (longest == nullptr) return {};
  const Opener found = MatchRow(text, OpenerRows()[longest->value]);
  if (found.change != ScopeChange::kNone) return found;
  for (const OpenerRow& row : OpenerRows()) {  // a shorter row: 近期 where 近期内 fails
    if (!StartsWith(text, row.words)) continue;
    const Opener shorter = MatchRow(text, row);
    if (shorter.change != ScopeChange::kNone) return shorter;
  }
  return {};
}

// True when the 将 before `rest` puts its object in front of the verb (= 把).
bool TakesObject(std::string_view rest) {
  if (PrefixSize(rest, Openers().object_heads) > 0) return true;
  if (PrefixSize(rest, Openers().verb_heads) > 0) return false;
  for (size_t at = 0; at < rest.size() && !IsMark(rest, at); at += StepSize(rest, at)) {
    if (Openers().placings.Match(rest, at) != nullptr) return true;
  }
  return false;
}

constexpr uint32_t Value(BehindSubject word) { return static_cast<uint32_t>(word); }

// Bytes of the bodies at the head of a text with such a word directly behind them; 0
// when there is none.
struct Subjects {
  size_t before_opening = 0;
  size_t before_will = 0;
};

// A body has at most 16 characters and no mark.
Subjects FindSubjects(std::string_view text) {
  const PhraseTable& words = Openers().behind_subject;
  const size_t limit = std::min(text.size(), 16 * kHan);
  Subjects found;
  for (size_t at = 0; at < limit; at += StepSize(text, at)) {
    const Phrase* phrase = words.Match(text, at);
    if (phrase == nullptr) {
      if (text[at] == '\n' || text[at] == ',') break;
      continue;
    }
    if (phrase->value == Value(BehindSubject::kMark)) break;
    const bool is_will = phrase->value == Value(BehindSubject::kWill);
    if (!is_will && phrase->value != Value(BehindSubject::kOpeningWord)) continue;
    size_t& size = is_will ? found.before_will : found.before_opening;
    if (size == 0 && at > 0 && IsOwnBody(text.substr(0, at))) size = at;
  }
  return found;
}

// True when a word of the will stands at `will` of `text` and is one.
bool WillsAt(std::string_view text, size_t will) {
  const std::string_view rest = text.substr(will);
  const size_t size = PrefixSize(rest, Openers().wills);
  return !rest.substr(0, size).ends_with("将") || !TakesObject(rest.substr(size));
}

// In front of the words: 在今后的工作中, 对于下一步工作.
constexpr std::string_view kBeforeWords[] = {"在", "对于", "对", "关于", "针对", "并在"};

}  // namespace

bool StartsWithOwnWill(std::string_view sentence) {
  std::string_view text = sentence.substr(0, kReadLimit);
  text.remove_prefix(SkipConnective(text));
  const size_t subject = FindSubjects(text).before_will;
  return subject > 0 && WillsAt(text, subject);
}

bool StartsWithBareWill(std::string_view sentence) {
  std::string_view text = sentence.substr(0, kReadLimit);
  text.remove_prefix(SkipConnective(text));
  const size_t will = PrefixSize(text, Openers().wills);
  if (will == 0) return false;
  return PrefixSize(text.substr(will), Openers().verb_heads) > 0 && !TakesObject(text.substr(will));
}

Opener MatchOpener(std::string_view sentence) {
  const std::string_view text = sentence.substr(0, kReadLimit);
  const size_t start = SkipConnective(text);
  const size_t before = PrefixSize(text.substr(start), kBeforeWords);
  size_t at = start + before;
  Opener found = MatchWords(text.substr(at));
  // 在前期试点的基础上: the ground of what follows and no account.
  if (before > 0 && found.change == ScopeChange::kPast) {
    const std::string_view clause = text.substr(at, ClauseSize(text.substr(at)));
    if (clause.ends_with("基础上")) return {};
  }
  if (found.change == ScopeChange::kNone) {
    const Subjects subjects = FindSubjects(text.substr(at));
    const size_t will =
        at == start ? subjects.before_will : FindSubjects(text.substr(start)).before_will;
    if (subjects.before_opening > 0) {
      at += subjects.before_opening;
      found = MatchWords(text.substr(at));
    }
    if (found.change == ScopeChange::kNone) {
      if (will == 0 || !WillsAt(text, start + will)) return {};
      const std::string_view rest = text.substr(at);
      const size_t subject = FindSubjects(rest).before_will;
      const size_t size = PrefixSize(rest.substr(subject), Openers().wills);
      return {ScopeChange::kSentencePlan, static_cast<uint32_t>(at + subject + size)};
    }
  }
  found.size += static_cast<uint32_t>(at);
  return found;
}

}  // namespace pledge::pipeline
