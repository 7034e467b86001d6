#include "service/pipeline/rules/noun_tail.h"

#include "service/pipeline/rules/char_set.h"
#include "service/pipeline/rules/utf8.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

struct Tail {
  std::string_view character;
  // Characters that begin a word of their own together with it: 费用 behind 支付 is
  // what is paid.
  std::string_view unless_before;
};

constexpr Tail kTails[] = {
    {"费", "用城"},
    {"款", "项物"},
    {"率", "先领"},
    {"额", "外度"},
    {"员", "工额"},
    {"者", ""},
    {"器", "材械具官"},
    {"单", "位独个元车方品价身行面调列纯体据"},
    {"证", "据明实件照券监书人"},
    {"方", "案式法面便向针可能圆才程略位阵言形"},
    {"地", "方区块铁下质面点位带理形市址域处级税毯产"},
    {"人", "员民才口们士大社力工行群防家类身物数均次文居为事流体生手"},
};

}  // namespace

uint32_t NounTailSize(std::string_view rest) {
  static const CharSet* const kHeads = new CharSet("费款率额员者器单证方地人");
  if (rest.size() < 3 || !kHeads->HasFirst(rest)) return 0;
  for (const Tail& tail : kTails) {
    if (!StartsWith(rest, tail.character)) continue;
    const std::string_view next = rest.substr(3, 3);
    const bool is_own_word = next.size() == 3 && Contains(tail.unless_before, next);
    return is_own_word ? 0 : 3;
  }
  return 0;
}

}  // namespace pledge::pipeline
