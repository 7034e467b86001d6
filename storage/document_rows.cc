#include "storage/document_rows.h"

namespace pledge::storage {

std::vector<KeyRange> RangesOfDocument(uint32_t collection, uint32_t document) {
  std::vector<KeyRange> ranges;
  for (const Tag tag : {Tag::kRevision, Tag::kColumns, Tag::kCommitments, Tag::kAchievements,
                        Tag::kSections, Tag::kSource, Tag::kText}) {
    ranges.push_back(DocumentRange(tag, collection, document));
  }
  return ranges;
}

}  // namespace pledge::storage
