#include "tests/bench/letters.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace pledge::bench {
namespace {

namespace fs = std::filesystem;

// In the order of their names; a folder that is absent holds none.
std::vector<fs::path> LettersIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& file : fs::recursive_directory_iterator(folder, ignored)) {
    const std::string extension = file.path().extension().string();
    if (extension == ".txt" || extension == ".html") files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool Read(const fs::path& file, Letter* letter) {
  std::stringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  letter->bytes = bytes.str();
  auto decoded =
      pipeline::Decode({.bytes = letter->bytes, .declared_charset = {}, .declared_media_type = {}});
  if (!decoded.ok()) return false;
  letter->decoded = *std::move(decoded);
  letter->clean = pipeline::Clean(letter->decoded);
  letter->tree = pipeline::Segment(letter->clean);
  letter->extraction = pipeline::Extract(letter->clean, letter->tree);
  return true;
}

void Add(const fs::path& folder, Letters* letters) {
  const std::vector<fs::path> files = LettersIn(folder);
  for (const fs::path& file : files) {
    Letter letter;
    if (!Read(file, &letter)) continue;
    letters->bytes += letter.bytes.size();
    letters->all.push_back(std::move(letter));
  }
  if (!files.empty()) {
    absl::StrAppend(&letters->from, letters->from.empty() ? "" : " and ", files.size(), " in ",
                    folder.string());
  }
}

}  // namespace

Letters ReadLetters(const std::string& samples) {
  Letters letters;
  const char* shared = std::getenv("PLEDGE_SHARED");
  Add(fs::path(shared != nullptr ? shared : "../shared") / "corpus", &letters);
  Add(samples, &letters);
  return letters;
}

}  // namespace pledge::bench
