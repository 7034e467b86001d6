// What differs between two revisions of one document, joined by lineage. Pure
// function, thread-safe.
#ifndef PLEDGE_SERVICE_LINEAGE_REVISION_DIFF_H_
#define PLEDGE_SERVICE_LINEAGE_REVISION_DIFF_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/document.pb.h"
#include "pledge/v1/revision_diff.pb.h"

namespace pledge::lineage {

// One revision, as read. Names are full; personal data may be missing.
struct RevisionContent {
  v1::Document document;
  std::vector<v1::Section> sections;
  std::vector<v1::Commitment> commitments;
  std::string source_sha256;  // 32 raw bytes
  int64_t source_size = 0;
};

struct RevisionDiff {
  std::vector<v1::DiffEntry> entries;  // in the order that the API promises
  std::vector<v1::DiffCount> counts;
};

// The parts, in the order of their entries.
const std::vector<std::string>& DiffParts();

// `parts` are some of DiffParts(). Records without a lineage id are matched by
// nothing: each is only in one side.
RevisionDiff DiffRevisions(const RevisionContent& base, const RevisionContent& target,
                           const std::set<std::string>& parts);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_REVISION_DIFF_H_
