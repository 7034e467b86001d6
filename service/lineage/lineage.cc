#include "service/lineage/lineage.h"

#include <optional>
#include <set>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "service/lineage/matcher.h"

namespace pledge::lineage {
namespace {

constexpr size_t kIdLength = 12;
// Of a section without words of its own, as much of its parts is compared.
constexpr size_t kMaxPartsBytes = 2048;

// 12 characters of 5 bits.
std::string ShortId(std::string_view input) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
  const std::string digest = Sha256(input);
  std::string out;
  uint64_t bits = 0;
  for (size_t i = 0; i < 8; ++i) bits = bits << 8 | static_cast<unsigned char>(digest[i]);
  for (size_t i = 0; i < kIdLength; ++i) out.push_back(kAlphabet[bits >> (59 - 5 * i) & 31]);
  return out;
}

MatchItem ItemOf(const v1::Commitment& commitment) {
  const auto value_of = [](const v1::Argument& argument) {
    return argument.value().empty() ? argument.text() : argument.value();
  };
  return {commitment.text(), value_of(commitment.action()), commitment.object().text(),
          value_of(commitment.actor()), 0};
}

MatchItem ItemOf(const v1::Achievement& achievement) { return {achievement.text(), "", "", "", 0}; }

template <typename Record>
std::vector<MatchItem> ItemsOf(const std::vector<Record>& records) {
  std::vector<MatchItem> items;
  items.reserve(records.size());
  for (const Record& record : records) items.push_back(ItemOf(record));
  return items;
}

// Heading and own words; where there are none, the beginning of what is inside.
template <>
std::vector<MatchItem> ItemsOf(const std::vector<v1::Section>& sections) {
  std::vector<MatchItem> items;
  for (size_t i = 0; i < sections.size(); ++i) {
    const v1::Section& section = sections[i];
    MatchItem item{absl::StrCat(section.heading(), "\n", section.text()), "", "", "",
                   section.kind()};
    const bool is_bare = section.heading().empty() && section.text().empty();
    for (size_t j = i + 1; is_bare && j < sections.size(); ++j) {
      if (!absl::StartsWith(sections[j].name(), section.name() + ".")) break;
      absl::StrAppend(&item.text, sections[j].heading(), "\n", sections[j].text());
      if (item.text.size() > kMaxPartsBytes) break;
    }
    items.push_back(std::move(item));
  }
  return items;
}

template <typename Record>
void Assign(const Base& base, std::string_view kind, const std::vector<Record>& before,
            std::vector<Record>& after) {
  const std::vector<std::optional<size_t>> matches = MatchItems(ItemsOf(before), ItemsOf(after));
  std::set<std::string> used;
  for (const Record& record : before) used.insert(record.lineage_id());
  for (size_t i = 0; i < after.size(); ++i) {
    std::string id = matches[i] ? before[*matches[i]].lineage_id() : std::string();
    for (int attempt = 0; id.empty(); ++attempt) {
      id = ShortId(absl::StrCat(base.uid, "/", base.ordinal + 1, "/", std::string(kind), "/", i,
                                attempt == 0 ? "" : absl::StrCat("/", attempt)));
      if (!used.insert(id).second) id.clear();
    }
    after[i].set_lineage_id(std::move(id));
  }
}

}  // namespace

void AssignLineage(const Base& base, std::vector<v1::Section>& sections,
                   std::vector<v1::Commitment>& commitments,
                   std::vector<v1::Achievement>& achievements) {
  Assign(base, "s", base.sections, sections);
  Assign(base, "c", base.commitments, commitments);
  Assign(base, "a", base.achievements, achievements);
}

}  // namespace pledge::lineage
