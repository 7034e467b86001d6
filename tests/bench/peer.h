// Another store that takes the same letters and index rows, started on loopback
// in a folder of its own. It analyses nothing: the rows are handed to it.
#ifndef PLEDGE_TESTS_BENCH_PEER_H_
#define PLEDGE_TESTS_BENCH_PEER_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/child_process.h"

namespace pledge::bench {

// A row by which a letter is found: what it says, and the ordinal in the letter.
struct IndexRow {
  std::string value;
  int ordinal = 0;
};

struct PeerLetter {
  std::string id;
  std::string source;
  std::vector<IndexRow> rows;
};

class Peer {
 public:
  virtual ~Peer() = default;

  virtual const ChildProcess& process() const = 0;
  // Stores the letters, each durably and by itself, so many at a time; blocks until
  // all are acknowledged. Dies when one is not.
  virtual void Store(const std::vector<PeerLetter>& letters, int at_a_time) = 0;
};

// PostgreSQL 15 with its default settings: one prepared statement a letter, each a
// transaction, over so many connections.
std::unique_ptr<Peer> StartPostgres(const std::string& folder);
// etcd 3.4 as a cluster of one: one Txn a letter over gRPC.
std::unique_ptr<Peer> StartEtcd(const std::string& folder);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_PEER_H_
