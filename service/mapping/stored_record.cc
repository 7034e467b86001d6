#include "service/mapping/stored_record.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/to_api.h"

namespace pledge::mapping {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using storage::RecordKind;

struct Parts {
  std::string_view section_id;
  std::string_view personal;
  std::string_view message;
};

bool Split(std::string_view stored, Parts* parts) {
  if (stored.empty()) return false;
  const size_t size = static_cast<unsigned char>(stored[0]);
  if (stored.size() < 1 + size) return false;
  parts->section_id = stored.substr(1, size);
  stored.remove_prefix(1 + size);
  CodedInputStream personal(reinterpret_cast<const uint8_t*>(stored.data()),
                            static_cast<int>(stored.size()));
  uint32_t personal_size = 0;
  if (!personal.ReadVarint32(&personal_size)) return false;
  stored.remove_prefix(static_cast<size_t>(personal.CurrentPosition()));
  if (personal_size > stored.size()) return false;
  parts->personal = stored.substr(0, personal_size);
  parts->message = stored.substr(personal_size);
  return true;
}

void AppendVarint(uint32_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

// Ids are at most 255 bytes: a path of ordinals 50 deep.
std::string Join(std::string_view section_id, const std::string& personal,
                 const std::string& message) {
  std::string out(1, static_cast<char>(section_id.size()));
  out.append(section_id);
  AppendVarint(static_cast<uint32_t>(personal.size()), &out);
  out.append(personal);
  out.append(message);
  return out;
}

std::string SectionName(std::string_view revision, std::string_view id) {
  return absl::StrCat(std::string(revision), "/sections/", std::string(id));
}

// The ordinal has two digits at least.
std::string RecordName(const std::string& revision, const char* kind, size_t index) {
  return absl::StrCat(revision, kind, absl::Dec(index + 1, absl::kZeroPad2));
}

// The name fields that the stored message lacks, serialised.
std::string NameFields(RecordKind kind, std::string_view revision, size_t index,
                       std::string_view section_id) {
  std::string out;
  const std::string prefix(revision);
  switch (kind) {
    case RecordKind::kSections: {
      AppendField(v1::Section::kNameFieldNumber, SectionName(revision, section_id), &out);
      const size_t dot = section_id.rfind('.');
      if (dot != std::string_view::npos) {
        AppendField(v1::Section::kParentFieldNumber,
                    SectionName(revision, section_id.substr(0, dot)), &out);
      }
      break;
    }
    case RecordKind::kCommitments:
      AppendField(v1::Commitment::kNameFieldNumber, RecordName(prefix, "/commitments/c", index),
                  &out);
      if (!section_id.empty()) {
        AppendField(v1::Commitment::kSectionFieldNumber, SectionName(revision, section_id), &out);
      }
      break;
    case RecordKind::kAchievements:
      AppendField(v1::Achievement::kNameFieldNumber, RecordName(prefix, "/achievements/a", index),
                  &out);
      if (!section_id.empty()) {
        AppendField(v1::Achievement::kSectionFieldNumber, SectionName(revision, section_id), &out);
      }
      break;
  }
  return out;
}

int TextFieldOf(RecordKind kind) {
  switch (kind) {
    case RecordKind::kSections:
      return v1::Section::kTextFieldNumber;
    case RecordKind::kCommitments:
      return v1::Commitment::kTextFieldNumber;
    case RecordKind::kAchievements:
      return v1::Achievement::kTextFieldNumber;
  }
  return v1::Section::kTextFieldNumber;
}

template <typename Message>
bool ParseAs(RecordKind kind, std::string_view revision, size_t index, std::string_view stored,
             Message* out) {
  Parts parts;
  if (!Split(stored, &parts)) return false;
  std::string bytes(parts.personal);
  bytes += parts.message;
  bytes += NameFields(kind, revision, index, parts.section_id);
  return out->ParseFromString(bytes);
}

}  // namespace

void AppendField(int field, std::string_view bytes, std::string* wire) {
  AppendVarint(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), wire);
  AppendVarint(static_cast<uint32_t>(bytes.size()), wire);
  wire->append(bytes);
}

storage::TaggedRecord ToStored(const v1::Section& section) {
  v1::Section bare = section;
  bare.clear_name();
  bare.clear_parent();
  v1::Section personal;
  personal.mutable_personal_text()->swap(*bare.mutable_personal_text());
  return {
      Join(IdOf(section.name()), SerializeDeterministic(personal), SerializeDeterministic(bare)),
      static_cast<uint8_t>(section.kind())};
}

storage::TaggedRecord ToStored(const v1::Commitment& commitment) {
  v1::Commitment bare = commitment;
  bare.clear_name();
  bare.clear_section();
  return {Join(IdOf(commitment.section()), "", SerializeDeterministic(bare)),
          static_cast<uint8_t>(commitment.type())};
}

storage::TaggedRecord ToStored(const v1::Achievement& achievement) {
  v1::Achievement bare = achievement;
  bare.clear_name();
  bare.clear_section();
  return {Join(IdOf(achievement.section()), "", SerializeDeterministic(bare)),
          static_cast<uint8_t>(achievement.status())};
}

bool AppendAsField(RecordKind kind, std::string_view revision_name, size_t index,
                   std::string_view stored, std::string* wire) {
  Parts parts;
  if (!Split(stored, &parts)) return false;
  const std::string names = NameFields(kind, revision_name, index, parts.section_id);
  AppendVarint(WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), wire);
  AppendVarint(static_cast<uint32_t>(parts.message.size() + names.size()), wire);
  wire->append(parts.message);
  wire->append(names);
  return true;
}

bool ParseStored(std::string_view revision_name, size_t index, std::string_view stored,
                 v1::Section* out) {
  return ParseAs(RecordKind::kSections, revision_name, index, stored, out);
}

bool ParseStored(std::string_view revision_name, size_t index, std::string_view stored,
                 v1::Commitment* out) {
  return ParseAs(RecordKind::kCommitments, revision_name, index, stored, out);
}

bool ParseStored(std::string_view revision_name, size_t index, std::string_view stored,
                 v1::Achievement* out) {
  return ParseAs(RecordKind::kAchievements, revision_name, index, stored, out);
}

std::optional<std::string_view> StoredText(RecordKind kind, std::string_view stored) {
  Parts parts;
  if (!Split(stored, &parts)) return std::nullopt;
  const std::string_view message = parts.message;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  const uint32_t wanted =
      WireFormatLite::MakeTag(TextFieldOf(kind), WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  while (const uint32_t tag = in.ReadTag()) {
    if (tag != wanted) {
      if (!WireFormatLite::SkipField(&in, tag)) return std::nullopt;
      continue;
    }
    uint32_t size = 0;
    if (!in.ReadVarint32(&size)) return std::nullopt;
    const auto at = static_cast<size_t>(in.CurrentPosition());
    if (size > message.size() - at) return std::nullopt;
    return message.substr(at, size);
  }
  if (!in.ConsumedEntireMessage()) return std::nullopt;
  return std::string_view();
}

}  // namespace pledge::mapping
