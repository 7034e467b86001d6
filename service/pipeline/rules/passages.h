// Cuts a letter into passages: the running text of one section in one
// paragraph, without headings and labels of headings. Inline items (一是…) stay
// with the paragraph that holds them. Linear in text and tree; thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_PASSAGES_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_PASSAGES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

struct Passage {
  ByteRange range;       // holds no line break
  int32_t section = -1;  // index of the section whose text it is; -1 without a tree
  SectionKind kind = SectionKind::kOverview;
  bool is_plan = false;     // by its section or by a heading above it
  bool is_goal = false;     // its section's heading speaks of goals
  bool is_creed = false;    // of guiding thought, principles, significance
  bool is_account = false;  // of the state of affairs: 发展现状, 面临形势
};

// In text order. Sections that hold no prose (title, date, copies) give none.
std::vector<Passage> CutPassages(std::string_view text, const SectionTree& tree);

// True for sections whose text is read for records, headings aside.
bool HoldsProse(SectionKind kind);

// Finds the deepest section that holds a range. Ranges must come in text order.
class SectionFinder {
 public:
  explicit SectionFinder(const SectionTree& tree) : tree_(tree) {}

  // -1 when no section holds it.
  int32_t Deepest(ByteRange range);

 private:
  const SectionTree& tree_;
  int32_t next_ = 0;  // first section that begins behind the last range
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_PASSAGES_H_
