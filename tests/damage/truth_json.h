// The truth about a damaged letter as JSON, for tests/tools/letter_text.py.
#ifndef PLEDGE_TESTS_DAMAGE_TRUTH_JSON_H_
#define PLEDGE_TESTS_DAMAGE_TRUTH_JSON_H_

#include <string>

#include "tests/damage/mirror_gloss.h"

namespace pledge::damage {

// {"runs": [[clean text, start, end, kind], ...]} with half-open ranges in code
// points of the damaged text; neighbouring plain characters are one run.
std::string TruthJson(const DamagedLetter& letter);

}  // namespace pledge::damage

#endif  // PLEDGE_TESTS_DAMAGE_TRUTH_JSON_H_
