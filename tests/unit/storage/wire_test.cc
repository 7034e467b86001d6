#include "storage/wire.h"

#include <gtest/gtest.h>

#include <limits>

namespace pledge::storage {
namespace {

TEST(Wire, ReadsBackWhatWasAppended) {
  std::string bytes;
  AppendU8(bytes, 0xfe);
  AppendU16(bytes, 0x1234);
  AppendU32(bytes, 0xdeadbeef);
  AppendU64(bytes, 0x0123456789abcdef);
  AppendPrefixed(bytes, "text");
  bytes.append("id").push_back('\0');

  ByteReader in(bytes);

  EXPECT_EQ(in.U8(), 0xfe);
  EXPECT_EQ(in.U16(), 0x1234);
  EXPECT_EQ(in.U32(), 0xdeadbeef);
  EXPECT_EQ(in.U64(), 0x0123456789abcdef);
  EXPECT_EQ(in.Prefixed(), "text");
  EXPECT_EQ(in.UntilNul(), "id");
  EXPECT_TRUE(in.AtEnd());
}

TEST(Wire, FixedIntegersSortByNumber) {
  std::string small;
  std::string large;
  AppendU32(small, 0x00ffffff);
  AppendU32(large, 0x01000000);

  EXPECT_LT(small, large);
}

TEST(Wire, VarintsTakeSevenBitsAByte) {
  const std::pair<uint64_t, size_t> cases[] = {{0, 1},     {127, 1},   {128, 2},
                                               {16383, 2}, {16384, 3}, {~uint64_t{0}, 10}};
  for (const auto& [value, size] : cases) {
    std::string bytes;
    AppendVarint(bytes, value);

    EXPECT_EQ(bytes.size(), size) << value;
    ByteReader in(bytes);
    EXPECT_EQ(in.Varint(), value);
    EXPECT_TRUE(in.AtEnd());
  }
}

TEST(Wire, ShortFieldsFailAndStayFailed) {
  ByteReader in("\x01\x02\x03");

  EXPECT_EQ(in.U32(), 0u);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.U8(), 0);
  EXPECT_FALSE(in.AtEnd());
}

TEST(Wire, MalformedFieldsFail) {
  ByteReader endless(std::string_view("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80", 11));
  endless.Varint();
  EXPECT_FALSE(endless.ok());

  ByteReader too_long(
      "\x05"
      "abc");
  EXPECT_EQ(too_long.Prefixed(), "");
  EXPECT_FALSE(too_long.ok());

  ByteReader no_nul("abc");
  EXPECT_EQ(no_nul.UntilNul(), "");
  EXPECT_FALSE(no_nul.ok());
}

TEST(Wire, LeftoverIsNotTheEnd) {
  ByteReader in("ab");
  in.U8();

  EXPECT_TRUE(in.ok());
  EXPECT_EQ(in.remaining(), 1u);
  EXPECT_FALSE(in.AtEnd());
}

}  // namespace
}  // namespace pledge::storage
