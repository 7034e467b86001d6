#include "storage/postgres_view.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "storage/postgres_cursor.h"
#include "storage/postgres_schema.h"

namespace pledge::storage {
namespace {

using Value = std::optional<std::string>;

SqlStatement GetStatement(const KeyFamily& family, const std::vector<std::string_view>& keys) {
  return {absl::StrCat("get_", family.name),
          absl::StrCat("SELECT key, value FROM ", PostgresTable(family), " WHERE key = ANY($1)"),
          {SqlParameter::BytesArray(keys)}};
}

class PostgresView : public View {
 public:
  PostgresView(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection,
               absl::Status status)
      : pool_(pool), connection_(std::move(connection)), status_(std::move(status)) {}

  ~PostgresView() override {
    if (connection_ == nullptr) return;
    connection_->Post({"end", "COMMIT", {}});
    pool_.Give(std::move(connection_));
  }

  absl::StatusOr<Value> Get(std::string_view key) override {
    auto values = MultiGet({std::string(key)});
    if (!values.ok()) return values.status();
    return std::move(values->front());
  }

  absl::StatusOr<std::vector<Value>> MultiGet(const std::vector<std::string>& keys) override {
    if (!status_.ok()) return status_;
    std::map<std::string_view, std::vector<std::string_view>> by_family;
    for (const std::string& key : keys) by_family[FamilyOfKey(key).name].push_back(key);
    std::vector<SqlStatement> statements;
    for (const auto& [name, family_keys] : by_family) {
      statements.push_back(GetStatement(FamilyOfKey(family_keys.front()), family_keys));
    }
    const auto results = connection_->RunAll(statements);
    if (!results.ok()) return Fail(results.status());
    return InOrder(keys, *results);
  }

  std::unique_ptr<Cursor> Scan(std::string_view lower, std::string_view upper,
                               const ScanOptions& options) override {
    return NewPostgresCursor({.connection = connection_.get(),
                              .status = &status_,
                              .lower = std::string(lower),
                              .upper = std::string(upper),
                              .direction = options.direction});
  }

 private:
  static std::vector<Value> InOrder(const std::vector<std::string>& keys,
                                    const std::vector<SqlResult>& results) {
    std::map<std::string_view, std::string_view> found;
    for (const SqlResult& result : results) {
      for (int row = 0; row < result.rows(); ++row)
        found[result.Bytes(row, 0)] = result.Bytes(row, 1);
    }
    std::vector<Value> values;
    values.reserve(keys.size());
    for (const std::string& key : keys) {
      const auto row = found.find(key);
      values.push_back(row == found.end() ? Value() : Value(std::string(row->second)));
    }
    return values;
  }

  // After a failure the transaction shows nothing any more.
  absl::Status Fail(absl::Status status) {
    status_ = std::move(status);
    return status_;
  }

  PostgresPool& pool_;
  std::unique_ptr<PostgresConnection> connection_;  // null when opening failed
  absl::Status status_;                             // of all that was read so far
};

// The first statement takes the snapshot, so the epoch is that of all others.
absl::Status Begin(PostgresConnection& connection, int64_t epoch) {
  const auto results =
      connection.RunAll({{"begin_view", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", {}},
                         {"read_epoch", "SELECT epoch FROM pledge_writer WHERE id = 1", {}}});
  if (!results.ok()) return results.status();
  const SqlResult& found = results->back();
  if (found.rows() == 1 && found.Int(0, 0) == epoch) return absl::OkStatus();
  const auto ended = connection.Run({"end", "COMMIT", {}});
  return ended.ok() ? FencedOff() : ended.status();
}

}  // namespace

absl::Status FencedOff() {
  return MakeError(ErrorReason::kDraining, "another process has taken over the store");
}

std::unique_ptr<View> OpenPostgresView(PostgresPool& pool, int64_t epoch,
                                       const std::function<void()>& on_fenced) {
  auto connection =
      pool.Take([epoch](PostgresConnection& connection) { return Begin(connection, epoch); });
  if (!connection.ok()) {
    if (ReasonOf(connection.status()) == ErrorReason::kDraining) on_fenced();
    return std::make_unique<PostgresView>(pool, nullptr, connection.status());
  }
  return std::make_unique<PostgresView>(pool, *std::move(connection), absl::OkStatus());
}

}  // namespace pledge::storage
