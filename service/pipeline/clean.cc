#include "service/pipeline/clean.h"

#include <utility>

#include "service/pipeline/clean_furniture.h"
#include "service/pipeline/clean_gloss.h"
#include "service/pipeline/clean_layout.h"
#include "service/pipeline/clean_marks.h"
#include "service/pipeline/clean_script.h"
#include "service/pipeline/clean_shift.h"
#include "service/pipeline/damage.h"
#include "service/pipeline/text_editor.h"

namespace pledge::pipeline {

CleanText Clean(const DecodedText& decoded) {
  MappedText mapped{decoded.text, decoded.map};
  Damage damage = FindDamage(mapped.text);
  if (damage.shifted_blocks) {
    RestoreShiftedBlocks(&mapped);
    damage = FindDamage(mapped.text);
  }
  RemoveGlosses(damage, &mapped);
  if (damage.traditional) SimplifyScript(&mapped);
  TrimLines(&mapped);
  WidenMarks(&mapped);
  CleanText clean;
  clean.furniture = CutFurniture(FindFurniture(mapped.text, {}), &mapped);
  clean.text = std::move(mapped.text);
  clean.map = std::move(mapped.map);
  clean.profiles = std::move(damage.profiles);
  clean.warnings = decoded.warnings;
  clean.charset = decoded.charset;
  clean.media_type = decoded.media_type;
  return clean;
}

}  // namespace pledge::pipeline
