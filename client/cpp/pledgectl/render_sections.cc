#include "client/cpp/pledgectl/render_sections.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/words.h"

namespace pledge::cli {
namespace {

constexpr int kGap = 2;
constexpr int kMinHeadingWidth = 20;

struct Row {
  std::string id;
  std::string kind;  // indented by depth
  std::string count;
  std::string heading;
  Ink kind_ink = Ink::kPlain;
  Ink heading_ink = Ink::kPlain;
};

struct Widths {
  int id = 2;
  int kind = 4;
  int count = 1;
};

// Commitments of a section and of all below it.
int CountBelow(const std::string& id, const SectionCounts& counts) {
  int total = 0;
  for (auto it = counts.lower_bound(id); it != counts.end(); ++it) {
    if (it->first.compare(0, id.size(), id) != 0) break;
    if (it->first.size() == id.size() || it->first[id.size()] == '.') total += it->second;
  }
  return total;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

// What stands for a heading where there is none. The number may be part of the
// text or stand before it.
std::string FirstWords(const v1::Section& section) {
  const std::string line = FirstLine(section.text());
  const std::string& number = section.heading_number();
  return line.rfind(number, 0) == 0 ? line : number + line;
}

Row RowOf(const v1::Section& section, const SectionCounts& counts) {
  Row row;
  row.id = Escape(client::LastId(section.name()));
  const int depth = std::clamp(section.level() - 1, 0, 20);
  row.kind = std::string(static_cast<size_t>(2 * depth), ' ') + Word(section.kind());
  const int count = CountBelow(client::LastId(section.name()), counts);
  if (count > 0) row.count = absl::StrCat(count);
  row.heading = Escape(section.heading_number() + FirstLine(section.heading()));
  if (section.heading().empty()) {
    row.heading = Escape(FirstWords(section));
    row.heading_ink = Ink::kDim;
  } else if (section.kind() == v1::SECTION_KIND_TOPIC) {
    row.heading_ink = Ink::kBold;
  }
  if (section.kind() == v1::SECTION_KIND_PLAN) row.kind_ink = Ink::kBold;
  return row;
}

// What was cut out of the page, in one row.
Row FurnitureRow(const std::vector<const v1::Section*>& furniture) {
  Row row;
  row.id = Escape(client::LastId(furniture.front()->name()));
  row.kind = Word(v1::SECTION_KIND_FURNITURE);
  int64_t size_bytes = 0;
  for (const v1::Section* section : furniture) {
    for (const v1::OffsetRange& range : section->provenance().source_ranges()) {
      size_bytes += range.end() - range.start();
    }
  }
  row.heading = absl::StrCat(furniture.size(), furniture.size() == 1 ? " block" : " blocks",
                             " cut, ", SizeText(size_bytes));
  row.kind_ink = row.heading_ink = Ink::kDim;
  return row;
}

std::vector<Row> RowsOf(const std::vector<v1::Section>& sections, const SectionCounts& counts) {
  std::vector<Row> rows;
  std::vector<const v1::Section*> furniture;
  for (const v1::Section& section : sections) {
    if (section.kind() == v1::SECTION_KIND_FURNITURE) {
      furniture.push_back(&section);
    } else {
      rows.push_back(RowOf(section, counts));
    }
  }
  if (!furniture.empty()) rows.push_back(FurnitureRow(furniture));
  return rows;
}

Widths FitColumns(const std::vector<Row>& rows) {
  Widths widths;
  for (const Row& row : rows) {
    widths.id = std::max(widths.id, CellWidth(row.id));
    widths.kind = std::max(widths.kind, CellWidth(row.kind));
    widths.count = std::max(widths.count, CellWidth(row.count));
  }
  return widths;
}

std::string RenderRow(const Row& row, const Widths& widths, const Layout& layout) {
  const int indent = widths.id + kGap + widths.kind + kGap + widths.count + kGap;
  const int room = std::max(kMinHeadingWidth, layout.width - indent);
  const std::string gap(kGap, ' ');
  std::string line =
      absl::StrCat(PadRight(row.id, widths.id), gap,
                   Paint(PadRight(row.kind, widths.kind), row.kind_ink, layout.color), gap,
                   PadLeft(row.count, widths.count), gap);
  const std::string heading = Cut(row.heading, room, layout.ellipsis());
  if (heading.empty()) line.erase(line.find_last_not_of(' ') + 1);
  return line + Paint(heading, row.heading_ink, layout.color) + "\n";
}

}  // namespace

void CountCommitment(const v1::Commitment& commitment, SectionCounts* counts) {
  if (commitment.type() == v1::COMMITMENT_TYPE_STANCE) return;
  (*counts)[client::LastId(commitment.section())] += 1;
}

std::string RenderSections(const LetterHead& head, const std::vector<v1::Section>& sections,
                           const SectionCounts& counts, const Layout& layout) {
  const std::vector<Row> rows = RowsOf(sections, counts);
  const Widths widths = FitColumns(rows);
  std::string out = RenderHead(head, rows.empty() ? "no sections" : "", layout);
  if (rows.empty()) return out;
  const std::string titles =
      absl::StrCat(PadRight("id", widths.id + kGap), PadRight("kind", widths.kind + kGap),
                   PadLeft("n", widths.count), "  heading");
  absl::StrAppend(&out, Paint(titles, Ink::kDim, layout.color), "\n");
  for (const Row& row : rows) out += RenderRow(row, widths, layout);
  return out;
}

std::string SectionLine(const v1::Section& section) {
  const std::vector<std::string> fields = {
      EscapeField(section.name()),    BareName(section.kind()),
      absl::StrCat(section.level()),  EscapeField(section.heading_number()),
      EscapeField(section.heading()), SourceBytes(section.provenance()),
      EscapeField(section.text()),
  };
  return absl::StrJoin(fields, "\t") + "\n";
}

}  // namespace pledge::cli
