#include "storage/wire.h"

namespace pledge::storage {
namespace {

constexpr int kMaxVarintBytes = 10;  // 64 bits at 7 a byte

void AppendBigEndian(std::string& out, uint64_t value, int size) {
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

}  // namespace

void AppendU8(std::string& out, uint8_t value) { out.push_back(static_cast<char>(value)); }
void AppendU16(std::string& out, uint16_t value) { AppendBigEndian(out, value, 2); }
void AppendU32(std::string& out, uint32_t value) { AppendBigEndian(out, value, 4); }
void AppendU64(std::string& out, uint64_t value) { AppendBigEndian(out, value, 8); }

void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

void AppendPrefixed(std::string& out, std::string_view bytes) {
  AppendVarint(out, bytes.size());
  out.append(bytes);
}

std::string_view ByteReader::Fail() {
  ok_ = false;
  rest_ = {};
  return {};
}

std::string_view ByteReader::Bytes(uint64_t size) {
  if (size > rest_.size()) return Fail();
  const std::string_view bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

uint64_t ByteReader::BigEndian(size_t size) {
  uint64_t value = 0;
  for (const char byte : Bytes(size)) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

uint8_t ByteReader::U8() { return static_cast<uint8_t>(BigEndian(1)); }
uint16_t ByteReader::U16() { return static_cast<uint16_t>(BigEndian(2)); }
uint32_t ByteReader::U32() { return static_cast<uint32_t>(BigEndian(4)); }
uint64_t ByteReader::U64() { return BigEndian(8); }

uint64_t ByteReader::Varint() {
  uint64_t value = 0;
  for (int i = 0; i < kMaxVarintBytes; ++i) {
    const uint8_t byte = U8();
    if (!ok_) return 0;
    value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte < 0x80) return value;
  }
  Fail();
  return 0;
}

std::string_view ByteReader::Prefixed() { return Bytes(Varint()); }

std::string_view ByteReader::UntilNul() {
  const size_t end = rest_.find('\0');
  if (end == std::string_view::npos) return Fail();
  const std::string_view bytes = Bytes(end);
  rest_.remove_prefix(1);
  return bytes;
}

}  // namespace pledge::storage
