// The double-byte charsets of Chinese text as flat tables, filled from ICU once
// in a process. Thread-safe after the first call, which takes milliseconds.
#ifndef PLEDGE_SERVICE_PIPELINE_DECODE_CHARSET_TABLE_H_
#define PLEDGE_SERVICE_PIPELINE_DECODE_CHARSET_TABLE_H_

#include <array>
#include <cstdint>
#include <vector>

namespace pledge::pipeline {

class CharsetTable {
 public:
  // GB18030, the superset of GBK and GB2312.
  static const CharsetTable& Gb18030();
  static const CharsetTable& Big5();

  // The character of two bytes; 0 when there is none.
  char32_t Decode(uint8_t lead, uint8_t trail) const {
    return lead < kFirstLead ? 0 : decode_[(lead - kFirstLead) * 256 + trail];
  }
  // Lead and trail byte (lead in the upper eight bits); 0 when the character
  // has no form in two bytes.
  uint16_t Encode(char32_t c) const { return c < encode_.size() ? encode_[c] : 0; }

 private:
  static constexpr uint32_t kFirstLead = 0x81;
  static constexpr uint32_t kLeads = 0xFF - kFirstLead;

  explicit CharsetTable(const char* icu_name);

  std::vector<char16_t> decode_;
  std::vector<uint16_t> encode_;
};

// The character of four bytes of GB18030; 0 when there is none.
char32_t DecodeGb18030Four(const std::array<uint8_t, 4>& bytes);

// One of the 3,755 characters of GB2312's first level: nearly all that modern
// letters are written with.
bool IsCommonHan(char32_t c);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_DECODE_CHARSET_TABLE_H_
