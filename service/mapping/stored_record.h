// Records of the API ↔ the bytes that the store keeps. A stored record is
//
//   u8 n · n bytes of a section id · varint m · m bytes of personal fields ·
//   the message without its names and personal fields
//
// where the id is the section's own for a section, and that of the section
// that holds it for other kinds. Names depend on the revision, so they are
// added on the way out: by appending their fields to the bytes, which
// protobuf takes in any order. On disk. Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_MAPPING_STORED_RECORD_H_
#define PLEDGE_SERVICE_MAPPING_STORED_RECORD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "storage/record_store.h"

namespace pledge::mapping {

// Packs the message with its tag (section kind, type, status).
storage::TaggedRecord ToStored(const v1::Section& section);
storage::TaggedRecord ToStored(const v1::Commitment& commitment);
storage::TaggedRecord ToStored(const v1::Achievement& achievement);

// Appends `bytes` as a length-delimited field.
void AppendField(int field, std::string_view bytes, std::string* wire);

// Appends to `wire` the stored record `index` of the revision as element of
// field 1 of a response message, names included and personal fields left out,
// without parsing it. False
// when the stored bytes are too short to be one.
bool AppendAsField(storage::RecordKind kind, std::string_view revision_name, size_t index,
                   std::string_view stored, std::string* wire);

// The same as a parsed message of the kind, personal fields included; false when
// it does not parse.
bool ParseStored(std::string_view revision_name, size_t index, std::string_view stored,
                 v1::Section* out);
bool ParseStored(std::string_view revision_name, size_t index, std::string_view stored,
                 v1::Commitment* out);
bool ParseStored(std::string_view revision_name, size_t index, std::string_view stored,
                 v1::Achievement* out);

// The text of a stored record, without parsing the rest; empty when it has none,
// nullopt when the bytes are no record. A view of `stored`.
std::optional<std::string_view> StoredText(storage::RecordKind kind, std::string_view stored);

}  // namespace pledge::mapping

#endif  // PLEDGE_SERVICE_MAPPING_STORED_RECORD_H_
