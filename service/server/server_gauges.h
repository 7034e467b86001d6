// How the server stands at the moment it is asked: the store, its disk, queues,
// streams, watches, jobs, backups. Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_SERVER_GAUGES_H_
#define PLEDGE_SERVICE_SERVER_SERVER_GAUGES_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"
#include "service/rpc/call.h"
#include "service/rpc/ingest_service.h"
#include "service/rpc/watch_registry.h"

namespace pledge::server {

// Until when a certificate is good. `name` says what it is for, in one word.
struct CertificateExpiry {
  std::string name;
  absl::Time not_after;
};

class ServerGauges final : public prometheus::Collectable {
 public:
  struct Sources {
    rpc::Runtime runtime;
    const rpc::IngestService* ingest = nullptr;
    const rpc::WatchRegistry* watches = nullptr;
    std::string version;
    std::string backup_dir;  // empty: no backups are made
    // Of the certificates in use; none on plaintext.
    std::function<std::vector<CertificateExpiry>()> certificates = [] {
      return std::vector<CertificateExpiry>();
    };
  };

  // All that `sources` points to must outlive it.
  explicit ServerGauges(Sources sources) : sources_(std::move(sources)) {}

  // Blocks on disk for as long as it takes to read sizes and a few rows.
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const Sources sources_;
};

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_SERVER_GAUGES_H_
