// Real documents that are not part of the project, through the whole analysis as
// AnalyzeDocument makes it: no error, every pointer true, and what is undamaged
// comes out without an edit but the documented normal form. Skipped where they are
// not there (PLEDGE_SHARED names their folder).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "service/mapping/to_api.h"
#include "service/pipeline/analyze.h"
#include "service/pipeline/verify_map.h"

namespace pledge::property {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

std::string Read(const fs::path& path) {
  std::stringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

bool EndsWithOneOf(std::string_view line, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [line](std::string_view mark) { return line.ends_with(mark); });
}

// True when most of the text stands in lines that end inside a sentence, right above the next
// line, and some of them at a comma: the breaks are those of a page.
bool IsBrokenAtWidth(const std::string& text) {
  constexpr size_t kShortLine = 45;  // bytes; titles and items of lists
  constexpr int kFewestAtComma = 3;
  size_t all = 0;
  size_t open = 0;
  int at_comma = 0;
  std::stringstream lines(text);
  std::string above;
  for (std::string line; std::getline(lines, line); above = line) {
    if (above.size() < kShortLine) continue;
    all += above.size();
    if (line.empty()) continue;
    if (EndsWithOneOf(above, {"，", "、"})) ++at_comma;
    const bool closes = EndsWithOneOf(
        above, {"。", "；", "：", "！", "？", "”", "）", "》", "…", "!", "?", ";", ":", ")"});
    if (!closes) open += above.size();
  }
  return at_comma >= kFewestAtComma && open * 3 > all * 2;
}

class SharedCorpus : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("PLEDGE_SHARED");
    corpus_ = fs::path(folder == nullptr ? "../shared" : folder) / "corpus";
    if (!fs::exists(corpus_)) GTEST_SKIP() << "no documents in " << corpus_;
  }

  // All but the tables beside the documents.
  std::vector<fs::path> Documents() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(corpus_)) {
      if (entry.is_regular_file() && entry.path().extension() != ".tsv") {
        files.push_back(entry.path());
      }
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  // Policies that the manifest calls whole ("whole text as scraped" is what a scraper made of a
  // page) and whose lines are paragraphs.
  std::vector<fs::path> UndamagedPolicies() const {
    std::vector<fs::path> files;
    std::ifstream manifest(corpus_ / "MANIFEST.tsv");
    for (std::string line; std::getline(manifest, line);) {
      std::vector<std::string> fields;
      std::stringstream row(line);
      for (std::string field; std::getline(row, field, '\t');) fields.push_back(field);
      const bool is_whole = fields.size() > 3 && fields[3] == "whole";
      if (!is_whole || !fields[0].starts_with("policies/")) continue;
      if (!IsBrokenAtWidth(Read(corpus_ / fields[0]))) files.push_back(corpus_ / fields[0]);
    }
    return files;
  }

  fs::path corpus_;
};

absl::StatusOr<pipeline::AnalyzedDocument> Analyzed(const std::string& bytes) {
  return pipeline::Analyze({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}},
                           {.explain = true});
}

// The words of a record stand where it says, and its source inside the document.
template <typename Records>
void ExpectTruePlaces(const Records& records, const std::string& text, size_t source_size) {
  for (const auto& record : records) {
    const v1::Provenance& place = record.provenance();
    ASSERT_LE(place.text_range().end(), static_cast<int64_t>(text.size()));
    ASSERT_LT(place.text_range().start(), place.text_range().end());
    EXPECT_GT(place.source_ranges_size(), 0);
    int64_t behind = 0;
    for (const auto& range : place.source_ranges()) {
      EXPECT_GE(range.start(), behind);
      EXPECT_LT(range.start(), range.end());
      behind = range.end();
    }
    EXPECT_LE(behind, static_cast<int64_t>(source_size));
  }
}

TEST_F(SharedCorpus, IsAnalysedWithEveryPointerTrue) {
  const std::vector<fs::path> documents = Documents();
  ASSERT_FALSE(documents.empty());
  for (const fs::path& path : documents) {
    SCOPED_TRACE(path);
    const std::string bytes = Read(path);

    const auto analyzed = Analyzed(bytes);

    ASSERT_TRUE(analyzed.ok()) << analyzed.status();
    EXPECT_TRUE(pipeline::VerifyMap(bytes, analyzed->clean));
    for (const pipeline::Warning& warning : analyzed->warnings) {
      EXPECT_NE(warning.reason, "ANCHOR_MISMATCH") << warning.message;
    }
    const mapping::ApiRecords records = mapping::ToApi(*analyzed, {});
    ExpectTruePlaces(records.commitments, analyzed->clean.text, bytes.size());
    ExpectTruePlaces(records.achievements, analyzed->clean.text, bytes.size());
    EXPECT_EQ(mapping::ToReadings(*analyzed, records).size(), analyzed->sentences.size());
  }
}

TEST_F(SharedCorpus, UndamagedPoliciesComeOutUnedited) {
  const std::set<pipeline::RepairKind> normal_form = {
      pipeline::RepairKind::kNone, pipeline::RepairKind::kMarkForm, pipeline::RepairKind::kSpacing};
  const std::vector<fs::path> policies = UndamagedPolicies();
  ASSERT_GT(policies.size(), 100u);
  for (const fs::path& path : policies) {
    SCOPED_TRACE(path);

    const auto analyzed = Analyzed(Read(path));

    ASSERT_TRUE(analyzed.ok()) << analyzed.status();
    EXPECT_THAT(analyzed->clean.profiles, IsEmpty());
    EXPECT_THAT(analyzed->clean.furniture, IsEmpty());
    for (const pipeline::MapRun& run : analyzed->clean.map.runs()) {
      EXPECT_TRUE(normal_form.contains(run.kind)) << run.source.start;
    }
  }
}

}  // namespace
}  // namespace pledge::property
