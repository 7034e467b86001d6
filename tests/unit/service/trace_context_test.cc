#include "service/base/trace_context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace pledge {
namespace {

constexpr char kHeader[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceContext, ReadsWhatItWrites) {
  const auto context = ParseTraceparent(kHeader);

  ASSERT_TRUE(context.has_value());
  EXPECT_EQ(context->trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(context->span_id, "00f067aa0ba902b7");
  EXPECT_TRUE(context->is_sampled);
  EXPECT_EQ(FormatTraceparent(*context), kHeader);
}

TEST(TraceContext, HeedsOnlyTheBitOfSampling) {
  const std::string stem = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

  EXPECT_FALSE(ParseTraceparent(stem + "00")->is_sampled);
  EXPECT_FALSE(ParseTraceparent(stem + "02")->is_sampled);
  EXPECT_TRUE(ParseTraceparent(stem + "0b")->is_sampled);
}

TEST(TraceContext, ReadsAVersionToCome) {
  const std::string header = std::string("cc") + (kHeader + 2);

  EXPECT_TRUE(ParseTraceparent(header).has_value());
  EXPECT_TRUE(ParseTraceparent(header + "-more").has_value());
  EXPECT_FALSE(ParseTraceparent(header + "more").has_value());
}

TEST(TraceContext, RefusesWhatIsNotAsItShouldBe) {
  for (const char* header : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01"}) {
    EXPECT_FALSE(ParseTraceparent(header).has_value()) << header;
  }
}

TEST(TraceContext, MakesIdsThatCanBeRead) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const TraceContext made{NewTraceId(), NewSpanId(), true};
    EXPECT_TRUE(ParseTraceparent(FormatTraceparent(made)).has_value());
    ids.insert(made.trace_id);
    ids.insert(made.span_id);
  }
  EXPECT_EQ(ids.size(), 2000u);
}

}  // namespace
}  // namespace pledge
