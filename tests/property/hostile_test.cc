// Documents that are made to be slow or to break something: the chain ends, and its map holds. How
// long a byte of each takes is what `./dev bench pipeline --hostile` says.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "service/pipeline/analyze.h"
#include "service/pipeline/verify_map.h"
#include "tests/property/hostile_document.h"

namespace pledge::property {
namespace {

// Large enough for a stage that is not linear to run into the time limit of the test.
constexpr size_t kBytes = size_t{1} << 20;

class Hostile : public ::testing::TestWithParam<std::string_view> {};

TEST_P(Hostile, EndsWithAMapThatHolds) {
  const std::string bytes = MakeHostile(GetParam(), kBytes);
  ASSERT_LE(bytes.size(), kBytes);
  ASSERT_GT(bytes.size(), kBytes - 256);

  const auto letter =
      pipeline::Analyze({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});

  if (!letter.ok()) return;  // refused, with a reason
  EXPECT_TRUE(VerifyMap(bytes, letter->clean));
  for (const pipeline::Warning& warning : letter->warnings) {
    EXPECT_NE(warning.reason, "ANCHOR_MISMATCH");
  }
}

std::string NameOf(const ::testing::TestParamInfo<std::string_view>& kind) {
  std::string name(kind.param);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Hostile, ::testing::ValuesIn(HostileKinds()), NameOf);

TEST(HostileDocument, IsNoneForAnUnknownName) { EXPECT_EQ(MakeHostile("no-such-kind", 100), ""); }

}  // namespace
}  // namespace pledge::property
