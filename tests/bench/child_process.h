// A program that a benchmark starts beside itself: a server, a peer. It is
// killed with its owner, whatever ends that. Not thread-safe.
#ifndef PLEDGE_TESTS_BENCH_CHILD_PROCESS_H_
#define PLEDGE_TESTS_BENCH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace pledge::bench {

class ChildProcess {
 public:
  // Starts words[0] (a path) with the others as arguments; its output goes to the
  // end of `log`. As `user`, when this process is root's; empty: as itself.
  ChildProcess(const std::vector<std::string>& words, const std::string& log,
               const std::string& user = "");
  // Kills what still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  // Sends the signal and waits for the end.
  void Stop(int signal);

  // Processor time of it and its children, in ticks of 10 ms; those that ended count
  // when it has waited for them.
  double CpuSeconds() const;
  // Resident memory that belongs to no file, bytes; its children not counted.
  int64_t AnonymousBytes() const;

 private:
  pid_t pid_ = -1;
};

// Processor time of this process.
double OwnCpuSeconds();

// A TCP port of the loopback address that is free now.
int FreePort();

// Waits until `port` of the loopback address takes connections; false after
// `limit`, or when the process has ended.
bool WaitForPort(ChildProcess& process, int port, absl::Duration limit);

// Ends the benchmark with a message.
[[noreturn]] void Die(const std::string& what);

// A new folder on a real disk, below `parent`, removed with its content; also when
// the benchmark dies.
class WorkFolder {
 public:
  explicit WorkFolder(const std::string& parent);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_CHILD_PROCESS_H_
