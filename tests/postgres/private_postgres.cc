#include "tests/postgres/private_postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace pledge::testing {
namespace {

namespace fs = std::filesystem;

constexpr auto kStartLimit = std::chrono::seconds(60);

// The folder with initdb and postgres of the newest version; empty for none.
std::string ProgramFolder() {
  std::string found;
  std::error_code ignored;  // no folder: not installed
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const std::string folder = (version.path() / "bin").string();
    if (fs::exists(folder + "/postgres", ignored) && folder > found) found = folder;
  }
  return found;
}

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "private PostgreSQL: %s\n", why.c_str());
  std::abort();
}

// The server refuses to run as root: then as the user that its package made.
void DropRoot(const passwd* user) {
  if (user == nullptr) return;
  if (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) {
    ::_exit(126);
  }
}

pid_t Spawn(std::vector<std::string> words, const std::string& log) {
  const passwd* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr;
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  const int out = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  DropRoot(user);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // a test that dies leaves no server
  if (::chdir("/") != 0) ::_exit(126);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

Connection Connect(const std::string& target) { return {PQconnectdb(target.c_str()), PQfinish}; }

}  // namespace

bool PrivatePostgres::IsInstalled() { return !ProgramFolder().empty(); }

PrivatePostgres::PrivatePostgres() {
  std::string pattern = (fs::temp_directory_path() / "pledge-pg-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) Fail("no folder");
  folder_ = pattern;
  if (::geteuid() == 0) {
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr) Fail("no user postgres to run it as");
    if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) Fail("chown");
  }
  const pid_t pid = Spawn({ProgramFolder() + "/initdb", "-D", folder_ + "/data", "-U", "pledge",
                           "-A", "trust", "-E", "UTF8", "--no-sync"},
                          folder_ + "/log");
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (status != 0) Fail("initdb failed; its log is " + folder_ + "/log");
  Start();
}

PrivatePostgres::~PrivatePostgres() {
  StopImmediately();
  std::error_code ignored;  // a leftover folder fails no test
  fs::remove_all(folder_, ignored);
}

void PrivatePostgres::Start() {
  pid_ = Spawn({ProgramFolder() + "/postgres", "-D", folder_ + "/data", "-k", folder_, "-c",
                "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=32MB"},
               folder_ + "/log");
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (PQstatus(Connect(absl::StrCat("host=", folder_, " user=pledge dbname=postgres")).get()) !=
         CONNECTION_OK) {
    if (std::chrono::steady_clock::now() > deadline || ::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      Fail("it does not start; its log is " + folder_ + "/log");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void PrivatePostgres::StopImmediately() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGQUIT);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string PrivatePostgres::NewStore() {
  const std::string schema = absl::StrCat("store", ++stores_);
  const std::string target =
      absl::StrCat("host=", folder_, " user=pledge dbname=postgres options=-csearch_path=", schema);
  Query(target, "CREATE SCHEMA " + schema);
  return target;
}

std::string PrivatePostgres::Query(const std::string& target, const std::string& sql) {
  const Connection connection = Connect(target);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    Fail(absl::StrCat(sql, ": ", PQerrorMessage(connection.get())));
  }
  return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

PrivatePostgres& SharedPostgres() {
  static PrivatePostgres postgres;
  return postgres;
}

}  // namespace pledge::testing
