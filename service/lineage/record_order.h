// Which records of a new revision stand in another place than before. Pure
// function.
#ifndef PLEDGE_SERVICE_LINEAGE_RECORD_ORDER_H_
#define PLEDGE_SERVICE_LINEAGE_RECORD_ORDER_H_

#include <cstddef>
#include <vector>

namespace pledge::lineage {

// Records that both revisions have, in the order of the new one.
struct PlacedRecord {
  size_t base_index = 0;      // place in the old one
  bool left_section = false;  // stands in another section than before
};

// For each record whether it has moved: it left its section, or it is one of the
// fewest that must be taken out so that the rest stands in its old order.
std::vector<bool> FindMoved(const std::vector<PlacedRecord>& records);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_RECORD_ORDER_H_
