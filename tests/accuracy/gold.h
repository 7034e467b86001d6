// Gold annotations (schema reply-gold/1, docs in tests/samples/README.md) as
// plain structs. Spans are bytes of the source file. Value types.
#ifndef PLEDGE_TESTS_ACCURACY_GOLD_H_
#define PLEDGE_TESTS_ACCURACY_GOLD_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace pledge::accuracy {

// Half-open; start == end when the gold has no span.
struct Span {
  int start = 0, end = 0;
  bool operator==(const Span&) const = default;
  auto operator<=>(const Span&) const = default;
};

// The fields that are scored, each as one comparable text; "" when absent.
// Lists are sorted. Both sides are brought into this form.
struct ScoredCommitment {
  Span span;
  bool optional = false;
  std::map<std::string, std::string> fields;
};

struct ScoredSection {
  std::string kind;
  Span span;
  auto operator<=>(const ScoredSection&) const = default;
};

struct Gold {
  std::string name;
  std::string source_path;  // as a path that can be opened
  std::vector<ScoredCommitment> commitments;
  std::vector<Span> achievements;
  std::vector<Span> negatives;
  std::vector<ScoredSection> sections;
  // Only what the gold speaks about; nullopt: the letter does not say it.
  std::map<std::string, std::optional<std::string>> facts;
  std::string clean_text;  // "" when the gold has none
  bool has_sections = false, has_facts = false;
};

// NOT_FOUND when the file cannot be read, DATA_LOSS when it is no gold.
absl::StatusOr<Gold> ReadGold(const std::string& path);

// One made-up passage with what is to be found in it.
struct Example {
  std::string name;
  std::string section_kind;  // as the guide names it
  std::string date;          // of the letter: 2024-06-12
  std::string text;
  // Spans are bytes of `text`; only the fields that the example gives.
  std::vector<ScoredCommitment> commitments;
};

// Examples (schema reply-examples/1); status codes as for ReadGold.
absl::StatusOr<std::vector<Example>> ReadExamples(const std::string& path);

// Paths of the gold files of a folder, sorted; empty when there is no such folder.
std::vector<std::string> GoldFiles(const std::string& folder);

// "a;b;c" of the sorted parts.
std::string JoinSorted(std::vector<std::string> parts);

// A number as both sides write it: 30, 4.6.
std::string NumberText(double value);

}  // namespace pledge::accuracy

#endif  // PLEDGE_TESTS_ACCURACY_GOLD_H_
