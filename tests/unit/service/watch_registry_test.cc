#include "service/rpc/watch_registry.h"

#include <gtest/gtest.h>

#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {
namespace {

TEST(WatchRegistry, RefusesOneWatchTooMany) {
  WatchRegistry registry;
  for (int id = 1; id <= kMaxOpenWatches; ++id) ASSERT_TRUE(registry.Enter(id).ok());

  EXPECT_EQ(ReasonOf(registry.Enter(kMaxOpenWatches + 1)), ErrorReason::kTooManyStreams);
  EXPECT_EQ(registry.count(), kMaxOpenWatches);

  registry.Leave(7);
  EXPECT_TRUE(registry.Enter(kMaxOpenWatches + 1).ok());
}

TEST(WatchRegistry, TheBacklogIsThatOfTheLastOne) {
  WatchRegistry registry;
  EXPECT_EQ(registry.MaxBacklog(100), 0u);
  for (const int id : {1, 2, 3}) ASSERT_TRUE(registry.Enter(id).ok());
  EXPECT_EQ(registry.MaxBacklog(100), 0u) << "none has begun";

  registry.Advance(1, 90);
  registry.Advance(2, 40);
  registry.Advance(3, 200);  // has seen a newer head than the one asked about

  EXPECT_EQ(registry.MaxBacklog(100), 60u);
  registry.Advance(2, 95);
  EXPECT_EQ(registry.MaxBacklog(100), 10u);
  registry.Leave(1);
  EXPECT_EQ(registry.MaxBacklog(100), 5u);
  registry.Advance(1, 1);  // is not there any more
  EXPECT_EQ(registry.MaxBacklog(100), 5u);
  EXPECT_EQ(registry.count(), 2);
}

}  // namespace
}  // namespace pledge::rpc
