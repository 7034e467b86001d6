#include "storage/token.h"

#include <gtest/gtest.h>

#include "service/base/error.h"

namespace pledge::storage {
namespace {

const std::string& Key() {
  static const auto& key = *new std::string(32, 'k');
  return key;
}

std::optional<ErrorReason> Unsealing(std::string_view purpose, std::string_view token) {
  return ReasonOf(UnsealToken(Key(), purpose, token).status());
}

TEST(Token, PayloadComesBack) {
  for (const std::string& payload :
       {std::string(), std::string("x"), std::string("\0\xff 12", 5), std::string(500, 'p')}) {
    const std::string token = SealToken(Key(), "state", payload);

    const auto unsealed = UnsealToken(Key(), "state", token);

    ASSERT_TRUE(unsealed.ok()) << unsealed.status();
    EXPECT_EQ(*unsealed, payload);
    EXPECT_EQ(
        token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        std::string::npos);
  }
}

TEST(Token, OpensWithItsKeyAndPurposeOnly) {
  const std::string token = SealToken(Key(), "state", "payload");

  EXPECT_EQ(Unsealing("resume", token), ErrorReason::kTokenMalformed);
  EXPECT_EQ(Unsealing("", token), ErrorReason::kTokenMalformed);
  EXPECT_FALSE(UnsealToken(std::string(32, 'o'), "state", token).ok());
}

TEST(Token, PurposeDoesNotRunIntoThePayload) {
  const std::string token = SealToken(Key(), "ab", "c");

  EXPECT_FALSE(UnsealToken(Key(), "a", token).ok());
  EXPECT_NE(SealToken(Key(), "a", "bc"), token);
}

TEST(Token, EveryChangedCharacterIsNoticed) {
  const std::string token = SealToken(Key(), "state", "payload!");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';

    EXPECT_EQ(Unsealing("state", changed), ErrorReason::kTokenMalformed) << i;
  }
}

TEST(Token, OtherTextIsRefused) {
  const std::string token = SealToken(Key(), "state", "payload");
  for (const std::string& text :
       {std::string(), std::string("x"), token + "=", token + "A", token + " ", " " + token,
        token.substr(1), token.substr(0, token.size() - 1), std::string("AQAAAAAAAAAAAAAAAAAA"),
        std::string("not base64!")}) {
    EXPECT_EQ(Unsealing("state", text), ErrorReason::kTokenMalformed) << text;
  }
}

}  // namespace
}  // namespace pledge::storage
