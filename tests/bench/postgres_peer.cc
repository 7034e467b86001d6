#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/bench/peer.h"

namespace pledge::bench {
namespace {

constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin";
constexpr char kUser[] = "postgres";  // it refuses to run as root

constexpr char kSchema[] =
    "CREATE TABLE letters (id text PRIMARY KEY, source bytea NOT NULL);"
    "CREATE TABLE rows (value text COLLATE \"C\", letter text, ordinal int,"
    " PRIMARY KEY (value, letter, ordinal));";
// A letter and all of its rows, in one statement and so in one transaction.
constexpr char kInsert[] =
    "WITH letter AS (INSERT INTO letters VALUES ($1, $2))"
    " INSERT INTO rows SELECT value, $1, ordinal"
    " FROM unnest($3::text[], $4::int[]) AS r(value, ordinal)";

void Run(const std::vector<std::string>& words, const std::string& log) {
  ChildProcess process(words, log, kUser);
  while (process.running()) ::usleep(10'000);
}

// One connection with the statement prepared.
class Connection {
 public:
  explicit Connection(int port)
      : connection_(PQconnectdb(
            absl::StrCat("host=127.0.0.1 port=", port, " user=", kUser, " dbname=postgres")
                .c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) Die(PQerrorMessage(connection_));
  }
  ~Connection() { PQfinish(connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Execute(const char* sql) { Check(PQexec(connection_, sql)); }

  void Prepare() { Check(PQprepare(connection_, "insert", kInsert, 4, nullptr)); }

  void Insert(const PeerLetter& letter) {
    std::string values = "{";
    std::string ordinals = "{";
    for (const IndexRow& row : letter.rows) {
      const char* comma = values.size() > 1 ? "," : "";
      absl::StrAppend(&values, comma, "\"", row.value, "\"");
      absl::StrAppend(&ordinals, comma, row.ordinal);
    }
    values += "}";
    ordinals += "}";
    const char* parameters[] = {letter.id.c_str(), letter.source.data(), values.c_str(),
                                ordinals.c_str()};
    const int sizes[] = {0, static_cast<int>(letter.source.size()), 0, 0};
    const int is_binary[] = {0, 1, 0, 0};
    Check(PQexecPrepared(connection_, "insert", 4, parameters, sizes, is_binary, 0));
  }

 private:
  void Check(PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK) Die(absl::StrCat("PostgreSQL: ", PQresultErrorMessage(result)));
    PQclear(result);
  }

  PGconn* const connection_;
};

class Postgres final : public Peer {
 public:
  explicit Postgres(const std::string& folder) : port_(FreePort()) {
    const std::string data = MakeDataFolder(folder);
    const std::string log = folder + "/postgres.log";
    Run({absl::StrCat(kPrograms, "/initdb"), "-D", data, "-U", kUser, "-A", "trust", "-E", "UTF8"},
        log);
    process_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{absl::StrCat(kPrograms, "/postgres"), "-D", data, "-h",
                                 "127.0.0.1", "-p", absl::StrCat(port_), "-k", ""},
        log, kUser);
    if (!WaitForPort(*process_, port_, absl::Seconds(60))) {
      Die("PostgreSQL does not come up; its log: " + log);
    }
    WaitUntilReady();
    Connection(port_).Execute(kSchema);
  }

  const ChildProcess& process() const override { return *process_; }

  void Store(const std::vector<PeerLetter>& letters, int at_a_time) override {
    while (connections_.size() < static_cast<size_t>(at_a_time)) {
      connections_.push_back(std::make_unique<Connection>(port_));
      connections_.back()->Prepare();
    }
    std::atomic<size_t> next{0};
    std::vector<std::thread> writers;
    for (int i = 0; i < at_a_time; ++i) {
      writers.emplace_back([&, connection = connections_[i].get()] {
        for (size_t index; (index = next.fetch_add(1)) < letters.size();) {
          connection->Insert(letters[index]);
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
  }

 private:
  // A folder that the user of the server owns.
  static std::string MakeDataFolder(const std::string& folder) {
    const std::string data = folder + "/postgres";
    std::filesystem::create_directory(data);
    if (::getuid() == 0) {
      ChildProcess chown({"/bin/chown", kUser, data}, folder + "/postgres.log");
      while (chown.running()) ::usleep(1000);
    }
    ::chmod(data.c_str(), 0700);
    return data;
  }

  void WaitUntilReady() const {
    const std::string target = absl::StrCat("host=127.0.0.1 port=", port_);
    for (int i = 0; i < 600 && PQping(target.c_str()) != PQPING_OK; ++i) ::usleep(50'000);
  }

  const int port_;
  std::unique_ptr<ChildProcess> process_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace

std::unique_ptr<Peer> StartPostgres(const std::string& folder) {
  return std::make_unique<Postgres>(folder);
}

}  // namespace pledge::bench
