#include "service/pipeline/shift_reader.h"

#include <algorithm>
#include <utility>

#include "service/pipeline/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr uint8_t kFirstLead = 0x81;
// A shift ends at the next byte below 0x80, which is never far.
constexpr size_t kMaxShiftedCharacters = 48;
// Pairs of bytes that one block may have lost inside.
constexpr size_t kMaxDepth = 3;
// Readings of one text that are weighed by their words; behind that the first
// one is taken, so that the time stays linear.
constexpr size_t kMaxWeighed = 40000;
constexpr size_t kMaxShortlist = 24;
constexpr size_t kContextBytes = 36;
// What a word more costs, and how often a character or a pair of them must be
// in the rest of the text to cost nothing.
constexpr size_t kWordCost = 6;
constexpr size_t kOftenSeen = 2;
// What it costs not to be a label such as （二）: the commonest text behind the
// indentation whose bytes look like a mark.
constexpr size_t kLabelCost = 8;

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

uint64_t PairKey(char32_t first, char32_t second) {
  return static_cast<uint64_t>(first) << 32 | second;
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// （二）
bool HoldsLabel(std::string_view text) {
  const size_t open = text.find("（");
  if (open == std::string_view::npos) return false;
  size_t at = open + 3;
  while (at < text.size() && Contains("一二三四五六七八九十", text.substr(at, 3))) at += 3;
  return at > open + 3 && text.substr(at).starts_with("）");
}

// Characters that hardly stand in a letter.
bool IsRare(char32_t c) {
  if (IsHanCharacter(c)) return !IsCommonHan(c);
  constexpr std::u32string_view kMarks = U"，。、；：（）《》〈〉“”‘’？！—…〔〕【】·　";
  const bool full_width = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF5A);
  return !full_width && kMarks.find(c) == std::u32string_view::npos;
}

// The characters that any Chinese text is mostly made of, by frequency.
constexpr std::u32string_view kFrequent =
    U"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    U"子说产"
    U"种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当"
    U"使点从业"
    U"本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看"
    U"原又么利"
    U"比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革"
    U"位入常文"
    U"总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决"
    U"西被干做"
    U"必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什"
    U"认六共权"
    U"收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确"
    U"才科张信"
    U"马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际"
    U"商非验连"
    U"断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选"
    U"标写存候";

// Simplified, without what stands in ASCII.
std::string PlainText(std::string_view text) {
  const ScriptTable& script = ScriptTable::Get();
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    at += c.size;
    if (c.size == 3) AppendUtf8(script.Simplify(c.value), &plain);
  }
  return plain;
}

// The full-width form of a mark that a comma is put before; 0 for others.
char32_t InsertionMark(char32_t c) {
  const char32_t wide = WideMarkOf(c);
  return wide == U'，' || wide == U'；' || wide == U'。' || wide == U'、' ? wide : 0;
}

}  // namespace

std::optional<ShiftReading> ShiftReader::Read(size_t marker, char32_t before) {
  const size_t after = marker + CharacterAt(text_, marker).size;
  context_ = Plain(marker - std::min(marker, kContextBytes), marker);
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
  if (twice) ++after;
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
  const std::string before = context_ + PlainText(restored);
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

// Candidates for the character that begins with `lead`.
std::vector<std::u32string> ShiftReader::LostFirsts(uint8_t lead, const std::string& before) {
  std::vector<std::u32string> firsts;
  for (const char32_t c : Shortlist(PlausibleWithLead(lead), before, {"", text_.size()})) {
    firsts.emplace_back(1, c);
  }
  return firsts;
}

// The same when the next character was eaten too: pairs that the text has
// elsewhere, since nothing else tells what it was.
std::vector<std::u32string> ShiftReader::SeenPairs(uint8_t lead) {
  if (seen_.empty()) LearnText();
  std::vector<std::u32string> pairs;
  for (const char32_t first : PlausibleWithLead(lead)) {
    const auto it = successors_.find(first);
    if (it == successors_.end()) continue;
    for (const char32_t second : it->second) {
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
  if (readings.size() == 1 || weighed_ + readings.size() > kMaxWeighed) return readings.front();
  weighed_ += readings.size();
  const ShiftReading* cheapest = nullptr;
  size_t lowest = 0;
  for (const ShiftReading& reading : readings) {
    const size_t cost = Cost(before, reading);
    if (cheapest != nullptr && cost >= lowest) continue;
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
    const bool weigh = weighed_ < kMaxWeighed;
    weighed_ += weigh ? 1 : 0;
    ranked.emplace_back(weigh ? Cost(before, {ToUtf8(c) + behind.text, behind.end}) : 0, c);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<char32_t> shortlist;
  for (const auto& [cost, c] : ranked) {
    if (shortlist.size() == kMaxShortlist || cost > ranked.front().first + kWordCost) break;
    shortlist.push_back(c);
  }
  return shortlist;
}

size_t ShiftReader::Cost(const std::string& before, const ShiftReading& reading) {
  std::string text = before;
  const size_t start = text.size();
  text += PlainText(reading.text);
  const size_t strange = StrangeCharacters(text, start);
  const bool label = HoldsLabel(reading.text);
  text += Plain(reading.end, std::min(text_.size(), reading.end + kContextBytes));
  return words_.Count(text) * kWordCost + strange + (label ? 0 : kLabelCost);
}

// A fine for characters from `start` on that are rare, or that the rest of the
// text hardly has, and for pairs that it hardly has.
size_t ShiftReader::StrangeCharacters(const std::string& simplified, size_t start) {
  size_t fine = 0;
  char32_t before = CharacterBefore(simplified, start).value;
  for (size_t at = start; at < simplified.size();) {
    const Utf8Character c = CharacterAt(simplified, at);
    at += c.size;
    if (IsRare(c.value)) fine += kWordCost;
    if (IsHanCharacter(c.value) && kFrequent.find(c.value) == std::u32string_view::npos) ++fine;
    fine += kOftenSeen - std::min(kOftenSeen, TimesSeen(0, c.value));
    fine += kOftenSeen - std::min(kOftenSeen, TimesSeen(before, c.value));
    before = c.value;
  }
  return fine;
}

size_t ShiftReader::TimesSeen(char32_t first, char32_t second) {
  if (seen_.empty()) LearnText();
  const auto it = seen_.find(PairKey(first, second));
  return it == seen_.end() ? 0 : it->second;
}

void ShiftReader::LearnText() {
  Utf8Character before;
  for (size_t at = 0; at < text_.size();) {
    const Utf8Character c = CharacterAt(text_, at);
    at += c.size;
    if (c.value == '(') {  // a gloss stands between two characters of one word
      if (const std::optional<BracketedReading> gloss = ReadingAt(text_, at - 1)) at = gloss->end;
      continue;
    }
    const char32_t simplified = script_.Simplify(c.value);
    ++seen_[PairKey(0, simplified)];
    ++seen_[PairKey(script_.Simplify(before.value), simplified)];
    if (before.size == 3 && c.size == 3) successors_[before.value].insert(c.value);
    before = c;
  }
}

// Simplified characters of a stretch, without what stands in ASCII.
std::string ShiftReader::Plain(size_t start, size_t end) const {
  while (start < end && IsContinuation(ByteAt(text_, start))) ++start;
  while (end < text_.size() && end > start && IsContinuation(ByteAt(text_, end))) --end;
  return PlainText(text_.substr(start, end - start));
}

}  // namespace pledge::pipeline
