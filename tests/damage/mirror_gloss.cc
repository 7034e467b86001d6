#include "tests/damage/mirror_gloss.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/damage/damage_line.h"
#include "tests/damage/furniture.h"
#include "tests/damage/gbk.h"
#include "tests/damage/script.h"

namespace pledge::damage {
namespace {

// Full-width marks that the mirror writes in ASCII, after it has worked on the bytes.
constexpr std::array kMarks = std::to_array<std::pair<std::string_view, char>>(
    {{"，", ','}, {"；", ';'}, {"：", ':'}, {"（", '('}, {"）", ')'}, {"？", '?'}});

// Marks that may get a comma in front.
bool TakesComma(std::string_view mark) {
  return mark == "，" || mark == "；" || mark == "、" || mark == "。";
}

bool IsHan(std::string_view character) {
  return character.size() == 3 && character >= "\xE4\xB8\x80" &&
         character <= "\xE9\xBF\xBF";  // U+4E00..U+9FFF
}

// Everything that one letter needs on its way through the lines.
class LetterDamager {
 public:
  LetterDamager(std::unordered_map<std::string, std::string> forms, const DamageOptions& options)
      : forms_(std::move(forms)), shifted_blocks_(options.shifted_blocks), random_(options.seed) {}

  absl::StatusOr<DamagedLine> Line(std::string_view text) {
    LineToDamage line{.clean = Characters(text), .written = {}, .cells = {}};
    for (size_t i = 0; i < line.clean.size(); ++i) {
      if (i > 0 && TakesComma(line.clean[i]) && random_() % 3 < 2) {
        line.cells.push_back({',', -1, false});
        ++comma_count_;
      }
      std::string form = Traditional(line.clean[i]);
      const auto bytes = ToGbk(form);
      if (!bytes)
        return absl::InvalidArgumentError(
            absl::StrCat("GBK has no character at index ", i, " of a line"));
      for (char byte : *bytes) line.cells.push_back({byte, static_cast<int>(i), true});
      line.written.push_back(AsciiMark(line.clean, i).value_or(std::move(form)));
    }
    return DamageLine(line, shifted_blocks_);
  }

  int comma_count() const { return comma_count_; }

 private:
  // Stays as it is where GBK has no traditional form.
  std::string Traditional(std::string_view character) const {
    const auto found = forms_.find(std::string(character));
    return found == forms_.end() || !ToGbk(found->second) ? std::string(character) : found->second;
  }

  // A mark between two characters that are not Han stays full-width, or nobody could tell it from a
  // genuine ASCII one.
  static std::optional<std::string> AsciiMark(const std::vector<std::string_view>& clean,
                                              size_t i) {
    const bool beside_han =
        (i > 0 && IsHan(clean[i - 1])) || (i + 1 < clean.size() && IsHan(clean[i + 1]));
    for (const auto& [wide, ascii] : kMarks)
      if (clean[i] == wide && beside_han) return std::string(1, ascii);
    return std::nullopt;
  }

  std::unordered_map<std::string, std::string> forms_;
  bool shifted_blocks_;
  std::mt19937_64 random_;
  int comma_count_ = 0;
};

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Appends a damaged line and moves its runs to their place in the letter.
void Append(const DamagedLine& line, uint32_t clean_start, DamagedLetter& letter) {
  const auto damaged_start = static_cast<uint32_t>(letter.text.size());
  for (TruthRun run : line.runs) {
    run.clean_start += clean_start;
    run.clean_end += clean_start;
    run.damaged_start += damaged_start;
    run.damaged_end += damaged_start;
    letter.runs.push_back(run);
  }
  letter.text += line.text;
  letter.gloss_count += line.gloss_count;
  letter.shifted_block_count += line.shifted_block_count;
}

absl::Status AddLetter(std::string_view clean, LetterDamager& damager, DamagedLetter& letter) {
  uint32_t at = 0;
  for (std::string_view line : Lines(clean)) {
    if (at > 0) {
      const auto break_at = static_cast<uint32_t>(letter.text.size());
      letter.runs.push_back({RunKind::kCharacter, at - 1, at, break_at, break_at + 1});
      letter.text += '\n';
    }
    absl::StatusOr<DamagedLine> damaged = damager.Line(line);
    if (!damaged.ok()) return damaged.status();
    Append(*damaged, at, letter);
    at += static_cast<uint32_t>(line.size()) + 1;
  }
  letter.comma_count = damager.comma_count();
  return absl::OkStatus();
}

absl::Status AddFurniture(const std::vector<std::string>& lines, LetterDamager& damager,
                          DamagedLetter& letter) {
  for (const std::string& line : lines) {
    absl::StatusOr<DamagedLine> damaged = damager.Line(line);
    if (!damaged.ok()) return damaged.status();
    letter.text += '\n' + damaged->text;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DamagedLetter> DamageLetter(std::string_view clean, const DamageOptions& options) {
  std::vector<std::string> furniture;
  if (options.furniture) furniture = FurnitureLines(Lines(clean).front(), options.seed);
  std::string everything(clean);
  for (const std::string& line : furniture) everything += line;
  auto forms = TraditionalForms(everything);
  if (!forms.ok()) return forms.status();

  LetterDamager damager(*std::move(forms), options);
  DamagedLetter letter;
  letter.clean = std::string(clean);
  if (absl::Status status = AddLetter(clean, damager, letter); !status.ok()) return status;
  letter.furniture_start = static_cast<uint32_t>(letter.text.size());
  if (absl::Status status = AddFurniture(furniture, damager, letter); !status.ok()) return status;
  return letter;
}

}  // namespace pledge::damage
