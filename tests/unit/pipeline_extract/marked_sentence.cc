#include "tests/unit/pipeline_extract/marked_sentence.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace pledge::pipeline {

std::optional<MarkedSentence> ParseMarked(std::string_view line) {
  MarkedSentence sentence;
  while (!line.empty()) {
    const size_t open = line.find('[');
    sentence.text += line.substr(0, open);
    if (open == line.npos) break;
    const size_t close = line.find("]{", open);
    const size_t end = line.find('}', open);
    if (close == line.npos || end == line.npos || end < close) return std::nullopt;
    MarkedSpan span;
    span.words = std::string(line.substr(open + 1, close - open - 1));
    span.tags = absl::StrSplit(std::string(line.substr(close + 2, end - close - 2)), ' ',
                               absl::SkipEmpty());
    sentence.text += span.words;
    sentence.spans.push_back(std::move(span));
    line.remove_prefix(end + 1);
  }
  if (sentence.text.find_first_of("[]{}") != std::string::npos) return std::nullopt;
  return sentence;
}

std::vector<MarkedCase> ReadMarkedCases(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<MarkedCase> cases;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path);
    std::string genre;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      if (line[0] == '@') {
        genre = line.substr(1);
        continue;
      }
      cases.push_back({genre, absl::StrCat(path.filename().string(), ":", number), line});
    }
  }
  return cases;
}

}  // namespace pledge::pipeline
