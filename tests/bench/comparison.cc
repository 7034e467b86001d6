#include "tests/bench/comparison.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/child_process.h"

namespace pledge::bench {
namespace {

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {values[values.size() / 2], values.front(), values.back()};
}

double RateOf(const Sample& sample, Rate rate) {
  return (rate == Rate::kBytes ? sample.bytes / 1e6 : sample.operations) / sample.seconds;
}

using Samples = std::vector<Sample>;  // by round

template <typename Value>
Spread SpreadOver(const Samples& samples, Value value) {
  std::vector<double> values;
  for (size_t round = 0; round < samples.size(); ++round) values.push_back(value(round));
  return SpreadOf(std::move(values));
}

SideResult Judge(const Side& side, Rate rate, const Samples& pledge, const Samples& samples) {
  SideResult result;
  result.name = side.name;
  result.at_least = side.at_least;
  result.rate = SpreadOver(samples, [&](size_t i) { return RateOf(samples[i], rate); });
  result.ratio = SpreadOver(
      samples, [&](size_t i) { return RateOf(pledge[i], rate) / RateOf(samples[i], rate); });
  result.server_cpu_us = SpreadOver(samples, [&](size_t i) {
    return samples[i].server_cpu_seconds / samples[i].operations * 1e6;
  });
  result.client_cpu_us = SpreadOver(samples, [&](size_t i) {
    return samples[i].client_cpu_seconds / samples[i].operations * 1e6;
  });
  Histogram latency;
  for (const Sample& sample : samples) latency.Add(sample.latency);
  result.p50_us = absl::ToDoubleMicroseconds(latency.Percentile(50));
  result.p99_us = absl::ToDoubleMicroseconds(latency.Percentile(99));
  return result;
}

std::string Text(const Spread& spread, const char* format) {
  const auto number = [&](double value) {
    char text[64];
    std::snprintf(text, sizeof(text), format, value);
    return std::string(text);
  };
  return absl::StrCat(number(spread.median), " (", number(spread.min), "-", number(spread.max),
                      ")");
}

std::string Json(const Spread& spread) {
  return absl::StrFormat("{\"median\": %.4f, \"min\": %.4f, \"max\": %.4f}", spread.median,
                         spread.min, spread.max);
}

std::string Json(const SideResult& side) {
  return absl::StrFormat(
      "{\"name\": \"%s\", \"at_least\": %.2f, \"rate\": %s, \"ratio\": %s, \"server_cpu_us\": %s, "
      "\"client_cpu_us\": %s, \"p50_us\": %.1f, \"p99_us\": %.1f}",
      side.name, side.at_least, Json(side.rate), Json(side.ratio), Json(side.server_cpu_us),
      Json(side.client_cpu_us), side.p50_us, side.p99_us);
}

template <typename Items, typename Format>
std::string JsonList(const Items& items, Format format) {
  return absl::StrCat("[",
                      absl::StrJoin(items, ",",
                                    [&](std::string* out, const auto& item) {
                                      absl::StrAppend(out, "\n  ", format(item));
                                    }),
                      "]");
}

std::string Unit(Rate rate, const std::string& operation) {
  return rate == Rate::kBytes ? "MB/s" : operation + "s/s";
}

std::string Json(const ComparisonResult& result) {
  return absl::StrFormat(
      "{\"name\": \"%s\", \"operation\": \"%s\", \"unit\": \"%s\", \"sides\": %s}", result.name,
      result.operation, Unit(result.rate, result.operation),
      JsonList(result.sides, [](const SideResult& side) { return Json(side); }));
}

std::string Json(const Figure& figure) {
  return absl::StrFormat("{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.4f}", figure.name,
                         figure.unit, figure.value);
}

std::string Json(const Curve& curve) {
  return absl::StrFormat("{\"name\": \"%s\", \"x\": \"%s\", \"y\": \"%s\", \"points\": [%s]}",
                         curve.name, curve.x_name, curve.y_name,
                         absl::StrJoin(curve.points, ", ", [](std::string* out, const auto& point) {
                           absl::StrAppendFormat(out, "[%.3f, %.3f]", point.first, point.second);
                         }));
}

}  // namespace

ComparisonResult Compare(const Comparison& comparison, int rounds) {
  std::vector<Samples> samples(comparison.sides.size());
  for (int round = -1; round < rounds; ++round) {
    for (size_t i = 0; i < comparison.sides.size(); ++i) {
      Sample sample = comparison.sides[i].run();
      if (sample.operations == 0 || sample.seconds == 0) {
        Die(absl::StrCat(comparison.name, ": ", comparison.sides[i].name, " did nothing"));
      }
      if (round >= 0) samples[i].push_back(std::move(sample));
    }
  }
  ComparisonResult result{comparison.name, comparison.operation, comparison.rate, {}};
  for (size_t i = 0; i < samples.size(); ++i) {
    result.sides.push_back(Judge(comparison.sides[i], comparison.rate, samples[0], samples[i]));
  }
  return result;
}

void Print(const ComparisonResult& result) {
  absl::PrintF("\n%-26s %26s %20s %20s %18s %9s %9s\n", result.name,
               Unit(result.rate, result.operation), "server CPU us", "client CPU us", "ratio",
               "p50 us", "p99 us");
  for (size_t i = 0; i < result.sides.size(); ++i) {
    const SideResult& side = result.sides[i];
    const char* precision = side.rate.median < 100 ? "%.1f" : "%.0f";
    absl::PrintF("  %-24s %26s %20s %20s %18s %9.0f %9.0f", side.name, Text(side.rate, precision),
                 Text(side.server_cpu_us, "%.1f"), Text(side.client_cpu_us, "%.1f"),
                 i == 0 ? "" : Text(side.ratio, "%.2f"), side.p50_us, side.p99_us);
    if (side.at_least > 0) {
      absl::PrintF("  %s %.2f", side.ratio.median >= side.at_least ? "reaches" : "BELOW",
                   side.at_least);
    }
    absl::PrintF("\n");
  }
  std::fflush(stdout);
}

void WriteReport(const std::string& file, const Report& report) {
  if (file.empty()) return;
  std::error_code ignored;  // the open below says what is wrong
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  std::ofstream out(file);
  out << absl::StrFormat(
      "{\"benchmark\": \"%s\", \"date\": \"%s\", \"rounds\": %d,\n \"comparisons\": %s,\n "
      "\"figures\": %s,\n \"curves\": %s}\n",
      report.benchmark, absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone()),
      report.rounds,
      JsonList(report.comparisons, [](const ComparisonResult& one) { return Json(one); }),
      JsonList(report.figures, [](const Figure& one) { return Json(one); }),
      JsonList(report.curves, [](const Curve& one) { return Json(one); }));
  out.close();
  if (out.fail()) Die("cannot write " + file);
}

}  // namespace pledge::bench
