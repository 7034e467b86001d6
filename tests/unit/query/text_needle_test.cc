// The normal form of what is searched for, and its limits.
#include "service/query/text_needle.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::query {
namespace {

std::string Repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(TextNeedle, FindsWords) {
  const auto needle = TextNeedle::Create("text", "管网");

  ASSERT_TRUE(needle.ok());
  EXPECT_TRUE(needle->OccursIn("改造管网"));
  EXPECT_FALSE(needle->OccursIn("改造管"));
}

TEST(TextNeedle, MarksAreWidenedAsInTexts) {
  const auto needle = TextNeedle::Create("text", "管网,学校");

  ASSERT_TRUE(needle.ok());
  EXPECT_EQ(needle->text(), "管网，学校");
}

TEST(TextNeedle, LengthIsBoundedInCharacters) {
  EXPECT_TRUE(TextNeedle::Create("text", Repeat("水", kMaxTextContainsCharacters)).ok());

  const auto longer = TextNeedle::Create("text", Repeat("水", kMaxTextContainsCharacters + 1));
  const auto blank = TextNeedle::Create("selector.text_contains", " \t");

  EXPECT_EQ(ReasonOf(longer.status()), ErrorReason::kFieldInvalid);
  EXPECT_EQ(MetadataOf(blank.status()).at("field"), "selector.text_contains");
}

}  // namespace
}  // namespace pledge::query
