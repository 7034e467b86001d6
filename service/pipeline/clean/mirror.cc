#include "service/pipeline/clean/mirror.h"

#include "service/pipeline/clean/damage.h"
#include "service/pipeline/clean/gloss.h"
#include "service/pipeline/clean/script.h"
#include "service/pipeline/clean/shift.h"

namespace pledge::pipeline {

std::vector<std::string> UndoMirror(MappedText* mapped) {
  Damage damage = FindDamage(mapped->text);
  std::vector<std::string> profiles = damage.profiles;
  if (damage.shifted_blocks && RestoreShiftedBlocks(mapped)) damage = FindDamage(mapped->text);
  RemoveGlosses(damage, mapped);
  if (damage.traditional) SimplifyScript(mapped);
  return profiles;
}

}  // namespace pledge::pipeline
