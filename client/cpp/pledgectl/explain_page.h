// One page of HTML about a letter: source, cleaned text, repairs, records in
// place, and why each of them, and each sentence without record, is what it is.
// The page holds all it needs and reaches for nothing; words of the letter are
// data in it and never markup. Pure; thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_EXPLAIN_PAGE_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_EXPLAIN_PAGE_H_

#include <string>

#include "client/cpp/pledgectl/analyze_call.h"
#include "client/cpp/pledgectl/rule_words.h"

namespace pledge::cli {

// `file.response` has its offsets in UTF-16 units, as the page counts. `name` is
// shown as the letter's name. kUnset leaves the language to the browser.
std::string ExplainPage(const std::string& name, const AnalyzedFile& file, const RuleWords& words,
                        Language language);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_EXPLAIN_PAGE_H_
