#include "service/pipeline/clean/damage.h"

#include <algorithm>
#include <cstddef>

#include "service/pipeline/clean/script_table.h"
#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/text/byte_search.h"
#include "service/pipeline/text/text_match.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// A letter may explain the reading of one character; from here on glosses are
// damage. Without tones some brackets are readings by chance.
constexpr size_t kFewestToned = 2;
constexpr size_t kFewestToneless = 3;
// Where fewer characters than this have a gloss the profile is called sparse.
constexpr size_t kSparsePerThousand = 30;
// Share of glosses in dense runs from which a text is meant to teach reading.
constexpr size_t kTeachingPercent = 60;
// Inserted marks that show damage in a text without any gloss.
constexpr size_t kFewestInsertedMarks = 5;
constexpr size_t kMarksPerInserted = 8;
// Traditional characters that show the script of a text.
constexpr size_t kFewestTraditional = 5;

// What one walk over the text finds.
struct Survey {
  std::vector<GlossSite> sites;  // readings behind Han characters
  size_t words = 0;              // toned readings of several characters: 例子(lìzi)
  size_t other_letters = 0;      // brackets with other lower-case letters: 硬盘(ssd)
  size_t inserted_marks = 0;
  size_t shift_traces = 0;  // a question mark where a bracket opened: ?lì)
};

bool IsMark(char32_t c) {
  switch (c) {
    case U',':
    case U';':
    case U':':
    case U'?':
    case U'!':
    case U'，':
    case U'、':
    case U'。':
    case U'；':
    case U'：':
    case U'？':
    case U'！':
      return true;
    default:
      return false;
  }
}

// The character that a bracket at `open` explains: the one before it, or the one
// that GBK has for the second byte of a character and an ASCII letter behind it
// (a mirror that searches bytes takes the two for it).
char32_t OwnerBefore(std::string_view text, size_t open) {
  const Utf8Character owner = CharacterBefore(text, open);
  if (owner.size != 1 || owner.value < 0x40) return owner.value;
  const CharsetTable& gbk = CharsetTable::Gb18030();
  const char32_t before = CharacterBefore(text, open - 1).value;
  const char32_t wide = WideMarkOf(before);
  const uint8_t lead = gbk.Encode(wide == 0 ? before : wide) & 0xFF;
  return gbk.Decode(lead, static_cast<uint8_t>(owner.value));
}

// A reading in brackets, when one opens at `open`.
void SurveyBracket(std::string_view text, size_t open, Survey* survey) {
  const SpelledLetters letters = ReadLetters(text.substr(open + 1, 32));
  const size_t close = open + 1 + letters.size;
  if (letters.size == 0 || close >= text.size() || text[close] != ')') return;
  const char32_t owner = OwnerBefore(text, open);
  if (!IsHanCharacter(owner)) return;
  if (!letters.syllable.has_value()) {
    ++(letters.marked ? survey->words : survey->other_letters);
    return;
  }
  GlossSite site;
  site.brackets = {static_cast<uint32_t>(open), static_cast<uint32_t>(close + 1)};
  site.owner = owner;
  site.syllable = *letters.syllable;
  site.marked = letters.marked;
  site.usual = IsReadingOf(site.syllable, owner) ||
               IsReadingOf(site.syllable, ScriptTable::Get().Simplify(owner));
  if (!site.marked && !site.usual) ++survey->other_letters;
  survey->sites.push_back(site);
}

// Two ASCII marks tell something in Chinese text only, not in a list like "a,,b".
bool IsTellingMark(std::string_view text, size_t at) {
  if (!IsInsertedMark(text, at)) return false;
  const Utf8Character mark = CharacterAt(text, at + 1);
  return mark.size > 1 || CharacterBefore(text, at).value >= 0x80 ||
         CharacterAt(text, at + 2).value >= 0x80;
}

// ?lì) or U+FFFD lì): the bracket was eaten by half a character.
bool IsShiftTrace(std::string_view text, size_t after) {
  if (after < text.size() && text[after] == '(') ++after;
  const SpelledLetters letters = ReadLetters(text.substr(std::min(after, text.size()), 32));
  return letters.syllable.has_value() && letters.marked &&
         text.substr(after + letters.size).starts_with(')');
}

Survey Walk(std::string_view text) {
  Survey survey;
  constexpr auto kReplacementLead = static_cast<uint8_t>(kReplacementUtf8[0]);
  ForEachByteOf<'(', ',', '?', kReplacementLead>(text, 0, text.size(), [&](size_t at) {
    if (text[at] == '(') {
      SurveyBracket(text, at, &survey);
    } else if (text[at] == ',') {
      if (IsTellingMark(text, at)) ++survey.inserted_marks;
    } else if (text[at] == '?') {
      if (IsShiftTrace(text, at + 1)) ++survey.shift_traces;
    } else if (StartsWith(text.substr(at), kReplacementUtf8)) {
      if (IsShiftTrace(text, at + 3)) ++survey.shift_traces;
    }
  });
  return survey;
}

// Marks that commas are put before, and ASCII commas.
size_t CountMarks(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    if (c.value == ',' || c.value == U'，' || c.value == U'。' || c.value == U'、') ++count;
    at += c.size;
  }
  return count;
}

// Han characters from `at` on, before `limit`.
size_t HanAfter(std::string_view text, size_t at, size_t limit) {
  size_t count = 0;
  while (at < limit) {
    const Utf8Character c = CharacterAt(text, at);
    if (!IsHanCharacter(c.value)) break;
    at += c.size;
    ++count;
  }
  return count;
}

// Bytes between two positions are Han characters only.
bool OnlyHan(std::string_view text, size_t start, size_t end, size_t* count) {
  size_t at = start;
  *count = 0;
  while (at < end) {
    const Utf8Character c = CharacterAt(text, at);
    if (!IsHanCharacter(c.value)) return false;
    at += c.size;
    ++*count;
  }
  return true;
}

size_t HanBefore(std::string_view text, size_t at, size_t limit) {
  size_t count = 0;
  while (at > limit) {
    const Utf8Character c = CharacterBefore(text, at);
    if (!IsHanCharacter(c.value)) break;
    at -= c.size;
    ++count;
  }
  return count;
}

// Marks the sites of runs (Han characters and glosses, nothing between) in
// which nearly every character has its gloss.
void MarkDense(std::string_view text, std::vector<GlossSite>* sites) {
  size_t first = 0;
  size_t edge = 0;  // no run reaches back behind this
  while (first < sites->size()) {
    size_t han = HanBefore(text, (*sites)[first].brackets.start, edge);
    size_t last = first;
    size_t between = 0;
    while (last + 1 < sites->size() && OnlyHan(text, (*sites)[last].brackets.end,
                                               (*sites)[last + 1].brackets.start, &between)) {
      han += between;
      ++last;
    }
    edge = (*sites)[last].brackets.end;
    const size_t limit = last + 1 < sites->size() ? (*sites)[last + 1].brackets.start : text.size();
    han += HanAfter(text, edge, limit);
    const size_t glossed = last - first + 1;
    const bool dense = glossed == han || (han >= 4 && glossed * 5 >= han * 4);
    for (size_t i = first; i <= last; ++i) (*sites)[i].dense = dense;
    first = last + 1;
  }
}

bool Teaches(const Survey& survey) {
  const auto& sites = survey.sites;
  const auto dense = static_cast<size_t>(
      std::count_if(sites.begin(), sites.end(), [](const GlossSite& s) { return s.dense; }));
  return dense * 100 >= sites.size() * kTeachingPercent || survey.words * 4 >= sites.size();
}

struct ScriptCensus {
  size_t han = 0;
  size_t traditional = 0;
  size_t simplified = 0;
};

ScriptCensus CountScript(std::string_view text) {
  const ScriptTable& table = ScriptTable::Get();
  ScriptCensus census;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    at += c.size;
    if (!IsHanCharacter(c.value)) continue;
    ++census.han;
    if (table.IsTraditional(c.value)) ++census.traditional;
    if (table.IsSimplifiedOnly(c.value)) ++census.simplified;
  }
  return census;
}

bool IsTraditionalText(const ScriptCensus& census) {
  return census.traditional >= kFewestTraditional && census.traditional >= 3 * census.simplified;
}

bool IsUsualReading(Syllable syllable, char32_t character) {
  const Syllable usual = ReadingOf(character);
  return syllable.base == usual.base && (syllable.tone == 0 || syllable.tone == usual.tone);
}

// Glosses that speak for damage: the usual reading, on a character that every
// reader knows. A letter that explains a reading explains another one.
bool IsTelling(const GlossSite& site) {
  const char32_t simplified = ScriptTable::Get().Simplify(site.owner);
  return !site.dense && IsCommonHan(simplified) &&
         (IsUsualReading(site.syllable, site.owner) || IsUsualReading(site.syllable, simplified));
}

size_t CountTelling(const std::vector<GlossSite>& sites, bool marked) {
  return static_cast<size_t>(std::count_if(sites.begin(), sites.end(), [&](const GlossSite& s) {
    return s.marked == marked && IsTelling(s);
  }));
}

void KeepGlosses(const Survey& survey, bool all_marked, Damage* damage) {
  for (const GlossSite& site : survey.sites) {
    if (site.usual || (all_marked && site.marked)) damage->glosses.push_back(site);
  }
}

void JudgeGlosses(std::string_view text, const ScriptCensus& census, Survey* survey,
                  Damage* damage) {
  MarkDense(text, &survey->sites);
  if (Teaches(*survey)) return;
  const size_t marked = CountTelling(survey->sites, true);
  const size_t toneless = CountTelling(survey->sites, false);
  const bool mirror = IsTraditionalText(census) || survey->inserted_marks > 0;
  const bool all_traits = IsTraditionalText(census) && survey->inserted_marks > 0 && marked > 0;
  if (marked >= kFewestToned || all_traits) {
    KeepGlosses(*survey, true, damage);
    const bool sparse = damage->glosses.size() * 1000 < census.han * kSparsePerThousand;
    damage->profiles.push_back(sparse && !mirror ? "sparse-gloss" : "mirror-gloss");
  } else if (toneless >= kFewestToneless && toneless >= survey->other_letters) {
    KeepGlosses(*survey, false, damage);
    damage->profiles.push_back("toneless-gloss");
  }
}

}  // namespace

bool IsInsertedMark(std::string_view text, size_t at) {
  return text[at] == ',' && IsMark(CharacterAt(text, at + 1).value);
}

Damage FindDamage(std::string_view text) {
  Damage damage;
  Survey survey = Walk(text);
  const bool many_inserted = survey.inserted_marks >= kFewestInsertedMarks &&
                             survey.inserted_marks * kMarksPerInserted >= CountMarks(text);
  if (survey.sites.empty() && !many_inserted) return damage;
  const ScriptCensus census = CountScript(text);
  JudgeGlosses(text, census, &survey, &damage);
  if (damage.empty() && many_inserted) {
    damage.profiles.push_back(IsTraditionalText(census) ? "mirror-gloss" : "inserted-commas");
  }
  const bool mirror = !damage.empty() && damage.profiles.front() != "toneless-gloss";
  damage.inserted_marks = mirror && survey.inserted_marks > 0;
  damage.shifted_blocks = mirror && (survey.shift_traces > 0 || damage.inserted_marks);
  damage.traditional = mirror && IsTraditionalText(census);
  return damage;
}

}  // namespace pledge::pipeline
