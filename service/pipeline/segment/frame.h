// The frame of a letter: what stands before its body (title, number, addressee,
// opening) and behind it (closing, sign-off, date, contact, copies, attachments).
// Works on whole lines and inside one unbroken line. Pure, thread-safe, linear.
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_FRAME_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_FRAME_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/scan.h"
#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

struct FramePart {
  SectionKind kind = SectionKind::kNote;
  ByteRange text;
};

struct Frame {
  std::vector<FramePart> head;  // in text order; the opening is the last if there is one
  uint32_t body_first = 0;      // clauses of the body, half-open
  uint32_t body_end = 0;
  std::vector<FramePart> tail;  // in text order
  bool has_opening = false;
  uint32_t end_block = 0;  // blocks from here on are a document of their own
};

// The frame of the document that begins with block `first_block`. May shorten
// the last clause of the body when a sign-off follows it without a mark.
Frame FindFrame(std::string_view text, Scan& scan, uint32_t first_block);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_FRAME_H_
