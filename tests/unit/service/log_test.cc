#include "service/base/log.h"

#include <gtest/gtest.h>

namespace pledge {
namespace {

TEST(JsonEscape, KeepsValidTextAndEscapesTheRest) {
  const struct {
    const char* name;
    std::string in, out;
  } cases[] = {
      {"plain", "abc", "abc"},
      {"quote", "a\"b\\c", "a\\\"b\\\\c"},
      {"control", std::string("a\n\0", 3), "a\\u000a\\u0000"},
      {"Chinese", "答复", "答复"},
      {"cut character", "答\xE5\xA4", "答\\ufffd\\ufffd"},
      {"overlong", "\xC0\x80", "\\ufffd\\ufffd"},
      {"terminal escape", "\x1b[31m", "\\u001b[31m"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(JsonEscape(one.in), one.out) << one.name;
  }
}

}  // namespace
}  // namespace pledge
