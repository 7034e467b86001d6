// The words and signs that records are shown with. Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_WORDS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_WORDS_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "client/cpp/pledgectl/layout.h"
#include "google/type/date.pb.h"
#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"

namespace pledge::cli {

// How firmly something is promised, as seen in a list: "#### firm",
// "###. intent", "##.. support", "#... explore", "no   refusal", "     stance".
struct StrengthMark {
  std::string meter;  // 4 cells
  std::string word;
  Ink ink = Ink::kPlain;
};
StrengthMark MarkOf(const v1::Commitment& commitment);

// "action", "outcome", "refusal", "referral", "stance".
std::string Word(v1::CommitmentType type);
// "low", "medium", "high".
std::string Word(v1::Verifiability verifiability);
// "title", "number", "topic", "item", …
std::string Word(v1::SectionKind kind);
// "complete", "partial", "failed".
std::string Word(v1::AnalysisState state);

// The name of an enum value without its prefix, such as SUPPORT; its number
// when this build does not know it; empty for UNSPECIFIED.
std::string BareName(v1::CommitmentType type);
std::string BareName(v1::Strength strength);
std::string BareName(v1::Polarity polarity);
std::string BareName(v1::Verifiability verifiability);
std::string BareName(v1::SectionKind kind);

// ISO 8601 as far as known: 2027, 2027-06, 2027-06-30; empty when absent.
std::string IsoDate(const google::type::Date& date);

// The last day meant by a date; nullopt when absent.
std::optional<absl::CivilDay> LastDay(const google::type::Date& date);

// What stands in the due column: the last day, "yearly" and the like, "from
// 2027-01-01", or "-".
std::string DueText(const v1::Deadline& deadline);

// "= 30 所 幼儿园", ">= 90 %", "一批 (fuzzy)".
std::string TargetText(const v1::Target& target);

// "with", "helping", "guiding", "arranging with".
std::string RoleWord(v1::CooperatorRole role);

// The normalized value of an argument, or its words when it has none.
std::string ValueOf(const v1::Argument& argument);

// Where the words stand in the source: "8006-8094", several joined by commas.
std::string SourceBytes(const v1::Provenance& provenance);

// "10.6 KiB" for 10851.
std::string SizeText(int64_t size_bytes);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_WORDS_H_
