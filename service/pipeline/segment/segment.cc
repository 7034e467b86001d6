#include "service/pipeline/segment/segment.h"

#include "service/pipeline/segment/body.h"
#include "service/pipeline/segment/frame.h"
#include "service/pipeline/segment/lines.h"
#include "service/pipeline/segment/replies.h"
#include "service/pipeline/segment/scan.h"
#include "service/pipeline/segment/tree.h"
#include "service/pipeline/text/text_match.h"

namespace pledge::pipeline {
namespace {

constexpr int kMaxAppended = 8;  // documents behind the first one; keeps time linear

// The last line of the title decides; without a title, an opening that issues.
bool IsPolicy(std::string_view text, const Frame& frame) {
  bool is_policy = false;
  bool titled = false;
  for (const FramePart& part : frame.head) {
    const std::string_view words = Slice(text, part.text);
    if (part.kind == SectionKind::kTitle) {
      titled = true;
      is_policy = IsPolicyTitle(words);
    } else if (part.kind == SectionKind::kOpening && !titled) {
      is_policy = Contains(words, "制定本") || Contains(words, "印发给你们");
    }
  }
  return is_policy;
}

// Adds the document that begins with block `block`; returns the block behind it.
uint32_t AddDocument(std::string_view text, Scan& scan, uint32_t block, TreeGrower& tree) {
  const Frame frame = FindFrame(text, scan, block);
  for (const FramePart& part : frame.head) tree.Add(part.kind, -1, part.text);
  AddBody(text, scan, frame.body_first, frame.body_end, IsPolicy(text, frame), tree);
  for (const FramePart& part : frame.tail) tree.Add(part.kind, -1, part.text);
  return frame.end_block;
}

}  // namespace

SectionTree Segment(const CleanText& clean) {
  Scan scan = ScanText(clean.text);
  SplitReplies(clean.text, &scan);
  TreeGrower tree;
  uint32_t block = 0;
  for (int i = 0; i <= kMaxAppended && block < scan.blocks.size(); ++i) {
    block = AddDocument(clean.text, scan, block, tree);
  }
  return {tree.Take()};
}

}  // namespace pledge::pipeline
