// Gives each record of a new revision its lineage id: that of the same record
// in the revision before, or a new one. Pure functions, thread-safe.
#ifndef PLEDGE_SERVICE_LINEAGE_LINEAGE_H_
#define PLEDGE_SERVICE_LINEAGE_LINEAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"

namespace pledge::lineage {

// What a new revision follows. For the first one the records are empty.
struct Base {
  std::string uid;       // of the document, any bytes; made new when it is purged and comes again
  uint64_t ordinal = 0;  // of the revision before; 0: none
  std::vector<v1::Section> sections;
  std::vector<v1::Commitment> commitments;
  std::vector<v1::Achievement> achievements;
};

// Sets lineage_id of all records, which stand in reading order, sections with
// their names. Ids are 12 of [a-z2-7], unique within the document: a new one
// follows from the uid, the ordinal of the revision in which it first stands,
// the kind of record and its position.
void AssignLineage(const Base& base, std::vector<v1::Section>& sections,
                   std::vector<v1::Commitment>& commitments,
                   std::vector<v1::Achievement>& achievements);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_LINEAGE_H_
