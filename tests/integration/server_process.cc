#include "tests/integration/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "grpcpp/grpcpp.h"

namespace pledge::testing {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(30);

int ExitCode(int wait_status) { return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1; }

}  // namespace

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "pledge-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

TempDir::~TempDir() {
  std::error_code ignored;  // a leftover folder is no failure of the test
  std::filesystem::remove_all(path_, ignored);
}

std::string ProgramPath(const std::string& name) {
  return std::string(PLEDGE_BIN_DIR) + "/" + name;
}

CommandResult RunCommand(const std::string& command) {
  CommandResult result;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  for (size_t n; (n = ::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
    result.output.append(buffer, n);
  }
  result.exit_code = ExitCode(::pclose(pipe));
  return result;
}

ServerProcess::ServerProcess(const std::string& dir, std::vector<std::string> flags)
    : dir_(dir), flags_(std::move(flags)) {}

ServerProcess::~ServerProcess() { Kill(); }

std::string ServerProcess::address() const { return "unix:" + dir_ + "/pledged.sock"; }

bool ServerProcess::Start() {
  Launch();
  return AwaitServing();
}

void ServerProcess::Launch() {
  std::vector<std::string> words = {
      ProgramPath("pledged"), "--listen", address(), "--cache-mib", "16",
      "--write-buffer-mib",   "16"};
  if (std::find(flags_.begin(), flags_.end(), "--store") == flags_.end()) {
    words.insert(words.end(), {"--store", "rocksdb:" + store_dir()});
  }
  words.insert(words.end(), flags_.begin(), flags_.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    const int log = ::open((dir_ + "/log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
}

bool ServerProcess::AwaitServing() {
  const auto channel = NewChannel();
  const auto deadline = std::chrono::system_clock::now() + kStartLimit;
  while (!channel->WaitForConnected(std::chrono::system_clock::now() +
                                    std::chrono::milliseconds(200))) {
    if (std::chrono::system_clock::now() > deadline) return false;
    if (pid_ > 0 && HasEnded()) return false;
  }
  return true;
}

bool ServerProcess::HasEnded() {
  if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = -1;
  return pid_ <= 0;
}

void ServerProcess::Signal(int number) {
  if (pid_ > 0) ::kill(pid_, number);
}

int ServerProcess::Wait() {
  if (pid_ <= 0) return -1;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return ExitCode(status);
}

void ServerProcess::Kill() {
  Signal(SIGKILL);
  Wait();
}

int ServerProcess::Terminate() {
  Signal(SIGTERM);
  return Wait();
}

std::shared_ptr<grpc::Channel> ServerProcess::NewChannel() const {
  grpc::ChannelArguments arguments;
  // Channels of one process would share a connection, and its death.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  return grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
}

std::shared_ptr<grpc::Channel> ServerProcess::NewSmallChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 16);
  return grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
}

std::string ServerProcess::ListeningPort(const std::string& listen,
                                         const std::string& what_for) const {
  std::istringstream lines(Log());
  for (std::string line; std::getline(lines, line);) {
    const size_t port = line.find("\"port\":");
    if (line.find("\"listening\"") == std::string::npos || port == std::string::npos ||
        line.find("\"address\":\"" + listen + "\"") == std::string::npos ||
        line.find("\"for\":\"" + what_for + "\"") == std::string::npos) {
      continue;
    }
    return std::to_string(std::atoi(line.c_str() + port + 7));
  }
  return "0";
}

std::string ServerProcess::Log() const {
  std::ifstream file(dir_ + "/log");
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

}  // namespace pledge::testing
