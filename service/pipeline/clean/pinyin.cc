#include "service/pipeline/clean/pinyin.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "service/pipeline/tables/reading_table_data.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

constexpr char32_t kFirstHan = 0x4E00;
constexpr uint32_t kMaxLetters = 8;

struct Letter {
  char32_t character;
  char plain;    // v for ü
  uint8_t tone;  // 0 when unmarked
};

// Letters beyond a to z as dictionaries, input methods and web pages write
// them; the breve stands for the caron on many pages, ɑ and ɡ come from GBK.
constexpr Letter kLetters[] = {
    {U'ā', 'a', 1}, {U'á', 'a', 2}, {U'ǎ', 'a', 3}, {U'à', 'a', 4}, {U'ă', 'a', 3}, {U'ɑ', 'a', 0},
    {U'ē', 'e', 1}, {U'é', 'e', 2}, {U'ě', 'e', 3}, {U'è', 'e', 4}, {U'ĕ', 'e', 3}, {U'ê', 'e', 0},
    {U'ī', 'i', 1}, {U'í', 'i', 2}, {U'ǐ', 'i', 3}, {U'ì', 'i', 4}, {U'ĭ', 'i', 3}, {U'ɡ', 'g', 0},
    {U'ō', 'o', 1}, {U'ó', 'o', 2}, {U'ǒ', 'o', 3}, {U'ò', 'o', 4}, {U'ŏ', 'o', 3}, {U'ū', 'u', 1},
    {U'ú', 'u', 2}, {U'ǔ', 'u', 3}, {U'ù', 'u', 4}, {U'ŭ', 'u', 3}, {U'ǖ', 'v', 1}, {U'ǘ', 'v', 2},
    {U'ǚ', 'v', 3}, {U'ǜ', 'v', 4}, {U'ü', 'v', 0}, {U'ń', 'n', 2}, {U'ň', 'n', 3}, {U'ǹ', 'n', 4},
    {U'ḿ', 'm', 2},
};

// Second readings of characters that letters use, without tone.
constexpr std::pair<const char*, const char*> kSecondReadings[] = {
    {"行", "hang"}, {"长", "chang"}, {"重", "chong"}, {"会", "kuai"},  {"调", "tiao"},
    {"都", "du"},   {"得", "dei"},   {"地", "di"},    {"的", "di"},    {"了", "liao"},
    {"着", "zhuo"}, {"着", "zhao"},  {"率", "shuai"}, {"参", "shen"},  {"单", "shan"},
    {"省", "xing"}, {"乐", "yue"},   {"朝", "zhao"},  {"传", "zhuan"}, {"弹", "tan"},
    {"给", "ji"},   {"还", "huan"},  {"系", "ji"},    {"降", "xiang"}, {"角", "jue"},
    {"觉", "jiao"}, {"落", "la"},    {"强", "jiang"}, {"什", "shi"},   {"盛", "cheng"},
    {"识", "zhi"},  {"数", "shuo"},  {"说", "shui"},  {"属", "zhu"},   {"提", "di"},
    {"校", "jiao"}, {"血", "xie"},   {"种", "chong"}, {"称", "chen"},  {"差", "chai"},
    {"藏", "zang"}, {"曾", "ceng"},  {"薄", "bo"},    {"薄", "bao"},   {"区", "ou"},
    {"大", "dai"},  {"厦", "xia"},   {"厦", "sha"},   {"车", "ju"},    {"石", "dan"},
    {"便", "pian"}, {"便", "bian"},  {"宿", "xiu"},   {"屏", "bing"},  {"那", "nei"},
    {"露", "lou"},  {"没", "mo"},    {"模", "mo"},    {"模", "mu"},    {"期", "ji"},
    {"奇", "ji"},   {"壳", "qiao"},  {"率", "lv"},    {"南", "na"},    {"贾", "gu"},
    {"贾", "jia"},  {"洗", "xian"},  {"咽", "ye"},    {"折", "she"},   {"拓", "ta"},
    {"拓", "tuo"},  {"吓", "he"},    {"削", "xiao"},  {"削", "xue"},   {"嚼", "jue"},
    {"剥", "bo"},   {"剥", "bao"},   {"查", "zha"},   {"塞", "sai"},   {"塞", "se"},
    {"色", "shai"}, {"熟", "shou"},  {"谁", "shui"},  {"谁", "shei"},  {"百", "bo"},
    {"柏", "bo"},   {"柏", "bai"},   {"伯", "bai"},   {"脉", "mo"},    {"脉", "mai"},
    {"泊", "po"},   {"泊", "bo"},    {"辟", "bi"},    {"辟", "pi"},    {"否", "pi"},
    {"仔", "zai"},  {"仔", "zi"},    {"蔓", "wan"},   {"蔓", "man"},   {"圈", "juan"},
    {"圈", "quan"}, {"卡", "qia"},   {"卡", "ka"},    {"炸", "zha"},   {"合", "ge"},
    {"盖", "ge"},   {"殷", "yan"},   {"尉", "yu"},    {"澄", "deng"},  {"丁", "zheng"},
    {"俩", "lia"},  {"俩", "liang"}, {"绿", "lu"},    {"虑", "lv"},    {"陆", "liu"},
};

// The letters of a syllable without their marks.
struct PlainLetters {
  uint64_t key = 0;  // five bits for each letter
  uint32_t count = 0;
  uint8_t tone = 0;

  void Push(char letter) {
    key = key << 5 | static_cast<uint64_t>(letter - 'a' + 1);
    ++count;
  }
};

// The letters of kLetters by character.
class LetterTable {
 public:
  static const LetterTable& Get() {
    static const auto* const table = new LetterTable();
    return *table;
  }
  const Letter* Find(char32_t c) const { return c < letters_.size() ? letters_[c] : nullptr; }

 private:
  LetterTable() {
    for (const Letter& letter : kLetters) {
      if (letter.character < letters_.size()) letters_[letter.character] = &letter;
    }
  }

  std::array<const Letter*, 0x280> letters_{};
};

// Adds one letter to `plain`; false when the character is none.
bool AddLetter(char32_t c, PlainLetters* plain) {
  if (c >= 'a' && c <= 'z') {
    plain->Push(static_cast<char>(c));
    return true;
  }
  if (c == 0x0304 || c == 0x0301 || c == 0x030C || c == 0x0300) {  // combining tone marks
    plain->tone = c == 0x0304 ? 1 : c == 0x0301 ? 2 : c == 0x030C ? 3 : 4;
    return plain->count > 0;
  }
  const Letter* letter = LetterTable::Get().Find(c);
  if (letter == nullptr) return false;
  plain->Push(letter->plain);
  if (letter->tone != 0) plain->tone = letter->tone;
  return true;
}

class Readings {
 public:
  static const Readings& Get() {
    static const auto* const readings = new Readings();
    return *readings;
  }

  uint16_t Base(const PlainLetters& plain) const {
    const auto it = bases_.find(plain.key);
    return it == bases_.end() ? 0 : it->second;
  }
  Syllable Of(char32_t c) const {
    const size_t index = c - kFirstHan;
    return c < kFirstHan || index >= std::size(tables::kReadings)
               ? Syllable{}
               : syllables_[tables::kReadings[index]];
  }
  bool HasSecond(char32_t c, uint16_t base) const {
    const auto [begin, end] = second_.equal_range(c);
    return std::any_of(begin, end, [base](const auto& entry) { return entry.second == base; });
  }
  const std::vector<char32_t>& Characters(Syllable syllable) const {
    static const auto& none = *new std::vector<char32_t>();
    const auto it = characters_.find(syllable.base * 8 + syllable.tone);
    return it == characters_.end() ? none : it->second;
  }

 private:
  Readings();
  Syllable Number(std::string_view written);

  std::unordered_map<uint64_t, uint16_t> bases_;  // by PlainLetters::key
  std::vector<Syllable> syllables_;               // like tables::kSyllables
  std::unordered_map<int, std::vector<char32_t>> characters_;
  std::multimap<char32_t, uint16_t> second_;
};

Readings::Readings() {
  for (const char* written : tables::kSyllables) syllables_.push_back(Number(written));
  for (size_t i = 0; i < std::size(tables::kReadings); ++i) {
    const Syllable syllable = syllables_[tables::kReadings[i]];
    if (syllable.base == 0) continue;
    characters_[syllable.base * 8 + syllable.tone].push_back(static_cast<char32_t>(kFirstHan + i));
  }
  for (const auto& [character, plain] : kSecondReadings) {
    second_.emplace(CharacterAt(character, 0).value, Number(plain).base);
  }
}

Syllable Readings::Number(std::string_view written) {
  PlainLetters plain;
  for (size_t at = 0; at < written.size();) {
    const Utf8Character c = CharacterAt(written, at);
    if (!AddLetter(c.value, &plain)) return {};
    at += c.size;
  }
  if (plain.count == 0) return {};
  const auto next = static_cast<uint16_t>(bases_.size() + 1);
  return {bases_.emplace(plain.key, next).first->second, plain.tone};
}

}  // namespace

SpelledLetters ReadLetters(std::string_view text) {
  SpelledLetters read;
  PlainLetters plain;
  while (read.size < text.size() && plain.count <= kMaxLetters) {
    const Utf8Character c = CharacterAt(text, read.size);
    if (!AddLetter(c.value, &plain)) break;
    read.size += c.size;
  }
  read.letters = plain.count;
  read.marked = plain.tone != 0;
  const uint16_t base = plain.count > kMaxLetters ? 0 : Readings::Get().Base(plain);
  if (base != 0) read.syllable = Syllable{base, plain.tone};
  return read;
}

Syllable ReadingOf(char32_t character) { return Readings::Get().Of(character); }

bool IsReadingOf(Syllable syllable, char32_t character) {
  const Syllable usual = ReadingOf(character);
  if (usual.base == syllable.base && (syllable.tone == 0 || syllable.tone == usual.tone)) {
    return true;
  }
  return Readings::Get().HasSecond(character, syllable.base);
}

const std::vector<char32_t>& CharactersRead(Syllable syllable) {
  return Readings::Get().Characters(syllable);
}

}  // namespace pledge::pipeline
