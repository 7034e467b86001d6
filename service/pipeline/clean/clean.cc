#include "service/pipeline/clean/clean.h"

#include <utility>

#include "service/pipeline/clean/duplicate.h"
#include "service/pipeline/clean/furniture.h"
#include "service/pipeline/clean/layout.h"
#include "service/pipeline/clean/marks.h"
#include "service/pipeline/clean/mirror.h"
#include "service/pipeline/clean/spacing.h"
#include "service/pipeline/clean/wrap.h"
#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {
namespace {

// Hints are ranges of the decoded text; the passes since have moved it.
std::vector<FurnitureHint> HintsInText(const DecodedText& decoded, const SourceMap& map) {
  std::vector<FurnitureHint> hints;
  for (const FurnitureHint& hint : decoded.furniture_hints) {
    const std::vector<ByteRange> source = decoded.map.SourceRanges(hint.text);
    if (source.empty()) continue;
    const ByteRange text = map.TextRange({source.front().start, source.back().end});
    if (!text.empty()) hints.push_back({text, hint.widget});
  }
  return hints;
}

}  // namespace

CleanText Clean(const DecodedText& decoded) {
  MappedText mapped{decoded.text, decoded.map};
  CleanText clean;
  if (!decoded.profile.empty()) clean.profiles.push_back(decoded.profile);
  // Glosses and marks were spaced as well, so this comes before them, and furniture
  // is damaged as well, so they come before it is told.
  if (JoinSpacedCharacters(&mapped)) clean.profiles.push_back("spaced-characters");
  for (std::string& profile : UndoMirror(&mapped)) clean.profiles.push_back(std::move(profile));
  // Before lines are joined: a list of links looks like text broken at a width.
  clean.furniture =
      CutFurniture(FindFurniture(mapped.text, HintsInText(decoded, mapped.map)), &mapped);
  if (JoinWrappedLines(&mapped)) clean.profiles.push_back("hard-wrap");
  TrimLines(&mapped);
  WidenMarks(&mapped);
  if (CutSecondCopy(!clean.profiles.empty(), &mapped)) clean.profiles.push_back("duplicate-text");
  clean.text = std::move(mapped.text);
  clean.map = std::move(mapped.map);
  clean.warnings = decoded.warnings;
  clean.charset = decoded.charset;
  clean.media_type = decoded.media_type;
  return clean;
}

}  // namespace pledge::pipeline
