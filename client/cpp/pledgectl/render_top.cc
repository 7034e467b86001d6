#include "client/cpp/pledgectl/render_top.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "client/cpp/pledgectl/json.h"
#include "client/cpp/pledgectl/table.h"
#include "client/cpp/pledgectl/words.h"

namespace pledge::cli {
namespace {

constexpr const char* kStages[] = {"decode", "clean", "segment", "facts", "extract", "verify"};

// The two looks, and what grew between them.
struct Looks {
  const MetricSamples& before;
  const MetricSamples& after;
  double seconds;

  double Now(std::string_view name, const Labels& labels = {}) const {
    return after.Sum(name, labels);
  }
  // A counter that was set back counts from 0.
  double Grown(std::string_view name, const Labels& labels = {}) const {
    const double grown = after.Sum(name, labels) - before.Sum(name, labels);
    return grown < 0 ? after.Sum(name, labels) : grown;
  }
  double Rate(std::string_view name, const Labels& labels = {}) const {
    return Grown(name, labels) / seconds;
  }
  // Of a histogram, in its unit; 0 when nothing was observed.
  double Mean(const std::string& name, const Labels& labels = {}) const {
    const double count = Grown(name + "_count", labels);
    return count > 0 ? Grown(name + "_sum", labels) / count : 0;
  }
};

std::string Size(double bytes) { return SizeText(static_cast<int64_t>(bytes)); }
std::string Whole(double number) { return absl::StrCat(static_cast<int64_t>(number)); }
std::string Rate(double number) { return absl::StrFormat(number < 10 ? "%.1f" : "%.0f", number); }
std::string Milliseconds(double ms) {
  return std::isinf(ms) ? "long" : absl::StrFormat(ms < 10 ? "%.2f" : "%.0f", ms);
}

std::string ConditionText(const Looks& looks) {
  for (const auto& [condition, value] : looks.after.SumBy("pledge_store_condition", "condition")) {
    if (value == 1) return condition;
  }
  return "unknown";
}

std::string StageText(const Looks& looks) {
  std::string out;
  for (const char* stage : kStages) {
    const double ms = looks.Mean("pledge_pipeline_stage_seconds", {{"stage", stage}}) * 1e3;
    absl::StrAppend(&out, out.empty() ? "" : ", ", stage, " ", Milliseconds(ms));
  }
  return out;
}

FactList Facts(const Looks& looks) {
  const std::vector<std::string> versions = looks.after.Values("pledge_build_info", "version");
  const absl::Duration up =
      absl::Now() - absl::UnixEpoch() - absl::Seconds(looks.Now("process_start_time_seconds"));
  const double of_limit = looks.Now("pledge_store_write_queue_limit_bytes");
  return {
      {"server", absl::StrCat("pledged ", versions.empty() ? "" : versions.front(), ", up ",
                              absl::FormatDuration(absl::Trunc(up, absl::Seconds(1))),
                              looks.Now("pledge_draining") > 0 ? ", draining" : "")},
      {"condition", ConditionText(looks)},
      {"documents", Whole(looks.Now("pledge_store_documents"))},
      {"commits", Whole(looks.Now("pledge_store_commits_total"))},
      {"disk", absl::StrCat(Size(looks.Now("pledge_store_bytes")), " stored, ",
                            Size(looks.Now("pledge_store_disk_free_bytes")), " free, ",
                            Size(looks.Now("pledge_store_disk_reserve_bytes")), " reserve")},
      {"process", absl::StrFormat("%.2f processors, %s memory, %s files",
                                  looks.Rate("process_cpu_seconds_total"),
                                  Size(looks.Now("process_resident_memory_bytes")),
                                  Whole(looks.Now("process_open_fds")))},
      {"queues", absl::StrCat(Whole(looks.Now("pledge_store_write_queue_operations")), " writes (",
                              Size(looks.Now("pledge_store_write_queue_bytes")), " of ",
                              Size(of_limit), "), ", Whole(looks.Now("pledge_calls_queued")),
                              " calls of ", Whole(looks.Now("pledge_calls_queue_limit")),
                              ", ingest ", Size(looks.Now("pledge_ingest_in_flight_bytes")), " of ",
                              Size(looks.Now("pledge_ingest_in_flight_limit_bytes")))},
      {"streams", absl::StrCat(Whole(looks.Now("pledge_streams_open")), " of ",
                               Whole(looks.Now("pledge_streams_limit")))},
      {"watches", absl::StrCat(Whole(looks.Now("pledge_watches_open")), " of ",
                               Whole(looks.Now("pledge_watches_limit")), ", furthest behind ",
                               Whole(looks.Now("pledge_watch_backlog_commits")), " commits")},
      {"writes",
       absl::StrCat(Rate(looks.Rate("pledge_store_group_operations_sum")), "/s in ",
                    Rate(looks.Rate("pledge_store_group_operations_count")), " groups/s, ",
                    Milliseconds(looks.Mean("pledge_store_sync_seconds") * 1e3),
                    " ms to the disk")},
      {"letters",
       absl::StrCat(Rate(looks.Rate("pledge_pipeline_stage_seconds_count", {{"stage", "decode"}})),
                    "/s; ms each: ", StageText(looks))},
  };
}

// The least bound below which 99 of 100 new observations are.
double Percentile99(const Looks& looks, const Labels& method) {
  const std::string name = "grpc_server_handling_seconds_bucket";
  const auto before = looks.before.SumBy(name, "le", method);
  const auto after = looks.after.SumBy(name, "le", method);
  std::vector<std::pair<double, double>> grown;  // bound, observations up to it
  for (const auto& [bound, count] : after) {
    const auto old = before.find(bound);
    double value = std::numeric_limits<double>::infinity();
    if (bound != "+Inf" && !absl::SimpleAtod(bound, &value)) continue;
    grown.emplace_back(value, count - (old == before.end() ? 0 : old->second));
  }
  std::sort(grown.begin(), grown.end());
  if (grown.empty() || grown.back().second <= 0) return 0;
  const double wanted = 0.99 * grown.back().second;
  for (const auto& [bound, count] : grown) {
    if (count >= wanted) return bound;
  }
  return grown.back().first;
}

std::vector<MethodRates> Methods(const Looks& looks) {
  std::vector<MethodRates> methods;
  for (const std::string& name : looks.after.Values("grpc_server_started_total", "grpc_method")) {
    const Labels method = {{"grpc_method", name}};
    MethodRates rates;
    rates.name = name;
    rates.calls = looks.Rate("grpc_server_handled_total", method);
    rates.failed = rates.calls - looks.Rate("grpc_server_handled_total",
                                            {{"grpc_method", name}, {"grpc_code", "OK"}});
    rates.open = std::max(0.0, looks.Now("grpc_server_started_total", method) -
                                   looks.Now("grpc_server_handled_total", method));
    if (rates.calls == 0 && rates.open == 0) continue;
    rates.mean_ms = looks.Mean("grpc_server_handling_seconds", method) * 1e3;
    rates.p99_ms = Percentile99(looks, method) * 1e3;
    methods.push_back(std::move(rates));
  }
  std::stable_sort(methods.begin(), methods.end(),
                   [](const MethodRates& a, const MethodRates& b) { return a.calls > b.calls; });
  return methods;
}

Row Cells(const MethodRates& rates) {
  return {rates.name,        Rate(rates.calls),           Rate(rates.failed),
          Whole(rates.open), Milliseconds(rates.mean_ms), Milliseconds(rates.p99_ms)};
}

}  // namespace

ServerView MakeServerView(const MetricSamples& before, const MetricSamples& after,
                          absl::Duration elapsed) {
  const Looks looks{before, after, absl::ToDoubleSeconds(elapsed)};
  return {Facts(looks), Methods(looks)};
}

std::string RenderTop(const ServerView& view, const Layout& layout) {
  std::vector<Row> rows;
  for (const MethodRates& rates : view.methods) rows.push_back(Cells(rates));
  return absl::StrCat(
      RenderFacts(view.facts, layout), "\n",
      RenderTable({"method", "calls/s", "failed/s", "open", "mean ms", "p99 ms"}, rows, layout));
}

std::string TopLines(const ServerView& view) {
  std::string out = FactLines(view.facts);
  for (const MethodRates& rates : view.methods) {
    Row row = Cells(rates);
    row.insert(row.begin(), "method");
    out += TabLine(row);
  }
  return out;
}

std::string TopJson(const ServerView& view) {
  std::string out = "{";
  for (const auto& [label, value] : view.facts) {
    absl::StrAppend(&out, JsonString(label), ":", JsonString(value), ",");
  }
  out += "\"methods\":[";
  for (const MethodRates& rates : view.methods) {
    // JSON has no infinity.
    const std::string p99 = std::isinf(rates.p99_ms) ? "null" : absl::StrCat(rates.p99_ms);
    absl::StrAppend(&out, out.back() == '[' ? "" : ",", "{\"method\":", JsonString(rates.name),
                    ",\"callsPerSecond\":", rates.calls, ",\"failedPerSecond\":", rates.failed,
                    ",\"open\":", rates.open, ",\"meanMs\":", rates.mean_ms, ",\"p99Ms\":", p99,
                    "}");
  }
  return out + "]}";
}

}  // namespace pledge::cli
