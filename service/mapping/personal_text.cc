#include "service/mapping/personal_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace pledge::mapping {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kFewestDigits = 7;  // of a telephone number
constexpr size_t kLongestName = 36;  // bytes behind a label: names of a few persons
constexpr std::string_view kNameLabels[] = {"联系人", "联 系 人", "承办人", "经办人"};

// A personal fact: the words of the text and where they stand.
struct PersonalFact {
  std::string words;
  int64_t start = 0;
  int64_t end = 0;
};

void AddFact(const v1::Argument& fact, std::vector<PersonalFact>* facts) {
  const v1::OffsetRange& range = fact.provenance().text_range();
  if (fact.text().empty() || range.end() <= range.start()) return;
  facts->push_back({fact.text(), range.start(), range.end()});
}

bool Covers(const v1::Provenance& record, const PersonalFact& fact) {
  return record.text_range().start() < fact.end && fact.start < record.text_range().end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Bytes of a telephone number at the head of `text`; 0 when there is none.
size_t PhoneSize(std::string_view text) {
  size_t digits = 0;
  size_t end = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (IsDigit(text[at])) {
      ++digits;
      end = at + 1;
    } else if (text[at] != '-' || at == 0 || !IsDigit(text[at - 1])) {
      break;
    }
  }
  return digits >= kFewestDigits ? end : 0;
}

void MaskRange(size_t start, size_t end, std::string* text) {
  text->replace(start, end - start, Masked(std::string_view(*text).substr(start, end - start)));
}

void MaskWords(const std::string& words, std::string* text) {
  for (size_t at = text->find(words); at != std::string::npos;
       at = text->find(words, at + words.size())) {
    MaskRange(at, at + words.size(), text);
  }
}

void MaskPhones(std::string* text) {
  for (size_t at = 0; at < text->size();) {
    const size_t size = PhoneSize(std::string_view(*text).substr(at));
    if (size > 0) MaskRange(at, at + size, text);
    // Behind the whole run of digits, or the next one would be a part of it.
    at += std::max<size_t>(size, 1);
    while (at < text->size() && IsDigit((*text)[at - 1]) && IsDigit((*text)[at])) ++at;
  }
}

// Bytes of the colon and the blanks at the head of `text`; 0 without a colon.
size_t ColonSize(std::string_view text) {
  size_t size = text.starts_with("：") ? 3 : text.starts_with(":") ? 1 : 0;
  if (size == 0) return 0;
  while (true) {
    const std::string_view rest = text.substr(size);
    if (rest.starts_with(" "))
      size += 1;
    else if (rest.starts_with("\u3000"))
      size += 3;
    else
      return size;
  }
}

// Bytes of Han names at the head of `text`: up to a mark, a blank or a number.
size_t NamesSize(std::string_view text) {
  size_t size = 0;
  while (size < text.size() && size < kLongestName) {
    const std::string_view next = text.substr(size);
    if (static_cast<unsigned char>(next[0]) < 0x80) return size;
    for (const std::string_view end :
         {"，", "；", "。", "（", "）", "\u3000", "：", "电话", "联系"}) {
      if (next.starts_with(end)) return size;
    }
    do ++size;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80);
  }
  return size;
}

// Names behind 联系人： and the like.
void MaskNames(std::string* text) {
  for (const std::string_view label : kNameLabels) {
    for (size_t at = text->find(label); at != std::string::npos; at = text->find(label, at)) {
      at += label.size();
      const size_t colon = ColonSize(std::string_view(*text).substr(at));
      if (colon == 0) continue;
      at += colon;
      MaskRange(at, at + NamesSize(std::string_view(*text).substr(at)), text);
    }
  }
}

// In all strings of a message, messages inside it included.
void MaskStrings(const std::string& words, Message* message) {
  const Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  std::string scratch;
  for (const FieldDescriptor* field : fields) {
    const bool is_string = field->type() == FieldDescriptor::TYPE_STRING;
    if (!is_string && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection->FieldSize(*message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (!is_string) {
        MaskStrings(words, field->is_repeated()
                               ? reflection->MutableRepeatedMessage(message, field, i)
                               : reflection->MutableMessage(message, field));
        continue;
      }
      std::string text = field->is_repeated()
                             ? reflection->GetRepeatedStringReference(*message, field, i, &scratch)
                             : reflection->GetStringReference(*message, field, &scratch);
      if (text.find(words) == std::string::npos) continue;
      MaskWords(words, &text);
      if (field->is_repeated()) {
        reflection->SetRepeatedString(message, field, i, std::move(text));
      } else {
        reflection->SetString(message, field, std::move(text));
      }
    }
  }
}

void MaskSection(const std::vector<PersonalFact>& facts, v1::Section* section) {
  std::string text = section->text();
  for (const PersonalFact& fact : facts) {
    if (!Covers(section->provenance(), fact)) continue;
    MaskWords(fact.words, &text);
    MaskWords(fact.words, section->mutable_heading());
  }
  if (section->kind() == v1::SECTION_KIND_CONTACT) {
    MaskNames(&text);
    MaskPhones(&text);
  }
  if (text == section->text()) return;
  section->set_personal_text(section->text());
  section->set_text(std::move(text));
}

// Masks in `text`, which was `clean`, what `masked` masks of its part at `start`.
void CopyMask(std::string_view clean, size_t start, std::string_view masked, std::string* text) {
  if (start > clean.size() || masked.size() > clean.size() - start) return;
  for (size_t i = 0; i < masked.size(); ++i) {
    if (masked[i] != clean[start + i]) (*text)[start + i] = masked[i];
  }
}

// A masked record that stands in one piece.
template <typename Record>
void CopyRecordMask(std::string_view clean, const Record& record, std::string* text) {
  const v1::OffsetRange& range = record.provenance().text_range();
  if (range.end() - range.start() != static_cast<int64_t>(record.text().size())) return;
  CopyMask(clean, static_cast<size_t>(range.start()), record.text(), text);
}

// A masked section, whose text joins its pieces by line breaks.
void CopySectionMask(std::string_view clean, const std::vector<pipeline::ByteRange>& pieces,
                     std::string_view masked, std::string* text) {
  size_t at = 0;
  for (const pipeline::ByteRange& piece : pieces) {
    if (at > masked.size()) return;
    CopyMask(clean, piece.start, masked.substr(at, piece.size()), text);
    at += piece.size() + 1;
  }
}

}  // namespace

std::string Masked(std::string_view words) {
  std::string mask;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    mask += byte < 0x80 ? "*" : byte < 0xE0 ? "×" : byte < 0xF0 ? "＊" : "\U0001F7B6";
  }
  return mask;
}

void MaskPersonalData(ApiRecords* records) {
  std::vector<PersonalFact> facts;
  AddFact(records->facts.contact_person(), &facts);
  AddFact(records->facts.contact_phone(), &facts);
  for (v1::Section& section : records->sections) MaskSection(facts, &section);
  for (const PersonalFact& fact : facts) {
    for (v1::Commitment& commitment : records->commitments) {
      if (Covers(commitment.provenance(), fact)) MaskStrings(fact.words, &commitment);
    }
    for (v1::Achievement& achievement : records->achievements) {
      if (Covers(achievement.provenance(), fact)) MaskStrings(fact.words, &achievement);
    }
  }
}

std::string MaskedText(const pipeline::AnalyzedDocument& analyzed, const ApiRecords& masked) {
  const std::string& clean = analyzed.clean.text;
  std::string text = clean;
  std::vector<PersonalFact> facts;
  AddFact(masked.facts.contact_person(), &facts);
  AddFact(masked.facts.contact_phone(), &facts);
  for (const PersonalFact& fact : facts) {
    // A caller may have said that it stands anywhere.
    const auto start = static_cast<size_t>(fact.start);
    if (fact.start < 0 || start > clean.size()) continue;
    if (clean.compare(start, fact.words.size(), fact.words) != 0) continue;
    CopyMask(clean, start, Masked(fact.words), &text);
  }
  for (size_t i = 0; i < analyzed.tree.sections.size() && i < masked.sections.size(); ++i) {
    if (masked.sections[i].personal_text().empty()) continue;
    CopySectionMask(clean, OwnRanges(analyzed.clean, analyzed.tree, i), masked.sections[i].text(),
                    &text);
  }
  for (const v1::Commitment& one : masked.commitments) CopyRecordMask(clean, one, &text);
  for (const v1::Achievement& one : masked.achievements) CopyRecordMask(clean, one, &text);
  return text;
}

}  // namespace pledge::mapping
