#include "client/cpp/pledgectl/table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/pledgectl/display_width.h"

namespace pledge::cli {
namespace {

constexpr char kGap[] = "  ";

std::string RenderRow(const Row& row, const std::vector<int>& widths, const Layout& layout) {
  std::string out;
  int used = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string cell = Escape(row[i]);
    if (i + 1 == row.size()) {
      return absl::StrCat(out, Cut(cell, std::max(1, layout.width - used), layout.ellipsis()),
                          "\n");
    }
    absl::StrAppend(&out, PadRight(cell, widths[i]), kGap);
    used += widths[i] + static_cast<int>(sizeof(kGap)) - 1;
  }
  return out + "\n";
}

}  // namespace

std::string RenderTable(const Row& headings, const std::vector<Row>& rows, const Layout& layout) {
  std::vector<int> widths;
  for (const std::string& heading : headings) widths.push_back(CellWidth(heading));
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], CellWidth(Escape(row[i])));
    }
  }
  std::string out = RenderRow(headings, widths, layout);
  for (const Row& row : rows) out += RenderRow(row, widths, layout);
  return out;
}

std::string TabLine(const Row& row) {
  std::string out;
  for (const std::string& cell : row) {
    absl::StrAppend(&out, out.empty() && &cell == &row.front() ? "" : "\t", EscapeField(cell));
  }
  return out + "\n";
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

}  // namespace pledge::cli
