// Replicas of pledged on one store, which follow each other at one address. Not
// thread-safe.
#ifndef PLEDGE_TESTS_INTEGRATION_REPLICAS_H_
#define PLEDGE_TESTS_INTEGRATION_REPLICAS_H_

#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/server_process.h"
#include "tests/postgres/private_postgres.h"

namespace pledge::testing {

// `count` processes on a new store in `database`. All listen on the socket in
// `dir`, for only the one that serves does so at all.
class Replicas {
 public:
  Replicas(PrivatePostgres& database, const std::string& dir, int count)
      : database_(database), dir_(dir), target_(database.NewStore()) {
    for (int i = 0; i < count; ++i) {
      processes_.push_back(std::make_unique<ServerProcess>(dir_, Flags()));
    }
  }

  // Starts all of them. False when none comes to serve.
  bool Start() {
    for (const auto& process : processes_) process->Launch();
    return processes_.front()->AwaitServing();
  }
  // The one that serves, as the database knows it; null while there is none.
  ServerProcess* Serving() {
    const std::string owner =
        database_.Query(target_, "SELECT owner FROM pledge_writer WHERE expires_at > now()");
    for (const auto& process : processes_) {
      const std::string suffix = ":" + std::to_string(process->pid());
      if (owner.size() > suffix.size() && owner.ends_with(suffix)) return process.get();
    }
    return nullptr;
  }
  // Starts those again that have ended by themselves, as a supervisor does.
  void Revive() {
    for (const auto& process : processes_) {
      if (process->HasEnded()) process->Launch();
    }
  }
  // True when one of them comes to serve.
  bool AwaitServing() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    ServerProcess* serving = nullptr;
    while ((serving = Serving()) == nullptr) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      Revive();
      ::usleep(20'000);
    }
    return serving->AwaitServing();
  }
  // kill -9 of the one that serves, which comes back as one that waits.
  void KillServing() {
    ServerProcess* serving = nullptr;
    while ((serving = Serving()) == nullptr) ::usleep(20'000);
    serving->Kill();
    serving->Launch();
  }

  // Letters that the database holds.
  int StoredLetters() {
    return std::stoi(database_.Query(target_, "SELECT count(*) FROM pledge_names"));
  }

  ServerProcess& process(size_t i) { return *processes_[i]; }
  size_t size() const { return processes_.size(); }
  const std::string& target() const { return target_; }
  std::vector<std::string> Flags() const {
    return {"--store", "postgres:" + target_, "--lease-seconds", "1"};
  }

 private:
  PrivatePostgres& database_;
  const std::string dir_;
  const std::string target_;
  std::vector<std::unique_ptr<ServerProcess>> processes_;
};

}  // namespace pledge::testing

#endif  // PLEDGE_TESTS_INTEGRATION_REPLICAS_H_
