#include "client/cpp/pledgectl/words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace pledge::cli {
namespace {

// `name` is empty for a value that this build does not know.
std::string Bare(absl::string_view name, absl::string_view prefix, int number) {
  if (number == 0) return "";
  if (name.empty()) return absl::StrCat(number);
  return std::string(absl::StripPrefix(name, prefix));
}

std::string Lower(const std::string& bare) { return absl::AsciiStrToLower(bare); }

StrengthMark OfStrength(v1::Strength strength) {
  switch (strength) {
    case v1::STRENGTH_FIRM:
      return {"####", "firm", Ink::kFirm};
    case v1::STRENGTH_INTENT:
      return {"###.", "intent", Ink::kIntent};
    case v1::STRENGTH_SUPPORT:
      return {"##..", "support", Ink::kSupport};
    case v1::STRENGTH_EXPLORE:
      return {"#...", "explore", Ink::kExplore};
    default:
      return {"????", Lower(BareName(strength)), Ink::kPlain};
  }
}

// Whole periods that have a word; the others are shown as they are.
std::string PeriodWord(const std::string& period) {
  if (period == "P1Y") return "yearly";
  if (period == "P3M") return "quarterly";
  if (period == "P1M") return "monthly";
  if (period == "P1W") return "weekly";
  if (period == "P1D") return "daily";
  return period;
}

std::string Sign(v1::Comparator comparator) {
  switch (comparator) {
    case v1::COMPARATOR_EQ:
      return "=";
    case v1::COMPARATOR_GE:
      return ">=";
    case v1::COMPARATOR_GT:
      return ">";
    case v1::COMPARATOR_LE:
      return "<=";
    case v1::COMPARATOR_LT:
      return "<";
    case v1::COMPARATOR_APPROX:
      return "~";
    case v1::COMPARATOR_DELTA:
    case v1::COMPARATOR_RATIO:
      return "+";
    case v1::COMPARATOR_MULTIPLE:
      return "x";
    case v1::COMPARATOR_ALL:
      return "all";
    default:
      return "";
  }
}

void AppendWord(const std::string& word, std::string* out) {
  if (word.empty()) return;
  if (!out->empty()) out->push_back(' ');
  out->append(word);
}

}  // namespace

StrengthMark MarkOf(const v1::Commitment& commitment) {
  if (commitment.type() == v1::COMMITMENT_TYPE_STANCE) return {"    ", "stance", Ink::kDim};
  if (commitment.type() == v1::COMMITMENT_TYPE_REFUSAL ||
      commitment.polarity() == v1::POLARITY_REFUSE) {
    return {"no  ", "refusal", Ink::kRefusal};
  }
  return OfStrength(commitment.strength());
}

std::string Word(v1::CommitmentType type) { return Lower(BareName(type)); }
std::string Word(v1::Verifiability verifiability) { return Lower(BareName(verifiability)); }

std::string Word(v1::SectionKind kind) {
  switch (kind) {
    case v1::SECTION_KIND_DOC_NUMBER:
      return "number";
    case v1::SECTION_KIND_INLINE_ITEM:
      return "item";
    case v1::SECTION_KIND_CATEGORY_MARK:
      return "mark";
    default:
      return Lower(BareName(kind));
  }
}

std::string Word(v1::AnalysisState state) {
  switch (state) {
    case v1::ANALYSIS_STATE_SUCCEEDED:
      return "complete";
    case v1::ANALYSIS_STATE_PARTIAL:
      return "partial";
    case v1::ANALYSIS_STATE_FAILED:
      return "failed";
    default:
      return "unknown";
  }
}

std::string BareName(v1::CommitmentType type) {
  return Bare(v1::CommitmentType_Name(type), "COMMITMENT_TYPE_", type);
}
std::string BareName(v1::Strength strength) {
  return Bare(v1::Strength_Name(strength), "STRENGTH_", strength);
}
std::string BareName(v1::Polarity polarity) {
  return Bare(v1::Polarity_Name(polarity), "POLARITY_", polarity);
}
std::string BareName(v1::Verifiability verifiability) {
  return Bare(v1::Verifiability_Name(verifiability), "VERIFIABILITY_", verifiability);
}
std::string BareName(v1::SectionKind kind) {
  return Bare(v1::SectionKind_Name(kind), "SECTION_KIND_", kind);
}

std::string IsoDate(const google::type::Date& date) {
  if (date.year() == 0) return "";
  std::string out = absl::StrFormat("%04d", date.year());
  if (date.month() != 0) absl::StrAppendFormat(&out, "-%02d", date.month());
  if (date.month() != 0 && date.day() != 0) absl::StrAppendFormat(&out, "-%02d", date.day());
  return out;
}

std::optional<absl::CivilDay> LastDay(const google::type::Date& date) {
  if (date.year() == 0) return std::nullopt;
  if (date.month() == 0) return absl::CivilDay(date.year(), 12, 31);
  if (date.day() != 0) return absl::CivilDay(date.year(), date.month(), date.day());
  return absl::CivilDay(absl::CivilMonth(date.year(), date.month()) + 1) - 1;
}

std::string DueText(const v1::Deadline& deadline) {
  if (deadline.has_end_date()) return IsoDate(deadline.end_date());
  if (!deadline.recurrence().empty()) return PeriodWord(deadline.recurrence());
  const std::string start = IsoDate(deadline.start_date());
  return start.empty() ? "-" : "from " + start;
}

std::string TargetText(const v1::Target& target) {
  if (!target.has_quantity()) {
    const std::string words = target.text().empty() ? target.subject() : target.text();
    return target.fuzzy() ? words + " (fuzzy)" : words;
  }
  std::string out = Sign(target.comparator());
  AppendWord(absl::StrFormat("%.15g", target.quantity()), &out);
  AppendWord(target.unit(), &out);
  AppendWord(target.subject(), &out);
  if (!target.baseline().empty()) AppendWord("(" + target.baseline() + ")", &out);
  if (target.fuzzy()) AppendWord("(fuzzy)", &out);
  return out;
}

std::string RoleWord(v1::CooperatorRole role) {
  switch (role) {
    case v1::COOPERATOR_ROLE_SUPPORT:
      return "helping";
    case v1::COOPERATOR_ROLE_GUIDE:
      return "guiding";
    case v1::COOPERATOR_ROLE_COORDINATE:
      return "arranging with";
    default:
      return "with";
  }
}

std::string ValueOf(const v1::Argument& argument) {
  return argument.value().empty() ? argument.text() : argument.value();
}

std::string SourceBytes(const v1::Provenance& provenance) {
  return absl::StrJoin(provenance.source_ranges(), ",",
                       [](std::string* out, const v1::OffsetRange& range) {
                         absl::StrAppend(out, range.start(), "-", range.end());
                       });
}

std::string SizeText(int64_t size_bytes) {
  if (size_bytes < 1024) return absl::StrCat(size_bytes, " B");
  double size = static_cast<double>(size_bytes) / 1024;
  const char* unit = "KiB";
  for (const char* larger : {"MiB", "GiB", "TiB"}) {
    if (size < 1024) break;
    size /= 1024;
    unit = larger;
  }
  return absl::StrFormat("%.1f %s", size, unit);
}

}  // namespace pledge::cli
