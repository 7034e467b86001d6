#include "storage/document_rows.h"

namespace pledge::storage {

const std::vector<Tag>& DocumentTags() {
  static const auto& tags =
      *new std::vector<Tag>{Tag::kRevision, Tag::kColumns, Tag::kCommitments, Tag::kAchievements,
                            Tag::kSections, Tag::kSource,  Tag::kText};
  return tags;
}

std::optional<DocumentKey> ParseDocumentRow(Tag tag, std::string_view key) {
  if (tag != Tag::kSource && tag != Tag::kText) return ParseRowKey(tag, key);
  const std::optional<NumberedKey> parsed = ParseNumberedKey(tag, key);
  if (!parsed) return std::nullopt;
  return parsed->version;
}

std::vector<KeyRange> RangesOfDocument(uint32_t collection, uint32_t document) {
  return RangesOfDocuments(collection, document, document);
}

std::vector<KeyRange> RangesOfDocuments(uint32_t collection, uint32_t first, uint32_t last) {
  std::vector<KeyRange> ranges;
  for (const Tag tag : DocumentTags()) {
    ranges.push_back(
        {DocumentRange(tag, collection, first).lower, DocumentRange(tag, collection, last).upper});
  }
  return ranges;
}

}  // namespace pledge::storage
