#include "client/cpp/pledgectl/render_diff.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"

namespace pledge::cli {
namespace {

constexpr int kMinTextWidth = 20;
constexpr char kIndent[] = "       ";

// The name of an enum value without its prefix, as words.
std::string Words(absl::string_view name, absl::string_view prefix) {
  std::string word = absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
  return absl::StrReplaceAll(word, {{"_", " "}});
}

bool Softens(v1::ChangeSense sense) {
  switch (sense) {
    case v1::CHANGE_SENSE_WEAKENED:
    case v1::CHANGE_SENSE_DECLINED:
    case v1::CHANGE_SENSE_DEADLINE_LATER:
    case v1::CHANGE_SENSE_DEADLINE_DROPPED:
    case v1::CHANGE_SENSE_TARGET_LOWERED:
    case v1::CHANGE_SENSE_TARGET_DROPPED:
    case v1::CHANGE_SENSE_CONDITION_ADDED:
      return true;
    default:
      return false;
  }
}

std::string Sign(v1::DiffKind kind) {
  switch (kind) {
    case v1::DIFF_KIND_ADDED:
      return "+";
    case v1::DIFF_KIND_REMOVED:
      return "-";
    case v1::DIFF_KIND_CHANGED:
      return "~";
    case v1::DIFF_KIND_MOVED:
      return ">";
    default:
      return "?";
  }
}

Ink InkOf(v1::DiffKind kind) {
  switch (kind) {
    case v1::DIFF_KIND_ADDED:
      return Ink::kSupport;
    case v1::DIFF_KIND_REMOVED:
      return Ink::kError;
    case v1::DIFF_KIND_CHANGED:
      return Ink::kBold;
    default:
      return Ink::kDim;
  }
}

std::string SideText(const v1::DiffSide& side) {
  const absl::Time time = absl::FromUnixSeconds(side.create_time().seconds());
  return absl::StrCat(client::LastId(side.name()), " ",
                      absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone()), " ",
                      CauseWord(side.cause()));
}

std::string CountText(const v1::DiffCount& count) {
  std::vector<std::string> parts;
  const auto add = [&](const char* sign, int number, const char* word) {
    if (number > 0) parts.push_back(absl::StrCat(sign, number, " ", word));
  };
  add("+", count.added(), "added");
  add("-", count.removed(), "removed");
  add("~", count.changed(), "changed");
  add(">", count.moved(), "moved");
  add("", count.same(), "the same");
  return parts.empty() ? "none" : absl::StrJoin(parts, "  ");
}

// "strength firm -> explore"; an absent value is a dash.
std::string ChangeText(const v1::FieldChange& change) {
  const auto value_of = [](const std::string& value) { return value.empty() ? "-" : value; };
  return absl::StrCat(change.path(), "  ", value_of(change.base_value()), " -> ",
                      value_of(change.target_value()));
}

void AppendWrapped(const std::string& lead, const std::string& text, Ink ink, const Layout& layout,
                   std::string* out) {
  const std::string escaped = Escape(text);
  const int width = std::max(kMinTextWidth, layout.width - CellWidth(lead));
  std::string before = lead;
  for (const std::string_view line : Wrap(escaped, width)) {
    absl::StrAppend(out, before, Paint(line, ink, layout.color), "\n");
    before = std::string(static_cast<size_t>(CellWidth(lead)), ' ');
  }
}

std::string SensesOf(const v1::DiffEntry& entry, bool color) {
  std::vector<std::string> words;
  for (const int value : entry.senses()) {
    const auto sense = static_cast<v1::ChangeSense>(value);
    const Ink ink = Softens(sense) ? Ink::kWarning : Ink::kBold;
    words.push_back(Paint(SenseWord(sense), ink, color));
  }
  if (entry.kind() == v1::DIFF_KIND_CHANGED && entry.moved()) words.push_back("moved");
  return absl::StrJoin(words, ", ");
}

// A commitment or a section.
void AppendRecord(const v1::DiffEntry& entry, const Layout& layout, std::string* out) {
  const std::string& name = entry.target_name().empty() ? entry.base_name() : entry.target_name();
  const std::string lead =
      absl::StrCat(Sign(entry.kind()), " ", PadRight(Escape(client::LastId(name)), 4), " ");
  const std::string painted = Paint(lead, InkOf(entry.kind()), layout.color);
  const std::string& text =
      entry.kind() == v1::DIFF_KIND_REMOVED ? entry.base_text() : entry.target_text();
  if (entry.kind() != v1::DIFF_KIND_CHANGED) {
    const std::string what = entry.kind() == v1::DIFF_KIND_MOVED ? "moved: " : "";
    std::string body;
    AppendWrapped(kIndent, what + text, Ink::kPlain, layout, &body);
    absl::StrAppend(out, painted, body.substr(sizeof(kIndent) - 1));
    return;
  }
  absl::StrAppend(out, painted, SensesOf(entry, layout.color), "\n");
  for (const v1::FieldChange& change : entry.field_changes()) {
    AppendWrapped(kIndent, ChangeText(change), Ink::kDim, layout, out);
  }
  if (entry.base_text() == entry.target_text()) {
    return AppendWrapped(absl::StrCat(kIndent, "= "), entry.target_text(), Ink::kPlain, layout,
                         out);
  }
  AppendWrapped(absl::StrCat(kIndent, "- "), entry.base_text(), Ink::kPlain, layout, out);
  AppendWrapped(absl::StrCat(kIndent, "+ "), entry.target_text(), Ink::kPlain, layout, out);
}

void AppendEntry(const v1::DiffEntry& entry, const Layout& layout, std::string* out) {
  if (entry.part() == "commitments" || entry.part() == "sections") {
    return AppendRecord(entry, layout, out);
  }
  const std::string sign = Paint(Sign(entry.kind()), InkOf(entry.kind()), layout.color);
  for (const v1::FieldChange& change : entry.field_changes()) {
    std::string body;
    AppendWrapped("  ", ChangeText(change), Ink::kPlain, layout, &body);
    absl::StrAppend(out, sign, body.substr(1));
  }
}

std::string Title(std::string part) {
  part[0] = absl::ascii_toupper(static_cast<unsigned char>(part[0]));
  return part;
}

}  // namespace

std::string SenseWord(v1::ChangeSense sense) {
  return Words(v1::ChangeSense_Name(sense), "CHANGE_SENSE_");
}

std::string CauseWord(v1::RevisionCause cause) {
  return Words(v1::RevisionCause_Name(cause), "REVISION_CAUSE_");
}

std::string RenderDiff(const v1::DiffDocumentRevisionsResponse& diff, const Layout& layout) {
  const std::string revision = client::ShortName(diff.base().name());
  const std::string document = revision.substr(0, revision.find('@'));
  std::string out = absl::StrCat(Paint(Escape(document), Ink::kBold, layout.color), "  revision ",
                                 SideText(diff.base()), " -> ", SideText(diff.target()), "\n");
  int at = 0;
  for (const v1::DiffCount& count : diff.counts()) {
    const int differs = count.added() + count.removed() + count.changed() + count.moved();
    // Of the lesser parts only what differs is told.
    if (differs == 0 && count.part() != "commitments") continue;
    absl::StrAppend(&out, Title(count.part()), "  ", CountText(count), "\n");
    for (; at < diff.entries_size() && diff.entries(at).part() == count.part(); ++at) {
      AppendEntry(diff.entries(at), layout, &out);
    }
  }
  return out;
}

std::string DiffLines(const v1::DiffEntry& entry) {
  std::vector<std::string> senses;
  for (const int sense : entry.senses()) {
    senses.push_back(std::string(absl::StripPrefix(
        v1::ChangeSense_Name(static_cast<v1::ChangeSense>(sense)), "CHANGE_SENSE_")));
  }
  const std::string kind(absl::StripPrefix(v1::DiffKind_Name(entry.kind()), "DIFF_KIND_"));
  const auto line = [&](const v1::FieldChange& change) {
    const std::vector<std::string> fields = {kind,
                                             EscapeField(entry.part()),
                                             EscapeField(entry.lineage_id()),
                                             EscapeField(entry.base_name()),
                                             EscapeField(entry.target_name()),
                                             absl::StrJoin(senses, ","),
                                             EscapeField(change.path()),
                                             EscapeField(change.base_value()),
                                             EscapeField(change.target_value()),
                                             EscapeField(entry.base_text()),
                                             EscapeField(entry.target_text())};
    return absl::StrJoin(fields, "\t") + "\n";
  };
  if (entry.field_changes().empty()) return line({});
  std::string out;
  for (const v1::FieldChange& change : entry.field_changes()) out += line(change);
  return out;
}

}  // namespace pledge::cli
