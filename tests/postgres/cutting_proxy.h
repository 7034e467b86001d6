// A unix socket before that of a PostgreSQL: passes bytes on, and cuts or delays
// on command. Thread-safe.
#ifndef PLEDGE_TESTS_POSTGRES_CUTTING_PROXY_H_
#define PLEDGE_TESTS_POSTGRES_CUTTING_PROXY_H_

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace pledge::testing {

class CuttingProxy {
 public:
  // Passes on to the server whose socket stands in `server_folder`. `folder` is
  // there and gets the proxy's socket.
  CuttingProxy(std::string server_folder, std::string folder);
  ~CuttingProxy();

  // The next answer that a COMMIT was done does not reach the client: the
  // connection is cut instead. `refuse_others`: from then on no connection is
  // taken, until Heal.
  void CutAtNextCommit(bool refuse_others);
  // Cuts all connections now.
  void CutAll();
  // Takes no connections until Heal, and cuts those that are there.
  void Refuse();
  void Heal() { is_refusing_ = false; }
  // Commits whose answer was cut off.
  int cut_commits() const { return cut_commits_; }

 private:
  struct Pair {
    int client = -1;
    int server = -1;
  };

  void Run();
  void Accept();
  // False when the connection is over.
  bool Pass(const Pair& pair, int from, int to);

  const std::string server_folder_;
  int listener_ = -1;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<bool> is_refusing_ = false;
  std::atomic<bool> must_cut_all_ = false;
  std::atomic<bool> must_cut_commit_ = false;
  std::atomic<bool> refuse_after_cut_ = false;
  std::atomic<int> cut_commits_ = 0;
  std::vector<Pair> pairs_;  // of the thread
  std::thread thread_;       // last: it uses all of the above
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_POSTGRES_CUTTING_PROXY_H_
