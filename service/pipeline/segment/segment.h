// Stage 3: cleaned text → the section tree (guide section 9.1).
// Total, linear in the input, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_SEGMENT_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_SEGMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/source_map.h"

namespace pledge::pipeline {

// Same values as pledge.v1.SectionKind; the tests of each kind stand there.
enum class SectionKind : uint8_t {
  kTitle = 1,
  kDocNumber = 2,
  kAddressee = 3,
  kOpening = 4,
  kOverview = 5,
  kTopic = 6,
  kBackground = 7,
  kProgress = 8,
  kPlan = 9,
  kExplanation = 10,
  kInlineItem = 11,
  kClosing = 12,
  kSignature = 13,
  kDate = 14,
  kContact = 15,
  kCc = 16,
  kAttachment = 17,
  kCategoryMark = 18,
  kNote = 19,
  kFurniture = 20,
};

struct Section {
  SectionKind kind = SectionKind::kOverview;
  int32_t parent = -1;        // index of the parent, always smaller; -1 at the top
  int32_t level = 1;          // depth, 1 at the top
  ByteRange text;             // whole section: label, heading and children included
  ByteRange label;            // number as it stands ("一、", "（一）", "一是"); may be empty
  ByteRange heading;          // heading without label and closing mark; may be empty
  bool is_announced = false;  // a topic of the list that a plan announces: 将做好以下工作：
};

struct SectionTree {
  // Preorder: parents before children, siblings in text order. Sections nest
  // and never overlap otherwise. Furniture is not here (CleanText has it).
  std::vector<Section> sections;
};

SectionTree Segment(const CleanText& clean);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_SEGMENT_H_
