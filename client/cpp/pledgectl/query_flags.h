// Flags of the commands that select records: what they are called and how they
// are read. Functions.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_QUERY_FLAGS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_QUERY_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "pledge/v1/query_service.pb.h"

namespace CLI {
class App;
}

namespace pledge::cli {

// What is selected, and the state it is selected from.
struct QueryFlags {
  std::string filter;
  std::string contains;
  std::string order_by;             // empty or "deadline"
  std::vector<std::string> fields;  // of the records, for JSON; empty: all
  std::string as_of;                // a time or a date; empty: none
  bool deleted = false;
  std::vector<std::string> by;  // of count
  int max_groups = 0;           // of count; 0: the server's

  bool selects_some() const { return !filter.empty() || !contains.empty() || !order_by.empty(); }
};

// --filter, --contains, --deleted and --as-of.
void AddSelectionFlags(CLI::App* app, QueryFlags* flags);
// --fields.
void AddFieldsFlag(CLI::App* app, QueryFlags* flags);
// --order-by.
void AddOrderFlag(CLI::App* app, QueryFlags* flags);
// --by and --max-groups.
void AddCountFlags(CLI::App* app, QueryFlags* flags);

// The time of --as-of, which was checked while it was read: RFC 3339, or a date,
// which means its end in the local time zone.
std::optional<absl::Time> ParseAsOf(const std::string& text);

// Fills the selector's filter, text and states.
void FillSelector(const QueryFlags& flags, v1::RecordSelector* selector);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_QUERY_FLAGS_H_
