#include "service/pipeline/verify_map.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "service/pipeline/decode/charset.h"
#include "service/pipeline/text/text_match.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

bool IsCharacterEdge(std::string_view text, uint32_t at) {
  return at == text.size() || (at < text.size() && !IsContinuation(ByteAt(text, at)));
}

// True when `bytes` decode to `text`.
bool Decodes(std::string_view bytes, Charset charset, std::string_view text) {
  std::string character;
  size_t done = 0;
  for (size_t at = 0; at < bytes.size();) {
    const EncodedCharacter c = DecodeAt(bytes, at, charset);
    character.clear();
    AppendUtf8(c.value, &character);
    if (!c.valid || text.compare(done, character.size(), character) != 0) return false;
    at += c.size;
    done += character.size();
  }
  return done == text.size();
}

// The part of a run of equal characters that the text range covers.
bool VerifySame(const MapRun& run, ByteRange range, std::string_view source, Charset charset,
                std::string_view text) {
  const uint32_t from = std::max(range.start, run.text.start);
  const uint32_t to = std::min(range.end, run.text.end);
  if ((from - run.text.start) % run.text_step != 0 || (to - run.text.start) % run.text_step != 0) {
    return false;
  }
  const uint32_t first =
      run.source.start + (from - run.text.start) / run.text_step * run.source_step;
  const uint32_t size = (to - from) / run.text_step * run.source_step;
  const std::string_view bytes = source.substr(first, size);
  const std::string_view expected = text.substr(from, to - from);
  if (charset == Charset::kUtf8) return bytes == expected;
  return Decodes(bytes, charset, expected);
}

Charset CharsetOf(const CleanText& clean) {
  if (Equals(clean.charset, "UTF-8")) return Charset::kUtf8;  // nearly always
  return CharsetOfLabel(clean.charset).value_or(Charset::kUtf8);
}

bool Tiles(const SourceMap& map) {
  uint32_t text = 0;
  uint32_t source = 0;
  for (const MapRun& run : map.runs()) {
    if (run.text.start != text || run.source.start != source) return false;
    if (run.text.end < text || run.source.end < source) return false;
    text = run.text.end;
    source = run.source.end;
  }
  return true;
}

}  // namespace

bool VerifyRange(std::string_view source_bytes, const CleanText& clean, ByteRange range) {
  const std::string_view text = clean.text;
  if (range.start > range.end || range.end > text.size()) return false;
  if (!IsCharacterEdge(text, range.start) || !IsCharacterEdge(text, range.end)) return false;
  const Charset charset = CharsetOf(clean);
  const std::vector<MapRun>& runs = clean.map.runs();
  for (size_t i = clean.map.FirstRunEndingAfter(range.start);
       i < runs.size() && runs[i].text.start < range.end; ++i) {
    if (runs[i].source.end > source_bytes.size()) return false;
    if (runs[i].kind == RepairKind::kNone &&
        !VerifySame(runs[i], range, source_bytes, charset, text)) {
      return false;
    }
  }
  return true;
}

bool VerifyMap(std::string_view source_bytes, const CleanText& clean) {
  return Tiles(clean.map) && clean.map.text_size() == clean.text.size() &&
         clean.map.source_size() == source_bytes.size() &&
         VerifyRange(source_bytes, clean, {0, static_cast<uint32_t>(clean.text.size())});
}

}  // namespace pledge::pipeline
