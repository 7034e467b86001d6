#include "client/cpp/pledgectl/render_change.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "client/cpp/names.h"
#include "client/cpp/pledgectl/display_width.h"
#include "client/cpp/pledgectl/words.h"

namespace pledge::cli {
namespace {

constexpr int kMinTextWidth = 20;
constexpr char kMarkSample[] = "##.. support";  // the widest mark

std::string Sign(v1::ChangeKind kind) {
  switch (kind) {
    case v1::CHANGE_KIND_EXISTS:
      return "=";
    case v1::CHANGE_KIND_ADDED:
      return "+";
    case v1::CHANGE_KIND_CHANGED:
      return "~";
    case v1::CHANGE_KIND_REMOVED:
      return "-";
    default:
      return "?";
  }
}

std::string StateWord(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_DELETED ? "deleted" : "";
}

// The record that is shown: that after the change, or before when it is gone.
const v1::Commitment& CommitmentOf(const v1::Change& change) {
  return change.has_commitment() ? change.commitment() : change.previous_commitment();
}

const v1::Document& DocumentOf(const v1::Change& change) {
  return change.has_document() ? change.document() : change.previous_document();
}

std::string Words(const v1::Change& change) {
  if (!change.lineage_id().empty()) return CommitmentOf(change).text();
  const v1::Document& document = DocumentOf(change);
  std::vector<std::string> parts = {ValueOf(document.facts().title()), StateWord(document.state())};
  std::erase(parts, "");
  return absl::StrJoin(parts, "  ");
}

// "firm, due 2025-12-31: <words>" of what was before.
std::string Before(const v1::Commitment& commitment) {
  std::string out = MarkOf(commitment).word;
  const std::string due = DueText(commitment.deadline());
  if (due != "-") absl::StrAppend(&out, ", due ", due);
  return absl::StrCat("was ", out, ": ", commitment.text());
}

}  // namespace

std::string RenderChange(const v1::Change& change, const std::string& time, const Layout& layout) {
  const bool is_commitment = CommitmentOf(change).type() != v1::COMMITMENT_TYPE_UNSPECIFIED;
  const StrengthMark mark = is_commitment ? MarkOf(CommitmentOf(change)) : StrengthMark();
  const std::string mark_text = is_commitment ? absl::StrCat(mark.meter, " ", mark.word) : "";
  const std::string name = Escape(client::ShortName(change.name()));
  std::string lead = absl::StrCat(time, "  ", Sign(change.kind()), "  ");
  int indent = CellWidth(lead);
  if (is_commitment) {
    const int width = CellWidth(kMarkSample);
    absl::StrAppend(&lead, Paint(PadRight(mark_text, width), mark.ink, layout.color), "  ");
    indent += width + 2;
  }
  absl::StrAppend(&lead, Paint(name, Ink::kDim, layout.color), "  ");
  std::string out;
  const std::string words = Escape(Words(change));
  const int room = layout.width - indent - CellWidth(name) - 2;
  // Long names leave no room beside them.
  const bool fits = room >= kMinTextWidth;
  const int column = fits ? layout.width - room : indent;
  if (!fits && !words.empty()) lead += "\n" + std::string(static_cast<size_t>(indent), ' ');
  const std::string blank(static_cast<size_t>(column), ' ');
  const auto append = [&](std::string_view text, Ink ink) {
    for (const std::string_view line : Wrap(text, std::max(kMinTextWidth, layout.width - column))) {
      absl::StrAppend(&out, out.empty() ? lead : blank, Paint(line, ink, layout.color), "\n");
    }
  };
  append(words, Ink::kPlain);
  if (change.kind() == v1::CHANGE_KIND_CHANGED && change.has_previous_commitment()) {
    append(Escape(Before(change.previous_commitment())), Ink::kDim);
  }
  return out;
}

std::string ChangeLine(const v1::Change& change) {
  std::vector<std::string> fields = {
      std::string(absl::StripPrefix(v1::ChangeKind_Name(change.kind()), "CHANGE_KIND_")),
      absl::StrCat(change.commit_number()),
      std::string(absl::StripPrefix(v1::RevisionCause_Name(change.cause()), "REVISION_CAUSE_")),
      EscapeField(change.name()), EscapeField(change.lineage_id())};
  if (!change.lineage_id().empty()) {
    const v1::Commitment& commitment = CommitmentOf(change);
    fields.push_back(BareName(commitment.strength()));
    fields.push_back(IsoDate(commitment.deadline().end_date()));
    fields.push_back(EscapeField(commitment.text()));
  } else {
    const v1::Document& document = DocumentOf(change);
    fields.push_back(StateWord(document.state()));
    fields.push_back(EscapeField(document.latest_revision()));
  }
  return absl::StrJoin(fields, "\t") + "\n";
}

}  // namespace pledge::cli
