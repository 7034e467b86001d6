// Any bytes as a letter: the chain ends, every pointer holds, and no stage finds
// something outside the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "service/pipeline/analyze.h"
#include "service/pipeline/verify_map.h"
#include "tests/fuzz/expect.h"

namespace pledge::pipeline {
namespace {

void CheckRecords(std::string_view bytes, const AnalyzedDocument& letter) {
  for (const Commitment& one : letter.extraction.commitments) {
    FUZZ_EXPECT(!one.range.empty());
    FUZZ_EXPECT(VerifyRange(bytes, letter.clean, one.range));
    FUZZ_EXPECT(one.section < static_cast<int32_t>(letter.tree.sections.size()));
    letter.clean.map.SourceRanges(one.range);
  }
  for (const Achievement& one : letter.extraction.achievements) {
    FUZZ_EXPECT(VerifyRange(bytes, letter.clean, one.range));
  }
  for (size_t i = 0; i < letter.tree.sections.size(); ++i) {
    const Section& section = letter.tree.sections[i];
    FUZZ_EXPECT(section.parent < static_cast<int32_t>(i));
    FUZZ_EXPECT(section.text.end <= letter.clean.text.size());
  }
}

}  // namespace
}  // namespace pledge::pipeline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto letter = pledge::pipeline::Analyze(
      {.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});
  if (!letter.ok()) return 0;
  FUZZ_EXPECT(pledge::pipeline::VerifyMap(bytes, letter->clean));
  // A record with a false pointer is dropped and said; there must be none.
  for (const auto& warning : letter->warnings) FUZZ_EXPECT(warning.reason != "ANCHOR_MISMATCH");
  pledge::pipeline::CheckRecords(bytes, *letter);
  return 0;
}
