#include "service/lineage/field_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace pledge::lineage {
namespace {

template <typename Enum>
std::string BareWord(Enum value, const std::string& name, const std::string& prefix) {
  if (value == 0) return "";
  if (name.compare(0, prefix.size(), prefix) != 0) return std::to_string(value);
  return absl::AsciiStrToLower(name.substr(prefix.size()));
}

}  // namespace

std::string WordOf(v1::CommitmentType type) {
  return BareWord(type, v1::CommitmentType_Name(type), "COMMITMENT_TYPE_");
}

std::string WordOf(v1::Strength strength) {
  return BareWord(strength, v1::Strength_Name(strength), "STRENGTH_");
}

std::string WordOf(v1::Polarity polarity) {
  return BareWord(polarity, v1::Polarity_Name(polarity), "POLARITY_");
}

std::string WordOf(v1::Verifiability verifiability) {
  return BareWord(verifiability, v1::Verifiability_Name(verifiability), "VERIFIABILITY_");
}

std::string IsoDate(const google::type::Date& date) {
  if (date.year() == 0) return "";
  if (date.month() == 0) return absl::StrFormat("%04d", date.year());
  if (date.day() == 0) return absl::StrFormat("%04d-%02d", date.year(), date.month());
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

std::string ValueOf(const v1::Argument& argument) {
  return argument.value().empty() ? argument.text() : argument.value();
}

std::string Beginning(const std::string& text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace pledge::lineage
