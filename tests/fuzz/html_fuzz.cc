// Any bytes as a page: the parser ends, hints lie in the text in order, and the map
// holds.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/decode/decode.h"
#include "service/pipeline/verify_map.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto decoded = pledge::pipeline::Decode(
      {.bytes = bytes, .declared_charset = "utf-8", .declared_media_type = "text/html"});
  if (!decoded.ok()) return 0;
  FUZZ_EXPECT(decoded->map.text_size() == decoded->text.size());
  FUZZ_EXPECT(decoded->map.source_size() == bytes.size());
  uint32_t end = 0;
  for (const auto& hint : decoded->furniture_hints) {
    FUZZ_EXPECT(hint.text.start >= end && hint.text.start <= hint.text.end);
    end = hint.text.end;
  }
  FUZZ_EXPECT(end <= decoded->text.size());
  FUZZ_EXPECT(pledge::pipeline::VerifyMap(bytes, pledge::pipeline::Clean(*decoded)));
  return 0;
}
