// SourceMap::Compose: walks the runs of both maps along the text between them.

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "service/pipeline/source_map.h"

namespace pledge::pipeline {
namespace {

// Which repair names a stretch that two stages repaired: the one that says most
// about how the text differs from its source.
int Weight(RepairKind kind) {
  switch (kind) {
    case RepairKind::kNone:
      return 0;
    case RepairKind::kShiftedBlock:
      return 6;
    case RepairKind::kInvalidBytes:
      return 5;
    case RepairKind::kScript:
      return 4;
    case RepairKind::kMarkForm:
      return 3;
    case RepairKind::kMarkup:
      return 2;
    default:
      return 1;
  }
}

}  // namespace

// "Middle" is the text of the inner map, which is the source of the outer one.
// Both cursors stand at the same middle position between two steps.
class MapComposer {
 public:
  MapComposer(const SourceMap& outer, const SourceMap& inner) : outer_(outer), inner_(inner) {
    result_.runs_.reserve(std::max(outer.runs_.size(), inner.runs_.size()));
  }

  SourceMap Run() {
    while (!AtEnd()) {
      if (TakesInnerRemoval() || TakesOuterInsertion() || TakesSame()) continue;
      TakeBlock();
    }
    return std::move(result_);
  }

 private:
  const MapRun* Outer() const {
    return outer_index_ < outer_.runs_.size() ? &outer_.runs_[outer_index_] : nullptr;
  }
  const MapRun* Inner() const {
    return inner_index_ < inner_.runs_.size() ? &inner_.runs_[inner_index_] : nullptr;
  }
  bool AtEnd() const { return Outer() == nullptr && Inner() == nullptr; }

  bool TakesInnerRemoval() {
    const MapRun* run = Inner();
    if (run == nullptr || !run->text.empty()) return false;
    const MapRun* outer = Outer();
    if (outer != nullptr && outer->text.empty() && outer->source.start < middle_) {
      // Inside what the outer stage took out nothing else is told apart.
      result_.AppendRepair(0, run->source.size(), outer->kind, outer_.details_[outer->detail]);
    } else {
      result_.AppendRepair(0, run->source.size(), run->kind, inner_.details_[run->detail]);
    }
    ++inner_index_;
    return true;
  }

  bool TakesOuterInsertion() {
    const MapRun* run = Outer();
    if (run == nullptr || !run->source.empty()) return false;
    result_.AppendRepair(run->text.size(), 0, run->kind, outer_.details_[run->detail]);
    ++outer_index_;
    return true;
  }

  // A stretch that both maps leave alone, or that the outer one takes out of
  // what the inner one leaves alone.
  bool TakesSame() {
    const MapRun* outer = Outer();
    const MapRun* inner = Inner();
    if (outer == nullptr || inner == nullptr || inner->kind != RepairKind::kNone) return false;
    const bool removal = outer->kind != RepairKind::kNone && outer->text.empty();
    if (outer->kind != RepairKind::kNone && !removal) return false;
    const uint32_t size = std::min(outer->source.end - middle_, inner->text.end - middle_);
    if (size % inner->text_step != 0) return false;
    const uint32_t source_size = size / inner->text_step * inner->source_step;
    if (removal) {
      result_.AppendRepair(0, source_size, outer->kind, outer_.details_[outer->detail]);
    } else {
      result_.AppendSame(size, source_size, inner->text_step, inner->source_step);
    }
    AdvanceTo(middle_ + size);
    return true;
  }

  void AdvanceTo(uint32_t middle) {
    middle_ = middle;
    while (Outer() != nullptr && !Outer()->source.empty() && Outer()->source.end <= middle) {
      ++outer_index_;
    }
    while (Inner() != nullptr && !Inner()->text.empty() && Inner()->text.end <= middle) {
      ++inner_index_;
    }
  }

  // A stretch in which repairs of both maps overlap, up to the first position
  // that cuts none of them: one repair in the result.
  void TakeBlock() {
    block_ = {};
    uint32_t outer_end = middle_;
    uint32_t inner_end = middle_;
    if (Outer() != nullptr && Outer()->kind != RepairKind::kNone)
      outer_end = TakeOuter(outer_end, 0);
    if (Inner() != nullptr && Inner()->kind != RepairKind::kNone)
      inner_end = TakeInner(inner_end, 0);
    if (outer_end == middle_ && inner_end == middle_) {
      // The outer map cuts inside a character of the inner one.
      block_.kind = RepairKind::kInvalidBytes;
      if (Outer() != nullptr) outer_end = TakeOuter(outer_end, 1);
      if (Inner() != nullptr) inner_end = TakeInner(inner_end, 1);
    }
    while (outer_end != inner_end) {
      if (outer_end < inner_end && Outer() != nullptr) {
        outer_end = TakeOuter(outer_end, inner_end - outer_end);
      } else if (inner_end < outer_end && Inner() != nullptr) {
        inner_end = TakeInner(inner_end, outer_end - inner_end);
      } else {
        break;  // the maps do not fit; take what is there
      }
    }
    if (block_.text_size == 0 && block_.removal != nullptr) {
      block_.kind = block_.removal->kind;
      block_.detail = outer_.details_[block_.removal->detail];
    }
    result_.AppendRepair(block_.text_size, block_.source_size, block_.kind, block_.detail);
    middle_ = std::max(outer_end, inner_end);
  }

  // Takes the current outer run into the block: whole if it is a repair, at
  // most `want` bytes of it otherwise. Returns the new middle position.
  uint32_t TakeOuter(uint32_t at, uint32_t want) {
    const MapRun& run = *Outer();
    if (run.kind != RepairKind::kNone) {
      Consider(run.kind, outer_.details_[run.detail]);
      if (run.text.empty()) block_.removal = &run;
      block_.text_size += run.text.size();
      ++outer_index_;
      return run.source.end;
    }
    const uint32_t size = std::min(want, run.source.end - at);
    block_.text_size += size;
    if (at + size == run.source.end) ++outer_index_;
    return at + size;
  }

  uint32_t TakeInner(uint32_t at, uint32_t want) {
    const MapRun& run = *Inner();
    if (run.kind != RepairKind::kNone) {
      if (!run.text.empty()) Consider(run.kind, inner_.details_[run.detail]);
      block_.source_size += run.source.size();
      ++inner_index_;
      return run.text.end;
    }
    const uint32_t characters = (want + run.text_step - 1) / run.text_step;
    const uint32_t size = std::min(characters * run.text_step, run.text.end - at);
    block_.source_size += size / run.text_step * run.source_step;
    if (at + size == run.text.end) ++inner_index_;
    return at + size;
  }

  void Consider(RepairKind kind, std::string_view detail) {
    if (Weight(kind) <= Weight(block_.kind)) return;
    block_.kind = kind;
    block_.detail = detail;
  }

  struct Block {
    uint32_t text_size = 0;
    uint32_t source_size = 0;
    RepairKind kind = RepairKind::kNone;
    std::string_view detail;
    const MapRun* removal = nullptr;  // of the outer map, when it took something out
  };

  const SourceMap& outer_;
  const SourceMap& inner_;
  SourceMap result_;
  size_t outer_index_ = 0;
  size_t inner_index_ = 0;
  uint32_t middle_ = 0;
  Block block_;
};

SourceMap SourceMap::Compose(const SourceMap& outer, const SourceMap& inner) {
  return MapComposer(outer, inner).Run();
}

}  // namespace pledge::pipeline
