#include "tests/damage/gbk.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <memory>
#include <unordered_map>

namespace pledge::damage {
namespace {

constexpr int kFirstLead = 0x81, kLastLead = 0xFE, kFirstTrail = 0x40, kLastTrail = 0xFE;

// All two-byte characters, both ways, asked from ICU once.
struct Tables {
  std::unordered_map<std::string, std::string> to_utf8;
  std::unordered_map<std::string, std::string> to_gbk;
};

// The character of two bytes; empty when there is none. ICU fills the gaps of GBK with private-use
// characters, which no page shows.
std::string DecodePair(UConverter* gbk, const std::string& pair) {
  UErrorCode status = U_ZERO_ERROR;
  UChar utf16[4];
  const int32_t count = ucnv_toUChars(gbk, utf16, 4, pair.data(), 2, &status);
  const bool is_private = count == 1 && utf16[0] >= 0xE000 && utf16[0] <= 0xF8FF;
  if (U_FAILURE(status) || count != 1 || utf16[0] == 0xFFFD || is_private) return "";
  char utf8[8];
  int32_t size = 0;
  u_strToUTF8(utf8, sizeof utf8, &size, utf16, count, &status);
  return U_FAILURE(status) ? "" : std::string(utf8, size);
}

const Tables& GetTables() {
  static const Tables& tables = *[] {
    auto* built = new Tables;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, decltype(&ucnv_close)> gbk(ucnv_open("GBK", &status), &ucnv_close);
    if (U_FAILURE(status)) return built;  // every test that needs a character then says so
    for (int lead = kFirstLead; lead <= kLastLead; ++lead) {
      for (int trail = kFirstTrail; trail <= kLastTrail; ++trail) {
        const std::string pair = {static_cast<char>(lead), static_cast<char>(trail)};
        std::string utf8 = DecodePair(gbk.get(), pair);
        if (utf8.empty()) continue;
        built->to_gbk.emplace(utf8, pair);
        built->to_utf8.emplace(pair, std::move(utf8));
      }
    }
    return built;
  }();
  return tables;
}

size_t Utf8Size(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::vector<std::string_view> Characters(std::string_view utf8) {
  std::vector<std::string_view> characters;
  for (size_t at = 0; at < utf8.size(); at += characters.back().size())
    characters.push_back(utf8.substr(at, Utf8Size(utf8[at])));
  return characters;
}

std::optional<std::string> ToGbk(std::string_view character) {
  if (character.size() == 1) return std::string(character);
  const auto found = GetTables().to_gbk.find(std::string(character));
  if (found == GetTables().to_gbk.end()) return std::nullopt;
  return found->second;
}

GbkStep DecodeGbkStep(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) return {std::string(1, bytes[0]), 1};
  if (bytes.size() == 1 || lead < kFirstLead || lead > kLastLead) return {"?", 1};
  const auto found = GetTables().to_utf8.find(std::string(bytes.substr(0, 2)));
  return {found == GetTables().to_utf8.end() ? "?" : found->second, 2};
}

}  // namespace pledge::damage
