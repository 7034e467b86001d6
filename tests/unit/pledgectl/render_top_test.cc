#include "client/cpp/pledgectl/render_top.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kBefore[] =
    "# HELP pledge_build_info Version.\n"
    "# TYPE pledge_build_info gauge\n"
    "pledge_build_info{version=\"1.2\"} 1\n"
    "pledge_store_condition{condition=\"read_write\"} 1\n"
    "grpc_server_started_total{grpc_method=\"Get\"} 100\n"
    "grpc_server_handled_total{grpc_method=\"Get\",grpc_code=\"OK\"} 100\n"
    "grpc_server_handling_seconds_bucket{grpc_method=\"Get\",le=\"0.01\"} 100\n"
    "grpc_server_handling_seconds_bucket{grpc_method=\"Get\",le=\"0.1\"} 100\n"
    "grpc_server_handling_seconds_bucket{grpc_method=\"Get\",le=\"+Inf\"} 100\n"
    "grpc_server_handling_seconds_sum{grpc_method=\"Get\"} 1\n"
    "grpc_server_handling_seconds_count{grpc_method=\"Get\"} 100\n"
    "grpc_server_started_total{grpc_method=\"Idle\"} 5\n"
    "grpc_server_handled_total{grpc_method=\"Idle\",grpc_code=\"OK\"} 5\n"
    "pledge_store_group_operations_sum 10\n"
    "pledge_store_group_operations_count 5\n";
constexpr char kAfter[] =
    "pledge_build_info{version=\"1.2\"} 1\n"
    "pledge_store_condition{condition=\"low_disk\"} 1\n"
    "pledge_store_condition{condition=\"read_write\"} 0\n"
    "grpc_server_started_total{grpc_method=\"Get\"} 303\n"
    "grpc_server_handled_total{grpc_method=\"Get\",grpc_code=\"OK\"} 280\n"
    "grpc_server_handled_total{grpc_method=\"Get\",grpc_code=\"NotFound\"} 20\n"
    "grpc_server_handling_seconds_bucket{grpc_method=\"Get\",le=\"0.01\"} 290\n"
    "grpc_server_handling_seconds_bucket{grpc_method=\"Get\",le=\"0.1\"} 300\n"
    "grpc_server_handling_seconds_bucket{grpc_method=\"Get\",le=\"+Inf\"} 300\n"
    "grpc_server_handling_seconds_sum{grpc_method=\"Get\"} 2\n"
    "grpc_server_handling_seconds_count{grpc_method=\"Get\"} 300\n"
    "grpc_server_started_total{grpc_method=\"Idle\"} 5\n"
    "grpc_server_handled_total{grpc_method=\"Idle\",grpc_code=\"OK\"} 5\n"
    "pledge_store_group_operations_sum 50\n"
    "pledge_store_group_operations_count 15\n";

ServerView View() {
  return MakeServerView(MetricSamples::Parse(kBefore), MetricSamples::Parse(kAfter),
                        absl::Seconds(2));
}

TEST(MetricSamples, ReadsEscapesAndPassesOverWhatItDoesNotUnderstand) {
  const auto samples = MetricSamples::Parse(
      "a{x=\"q\\\"b\\\\s\",y=\"2\"} 1.5\n\na{x=\"other\"} 2\nbroken{x=\"} 7\nb +Inf\nnot a "
      "number\n");

  EXPECT_EQ(samples.Sum("a"), 3.5);
  EXPECT_EQ(samples.Sum("a", {{"y", "2"}}), 1.5);
  EXPECT_THAT(samples.Values("a", "x"), ElementsAre("other", "q\"b\\s"));
  EXPECT_TRUE(std::isinf(samples.Sum("b")));
  EXPECT_EQ(samples.Sum("broken"), 0);
  EXPECT_EQ(samples.Sum("none"), 0);
}

TEST(RenderTop, CountsWhatWasDoneBetweenTwoLooks) {
  const ServerView view = View();

  ASSERT_EQ(view.methods.size(), 1u);  // the idle one is left out
  EXPECT_EQ(view.methods[0].name, "Get");
  EXPECT_DOUBLE_EQ(view.methods[0].calls, 100);
  EXPECT_DOUBLE_EQ(view.methods[0].failed, 10);
  EXPECT_DOUBLE_EQ(view.methods[0].open, 3);
  EXPECT_DOUBLE_EQ(view.methods[0].mean_ms, 5);
  EXPECT_DOUBLE_EQ(view.methods[0].p99_ms, 100);  // 95 of 100 keep 10 ms
}

TEST(RenderTop, ShowsThePresentCondition) {
  const std::string lines = TopLines(View());

  EXPECT_THAT(lines, HasSubstr("condition\tlow_disk\n"));
  EXPECT_THAT(lines, HasSubstr("writes\t20/s in 5.0 groups/s"));
  EXPECT_THAT(lines, HasSubstr("method\tGet\t100\t10\t3\t5.00\t100\n"));
}

TEST(RenderTop, LaysOutATableForPeople) {
  const std::string text = RenderTop(View(), Layout());

  EXPECT_THAT(text, HasSubstr("pledged 1.2"));
  EXPECT_THAT(text, HasSubstr("calls/s"));
  EXPECT_THAT(text, Not(HasSubstr("\t")));
}

TEST(RenderTop, SaysInJsonThatALatencyIsBeyondAllBounds) {
  ServerView view = View();
  view.methods[0].p99_ms = INFINITY;

  EXPECT_THAT(TopJson(view), HasSubstr("\"p99Ms\":null}]}"));
}

TEST(RenderTop, CountsFromZeroAfterARestart) {
  const ServerView view =
      MakeServerView(MetricSamples::Parse(kAfter), MetricSamples::Parse(kBefore), absl::Seconds(1));

  ASSERT_EQ(view.methods.size(), 1u);
  EXPECT_DOUBLE_EQ(view.methods[0].calls, 100);
}

}  // namespace
}  // namespace pledge::cli
