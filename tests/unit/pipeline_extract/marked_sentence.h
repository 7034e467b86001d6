// Sentences of test tables with the commitments marked in them:
//
//   下一步，我局将[更换护栏300米]{action firm n=300}。
//
// The words in brackets are a span; the braces say what is known of it, in any
// order: its type and strength by the names of the guide, the kind of its condition
// (if, when, subject_to, reason), by=DATE for the end of its deadline and n=NUMBER for
// a quantity among its targets. What they do not say is not compared.
#ifndef PLEDGE_TESTS_UNIT_PIPELINE_EXTRACT_MARKED_SENTENCE_H_
#define PLEDGE_TESTS_UNIT_PIPELINE_EXTRACT_MARKED_SENTENCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::pipeline {

struct MarkedSpan {
  std::string words;
  std::vector<std::string> tags;
};

struct MarkedSentence {
  std::string text;  // without the marks
  std::vector<MarkedSpan> spans;
};

// Nullopt when a bracket or brace is left open or a span has no braces.
std::optional<MarkedSentence> ParseMarked(std::string_view line);

// One line of a table, with the sort of document that it stands in.
struct MarkedCase {
  std::string genre;   // of the last line @GENRE before it
  std::string source;  // file and line
  std::string line;
};

// All cases of the files NAME.txt in `folder`, by name. Empty lines and lines that begin
// with # are passed over.
std::vector<MarkedCase> ReadMarkedCases(const std::string& folder);

}  // namespace pledge::pipeline

#endif  // PLEDGE_TESTS_UNIT_PIPELINE_EXTRACT_MARKED_SENTENCE_H_
