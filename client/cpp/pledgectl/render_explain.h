// What became of each sentence of a letter, for a terminal and for programs.
// Pure functions, thread-safe.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_EXPLAIN_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_EXPLAIN_H_

#include <string>

#include "client/cpp/pledgectl/layout.h"
#include "client/cpp/pledgectl/rule_words.h"
#include "pledge/v1/document_service.pb.h"

namespace pledge::cli {

// The letter in reading order: under each section its records, with the rules
// that decided, and its sentences without record, with the gates. `name` stands
// in the head. Labels and rules in the language, English unless set.
std::string RenderExplanation(const std::string& name, const v1::AnalyzeDocumentResponse& response,
                              const RuleWords& words, Language language, const Layout& layout);

// One line a clause: file, what became of it (COMMITMENT, ACHIEVEMENT, PART,
// NONE), record, section, source bytes, rules or gates, verb, words.
std::string ExplanationLines(const std::string& file, const v1::AnalyzeDocumentResponse& response);

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_RENDER_EXPLAIN_H_
