// What became of one commitment between two revisions: which fields differ,
// with their values, and what that means. Pure function.
#ifndef PLEDGE_SERVICE_LINEAGE_COMMITMENT_CHANGES_H_
#define PLEDGE_SERVICE_LINEAGE_COMMITMENT_CHANGES_H_

#include <string>
#include <vector>

#include "pledge/v1/commitment.pb.h"
#include "pledge/v1/revision_diff.pb.h"

namespace pledge::lineage {

struct RecordChanges {
  std::vector<std::string> paths;       // of fields that differ, in the order of the message
  std::vector<v1::FieldChange> values;  // the same without the text
  std::vector<v1::ChangeSense> senses;  // in the order of the enum, each once
  bool empty() const { return paths.empty(); }
};

// Compares what is said, not where it stands: neither names, sections and
// ranges count, nor the rules and cues by which the analysis decided.
RecordChanges CompareCommitments(const v1::Commitment& base, const v1::Commitment& target);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_COMMITMENT_CHANGES_H_
