#include "storage/column_row.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "service/base/error.h"
#include "storage/wire.h"

namespace pledge::storage {
namespace {

// The row, on disk, never renumber:
//   u8 format, u8 state, u64 content commit,
//   u16 first and u16 last day of issue (both ffff: not known),
//   prefixed issuer, varint count of labels, prefixed key and value of each,
//   varint n = count of commitments, then columns:
//   n × u8   type | strength << 3 | polarity << 6
//   n × u8   verifiability | flags
//   u16      start day of each with kHasStart, then end day of each with kHasEnd
//   varint count of actors, prefixed name of each,
//   n × varint actor, 0 the issuer, else 1 + index (absent without actors).
constexpr uint8_t kFormat = 1;
constexpr uint16_t kNoDay = 0xffff;

enum Flag : uint8_t {
  kHasStart = 1 << 2,
  kHasEnd = 1 << 3,
  kHasTarget = 1 << 4,
  kHasCondition = 1 << 5,
  kIsRecurring = 1 << 6,
  kHasInferredDeadline = 1 << 7,
};

using Commitments = std::vector<CommitmentColumns>;

uint8_t Kinds(const CommitmentColumns& c) {
  return (c.type & 7) | (c.strength & 7) << 3 | (c.polarity & 3) << 6;
}

uint8_t Flags(const CommitmentColumns& c) {
  return (c.verifiability & 3) | (c.deadline_start ? kHasStart : 0) |
         (c.deadline_end ? kHasEnd : 0) | (c.has_target ? kHasTarget : 0) |
         (c.has_condition ? kHasCondition : 0) | (c.is_recurring ? kIsRecurring : 0) |
         (c.has_inferred_deadline ? kHasInferredDeadline : 0);
}

void SetKinds(CommitmentColumns& c, uint8_t kinds) {
  c.type = kinds & 7;
  c.strength = kinds >> 3 & 7;
  c.polarity = kinds >> 6;
}

void SetFlags(CommitmentColumns& c, uint8_t flags) {
  c.verifiability = flags & 3;
  c.deadline_start.reset();
  c.deadline_end.reset();
  if (flags & kHasStart) c.deadline_start = 0;
  if (flags & kHasEnd) c.deadline_end = 0;
  c.has_target = flags & kHasTarget;
  c.has_condition = flags & kHasCondition;
  c.is_recurring = flags & kIsRecurring;
  c.has_inferred_deadline = flags & kHasInferredDeadline;
}

std::vector<std::string> DistinctActors(const Commitments& commitments) {
  std::vector<std::string> actors;
  for (const CommitmentColumns& c : commitments) {
    if (!c.actor.empty()) actors.push_back(c.actor);
  }
  std::sort(actors.begin(), actors.end());
  actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
  return actors;
}

void AppendActors(std::string& out, const Commitments& commitments) {
  const std::vector<std::string> actors = DistinctActors(commitments);
  AppendVarint(out, actors.size());
  for (const std::string& actor : actors) AppendPrefixed(out, actor);
  if (actors.empty()) return;
  for (const CommitmentColumns& c : commitments) {
    const auto found = std::lower_bound(actors.begin(), actors.end(), c.actor);
    AppendVarint(out, c.actor.empty() ? 0 : 1 + (found - actors.begin()));
  }
}

void AppendCommitments(std::string& out, const Commitments& commitments) {
  AppendVarint(out, commitments.size());
  for (const CommitmentColumns& c : commitments) AppendU8(out, Kinds(c));
  for (const CommitmentColumns& c : commitments) AppendU8(out, Flags(c));
  for (const CommitmentColumns& c : commitments) {
    if (c.deadline_start) AppendU16(out, *c.deadline_start);
  }
  for (const CommitmentColumns& c : commitments) {
    if (c.deadline_end) AppendU16(out, *c.deadline_end);
  }
  AppendActors(out, commitments);
}

// False when an index names no actor.
bool ReadActors(ByteReader& in, Commitments& commitments) {
  const uint64_t count = in.Varint();
  if (count > in.remaining()) return false;
  for (CommitmentColumns& c : commitments) c.actor.clear();
  if (count == 0) return in.ok();
  std::vector<std::string_view> actors(count);
  for (std::string_view& actor : actors) actor = in.Prefixed();
  for (CommitmentColumns& c : commitments) {
    const uint64_t index = in.Varint();
    if (index > count) return false;
    if (index > 0) c.actor = actors[index - 1];
  }
  return in.ok();
}

bool ReadCommitments(ByteReader& in, Commitments& commitments) {
  const uint64_t count = in.Varint();
  if (count > in.remaining()) return false;
  commitments.resize(count);
  for (CommitmentColumns& c : commitments) SetKinds(c, in.U8());
  for (CommitmentColumns& c : commitments) SetFlags(c, in.U8());
  for (CommitmentColumns& c : commitments) {
    if (c.deadline_start) c.deadline_start = in.U16();
  }
  for (CommitmentColumns& c : commitments) {
    if (c.deadline_end) c.deadline_end = in.U16();
  }
  return ReadActors(in, commitments);
}

bool ReadLabels(ByteReader& in, std::map<std::string, std::string>& labels) {
  const uint64_t count = in.Varint();
  if (count > in.remaining()) return false;
  labels.clear();
  for (uint64_t i = 0; i < count; ++i) {
    const std::string_view key = in.Prefixed();
    labels.emplace(key, in.Prefixed());
  }
  return in.ok();
}

std::optional<DayRange> ReadIssued(ByteReader& in) {
  const DayNumber first = in.U16();
  const DayNumber last = in.U16();
  if (first == kNoDay) return std::nullopt;
  return DayRange{first, last};
}

}  // namespace

std::optional<DayNumber> ToDayNumber(int year, int month, int day) {
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month || civil.day() != day) return std::nullopt;
  const absl::civil_diff_t number = civil - absl::CivilDay(1970, 1, 1);
  if (number < 0 || number >= kNoDay) return std::nullopt;
  return static_cast<DayNumber>(number);
}

std::string EncodeColumnRow(const ColumnRow& row) {
  std::string out;
  AppendU8(out, kFormat);
  AppendU8(out, static_cast<uint8_t>(row.state));
  AppendU64(out, row.content_commit);
  AppendU16(out, row.issued ? row.issued->first : kNoDay);
  AppendU16(out, row.issued ? row.issued->last : kNoDay);
  AppendPrefixed(out, row.issuer);
  AppendVarint(out, row.labels.size());
  for (const auto& [key, value] : row.labels) {
    AppendPrefixed(out, key);
    AppendPrefixed(out, value);
  }
  AppendCommitments(out, row.commitments);
  return out;
}

absl::Status DecodeColumnRow(std::string_view value, ColumnRow* row) {
  ByteReader in(value);
  const uint8_t format = in.U8();
  row->state = static_cast<DocumentState>(in.U8());
  row->content_commit = in.U64();
  row->issued = ReadIssued(in);
  row->issuer = in.Prefixed();
  const bool parsed = format == kFormat && ReadLabels(in, row->labels) &&
                      ReadCommitments(in, row->commitments) && in.AtEnd();
  if (!parsed) return MakeError(ErrorReason::kChecksumFailed, "a column row does not parse");
  return absl::OkStatus();
}

absl::StatusOr<ColumnRow> DecodeColumnRow(std::string_view value) {
  ColumnRow row;
  if (absl::Status status = DecodeColumnRow(value, &row); !status.ok()) return status;
  return row;
}

}  // namespace pledge::storage
