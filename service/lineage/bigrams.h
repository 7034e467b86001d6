// The distinct character bigrams of a text. Pure functions.
#ifndef PLEDGE_SERVICE_LINEAGE_BIGRAMS_H_
#define PLEDGE_SERVICE_LINEAGE_BIGRAMS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace pledge::lineage {

// Two code points, the first in the upper half; ascending, without repeats.
using Bigrams = std::vector<uint64_t>;

// Of UTF-8 text; blanks and line breaks are passed over. A text of one
// character has one bigram, whose second half is 0.
Bigrams BigramsOf(std::string_view text);

// Dice coefficient: twice the shared ones by the sum of both; 1 when both are
// empty.
double Dice(const Bigrams& a, const Bigrams& b);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_BIGRAMS_H_
