#include "client/cpp/pledgectl/metric_samples.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace pledge::cli {
namespace {

bool Has(const Labels& have, const Labels& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& label) {
    const auto found = have.find(label.first);
    return found != have.end() && found->second == label.second;
  });
}

// Reads NAME="VALUE",… up to the closing brace at the begin of `rest`, which
// then begins behind it.
std::optional<Labels> ReadLabels(std::string_view* rest) {
  Labels labels;
  while (!rest->empty() && rest->front() != '}') {
    const size_t equals = rest->find("=\"");
    if (equals == rest->npos) return std::nullopt;
    const std::string name(rest->substr(0, equals));
    std::string value;
    size_t at = equals + 2;
    for (; at < rest->size() && (*rest)[at] != '"'; ++at) {
      const bool is_escaped = (*rest)[at] == '\\' && at + 1 < rest->size();
      if (is_escaped) ++at;
      value += is_escaped && (*rest)[at] == 'n' ? '\n' : (*rest)[at];
    }
    if (at >= rest->size()) return std::nullopt;
    rest->remove_prefix(at + 1);
    if (!rest->empty() && rest->front() == ',') rest->remove_prefix(1);
    labels.emplace(name, std::move(value));
  }
  if (rest->empty()) return std::nullopt;
  rest->remove_prefix(1);
  return labels;
}

}  // namespace

MetricSamples MetricSamples::Parse(std::string_view text) {
  MetricSamples samples;
  for (const absl::string_view whole :
       absl::StrSplit(absl::string_view(text.data(), text.size()), '\n', absl::SkipEmpty())) {
    std::string_view line(whole.data(), whole.size());
    if (line.front() == '#') continue;
    const size_t name_end = line.find_first_of("{ ");
    if (name_end == line.npos) continue;
    const std::string name(line.substr(0, name_end));
    const bool has_labels = line[name_end] == '{';
    line.remove_prefix(name_end + (has_labels ? 1 : 0));
    std::optional<Labels> labels = has_labels ? ReadLabels(&line) : Labels();
    double value = 0;
    if (!labels || !absl::SimpleAtod(absl::string_view(line.data(), line.size()), &value)) continue;
    samples.series_[name].push_back({*std::move(labels), value});
  }
  return samples;
}

double MetricSamples::Sum(std::string_view name, const Labels& labels) const {
  const auto found = series_.find(name);
  if (found == series_.end()) return 0;
  double sum = 0;
  for (const Series& one : found->second) {
    if (Has(one.labels, labels)) sum += one.value;
  }
  return sum;
}

std::vector<std::string> MetricSamples::Values(std::string_view name,
                                               std::string_view label) const {
  std::vector<std::string> values;
  for (const auto& [value, sum] : SumBy(name, label)) values.push_back(value);
  return values;
}

std::map<std::string, double> MetricSamples::SumBy(std::string_view name, std::string_view label,
                                                   const Labels& labels) const {
  std::map<std::string, double> sums;
  const auto found = series_.find(name);
  if (found == series_.end()) return sums;
  for (const Series& one : found->second) {
    const auto value = one.labels.find(label);
    if (value != one.labels.end() && Has(one.labels, labels)) sums[value->second] += one.value;
  }
  return sums;
}

}  // namespace pledge::cli
