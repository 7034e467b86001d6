#include "tests/bench/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/time/clock.h"

namespace pledge::bench {
namespace {

namespace fs = std::filesystem;

std::vector<std::string>& OpenFolders() {
  static auto& folders = *new std::vector<std::string>;
  return folders;
}

struct ProcessTimes {
  pid_t parent = 0;
  int64_t ticks = 0;  // its own, and of the children that it has waited for
};

// The fields of /proc/PID/stat behind the name, which may hold spaces.
bool ReadTimes(const std::string& pid, ProcessTimes* times) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::stringstream text;
  text << file.rdbuf();
  const std::string line = text.str();
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return false;
  std::istringstream fields(line.substr(name_end + 2));
  std::string skipped;
  fields >> skipped >> times->parent;
  for (int i = 0; i < 9; ++i) fields >> skipped;
  for (int i = 0; i < 4; ++i) {
    int64_t ticks = 0;
    fields >> ticks;
    times->ticks += ticks;
  }
  return !fields.fail();
}

std::map<pid_t, ProcessTimes> AllProcesses() {
  std::map<pid_t, ProcessTimes> all;
  std::error_code ignored;  // processes end while we look
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename().string();
    if (!std::isdigit(static_cast<unsigned char>(name[0]))) continue;
    ProcessTimes times;
    if (ReadTimes(name, &times)) all.emplace(std::atoi(name.c_str()), times);
  }
  return all;
}

void BecomeUser(const std::string& user) {
  if (user.empty() || ::getuid() != 0) return;
  const passwd* entry = ::getpwnam(user.c_str());
  if (entry == nullptr || ::setgid(entry->pw_gid) != 0 || ::setuid(entry->pw_uid) != 0) {
    ::_exit(126);
  }
}

[[noreturn]] void RunProgram(const std::vector<std::string>& words, const std::string& log,
                             const std::string& user) {
  const int out = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  const int in = ::open("/dev/null", O_RDONLY);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  BecomeUser(user);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

bool TakesConnections(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  const bool ok = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(fd);
  return ok;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& words, const std::string& log,
                           const std::string& user) {
  pid_ = ::fork();
  if (pid_ == 0) RunProgram(words, log, user);
  if (pid_ < 0) Die("cannot start " + words[0]);
}

ChildProcess::~ChildProcess() { Stop(SIGKILL); }

bool ChildProcess::running() {
  if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = -1;
  return pid_ > 0;
}

void ChildProcess::Stop(int signal) {
  if (pid_ <= 0) return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

double ChildProcess::CpuSeconds() const {
  const std::map<pid_t, ProcessTimes> all = AllProcesses();
  const auto is_ours = [&](pid_t pid) {
    for (auto found = all.find(pid); found != all.end(); found = all.find(found->second.parent)) {
      if (found->first == pid_) return true;
    }
    return false;
  };
  int64_t ticks = 0;
  for (const auto& [pid, times] : all) ticks += is_ours(pid) ? times.ticks : 0;
  return static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

int64_t ChildProcess::AnonymousBytes() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string word; status >> word;) {
    if (word != "RssAnon:") continue;
    int64_t kib = 0;
    status >> kib;
    return kib << 10;
  }
  return 0;
}

double OwnCpuSeconds() {
  rusage usage;
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int FreePort() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    Die("no free port");
  }
  ::close(fd);
  return ntohs(address.sin_port);
}

bool WaitForPort(ChildProcess& process, int port, absl::Duration limit) {
  for (const absl::Time end = absl::Now() + limit; absl::Now() < end;) {
    if (!process.running()) return false;
    if (TakesConnections(port)) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

void Die(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::error_code ignored;
  for (const std::string& folder : OpenFolders()) fs::remove_all(folder, ignored);
  // Without the destructors of what still runs; the children end with this process.
  std::fflush(nullptr);
  ::_exit(1);
}

WorkFolder::WorkFolder(const std::string& parent) {
  std::string pattern = parent + "/pledge-bench-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) Die("cannot make a folder in " + parent);
  path_ = pattern;
  ::chmod(path_.c_str(), 0755);  // a peer may run as another user
  OpenFolders().push_back(path_);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  std::erase(OpenFolders(), path_);
}

}  // namespace pledge::bench
