#include "service/observe/gauge_list.h"

namespace pledge::observe {

using prometheus::ClientMetric;
using prometheus::MetricType;

void GaugeList::BeginGauge(std::string name, std::string help) {
  families_.push_back({std::move(name), std::move(help), MetricType::Gauge, {}});
}

void GaugeList::BeginCounter(std::string name, std::string help) {
  families_.push_back({std::move(name), std::move(help), MetricType::Counter, {}});
}

void GaugeList::Value(double value) {
  ClientMetric metric;
  metric.gauge.value = value;
  metric.counter.value = value;
  families_.back().metric.push_back(std::move(metric));
}

void GaugeList::Value(double value, std::string label, std::string label_value) {
  Value(value);
  families_.back().metric.back().label.push_back({std::move(label), std::move(label_value)});
}

void GaugeList::Gauge(std::string name, std::string help, double value) {
  BeginGauge(std::move(name), std::move(help));
  Value(value);
}

void GaugeList::Counter(std::string name, std::string help, double value) {
  BeginCounter(std::move(name), std::move(help));
  Value(value);
}

}  // namespace pledge::observe
