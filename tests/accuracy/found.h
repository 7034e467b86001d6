// What the chain found in a letter, in the form that the gold is compared in.
#ifndef PLEDGE_TESTS_ACCURACY_FOUND_H_
#define PLEDGE_TESTS_ACCURACY_FOUND_H_

#include <map>
#include <string>
#include <vector>

#include "service/pipeline/analyze.h"
#include "tests/accuracy/gold.h"

namespace pledge::accuracy {

struct Found {
  std::vector<ScoredCommitment> commitments;
  std::vector<Span> achievements;
  std::vector<ScoredSection> sections;
  std::map<std::string, std::string> facts;  // only those found
  std::string clean_text;
  int pointers = 0, true_pointers = 0;  // of commitments and achievements, against the source
};

Found ToFound(const pipeline::AnalyzedDocument& letter, const std::string& source);

}  // namespace pledge::accuracy

#endif  // PLEDGE_TESTS_ACCURACY_FOUND_H_
