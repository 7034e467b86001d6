#include "client/cpp/pledgectl/render_repairs.h"

#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cpp/pledgectl/table.h"

namespace pledge::cli {
namespace {

constexpr char kKindPrefix[] = "REPAIR_KIND_";

// "8006-8094", or "8006" for an empty range: the place of what was taken out or
// put in.
std::string RangeText(const v1::OffsetRange& range) {
  if (range.start() == range.end()) return absl::StrCat(range.start());
  return absl::StrCat(range.start(), "-", range.end());
}

// The name without its prefix; the number when this build does not know it.
std::string KindName(v1::RepairKind kind) {
  if (!v1::RepairKind_IsValid(kind)) return absl::StrCat(static_cast<int>(kind));
  return std::string(absl::StripPrefix(v1::RepairKind_Name(kind), kKindPrefix));
}

std::string KindWord(v1::RepairKind kind) {
  std::string word = absl::AsciiStrToLower(KindName(kind));
  for (char& c : word) c = c == '_' ? ' ' : c;
  return word;
}

}  // namespace

std::string RenderRepairs(const v1::ReadRepairsResponse& repairs, const Layout& layout) {
  std::vector<Row> rows;
  std::map<v1::RepairKind, int> counts;
  for (const v1::Repair& repair : repairs.repairs()) {
    rows.push_back({KindWord(repair.kind()), RangeText(repair.source_range()),
                    RangeText(repair.text_range()), repair.detail()});
    ++counts[repair.kind()];
  }
  const std::string summary = absl::StrJoin(counts, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.second, " ", KindWord(count.first));
  });
  return absl::StrCat(RenderTable({"repair", "source", "text", "detail"}, rows, layout), "\n",
                      Paint(summary, Ink::kDim, layout.color), "\n");
}

std::string RepairLine(const v1::Repair& repair) {
  return TabLine({KindName(repair.kind()), RangeText(repair.source_range()),
                  RangeText(repair.text_range()), repair.detail()});
}

}  // namespace pledge::cli
