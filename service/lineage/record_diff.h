// Joins the records of one kind of two revisions by lineage. Pure functions.
#ifndef PLEDGE_SERVICE_LINEAGE_RECORD_DIFF_H_
#define PLEDGE_SERVICE_LINEAGE_RECORD_DIFF_H_

#include <vector>

#include "service/lineage/revision_diff.h"

namespace pledge::lineage {

// Append the entries of their part and its count.
void DiffCommitments(const RevisionContent& base, const RevisionContent& target, RevisionDiff& out);
void DiffSections(const RevisionContent& base, const RevisionContent& target, RevisionDiff& out);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_RECORD_DIFF_H_
