#include "service/pipeline/clean/shift_reader.h"

#include <algorithm>
#include <utility>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr uint8_t kFirstLead = 0x81;
// A shift ends at the next byte below 0x80, which is never far.
constexpr size_t kMaxShiftedCharacters = 48;
// Pairs of bytes that one block may have lost inside.
constexpr size_t kMaxDepth = 3;
constexpr size_t kMaxShortlist = 24;
constexpr size_t kContextBytes = 36;

constexpr bool IsTrailBelow80(char32_t c) { return c >= 0x40 && c <= 0x7E; }
constexpr bool IsPrivateUse(char32_t c) { return c >= 0xE000 && c <= 0xF8FF; }
constexpr bool IsMarker(char32_t c) { return c == '?' || c == kReplacementCharacter; }

struct BracketedReading {
  size_t end = 0;
  Syllable syllable;
};

// A reading and its closing bracket at `at`; the opening one may be there or
// may have been eaten.
std::optional<BracketedReading> ReadingAt(std::string_view text, size_t at) {
  if (text.substr(std::min(at, text.size())).starts_with('(')) ++at;
  const SpelledLetters letters = ReadLetters(text.substr(std::min(at, text.size()), 32));
  if (!letters.syllable.has_value()) return std::nullopt;
  if (!text.substr(at + letters.size).starts_with(')')) return std::nullopt;
  return BracketedReading{at + letters.size + 1, *letters.syllable};
}

// The full-width form of a mark that a comma is put before; 0 for others.
char32_t InsertionMark(char32_t c) {
  const char32_t wide = WideMarkOf(c);
  return wide == U'，' || wide == U'；' || wide == U'。' || wide == U'、' ? wide : 0;
}

}  // namespace

std::optional<ShiftReading> ShiftReader::Read(size_t marker, char32_t before) {
  const size_t after = marker + CharacterAt(text_, marker).size;
  context_ = scorer_.Plain(marker - std::min(marker, kContextBytes), marker);
  const std::optional<BracketedReading> gloss = ReadingAt(text_, after);
  const Readings readings = gloss.has_value() ? ReadBehindGloss(gloss->end, gloss->syllable, before)
                                              : ReadBehindMark(after);
  if (readings.empty()) return std::nullopt;
  return Choose(readings, context_);
}

// The character that was searched for begins with the second byte of the one
// before the marker; its own second byte is the one that was lost.
ShiftReader::Readings ShiftReader::ReadBehindGloss(size_t after, Syllable syllable,
                                                   char32_t before) {
  Readings readings;
  const uint8_t lead = gbk_.Encode(before) & 0xFF;
  if (lead < kFirstLead) return readings;
  for (const char32_t searched : CharactersReadWithLead(syllable, lead)) {
    const uint8_t lost = gbk_.Encode(searched) & 0xFF;
    if (lost < kFirstLead) continue;
    for (ShiftReading& reading : Follow(after, lost, 0)) readings.push_back(std::move(reading));
  }
  return readings;
}

// A comma that was put before what only looked like a mark: the second byte of
// the lost character and the first one of the next.
ShiftReader::Readings ShiftReader::ReadBehindMark(size_t after) {
  if (text_.substr(after).starts_with(',') &&
      InsertionMark(CharacterAt(text_, after + 1).value) != 0) {
    ++after;
  }
  Readings readings;
  const Utf8Character mark = CharacterAt(text_, after);
  const uint16_t code = gbk_.Encode(InsertionMark(mark.value));
  if (code == 0) return readings;
  for (const ShiftReading& rest : Follow(after + mark.size, code & 0xFF, 0)) {
    for (const char32_t lost : PlausibleWithTrail(code >> 8)) {
      readings.push_back({ToUtf8(lost) + rest.text, rest.end});
    }
  }
  return readings;
}

ShiftReader::Readings ShiftReader::Follow(size_t at, uint8_t lead, size_t depth) {
  std::string restored;
  for (size_t i = 0; i < kMaxShiftedCharacters; ++i) {
    const Utf8Character c = CharacterAt(text_, at);
    if (IsMarker(c.value)) return FollowGap(at, lead, restored, depth);
    const bool single = c.size == 1;
    if (c.value == ',' && InsertionMark(CharacterAt(text_, at + 1).value) != 0) {
      ++at;  // put before what only looks like a mark
      continue;
    }
    if (single && !IsTrailBelow80(c.value)) return {};
    const uint16_t code = single ? static_cast<uint16_t>(c.value << 8) : gbk_.Encode(c.value);
    const char32_t character = gbk_.Decode(lead, code >> 8);
    if (code == 0 || !IsPlausible(character)) return {};
    AppendUtf8(character, &restored);
    at += c.size;
    // The wrong character may have been searched for and got a gloss itself.
    if (!single) at = SkipOwnGloss(at, c.value).value_or(at);
    if (single) {
      const std::optional<size_t> end = SkipOwnGloss(at, character);
      if (!end.has_value()) return {};
      return {{std::move(restored), *end}};
    }
    lead = code & 0xFF;
    if (lead >= kFirstLead) continue;
    // The second byte is an ASCII letter of the text itself.
    restored.push_back(static_cast<char>(lead));
    return {{std::move(restored), at}};
  }
  return {};
}

// Another question mark inside the block. The byte behind `lead` was eaten with
// the bracket of the character's own gloss, with a comma before a mark, or with
// the first byte of the next character, where the two stand for nothing.
ShiftReader::Readings ShiftReader::FollowGap(size_t marker, uint8_t lead,
                                             const std::string& restored, size_t depth) {
  const Utf8Character gap = CharacterAt(text_, marker);
  const size_t after = marker + gap.size;
  const Utf8Character next = CharacterAt(text_, after);
  Readings readings;
  if (const std::optional<BracketedReading> gloss = ReadingAt(text_, after)) {
    for (const char32_t c : CharactersReadWithLead(gloss->syllable, lead)) {
      readings.push_back({restored + ToUtf8(c), gloss->end});
    }
  } else if (InsertionMark(next.value) != 0 ||
             (next.value == ',' && InsertionMark(CharacterAt(text_, after + 1).value) != 0)) {
    for (const char32_t c : PlausibleWithLead(lead)) {
      readings.push_back({restored + ToUtf8(c), after});
    }
  } else if (gap.value == kReplacementCharacter) {
    // This decoder gives up one byte only: the next character is whole again.
    for (const char32_t c : PlausibleWithLead(lead)) {
      if (IsEaten(c, next.value)) readings.push_back({restored + ToUtf8(c), after});
    }
  } else if (depth < kMaxDepth) {
    readings = FollowLostPair(after, lead, restored, depth);
  }
  return readings;
}

// Two characters of which one byte each is known: the first byte of the first,
// the second byte of the second. Between them may be a third that was eaten
// whole, by two question marks.
ShiftReader::Readings ShiftReader::FollowLostPair(size_t after, uint8_t lead,
                                                  const std::string& restored, size_t depth) {
  const bool twice = CharacterAt(text_, after).value == '?';
  if (twice) {
    ++after;
    if (const std::optional<BracketedReading> gloss = ReadingAt(text_, after)) {
      return FollowLostGloss(gloss->end, gloss->syllable, lead, restored);
    }
  }
  const Utf8Character c = CharacterAt(text_, after);
  const bool single = c.size == 1;
  if (c.size == 0 || (single && !IsTrailBelow80(c.value))) return {};
  const uint16_t code = single ? static_cast<uint16_t>(c.value << 8) : gbk_.Encode(c.value);
  Readings rests;
  if (single) {
    rests = {{"", after + c.size}};
  } else if ((code & 0xFF) >= kFirstLead) {
    rests = Follow(after + c.size, code & 0xFF, depth + 1);
  }
  if (code == 0 || rests.empty()) return {};
  const ShiftReading rest = Choose(rests, "");
  const std::string before = context_ + ShiftScorer::Plain(restored);
  const std::vector<std::u32string> firsts = twice ? SeenPairs(lead) : LostFirsts(lead, before);
  Readings readings;
  for (const char32_t second : Shortlist(PlausibleWithTrail(code >> 8), "", rest)) {
    const std::optional<size_t> end = single ? SkipOwnGloss(rest.end, second) : rest.end;
    if (!end.has_value()) continue;
    for (const std::u32string& first : firsts) {
      if (!IsEaten(first.back(), second)) continue;
      std::string text = restored;
      for (const char32_t lost : first) AppendUtf8(lost, &text);
      AppendUtf8(second, &text);
      readings.push_back({text + rest.text, *end});
    }
  }
  if (readings.empty()) return {};
  return {Choose(readings, context_)};
}

// Two question marks before a reading: of the first character one byte is known,
// of the second one only how it is read.
ShiftReader::Readings ShiftReader::FollowLostGloss(size_t end, Syllable syllable, uint8_t lead,
                                                   const std::string& restored) {
  const std::string before = context_ + ShiftScorer::Plain(restored);
  Readings readings;
  for (const std::u32string& first : LostFirsts(lead, before)) {
    for (const char32_t second : CharactersRead(syllable)) {
      if (!IsPlausible(second) || !IsEaten(first.back(), second)) continue;
      readings.push_back({restored + ToUtf8(first.back()) + ToUtf8(second), end});
    }
  }
  if (readings.empty()) return {};
  return {Choose(readings, context_)};
}

// Candidates for the character that begins with `lead`.
std::vector<std::u32string> ShiftReader::LostFirsts(uint8_t lead, const std::string& before) {
  std::vector<std::u32string> firsts;
  for (const char32_t c : Shortlist(PlausibleWithLead(lead), before, {"", text_.size()})) {
    firsts.emplace_back(1, c);
  }
  return firsts;
}

// The same when the next character was eaten too: pairs that the text has
// elsewhere, since nothing else tells what it was, and the ends of labels.
std::vector<std::u32string> ShiftReader::SeenPairs(uint8_t lead) {
  constexpr std::u32string_view kNumerals = U"一二三四五六七八九十";
  std::vector<std::u32string> pairs;
  for (const char32_t first : PlausibleWithLead(lead)) {
    if (kNumerals.find(first) != std::u32string_view::npos && IsEaten(first, U'）')) {
      pairs.push_back({first, U'）'});
    }
    for (const char32_t second : scorer_.Successors(first)) {
      if (IsPlausible(second) && IsEaten(first, second)) pairs.push_back({first, second});
    }
  }
  return pairs;
}

// True when the second byte of `first` and the first byte of `second` stand for
// nothing in GBK.
bool ShiftReader::IsEaten(char32_t first, char32_t second) const {
  const char32_t pair = gbk_.Decode(gbk_.Encode(first) & 0xFF, gbk_.Encode(second) >> 8);
  return pair == 0 || IsPrivateUse(pair);
}

// Position behind the gloss of `owner` at `at`, or `at` when there is none.
// Nullopt when the gloss there is not the owner's.
std::optional<size_t> ShiftReader::SkipOwnGloss(size_t at, char32_t owner) const {
  if (!text_.substr(std::min(at, text_.size())).starts_with('(')) return at;
  const std::optional<BracketedReading> gloss = ReadingAt(text_, at);
  if (!gloss.has_value()) return at;
  if (!IsReadingOf(gloss->syllable, owner) &&
      !IsReadingOf(gloss->syllable, script_.Simplify(owner))) {
    return std::nullopt;
  }
  return gloss->end;
}

// What a page that was turned traditional may hold: marks, and characters whose
// simplified form is in GB2312.
bool ShiftReader::IsPlausible(char32_t c) const {
  if (IsWideMark(c) || c == 0x3000 || (c >= 0xFF01 && c <= 0xFF5E)) return true;
  if (script_.IsSimplifiedOnly(c)) return false;
  const uint16_t code = gbk_.Encode(script_.Simplify(c));
  return code >= 0xB0A1 && (code & 0xFF) >= 0xA1;
}

std::vector<char32_t> ShiftReader::PlausibleWithLead(uint8_t lead) const {
  std::vector<char32_t> characters;
  for (uint32_t trail = 0x40; trail < 0xFF; ++trail) {
    const char32_t c = gbk_.Decode(lead, static_cast<uint8_t>(trail));
    if (c != 0 && IsPlausible(c)) characters.push_back(c);
  }
  return characters;
}

// Marks come first: between equals the end of a sentence is likelier.
std::vector<char32_t> ShiftReader::PlausibleWithTrail(uint8_t trail) const {
  std::vector<char32_t> characters;
  for (uint32_t lead = 0xA1; lead < 0xA1 + 0x7E; ++lead) {
    const uint32_t turned = lead < 0xFF ? lead : lead - 0x7E;
    const char32_t c = gbk_.Decode(static_cast<uint8_t>(turned), trail);
    if (c != 0 && IsPlausible(c)) characters.push_back(c);
  }
  return characters;
}

std::vector<char32_t> ShiftReader::CharactersReadWithLead(Syllable syllable, uint8_t lead) const {
  std::vector<char32_t> characters;
  for (const char32_t c : CharactersRead(syllable)) {
    if (gbk_.Encode(c) >> 8 == lead) characters.push_back(c);
  }
  return characters;
}

const ShiftReading& ShiftReader::Choose(const Readings& readings, const std::string& before) {
  const ShiftReading* cheapest = &readings.front();
  if (readings.size() == 1) return *cheapest;
  size_t lowest = SIZE_MAX;
  for (const ShiftReading& reading : readings) {
    if (!scorer_.MayGoOn()) break;
    const size_t cost = scorer_.Cost(before, reading.text, reading.end);
    if (cost >= lowest) continue;
    cheapest = &reading;
    lowest = cost;
  }
  return *cheapest;
}

std::vector<char32_t> ShiftReader::Shortlist(const std::vector<char32_t>& characters,
                                             const std::string& before,
                                             const ShiftReading& behind) {
  std::vector<std::pair<size_t, char32_t>> ranked;
  for (const char32_t c : characters) {
    const size_t cost =
        scorer_.MayGoOn() ? scorer_.Cost(before, ToUtf8(c) + behind.text, behind.end) : 0;
    ranked.emplace_back(cost, c);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<char32_t> shortlist;
  for (const auto& [cost, c] : ranked) {
    const bool near = cost <= ranked.front().first + ShiftScorer::kWordCost;
    if (shortlist.size() == kMaxShortlist || !near) break;
    shortlist.push_back(c);
  }
  return shortlist;
}

}  // namespace pledge::pipeline
