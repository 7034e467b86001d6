// Compares what was found with the gold, by the rules of the annotation guide:
// spans exact and overlapping, each field where spans overlap, negatives left
// alone, sections, facts, cleaned text. Value types, not thread-safe.
#ifndef PLEDGE_TESTS_ACCURACY_SCORE_H_
#define PLEDGE_TESTS_ACCURACY_SCORE_H_

#include <map>
#include <string>

#include "tests/accuracy/found.h"
#include "tests/accuracy/gold.h"

namespace pledge::accuracy {

// Counts of one figure. Which of them are used depends on the figure: true and
// false positives and negatives for spans, right of all for the rest.
struct Count {
  int true_positive = 0, false_positive = 0, false_negative = 0;
  int right = 0, all = 0;

  bool IsSpan() const { return all == 0; }
  // F1 or share of right ones; 1 when there was nothing to find and nothing was found.
  double Value() const;
};

class Score {
 public:
  void Add(const Gold& gold, const Found& found);

  // By name: "commitment overlap", "field strength", "clean", ...
  const std::map<std::string, Count>& counts() const { return counts_; }

 private:
  void AddCommitments(const Gold& gold, const Found& found);
  void AddNegatives(const Gold& gold, const std::vector<ScoredCommitment>& commitments);
  void AddAchievements(const Gold& gold, const Found& found);
  void AddSections(const Gold& gold, const Found& found);
  void AddFacts(const Gold& gold, const Found& found);
  void Tell(const std::string& name, bool right);

  std::map<std::string, Count> counts_;
};

// Insertions, deletions and substitutions of characters between two texts.
int EditDistance(const std::string& a, const std::string& b);

}  // namespace pledge::accuracy

#endif  // PLEDGE_TESTS_ACCURACY_SCORE_H_
