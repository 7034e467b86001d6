#include "service/lineage/record_order.h"

#include <algorithm>

namespace pledge::lineage {

// The longest ascending subsequence of old places stays; by piles, each of which
// keeps the smallest end of the subsequences of its length.
std::vector<bool> FindMoved(const std::vector<PlacedRecord>& records) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  std::vector<bool> moved(records.size(), true);
  std::vector<size_t> ends;  // indexes into records
  std::vector<size_t> previous(records.size(), kNone);
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].left_section) continue;
    const auto pile =
        std::lower_bound(ends.begin(), ends.end(), records[i].base_index,
                         [&](size_t end, size_t place) { return records[end].base_index < place; });
    if (pile != ends.begin()) previous[i] = *std::prev(pile);
    if (pile == ends.end()) {
      ends.push_back(i);
    } else {
      *pile = i;
    }
  }
  for (size_t i = ends.empty() ? kNone : ends.back(); i != kNone; i = previous[i]) {
    moved[i] = false;
  }
  return moved;
}

}  // namespace pledge::lineage
