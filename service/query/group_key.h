// The fields that commitments are counted by, and the value of each in words. A
// group's key has two parts: words of the letter, and numbers of the commitment,
// so that a letter of thirty commitments costs words once. Immutable;
// thread-safe.
#ifndef PLEDGE_SERVICE_QUERY_GROUP_KEY_H_
#define PLEDGE_SERVICE_QUERY_GROUP_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_field.h"
#include "storage/column_row.h"

namespace pledge::query {

class GroupKey {
 public:
  // FIELD_INVALID for an unknown field, one named twice, or more than three.
  static absl::StatusOr<GroupKey> Create(
      const google::protobuf::RepeatedPtrField<std::string>& group_by);

  bool needs_collection() const { return needs_collection_; }

  // The letter's part: one word for each of its fields, NUL behind each.
  std::string LetterPart(const storage::ColumnRow& letter, std::string_view collection_id) const;
  // The commitment's part.
  uint64_t CommitmentPart(const storage::CommitmentColumns& commitment) const;
  // The values in the order of group_by; empty for what is not known.
  std::vector<std::string> Values(std::string_view letter_part, uint64_t commitment_part) const;

 private:
  enum class Field : uint8_t {
    kIssuer,
    kIssueYear,
    kCollection,
    kLabel,
    kType,
    kStrength,
    kVerifiability,
    kDeadlineYear,
    kDeadlineMonth,
  };
  struct Part {
    Field field;
    std::string label;  // of kLabel
    bool operator==(const Part&) const = default;
  };

  static bool ParsePart(std::string_view name, Part* part);
  static bool IsOfLetter(Field field) { return field <= Field::kLabel; }
  static uint32_t Number(Field field, const storage::CommitmentColumns& commitment);
  static std::string Word(Field field, uint32_t number);

  std::vector<Part> parts_;
  bool needs_collection_ = false;
};

}  // namespace pledge::query

#endif  // PLEDGE_SERVICE_QUERY_GROUP_KEY_H_
