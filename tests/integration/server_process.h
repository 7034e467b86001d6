// Starts the real pledged process on a real directory, for tests. One owner;
// not thread-safe.
#ifndef PLEDGE_TESTS_INTEGRATION_SERVER_PROCESS_H_
#define PLEDGE_TESTS_INTEGRATION_SERVER_PROCESS_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/channel.h"

namespace pledge::testing {

// A new folder below the system's temporary one, removed with its content.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class ServerProcess {
 public:
  // `dir` holds store, socket and log; it outlives the process. More flags go
  // to the command line as they are; without --store the records are on disk.
  explicit ServerProcess(const std::string& dir, std::vector<std::string> flags = {});
  // Kills what still runs.
  ~ServerProcess();

  // Starts the process and waits until it serves. False when it does not
  // within 30 s, or ends.
  bool Start();
  // Starts the process and returns at once: it may be one that waits for its turn.
  void Launch();
  // Waits until something serves at the address; as Start.
  bool AwaitServing();
  // True when it has ended by itself; then it may be started again.
  bool HasEnded();
  // kill -9, and waits for the end.
  void Kill();
  // SIGTERM, and waits for the end. The exit code; -1 when a signal ended it.
  int Terminate();
  // Sends a signal and returns at once.
  void Signal(int number);
  // Waits for the end; as Terminate.
  int Wait();

  // A channel of its own to the running server.
  std::shared_ptr<grpc::Channel> NewChannel() const;
  // The same for a client that takes some 64 KiB before it reads them.
  std::shared_ptr<grpc::Channel> NewSmallChannel() const;
  std::string address() const;
  std::string store_dir() const { return dir_ + "/store"; }
  // The port that a flag like HOST:0 got, as the log says; "0" when it says
  // nothing. `what_for` is all, operators or health.
  std::string ListeningPort(const std::string& listen, const std::string& what_for = "all") const;
  // All log lines so far.
  std::string Log() const;
  pid_t pid() const { return pid_; }

 private:
  const std::string dir_;
  const std::vector<std::string> flags_;
  pid_t pid_ = -1;
};

// Path of a program of this build, such as "pledged".
std::string ProgramPath(const std::string& name);

// Runs a command to its end; output holds stdout and stderr.
struct CommandResult {
  int exit_code = -1;
  std::string output;
};
CommandResult RunCommand(const std::string& command);

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_SERVER_PROCESS_H_
