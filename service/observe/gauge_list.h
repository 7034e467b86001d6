// Metrics whose values are looked up when they are asked for, in the form that
// the library of Prometheus writes. One owner; not thread-safe.
#ifndef PLEDGE_SERVICE_OBSERVE_GAUGE_LIST_H_
#define PLEDGE_SERVICE_OBSERVE_GAUGE_LIST_H_

#include <string>
#include <utility>
#include <vector>

#include "prometheus/metric_family.h"

namespace pledge::observe {

class GaugeList {
 public:
  // Begins a family; the values that follow belong to it. `name` and `help` as
  // Prometheus wants them.
  void BeginGauge(std::string name, std::string help);
  void BeginCounter(std::string name, std::string help);

  // A value of the family that was begun last.
  void Value(double value);
  void Value(double value, std::string label, std::string label_value);

  // A family of one value.
  void Gauge(std::string name, std::string help, double value);
  void Counter(std::string name, std::string help, double value);

  std::vector<prometheus::MetricFamily> Take() { return std::move(families_); }

 private:
  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_GAUGE_LIST_H_
