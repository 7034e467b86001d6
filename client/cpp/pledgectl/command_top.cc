// top: a view of a running server that refreshes itself.
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cpp/channel.h"
#include "client/cpp/pledgectl/command.h"
#include "client/cpp/pledgectl/metric_samples.h"
#include "client/cpp/pledgectl/render_top.h"
#include "client/cpp/status.h"
#include "pledge/v1/admin_service.grpc.pb.h"

namespace pledge::cli {
namespace {

// Home, and clear what is below.
constexpr char kClearScreen[] = "\033[H\033[J";

struct Look {
  MetricSamples samples;
  absl::Time time;
};

absl::StatusOr<Look> TakeLook(v1::AdminService::Stub& stub, const Arguments& arguments) {
  const auto context =
      client::MakeContext(arguments.common.timeout.value_or(client::kDefaultTimeout));
  v1::GetMetricsResponse response;
  const absl::Status status =
      client::FromGrpc(stub.GetMetrics(context.get(), v1::GetMetricsRequest(), &response));
  if (!status.ok()) return status;
  return Look{MetricSamples::Parse(response.text()), absl::Now()};
}

std::string Render(const ServerView& view, const Console& console) {
  if (console.format() != Format::kText) return TopJson(view) + "\n";
  return console.laid_out() ? RenderTop(view, console.layout()) : TopLines(view);
}

}  // namespace

ExitCode RunTop(const Arguments& arguments, Console& console) {
  const auto stub =
      v1::AdminService::NewStub(client::Connect(arguments.common.server, arguments.common.tls));
  const bool clears = console.format() == Format::kText && console.out_is_terminal() &&
                      !console.error_is_dumb() && !arguments.top.once;
  auto before = TakeLook(*stub, arguments);
  while (before.ok()) {
    absl::SleepFor(arguments.top.interval);
    auto after = TakeLook(*stub, arguments);
    if (!after.ok()) return console.Fail(after.status());
    const ServerView view =
        MakeServerView(before->samples, after->samples, after->time - before->time);
    console.Print(absl::StrCat(clears ? kClearScreen : "", Render(view, console)));
    console.Flush();
    if (arguments.top.once) return kExitDone;
    if (!clears && console.format() == Format::kText) console.Print("\n");
    before = std::move(after);
  }
  return console.Fail(before.status());
}

}  // namespace pledge::cli
