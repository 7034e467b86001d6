// Build-time tool: writes the flat tables of the pipeline as C++ from the data
// that OpenCC and ICU have installed. At build time, so that the same build
// gives the same records on every machine and no stage can fail for a missing
// file. Usage: make_tables OPENCC_DATA_DIR OUT_DIR

#include <unicode/translit.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <opencc/DictEntry.hpp>
#include <opencc/Lexicon.hpp>
#include <opencc/MarisaDict.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Entries whose first value differs from the key; with `keep_same` all of them
// (a phrase that stays as it is protects its characters).
Pairs ReadDictionary(const std::string& path, bool keep_same) {
  const auto dictionary = opencc::SerializableDict::NewFromFile<opencc::MarisaDict>(path);
  Pairs pairs;
  for (const auto& entry : *dictionary->GetLexicon()) {
    if (keep_same || entry->GetDefault() != entry->Key()) {
      pairs.emplace_back(entry->Key(), entry->GetDefault());
    }
  }
  return pairs;
}

void BeginHeader(std::ostream& out) {
  out << "// Made by make_tables from the data of OpenCC and ICU; not to be edited.\n"
      << "#pragma once\n\n#include <cstdint>\n\nnamespace pledge::pipeline::tables {\n\n";
}

void EndHeader(std::ostream& out) { out << "\n}  // namespace pledge::pipeline::tables\n"; }

void WritePairs(const Pairs& pairs, const std::string& name, std::ostream& out) {
  out << "inline constexpr ScriptPair " << name << "[] = {\n";
  for (const auto& [from, to] : pairs) out << "    {\"" << from << "\", \"" << to << "\"},\n";
  out << "};\n";
}

// Big5 holds the characters of traditional text, old forms such as 后 and 里
// included: what it lacks was made for simplified text.
bool InBig5(const std::string& character) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* big5 = ucnv_open("Big5", &status);
  ucnv_setFromUCallBack(big5, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  const auto text = icu::UnicodeString::fromUTF8(character);
  char bytes[16];
  ucnv_fromUChars(big5, bytes, sizeof(bytes), text.getBuffer(), text.length(), &status);
  ucnv_close(big5);
  return U_SUCCESS(status);
}

void WriteSimplifiedOnly(const Pairs& pairs, std::ostream& out) {
  std::set<std::string> forms;
  for (const auto& [from, to] : pairs) {
    if (!InBig5(to)) forms.insert(to);
  }
  out << "inline constexpr const char* kSimplifiedOnlyForms[] = {\n";
  for (const std::string& form : forms) out << "    \"" << form << "\",\n";
  out << "};\n";
}

bool WriteScriptTable(const std::string& data_dir, const std::string& path) {
  std::ofstream out(path);
  BeginHeader(out);
  out << "struct ScriptPair {\n  const char* from;\n  const char* to;\n};\n\n";
  const Pairs characters = ReadDictionary(data_dir + "/TSCharacters.ocd2", false);
  WritePairs(characters, "kScriptCharacters", out);
  WriteSimplifiedOnly(characters, out);
  WritePairs(ReadDictionary(data_dir + "/TSPhrases.ocd2", true), "kScriptPhrases", out);
  EndHeader(out);
  return out.good();
}

constexpr UChar32 kFirstHan = 0x4E00;
constexpr UChar32 kLastHan = 0x9FFF;

// One syllable with its tone mark for each Han character, empty when ICU has
// none.
std::vector<std::string> Readings(const icu::Transliterator& to_latin) {
  std::vector<std::string> readings;
  for (UChar32 c = kFirstHan; c <= kLastHan; ++c) {
    icu::UnicodeString text(c);
    to_latin.transliterate(text);
    std::string reading;
    if (text.length() > 0 && text.char32At(0) != c) text.toUTF8String(reading);
    readings.push_back(reading.substr(0, reading.find(' ')));
  }
  return readings;
}

bool WriteReadingTable(const std::string& path) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> to_latin(
      icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) return false;
  const std::vector<std::string> readings = Readings(*to_latin);
  std::map<std::string, uint32_t> index = {{"", 0}};
  for (const std::string& reading : readings) index.emplace(reading, 0);
  std::ofstream out(path);
  BeginHeader(out);
  out << "inline constexpr const char* kSyllables[] = {\n";
  uint32_t next = 0;
  for (auto& [syllable, number] : index) {
    number = next++;
    out << "    \"" << syllable << "\",\n";
  }
  out << "};\ninline constexpr uint16_t kReadings[] = {";
  for (size_t i = 0; i < readings.size(); ++i) {
    out << (i % 16 == 0 ? "\n    " : " ") << index[readings[i]] << ",";
  }
  out << "\n};\n";
  EndHeader(out);
  return out.good();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: make_tables OPENCC_DATA_DIR OUT_DIR\n";
    return 2;
  }
  const std::string out_dir = argv[2];
  if (!WriteScriptTable(argv[1], out_dir + "/script_table_data.h") ||
      !WriteReadingTable(out_dir + "/reading_table_data.h")) {
    std::cerr << "make_tables: cannot write the tables in " << out_dir << "\n";
    return 1;
  }
  return 0;
}
