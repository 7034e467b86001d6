// analysis_digests THREADS FILE...: analyses the files, each as often as there
// are threads and at the same time, under the locale of the environment, and
// prints one line a file: digest of everything that was found, two blanks,
// file. Exits 1 when two threads found different things, 2 when it cannot run.
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/base/sha256.h"
#include "service/mapping/result_digest.h"
#include "service/mapping/to_api.h"
#include "service/pipeline/analyze.h"

namespace pledge::determinism {
namespace {

constexpr int kMostThreads = 16;
constexpr int kCannotRun = 2;

void AppendMap(const pipeline::SourceMap& map, std::string* out) {
  for (const pipeline::MapRun& run : map.runs()) {
    absl::StrAppend(out, run.text.start, "-", run.text.end, "<", run.source.start, "-",
                    run.source.end, " ", static_cast<int>(run.kind), " ", map.details()[run.detail],
                    "\n");
  }
}

// Text, map, cleaning, records and warnings.
std::string DigestOf(const std::string& bytes) {
  const auto letter =
      pipeline::Analyze({.bytes = bytes, .declared_charset = {}, .declared_media_type = {}});
  if (!letter.ok()) return Hex(Sha256(letter.status().ToString()));
  std::string all = mapping::ResultDigest(mapping::ToApi(*letter, {}));
  absl::StrAppend(&all, letter->clean.text, letter->clean.charset, letter->clean.media_type);
  AppendMap(letter->clean.map, &all);
  for (const std::string& profile : letter->clean.profiles) absl::StrAppend(&all, profile, "\n");
  for (const pipeline::FurnitureBlock& block : letter->clean.furniture) {
    absl::StrAppend(&all, block.widget, block.text, block.source.start, "-", block.source.end);
  }
  for (const pipeline::Warning& warning : letter->warnings) {
    absl::StrAppend(&all, warning.reason, warning.message);
  }
  return Hex(Sha256(all));
}

using Digests = std::vector<std::string>;

std::vector<Digests> DigestsOfThreads(const std::vector<std::string>& documents, int count) {
  std::vector<Digests> found(static_cast<size_t>(count));
  std::vector<std::thread> threads;
  for (Digests& digests : found) {
    threads.emplace_back([&documents, &digests] {
      for (const std::string& bytes : documents) digests.push_back(DigestOf(bytes));
    });
  }
  for (std::thread& thread : threads) thread.join();
  return found;
}

// What a program that speaks the user's language does at its start.
bool TakeLocaleOfEnvironment() {
  if (std::setlocale(LC_ALL, "") == nullptr) return false;
  std::locale::global(std::locale(""));
  return true;
}

int Main(int argc, char** argv) {
  const int threads = argc > 2 ? std::atoi(argv[1]) : 0;
  if (threads < 1 || threads > kMostThreads || !TakeLocaleOfEnvironment()) {
    std::fputs("usage: analysis_digests THREADS FILE...; the locale must exist\n", stderr);
    return kCannotRun;
  }
  std::vector<std::string> documents;
  for (int i = 2; i < argc; ++i) {
    std::stringstream bytes;
    bytes << std::ifstream(argv[i], std::ios::binary).rdbuf();
    documents.push_back(bytes.str());
  }
  const std::vector<Digests> found = DigestsOfThreads(documents, threads);
  for (size_t i = 0; i < documents.size(); ++i) {
    std::printf("%s  %s\n", found[0][i].c_str(), argv[i + 2]);
  }
  for (const Digests& digests : found) {
    if (digests != found[0]) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace pledge::determinism

int main(int argc, char** argv) { return pledge::determinism::Main(argc, argv); }
