#include "storage/postgres_connection.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

constexpr char kSqlStateUrl[] = "pledge.dev/sqlstate";

// Types of parameters; fixed numbers of the protocol.
constexpr Oid kByteaOid = 17;
constexpr Oid kInt8Oid = 20;
constexpr Oid kTextOid = 25;
constexpr Oid kByteaArrayOid = 1001;
constexpr int kBinary = 1;

// What the server's own time limit needs to reach us.
constexpr absl::Duration kAnswerMargin = absl::Seconds(5);

absl::Status SqlError(std::string_view state, std::string_view message) {
  // Class XX is what the database says of its own files and state.
  const bool is_damage = state == "XX001" || state == "XX002";
  absl::Status status =
      MakeError(is_damage ? ErrorReason::kChecksumFailed : ErrorReason::kStoreUnreachable,
                absl::StrCat("database: ", std::string(message)));
  if (!state.empty()) status.SetPayload(kSqlStateUrl, absl::Cord(std::string(state)));
  return status;
}

std::string_view Field(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// Without the detail, which may name values.
absl::Status ErrorOf(const PGresult* result) {
  return SqlError(Field(result, PG_DIAG_SQLSTATE), Field(result, PG_DIAG_MESSAGE_PRIMARY));
}

std::string Trimmed(const char* message) {
  std::string text(message == nullptr ? "" : message);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string Millis(absl::Duration duration) {
  return std::to_string(absl::ToInt64Milliseconds(duration));
}

// Of every session. Plans are the same for all parameters, and none of them may
// read a whole table: keys lead.
SqlStatement SessionSettings(const PostgresTarget& target) {
  return {"",
          "SELECT set_config('statement_timeout', $1, false),"
          " set_config('lock_timeout', $1, false),"
          " set_config('idle_in_transaction_session_timeout', $2, false),"
          " set_config('plan_cache_mode', 'force_generic_plan', false),"
          " set_config('enable_seqscan', 'off', false),"
          " set_config('enable_bitmapscan', 'off', false),"
          // Acknowledged means on disk, whatever the database's default is.
          " CASE current_setting('synchronous_commit') WHEN 'off'"
          " THEN set_config('synchronous_commit', 'on', false) END",
          {SqlParameter::Text(Millis(target.statement_timeout)),
           SqlParameter::Text(Millis(target.idle_timeout))}};
}

}  // namespace

std::string DescribeTarget(const std::string& conninfo) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(conninfo.c_str(), &error), PQconninfoFree);
  PQfreemem(error);
  std::string out = "postgres:";
  if (options == nullptr) return out;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    if (option->val == nullptr) continue;
    if (keyword == "dbname" || keyword == "host" || keyword == "port") {
      absl::StrAppend(&out, out.back() == ':' ? "" : " ", option->keyword, "=", option->val);
    }
  }
  return out;
}

std::string SqlStateOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kSqlStateUrl);
  return payload.has_value() ? std::string(*payload) : std::string();
}

bool IsSerializationFailure(const absl::Status& status) {
  const std::string state = SqlStateOf(status);
  return state == "40001" || state == "40P01";
}

SqlParameter SqlParameter::Bytes(std::string_view value) { return {kByteaOid, std::string(value)}; }
SqlParameter SqlParameter::Text(std::string_view value) { return {kTextOid, std::string(value)}; }

SqlParameter SqlParameter::Int(int64_t value) {
  SqlParameter parameter{kInt8Oid, ""};
  AppendU64(parameter.bytes, static_cast<uint64_t>(value));
  return parameter;
}

SqlParameter SqlParameter::BytesArray(const std::vector<std::string_view>& values) {
  SqlParameter parameter{kByteaArrayOid, ""};
  std::string& out = parameter.bytes;
  size_t size = 20;
  for (std::string_view value : values) size += 4 + value.size();
  out.reserve(size);
  AppendU32(out, values.empty() ? 0 : 1);  // dimensions
  AppendU32(out, 0);                       // no nulls
  AppendU32(out, kByteaOid);
  if (values.empty()) return parameter;
  AppendU32(out, static_cast<uint32_t>(values.size()));
  AppendU32(out, 1);  // index of the first
  for (std::string_view value : values) {
    AppendU32(out, static_cast<uint32_t>(value.size()));
    out.append(value);
  }
  return parameter;
}

std::string_view SqlResult::Bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<size_t>(PQgetlength(result_.get(), row, column))};
}

int64_t SqlResult::Int(int row, int column) const {
  uint64_t value = 0;
  for (const char byte : Bytes(row, column)) value = value << 8 | static_cast<uint8_t>(byte);
  return static_cast<int64_t>(value);
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const PostgresTarget& target) {
  // What stands before the caller's words gives way to them, what stands behind
  // does not. A list of hosts finds the one that writes.
  const char* keywords[] = {"connect_timeout",           "keepalives_idle",
                            "keepalives_interval",       "keepalives_count",
                            "tcp_user_timeout",          "target_session_attrs",
                            "fallback_application_name", "dbname",
                            "client_encoding",           nullptr};
  const char* values[] = {"5",     "10",         "3",       "3",
                          "15000", "read-write", "pledged", target.conninfo.c_str(),
                          "UTF8",  nullptr};
  Connection connection(PQconnectdbParams(keywords, values, 1), PQfinish);
  if (connection == nullptr || PQstatus(connection.get()) != CONNECTION_OK) {
    return SqlError(
        "", connection == nullptr ? "no memory" : Trimmed(PQerrorMessage(connection.get())));
  }
  // Notices would go to standard error.
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  if (PQsetnonblocking(connection.get(), 1) != 0 || PQenterPipelineMode(connection.get()) != 1) {
    return SqlError("", Trimmed(PQerrorMessage(connection.get())));
  }
  std::unique_ptr<PostgresConnection> opened(
      new PostgresConnection(std::move(connection), target.statement_timeout + kAnswerMargin));
  const auto settled = opened->Run(SessionSettings(target));
  if (!settled.ok()) return settled.status();
  return opened;
}

PostgresConnection::~PostgresConnection() = default;

absl::StatusOr<std::vector<SqlResult>> PostgresConnection::RunAll(
    const std::vector<SqlStatement>& statements) {
  if (is_sent_) {
    if (const auto before = Receive(); !before.ok()) return before.status();
  }
  if (absl::Status sent = Send(statements); !sent.ok()) return sent;
  return Receive();
}

absl::StatusOr<SqlResult> PostgresConnection::Run(SqlStatement statement) {
  std::vector<SqlStatement> statements;
  statements.push_back(std::move(statement));
  auto results = RunAll(statements);
  if (!results.ok()) return results.status();
  return std::move(results->front());
}

void PostgresConnection::Post(SqlStatement statement) {
  if (is_sent_ && !Receive().ok()) is_broken_ = true;
  std::vector<SqlStatement> statements;
  statements.push_back(std::move(statement));
  if (!is_broken_) Send(statements).IgnoreError();  // noted in is_broken_
}

absl::Status PostgresConnection::Send(const std::vector<SqlStatement>& statements) {
  if (is_broken_) return SqlError("", "the connection is broken");
  sent_.clear();
  for (const SqlStatement& statement : statements) {
    if (absl::Status status = SendOne(statement); !status.ok()) return status;
  }
  if (PQpipelineSync(connection_.get()) != 1 || PQflush(connection_.get()) < 0) {
    return Break(PQerrorMessage(connection_.get()));
  }
  is_sent_ = true;
  return absl::OkStatus();
}

absl::Status PostgresConnection::SendOne(const SqlStatement& statement) {
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const SqlParameter& parameter : statement.parameters) {
    types.push_back(parameter.type);
    values.push_back(parameter.bytes.data());
    lengths.push_back(static_cast<int>(parameter.bytes.size()));
  }
  const std::vector<int> formats(values.size(), kBinary);
  const int count = static_cast<int>(values.size());
  int is_queued = 1;
  if (statement.name.empty()) {
    is_queued = PQsendQueryParams(connection_.get(), statement.sql.c_str(), count, types.data(),
                                  values.data(), lengths.data(), formats.data(), kBinary);
  } else {
    const bool is_new =
        std::none_of(sent_.begin(), sent_.end(),
                     [&](const Sent& sent) { return sent.prepared == statement.name; }) &&
        prepared_.count(statement.name) == 0;
    if (is_new) {
      is_queued = PQsendPrepare(connection_.get(), statement.name.c_str(), statement.sql.c_str(),
                                count, types.data());
      sent_.push_back({statement.name});
    }
    if (is_queued == 1) {
      is_queued = PQsendQueryPrepared(connection_.get(), statement.name.c_str(), count,
                                      values.data(), lengths.data(), formats.data(), kBinary);
    }
  }
  if (is_queued != 1) return Break(PQerrorMessage(connection_.get()));
  sent_.push_back({});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SqlResult>> PostgresConnection::Receive() {
  const absl::Time deadline = absl::Now() + answer_timeout_;
  std::vector<SqlResult> results;
  absl::Status first_error;
  is_sent_ = false;
  for (const Sent& sent : sent_) {
    absl::StatusOr<PGresult*> next = Next(deadline);
    if (!next.ok()) return first_error.ok() ? next.status() : first_error;
    SqlResult result(*next);
    const ExecStatusType kind = PQresultStatus(*next);
    if (kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK) {
      if (!sent.prepared.empty()) prepared_.insert(sent.prepared);
    } else if (kind != PGRES_PIPELINE_ABORTED && first_error.ok()) {
      first_error = ErrorOf(*next);
    }
    if (sent.prepared.empty()) results.push_back(std::move(result));
    next = Next(deadline);  // the end of the statement
    if (!next.ok()) return first_error.ok() ? next.status() : first_error;
    PQclear(*next);
  }
  const absl::StatusOr<PGresult*> end = Next(deadline);
  if (!end.ok()) return first_error.ok() ? end.status() : first_error;
  const bool is_end = *end != nullptr && PQresultStatus(*end) == PGRES_PIPELINE_SYNC;
  PQclear(*end);
  if (!is_end) return Break("the pipeline is out of step");
  if (!first_error.ok()) return first_error;
  return results;
}

absl::StatusOr<PGresult*> PostgresConnection::Next(absl::Time deadline) {
  while (PQisBusy(connection_.get()) != 0) {
    if (absl::Status status = WaitForSocket(deadline); !status.ok()) return status;
  }
  PGresult* result = PQgetResult(connection_.get());
  if (PQstatus(connection_.get()) == CONNECTION_OK) return result;
  // The server may have said why before it went.
  const absl::Status why = result == nullptr ? absl::OkStatus() : ErrorOf(result);
  PQclear(result);
  const absl::Status broken = Break(PQerrorMessage(connection_.get()));
  return why.ok() || SqlStateOf(why).empty() ? broken : why;
}

absl::Status PostgresConnection::WaitForSocket(absl::Time deadline) {
  const int unsent = PQflush(connection_.get());
  if (unsent < 0) return Break(PQerrorMessage(connection_.get()));
  pollfd socket{PQsocket(connection_.get()), POLLIN, 0};
  if (unsent > 0) socket.events |= POLLOUT;
  const int64_t left = absl::ToInt64Milliseconds(deadline - absl::Now());
  const int ready = left <= 0 ? 0 : ::poll(&socket, 1, static_cast<int>(left));
  if (ready == 0) return Break("no answer in time");
  if (ready < 0 && errno != EINTR) return Break("poll failed");
  if (PQconsumeInput(connection_.get()) != 1) return Break(PQerrorMessage(connection_.get()));
  return absl::OkStatus();
}

absl::Status PostgresConnection::Break(std::string_view why) {
  is_broken_ = true;
  return SqlError("", Trimmed(std::string(why).c_str()));
}

}  // namespace pledge::storage
