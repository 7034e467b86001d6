// Bytes of binary rows and keys: append to a string, read from a view. Integers
// of fixed size are big-endian, so that keys sort by number; varints are
// LEB128. A ByteReader never reads past its end: after a short or malformed
// field it returns zeros and ok() is false. Not thread-safe; owns nothing.
#ifndef PLEDGE_STORAGE_WIRE_H_
#define PLEDGE_STORAGE_WIRE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace pledge::storage {

void AppendU8(std::string& out, uint8_t value);
void AppendU16(std::string& out, uint16_t value);
void AppendU32(std::string& out, uint32_t value);
void AppendU64(std::string& out, uint64_t value);
void AppendVarint(std::string& out, uint64_t value);
// Varint length, then the bytes.
void AppendPrefixed(std::string& out, std::string_view bytes);

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  uint8_t U8();
  uint16_t U16();
  uint32_t U32();
  uint64_t U64();
  uint64_t Varint();
  // The next `size` bytes.
  std::string_view Bytes(uint64_t size);
  // What AppendPrefixed wrote.
  std::string_view Prefixed();
  // Bytes up to the next NUL, which is skipped.
  std::string_view UntilNul();

  // True while every field was there and well-formed.
  bool ok() const { return ok_; }
  // True when all was read and ok.
  bool AtEnd() const { return ok_ && rest_.empty(); }
  size_t remaining() const { return rest_.size(); }

 private:
  uint64_t BigEndian(size_t size);
  std::string_view Fail();

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_WIRE_H_
