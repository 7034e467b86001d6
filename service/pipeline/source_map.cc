#include "service/pipeline/source_map.h"

#include <algorithm>
#include <limits>

namespace pledge::pipeline {
namespace {

// Runs that were cut out of the text and leave a hole in its source, while a
// gloss, an inserted mark or a blank is covered by the range around it.
bool LeavesHole(const MapRun& run) {
  if (!run.text.empty()) return false;
  return run.kind == RepairKind::kFurniture || run.kind == RepairKind::kDuplicate ||
         run.kind == RepairKind::kMarkup;
}

// The source bytes of the characters of `run` that the text range touches.
ByteRange SourcePart(const MapRun& run, ByteRange text) {
  if (run.kind != RepairKind::kNone) return run.source;
  const uint32_t from = std::max(text.start, run.text.start) - run.text.start;
  const uint32_t to = std::min(text.end, run.text.end) - run.text.start;
  const uint32_t first = from / run.text_step;
  const uint32_t last = (to + run.text_step - 1) / run.text_step;
  return {run.source.start + first * run.source_step, run.source.start + last * run.source_step};
}

void AddRange(ByteRange range, std::vector<ByteRange>* ranges) {
  if (range.empty()) return;
  if (!ranges->empty() && ranges->back().end == range.start) {
    ranges->back().end = range.end;
  } else {
    ranges->push_back(range);
  }
}

// A gloss stands behind the character that it explains, with at most markup or
// blanks between.
bool MayStandBeforeGloss(const MapRun& run) {
  return run.text.empty() && (run.kind == RepairKind::kMarkup || run.kind == RepairKind::kSpacing);
}

}  // namespace

SourceMap::SourceMap() : details_(1) {}

SourceMap SourceMap::Identity(uint32_t size) {
  SourceMap map;
  map.AppendSame(size, size);
  return map;
}

uint32_t SourceMap::text_size() const { return runs_.empty() ? 0 : runs_.back().text.end; }

uint32_t SourceMap::source_size() const { return runs_.empty() ? 0 : runs_.back().source.end; }

void SourceMap::AppendSame(uint32_t text_size, uint32_t source_size, uint8_t text_step,
                           uint8_t source_step) {
  if (text_size == 0 && source_size == 0) return;
  if (!runs_.empty()) {
    MapRun& last = runs_.back();
    if (last.kind == RepairKind::kNone && last.text_step == text_step &&
        last.source_step == source_step) {
      last.text.end += text_size;
      last.source.end += source_size;
      return;
    }
  }
  const uint32_t text = this->text_size();
  const uint32_t source = this->source_size();
  runs_.push_back({{text, text + text_size},
                   {source, source + source_size},
                   RepairKind::kNone,
                   text_step,
                   source_step,
                   0});
}

void SourceMap::AppendRepair(uint32_t text_size, uint32_t source_size, RepairKind kind,
                             std::string_view detail) {
  if (text_size == 0 && source_size == 0) return;
  const uint16_t index = DetailIndex(detail);
  if (!runs_.empty() && text_size == 0) {
    MapRun& last = runs_.back();
    if (last.text.empty() && last.kind == kind && last.detail == index) {
      last.source.end += source_size;
      return;
    }
  }
  const uint32_t text = this->text_size();
  const uint32_t source = this->source_size();
  runs_.push_back({{text, text + text_size}, {source, source + source_size}, kind, 1, 1, index});
}

uint16_t SourceMap::DetailIndex(std::string_view detail) {
  if (detail.empty()) return 0;
  // Few details and mostly the last one again.
  for (size_t i = details_.size(); i-- > 1;) {
    if (details_[i] == detail) return static_cast<uint16_t>(i);
  }
  if (details_.size() > std::numeric_limits<uint16_t>::max()) return 0;
  details_.emplace_back(detail);
  return static_cast<uint16_t>(details_.size() - 1);
}

size_t SourceMap::FirstRunEndingAfter(uint32_t text_position) const {
  const auto it = std::partition_point(
      runs_.begin(), runs_.end(),
      [text_position](const MapRun& run) { return run.text.end <= text_position; });
  return static_cast<size_t>(it - runs_.begin());
}

std::vector<ByteRange> SourceMap::SourceRanges(ByteRange text) const {
  std::vector<ByteRange> ranges;
  if (text.empty()) return ranges;
  size_t i = FirstRunEndingAfter(text.start);
  std::vector<ByteRange> inside;  // runs taken out since the last character
  for (; i < runs_.size() && runs_[i].text.start < text.end; ++i) {
    const MapRun& run = runs_[i];
    if (run.text.empty()) {
      // Kept back until a character follows: nothing taken out is an edge.
      if (!LeavesHole(run)) inside.push_back(run.source);
      continue;
    }
    if (!ranges.empty()) {
      for (const ByteRange& range : inside) AddRange(range, &ranges);
    }
    inside.clear();
    AddRange(SourcePart(run, text), &ranges);
  }
  if (i > 0 && runs_[i - 1].text.end > text.end) return ranges;  // ends inside a run
  for (size_t j = i; j < runs_.size() && runs_[j].text.empty(); ++j) {
    if (runs_[j].kind == RepairKind::kGloss) {
      for (size_t k = i; k <= j; ++k) {
        if (!LeavesHole(runs_[k])) AddRange(runs_[k].source, &ranges);
      }
      i = j + 1;
    } else if (!MayStandBeforeGloss(runs_[j])) {
      break;
    }
  }
  return ranges;
}

bool SourceMap::Verbatim(ByteRange text) const {
  if (text.empty()) return true;
  size_t i = FirstRunEndingAfter(text.start);
  for (; i < runs_.size() && runs_[i].text.start < text.end; ++i) {
    const MapRun& run = runs_[i];
    if (LeavesHole(run)) continue;
    if (run.kind != RepairKind::kNone || run.text_step != 1 || run.source_step != 1) return false;
  }
  if (i > 0 && runs_[i - 1].text.end > text.end) return true;
  for (; i < runs_.size() && runs_[i].text.empty(); ++i) {
    if (runs_[i].kind == RepairKind::kGloss) return false;
    if (!MayStandBeforeGloss(runs_[i])) break;
  }
  return true;
}

ByteRange SourceMap::TextRange(ByteRange source) const {
  auto it = std::partition_point(runs_.begin(), runs_.end(), [source](const MapRun& run) {
    return run.source.end <= source.start;
  });
  if (it == runs_.end()) return {text_size(), text_size()};
  ByteRange text{it->text.start, it->text.start};
  bool first = true;
  for (; it != runs_.end() && it->source.start < source.end; ++it) {
    ByteRange part = it->text;
    if (it->kind == RepairKind::kNone) {
      const uint32_t from = std::max(source.start, it->source.start) - it->source.start;
      const uint32_t to = std::min(source.end, it->source.end) - it->source.start;
      part.start = it->text.start + from / it->source_step * it->text_step;
      part.end = it->text.start + (to + it->source_step - 1) / it->source_step * it->text_step;
    }
    if (first) text.start = part.start;
    first = false;
    text.end = part.end;
  }
  return text;
}

}  // namespace pledge::pipeline
