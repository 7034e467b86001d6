// How many fields of the constructed examples of the guide come out right: spans, grades,
// deadlines, targets, conditions and refusals of made-up passages, each read as one section
// of the kind that the example names. They are kept outside the project (PLEDGE_SHARED, or
// ../shared).
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/pipeline/extract/extract_records.h"
#include "tests/accuracy/found.h"
#include "tests/accuracy/gold.h"
#include "tests/golden/names.h"

namespace pledge::accuracy {
namespace {

// The least share of right fields that is acceptable: just under what is reached.
constexpr double kLeast = 0.97;

pipeline::SectionKind KindOf(const std::string& name) {
  const auto& kinds = golden::kSectionKinds;
  const auto found = std::find(kinds.begin(), kinds.end(), name);
  EXPECT_NE(found, kinds.end()) << name;
  return static_cast<pipeline::SectionKind>(found - kinds.begin());
}

pipeline::Date DateOf(const std::string& text) {
  int year = 0, month = 0, day = 0;
  EXPECT_EQ(std::sscanf(text.c_str(), "%d-%d-%d", &year, &month, &day), 3) << text;
  return {static_cast<int16_t>(year), static_cast<uint8_t>(month), static_cast<uint8_t>(day)};
}

std::vector<ScoredCommitment> Find(const Example& example) {
  pipeline::AnalyzedDocument letter;
  const auto size = static_cast<uint32_t>(example.text.size());
  letter.clean.text = example.text;
  letter.clean.map = pipeline::SourceMap::Identity(size);
  pipeline::Section section;
  section.kind = KindOf(example.section_kind);
  section.text = {0, size};
  letter.tree.sections.push_back(section);
  pipeline::LetterContext context;
  context.reference.date = DateOf(example.date);
  letter.extraction.commitments =
      pipeline::ExtractRecords(example.text, letter.tree, context).commitments;
  return ToFound(letter, example.text).commitments;
}

// The found commitment that shares most bytes with the span; nullptr when none shares half.
const ScoredCommitment* Nearest(const std::vector<ScoredCommitment>& found, Span span) {
  for (const ScoredCommitment& one : found) {
    const int shared = std::min(one.span.end, span.end) - std::max(one.span.start, span.start);
    const int both = std::max(one.span.end, span.end) - std::min(one.span.start, span.start);
    if (2 * shared >= both) return &one;
  }
  return nullptr;
}

struct Count {
  int right = 0, all = 0;

  void Add(bool is_right, const std::string& what) {
    ++all;
    right += is_right;
    if (!is_right) std::cout << "  not as expected: " << what << "\n";
  }
};

void Compare(const Example& example, Count& count) {
  const std::vector<ScoredCommitment> found = Find(example);
  for (const ScoredCommitment& wanted : example.commitments) {
    if (wanted.optional) continue;
    const ScoredCommitment* got = Nearest(found, wanted.span);
    count.Add(got != nullptr && got->span == wanted.span, example.name + " span");
    for (const auto& [field, value] : wanted.fields) {
      const std::string there = got == nullptr ? "nothing" : got->fields.at(field);
      count.Add(there == value, example.name + " " + field + ": " + there + " for " + value);
    }
  }
}

TEST(Constructed, NearlyAllFieldsAreRight) {
  const char* configured = std::getenv("PLEDGE_SHARED");
  const std::string path = std::string(configured != nullptr ? configured : "../shared") +
                           "/eval/examples/constructed.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no examples at " << path;
  const auto examples = ReadExamples(path);
  ASSERT_TRUE(examples.ok()) << examples.status();
  ASSERT_FALSE(examples->empty());
  Count count;

  for (const Example& example : *examples) Compare(example, count);

  ASSERT_GT(count.all, 0);
  std::cout << "constructed: " << count.right << " of " << count.all << " fields right\n";
  EXPECT_GE(count.right, kLeast * count.all);
}

}  // namespace
}  // namespace pledge::accuracy
