#include "service/mapping/columns.h"

#include <algorithm>

#include "service/mapping/days.h"

namespace pledge::mapping {
namespace {

// Days that a column cannot hold count as the nearest one that it can.
storage::DayNumber ToColumn(int64_t day) {
  return static_cast<storage::DayNumber>(std::clamp<int64_t>(day, 0, storage::kLastDayNumber));
}

storage::CommitmentColumns ColumnsOf(const v1::Commitment& in, const std::string& issuer) {
  storage::CommitmentColumns out;
  out.type = static_cast<uint8_t>(in.type());
  out.strength = static_cast<uint8_t>(in.strength());
  out.polarity = static_cast<uint8_t>(in.polarity());
  out.verifiability = static_cast<uint8_t>(in.verifiability());
  out.has_target = in.targets_size() > 0;
  out.has_condition = in.has_condition();
  out.is_recurring = !in.deadline().recurrence().empty();
  out.has_inferred_deadline = in.deadline().inferred();
  const auto start = DaysOf(in.deadline().start_date());
  const auto end = DaysOf(in.deadline().end_date());
  if (start) out.deadline_start = ToColumn(start->first);
  if (end) out.deadline_end = ToColumn(end->last);
  if (in.actor().value() != issuer) out.actor = in.actor().value();
  return out;
}

}  // namespace

storage::ColumnRow MakeColumns(const v1::Document& document, const ApiRecords& records) {
  storage::ColumnRow out;
  const v1::Argument& issuer = records.facts.issuer();
  const v1::Argument& issued = records.facts.issue_date();
  out.issuer = issuer.value().empty() ? issuer.text() : issuer.value();
  const auto days = ParseDays(issued.value().empty() ? issued.text() : issued.value());
  if (days) out.issued = {ToColumn(days->first), ToColumn(days->last)};
  out.labels = {document.labels().begin(), document.labels().end()};
  for (const v1::Commitment& commitment : records.commitments) {
    out.commitments.push_back(ColumnsOf(commitment, out.issuer));
  }
  return out;
}

}  // namespace pledge::mapping
