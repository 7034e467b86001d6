// One connection to PostgreSQL: statements in pipelines, one round trip each,
// with a deadline on every wait. The only files that speak libpq. One owner at a
// time; everything blocks on the network, at most for PostgresOptions allows.
#ifndef PLEDGE_STORAGE_POSTGRES_CONNECTION_H_
#define PLEDGE_STORAGE_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres_target.h"

namespace pledge::storage {

// A failed statement, and a connection that broke, is UNAVAILABLE with
// STORE_UNREACHABLE, or DATA_LOSS with CHECKSUM_FAILED when the database says that
// its files are damaged. The message never holds values of rows.
//
// The SQLSTATE of such a status; empty when the database did not answer.
std::string SqlStateOf(const absl::Status& status);
// True when the same transaction may succeed when it is run again, for it left
// nothing: a serialization failure or a deadlock.
bool IsSerializationFailure(const absl::Status& status);

// A parameter, in the binary format of its type.
struct SqlParameter {
  Oid type = 0;
  std::string bytes;

  static SqlParameter Bytes(std::string_view value);
  static SqlParameter Text(std::string_view value);
  static SqlParameter Int(int64_t value);
  // bytea[]
  static SqlParameter BytesArray(const std::vector<std::string_view>& values);
};

struct SqlStatement {
  // Prepared once a connection under this name; empty: parsed each time.
  std::string name;
  std::string sql;
  std::vector<SqlParameter> parameters;
};

// Rows of one statement, in binary format.
class SqlResult {
 public:
  explicit SqlResult(PGresult* result) : result_(result, PQclear) {}

  int rows() const { return PQntuples(result_.get()); }
  bool IsNull(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  // Good as long as the result.
  std::string_view Bytes(int row, int column) const;
  // Of an int8 or int4.
  int64_t Int(int row, int column) const;
  // What the server calls the command that ended, such as "COMMIT".
  std::string_view command() const { return PQcmdStatus(result_.get()); }

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

class PostgresConnection {
 public:
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const PostgresTarget& target);

  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  ~PostgresConnection();

  // Sends all of `statements` at once and waits for their results, one each. On
  // the first failure the rest is not run, and an open transaction has failed.
  absl::StatusOr<std::vector<SqlResult>> RunAll(const std::vector<SqlStatement>& statements);
  // One statement.
  absl::StatusOr<SqlResult> Run(SqlStatement statement);
  // Sends `statement` and returns; the next call takes its result. For the end
  // of a transaction that was only reading.
  void Post(SqlStatement statement);

  // True when nothing can be sent any more: what was under way ended without an
  // answer.
  bool is_broken() const { return is_broken_; }

 private:
  using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
  // What a result of the pipeline belongs to.
  struct Sent {
    std::string prepared;  // the name that it prepares; empty for a statement
  };

  PostgresConnection(Connection connection, absl::Duration answer_timeout)
      : connection_(std::move(connection)), answer_timeout_(answer_timeout) {}

  absl::Status Send(const std::vector<SqlStatement>& statements);
  absl::Status SendOne(const SqlStatement& statement);
  // The results of what was sent, up to the end of the pipeline.
  absl::StatusOr<std::vector<SqlResult>> Receive();
  // The next thing that the pipeline gives; null at the end of a statement.
  absl::StatusOr<PGresult*> Next(absl::Time deadline);
  // Waits until the socket can be read, or written when there is something to
  // write.
  absl::Status WaitForSocket(absl::Time deadline);
  absl::Status Break(std::string_view why);

  Connection connection_;
  const absl::Duration answer_timeout_;
  std::vector<Sent> sent_;
  bool is_sent_ = false;  // a pipeline is under way
  std::set<std::string> prepared_;
  bool is_broken_ = false;
};

}  // namespace pledge::storage

#endif  // PLEDGE_STORAGE_POSTGRES_CONNECTION_H_
