#include "service/pipeline/clean/shift_scorer.h"

#include <algorithm>

#include "service/pipeline/clean/pinyin.h"
#include "service/pipeline/decode/charset_table.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr size_t kContextBytes = 36;
// How often a character or a pair of them must be in the text to cost nothing.
constexpr size_t kOftenSeen = 2;
// What it costs not to be a label such as （二）: the commonest text behind the
// indentation whose bytes look like a mark.
constexpr size_t kLabelCost = 8;

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

uint64_t PairKey(char32_t first, char32_t second) {
  return static_cast<uint64_t>(first) << 32 | second;
}

// （二）
bool HoldsLabel(std::string_view text) {
  constexpr std::string_view kNumerals = "一二三四五六七八九十";
  const size_t open = text.find("（");
  if (open == std::string_view::npos) return false;
  size_t at = open + 3;
  while (at < text.size() && kNumerals.find(text.substr(at, 3)) != std::string_view::npos) at += 3;
  return at > open + 3 && text.substr(at).starts_with("）");
}

// Characters that hardly stand in a letter.
bool IsRare(char32_t c) {
  if (IsHanCharacter(c)) return !IsCommonHan(c);
  constexpr std::u32string_view kMarks = U"，。、；：（）《》〈〉“”‘’？！—…〔〕【】·　";
  const bool full_width = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF5A);
  return !full_width && kMarks.find(c) == std::u32string_view::npos;
}

// Bytes of a gloss in brackets at the start of `text`; 0 when there is none.
size_t GlossSize(std::string_view text) {
  const SpelledLetters letters = ReadLetters(text.substr(1, 32));
  const bool gloss = letters.syllable.has_value() && text.substr(1 + letters.size).starts_with(')');
  return gloss ? letters.size + 2 : 0;
}

}  // namespace

size_t ShiftScorer::Cost(const std::string& before, std::string_view reading, size_t end) {
  Learn();
  ++weighed_;
  std::string text = before;
  text += Plain(reading);
  const size_t strangeness = Strangeness(text, before.size());
  text += Plain(end, std::min(text_.size(), end + kContextBytes));
  const size_t label = HoldsLabel(reading) ? 0 : kLabelCost;
  return words_.Count(text) * kWordCost + strangeness + label;
}

// A fine for characters from `start` on that are rare, or that the text hardly
// has, and for pairs that it hardly has.
size_t ShiftScorer::Strangeness(const std::string& simplified, size_t start) {
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

size_t ShiftScorer::TimesSeen(char32_t first, char32_t second) const {
  const auto it = seen_.find(PairKey(first, second));
  return it == seen_.end() ? 0 : it->second;
}

const std::set<char32_t>& ShiftScorer::Successors(char32_t character) {
  static const auto& none = *new std::set<char32_t>();
  Learn();
  const auto it = successors_.find(character);
  return it == successors_.end() ? none : it->second;
}

void ShiftScorer::Learn() {
  if (learned_) return;
  learned_ = true;
  Utf8Character before;
  for (size_t at = 0; at < text_.size();) {
    const Utf8Character c = CharacterAt(text_, at);
    if (c.value == '(') {  // a gloss stands between two characters of one word
      at += std::max<size_t>(1, GlossSize(text_.substr(at)));
      continue;
    }
    at += c.size;
    const char32_t simplified = script_.Simplify(c.value);
    ++seen_[PairKey(0, simplified)];
    ++seen_[PairKey(script_.Simplify(before.value), simplified)];
    if (before.size == 3 && c.size == 3) successors_[before.value].insert(c.value);
    before = c;
  }
}

std::string ShiftScorer::Plain(size_t start, size_t end) const {
  while (start < end && IsContinuation(ByteAt(text_, start))) ++start;
  while (end < text_.size() && end > start && IsContinuation(ByteAt(text_, end))) --end;
  return Plain(text_.substr(start, end - start));
}

std::string ShiftScorer::Plain(std::string_view text) {
  const ScriptTable& script = ScriptTable::Get();
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    at += c.size;
    if (c.size == 3) AppendUtf8(script.Simplify(c.value), &plain);
  }
  return plain;
}

}  // namespace pledge::pipeline
