// The real pledged on a store of its own, and a client that fills it. Not
// thread-safe unless said otherwise.
#ifndef PLEDGE_TESTS_BENCH_PLEDGED_SERVER_H_
#define PLEDGE_TESTS_BENCH_PLEDGED_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "tests/bench/child_process.h"

namespace pledge::bench {

// A channel with a connection of its own. It takes messages of any size.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& address);

class PledgedServer {
 public:
  // Starts it with the flags that it has by itself and `flags`, and waits until
  // it serves. `folder` holds store and log, and may hold the store of an earlier run.
  PledgedServer(const std::string& folder, const std::vector<std::string>& flags = {});

  const std::string& address() const { return address_; }
  const ChildProcess& process() const { return *process_; }
  std::shared_ptr<grpc::Channel> NewChannel() const { return bench::NewChannel(address_); }
  // From the start of the process until it served.
  absl::Duration start_time() const { return start_time_; }
  // kill -9.
  void Kill();
  // SIGTERM; waits for the end.
  void Terminate();

 private:
  std::string address_;
  std::unique_ptr<ChildProcess> process_;
  absl::Duration start_time_;
};

// The letter for sequence 1 …
using LetterSource = std::function<std::string(int64_t sequence)>;

struct IngestSummary {
  int64_t letters = 0;
  int64_t bytes = 0;
};

// Takes letters 1 to `count` in through one session of the client library; ids are
// "d" and the sequence. Dies when any is refused. Blocks; thread-safe.
IngestSummary Ingest(const std::string& address, const std::string& collection,
                     const std::string& session, int64_t count, const LetterSource& letters);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_PLEDGED_SERVER_H_
