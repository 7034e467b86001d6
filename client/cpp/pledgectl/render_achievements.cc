#include "client/cpp/pledgectl/render_achievements.h"

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

constexpr int kGap = 2;
constexpr int kMinTextWidth = 20;
constexpr int kMinIdWidth = 3;
constexpr int kStatusWidth = 7;

std::string Word(v1::AchievementStatus status) {
  switch (status) {
    case v1::ACHIEVEMENT_STATUS_COMPLETED:
      return "done";
    case v1::ACHIEVEMENT_STATUS_ONGOING:
      return "ongoing";
    case v1::ACHIEVEMENT_STATUS_STATE:
      return "state";
    default:
      return "";
  }
}

std::string BareName(v1::AchievementStatus status) {
  constexpr std::string_view kPrefix = "ACHIEVEMENT_STATUS_";
  const std::string name = v1::AchievementStatus_Name(status);
  if (name.empty()) return absl::StrCat(static_cast<int>(status));
  return status == v1::ACHIEVEMENT_STATUS_UNSPECIFIED ? "" : name.substr(kPrefix.size());
}

std::vector<std::string> DetailsOf(const v1::Achievement& achievement) {
  std::vector<std::string> out;
  for (const v1::Target& fact : achievement.facts()) out.push_back("figure: " + TargetText(fact));
  if (!achievement.date_text().empty()) out.push_back("when: " + achievement.date_text());
  for (const std::string& named : achievement.named_documents()) out.push_back("names: " + named);
  const std::string bytes = SourceBytes(achievement.provenance());
  const std::string section = client::LastId(achievement.section());
  if (!bytes.empty()) {
    out.push_back(absl::StrCat(section.empty() ? "" : "at " + section + "  ", "bytes ", bytes));
  }
  return out;
}

std::string RenderOne(const v1::Achievement& achievement, int id_width, const Layout& layout) {
  const int indent = id_width + kGap + kStatusWidth + kGap;
  const int width = std::max(kMinTextWidth, layout.width - indent);
  const std::string blank(static_cast<size_t>(indent), ' ');
  const std::string id = Escape(client::LastId(achievement.name()));
  std::string lead = Paint(PadRight(id, id_width + kGap), Ink::kDim, layout.color) +
                     PadRight(Word(achievement.status()), kStatusWidth + kGap);
  std::string out;
  const std::string text = Escape(achievement.text());
  for (std::string_view line : Wrap(text, width)) {
    absl::StrAppend(&out, std::exchange(lead, blank), std::string(line), "\n");
  }
  for (const std::string& detail : DetailsOf(achievement)) {
    const std::string escaped = Escape(detail);
    for (std::string_view line : Wrap(escaped, width)) {
      absl::StrAppend(&out, blank, Paint(line, Ink::kDim, layout.color), "\n");
    }
  }
  return out;
}

}  // namespace

std::string RenderAchievements(const LetterHead& head, const std::vector<v1::Achievement>& all,
                               bool with_columns, const Layout& layout) {
  int id_width = kMinIdWidth;
  for (const v1::Achievement& one : all) {
    id_width = std::max(id_width, CellWidth(Escape(client::LastId(one.name()))));
  }
  const std::string note =
      all.empty() ? "no achievements"
                  : absl::StrCat(all.size(), all.size() == 1 ? " achievement" : " achievements");
  std::string out = RenderHead({head.name, head.issuer, ""}, note, layout);
  if (with_columns && !all.empty()) {
    const std::string titles =
        PadRight("id", id_width + kGap) + PadRight("status", kStatusWidth + kGap) + "achievement";
    out += Paint(titles, Ink::kDim, layout.color) + "\n";
  }
  for (const v1::Achievement& one : all) out += RenderOne(one, id_width, layout);
  return out;
}

std::string AchievementLine(const v1::Achievement& achievement) {
  const std::vector<std::string> fields = {
      EscapeField(achievement.name()),
      BareName(achievement.status()),
      EscapeField(achievement.date_text()),
      EscapeField(achievement.text()),
      EscapeField(client::LastId(achievement.section())),
      SourceBytes(achievement.provenance()),
  };
  return absl::StrJoin(fields, "\t") + "\n";
}

}  // namespace pledge::cli
