#include "service/rpc/stream_registry.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::rpc {
namespace {

class Listener final : public DrainListener {
 public:
  void OnDrain(absl::Duration time_left) override {
    ++calls;
    left = time_left;
  }
  int calls = 0;
  absl::Duration left;
};

TEST(StreamRegistry, RefusesOneStreamTooMany) {
  StreamRegistry registry;
  for (int i = 0; i < kMaxOpenStreams; ++i) ASSERT_TRUE(registry.Enter().ok());

  EXPECT_EQ(ReasonOf(registry.Enter()), ErrorReason::kTooManyStreams);
  EXPECT_EQ(registry.open_count(), kMaxOpenStreams);

  registry.Leave();
  EXPECT_TRUE(registry.Enter().ok());
}

TEST(StreamRegistry, RefusesStreamsWhileItDrains) {
  StreamRegistry registry;
  ASSERT_TRUE(registry.Enter().ok());

  registry.Drain(absl::Seconds(10));

  EXPECT_TRUE(registry.draining());
  EXPECT_EQ(ReasonOf(registry.Enter()), ErrorReason::kDraining);
  EXPECT_EQ(registry.open_count(), 1);
}

TEST(StreamRegistry, TellsEachListenerOnce) {
  StreamRegistry registry;
  const auto early = std::make_shared<Listener>();
  const auto late = std::make_shared<Listener>();
  auto gone = std::make_shared<Listener>();
  registry.Listen(early);
  registry.Listen(gone);
  gone.reset();

  registry.Drain(absl::Seconds(10));
  registry.Listen(late);

  EXPECT_EQ(early->calls, 1);
  EXPECT_EQ(early->left, absl::Seconds(10));
  EXPECT_EQ(late->calls, 1);
  EXPECT_LE(late->left, absl::Seconds(10));
}

}  // namespace
}  // namespace pledge::rpc
