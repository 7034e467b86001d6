// Figures in Prometheus' text format, as the server gives them. Value types,
// thread-safe when constant.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_METRIC_SAMPLES_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_METRIC_SAMPLES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::cli {

using Labels = std::map<std::string, std::string, std::less<>>;

class MetricSamples {
 public:
  // Lines that are not understood are passed over.
  static MetricSamples Parse(std::string_view text);

  // Of all series of `name` that have these labels and maybe others; 0 for none.
  double Sum(std::string_view name, const Labels& labels = {}) const;
  // The different values of a label of `name`, sorted.
  std::vector<std::string> Values(std::string_view name, std::string_view label) const;
  // Values of one label by those of another sample: sums by the value of `label`.
  std::map<std::string, double> SumBy(std::string_view name, std::string_view label,
                                      const Labels& labels = {}) const;

 private:
  struct Series {
    Labels labels;
    double value = 0;
  };
  std::map<std::string, std::vector<Series>, std::less<>> series_;  // by name
};

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_METRIC_SAMPLES_H_
