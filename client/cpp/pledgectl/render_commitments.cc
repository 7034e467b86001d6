#include "client/cpp/pledgectl/render_commitments.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/words.h"

namespace pledge::cli {
namespace {

constexpr int kGap = 2;            // between columns
constexpr int kMinTextWidth = 20;  // however narrow the terminal is
constexpr int kDueSoonDays = 90;

// One column of ASCII text before the commitment's words.
struct Column {
  std::string title;
  int width = 0;
};

// What stands in the columns of one commitment, with the ink of each.
struct Cell {
  std::string text;
  Ink ink = Ink::kPlain;
};

bool IsDueSoon(const v1::Deadline& deadline, absl::CivilDay today) {
  const auto last = LastDay(deadline.end_date());
  return last.has_value() && *last >= today && *last - today <= kDueSoonDays;
}

std::vector<std::string> Titles(bool wide) {
  if (wide) return {"id", "strength", "type", "verif", "due", "sect", "bytes"};
  return {"id", "strength", "due"};
}

std::vector<Cell> CellsOf(const v1::Commitment& commitment, const Layout& layout) {
  const StrengthMark mark = MarkOf(commitment);
  const Cell id{Escape(client::LastId(commitment.name())), Ink::kDim};
  const Cell strength{absl::StrCat(mark.meter, " ", mark.word), mark.ink};
  const bool soon = IsDueSoon(commitment.deadline(), layout.today);
  const Cell due{DueText(commitment.deadline()), soon ? Ink::kWarning : Ink::kPlain};
  if (!layout.wide) return {id, strength, due};
  return {id,
          strength,
          {Word(commitment.type())},
          {Word(commitment.verifiability())},
          due,
          {Escape(client::LastId(commitment.section()))},
          {SourceBytes(commitment.provenance())}};
}

// Wide enough for every cell and title; the strength column never changes, so
// that letters line up.
std::vector<Column> FitColumns(const std::vector<std::vector<Cell>>& rows, bool wide) {
  std::vector<Column> columns;
  for (const std::string& title : Titles(wide)) {
    columns.push_back({title, CellWidth(title)});
  }
  columns[1].width = CellWidth("##.. support");
  columns[wide ? 4 : 2].width = CellWidth("2027-12-31");
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      columns[i].width = std::max(columns[i].width, CellWidth(row[i].text));
    }
  }
  return columns;
}

int TotalWidth(const std::vector<Column>& columns) {
  int width = 0;
  for (const Column& column : columns) width += column.width + kGap;
  return width;
}

std::string TitleRow(const std::vector<Column>& columns, const Layout& layout) {
  std::string row;
  for (const Column& column : columns) row += PadRight(column.title, column.width + kGap);
  return Paint(row + "commitment", Ink::kDim, layout.color) + "\n";
}

// The words of a commitment, escaped, and where its strength cue stands in them.
struct MarkedText {
  std::string text;
  size_t mark_start = 0;
  size_t mark_end = 0;
};

MarkedText MarkCue(const v1::Commitment& commitment) {
  const std::string& text = commitment.text();
  const std::string& cue = commitment.strength_cue().text();
  // The cue's offset counts when it is one in bytes; otherwise the first place.
  const int64_t offset = commitment.strength_cue().provenance().text_range().start() -
                         commitment.provenance().text_range().start();
  size_t at = std::string::npos;
  if (!cue.empty()) {
    const bool fits = offset >= 0 && offset <= static_cast<int64_t>(text.size()) &&
                      text.compare(static_cast<size_t>(offset), cue.size(), cue) == 0;
    at = fits ? static_cast<size_t>(offset) : text.find(cue);
  }
  if (at == std::string::npos) return {Escape(text)};
  MarkedText out{Escape(std::string_view(text).substr(0, at))};
  out.mark_start = out.text.size();
  out.text += Escape(cue);
  out.mark_end = out.text.size();
  out.text += Escape(std::string_view(text).substr(at + cue.size()));
  return out;
}

// One line of the words; `line` is a view into `marked.text`.
std::string PaintLine(const MarkedText& marked, std::string_view line, Ink ink, Ink rest,
                      bool color) {
  const size_t start = static_cast<size_t>(line.data() - marked.text.data());
  const size_t from = std::clamp(marked.mark_start, start, start + line.size()) - start;
  const size_t to = std::clamp(marked.mark_end, start, start + line.size()) - start;
  return Paint(line.substr(0, from), rest, color) +
         Paint(line.substr(from, to - from), ink, color) + Paint(line.substr(to), rest, color);
}

std::string JoinTargets(const v1::Commitment& commitment) {
  return absl::StrJoin(commitment.targets(), "; ", [](std::string* out, const v1::Target& target) {
    absl::StrAppend(out, TargetText(target));
  });
}

std::string ConditionLabel(v1::ConditionKind kind) {
  return kind == v1::CONDITION_KIND_REASON ? "reason: " : "condition: ";
}

// Deadline words that do not stand in the commitment's own, or say more than
// the due column.
std::string DeadlineDetail(const v1::Deadline& deadline) {
  if (deadline.inherited()) return "due: " + deadline.text() + " (inherited)";
  if (deadline.inferred()) return "due: " + deadline.text() + " (inferred)";
  return "";
}

std::string PlaceDetail(const v1::Commitment& commitment, bool wide) {
  std::vector<std::string> parts;
  if (!wide) {
    const std::string section = client::LastId(commitment.section());
    if (!section.empty()) parts.push_back("at " + section);
    const std::string bytes = SourceBytes(commitment.provenance());
    if (!bytes.empty()) parts.push_back("bytes " + bytes);
  }
  const std::string actor = ValueOf(commitment.actor());
  if (!actor.empty()) {
    parts.push_back("actor " + actor + (commitment.actor().inferred() ? " (inferred)" : ""));
  }
  return absl::StrJoin(parts, "  ");
}

// The lines under the words, in reading order; not escaped.
std::vector<std::string> DetailsOf(const v1::Commitment& commitment, bool wide) {
  std::vector<std::string> out;
  if (commitment.targets_size() > 0) out.push_back("target: " + JoinTargets(commitment));
  out.push_back(DeadlineDetail(commitment.deadline()));
  if (commitment.has_condition()) {
    out.push_back(ConditionLabel(commitment.condition().kind()) +
                  ValueOf(commitment.condition().clause()));
  }
  for (const v1::Cooperator& cooperator : commitment.cooperators()) {
    out.push_back(RoleWord(cooperator.role()) + ": " + ValueOf(cooperator.body()));
  }
  if (commitment.has_manner()) out.push_back("by: " + ValueOf(commitment.manner()));
  out.push_back(PlaceDetail(commitment, wide));
  std::erase(out, "");
  return out;
}

std::string RenderOne(const v1::Commitment& commitment, const std::vector<Cell>& cells,
                      const std::vector<Column>& columns, const Layout& layout) {
  const int indent = TotalWidth(columns);
  const int width = std::max(kMinTextWidth, layout.width - indent);
  std::string lead;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string painted = Paint(cells[i].text, cells[i].ink, layout.color);
    const int padding = columns[i].width + kGap - CellWidth(cells[i].text);
    absl::StrAppend(&lead, painted, std::string(static_cast<size_t>(padding), ' '));
  }
  const std::string blank(static_cast<size_t>(indent), ' ');
  const MarkedText marked = MarkCue(commitment);
  const StrengthMark mark = MarkOf(commitment);
  const Ink rest = mark.ink == Ink::kDim ? Ink::kDim : Ink::kPlain;
  std::string out;
  for (std::string_view line : Wrap(marked.text, width)) {
    absl::StrAppend(&out, std::exchange(lead, blank),
                    PaintLine(marked, line, mark.ink, rest, layout.color), "\n");
  }
  for (const std::string& detail : DetailsOf(commitment, layout.wide)) {
    const std::string escaped = Escape(detail);
    for (std::string_view line : Wrap(escaped, width)) {
      absl::StrAppend(&out, blank, Paint(line, Ink::kDim, layout.color), "\n");
    }
  }
  return out;
}

// "25 of 29; 4 stances hidden", "33", "none".
std::string CountNote(size_t shown, size_t total) {
  if (total == 0) return "no commitments";
  const size_t hidden = total - shown;
  if (hidden == 0) return absl::StrCat(shown, " of ", total);
  return absl::StrCat(shown, " of ", total, "; ", hidden, hidden == 1 ? " stance" : " stances",
                      " hidden");
}

}  // namespace

std::string RenderCommitments(const LetterHead& head, const std::vector<v1::Commitment>& all,
                              bool with_stances, bool with_columns, const Layout& layout) {
  std::vector<const v1::Commitment*> shown;
  std::vector<std::vector<Cell>> rows;
  for (const v1::Commitment& commitment : all) {
    if (!with_stances && commitment.type() == v1::COMMITMENT_TYPE_STANCE) continue;
    shown.push_back(&commitment);
    rows.push_back(CellsOf(commitment, layout));
  }
  const LetterHead short_head{head.name, head.issuer, ""};
  std::string out = RenderHead(short_head, CountNote(shown.size(), all.size()), layout);
  const std::vector<Column> columns = FitColumns(rows, layout.wide);
  if (with_columns && !shown.empty()) out += TitleRow(columns, layout);
  for (size_t i = 0; i < shown.size(); ++i) {
    out += RenderOne(*shown[i], rows[i], columns, layout);
  }
  return out;
}

std::string CommitmentLine(const v1::Commitment& commitment) {
  const v1::Deadline& deadline = commitment.deadline();
  const std::vector<std::string> fields = {
      EscapeField(commitment.name()),
      BareName(commitment.strength()),
      BareName(commitment.type()),
      BareName(commitment.polarity()),
      BareName(commitment.verifiability()),
      IsoDate(deadline.start_date()),
      IsoDate(deadline.end_date()),
      absl::StrCat(commitment.cooperators_size()),
      EscapeField(ValueOf(commitment.actor())),
      EscapeField(commitment.text()),
      EscapeField(client::LastId(commitment.section())),
      SourceBytes(commitment.provenance()),
      EscapeField(deadline.recurrence()),
  };
  return absl::StrJoin(fields, "\t") + "\n";
}

}  // namespace pledge::cli
