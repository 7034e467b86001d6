// A PostgreSQL of its own in a new folder, for tests and benchmarks: unix socket
// only, everything synced. Never the system's cluster. Started by root, it runs
// as the user postgres. One owner; not thread-safe.
#ifndef PLEDGE_TESTS_POSTGRES_PRIVATE_POSTGRES_H_
#define PLEDGE_TESTS_POSTGRES_PRIVATE_POSTGRES_H_

#include <sys/types.h>

#include <string>
#include <string_view>

namespace pledge::testing {

class PrivatePostgres {
 public:
  // False where the server of PostgreSQL is not installed (Debian: postgresql-15).
  static bool IsInstalled();

  // Makes the folder and starts. Aborts when it fails.
  PrivatePostgres();
  // Stops, and removes the folder.
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  // Waits until connections are taken.
  void Start();
  // Without finishing anything, as a crash would: the next start recovers.
  void StopImmediately();

  // Makes a new empty schema and gives a target whose tables stand there.
  std::string NewStore();
  // The folder with the socket.
  const std::string& folder() const { return folder_; }
  // Runs SQL in the schema of `target`; the first column of its first row.
  std::string Query(const std::string& target, const std::string& sql);

 private:
  std::string folder_;
  pid_t pid_ = -1;
  int stores_ = 0;
};

// One for all tests of the process; started when it is first asked for.
PrivatePostgres& SharedPostgres();

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_POSTGRES_PRIVATE_POSTGRES_H_
