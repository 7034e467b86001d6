// Says where a letter's records and its gold differ, for people who improve a
// rule. Pure function.
#ifndef PLEDGE_TESTS_ACCURACY_DETAILS_H_
#define PLEDGE_TESTS_ACCURACY_DETAILS_H_

#include <string>

#include "tests/accuracy/found.h"
#include "tests/accuracy/gold.h"

namespace pledge::accuracy {

// One line for each difference: what is missing, what is too much, which field
// is wrong. `source` are the bytes that the spans point into.
std::string Differences(const Gold& gold, const Found& found, const std::string& source);

}  // namespace pledge::accuracy

#endif  // PLEDGE_TESTS_ACCURACY_DETAILS_H_
