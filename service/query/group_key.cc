#include "service/query/group_key.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "pledge/v1/commitment.pb.h"
#include "service/base/error.h"
#include "service/base/limits.h"

namespace pledge::query {
namespace {

constexpr std::string_view kLabelPrefix = "label.";
// Room of one number in a commitment's part: months since 1970 fit many times.
constexpr int kNumberBits = 20;
constexpr uint64_t kNumberMask = (uint64_t{1} << kNumberBits) - 1;

absl::CivilDay ToDay(int64_t day) { return absl::CivilDay(1970, 1, 1) + day; }

// Name of an enum value without its prefix, as filters take it.
template <typename Name>
std::string ShortName(const Name& full, std::string_view prefix) {
  return full.size() > prefix.size() ? std::string(full.substr(prefix.size())) : "";
}

}  // namespace

bool GroupKey::ParsePart(std::string_view name, Part* part) {
  static constexpr std::array<std::pair<std::string_view, Field>, 8> kNames = {{
      {"type", Field::kType},
      {"strength", Field::kStrength},
      {"verifiability", Field::kVerifiability},
      {"issuer", Field::kIssuer},
      {"deadline_year", Field::kDeadlineYear},
      {"deadline_month", Field::kDeadlineMonth},
      {"issue_year", Field::kIssueYear},
      {"collection", Field::kCollection},
  }};
  for (const auto& [known, field] : kNames) {
    if (name != known) continue;
    *part = {field, ""};
    return true;
  }
  if (name.size() <= kLabelPrefix.size() || name.substr(0, kLabelPrefix.size()) != kLabelPrefix) {
    return false;
  }
  *part = {Field::kLabel, std::string(name.substr(kLabelPrefix.size()))};
  return true;
}

absl::StatusOr<GroupKey> GroupKey::Create(
    const google::protobuf::RepeatedPtrField<std::string>& group_by) {
  if (group_by.size() > kMaxGroupFields) {
    return FieldError("group_by", absl::StrCat("at most ", kMaxGroupFields, " fields"));
  }
  GroupKey key;
  for (int i = 0; i < group_by.size(); ++i) {
    const std::string field = absl::StrCat("group_by[", i, "]");
    Part part{};
    if (!ParsePart(group_by[i], &part)) {
      return FieldError(field,
                        "one of type, strength, verifiability, issuer, deadline_year, "
                        "deadline_month, issue_year, collection, label.{key}");
    }
    if (std::count(key.parts_.begin(), key.parts_.end(), part) > 0) {
      return FieldError(field, "named twice");
    }
    key.needs_collection_ = key.needs_collection_ || part.field == Field::kCollection;
    key.parts_.push_back(std::move(part));
  }
  return key;
}

std::string GroupKey::LetterPart(const storage::ColumnRow& letter,
                                 std::string_view collection_id) const {
  std::string words;
  for (const Part& part : parts_) {
    if (!IsOfLetter(part.field)) continue;
    if (part.field == Field::kIssuer) words.append(letter.issuer);
    if (part.field == Field::kCollection) words.append(collection_id);
    if (part.field == Field::kIssueYear && letter.issued) {
      absl::StrAppend(&words, ToDay(letter.issued->last).year());
    }
    if (part.field == Field::kLabel) {
      const auto label = letter.labels.find(part.label);
      if (label != letter.labels.end()) words.append(label->second);
    }
    words.push_back('\0');
  }
  return words;
}

uint32_t GroupKey::Number(Field field, const storage::CommitmentColumns& commitment) {
  switch (field) {
    case Field::kType:
      return commitment.type;
    case Field::kStrength:
      return commitment.strength;
    case Field::kVerifiability:
      return commitment.verifiability;
    case Field::kDeadlineYear:
    case Field::kDeadlineMonth: {
      if (!commitment.deadline_end) return 0;
      const absl::CivilDay day = ToDay(*commitment.deadline_end);
      const auto year = static_cast<uint32_t>(day.year());
      return field == Field::kDeadlineYear ? year : year * 12 + (day.month() - 1);
    }
    default:
      return 0;
  }
}

uint64_t GroupKey::CommitmentPart(const storage::CommitmentColumns& commitment) const {
  uint64_t numbers = 0;
  for (const Part& part : parts_) {
    if (!IsOfLetter(part.field)) numbers = numbers << kNumberBits | Number(part.field, commitment);
  }
  return numbers;
}

std::string GroupKey::Word(Field field, uint32_t number) {
  if (number == 0) return "";
  switch (field) {
    case Field::kType:
      return ShortName(v1::CommitmentType_Name(static_cast<v1::CommitmentType>(number)),
                       "COMMITMENT_TYPE_");
    case Field::kStrength:
      return ShortName(v1::Strength_Name(static_cast<v1::Strength>(number)), "STRENGTH_");
    case Field::kVerifiability:
      return ShortName(v1::Verifiability_Name(static_cast<v1::Verifiability>(number)),
                       "VERIFIABILITY_");
    case Field::kDeadlineYear:
      return absl::StrCat(number);
    case Field::kDeadlineMonth:
      return absl::StrFormat("%04d-%02d", number / 12, number % 12 + 1);
    default:
      return "";
  }
}

std::vector<std::string> GroupKey::Values(std::string_view letter_part,
                                          uint64_t commitment_part) const {
  std::vector<std::string> values(parts_.size());
  for (size_t i = 0; i < parts_.size(); ++i) {
    if (!IsOfLetter(parts_[i].field)) continue;
    const size_t end = letter_part.find('\0');
    values[i] = letter_part.substr(0, end);
    letter_part.remove_prefix(end + 1);
  }
  for (size_t i = parts_.size(); i-- > 0;) {
    if (IsOfLetter(parts_[i].field)) continue;
    values[i] = Word(parts_[i].field, static_cast<uint32_t>(commitment_part & kNumberMask));
    commitment_part >>= kNumberBits;
  }
  return values;
}

}  // namespace pledge::query
