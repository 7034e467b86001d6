#include "client/cpp/pledgectl/query_flags.h"

#include <CLI/CLI.hpp>

#include "absl/time/civil_time.h"

namespace pledge::cli {
namespace {

std::string CheckAsOf(const std::string& text) {
  if (ParseAsOf(text)) return "";
  return "\"" + text + "\" is no time; write 2026-05-31 or 2026-05-31T08:00:00+08:00";
}

}  // namespace

std::optional<absl::Time> ParseAsOf(const std::string& text) {
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return time;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) return std::nullopt;
  return absl::FromCivil(day + 1, absl::LocalTimeZone()) - absl::Microseconds(1);
}

void AddSelectionFlags(CLI::App* app, QueryFlags* flags) {
  app->add_option("--filter", flags->filter,
                  "Only records for which this holds, such as 'strength >= INTENT'")
      ->type_name("EXPR");
  app->add_option("--contains", flags->contains, "Only records whose text holds these words")
      ->type_name("WORDS");
  app->add_flag("--deleted", flags->deleted, "Also from deleted documents");
  app->add_option("--as-of", flags->as_of, "Read the state of this time, or of the end of this day")
      ->type_name("TIME")
      ->check(CheckAsOf)
      ->excludes(app->get_option("--at"));
}

void AddFieldsFlag(CLI::App* app, QueryFlags* flags) {
  app->add_option("--fields", flags->fields, "With -o json or jsonl: only these fields")
      ->type_name("PATH,...")
      ->delimiter(',');
}

void AddOrderFlag(CLI::App* app, QueryFlags* flags) {
  app->add_option("--order-by", flags->order_by, "deadline: by due date, undated ones last")
      ->type_name("FIELD")
      ->check(CLI::IsMember({"deadline"}).description(""));
}

void AddCountFlags(CLI::App* app, QueryFlags* flags) {
  app->add_option("--by", flags->by,
                  "Up to three of type, strength, verifiability, issuer, issue_year,\n"
                  "deadline_year, deadline_month, collection, label.KEY")
      ->type_name("FIELD,...")
      ->delimiter(',');
  app->add_option("--max-groups", flags->max_groups, "Show so many groups, largest first")
      ->type_name("N")
      ->check(CLI::Range(1, 10000).description(""));
}

void FillSelector(const QueryFlags& flags, v1::RecordSelector* selector) {
  selector->set_filter(flags.filter);
  selector->set_text_contains(flags.contains);
  selector->set_include_deleted(flags.deleted);
}

}  // namespace pledge::cli
