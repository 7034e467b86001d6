#include "tests/damage/script.h"

#include <opencc/opencc.h>

#include "tests/damage/gbk.h"

namespace pledge::damage {

absl::StatusOr<std::unordered_map<std::string, std::string>> TraditionalForms(
    std::string_view utf8) {
  opencc_t converter = opencc_open("s2t.json");
  if (converter == reinterpret_cast<opencc_t>(-1))
    return absl::NotFoundError("OpenCC has no s2t.json");
  std::unordered_map<std::string, std::string> forms;
  for (std::string_view character : Characters(utf8)) {
    std::string key(character);
    if (character.size() == 1 || forms.contains(key)) continue;
    char* converted = opencc_convert_utf8(converter, character.data(), character.size());
    if (converted == nullptr) continue;
    forms.emplace(std::move(key), converted);
    opencc_convert_utf8_free(converted);
  }
  opencc_close(converter);
  return forms;
}

}  // namespace pledge::damage
