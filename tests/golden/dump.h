// What the chain found in a letter, as text that people review in a diff: one
// line for each fact, section, commitment and achievement. Pure functions.
#ifndef PLEDGE_TESTS_GOLDEN_DUMP_H_
#define PLEDGE_TESTS_GOLDEN_DUMP_H_

#include <string>

#include "service/pipeline/analyze.h"

namespace pledge::golden {

std::string Dump(const pipeline::AnalyzedDocument& letter);

}  // namespace pledge::golden

#endif  // PLEDGE_TESTS_GOLDEN_DUMP_H_
