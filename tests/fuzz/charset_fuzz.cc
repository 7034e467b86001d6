// Any bytes under any declaration of a charset: valid UTF-8 comes out, and the map
// covers all of the source. The first byte chooses the declaration.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "service/pipeline/decode/charset.h"
#include "service/pipeline/decode/decode.h"
#include "service/pipeline/text/utf8.h"
#include "tests/fuzz/expect.h"

namespace pledge::pipeline {
namespace {

constexpr std::string_view kDeclared[] = {"",         "utf-8",     "gb2312",         "gbk",
                                          "gb18030",  "big5",      "utf-16",         "utf-16le",
                                          "utf-16be", "shift_jis", "no-such-charset"};

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const uint32_t size = ValidCharacterSize(text, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

void Check(std::string_view bytes, std::string_view charset) {
  const auto decoded =
      Decode({.bytes = bytes, .declared_charset = charset, .declared_media_type = "text/plain"});
  if (!decoded.ok()) return;
  FUZZ_EXPECT(IsUtf8(decoded->text));
  FUZZ_EXPECT(decoded->map.text_size() == decoded->text.size());
  FUZZ_EXPECT(decoded->map.source_size() == bytes.size());
  FUZZ_EXPECT(CharsetOfLabel(decoded->charset).has_value());
}

}  // namespace
}  // namespace pledge::pipeline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view charset =
      pledge::pipeline::kDeclared[data[0] % std::size(pledge::pipeline::kDeclared)];
  pledge::pipeline::Check(bytes, charset);
  return 0;
}
