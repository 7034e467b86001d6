#include "service/mapping/text_terms.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "service/base/sha256.h"
#include "service/mapping/stored_record.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::mapping {
namespace {

constexpr int kCharacterBits = 24;
constexpr uint64_t kLastOfPair = (uint64_t{1} << kCharacterBits) - 1;
// More pairs narrow the candidates little, and each costs a look-up a segment.
constexpr size_t kMaxNeedleTerms = 8;

// No code point reaches it.
constexpr uint64_t kLetterBit = uint64_t{1} << 47;
constexpr size_t kDigestBytes = 6;

// `kind` and NUL bytes keep apart what could run into each other.
uint64_t DigestTerm(std::string_view kind, std::string_view key, std::string_view value) {
  std::string input(kind);
  input.append(1, '\0').append(key).append(1, '\0').append(value);
  const std::string digest = Sha256(input);
  uint64_t term = 0;
  for (size_t i = 0; i < kDigestBytes; ++i) term = term << 8 | static_cast<uint8_t>(digest[i]);
  return term | kLetterBit;
}

uint64_t MakeTerm(char32_t first, char32_t second) {
  return uint64_t{first} << kCharacterBits | second;
}

}  // namespace

void AppendTextTerms(std::string_view text, std::vector<uint64_t>* terms) {
  char32_t before = 0;
  for (size_t at = 0; at < text.size();) {
    const pipeline::Utf8Character character = pipeline::CharacterAt(text, at);
    if (at > 0) terms->push_back(MakeTerm(before, character.value));
    before = character.value;
    at += std::max<size_t>(character.size, 1);
  }
  if (!text.empty()) terms->push_back(MakeTerm(before, 0));
}

void AppendRecordTerms(storage::RecordKind kind, std::string_view stored,
                       std::vector<uint64_t>* terms) {
  const auto text = StoredText(kind, stored);
  if (text) AppendTextTerms(*text, terms);
}

void AppendLetterTerms(const storage::ColumnRow& columns, std::vector<uint64_t>* terms) {
  if (!columns.issuer.empty()) terms->push_back(IssuerTerm(columns.issuer));
  for (const auto& [key, value] : columns.labels) terms->push_back(LabelTerm(key, value));
}

uint64_t IssuerTerm(std::string_view issuer) { return DigestTerm("issuer", "", issuer); }

uint64_t LabelTerm(std::string_view key, std::string_view value) {
  return DigestTerm("label", key, value);
}

std::vector<storage::TermRange> NeedleTerms(std::string_view needle) {
  std::vector<uint64_t> terms;
  AppendTextTerms(needle, &terms);
  if (terms.size() == 1) return {{terms[0], terms[0] | kLastOfPair}};
  terms.pop_back();  // its last character may go on in the text
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  const size_t count = std::min(terms.size(), kMaxNeedleTerms);
  std::vector<storage::TermRange> out;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t term = terms[i * terms.size() / count];
    out.push_back({term, term});
  }
  return out;
}

}  // namespace pledge::mapping
