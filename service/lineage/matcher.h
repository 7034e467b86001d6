// Finds which records of two revisions are the same, by what they say and not
// where they stand. Pure function; equal input gives equal output.
#ifndef PLEDGE_SERVICE_LINEAGE_MATCHER_H_
#define PLEDGE_SERVICE_LINEAGE_MATCHER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pledge::lineage {

// What one record says. All UTF-8; the fields but `text` may be empty.
struct MatchItem {
  std::string text;    // its words
  std::string action;  // what is done
  std::string object;  // to what
  std::string actor;   // by whom
  int kind = 0;        // what sort of record it is
};

// Below this similarity two records are not the same. One promise reworded,
// with another number, date or strength, stays above it. Of two different
// commitments of one letter, such as two of one frame ("加快推进…建设"), about one
// pair in 800 reaches it (88 real letters); a better match takes precedence.
inline constexpr double kMinSimilarity = 0.55;

// How much two items say the same, from 0 to 1: the overlap of the character
// bigrams of their texts weighs most, then that of their objects, then whether
// the action is the same. Another actor or kind lowers it.
double Similarity(const MatchItem& a, const MatchItem& b);

// For each of `after` the index of the same record in `before`, or nullopt.
// No index comes twice. Equal texts are paired first, in their order; then the
// most similar ones, ties in the order of `before`, then of `after`. Work grows
// with the size of the texts, not with the product of the counts: beyond some
// tens of records without an equal text, only pairs that share one of their
// rarer bigrams are compared.
std::vector<std::optional<size_t>> MatchItems(const std::vector<MatchItem>& before,
                                              const std::vector<MatchItem>& after);

}  // namespace pledge::lineage

#endif  // PLEDGE_SERVICE_LINEAGE_MATCHER_H_
