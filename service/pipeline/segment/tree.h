// Grows a section tree in text order. Not thread-safe; owns the sections until
// Take().
#ifndef PLEDGE_SERVICE_PIPELINE_SEGMENT_TREE_H_
#define PLEDGE_SERVICE_PIPELINE_SEGMENT_TREE_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "service/pipeline/segment/segment.h"

namespace pledge::pipeline {

class TreeGrower {
 public:
  // Index of the new section, which is the last child of `parent` so far.
  int32_t Add(SectionKind kind, int32_t parent, ByteRange text) {
    Section section;
    section.kind = kind;
    section.parent = parent;
    section.level = parent < 0 ? 1 : sections_[parent].level + 1;
    section.text = text;
    sections_.push_back(section);
    return static_cast<int32_t>(sections_.size()) - 1;
  }

  Section& operator[](int32_t index) { return sections_[index]; }
  int32_t size() const { return static_cast<int32_t>(sections_.size()); }

  std::vector<Section> Take() { return std::move(sections_); }

 private:
  std::vector<Section> sections_;
};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_SEGMENT_TREE_H_
