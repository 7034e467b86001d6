#include "service/pipeline/decode/charset_table.h"

#include <unicode/ucnv.h>

#include <memory>

namespace pledge::pipeline {
namespace {

constexpr uint32_t kFourByteBasicCount = 39420;    // 81 30 81 30 to 84 31 A4 39: U+0080 to U+FFFF
constexpr uint32_t kFourByteBeyondStart = 189000;  // 90 30 81 30: U+10000

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter OpenConverter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  if (U_FAILURE(status)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return converter;
}

// The one character below U+10000 that the bytes stand for; 0 otherwise.
char16_t DecodeOne(UConverter* converter, const char* bytes, int32_t size) {
  if (converter == nullptr) return 0;
  UErrorCode status = U_ZERO_ERROR;
  UChar out[4];
  const int32_t count = ucnv_toUChars(converter, out, 4, bytes, size, &status);
  return U_SUCCESS(status) && count == 1 && out[0] != 0xFFFD ? out[0] : 0;
}

uint32_t FourByteIndex(const std::array<uint8_t, 4>& bytes) {
  return ((bytes[0] - 0x81u) * 10 + (bytes[1] - 0x30u)) * 1260 + (bytes[2] - 0x81u) * 10 +
         (bytes[3] - 0x30u);
}

std::vector<char16_t> MakeFourByteTable() {
  const Converter converter = OpenConverter("GB18030");
  std::vector<char16_t> table(kFourByteBasicCount);
  for (uint32_t i = 0; i < kFourByteBasicCount; ++i) {
    const char bytes[4] = {
        static_cast<char>(0x81 + i / 12600), static_cast<char>(0x30 + i / 1260 % 10),
        static_cast<char>(0x81 + i / 10 % 126), static_cast<char>(0x30 + i % 10)};
    table[i] = DecodeOne(converter.get(), bytes, 4);
  }
  return table;
}

}  // namespace

const CharsetTable& CharsetTable::Gb18030() {
  static const auto* const table = new CharsetTable("GB18030");
  return *table;
}

const CharsetTable& CharsetTable::Big5() {
  static const auto* const table = new CharsetTable("Big5");
  return *table;
}

CharsetTable::CharsetTable(const char* icu_name) : decode_(kLeads * 256), encode_(0x10000) {
  const Converter converter = OpenConverter(icu_name);
  for (uint32_t lead = kFirstLead; lead < kFirstLead + kLeads; ++lead) {
    for (uint32_t trail = 0x40; trail < 0xFF; ++trail) {
      const char bytes[2] = {static_cast<char>(lead), static_cast<char>(trail)};
      const char16_t c = DecodeOne(converter.get(), bytes, 2);
      decode_[(lead - kFirstLead) * 256 + trail] = c;
      if (c != 0 && encode_[c] == 0) encode_[c] = static_cast<uint16_t>(lead << 8 | trail);
    }
  }
}

char32_t DecodeGb18030Four(const std::array<uint8_t, 4>& bytes) {
  const auto in = [&](size_t i, uint8_t low, uint8_t high) {
    return bytes[i] >= low && bytes[i] <= high;
  };
  if (!in(0, 0x81, 0xFE) || !in(1, 0x30, 0x39) || !in(2, 0x81, 0xFE) || !in(3, 0x30, 0x39)) {
    return 0;
  }
  static const auto& table = *new std::vector<char16_t>(MakeFourByteTable());
  const uint32_t index = FourByteIndex(bytes);
  if (index < table.size()) return table[index];
  if (index < kFourByteBeyondStart || index >= kFourByteBeyondStart + 0x100000) return 0;
  return 0x10000 + (index - kFourByteBeyondStart);
}

bool IsCommonHan(char32_t c) {
  const uint16_t code = CharsetTable::Gb18030().Encode(c);
  return code >= 0xB0A1 && code <= 0xD7F9 && (code & 0xFF) >= 0xA1;
}

}  // namespace pledge::pipeline
