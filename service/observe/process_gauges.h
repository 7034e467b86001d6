// What the kernel says of this process, under the names that exporters of all
// languages use. Thread-safe.
#ifndef PLEDGE_SERVICE_OBSERVE_PROCESS_GAUGES_H_
#define PLEDGE_SERVICE_OBSERVE_PROCESS_GAUGES_H_

#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"

namespace pledge::observe {

// Reads a few files of /proc each time; what cannot be read is left out.
class ProcessGauges final : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace pledge::observe

#endif  // PLEDGE_SERVICE_OBSERVE_PROCESS_GAUGES_H_
